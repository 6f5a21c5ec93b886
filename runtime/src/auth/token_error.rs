//! Why there is no token.

use crate::box_error::SharedError;
use std::error::Error;
use std::fmt;
use std::time::Duration;

/// Why there is no token. Every request that needs one carries it: an invite in
/// [`NotSent::Token`](crate::NotSent::Token), any other in
/// [`UnsentRequest::Token`](crate::UnsentRequest::Token).
///
/// `Display` is one line with the reason. What caused it is its [`source`](Error::source): the error of the
/// token source, shown as it is. Keep secrets out of it. No log of this crate shows it.
///
/// The errors of the Azure SDK are sorted by their kind (feature `azure-identity`). A token source of your
/// own may return a `TokenError`, which then stays as it is. Any other error is
/// [`Source`](Self::Source).
///
/// ```
/// use graph_invite::error::SharedError;
/// use graph_invite::token::{AccessToken, TokenError, TokenRequest};
/// use graph_invite::{Client, NotSent};
///
/// let source = |_: TokenRequest| async {
///     let answer = SharedError::new(std::io::Error::other("AADSTS7000215: the client secret is wrong"));
///     Err::<AccessToken, _>(TokenError::Refused {
///         status: 401,
///         code: Some("7000215".to_owned()),
///         source: answer,
///     })
/// };
/// let client = Client::builder().token_source(source).build()?;
/// # let _ = client;
///
/// fn can_pass(reason: &NotSent) -> bool {
///     matches!(reason, NotSent::Token(TokenError::Unreachable(_) | TokenError::Timeout { .. }))
/// }
/// # let _ = can_pass;
/// # Ok::<(), graph_invite::error::BuildError>(())
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum TokenError {
    /// The token endpoint refused the credentials, or what they ask for. It would refuse them again.
    Refused {
        /// The HTTP status: 400, 401 or 403.
        status: u16,
        /// The code of the endpoint, such as `7000215` for a wrong client secret of Entra ID.
        code: Option<String>,
        /// The error of the token source.
        source: SharedError,
    },
    /// There was no connection to the token endpoint.
    Unreachable(SharedError),
    /// The token endpoint answered, and the token source does not understand the answer.
    Unreadable(SharedError),
    /// The token source failed, and nothing shows at what.
    Source(SharedError),
    /// The token source gave no token in time.
    Timeout {
        /// The time it had.
        after: Duration,
    },
    /// The token has characters that are not allowed in a header, such as the end of a line.
    Malformed,
    /// The token source panicked, or its runtime was shut down.
    Interrupted,
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused { status, code, .. } => {
                write!(
                    f,
                    "the token endpoint refused the credentials: HTTP {status}"
                )?;
                code.iter().try_for_each(|code| write!(f, ", code {code}"))
            }
            Self::Unreachable(_) => f.write_str("there was no connection to the token endpoint"),
            Self::Unreadable(_) => {
                f.write_str("the answer of the token endpoint was not understood")
            }
            Self::Source(_) => f.write_str("the token source failed"),
            Self::Timeout { after } => {
                let seconds = after.as_secs_f32();
                write!(f, "the token source gave no token within {seconds} seconds")
            }
            Self::Malformed => {
                f.write_str("the token has characters that are not allowed in a header")
            }
            Self::Interrupted => {
                f.write_str("the token source panicked, or its runtime was shut down")
            }
        }
    }
}

/// The cause of what `Display` shows, which repeats nothing of it.
impl Error for TokenError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Refused { source: error, .. }
            | Self::Unreachable(error)
            | Self::Unreadable(error)
            | Self::Source(error) => Some(&**error),
            Self::Timeout { .. } | Self::Malformed | Self::Interrupted => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::TokenError;
    use crate::box_error::SharedError;
    use std::error::Error as _;
    use std::io;
    use std::time::Duration;

    #[test]
    fn each_reason_is_one_line_and_its_cause_is_the_error_of_the_source() {
        let vault = || SharedError::new(io::Error::other("the vault is closed"));
        let refused = |code: Option<&str>| TokenError::Refused {
            status: 401,
            code: code.map(str::to_owned),
            source: vault(),
        };
        for (error, line, has_cause) in [
            (
                refused(Some("7000215")),
                "the token endpoint refused the credentials: HTTP 401, code 7000215",
                true,
            ),
            (
                refused(None),
                "the token endpoint refused the credentials: HTTP 401",
                true,
            ),
            (
                TokenError::Unreachable(vault()),
                "there was no connection to the token endpoint",
                true,
            ),
            (
                TokenError::Unreadable(vault()),
                "the answer of the token endpoint was not understood",
                true,
            ),
            (TokenError::Source(vault()), "the token source failed", true),
            (
                TokenError::Timeout {
                    after: Duration::from_millis(1500),
                },
                "the token source gave no token within 1.5 seconds",
                false,
            ),
            (
                TokenError::Malformed,
                "the token has characters that are not allowed in a header",
                false,
            ),
            (
                TokenError::Interrupted,
                "the token source panicked, or its runtime was shut down",
                false,
            ),
        ] {
            assert_eq!(error.to_string(), line);
            let cause = error.source().map(ToString::to_string);
            assert_eq!(cause.as_deref(), has_cause.then_some("the vault is closed"));
        }
    }
}
