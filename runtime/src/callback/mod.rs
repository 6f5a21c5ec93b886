//! Callbacks: the requests with which the service notifies a bot about its calls.
//!
//! Anyone who knows the URL of a bot can send it such a request. So each request must prove that it
//! comes from the service before its body is read. The proof is the bearer token in the
//! `Authorization` header. A [`Verifier`] checks it, in any web framework. With the feature `axum`,
//! `router` is the whole endpoint. The [guide](crate::guide::production#callbacks) shows it in a bot.
//!
//! ```
//! use graph_invite::callback::{CallbackError, Verifier};
//! use graph_invite::{ApplicationId, TenantId};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let bot = ApplicationId::parse("832899f8-2ea1-4604-8413-27bd2892079f")?;
//! let ours = TenantId::parse("9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21")?;
//! let verifier = Verifier::builder(bot).tenant(ours).build()?;
//!
//! let stranger = verifier.verify(None).await;
//! assert!(matches!(stranger, Err(CallbackError::Missing)));
//! # Ok(())
//! # }
//! ```

mod builder;
mod claims;
mod error;
mod issuer;
mod jwks;
mod key_cache;
#[cfg(feature = "axum")]
mod router;
#[cfg(feature = "axum")]
#[cfg(test)]
mod tests;
mod verifier;

/// The names of headers of a callback, for web frameworks without a router of this crate.
///
/// [`Callback::with_headers`](crate::Callback::with_headers) reads the ids of messages. The SDK of the
/// service repeats `CLIENT_REQUEST_ID` and `SCENARIO_ID` in the response.
pub mod headers {
    pub use graph_invite_rules::wire::{
        CLIENT_REQUEST_ID, MESSAGE_ID, ORIGINAL_MESSAGE_ID, SCENARIO_ID,
    };
}

pub use builder::VerifierBuilder;
pub use error::{CallbackError, KeysError, VerifierBuildError};
#[cfg(feature = "axum")]
pub use router::{MAX_BODY, NotificationHandler, RouterBuilder, Storing, router};
pub use verifier::{VerifiedCaller, Verifier};
