//! Waiting for the outcome of one invite.

use crate::client::Client;
use crate::graph::notification::{OPERATIONS, PARTICIPANTS};
use crate::graph::operation::Operation;
use crate::graph::roster::Roster;
use crate::inbox::{Inbox, Leaving, Slot};
use crate::invite::Invite;
use crate::progress::evidence::Finding;
use crate::progress::outcome::Outcome;
use crate::progress::state::{Facts, Subject};
use crate::redact::Personal;
use crate::send::events::Events;
use crate::trace;
use crate::values::text::ClientContext;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, timeout, timeout_at};
use tracing::Instrument;
use url::Url;

/// How long one look at the service may take, both its requests and their tokens together.
const LOOK: Duration = Duration::from_secs(10);
/// What stands for a wait without end: `Instant` can't tell of every time.
const FOREVER: Duration = Duration::from_secs(60 * 60 * 24 * 365);

/// An invite that listens, until this is dropped.
pub(crate) struct Listening {
    client: Client,
    slot: Arc<Slot>,
    /// The number under which the inbox knows it.
    listed: Option<(Inbox, u64)>,
}

impl Listening {
    /// Begins to listen, if there is an inbox to listen to.
    pub(crate) fn new(
        invite: &Invite,
        context: &ClientContext,
        client: &Client,
        inbox: Option<Inbox>,
    ) -> Self {
        let people = invite.participants();
        let leaving = people.iter().find_map(|person| {
            Some(Leaving {
                call: person.leaves.clone()?,
                has_roster: person.roster_entry.is_some(),
            })
        });
        let slot = Arc::new(Slot {
            call: invite.call().clone(),
            context: context.clone(),
            leaving,
            facts: watch::Sender::new(Facts::new(people.len())),
            since: Instant::now(),
            subject: Subject {
                people: people.iter().map(|who| who.identity.clone()).collect(),
                personal: Personal::of(invite),
            },
        });
        Self {
            client: client.clone(),
            listed: inbox.map(|inbox| {
                let number = inbox.listen(Arc::clone(&slot));
                (inbox, number)
            }),
            slot,
        }
    }

    /// The answer to the invite is there; `None` if it names no operation, or will never be.
    pub(crate) fn answered(&self, operation: Option<&Operation>) {
        self.change(|facts, subject| facts.answered(operation, subject));
    }

    /// What is heard, from now on.
    pub(crate) fn facts(&self) -> watch::Receiver<Facts> {
        self.slot.facts.subscribe()
    }

    /// What was heard so far.
    pub(crate) fn so_far<T>(&self, look: impl FnOnce(&Facts) -> T) -> T {
        look(&self.slot.facts.borrow())
    }

    pub(crate) fn events(self: &Arc<Self>) -> Events {
        Events::new(Arc::clone(self))
    }

    pub(crate) fn wait(&self) -> Duration {
        self.client.wait()
    }

    /// Waits for the outcome, counted from when the invite was sent, and then looks once.
    pub(crate) async fn outcome(&self, wait: Duration) -> Outcome {
        let since = self.slot.since;
        let deadline = since.checked_add(wait).unwrap_or(since + FOREVER);
        if timeout_at(deadline, self.ended()).await.is_err() {
            self.look(&self.client).await;
        }
        self.so_far(Facts::outcome_or_unknown)
    }

    async fn ended(&self) {
        let mut facts = self.facts();
        // The sender is as long-lived as this, so there is no error to wait for.
        let _ = facts.wait_for(|facts| facts.outcome().is_some()).await;
    }

    /// Asks the service how the operation stands and who is in the call. What is not found, or not
    /// told, stays unknown: an operation is gone once it has ended, and a peer-to-peer call has no
    /// roster.
    pub(crate) async fn look(&self, client: &Client) -> Finding {
        let span = trace::look(&self.slot);
        let asked = timeout(LOOK, self.ask(client)).instrument(span.clone());
        let is_whole = asked.await.is_ok();
        let finding = self.so_far(Finding::of);
        trace::looked(&span, finding, is_whole);
        finding
    }

    async fn ask(&self, client: &Client) {
        if let Some(id) = self.so_far(|facts| facts.operation().map(str::to_owned))
            && let Some(mut operation) = client
                .get(self.url(client, &[OPERATIONS, &id]), Operation::read)
                .await
        {
            operation.id = Some(id);
            self.change(|facts, subject| {
                facts.ended(&operation, false, subject);
            });
        }
        let url = self.url(client, &[PARTICIPANTS]);
        if let Some(roster) = client.get(url, Roster::answered).await {
            self.change(|facts, subject| {
                facts.roster(&roster, subject);
            });
        }
    }

    fn url(&self, client: &Client, rest: &[&str]) -> Url {
        client.call_url(&self.slot.call, rest)
    }

    fn change(&self, change: impl FnOnce(&mut Facts, &Subject)) {
        self.slot.change(|facts| {
            change(facts, &self.slot.subject);
            true
        });
        if let Some((inbox, number)) = &self.listed {
            inbox.measure(*number);
        }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        if let Some((inbox, number)) = &self.listed {
            inbox.forget(*number);
        }
    }
}

impl fmt::Debug for Listening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let heard = self.so_far(Facts::outcome_or_unknown);
        f.debug_tuple("Listening").field(&heard).finish()
    }
}
