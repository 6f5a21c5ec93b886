//! What the service says of a call.

use crate::graph::json::Object;
use crate::graph::json::text;
use crate::graph::operation::ResultInfo;
use crate::redact::redact_word;

/// A call, as a notification tells of it. Source: the `call` resource page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct CallUpdate {
    /// Where it is in its life; `None` if the service does not say.
    pub state: Option<CallState>,
    /// How it ended, where there is something to say.
    pub result: Option<ResultInfo>,
    /// Why it ended, in one word, such as `CallTerminated`.
    pub termination_reason: Option<String>,
}

/// Where a call is in its life. The service writes these words in any case.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallState {
    /// Somebody calls the bot.
    Incoming,
    /// Being set up.
    Establishing,
    /// Ringing.
    Ringing,
    /// Up.
    Established,
    /// On hold.
    Hold,
    /// Being transferred.
    Transferring,
    /// The transfer was accepted.
    TransferAccepted,
    /// Being redirected.
    Redirecting,
    /// About to end.
    Terminating,
    /// Over.
    Terminated,
    /// A word that is not documented.
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
