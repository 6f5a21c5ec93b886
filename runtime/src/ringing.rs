//! An invite that the service has accepted.

use crate::id::CallId;
use crate::operation::Operation;
use crate::text::ClientContext;
use uuid::Uuid;

/// An invite that the service has accepted: it rings, or is about to.
///
/// Accepted is all that an HTTP 200 says. How it ended comes later, by a notification to the
/// callback of the call, which carries [`client_context`](Self::client_context).
#[derive(Clone, Debug)]
#[must_use = "accepted is not answered: how it ends is told by its client context"]
pub struct Ringing {
    pub(crate) call: CallId,
    pub(crate) client_context: ClientContext,
    pub(crate) operation: Option<Operation>,
    pub(crate) location: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) client_request_id: Uuid,
}

impl Ringing {
    /// The call they are invited to.
    #[must_use]
    pub const fn call(&self) -> &CallId {
        &self.call
    }

    /// The client context that was sent: the author's, or a fresh UUID. Together with the call it
    /// is the key of everything the service says later.
    #[must_use]
    pub const fn client_context(&self) -> &ClientContext {
        &self.client_context
    }

    /// What the answer said. `None` if it had no body or one that can't be read, which does not
    /// undo that the invite was accepted.
    #[must_use]
    pub const fn operation(&self) -> Option<&Operation> {
        self.operation.as_ref()
    }

    /// The `Location` of the operation as the service wrote it. Send no token there unless it is
    /// the root of your cloud.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }

    /// The service's id of the request, which its support asks for.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The id under which the request was sent (`client-request-id`).
    #[must_use]
    pub const fn client_request_id(&self) -> Uuid {
        self.client_request_id
    }
}
