//! The key of a sent invite.

use crate::stored::stored;
use crate::values::service_id::CallId;
use crate::values::text::ClientContext;
use serde::Serialize;
use std::fmt;
use uuid::Uuid;

stored! {
    /// The key of a sent invite: the ids by which the service refers to it later.
    ///
    /// A bot can store it with serde:
    ///
    /// ```
    /// use graph_invite::InviteKey;
    ///
    /// let stored = r#"{
    ///     "call": "57dab8b1-894c-409a-b240-bd8beae78896",
    ///     "clientContext": "rota 7",
    ///     "clientRequestId": "0d9c2f4e-41c7-4a8e-9d6b-0f7b1f0c7a55"
    /// }"#;
    /// let key: InviteKey = serde_json::from_str(stored)?;
    /// assert_eq!(key.client_context().as_str(), "rota 7");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
    #[serde(rename_all = "camelCase")]
    pub struct InviteKey {
        pub(crate) call: CallId,
        pub(crate) client_context: ClientContext,
        pub(crate) client_request_id: Uuid,
    }
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
