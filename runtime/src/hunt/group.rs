//! A hunt that goes on: it does what the plan decides.

use crate::hunt::builder::HuntBuilder;
use crate::hunt::event::{HuntEvent, HuntResult, Step};
use crate::hunt::plan::{Action, Input, Plan};
use crate::hunt::ring::{Report, Reports, Ring};
use crate::invite::Invite;
use crate::invite::identity::Identity;
use futures_core::Stream;
use std::collections::HashMap;
use std::fmt;
use std::future::pending;
use std::panic::resume_unwind;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::select;
use tokio::sync::{mpsc, oneshot};
use tokio::task::{JoinHandle, JoinSet};
use tracing::Instrument;

/// A hunt that goes on: a stream of events, and a result at the end.
///
/// It goes on by itself, whether anybody reads its events or not. They are kept until they are read: a few
/// for each invite. If you drop the hunt, it invites nobody else and cancels what rings, in a task of the
/// tokio runtime.
#[must_use = "a hunt that is dropped is cancelled"]
pub struct Hunt {
    events: mpsc::UnboundedReceiver<HuntEvent>,
    driver: JoinHandle<HuntResult>,
    /// The driver notices when this is dropped.
    stop: Option<oneshot::Sender<()>>,
}

impl HuntBuilder {
    /// Begins the hunt, in a task of the tokio runtime.
    ///
    /// # Panics
    ///
    /// Outside a tokio runtime.
    pub fn start(self) -> Hunt {
        Hunt::start(self)
    }
}

impl Hunt {
    fn start(builder: HuntBuilder) -> Self {
        let (sender, events) = mpsc::unbounded_channel();
        let (stop, stopped) = oneshot::channel();
        let driver = drive(builder, sender, stopped).in_current_span();
        Self {
            events,
            driver: tokio::spawn(driver),
            stop: Some(stop),
        }
    }

    /// Waits for the next event; `None` when the hunt has ended. If you drop the future, no event is
    /// lost.
    pub async fn recv(&mut self) -> Option<HuntEvent> {
        self.events.recv().await
    }

    /// Waits for the end of the hunt. Events that were not read are lost.
    pub async fn result(mut self) -> HuntResult {
        let ended = (&mut self.driver).await;
        match ended.map_err(tokio::task::JoinError::try_into_panic) {
            Ok(result) => result,
            Err(Ok(panic)) => resume_unwind(panic),
            // The runtime shuts down, so the task that waits here ends too.
            Err(Err(_)) => pending().await,
        }
    }

    /// Invites nobody else, cancels what rings, and waits for that: at most some 40 seconds.
    pub async fn stop(mut self) -> HuntResult {
        self.stop = None;
        self.result().await
    }
}

impl Stream for Hunt {
    type Item = HuntEvent;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<HuntEvent>> {
        self.get_mut().events.poll_recv(context)
    }
}

impl fmt::Debug for Hunt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hunt")
            .field("has_ended", &self.driver.is_finished())
            .finish_non_exhaustive()
    }
}

async fn drive(
    hunt: HuntBuilder,
    events: mpsc::UnboundedSender<HuntEvent>,
    mut stopped: oneshot::Receiver<()>,
) -> HuntResult {
    let mut plan = Plan::new(people(&hunt.invites), hunt.at_once);
    let (reports, mut inputs) = mpsc::unbounded_channel();
    let mut tasks = JoinSet::new();
    let mut cancels = HashMap::new();
    let mut is_stopped = false;
    let mut actions = plan.begin();
    loop {
        for action in actions {
            match action {
                Action::Invite(number) => {
                    let Some(invite) = hunt.invites.get(number) else {
                        continue;
                    };
                    let (cancel, cancelled) = oneshot::channel();
                    cancels.insert(number, cancel);
                    let ring = Ring {
                        client: hunt.client.clone(),
                        invite: invite.clone(),
                        time: hunt.ring_time,
                        join_time: hunt.join_time,
                        reports: Reports::new(number, reports.clone()),
                    };
                    tasks.spawn(ring.run(cancelled).in_current_span());
                }
                Action::Cancel(number) => {
                    if let Some(cancel) = cancels.remove(&number) {
                        let _ = cancel.send(());
                    }
                }
                Action::Skip(number) => send(&events, number, Step::Skipped),
                // The tasks that only listen end with this.
                Action::Finish => return plan.result(),
            }
        }
        let report = select! {
            biased;
            _ = &mut stopped, if !is_stopped => {
                is_stopped = true;
                Some(Report::Input(Input::Stop))
            }
            report = inputs.recv() => report,
        };
        actions = match report {
            Some(Report::Input(input)) => plan.take(input),
            Some(Report::Step(number, step)) => {
                send(&events, number, step);
                Vec::new()
            }
            None => Vec::new(),
        };
    }
}

fn send(events: &mpsc::UnboundedSender<HuntEvent>, invite: usize, step: Step) {
    // Nobody reads the events of a hunt that was dropped.
    let _ = events.send(HuntEvent { invite, step });
}

/// The people of each invite, by numbers: one number for one person.
fn people(invites: &[Invite]) -> Vec<Vec<usize>> {
    let mut numbers: HashMap<&Identity, usize> = HashMap::new();
    let mut number = |identity| {
        let next = numbers.len();
        *numbers.entry(identity).or_insert(next)
    };
    invites
        .iter()
        .map(|invite| {
            let people = invite.participants().iter();
            people.map(|person| number(person.identity())).collect()
        })
        .collect()
}
