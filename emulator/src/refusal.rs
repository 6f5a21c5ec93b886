//! How the service says no.

use crate::invitation::at;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use graph_invite_rules::Field;
use std::fmt::Display;

/// Why a request is refused.
#[derive(Clone, Debug)]
pub(crate) enum Refusal {
    NoToken,
    WrongToken,
    WrongTenant,
    TooLarge,
    NoSuchPath,
    WrongMethod,
    NotJson,
    Invalid { parameter: String, why: String },
    NoSuchCall,
    NoSuchOperation,
    NotEstablished,
    NotGroupCall,
    NoChat,
    AlreadyThere { place: usize },
    NotOnRoster,
}

impl Refusal {
    pub(crate) fn invalid(parameter: impl Into<String>, why: impl Display) -> Self {
        Self::Invalid {
            parameter: parameter.into(),
            why: why.to_string(),
        }
    }

    /// HTTP status, `error.code` and `error.message`.
    ///
    /// Numbers are those of the subcode table that the service shares with Azure Communication
    /// Services. It tells the status of 8501, 8522, 8523 and 8559; 8548 and 8558 follow them.
    pub(crate) fn told(&self) -> (StatusCode, &'static str, String) {
        let (status, code, message) = match self {
            Self::NoToken => (
                StatusCode::UNAUTHORIZED,
                "InvalidAuthenticationToken",
                "Access token is empty.",
            ),
            Self::WrongToken => (
                StatusCode::UNAUTHORIZED,
                "InvalidAuthenticationToken",
                "Access token validation failure.",
            ),
            Self::WrongTenant => (
                StatusCode::FORBIDDEN,
                "7505",
                "Request authorization tenant mismatch.",
            ),
            Self::TooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "RequestEntityTooLarge",
                "The request body is too large.",
            ),
            Self::NoSuchPath => (
                StatusCode::NOT_FOUND,
                "ResourceNotFound",
                "Resource not found for this path.",
            ),
            Self::WrongMethod => (
                StatusCode::METHOD_NOT_ALLOWED,
                "MethodNotAllowed",
                "This path does not take this method.",
            ),
            Self::NotJson => (
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "UnsupportedMediaType",
                "Content-Type is not application/json.",
            ),
            Self::Invalid { parameter, why } => {
                let message = format!("Invalid argument '{parameter}': {why}.");
                return (StatusCode::BAD_REQUEST, "8523", message);
            }
            Self::NoSuchCall => (StatusCode::NOT_FOUND, "8522", "Call not found."),
            Self::NoSuchOperation => (StatusCode::NOT_FOUND, "8522", "Operation not found."),
            Self::NotEstablished => (StatusCode::BAD_REQUEST, "8501", "Call is not established."),
            Self::NotGroupCall => (
                StatusCode::BAD_REQUEST,
                "8548",
                "Call is not a group call, which takes one invited participant at a time.",
            ),
            Self::NoChat => {
                let why = "the call has no valid chatInfo, so it takes one at a time";
                return Self::invalid(Field::Participants.json_name(), why).told();
            }
            Self::AlreadyThere { place } => {
                let message = format!(
                    "Duplicate dial-out: '{}' is in the call, ringing, or invited twice.",
                    at(*place)
                );
                return (StatusCode::BAD_REQUEST, "8559", message);
            }
            Self::NotOnRoster => (
                StatusCode::BAD_REQUEST,
                "8558",
                "Participant is not present in the call they are to leave.",
            ),
        };
        (status, code, message.to_owned())
    }
}

/// The body needs ids of the exchange, so it is written where those are known: in `http`.
impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(self);
        response
    }
}
