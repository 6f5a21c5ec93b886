//! The state of a call, as notifications show it.

use crate::graph::json::Object;
use crate::graph::json::text;
use crate::graph::operation::ResultInfo;
use crate::redact::redact_word;

/// A call, as a notification shows it. Source: the `call` resource page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallUpdate {
    /// Its state, if the service says so.
    pub state: Option<CallState>,
    /// How it ended, if the service says so.
    pub result: Option<ResultInfo>,
    /// Why it ended, in one word, such as `CallTerminated`.
    pub termination_reason: Option<String>,
}

/// The state of a call. The service writes these words in any case.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallState {
    /// Someone calls the bot.
    Incoming,
    /// Being set up.
    Establishing,
    /// Ringing.
    Ringing,
    /// Established.
    Established,
    /// On hold.
    Hold,
    /// Being transferred.
    Transferring,
    /// The transfer was accepted.
    TransferAccepted,
    /// Being redirected.
    Redirecting,
    /// Ending.
    Terminating,
    /// Ended.
    Terminated,
    /// An undocumented word.
    Other(String),
}

impl CallUpdate {
    pub(crate) fn read(object: &Object) -> Self {
        Self {
            state: text(object, "state").as_deref().map(CallState::read),
            result: ResultInfo::read(object),
            termination_reason: text(object, "terminationReason")
                .as_deref()
                .map(redact_word),
        }
    }
}

impl CallState {
    fn read(state: &str) -> Self {
        match state.to_ascii_lowercase().as_str() {
            "incoming" => Self::Incoming,
            "establishing" => Self::Establishing,
            "ringing" => Self::Ringing,
            "established" => Self::Established,
            "hold" => Self::Hold,
            "transferring" => Self::Transferring,
            "transferaccepted" => Self::TransferAccepted,
            "redirecting" => Self::Redirecting,
            "terminating" => Self::Terminating,
            "terminated" => Self::Terminated,
            _ => Self::Other(redact_word(state)),
        }
    }
}
