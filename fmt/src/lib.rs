//! Formats the invites of Rust source files, which rustfmt leaves as they are.
//!
//! An invite is one line if that line has at most [`WIDTH`] characters. Else each field has its line. A list
//! of participants or a participant that does not fit is broken in the same way: one participant, or one
//! clause, a line. Values are Rust: they keep their text.

mod comments;
mod error;
mod find;
mod layout;
mod parse;
mod tree;
mod value;

pub use error::FormatError;
pub use layout::WIDTH;

/// The most bytes in a file.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;

/// Formats each invite of a Rust source file. All else stays as it is, byte for byte.
///
/// An invite with a `$` in it is part of the definition of a macro, and stays as it is.
///
/// # Errors
///
/// The file is not Rust, one of its invites is not an invite, or it is too long or too deeply nested to be
/// read.
///
/// ```
/// let source = "fn f() { graph_invite!{call:a,participants:[user b],}; }";
/// let formatted = graph_invite_fmt::format(source)?;
/// assert_eq!(formatted, "fn f() { graph_invite! { call: a, participants: [user b] }; }");
/// # Ok::<(), graph_invite_fmt::FormatError>(())
/// ```
pub fn format(source: &str) -> Result<String, FormatError> {
    if source.len() > MAX_BYTES {
        return Err(FormatError::TooLong { limit: MAX_BYTES });
    }
    let found = find::invites(source)?;
    let newline = if source.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    };
    let mut output = String::with_capacity(source.len());
    let mut end = 0;
    let mut found = found.into_iter().peekable();
    while let Some(invite) = found.next() {
        output.push_str(source.get(end..invite.place.start).unwrap_or_default());
        end = invite.place.end;
        let next = found.peek().map_or(source.len(), |next| next.place.start);
        let after = source.get(end..next).unwrap_or_default();
        let after = after.lines().next().unwrap_or_default();
        layout::write(&mut output, &invite, after, newline);
    }
    output.push_str(source.get(end..).unwrap_or_default());
    Ok(output)
}
