//! The queue and the replicas: jobs are delivered until somebody reports what came of them.

use crate::callbacks::Callbacks;
use crate::database::Database;
use crate::jobs::{Done, Job, Line, Sent, Setup};
use crate::report::{Judged, Report};
use graph_invite::{Url, Uuid};
use graph_invite_emulator::{Behavior, Emulator};
use graph_invite_terminal::{Signal, Stop, progress_bar};
use std::collections::{BTreeSet, VecDeque};
use std::error::Error;
use std::io;
use std::process::{ExitCode, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::process::{Child, ChildStdin, Command};
use tokio::sync::mpsc;
use tokio::time::{Instant, interval, sleep};

/// How long the queue waits for a report before it delivers a job again.
const VISIBILITY: Duration = Duration::from_secs(20);
/// How many jobs a replica has at once.
const IN_FLIGHT: usize = 64;
const KILL_EVERY: Duration = Duration::from_millis(500);
/// How many jobs are delivered twice at once.
const TWICE_PERCENT: u8 = 3;
/// How long a phone rings until somebody answers or declines.
const RING_TIME: Duration = Duration::from_millis(150);

#[derive(Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) jobs: u32,
    pub(crate) seed: u64,
    pub(crate) replicas: usize,
}

/// A job, and what was reported of it.
struct Entry {
    job: Job,
    declines: bool,
    reports: Vec<Done>,
    is_done: bool,
    deliveries: usize,
}

/// A replica. Its number changes each time it is started.
struct Replica {
    child: Child,
    input: ChildStdin,
    generation: usize,
    jobs: BTreeSet<usize>,
    is_ready: bool,
}

enum Event {
    Line(usize, usize, Line),
    Ended(usize, usize),
    Again(usize),
}

struct Fleet {
    plan: Plan,
    setup: Setup,
    callbacks: Arc<Callbacks>,
    entries: Vec<Entry>,
    /// Jobs to deliver.
    queue: VecDeque<usize>,
    replicas: Vec<Option<Replica>>,
    generation: usize,
    events: mpsc::UnboundedSender<Event>,
    kills: usize,
    done: usize,
}

pub(crate) async fn run(plan: Plan, mut database: Database) -> Result<ExitCode, Box<dyn Error>> {
    fastrand::seed(plan.seed);
    let mut stop = Stop::new()?;
    let emulator = Emulator::builder().ring_time(RING_TIME).start().await?;
    let callbacks = Arc::new(Callbacks::default());
    emulator.set_callback(Url::parse(&callbacks.serve().await?)?);
    let (events, mut incoming) = mpsc::unbounded_channel();
    let mut fleet = Fleet {
        plan,
        setup: Setup {
            service: emulator.url().into(),
            token: emulator.token().to_owned(),
            app: emulator.app().to_string(),
            tenant: emulator.tenant().to_string(),
            keys: emulator.openid_configuration().into(),
            ledger: database.url(),
        },
        callbacks: Arc::clone(&callbacks),
        entries: (0..plan.jobs as usize)
            .map(|number| entry(&emulator, number))
            .collect(),
        queue: (0..plan.jobs as usize).collect(),
        replicas: (0..plan.replicas).map(|_| None).collect(),
        generation: 0,
        events,
        kills: 0,
        done: 0,
    };
    let begun = Instant::now();
    for slot in 0..plan.replicas {
        fleet.start(slot).await?;
    }
    let bar = progress_bar(plan.jobs.into(), "jobs");
    let mut killing = interval(KILL_EVERY);
    let mut database_kills = 0;
    let mut signal = None;
    while fleet.done < fleet.entries.len() {
        tokio::select! {
            Some(event) = incoming.recv() => fleet.handle(event).await?,
            _ = killing.tick() => fleet.kill_one()?,
            stopped = stop.wait() => {
                signal = Some(stopped);
                break;
            }
        }
        bar.set_position(fleet.done as u64);
        // Twice, after one and two thirds of the jobs.
        let is_due = fleet.done * 3 > fleet.entries.len() * (database_kills + 1);
        if is_due && database_kills < 2 && database.can_be_killed() {
            database.kill()?;
            database_kills += 1;
        }
    }
    bar.finish_and_clear();
    let took = begun.elapsed();
    // Callbacks that are under way still come.
    sleep(RING_TIME * 4).await;
    let report = fleet.report(&emulator, database_kills, took);
    println!("{report}");
    Ok(match signal {
        _ if !report.is_clean() => ExitCode::FAILURE,
        Some(signal) => Signal::exit_code(signal),
        None => ExitCode::SUCCESS,
    })
}

fn entry(emulator: &Emulator, number: usize) -> Entry {
    let person = Uuid::from_u128(0xada0_0000_0000_4000_8000_0000_0000_0000 + number as u128);
    let declines = number.is_multiple_of(2);
    let behavior = if declines {
        Behavior::Declines
    } else {
        Behavior::Answers
    };
    emulator.set_behavior(person, behavior);
    Entry {
        job: Job {
            number,
            call: emulator.add_meeting().to_string(),
            person: person.to_string(),
        },
        declines,
        reports: Vec::new(),
        is_done: false,
        deliveries: 0,
    }
}

