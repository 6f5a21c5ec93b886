//! What the queue and a replica say to each other: lines of JSON.

use serde::{Deserialize, Serialize};

/// What a replica needs to know at its start. It is the first line of its input.
#[derive(Deserialize, Serialize)]
pub(crate) struct Setup {
    pub(crate) service: String,
    pub(crate) token: String,
    pub(crate) app: String,
    pub(crate) tenant: String,
    pub(crate) keys: String,
    pub(crate) ledger: String,
}

/// A job: to invite somebody into a call.
#[derive(Clone, Deserialize, Serialize)]
pub(crate) struct Job {
    pub(crate) number: usize,
    pub(crate) call: String,
    pub(crate) person: String,
}

impl Job {
    /// The same in each delivery.
    pub(crate) fn context(&self) -> String {
        format!("job {}", self.number)
    }
}

/// A line of a replica.
#[derive(Deserialize, Serialize)]
pub(crate) enum Line {
    /// It takes callbacks at this URL.
    Ready(String),
    Done(Done),
}

/// What the author of a delivery was told.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub(crate) struct Done {
    pub(crate) number: usize,
    pub(crate) sent: Sent,
    pub(crate) outcome: Known,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub(crate) enum Sent {
    Ringing,
    Unknown,
    /// Not sent, or refused: the job is delivered again.
    NotRinging,
}

#[derive(Clone, Copy, Debug, PartialEq, Deserialize, Serialize)]
pub(crate) enum Known {
    Completed,
    Declined,
    Other,
    Unknown,
}
