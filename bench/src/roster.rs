//! How long `Inbox::deliver` takes for one roster, and that it grows no faster than the invites and
//! the entries together.

use crate::Result;
use graph_invite::token::AccessToken;
use graph_invite::{Client, Cloud, Inbox, Presence, Ringing, Url, UserId, Uuid, graph_invite};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::runtime;
use tokio::task::JoinSet;

const CALL: &str = "57dab8b1-894c-409a-b240-bd8beae78896";
const SENDERS: u32 = 64;
const RUNS: u32 = 5;
const MAX_BODY: usize = 64 * 1024 * 1024;

/// How many invites listen, and what one roster holds.
struct Row {
    invites: u32,
    entries: u32,
    /// The ids in the identity set of each entry.
    slots: u32,
    limit: Option<Duration>,
}

const ROWS: [Row; 6] = [
    Row::new(1_250, 750, 1, None),
    Row::new(5_000, 3_000, 1, Some(Duration::from_millis(20))),
    Row::new(20_000, 12_000, 1, None),
    Row::new(100_000, 1, 1, Some(Duration::from_millis(200))),
    Row::new(1, 1, 15_000, None),
    Row::new(1, 1, 60_000, Some(Duration::from_millis(50))),
];

/// The most times that a larger row may take, for each invite and id, of what the row before it took.
const MAX_GROWTH: f64 = 4.0;

impl Row {
    const fn new(invites: u32, entries: u32, slots: u32, limit: Option<Duration>) -> Self {
        Self {
            invites,
            entries,
            slots,
            limit,
        }
    }

    /// The invites, and the ids that are compared with them.
    fn length(&self) -> f64 {
        f64::from(self.invites) + f64::from(self.entries) * f64::from(self.slots)
    }

    /// A roster of this many people. The last ones are those of the invites.
    fn body(&self) -> String {
        let first = self.invites.saturating_sub(self.entries);
        let entry = |number: u32| {
            let slots = (0..self.slots).map(|slot| {
                let id = person(first + number + slot * self.slots.min(2)).to_string();
                (format!("slot{slot}"), json!({ "id": id }))
            });
            json!({ "id": Uuid::from_u128(number.into()), "info": { "identity": slots.collect::<Value>() } })
        };
        let entries: Vec<_> = (0..self.entries).map(entry).collect();
        json!({ "value": [{
            "resourceUrl": format!("/communications/calls/{CALL}/participants"),
            "resourceData": entries,
        }] })
        .to_string()
    }
}

/// Prints the table. Fails if a limit is missed, or if a row grows too fast.
pub fn table(root: &str) -> Result<()> {
    let runtime = runtime::Builder::new_multi_thread().enable_all().build()?;
    println!("| Invites | Entries | Ids of each | `deliver` | Limit |");
    println!("| ---: | ---: | ---: | ---: | ---: |");
    let mut last: Option<(&Row, Duration)> = None;
    let mut failures = Vec::new();
    for row in &ROWS {
        let took = runtime.block_on(measure(root, row))?;
        let limit = row
            .limit
            .map_or("".to_owned(), |limit| format!("{limit:?}"));
        let Row {
            invites,
            entries,
            slots,
            ..
        } = row;
        println!("| {invites} | {entries} | {slots} | {took:.1?} | {limit} |");
        if row.limit.is_some_and(|limit| took > limit) {
            failures.push(format!("{invites} × {entries} × {slots} took {took:?}"));
        }
        let grows = |(before, _): &(&Row, _)| before.length() < row.length();
        if let Some((before, before_took)) = last.filter(grows) {
            let of_one = |row: &Row, took: Duration| took.as_secs_f64() / row.length();
            let growth = of_one(row, took) / of_one(before, before_took);
            if growth > MAX_GROWTH {
                failures.push(format!(
                    "{invites} × {entries} × {slots} grew by {growth:.1}"
                ));
            }
        }
        last = Some((row, took));
    }
    if failures.is_empty() {
        return Ok(());
    }
    Err(failures.join("; ").into())
}

/// The shortest time of several rosters, each into an inbox of its own.
async fn measure(root: &str, row: &Row) -> Result<Duration> {
    let body = row.body();
    let mut shortest = Duration::MAX;
    for _ in 0..RUNS {
        let inbox = Inbox::builder()
            .max_body(MAX_BODY)
            .max_bytes(usize::MAX)
            .build();
        let invites = send(root, &inbox, row.invites).await?;
        let started = Instant::now();
        let delivered = inbox.deliver(&body)?;
        shortest = shortest.min(started.elapsed());
        let joined = invites.iter().flat_map(Ringing::presence);
        let joined = joined
            .filter(|presence| *presence == Presence::Joined)
            .count();
        if delivered.matched != 1 || joined != row.invites.min(row.entries) as usize {
            return Err(format!("{delivered:?}, {joined} joined").into());
        }
    }
    Ok(shortest)
}

async fn send(root: &str, inbox: &Inbox, invites: u32) -> Result<Vec<Ringing>> {
    let client = Client::builder()
        .cloud(Cloud::Custom(Url::parse(root)?))
        .token_source(AccessToken::new("t"))
        .inbox(inbox.clone())
        .build()?;
    let client = Arc::new(client);
    let mut senders = JoinSet::new();
    for sender in 0..SENDERS {
        let client = Arc::clone(&client);
        senders.spawn(async move {
            let mut ringing = Vec::new();
            for number in (sender..invites).step_by(SENDERS as usize) {
                let invite = graph_invite! {
                    call: "57dab8b1-894c-409a-b240-bd8beae78896",
                    participants: [
                        user person(number) named "string"
                            replaces "a7ebfb2d-871e-419c-87af-27290b22e8db",
                    ],
                };
                ringing.push(invite.send(&client).await?);
            }
            Result::Ok(ringing)
        });
    }
    let mut all = Vec::new();
    while let Some(ringing) = senders.join_next().await {
        all.extend(ringing??);
    }
    Ok(all)
}

fn person(number: u32) -> UserId {
    UserId::from_uuid(Uuid::from_u128(u128::from(number) + 1))
}
