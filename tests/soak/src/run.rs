//! Sends the invites, and compares each result with the rings that the emulator counted.

use crate::faults::{PERCENT, faults};
use crate::measure::{self, memory, open_files, tasks};
use crate::sent::{Failure, Sent, send};
use graph_invite::error::BuildError;
use graph_invite::token::AccessToken;
use graph_invite::{Client, Cloud, PhoneNumber, RetryPolicy};
use graph_invite_emulator::{Emulator, PersonId};
use std::collections::{BTreeMap, VecDeque};
use std::fmt;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::{JoinError, JoinSet};
use tokio::time::sleep;

const IN_FLIGHT: usize = 64;
/// A result is compared when there are so many newer ones, so that late requests have arrived.
const LAG: usize = 2 * IN_FLIGHT;
/// How long a request may take to arrive after its client stopped waiting.
const SETTLES: Duration = Duration::from_millis(50);
/// How long connections may take to close.
const CLOSES: Duration = Duration::from_secs(10);
/// How much memory may grow after the first tenth, in KiB.
const GROWTH: usize = 16 * 1024;
/// How many violations of each kind are reported.
const REPORTED: usize = 5;

/// What to send.
pub struct Plan {
    /// Where the faults and the people come from.
    pub seed: u64,
    /// How many invites are sent.
    pub invites: u32,
    /// How long a client waits for an answer.
    pub timeout: Duration,
    /// Whether everything is sent over TLS.
    pub tls: bool,
}

/// What was sent, what rang, and what is left over. Its `Display` is a table.
pub struct Report {
    plan: Plan,
    /// How many invites were sent: fewer than planned if the run was stopped.
    sent: u32,
    rows: BTreeMap<String, Row>,
    rings: usize,
    violations: Vec<String>,
    sockets: [Option<usize>; 2],
    tasks: [usize; 2],
    memory: [Option<usize>; 2],
    took: Duration,
}

type Ended = Result<Result<Sent, Failure>, JoinError>;

/// How many invites rang no phone, each phone once, or other numbers of times.
#[derive(Default)]
struct Row {
    silent: usize,
    once: usize,
    other: usize,
}

/// Sends the invites, and compares each end with the rings that the emulator counted. Once `stop` is
/// ready, it sends no more. It calls `progress` for each invite that has ended.
///
/// # Errors
///
/// The emulator does not start, or a client cannot be built.
pub async fn run(
    plan: Plan,
    progress: impl Fn(),
    stop: impl Future<Output = ()>,
) -> Result<Report, Failure> {
    let began = Instant::now();
    let mut emulator = Emulator::builder();
    if plan.tls {
        emulator = emulator.tls();
    }
    let emulator = Arc::new(emulator.start().await?);
    emulator.set_random_faults(faults(plan.seed, emulator.root()));
    let clients = clients(&emulator, plan.timeout)?;
    // The emulator starts its tasks.
    sleep(SETTLES).await;
    let (sockets, tasks) = (open_files(), tasks());
    let mut report = Report {
        rows: BTreeMap::new(),
        rings: 0,
        violations: Vec::new(),
        sockets: [sockets; 2],
        tasks: [tasks; 2],
        memory: [None; 2],
        took: Duration::ZERO,
        sent: 0,
        plan,
    };
    report.send_all(&emulator, &clients, progress, stop).await;
    let rings: usize = emulator.ring_counts().into_values().sum();
    if rings != report.rings {
        report.violate(format!(
            "{rings} rings, of which {} are of invites",
            report.rings
        ));
    }
    drop(clients);
    report.measure().await;
    report.took = began.elapsed();
    Ok(report)
}

/// The clients that send, in turn. One repeats a 503 too, and one repeats nothing, so that every
/// result occurs.
fn clients(emulator: &Emulator, timeout: Duration) -> Result<[Client; 4], BuildError> {
    let client = || {
        let client = Client::builder()
            .cloud(Cloud::Custom(emulator.url()))
            .token_source(AccessToken::new(emulator.token()))
            .timeout(timeout);
        match emulator.certificate() {
            Some(pem) => client.root_certificate(pem),
            None => client,
        }
    };
    let retrying = client().build()?;
    let unavailable = RetryPolicy::default().repeat_unavailable(true);
    let unavailable = client().retry_policy(unavailable).build()?;
    let once = client().retry_policy(RetryPolicy::disabled()).build()?;
    Ok([retrying.clone(), retrying, unavailable, once])
}

impl Report {
    /// What was wrong, at most five of each kind.
    #[must_use]
    pub fn violations(&self) -> &[String] {
        &self.violations
    }

