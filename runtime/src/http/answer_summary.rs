//! An answer and the number of requests, as errors show them in one line.

use crate::http::graph_error::GraphError;
use crate::redact::redact_word;
use std::fmt;
use std::time::Duration;

/// The status, the code and the wait of an answer, such as `HTTP 429, code 8516, retry after 30 seconds`.
pub(crate) struct AnswerSummary<'a> {
    pub(crate) status: u16,
    pub(crate) graph: &'a GraphError,
    pub(crate) retry_after: Option<Duration>,
}

/// The number of requests, if there were several.
pub(crate) struct Attempts(pub(crate) u32);

/// The code of the service, unless it is no word.
pub(crate) fn word_of_code(graph: &GraphError) -> Option<String> {
    let code = redact_word(&graph.redacted_code()?.to_string());
    (code.is_ascii() && !code.is_empty()).then_some(code)
}

impl fmt::Display for AnswerSummary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP {}", self.status)?;
        if let Some(code) = word_of_code(self.graph) {
            write!(f, ", code {code}")?;
        }
        match self.retry_after {
            Some(wait) => write!(f, ", retry after {} seconds", wait.as_secs_f32()),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Attempts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            0 | 1 => Ok(()),
            attempts => write!(f, ", after {attempts} attempts"),
        }
    }
}
