//! What an inbox takes.

use crate::values::guid_id::TenantId;
use graph_invite_rules::wire::{MESSAGE_ID, ORIGINAL_MESSAGE_ID};
use std::fmt;

/// The body of a callback, and what else is known of it.
///
/// ```
/// use graph_invite::{Callback, Inbox};
///
/// let inbox = Inbox::new();
/// let body = br#"{"value": [{"resourceData": {"status": "completed"}}]}"#;
/// let callback = Callback::new(body).with_message_id("b7c1");
/// assert!(!inbox.deliver(callback)?.duplicate);
/// assert!(inbox.deliver(callback)?.duplicate);
/// # Ok::<(), graph_invite::error::DeliverError>(())
/// ```
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Callback<'a> {
    /// The body.
    pub body: &'a [u8],
    /// The service's id of the message. A repeated message has the id and the body of the first one.
    pub message_id: Option<&'a str>,
    /// The tenant of the call, as the token of the callback proves it.
    pub tenant: Option<TenantId>,
}

impl<'a> Callback<'a> {
    /// A body, without a message id or anything else.
    pub fn new(body: &'a (impl AsRef<[u8]> + ?Sized)) -> Self {
        Self {
            body: body.as_ref(),
            message_id: None,
            tenant: None,
        }
    }

    /// Sets the id of the message. The inbox does not read a message again that came recently: with
    /// the same id and body, of the same tenant.
    #[must_use]
    pub const fn with_message_id(mut self, id: &'a str) -> Self {
        self.message_id = Some(id);
        self
    }

    /// Takes the id of the message from the headers of the callback: `X-Microsoft-Skype-Original-Message-ID`,
    /// or else `X-Microsoft-Skype-Message-ID`. `header` returns the value of a header.
    ///
    /// ```
    /// use graph_invite::Callback;
    /// use std::collections::HashMap;
    ///
    /// let headers = HashMap::from([("x-microsoft-skype-message-id", "b7c1")]);
    /// let callback = Callback::new("{}").with_headers(|name| headers.get(name).copied());
    /// assert_eq!(callback.message_id, Some("b7c1"));
    /// ```
    #[must_use]
    pub fn with_headers(mut self, header: impl Fn(&'static str) -> Option<&'a str>) -> Self {
        self.message_id = header(ORIGINAL_MESSAGE_ID).or_else(|| header(MESSAGE_ID));
        self
    }

    /// Sets the tenant of the call, as the token of the callback proves it. A notification of one
    /// tenant never changes an invite to a call of another.
    #[must_use]
    pub const fn for_tenant(mut self, tenant: TenantId) -> Self {
        self.tenant = Some(tenant);
        self
    }
}

impl<'a, T: AsRef<[u8]> + ?Sized> From<&'a T> for Callback<'a> {
    fn from(body: &'a T) -> Self {
        Self::new(body)
    }
}

/// Shows only the size of the body.
impl fmt::Debug for Callback<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callback")
            .field("bytes", &self.body.len())
            .field("tenant", &self.tenant)
            .finish_non_exhaustive()
    }
}
