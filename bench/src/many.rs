//! The memory of ten thousand invites that ring at once. Their notifications come late, in another
//! order, some twice and some never.
//!
//! The emulated service runs in a process of its own, so only the bot is measured.

use crate::Result;
use axum::Router;
use graph_invite::callback::{Verifier, router};
use graph_invite::token::AccessToken;
use graph_invite::{
    ApplicationId, CallId, Callback, Client, Cloud, FailureKind, Inbox, Outcome, Polling, Ringing,
    TenantId, Url, UserId, Uuid, graph_invite,
};
use graph_invite_emulator::{Behavior, Delivery, Emulator};
use graph_invite_terminal::progress_bar;
use std::env;
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

const INVITES: u32 = 10_000;
const INVITES_OF_A_CALL: u32 = 10;
/// The number of requests at once.
const SENDERS: u32 = 32;
const WAIT: Duration = Duration::from_secs(60);
const MAX_BYTES: usize = 64 * 1024 * 1024;
/// The number of foreign ends for each invite, as an attacker might send them.
const FLOOD: u32 = 20;

/// What people do, in turn, and the expected failure.
const BEHAVIORS: [(Behavior, Option<FailureKind>); 4] = [
    (Behavior::Answers, None),
    (Behavior::Declines, Some(FailureKind::Declined)),
    (Behavior::Busy, Some(FailureKind::Busy)),
    (Behavior::NoAnswer, Some(FailureKind::NoAnswer)),
];

fn person(number: u32) -> UserId {
    UserId::from_uuid(Uuid::from_u128(u128::from(number) + 1))
}

/// Runs the emulator until the parent process exits.
#[tokio::main]
pub async fn service(callback: &str) -> Result<()> {
    let late = Duration::from_secs(5)..=Duration::from_secs(15);
    let delivery = Delivery::new()
        .loss_percent(5)
        .duplicate_percent(30)
        .delay(late);
    let emulator = Emulator::builder()
        .callback(Url::parse(callback)?)
        .delivery(delivery)
        .start()
        .await?;
    for (number, (behavior, _)) in (0..INVITES).zip(BEHAVIORS.iter().cycle()) {
        emulator.set_behavior(person(number).to_string(), *behavior);
    }
    println!("{}\n{}", emulator.root(), emulator.token());
    println!("{}\n{}", emulator.app(), emulator.tenant());
    println!("{}", emulator.openid_configuration());
    for _ in 0..INVITES / INVITES_OF_A_CALL {
        println!("{}", emulator.add_meeting());
    }
    tokio::task::spawn_blocking(|| io::copy(&mut io::stdin(), &mut io::sink())).await??;
    Ok(())
}

/// The process of the emulator, and what it prints about itself.
struct Service {
    child: Child,
    lines: io::Lines<BufReader<ChildStdout>>,
}

impl Service {
    fn start(callback: &str) -> Result<Self> {
        let mut child = Command::new(env::current_exe()?)
            .args(["many", "--callback", callback])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let lines = child.stdout.take().ok_or("the service has no output")?;
        let lines = BufReader::new(lines).lines();
        Ok(Self { child, lines })
    }

    fn line(&mut self) -> Result<String> {
        Ok(self.lines.next().ok_or("the service exited")??)
    }
}

