//! Why the service refuses a request.

use axum::http::StatusCode;
use graph_invite_rules::Field;
use std::fmt::Display;

#[derive(Clone, Debug)]
pub(crate) enum RequestError {
    MissingToken,
    InvalidToken,
    WrongTenant,
    BodyTooLarge,
    UnknownPath,
    WrongMethod,
    NotJson,
    InvalidArgument { parameter: String, reason: String },
    CallNotFound,
    OperationNotFound,
    ParticipantNotFound,
    MissingRole,
    RemovalForbidden,
    NotEstablished,
    NotIncoming,
    NotRegistered,
    NotGroupCall,
    NoChat,
    AlreadyInCall { place: usize },
    NotOnRoster,
}

/// The name of a participant in an error. Places count from 0, as in JSON.
pub(crate) fn participant_at(place: usize) -> String {
    format!("{}[{place}]", Field::Participants.json_name())
}

impl RequestError {
    pub(crate) fn invalid(parameter: impl Into<String>, reason: impl Display) -> Self {
        Self::InvalidArgument {
            parameter: parameter.into(),
            reason: reason.to_string(),
        }
    }

    pub(crate) fn missing(parameter: impl Into<String>) -> Self {
        Self::invalid(parameter, "it is missing")
    }

    /// HTTP status, `error.code` and `error.message`.
    ///
    /// The numbers are from the subcode table that the service shares with Azure Communication
    /// Services. The table has the status of 8501, 8522, 8523 and 8559; 8548 and 8558 follow them.
    pub(crate) fn parts(&self) -> (StatusCode, &'static str, String) {
        let (status, code, message) = match self {
            Self::MissingToken => (
                StatusCode::UNAUTHORIZED,
                "InvalidAuthenticationToken",
                "Access token is empty.",
            ),
            Self::InvalidToken => (
                StatusCode::UNAUTHORIZED,
                "InvalidAuthenticationToken",
                "Access token validation failure.",
            ),
            Self::WrongTenant => (
                StatusCode::FORBIDDEN,
                "7505",
                "Request authorization tenant mismatch.",
            ),
            Self::BodyTooLarge => (
                StatusCode::PAYLOAD_TOO_LARGE,
                "RequestEntityTooLarge",
                "The request body is too large.",
            ),
            Self::UnknownPath => (
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
            Self::InvalidArgument { parameter, reason } => {
                let message = format!("Invalid argument '{parameter}': {reason}.");
                return (StatusCode::BAD_REQUEST, "8523", message);
            }
            Self::CallNotFound => (StatusCode::NOT_FOUND, "8522", "Call not found."),
            Self::OperationNotFound => (StatusCode::NOT_FOUND, "8522", "Operation not found."),
            Self::ParticipantNotFound => (StatusCode::NOT_FOUND, "8522", "Participant not found."),
            Self::MissingRole | Self::RemovalForbidden => (
                StatusCode::FORBIDDEN,
                "7504",
                "Insufficient enterprise tenant permissions, cannot access this API.",
            ),
            Self::NotEstablished => (StatusCode::BAD_REQUEST, "8501", "Call is not established."),
            Self::NotIncoming => (
                StatusCode::BAD_REQUEST,
                "8585",
                "Action is not valid in the current state of the call.",
            ),
            Self::NotRegistered => (
                StatusCode::FORBIDDEN,
                "7503",
                "Application is not registered in our store.",
            ),
            Self::NotGroupCall => (
                StatusCode::BAD_REQUEST,
                "8548",
                "Call is not a group call, which takes one invited participant at a time.",
            ),
            Self::NoChat => {
                let reason = "the call has no valid chatInfo, so it takes one at a time";
                return Self::invalid(Field::Participants.json_name(), reason).parts();
            }
            Self::AlreadyInCall { place } => {
                let message = format!(
                    "Duplicate dial-out: '{}' is in the call, ringing, or invited twice.",
                    participant_at(*place)
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
