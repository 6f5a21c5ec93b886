//! Errors of other crates.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// An error of another crate, kept as the cause of one of ours.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// An error of another crate that several callers get, because they waited for the same thing. It
/// dereferences to the error:
///
/// ```
/// use graph_invite::error::SharedError;
/// use graph_invite::token::TokenError;
/// use std::io;
///
/// fn is_io(reason: &TokenError) -> bool {
///     matches!(reason, TokenError::Source(error) if error.is::<io::Error>())
/// }
///
/// let closed = SharedError::new(io::Error::other("the vault is closed"));
/// assert!(is_io(&TokenError::Source(closed)));
/// ```
#[derive(Clone)]
pub struct SharedError(Arc<dyn std::error::Error + Send + Sync>);

impl SharedError {
    /// Shares an error.
    #[must_use]
    pub fn new(error: impl Into<BoxError>) -> Self {
        Self(error.into().into())
    }
}

impl Deref for SharedError {
    type Target = dyn std::error::Error + Send + Sync;

    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

impl fmt::Debug for SharedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for SharedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
