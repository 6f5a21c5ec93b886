//! What the emulator has seen: whose phone rang, and which requests came.

use crate::Emulator;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use graph_invite_rules::Id;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::fmt;
use uuid::Uuid;

/// Most requests kept. When there are more, the oldest is forgotten.
pub const MAX_REQUESTS: usize = 1_000;

/// Somebody whom the ledger knows, by id alone: all spellings of a GUID are one person.
///
/// `Display` writes a GUID in lower case with its dashes, and any other id in lower case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Person(String);

impl Person {
    pub(crate) fn of(id: &(impl fmt::Display + ?Sized)) -> Self {
        let text = id.to_string();
        Self(match Id::of(&text) {
            Id::Guid(number) => Uuid::from_u128(number).to_string(),
            Id::Phone(_) | Id::Text(_) => text.to_ascii_lowercase(),
        })
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A request as it crossed the wire, but for the token, which is not kept.
///
/// `Display` writes it out as HTTP does; `Debug` shows neither headers nor body.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Request {
    /// The method, such as `POST`.
    pub method: String,
    /// Path and query, percent-encoded as they came.
    pub path: String,
    /// Names in lower case, and values. Of `authorization` only the scheme is there.
    pub headers: Vec<(String, String)>,
    /// The bytes of the body. One that was refused for its size is empty here.
    pub body: Vec<u8>,
}

impl Request {
    pub(crate) fn of(head: &Parts, body: &[u8]) -> Self {
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
        }
    }

    /// The value of a header, by its name in any case; the first, if there are several.
    ///
    /// ```
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let emulator = graph_invite_emulator::Emulator::start().await?;
    /// // … let the bot invite somebody …
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

impl fmt::Display for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {} HTTP/1.1", self.method, self.path)?;
        for (name, value) in &self.headers {
            writeln!(f, "{name}: {value}")?;
        }
        write!(f, "\n{}", String::from_utf8_lossy(&self.body))
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl Emulator {
    /// How often somebody's phone has rung.
    #[must_use]
    pub fn rings_of(&self, person: &(impl fmt::Display + ?Sized)) -> usize {
        let state = self.service.state();
        let rings = state.ledger.rings().get(&Person::of(person));
        rings.copied().unwrap_or_default()
    }

    /// How often each phone has rung that rang at all. The sum is how often any did.
    #[must_use]
    pub fn rings(&self) -> BTreeMap<Person, usize> {
        self.service.state().ledger.rings().clone()
    }

    /// The last [`MAX_REQUESTS`] requests, oldest first, whether accepted or refused.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.service.state().ledger.requests().cloned().collect()
    }

    /// How often each phone has rung for one invite, by the call and the client context that it
    /// was sent with. Sent twice, it rings twice.
    #[must_use]
    pub fn rings_for(&self, call: Uuid, context: &str) -> BTreeMap<Person, usize> {
        let state = self.service.state();
        let invites = state.ledger.invites.get(&call);
        let rings = invites.and_then(|invites| invites.get(context));
        rings.cloned().unwrap_or_default()
    }

    /// Ends a call and forgets it and its [`rings_for`](Self::rings_for), so that a long run does
    /// not grow. What counts people, such as [`rings`](Self::rings), stays.
    pub fn forget(&self, call: Uuid) {
        self.service.state().forget(call);
    }
}

#[derive(Default)]
pub(crate) struct Ledger {
    rings: BTreeMap<Person, usize>,
    /// The same of each invite: by the call and by the client context, which may be empty.
    invites: HashMap<Uuid, HashMap<String, BTreeMap<Person, usize>>>,
    requests: VecDeque<Request>,
}

impl Ledger {
    pub(crate) fn ring(&mut self, call: Uuid, context: String, person: Person) {
        *self.rings.entry(person.clone()).or_default() += 1;
        let invites = self.invites.entry(call).or_default();
        let rings = invites.entry(context).or_default();
        *rings.entry(person).or_default() += 1;
    }

    pub(crate) fn forget(&mut self, call: Uuid) {
        self.invites.remove(&call);
    }

    pub(crate) const fn rings(&self) -> &BTreeMap<Person, usize> {
        &self.rings
    }

    pub(crate) fn record(&mut self, request: Request) {
        if self.requests.len() == MAX_REQUESTS {
            self.requests.pop_front();
        }
        self.requests.push_back(request);
    }

    pub(crate) fn requests(&self) -> impl Iterator<Item = &Request> {
        self.requests.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::{Ledger, MAX_REQUESTS, Request};

    #[test]
    fn the_latest_requests_and_no_more() {
        let mut ledger = Ledger::default();
        for number in 0..=MAX_REQUESTS {
            ledger.record(Request {
                method: String::new(),
                path: number.to_string(),
                headers: Vec::new(),
                body: Vec::new(),
            });
        }
        assert_eq!(ledger.requests().count(), MAX_REQUESTS);
        assert_eq!(ledger.requests().next().unwrap().path, "1");
    }
}
