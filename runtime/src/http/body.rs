//! Reads the body of a response, up to a limit.

use crate::http::transport_error::TransportError;
use reqwest::Response;

/// The part of a body that arrived within the limit, and how the body ended.
pub(crate) struct Body {
    pub(crate) bytes: Vec<u8>,
    pub(crate) end: BodyEnd,
}

pub(crate) enum BodyEnd {
    Complete,
    /// The rest is not read.
    TooLong,
    Interrupted(TransportError),
}

/// Reads at most `max` bytes.
pub(crate) async fn read(response: &mut Response, max: usize) -> Body {
    let mut bytes = Vec::new();
    let end = loop {
        let chunk = match response.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break BodyEnd::Complete,
            Err(error) => break BodyEnd::Interrupted(TransportError::of_request(error)),
        };
        let room = max - bytes.len();
        bytes.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
        if chunk.len() > room {
            break BodyEnd::TooLong;
        }
    };
    Body { bytes, end }
}
