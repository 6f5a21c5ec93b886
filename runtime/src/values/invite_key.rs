//! The key of a sent invite.

use crate::values::service_id::CallId;
use crate::values::text::ClientContext;
use std::fmt;
use uuid::Uuid;

/// The key of a sent invite: the ids by which the service refers to it later.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct InviteKey {
    pub(crate) call: CallId,
    pub(crate) client_context: ClientContext,
    pub(crate) client_request_id: Uuid,
}

impl InviteKey {
    /// The call that the people are invited to. Its roster and its operations show the invite.
    #[must_use]
    pub const fn call(&self) -> &CallId {
        &self.call
    }

    /// The client context that was sent: the author's, or a fresh UUID. Each notification about
    /// the invite carries it.
    #[must_use]
    pub const fn client_context(&self) -> &ClientContext {
        &self.client_context
    }

    /// The id under which the requests of the invite were sent (`client-request-id`).
    #[must_use]
    pub const fn client_request_id(&self) -> Uuid {
        self.client_request_id
    }
}

impl fmt::Display for InviteKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "call {}, client context {}, client-request-id {}",
            self.call, self.client_context, self.client_request_id
        )
    }
}
