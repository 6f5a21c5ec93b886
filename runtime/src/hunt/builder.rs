//! The settings of a hunt.

use crate::client::Client;
use crate::invite::Invite;
use std::fmt;
use std::time::Duration;

/// How long the phone of one person rings if the next one waits for it.
const RING_TIME: Duration = Duration::from_secs(30);
/// A phone rings for about 60 seconds by itself.
const WHOLE_RING_TIME: Duration = Duration::from_secs(60);
/// How long a person may take from answering to being in the call.
const JOIN_TIME: Duration = Duration::from_secs(30);
const AT_ONCE: usize = 20;

/// Invites one after the other, until somebody is in the call. Each phone rings for 30 seconds, unless
/// [`HuntBuilder::ring_time`] says otherwise.
///
/// ```no_run
/// # async fn page(client: graph_invite::Client, invites: Vec<graph_invite::Invite>) {
/// let found = graph_invite::hunt::sequential(&client, invites).start();
/// println!("{:?}", found.result().await);
/// # }
/// ```
pub fn sequential(client: &Client, invites: impl IntoIterator<Item = Invite>) -> HuntBuilder {
    HuntBuilder {
        client: client.clone(),
        invites: invites.into_iter().collect(),
        at_once: 1,
        ring_time: RING_TIME,
        join_time: JOIN_TIME,
    }
}

/// Invites all, at most 20 at once. The first who joins wins, and the others are cancelled.
/// [`HuntBuilder::at_once`] sets another limit. Each phone rings for a minute at most.
///
/// ```no_run
/// # async fn page(client: graph_invite::Client, invites: Vec<graph_invite::Invite>) {
/// let found = graph_invite::hunt::simultaneous(&client, invites).at_once(5).start();
/// println!("{:?}", found.result().await);
/// # }
/// ```
pub fn simultaneous(client: &Client, invites: impl IntoIterator<Item = Invite>) -> HuntBuilder {
    HuntBuilder {
        at_once: AT_ONCE,
        ring_time: WHOLE_RING_TIME,
        ..sequential(client, invites)
    }
}

/// A hunt that has not begun.
#[must_use = "a hunt begins with `start`"]
pub struct HuntBuilder {
    pub(super) client: Client,
    pub(super) invites: Vec<Invite>,
    pub(super) at_once: usize,
    pub(super) ring_time: Duration,
    pub(super) join_time: Duration,
}

impl HuntBuilder {
    /// How long each invite has, from the start of its send, before it is cancelled and the next one takes
    /// its place. Without the [permission to cancel](crate::Client::remove) the phone rings on, and the
    /// next one rings, too.
    pub const fn ring_time(mut self, time: Duration) -> Self {
        self.ring_time = time;
        self
    }

    /// How long a person may take from answering to being in the call, for example in the lobby. The
    /// default is 30 seconds. After that the next one is invited; a person in the lobby stays there.
    pub const fn join_time(mut self, time: Duration) -> Self {
        self.join_time = time;
        self
    }

    /// How many invites ring at once. At least one. A larger number than the default is limited by what
    /// the service allows.
    pub const fn at_once(mut self, invites: usize) -> Self {
        self.at_once = invites;
        self
    }
}

impl fmt::Debug for HuntBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HuntBuilder")
            .field("invites", &self.invites.len())
            .field("at_once", &self.at_once)
            .field("ring_time", &self.ring_time)
            .field("join_time", &self.join_time)
            .finish_non_exhaustive()
    }
}
