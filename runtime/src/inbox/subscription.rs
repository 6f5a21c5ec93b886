//! An invite that listens, as the inbox knows it.

use crate::graph::call::{CallNews, CallState};
use crate::graph::notification::{ChangeType, News, Notification};
use crate::progress::state::{Facts, Subject};
use crate::trace::{self, Heard};
use crate::values::id::CallId;
use crate::values::text::ClientContext;
use tokio::sync::watch;
use tokio::time::Instant;

/// An invite, and what is heard of it.
pub(crate) struct Slot {
    pub(crate) call: CallId,
    pub(crate) context: ClientContext,
    pub(crate) leaving: Option<Leaving>,
    pub(crate) subject: Subject,
    pub(crate) facts: watch::Sender<Facts>,
    /// When it began to listen.
    pub(crate) since: Instant,
}

/// The call that somebody leaves.
pub(crate) struct Leaving {
    pub(crate) call: CallId,
    /// Whether that is a meeting, which has a roster of its own.
    pub(crate) has_roster: bool,
}

impl Slot {
    /// Whether a roster under this call shows the call they were invited to. After a replaced call
    /// it has been seen under that one's id; it has none of its own, being peer-to-peer.
    pub(super) fn has_roster_under(&self, call: &CallId) -> bool {
        let replaces = self.leaving.as_ref().filter(|leaving| !leaving.has_roster);
        self.call == *call || replaces.is_some_and(|replaced| replaced.call == *call)
    }

    /// Hears a notification that is about it. Says whether that was news.
    pub(super) fn hear(&self, notification: &Notification) -> bool {
        self.change(|facts| match &notification.news {
            News::Operation(operation) => {
                let has_context = operation.client_context.is_some();
                facts.ended(operation, has_context, &self.subject)
            }
            News::Roster(roster) => facts.roster(roster, &self.subject),
            News::Call(news) if !is_over(news, notification.change.as_ref()) => false,
            News::Call(news) if notification.call.as_ref() == Some(&self.call) => {
                facts.call_ended(news)
            }
            News::Call(news) => facts.replaced_call_ended(news),
            News::Other(_) => false,
        })
    }

    /// Changes what is known, and tells of it. `change` says whether it was news, and so does
    /// this.
    pub(crate) fn change(&self, change: impl FnOnce(&mut Facts) -> bool) -> bool {
        let mut events = Vec::new();
        let is_news = self.facts.send_if_modified(|facts| {
            let mut place = facts.next_place();
            let is_news = change(facts);
            while let Some((event, next)) = facts.event(place) {
                events.push(Heard::of(event));
                place = next;
            }
            is_news
        });
        // Whoever is told may do anything: nothing is locked here.
        for event in events {
            trace::heard(self, &event);
        }
        is_news
    }

    pub(super) fn calls(&self) -> impl Iterator<Item = &CallId> {
        let left = self.leaving.as_ref().map(|leaving| &leaving.call);
        [&self.call].into_iter().chain(left)
    }

    pub(super) fn bytes(&self) -> usize {
        let calls: usize = self.calls().map(CallId::length).sum();
        // Both indices hold the calls and the context once more.
        size_of::<Self>() + 3 * (calls + self.context.as_str().len()) + self.facts.borrow().bytes()
    }
}

fn is_over(news: &CallNews, change: Option<&ChangeType>) -> bool {
    match news.state {
        Some(CallState::Terminated) => true,
        None => change == Some(&ChangeType::Deleted),
        Some(_) => false,
    }
}
