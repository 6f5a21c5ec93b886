//! The kind of a failure.

use crate::stored::stored;
use serde::Serialize;
use std::fmt;

stored! {
    /// The kind of a failure, by which a bot decides what to do.
    ///
    /// A kind says why an invite failed, not whether it rang: see
    /// [`RingStatus`](crate::RingStatus) for that. `Display` shows it in a few words. Serde writes its name,
    /// such as `"noAnswer"`.
    ///
    /// ```
    /// assert_eq!(graph_invite::FailureKind::NoAnswer.to_string(), "no answer");
    /// ```
    ///
    /// See the page [Outcomes](crate::guide::outcomes) of the guide.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub enum FailureKind {
        /// They declined.
        Declined,
        /// They are in another call.
        Busy,
        /// No one answered in time.
        NoAnswer,
        /// They can't be reached: there is no device or no route.
        Unreachable,
        /// It was cancelled, or answered elsewhere.
        Cancelled,
        /// They hung up: the call ended in the normal way.
        HungUp,
        /// The tenant, a setting or a missing permission forbids it.
        Policy,
        /// The phone number is wrong, incomplete, or not assigned to anyone.
        InvalidNumber,
        /// The bot, or its tenant, is not set up to ring phones.
        PstnSetup,
        /// The carrier, or the session border controller (SBC) before it, refused the call or failed.
        Carrier,
        /// Audio or video could not be set up.
        Media,
        /// The request is wrong, or not possible now.
        InvalidRequest,
        /// The call is over, or never existed.
        CallNotFound,
        /// Too many requests.
        Throttled,
        /// The service failed.
        Service,
        /// No token: the token source failed, or gave none in time. Only
        /// [`SendError::kind`](crate::SendError::kind) returns this and the two below.
        NoToken,
        /// There was no connection to the service.
        NoConnection,
        /// No answer shows what the service did, so a phone may be ringing.
        Unconfirmed,
        /// A code that is not in the tables.
        Other,
    }
}

impl fmt::Display for FailureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Declined => "declined",
            Self::Busy => "busy",
            Self::NoAnswer => "no answer",
            Self::Unreachable => "unreachable",
            Self::Cancelled => "cancelled",
            Self::HungUp => "hung up",
            Self::Policy => "not allowed",
            Self::InvalidNumber => "wrong number",
            Self::PstnSetup => "not set up for phones",
            Self::Carrier => "refused by the carrier",
            Self::Media => "no media",
            Self::InvalidRequest => "wrong request",
            Self::CallNotFound => "call not found",
            Self::Throttled => "too many requests",
            Self::Service => "service failed",
            Self::NoToken => "no token",
            Self::NoConnection => "no connection",
            Self::Unconfirmed => "may be ringing",
            Self::Other => "unknown reason",
        })
    }
}
