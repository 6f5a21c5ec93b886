//! What the bot gets when a fault strikes the response.

use crate::faults::canned_response::CannedResponse;
use crate::faults::response_fault::{FaultyResponse, ResponseFault};
use axum::body::{Body, Bytes};
use axum::http::header::LOCATION;
use axum::response::Response;
use futures_core::Stream;
use std::convert::Infallible;
use std::future::pending;
use std::pin::Pin;
use std::task::{Context, Poll};

/// Marks a response that lacks the headers of Graph.
#[derive(Clone, Copy)]
pub(crate) struct FromGateway;

/// The response of a request that a fault strikes. `own` is the service at work on the request.
pub(crate) async fn respond(fault: ResponseFault, own: impl Future<Output = Response>) -> Response {
    let own = if fault.after_ringing {
        Some(own.await)
    } else {
        None
    };
    match (fault.response, own) {
        (FaultyResponse::Missing, _) => pending().await,
        // No phone rings after a refusal, so the bot sees it.
        (FaultyResponse::Canned(_), Some(own)) if !own.status().is_success() => own,
        (FaultyResponse::Canned(canned), _) => canned_response(canned),
        (FaultyResponse::OwnWithLocations(locations), Some(mut own)) => {
            let headers = own.headers_mut();
            if !locations.is_empty() {
                headers.remove(LOCATION);
            }
            headers.extend(locations.into_iter().map(|location| (LOCATION, location)));
            own
        }
        (FaultyResponse::Own | FaultyResponse::OwnWithLocations(_), own) => own.unwrap_or_default(),
    }
}

fn canned_response(canned: CannedResponse) -> Response {
    let body = if canned.padding > 0 {
        Body::from_stream(Spaces(canned.padding))
    } else {
        Body::from(canned.body.as_bytes().to_vec())
    };
    let mut response = Response::new(body);
    *response.status_mut() = canned.status;
    response.headers_mut().extend(canned.headers);
    if canned.from_gateway {
        response.extensions_mut().insert(FromGateway);
    }
    response
}

/// This many spaces, of which only a few are in memory at a time.
struct Spaces(u64);

impl Stream for Spaces {
    type Item = Result<Bytes, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        static CHUNK: [u8; 16 * 1024] = [b' '; 16 * 1024];
        let size = usize::try_from(self.0).map_or(CHUNK.len(), |left| left.min(CHUNK.len()));
        self.0 -= size as u64;
        let chunk = CHUNK.get(..size).filter(|chunk| !chunk.is_empty());
        Poll::Ready(chunk.map(|chunk| Ok(Bytes::from_static(chunk))))
    }
}