impl Fleet {
    /// Starts a replica in a slot, after another one has ended there.
    async fn start(&mut self, slot: usize) -> io::Result<()> {
        self.generation += 1;
        let generation = self.generation;
        let mut child = Command::new(std::env::current_exe()?)
            .arg("--bot")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let mut input = child.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let output = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let events = self.events.clone();
        tokio::spawn(async move {
            let mut lines = BufReader::new(output).lines();
            while let Ok(Some(line)) = lines.next_line().await {
                if let Ok(line) = serde_json::from_str(&line) {
                    let _ = events.send(Event::Line(slot, generation, line));
                }
            }
            let _ = events.send(Event::Ended(slot, generation));
        });
        write(&mut input, &self.setup).await;
        if let Some(place) = self.replicas.get_mut(slot) {
            *place = Some(Replica {
                child,
                input,
                generation,
                jobs: BTreeSet::new(),
                is_ready: false,
            });
        }
        Ok(())
    }

    async fn handle(&mut self, event: Event) -> io::Result<()> {
        match event {
            Event::Line(slot, generation, line) => {
                let replica = self.replicas.get_mut(slot).and_then(Option::as_mut);
                let Some(replica) = replica.filter(|it| it.generation == generation) else {
                    return Ok(());
                };
                match line {
                    Line::Ready(url) => {
                        replica.is_ready = true;
                        self.callbacks.counts(|counts| {
                            counts.replicas.resize(self.plan.replicas, None);
                            if let Some(place) = counts.replicas.get_mut(slot) {
                                *place = Some(url);
                            }
                        });
                    }
                    Line::Done(done) => {
                        replica.jobs.remove(&done.number);
                        self.report_of(done);
                    }
                }
            }
            Event::Ended(slot, generation) => {
                let Some(place) = self.replicas.get_mut(slot) else {
                    return Ok(());
                };
                if let Some(replica) = place.take_if(|it| it.generation == generation) {
                    // The queue notices that the replica is gone, and delivers its jobs again.
                    self.queue.extend(replica.jobs);
                    self.callbacks.counts(|counts| {
                        if let Some(place) = counts.replicas.get_mut(slot) {
                            *place = None;
                        }
                    });
                    self.start(slot).await?;
                }
            }
            Event::Again(number) => {
                if self.entries.get(number).is_some_and(|entry| !entry.is_done) {
                    self.queue.push_back(number);
                }
            }
        }
        self.deliver().await;
        Ok(())
    }

    fn report_of(&mut self, done: Done) {
        let Some(entry) = self.entries.get_mut(done.number) else {
            return;
        };
        if done.sent == Sent::NotRinging {
            // It did not leave, or the database is away: later again.
            self.again(done.number, Duration::from_millis(200));
            return;
        }
        entry.reports.push(done);
        if !entry.is_done {
            entry.is_done = true;
            self.done += 1;
        }
    }

    fn again(&self, number: usize, after: Duration) {
        let events = self.events.clone();
        tokio::spawn(async move {
            sleep(after).await;
            let _ = events.send(Event::Again(number));
        });
    }

    /// Delivers as many jobs as the replicas take.
    async fn deliver(&mut self) {
        loop {
            let free = |it: &Option<Replica>| {
                it.as_ref()
                    .is_some_and(|it| it.is_ready && it.jobs.len() < IN_FLIGHT)
            };
            let slots: Vec<_> = (0..self.replicas.len())
                .filter(|slot| self.replicas.get(*slot).is_some_and(free))
                .collect();
            let Some(slot) = slots.get(fastrand::usize(..slots.len().max(1))) else {
                return;
            };
            let Some(number) = self.queue.pop_front() else {
                return;
            };
            let replica = self.replicas.get_mut(*slot).and_then(Option::as_mut);
            let (Some(replica), Some(entry)) = (replica, self.entries.get_mut(number)) else {
                return;
            };
            if entry.is_done {
                continue;
            }
            replica.jobs.insert(number);
            entry.deliveries += 1;
            write(&mut replica.input, &entry.job).await;
            let is_first = entry.deliveries == 1;
            self.again(number, VISIBILITY);
            if is_first && fastrand::u8(..100) < TWICE_PERCENT {
                self.queue.push_front(number);
            }
        }
    }

    fn kill_one(&mut self) -> io::Result<()> {
        let slot = fastrand::usize(..self.replicas.len());
        if let Some(Some(replica)) = self.replicas.get_mut(slot)
            && replica.is_ready
        {
            replica.child.start_kill()?;
            self.kills += 1;
        }
        Ok(())
    }

    fn report(&self, emulator: &Emulator, database_kills: usize, took: Duration) -> Report {
        let mut report = Report::new(self.kills, database_kills, took);
        self.callbacks.counts(|counts| {
            report.callbacks(counts);
            for entry in &self.entries {
                let call = Uuid::parse_str(&entry.job.call).unwrap_or_default();
                let rings = emulator.ring_counts_for_invite(call, &entry.job.context());
                report.judge(&Judged {
                    rings: rings.values().sum(),
                    deliveries: entry.deliveries,
                    declines: entry.declines,
                    is_heard: counts.heard.contains(&entry.job.context()),
                    reports: &entry.reports,
                });
            }
        });
        report
    }
}

async fn write(input: &mut ChildStdin, line: &impl serde::Serialize) {
    let Ok(mut line) = serde_json::to_vec(line) else {
        return;
    };
    line.push(b'\n');
    // A replica that was killed does not read: its jobs are delivered again.
    let _ = input.write_all(&line).await;
}
