//! Reads the body of a response, up to a limit.

use crate::http::transport_error::TransportError;
use reqwest::Response;

/// How a body ended.
pub(crate) enum BodyEnd {
    Complete,
    /// The rest is not read.
    TooLong,
}

/// Appends at most `max` bytes of the body to `bytes`, which is empty. After an error, `bytes` holds
/// the part that arrived.
pub(crate) async fn read(
    response: &mut Response,
    max: usize,
    bytes: &mut Vec<u8>,
) -> Result<BodyEnd, TransportError> {
    while let Some(chunk) = response.chunk().await.map_err(TransportError::of_request)? {
        let room = max - bytes.len();
        bytes.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
        if chunk.len() > room {
            return Ok(BodyEnd::TooLong);
        }
    }
    Ok(BodyEnd::Complete)
}
