//! An answer instead of the service's own.

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use futures_core::Stream;
use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

#[derive(Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: Arc<str>,
    /// How many spaces follow the body.
    pub(crate) padding: u64,
}

impl Answer {
    pub(crate) fn response(self) -> Response {
        let body = if self.padding > 0 {
            Body::from_stream(Blanks(self.padding))
        } else {
            Body::from(self.body.as_bytes().to_vec())
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        response.headers_mut().extend(self.headers);
        response
    }
}

/// Shows no body.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.status.fmt(f)
    }
}

/// So many bytes, of which only a few are there at any time.
struct Blanks(u64);

impl Stream for Blanks {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        const CHUNK: [u8; 16 * 1024] = [b' '; 16 * 1024];
        let size = usize::try_from(self.0).map_or(CHUNK.len(), |left| left.min(CHUNK.len()));
        self.0 -= size as u64;
        let chunk = CHUNK.get(..size).filter(|chunk| !chunk.is_empty());
        Poll::Ready(chunk.map(|chunk| Ok(Bytes::copy_from_slice(chunk))))
    }
}