/// Prints the memory of this process, from the first invite to the last outcome.
#[tokio::main]
pub async fn bot() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let callback = format!("http://{}/callback", listener.local_addr()?);
    let mut service = Service::start(&callback)?;
    let inbox = Inbox::builder().max_bytes(MAX_BYTES).build();
    let client = Client::builder()
        .cloud(Cloud::Custom(Url::parse(&service.line()?)?))
        .token_source(AccessToken::new(service.line()?))
        .inbox(inbox.clone())
        .outcome_timeout(WAIT)
        // So that only notifications and the lookups at the end count.
        .polling(Polling::off())
        .build()?;
    let verifier = Verifier::builder(ApplicationId::parse(&service.line()?)?)
        .tenant(TenantId::parse(&service.line()?)?)
        .openid_configuration(Url::parse(&service.line()?)?)
        .build()?;
    let calls = (0..INVITES / INVITES_OF_A_CALL)
        .map(|_| Ok(CallId::parse(&service.line()?)?))
        .collect::<Result<Vec<_>>>()?;
    let taken = Arc::new(AtomicUsize::new(0));
    let deliver = {
        let (inbox, taken) = (inbox.clone(), Arc::clone(&taken));
        move |callback: Callback<'_>| {
            let delivered = inbox.deliver(callback);
            taken.fetch_add(
                delivered.map_or(0, |delivered| delivered.matched),
                Ordering::Relaxed,
            );
        }
    };
    let app = Router::new().nest("/callback", router(verifier, deliver));
    tokio::spawn(axum::serve(listener, app).into_future());

    let began = Instant::now();
    let report = |what: &str| {
        let (now, peak) = (memory("VmRSS:"), memory("VmHWM:"));
        let at = began.elapsed().as_secs_f64();
        println!("{at:6.2} s  {now:5.1} MiB, at most {peak:5.1}  {what}");
    };
    report("before the first invite");
    let ringings = send_all(&client, &calls).await?;
    let unknown = ringings
        .iter()
        .filter(|(_, ringing, _)| is_unknown(ringing));
    let unknown = unknown.count();
    report(&format!("all are sent, {unknown} ring"));

    let mut waiting = JoinSet::new();
    for (number, ringing, sent) in &ringings {
        let (number, ringing, sent) = (*number, ringing.clone(), *sent);
        waiting.spawn(async move {
            let outcome = ringing.outcome().await;
            (number, outcome, sent.elapsed() >= WAIT)
        });
    }
    let (mut right, mut looked) = (0, 0);
    let bar = progress_bar(INVITES.into(), "outcomes");
    while let Some(ended) = waiting.join_next().await {
        bar.inc(1);
        let (number, outcome, late) = ended?;
        right += u32::from(is_right(number, &outcome));
        looked += u32::from(late);
    }
    bar.finish_and_clear();
    let taken = taken.load(Ordering::Relaxed);
    report(&format!(
        "{right} outcomes are right, {looked} of them from a lookup; {taken} notifications matched"
    ));

    for _ in 0..2 {
        flood(&inbox, &ringings)?;
        report(&format!("{FLOOD} foreign ends of each: {inbox:?}"));
    }
    let kept = ringings
        .iter()
        .all(|(number, ringing, _)| is_right(*number, &ringing.current_outcome()));
    drop(ringings);
    report(&format!("all handles dropped: {inbox:?}"));
    service.child.kill()?;
    service.child.wait()?;
    if right == INVITES && kept {
        Ok(())
    } else {
        Err("an outcome is wrong, or has changed".into())
    }
}

type Sent = (u32, Ringing, Instant);

async fn send_all(client: &Client, calls: &[CallId]) -> Result<Vec<Sent>> {
    let mut senders = JoinSet::new();
    for first in 0..SENDERS {
        let mut invites = Vec::new();
        for number in (first..INVITES).step_by(SENDERS as usize) {
            let call = calls.get((number / INVITES_OF_A_CALL) as usize);
            let call = call.ok_or("too few calls")?.clone();
            let user = person(number);
            invites.push((
                number,
                graph_invite! { call: call, participants: [user user] },
            ));
        }
        let client = client.clone();
        senders.spawn(async move {
            let mut sent = Vec::new();
            for (number, invite) in invites {
                let at = Instant::now();
                sent.push((number, invite.send(&client).await?, at));
            }
            Result::Ok(sent)
        });
    }
    let mut all = Vec::new();
    while let Some(sent) = senders.join_next().await {
        all.extend(sent??);
    }
    Ok(all)
}

fn is_unknown(ringing: &Ringing) -> bool {
    ringing.current_outcome() == Outcome::Unknown
}

fn is_right(number: u32, outcome: &Outcome) -> bool {
    let expected = BEHAVIORS.iter().cycle().nth((number % 4) as usize);
    let class = match outcome {
        Outcome::Completed => None,
        Outcome::Failed(failure) => Some(failure.kind()),
        _ => return false,
    };
    expected.is_some_and(|(_, expected)| *expected == class)
}

/// Delivers more ends of each invite, each with another id and a long text.
fn flood(inbox: &Inbox, ringings: &[Sent]) -> Result<()> {
    for time in 0..FLOOD {
        for (_, ringing, _) in ringings {
            let (call, context) = (ringing.key().call(), ringing.key().client_context());
            let text = time.to_string().repeat(4_000);
            let id = Uuid::new_v4();
            let body = format!(
                r##"{{"value": [{{
                    "changeType": "deleted",
                    "resourceUrl": "/communications/calls/{call}/operations/{id}",
                    "resourceData": {{
                        "@odata.type": "#microsoft.graph.inviteParticipantsOperation",
                        "id": "{id}", "status": "failed", "clientContext": "{context}",
                        "resultInfo": {{ "code": 500, "subcode": {time}, "message": "{text}" }}
                    }}
                }}]}}"##
            );
            inbox.deliver(body.as_bytes())?;
        }
    }
    Ok(())
}

/// The memory of this process in MiB, or NaN if the system does not report it.
fn memory(field: &str) -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    let kib = line.and_then(|line| line.split_whitespace().next());
    kib.and_then(|kib| kib.parse::<f64>().ok())
        .unwrap_or(f64::NAN)
        / 1024.0
}
