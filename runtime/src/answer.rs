//! Reading an answer of the service, up to a bound.

use reqwest::Response;
use reqwest::header::HeaderMap;

/// Most bytes read of an answer.
const MAX_ANSWER: usize = 1024 * 1024;

/// The body, up to its bound and up to where it breaks.
pub(crate) async fn body_of(response: &mut Response) -> Vec<u8> {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        let room = MAX_ANSWER - body.len();
        let fits = chunk.get(..room).unwrap_or(&chunk);
        body.extend_from_slice(fits);
        if body.len() == MAX_ANSWER {
            break;
        }
    }
    body
}

pub(crate) fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}
