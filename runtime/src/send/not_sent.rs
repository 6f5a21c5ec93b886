//! Why an invite did not leave.

use crate::auth::token_error::TokenError;
use crate::box_error::BoxError;
use crate::http::answer_summary::Attempts;
use crate::http::transport_error::TransportError;
use crate::invite::validate::InvalidInvite;
use crate::ledger::LedgerError;
use graph_invite_rules::Clause;
use std::error::Error;
use std::fmt;

/// Why an invite did not leave.
#[derive(Debug)]
#[non_exhaustive]
pub enum NotSent {
    /// Each value is right by itself, but together they break a rule.
    Invalid(InvalidInvite),
    /// The schema of this cloud does not have a clause.
    Cloud {
        /// The clause.
        clause: Clause,
    },
    /// There is no token.
    Token(TokenError),
    /// The client has a [ledger](crate::ledger), and the invite has no `context` by which the ledger could
    /// know it again.
    NoContext,
    /// The [ledger](crate::ledger) knows another invite to this call with the same context.
    Taken,
    /// The [ledger](crate::ledger) did not answer, so this send has sent nothing. An earlier send of the same
    /// invite may be ringing.
    Ledger(LedgerError),
    /// It was cancelled before a request left, by [`SentInvite::cancel`](crate::SentInvite::cancel).
    Cancelled,
    /// There was no connection: no address, no listener, no TLS, or no time left.
    Connect {
        /// How many times the client tried to connect.
        attempts: u32,
        /// Why the last try failed.
        source: TransportError,
    },
    /// The request could not be built, for example because a call id or a root is so long that the
    /// URL has more than 65,534 bytes.
    Request(BoxError),
}

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Taken | Self::Ledger(_) => "the invite was not sent: ",
            _ => "the invite was not sent, so no phone rings: ",
        })?;
        match self {
            Self::Invalid(invalid) => write!(f, "{invalid}"),
            Self::Cloud { clause } => {
                let clause = clause.word();
                write!(
                    f,
                    "this cloud has no `{clause}` in its schema and would refuse or ignore it: \
                     remove `{clause}`"
                )
            }
            Self::Token(error) => write!(f, "{error}"),
            Self::NoContext => f.write_str(
                "with a ledger it needs a `context`, the same one in each delivery of its job",
            ),
            Self::Taken => f.write_str(
                "the ledger knows another invite to this call with the same context: give each its own",
            ),
            Self::Ledger(error) => write!(f, "{error}; send it again later, with the same context"),
            Self::Cancelled => f.write_str("it was cancelled before"),
            Self::Connect { attempts, source } => write!(f, "{source}{}", Attempts(*attempts)),
            Self::Request(_) => f.write_str("failed to build the request"),
        }
    }
}

/// The cause of what `Display` shows, which repeats nothing of it.
impl Error for NotSent {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Token(error) => error.source(),
            Self::Connect { source, .. } => source.source(),
            Self::Request(error) => Some(&**error),
            Self::Ledger(error) => error.source(),
            Self::Invalid(_)
            | Self::Cloud { .. }
            | Self::NoContext
            | Self::Taken
            | Self::Cancelled => None,
        }
    }
}