    async fn send_all(
        &mut self,
        emulator: &Arc<Emulator>,
        clients: &[Client],
        progress: impl Fn(),
        stop: impl Future<Output = ()>,
    ) {
        let (mut in_flight, mut ended) = (JoinSet::new(), VecDeque::new());
        let (invites, mut compared) = (self.plan.invites, 0);
        let mut stop = pin!(stop);
        for (number, client) in (0..invites).zip(clients.iter().cycle()) {
            if in_flight.len() == IN_FLIGHT {
                tokio::select! {
                    end = in_flight.join_next() => ended.extend(end),
                    () = &mut stop => break,
                }
                progress();
            }
            if ended.len() > LAG {
                compared += self.compare_next(emulator, &mut ended);
            }
            if number == invites / 10 {
                self.memory = [memory(); 2];
            }
            let number = self.plan.seed.wrapping_add(number.into());
            in_flight.spawn(send(Arc::clone(emulator), client.clone(), number));
            self.sent += 1;
        }
        while let Some(end) = in_flight.join_next().await {
            ended.push_back(end);
            progress();
        }
        sleep(SETTLES).await;
        while !ended.is_empty() {
            compared += self.compare_next(emulator, &mut ended);
        }
        if compared != self.sent {
            self.violate(format!("{compared} results of {} invites", self.sent));
        }
    }

    /// Compares the oldest result, and returns how many there were.
    fn compare_next(&mut self, emulator: &Emulator, ended: &mut VecDeque<Ended>) -> u32 {
        let Some(end) = ended.pop_front() else {
            return 0;
        };
        match end.map_err(Failure::from).flatten() {
            Ok(sent) => self.compare(emulator, &sent),
            Err(error) => self.violate(format!("an invite without a result: {error}")),
        }
        1
    }

    /// Compares the result with the phones that rang.
    fn compare(&mut self, emulator: &Emulator, sent: &Sent) {
        let rings = emulator.ring_counts_for_invite(sent.call, sent.context.as_str());
        emulator.forget_call(sent.call);
        self.rings += rings.values().sum::<usize>();
        let of = |person: &PhoneNumber| {
            let mut rings = rings.iter();
            let found = rings.find(|(rung, _)| PersonId::as_str(rung) == person.to_string());
            found.map_or(0, |(_, times)| *times)
        };
        let row = self.rows.entry(sent.row.clone()).or_default();
        let times: Vec<_> = sent.people.iter().map(of).collect();
        match times.as_slice() {
            times if times.iter().all(|times| *times == 0) => row.silent += 1,
            times if times.iter().all(|times| *times == 1) => row.once += 1,
            _ => row.other += 1,
        }
        let right = times
            .iter()
            .all(|times| (sent.least..=sent.most).contains(times));
        if !right || rings.len() > sent.people.len() {
            self.violate(format!("{}, but phones rang {times:?} times", sent.end));
        }
    }

    /// Measures what is left over after the connections close.
    async fn measure(&mut self) {
        let [sockets, _] = self.sockets;
        let [tasks, _] = self.tasks;
        let until = Instant::now() + CLOSES;
        loop {
            (self.sockets, self.tasks) = ([sockets, open_files()], [tasks, measure::tasks()]);
            let clean = self.sockets.last() <= Some(&sockets) && self.tasks.last() <= Some(&tasks);
            if clean || Instant::now() > until {
                break;
            }
            sleep(SETTLES).await;
        }
        let [early, _] = self.memory;
        self.memory = [early, memory()];
        if let [Some(before), Some(after)] = self.sockets
            && after > before
        {
            self.violate(format!("{before} files were open, and now {after}"));
        }
        let [before, after] = self.tasks;
        if after > before {
            self.violate(format!("there were {before} tasks, and now {after}"));
        }
        if let [Some(before), Some(after)] = self.memory
            && after > before + GROWTH
        {
            self.violate(format!("memory grew from {before} to {after} KiB"));
        }
    }

    fn violate(&mut self, violation: String) {
        let kind = violation.split(',').next();
        let same = self.violations.iter();
        let same = same.filter(|violation| violation.split(',').next() == kind);
        if same.count() < REPORTED {
            self.violations.push(violation);
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Plan {
            seed, invites, tls, ..
        } = self.plan;
        let sent = self.sent;
        let invites = if sent < invites {
            format!("stopped after {sent} of {invites}")
        } else {
            invites.to_string()
        };
        let over = if tls { "TLS" } else { "plain HTTP" };
        writeln!(
            f,
            "seed {seed}, {invites} invites over {over}, {IN_FLIGHT} in flight, {PERCENT} % faults, {:.1} s\n",
            self.took.as_secs_f64(),
        )?;
        writeln!(
            f,
            "| Result | Invites | No phone rang | Each phone rang once | Anything else |"
        )?;
        writeln!(f, "| --- | ---: | ---: | ---: | ---: |")?;
        for (end, row) in &self.rows {
            let Row {
                silent,
                once,
                other,
            } = row;
            let all = silent + once + other;
            writeln!(f, "| {end} | {all} | {silent} | {once} | {other} |")?;
        }
        let shown = |number: Option<usize>| number.map_or("?".to_owned(), |n| n.to_string());
        let [sockets, memory] = [self.sockets, self.memory].map(|pair| pair.map(shown).join(" → "));
        let tasks = self.tasks.map(|tasks| tasks.to_string()).join(" → ");
        writeln!(
            f,
            "\nopen files {sockets}, tasks {tasks}, memory {memory} KiB"
        )?;
        if self.violations.is_empty() {
            return write!(f, "violations: none");
        }
        write!(f, "violations:\n{}", self.violations.join("\n"))
    }
}
