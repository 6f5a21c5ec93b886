//! What goes wrong with the response to an invite that was read.

use crate::faults::canned_response::CannedResponse;
use axum::http::HeaderValue;
use std::time::Duration;

/// A fault of the response: the service reads the invite, and the bot gets no response, a damaged
/// one, or another one.
#[derive(Clone, Debug)]
#[must_use = "a fault does nothing until an emulator gets it"]
pub struct ResponseFault {
    pub(crate) response: FaultyResponse,
    /// Whether the service acts on the invite before the fault strikes.
    pub(crate) after_ringing: bool,
    pub(crate) write_mode: WriteMode,
}

#[derive(Clone, Debug)]
pub(crate) enum FaultyResponse {
    /// The service's own.
    Own,
    /// The service's own with these `Location`s.
    OwnWithLocations(Vec<HeaderValue>),
    Canned(CannedResponse),
    /// None, ever.
    Missing,
}

/// How a response is written to the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WriteMode {
    Whole,
    /// Nothing but a reset.
    Reset,
    /// A reset after the status.
    TruncateHead,
    /// A reset where the body begins.
    TruncateBody,
    /// Byte by byte, with this pause after each.
    Slow(Duration),
    /// So many bytes more, and then a reset.
    Only(usize),
}

impl ResponseFault {
    /// The service's own response, damaged on its way.
    pub(crate) const fn own(write_mode: WriteMode) -> Self {
        Self {
            response: FaultyResponse::Own,
            after_ringing: true,
            write_mode,
        }
    }

    pub(crate) const fn own_with_locations(locations: Vec<HeaderValue>) -> Self {
        Self {
            response: FaultyResponse::OwnWithLocations(locations),
            after_ringing: true,
            write_mode: WriteMode::Whole,
        }
    }
}

impl ResponseFault {
    /// What it does, for the log.
    pub(crate) fn name(&self) -> String {
        match (&self.response, self.write_mode) {
            (FaultyResponse::Canned(canned), _) => format!("status {}", canned.status.as_u16()),
            (FaultyResponse::Missing, _) => "no response".to_owned(),
            (FaultyResponse::OwnWithLocations(_), _) => "locations".to_owned(),
            (FaultyResponse::Own, WriteMode::Reset) => "reset".to_owned(),
            (FaultyResponse::Own, WriteMode::TruncateHead) => "truncated head".to_owned(),
            (FaultyResponse::Own, WriteMode::TruncateBody) => "truncated body".to_owned(),
            (FaultyResponse::Own, _) => "slow response".to_owned(),
        }
    }
}

impl From<CannedResponse> for ResponseFault {
    fn from(canned: CannedResponse) -> Self {
        Self {
            after_ringing: canned.after_ringing,
            write_mode: if canned.truncated {
                WriteMode::TruncateBody
            } else {
                WriteMode::Whole
            },
            response: FaultyResponse::Canned(canned),
        }
    }
}

/// A response that never arrives: [`Fault::reset`](crate::Fault::reset) or
/// [`Fault::no_response`](crate::Fault::no_response).
#[derive(Clone, Debug)]
#[must_use = "a fault does nothing until an emulator gets it"]
pub struct LostResponse(ResponseFault);

impl LostResponse {
    pub(crate) const fn reset() -> Self {
        Self(ResponseFault {
            response: FaultyResponse::Own,
            after_ringing: false,
            write_mode: WriteMode::Reset,
        })
    }

    pub(crate) const fn missing() -> Self {
        Self(ResponseFault {
            response: FaultyResponse::Missing,
            after_ringing: false,
            write_mode: WriteMode::Whole,
        })
    }

    /// The service accepts the invite first, so phones ring.
    pub fn after_ringing(mut self) -> Self {
        self.0.after_ringing = true;
        self
    }
}

impl From<LostResponse> for ResponseFault {
    fn from(lost: LostResponse) -> Self {
        lost.0
    }
}
