//! The soak: sends, and compares each end with the ledger of the emulator.

use crate::faults::{PERCENT, faults};
use crate::measure::{self, memory, open_files, tasks};
use crate::sent::{Failure, Sent, send};
use graph_invite::{AccessToken, BuildError, Client, Cloud, PhoneNumber, RetryPolicy};
use graph_invite_emulator::{Emulator, Person};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tokio::time::sleep;

const IN_FLIGHT: usize = 64;
/// Invites are compared in rounds, and then forgotten.
const ROUND: usize = 2_000;
/// How long requests may still be under way whose answers nobody waits for any more.
const SETTLES: Duration = Duration::from_millis(50);
/// How long connections may take to be closed.
const CLOSES: Duration = Duration::from_secs(10);
/// How much memory may grow once a tenth is done, in KiB.
const GROWTH: usize = 16 * 1024;
/// How many violations are told of each kind.
const TOLD: usize = 5;

/// What to send.
pub struct Plan {
    /// Where the faults and the people come from.
    pub seed: u64,
    /// How many invites are sent.
    pub invites: usize,
    /// How long a client waits for an answer.
    pub timeout: Duration,
    /// Whether everything is sent over TLS.
    pub tls: bool,
}

/// What was sent, what rang, and what is left over. Its `Display` is a table.
pub struct Report {
    plan: Plan,
    ends: BTreeMap<String, Row>,
    rings: usize,
    violations: Vec<String>,
    sockets: [Option<usize>; 2],
    tasks: [usize; 2],
    memory: [Option<usize>; 2],
    took: Duration,
}

/// How many invites rang nobody, everybody once, or otherwise.
#[derive(Default)]
struct Row {
    silent: usize,
    once: usize,
    other: usize,
}

/// Sends the invites, and compares each end with the rings that the emulator counted.
///
/// # Errors
///
/// The emulator does not start, or a client cannot be built.
pub async fn run(plan: Plan) -> Result<Report, Failure> {
    let began = Instant::now();
    let mut emulator = Emulator::builder();
    if plan.tls {
        emulator = emulator.tls();
    }
    let emulator = Arc::new(emulator.start().await?);
    emulator.set_faults(faults(plan.seed, &emulator.root()));
    let clients = clients(&emulator, plan.timeout)?;
    // The emulator begins in tasks of its own.
    sleep(SETTLES).await;
    let (sockets, tasks) = (open_files(), tasks());
    let mut report = Report {
        ends: BTreeMap::new(),
        rings: 0,
        violations: Vec::new(),
        sockets: [sockets; 2],
        tasks: [tasks; 2],
        memory: [None; 2],
        took: Duration::ZERO,
        plan,
    };
    let tenth = report.plan.invites / 10;
    let round = ROUND.min(tenth.max(1));
    for first in (0..report.plan.invites).step_by(round) {
        let last = report.plan.invites.min(first + round);
        report.round(&emulator, &clients, first..last).await;
        if last >= tenth && report.memory.first() == Some(&None) {
            report.memory = [memory(); 2];
        }
    }
    let rings: usize = emulator.rings().into_values().sum();
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

/// Who sends, in turn: the last one sends nothing again, so that every end is met.
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
    let patient = client().build()?;
    let once = client().retry_policy(RetryPolicy::disabled()).build()?;
    Ok([patient.clone(), patient.clone(), patient, once])
}

impl Report {
    /// What was wrong, at most five of each kind.
    #[must_use]
    pub fn violations(&self) -> &[String] {
        &self.violations
    }

    async fn round(
        &mut self,
        emulator: &Arc<Emulator>,
        clients: &[Client],
        numbers: std::ops::Range<usize>,
    ) {
        let invites = numbers.len();
        let (mut flying, mut ended) = (JoinSet::new(), Vec::new());
        for (number, client) in numbers.zip(clients.iter().cycle()) {
            if flying.len() == IN_FLIGHT {
                ended.extend(flying.join_next().await);
            }
            let number = self.plan.seed.wrapping_add(number as u64);
            flying.spawn(send(Arc::clone(emulator), client.clone(), number));
        }
        while let Some(end) = flying.join_next().await {
            ended.push(end);
        }
        sleep(SETTLES).await;
        let ended = ended
            .into_iter()
            .map(|end| end.map_err(Failure::from).flatten());
        let mut ends = 0;
        for end in ended {
            match end {
                Ok(sent) => self.compare(emulator, &sent),
                Err(error) => self.violate(format!("an invite without an end: {error}")),
            }
            ends += 1;
        }
        if ends != invites {
            self.violate(format!("{ends} ends of {invites} invites"));
        }
    }

    /// What its author was told, and which phones rang.
    fn compare(&mut self, emulator: &Emulator, sent: &Sent) {
        let rings = emulator.rings_for(sent.call, sent.context.as_str());
        emulator.forget(sent.call);
        self.rings += rings.values().sum::<usize>();
        let of = |person: &PhoneNumber| {
            let mut rings = rings.iter();
            let found = rings.find(|(rung, _)| Person::as_str(rung) == person.to_string());
            found.map_or(0, |(_, times)| *times)
        };
        let row = self.ends.entry(sent.end.clone()).or_default();
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

    /// What is left over, once connections have been closed.
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
        let same = same.filter(|told| told.split(',').next() == kind);
        if same.count() < TOLD {
            self.violations.push(violation);
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Plan {
            seed, invites, tls, ..
        } = self.plan;
        let over = if tls { "TLS" } else { "plain HTTP" };
        writeln!(
            f,
            "seed {seed}, {invites} invites over {over}, {IN_FLIGHT} in flight, {PERCENT} % faults, {:.1} s\n",
            self.took.as_secs_f64(),
        )?;
        writeln!(f, "| End | Invites | Rang nobody | Rang once | Otherwise |")?;
        writeln!(f, "| --- | ---: | ---: | ---: | ---: |")?;
        for (end, row) in &self.ends {
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
