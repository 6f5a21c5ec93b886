//! What came of a request. It is kept longer than the bytes of the request.

use std::time::Duration;
use time::OffsetDateTime;
use uuid::Uuid;

#[derive(Clone)]
pub(crate) struct Exchange {
    /// When the request came.
    pub(crate) at: OffsetDateTime,
    pub(crate) method: String,
    /// Path and query.
    pub(crate) path: String,
    /// The call that the path names, whether it exists or not.
    pub(crate) call: Option<Uuid>,
    /// The operation that the request began.
    pub(crate) operation: Option<Uuid>,
    /// The fault that struck it, in a few words.
    pub(crate) fault: Option<String>,
    /// The status of the answer; `None` while there is none, and if a fault left none.
    pub(crate) status: Option<u16>,
    /// The code of a refusal.
    pub(crate) code: Option<String>,
    /// How long the answer took.
    pub(crate) took: Option<Duration>,
}

impl Exchange {
    /// A request that came now. `call` is the one that its path names.
    pub(crate) fn new(method: &str, path: &str, call: Option<Uuid>) -> Self {
        Self {
            at: OffsetDateTime::now_utc(),
            method: method.to_owned(),
            path: path.to_owned(),
            call,
            operation: None,
            fault: None,
            status: None,
            code: None,
            took: None,
        }
    }

    /// Records how it was answered, or that a fault left no answer.
    pub(crate) fn end(&mut self, status: Option<u16>, code: Option<String>) {
        let took = OffsetDateTime::now_utc() - self.at;
        self.took = Some(took.try_into().unwrap_or_default());
        self.status = status;
        self.code = code;
    }

    /// How many bytes it holds.
    pub(crate) fn size(&self) -> usize {
        let later = self.fault.iter().chain(&self.code);
        let later: usize = later.map(String::len).sum();
        size_of::<Self>() + self.method.len() + self.path.len() + later
    }
}
