//! What is known of an invite after it was cancelled.

use crate::calls::error::{RequestError, StatusError};
use crate::graph::failure::Failure;
use std::error::Error;
use std::fmt;

/// What came of cancelling an invite ([`Ringing::cancel`](crate::Ringing::cancel)).
///
/// | Result | Proved by | A phone rings |
/// | --- | --- | --- |
/// | [`Cancelled`](Self::Cancelled) | after the request, the operation failed as cancelled | no |
/// | [`TooLate`](Self::TooLate) | the operation completed, or the roster shows somebody of the invite in the call | no, if one person was invited; of several, another phone may |
/// | [`Ended`](Self::Ended) | the operation failed for another reason, or before the request | no |
/// | [`NotRinging`](Self::NotRinging) | no request of the invite left, or each was refused | no |
/// | [`Refused`](Self::Refused) | the service refused the request | as before |
/// | [`Unknown`](Self::Unknown) | nothing | maybe |
///
/// No document says how the operation ends when its people are removed. That it fails as cancelled (487,
/// or subcode 8542, 8508 or 9003) follows from the meaning of these codes.
///
/// See the page [Cancelling](crate::guide::cancelling) of the guide.
#[derive(Debug)]
#[non_exhaustive]
#[must_use = "only the result shows whether a phone still rings"]
pub enum Cancellation {
    /// No phone rings any more: after the request, the operation ended as cancelled.
    Cancelled,
    /// Somebody of the invite is in the call, or was: they answered first. The request may have removed
    /// them from the call; [`presence`](crate::Ringing::presence) shows where they were at the last look.
    TooLate,
    /// The invite ended by itself: they declined, did not answer, or the like. No phone rings.
    Ended(Failure),
    /// The invite has rung no phone, and will not: it did not leave, or was refused.
    NotRinging,
    /// The service refused to cancel it, so the phone rings on. [`StatusError::advice`] says which
    /// permission of the application or setting of the tenant is missing.
    Refused(Box<StatusError>),
    /// A phone may still be ringing.
    Unknown(CancellationUnknown),
}

/// Why it is not known whether an invite was cancelled.
#[derive(Debug)]
#[non_exhaustive]
pub enum CancellationUnknown {
    /// The client knows no id to cancel by: neither answer, operation nor roster shows one. Nothing was
    /// requested.
    NoId,
    /// The request to cancel it did not leave.
    NotAsked(RequestError),
    /// No answer shows what the service did with the request, and nothing followed in time.
    NoAnswer(RequestError),
    /// The service took the request, or knew no such participant any more, and nothing followed in
    /// time.
    NothingFollowed,
}

impl fmt::Display for CancellationUnknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoId => {
                f.write_str("neither answer, operation nor roster shows an id to cancel it by")
            }
            Self::NotAsked(error) => write!(f, "{error}"),
            Self::NoAnswer(error) => write!(f, "{error}, and nothing followed in time"),
            Self::NothingFollowed => {
                f.write_str(
                "the service took the request, or knew no such participant, and nothing followed in \
                 time",
            )
            }
        }
    }
}

/// The cause of what `Display` shows, which repeats nothing of it.
impl Error for CancellationUnknown {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::NotAsked(error) | Self::NoAnswer(error) => error.source(),
            Self::NoId | Self::NothingFollowed => None,
        }
    }
}

impl Cancellation {
    /// Whether it is certain that no phone rings by the invite, and that it brought nobody into the call.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        matches!(self, Self::Cancelled | Self::Ended(_) | Self::NotRinging)
    }

    /// Its name in the log.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Cancelled => "Cancelled",
            Self::TooLate => "TooLate",
            Self::Ended(_) => "Ended",
            Self::NotRinging => "NotRinging",
            Self::Refused(_) => "Refused",
            Self::Unknown(CancellationUnknown::NoId) => "NoId",
            Self::Unknown(CancellationUnknown::NotAsked(_)) => "NotAsked",
            Self::Unknown(CancellationUnknown::NoAnswer(_)) => "NoAnswer",
            Self::Unknown(CancellationUnknown::NothingFollowed) => "NothingFollowed",
        }
    }
}

/// One line.
impl fmt::Display for Cancellation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cancelled => f.write_str("cancelled: no phone rings any more"),
            Self::TooLate => f.write_str("too late: somebody answered"),
            Self::Ended(failure) => write!(f, "it ended by itself: {}", failure.kind()),
            Self::NotRinging => f.write_str("no phone has rung"),
            Self::Refused(error) => write!(f, "refused: {error}: {}", error.advice()),
            Self::Unknown(reason) => write!(f, "a phone may be ringing: {reason}"),
        }
    }
}
