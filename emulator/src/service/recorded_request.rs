//! A request that the emulator has received.

use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use std::fmt;

/// A request as it crossed the wire, except for its token, which is not kept.
///
/// `Display` writes it as HTTP does; `Debug` shows neither headers nor body.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The method, such as `POST`.
    pub method: String,
    /// Path and query, percent-encoded as they came.
    pub path: String,
    /// Names in lower case, and values. Only the scheme of `authorization` is kept.
    pub headers: Vec<(String, String)>,
    /// The bytes of the body: all of it, or its first 4,096 bytes if the request has no valid token
    /// or more than 1 MiB, for which the service refuses it.
    pub body: Vec<u8>,
    /// The status of the answer; `None` before there is one, and if a fault leaves none.
    pub status: Option<u16>,
    /// The body of the answer: all of it, or nothing if it has more than 64 KiB.
    pub answer: Vec<u8>,
}

impl RecordedRequest {
    pub(crate) fn new(head: &Parts, body: &[u8]) -> Self {
        let headers = head.headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            let value = match value.split_once(' ') {
                Some((scheme, _)) if name == AUTHORIZATION => format!("{scheme} …"),
                None if name == AUTHORIZATION => "…".to_owned(),
                _ => value.into_owned(),
            };
            (name.to_string(), value)
        });
        Self {
            method: head.method.to_string(),
            path: head
                .uri
                .path_and_query()
                .map_or_else(|| head.uri.path().to_owned(), ToString::to_string),
            headers: headers.collect(),
            body: body.to_vec(),
            status: None,
            answer: Vec::new(),
        }
    }

    /// How many bytes it holds.
    pub(crate) fn size(&self) -> usize {
        let headers = self.headers.iter();
        let headers: usize = headers.map(|(name, value)| name.len() + value.len()).sum();
        self.method.len() + self.path.len() + headers + self.body.len() + self.answer.len()
    }

    /// The value of a header, by its name in any case. If there are several, the first.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let emulator = graph_invite_emulator::Emulator::start().await?;
    /// // … the bot sends an invite …
    /// for request in emulator.requests() {
    ///     assert_eq!(request.header("Content-Type"), Some("application/json"));
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }
}

impl fmt::Display for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {} HTTP/1.1", self.method, self.path)?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {value}")?;
        }
        write!(f, "\n{}", String::from_utf8_lossy(&self.body))
    }
}

impl fmt::Debug for RecordedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedRequest")
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}
