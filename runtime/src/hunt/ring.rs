//! One invite of a hunt, from its send to the end of the hunt.

use crate::client::Client;
use crate::follow::events::Events;
use crate::follow::sent_invite::SentInvite;
use crate::hunt::event::Step;
use crate::hunt::plan::Input;
use crate::invite::Invite;
use crate::progress::outcome::{InviteEvent, Outcome};
use crate::progress::presence::Presence;
use std::future::pending;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;
use tokio::select;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep, sleep_until};

/// The waits between two looks at the roster after somebody has answered: they double up to the longest.
const FIRST_LOOK: Duration = Duration::from_secs(1);
const LONGEST_LOOK: Duration = Duration::from_secs(5);
/// Stands for a time without end.
const FOREVER: Duration = Duration::from_secs(60 * 60 * 24 * 365);

/// What a task says to its hunt.
pub(super) enum Report {
    Input(Input),
    Step(usize, Step),
}

/// Where an invite reports to.
#[derive(Clone)]
pub(super) struct Reports {
    number: usize,
    sender: mpsc::UnboundedSender<Report>,
}

pub(super) struct Ring {
    pub(super) client: Client,
    pub(super) invite: Invite,
    pub(super) time: Duration,
    pub(super) join_time: Duration,
    pub(super) reports: Reports,
}

impl Reports {
    pub(super) const fn new(number: usize, sender: mpsc::UnboundedSender<Report>) -> Self {
        Self { number, sender }
    }

    fn step(&self, step: Step) {
        let _ = self.sender.send(Report::Step(self.number, step));
    }

    fn input(&self, input: impl FnOnce(usize) -> Input) {
        let _ = self.sender.send(Report::Input(input(self.number)));
    }
}

impl Ring {
    /// Sends the invite and follows it. It is cancelled when `cancel` says so.
    pub(super) async fn run(self, mut cancel: oneshot::Receiver<()>) {
        let reports = &self.reports;
        reports.step(Step::Invited);
        let mut deadline = Deadline::after(self.time);
        let mut sending = self.invite.send(&self.client);
        let key = sending.key().clone();
        let sent = loop {
            select! {
                biased;
                _ = &mut cancel => break None,
                sent = &mut sending => break Some(sent),
                () = deadline.passed() => reports.input(Input::TimeUp),
            }
        };
        // A send that is dropped goes on by itself, if a request may have left.
        drop(sending);
        let invite = match &sent {
            Some(Err(error)) if error.did_not_ring() => None,
            _ => self.client.resume_here(&key),
        };
        let is_cancelled = sent.is_none();
        match sent {
            Some(Ok(_)) => reports.step(Step::Ringing),
            Some(Err(error)) if error.did_not_ring() => reports.step(Step::NotInvited(error)),
            Some(Err(error)) => reports.step(Step::MayBeRinging(error)),
            None => {}
        }
        let Some(invite) = invite else {
            return reports.input(Input::Over);
        };
        let following = Following {
            events: invite.events(),
            invite: &invite,
            reports,
            join_time: self.join_time,
            deadline,
        };
        following.run(cancel, is_cancelled).await;
    }
}

/// An invite that rings, or may ring.
struct Following<'a> {
    invite: &'a SentInvite,
    events: Events,
    reports: &'a Reports,
    join_time: Duration,
    deadline: Deadline,
}

impl Following<'_> {
    /// Reports what happens to the invite until it is over, or the hunt ends.
    async fn run(mut self, mut cancel: oneshot::Receiver<()>, mut is_cancelled: bool) {
        if is_cancelled && self.cancel().await {
            return self.reports.input(Input::Over);
        }
        let invite = self.invite;
        let mut asking = Box::pin(ask(invite));
        loop {
            let is_over = select! {
                biased;
                event = self.events.recv() => self.take(event),
                _ = &mut cancel, if !is_cancelled => {
                    is_cancelled = true;
                    // One that is kept but not polled would hold up the others.
                    drop(asking);
                    let is_over = self.cancel().await;
                    asking = Box::pin(ask(invite));
                    is_over
                }
                () = self.deadline.passed() => {
                    self.reports.input(Input::TimeUp);
                    false
                }
                () = &mut asking => false,
            };
            if is_over {
                return self.reports.input(Input::Over);
            }
        }
    }

    /// Reports an event. Returns whether the invite is over.
    fn take(&mut self, event: InviteEvent) -> bool {
        match event {
            InviteEvent::Ended(Outcome::Completed) => {
                self.reports.step(Step::Answered);
                self.deadline.extend(self.join_time);
            }
            InviteEvent::Ended(Outcome::Failed(failure)) => {
                self.reports.step(Step::Failed(failure));
                return !self.is_anyone(Presence::Joined);
            }
            InviteEvent::InLobby { .. } => self.reports.step(Step::InLobby),
            InviteEvent::Joined { participant, entry } => {
                self.deadline = Deadline::never();
                self.reports.step(Step::Joined { participant, entry });
                self.reports.input(Input::Joined);
            }
            InviteEvent::Left { participant, .. } => {
                self.reports.step(Step::Left { participant });
                let has_answered = self.invite.current_outcome() == Outcome::Completed;
                let all_left = !self.is_anyone(Presence::NotSeen)
                    && !self.is_anyone(Presence::InLobby)
                    && !self.is_anyone(Presence::Joined);
                return has_answered && all_left;
            }
            InviteEvent::CallEnded(_) => {
                self.reports.step(Step::CallEnded);
                self.reports.input(Input::Unsettled);
            }
            _ => {}
        }
        false
    }

    /// Cancels the invite, and reports what came of it. Returns whether it is over.
    async fn cancel(&mut self) -> bool {
        self.reports.step(Step::Cancelling);
        let cancellation = self.invite.cancel().await;
        let is_over = cancellation.is_over();
        self.reports.step(Step::Cancelled(cancellation));
        if is_over || self.take_what_is_there() {
            return true;
        }
        if !self.is_anyone(Presence::Joined) {
            self.reports.input(Input::Unsettled);
        }
        false
    }

    /// Reports the events that are there already. Returns whether the invite is over.
    fn take_what_is_there(&mut self) -> bool {
        let mut context = Context::from_waker(Waker::noop());
        loop {
            let Poll::Ready(event) = pin!(self.events.recv()).poll(&mut context) else {
                return false;
            };
            if self.take(event) {
                return true;
            }
        }
    }

    fn is_anyone(&self, presence: Presence) -> bool {
        self.invite.presence().contains(&presence)
    }
}

/// Lets the client ask the service, as long as it is not known that somebody is in the call. Does not end.
async fn ask(invite: &SentInvite) {
    invite.outcome_within(FOREVER).await;
    let mut wait = FIRST_LOOK;
    while !invite.presence().contains(&Presence::Joined) {
        sleep(wait).await;
        wait = wait.saturating_mul(2).min(LONGEST_LOOK);
        invite.check().await;
    }
    pending::<()>().await;
}

/// When an invite has had its time. It passes once.
struct Deadline(Option<Instant>);

impl Deadline {
    fn after(time: Duration) -> Self {
        Self(Some(Instant::now() + time.min(FOREVER)))
    }

    const fn never() -> Self {
        Self(None)
    }

    /// Starts again, unless it has passed.
    fn extend(&mut self, time: Duration) {
        if self.0.is_some() {
            *self = Self::after(time);
        }
    }

    async fn passed(&mut self) {
        match self.0 {
            Some(time) => sleep_until(time).await,
            None => pending().await,
        }
        self.0 = None;
    }
}
