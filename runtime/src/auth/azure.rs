//! Credentials of the Azure SDK as token sources.

use crate::auth::token::{AccessToken, TokenFuture, TokenRequest, TokenSource};
use crate::auth::token_error::TokenError;
use crate::box_error::{BoxError, SharedError};
use azure_core::credentials::{self, TokenCredential};
use azure_core::error::ErrorKind;
use azure_core::time::OffsetDateTime;
use std::error::Error;
use std::iter;
use std::sync::Arc;

/// The longest code of a token endpoint. Entra ID gives numbers, of which there may be several.
const MAX_CODE: usize = 64;

/// Every credential of the Azure SDK is a token source (feature `azure-identity`):
///
/// ```no_run
/// # fn client() -> Result<(), Box<dyn std::error::Error>> {
/// use azure_identity::ManagedIdentityCredential;
/// use graph_invite::Client;
///
/// let client = Client::builder().token_source(ManagedIdentityCredential::new(None)?).build()?;
/// # let _ = client;
/// # Ok(())
/// # }
/// ```
///
/// A credential belongs to one tenant and ignores [`TokenRequest::tenant`]. It has a cache of its
/// own and ignores [`TokenRequest::force_refresh`]. A bot whose calls belong to several tenants
/// creates a credential for each token, and the client keeps the token:
///
/// ```no_run
/// use azure_core::credentials::{Secret, TokenCredential};
/// use azure_identity::ClientSecretCredential;
/// use graph_invite::error::BuildError;
/// use graph_invite::token::{AccessToken, TokenRequest};
/// use graph_invite::{Client, TenantId};
///
/// fn client(home: TenantId, bot: String, secret: Secret) -> Result<Client, BuildError> {
///     let token = move |request: TokenRequest| {
///         let tenant = request.tenant.unwrap_or(home).to_string();
///         let credential = ClientSecretCredential::new(&tenant, bot.clone(), secret.clone(), None);
///         async move {
///             let token = credential?.get_token(&[&request.scope], None).await?;
///             Ok::<AccessToken, azure_core::Error>(token.into())
///         }
///     };
///     Client::builder().token_source(token).build()
/// }
/// ```
///
/// No credential of the SDK accepts [`TokenRequest::claims`]. After a claims challenge, the client
/// asks for a fresh token once. If the service refuses that too, the claims are in
/// [`Refused::claims`](crate::Refused::claims).
impl<C: TokenCredential + ?Sized + 'static> TokenSource for Arc<C> {
    fn token(&self, request: TokenRequest) -> TokenFuture<'_> {
        Box::pin(async move {
            let token = self.get_token(&[&request.scope], None).await;
            token.map(Into::into).map_err(BoxError::from)
        })
    }
}

/// Keeps the lifetime of the token.
impl From<credentials::AccessToken> for AccessToken {
    fn from(token: credentials::AccessToken) -> Self {
        let left = token.expires_on - OffsetDateTime::now_utc();
        Self::new(token.token.secret()).expires_in(left.try_into().unwrap_or_default())
    }
}

/// What an error of the Azure SDK shows about the token endpoint, or the error again.
pub(crate) fn sort_out(error: BoxError) -> Result<TokenError, BoxError> {
    let outermost: &(dyn Error + 'static) = &*error;
    let causes = iter::successors(Some(outermost), |&error| error.source());
    // The outer ones only say that there is no token.
    let innermost = causes
        .filter_map(|error| error.downcast_ref::<azure_core::Error>())
        .last();
    match innermost.map(azure_core::Error::kind) {
        Some(ErrorKind::HttpResponse {
            status, error_code, ..
        }) if matches!(u16::from(*status), 400 | 401 | 403) => {
            let (status, code) = (u16::from(*status), error_code.clone());
            Ok(TokenError::Refused {
                status,
                code: code.filter(|code| is_code(code)),
                source: SharedError::new(error),
            })
        }
        Some(ErrorKind::Connection) => Ok(TokenError::Unreachable(SharedError::new(error))),
        Some(ErrorKind::DataConversion) => Ok(TokenError::Unreadable(SharedError::new(error))),
        _ => Err(error),
    }
}

/// Whether a text is a code. Without one, the SDK writes a sentence about the status.
fn is_code(text: &str) -> bool {
    let is_part =
        |char: char| char.is_ascii_alphanumeric() || matches!(char, '_' | '-' | '.' | ',');
    (1..=MAX_CODE).contains(&text.len()) && text.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use crate::auth::token_error::TokenError;
    use crate::box_error::{BoxError, SharedError};
    use azure_core::error::ErrorKind;
    use azure_core::http::StatusCode;
    use std::error::Error as _;

    /// The reason for an error of this kind, which a credential of the SDK puts into another one.
    fn sorted(kind: ErrorKind) -> TokenError {
        let inner = azure_core::Error::with_message(kind, "the cause");
        let outer = azure_core::Error::with_error(ErrorKind::Credential, inner, "no token");
        let sorted = super::sort_out(outer.into()).unwrap_or_else(source);
        assert_eq!(sorted.source().unwrap().to_string(), "no token");
        sorted
    }

    /// What is not sorted out is an error of the source.
    fn source(error: BoxError) -> TokenError {
        TokenError::Source(SharedError::new(error))
    }

    fn answer(status: StatusCode, code: &str) -> TokenError {
        sorted(ErrorKind::HttpResponse {
            status,
            error_code: Some(code.to_owned()),
            raw_response: None,
        })
    }

    #[test]
    fn the_kind_of_the_innermost_error_is_the_reason() {
        let connection = sorted(ErrorKind::Connection);
        assert!(
            matches!(connection, TokenError::Unreachable(_)),
            "{connection:?}"
        );
        let conversion = sorted(ErrorKind::DataConversion);
        assert!(
            matches!(conversion, TokenError::Unreadable(_)),
            "{conversion:?}"
        );
        for kind in [ErrorKind::Io, ErrorKind::Credential, ErrorKind::Other] {
            let other = sorted(kind);
            assert!(matches!(other, TokenError::Source(_)), "{other:?}");
        }
    }

    #[test]
    fn only_an_answer_that_refuses_is_a_refusal() {
        for (status, refuses) in [
            (StatusCode::BadRequest, true),
            (StatusCode::Unauthorized, true),
            (StatusCode::Forbidden, true),
            (StatusCode::RequestTimeout, false),
            (StatusCode::TooManyRequests, false),
            (StatusCode::InternalServerError, false),
            (StatusCode::ServiceUnavailable, false),
        ] {
            let error = answer(status, "7000215");
            let TokenError::Refused {
                status: found,
                code,
                ..
            } = &error
            else {
                assert!(
                    !refuses && matches!(error, TokenError::Source(_)),
                    "{error:?}"
                );
                continue;
            };
            assert!(refuses, "{error:?}");
            assert_eq!(
                (*found, code.as_deref()),
                (u16::from(status), Some("7000215"))
            );
        }
    }

    #[test]
    fn a_text_that_is_no_code_is_left_out() {
        for (text, is_code) in [
            ("7000215", true),
            ("50034,700016", true),
            ("invalid_client", true),
            ("", false),
            ("the secret is sesame", false),
            ("a\nb", false),
            (&*"7".repeat(65), false),
        ] {
            let TokenError::Refused { code, .. } = answer(StatusCode::BadRequest, text) else {
                panic!("{text}")
            };
            assert_eq!(code.as_deref(), is_code.then_some(text));
        }
    }
}
