//! The errors of values, builders and callbacks, and what they are about.
//!
//! The errors of a send are at the root, from [`SendError`](crate::SendError) on.
//!
//! ```
//! use graph_invite::error::{Field, InviteError};
//! use graph_invite::{CallId, Invite};
//!
//! let call = CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896")?;
//! let invalid = Invite::builder().call(call).build().unwrap_err();
//! let missing = InviteError::Missing { word: Field::Participants.into() };
//! assert_eq!(invalid.mistakes(), [missing]);
//! # Ok::<(), graph_invite::error::GuidError>(())
//! ```

pub use crate::box_error::{BoxError, SharedError};
pub use crate::calls::path::PathError;
pub use crate::client::error::BuildError;
pub use crate::http::cloud::RootError;
pub use crate::http::graph_error::GraphError;
pub use crate::http::proxy::ProxyError;
pub use crate::http::transport_error::TransportError;
pub use crate::inbox::DeliverError;
pub use crate::invite::validate::InvalidInvite;
pub use crate::ledger::LedgerError;
pub use graph_invite_rules::{
    Clause, Field, GuidError, IdentityKind, InviteError, PhoneError, TextError, Word,
};
