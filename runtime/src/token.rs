//! Access tokens for Microsoft Graph: where a client gets them.
//!
//! A [`TokenSource`] is a credential of the Azure SDK (feature `azure-identity`), an [`AccessToken`]
//! that you have already, an async closure, or your own type:
//!
//! ```
//! use graph_invite::Client;
//! use graph_invite::token::AccessToken;
//!
//! let client = Client::builder()
//!     .token_source(AccessToken::new("eyJ0eXAi…"))
//!     .build()?;
//! # let _ = client;
//! # Ok::<(), graph_invite::error::BuildError>(())
//! ```
//!
//! The [guide](crate::guide::production) says which permissions a token needs.

pub use crate::auth::token::{AccessToken, IntoToken, TokenFuture, TokenRequest, TokenSource};
pub use crate::auth::token_error::TokenError;
