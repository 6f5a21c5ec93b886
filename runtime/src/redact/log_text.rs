//! Texts in a line of a log. What they may show is decided before; here they become short, so that a line
//! stays under 300 characters.

/// The most characters of an id or a code: as many as a GUID has.
const MAX_ID: usize = 36;
/// The most characters of a cause.
const MAX_CAUSE: usize = 48;

/// An id or a code.
pub(crate) fn short_id(text: &str) -> String {
    cut(text, MAX_ID)
}

/// A cause, in one line.
pub(crate) fn short_cause(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    cut(&words.join(" "), MAX_CAUSE)
}

/// A number of the service, unless it has more digits than any of its codes.
pub(crate) fn short_code(code: Option<i64>) -> Option<i64> {
    code.filter(|code| code.unsigned_abs() < 100_000_000)
}

/// The first characters of a text, and an ellipsis in the place of the others.
fn cut(text: &str, max: usize) -> String {
    if text.chars().nth(max).is_none() {
        return text.to_owned();
    }
    let first = text.chars().take(max.saturating_sub(1));
    first.chain(['…']).collect()
}
