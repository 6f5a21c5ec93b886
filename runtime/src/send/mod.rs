//! Sending an invite: one request, and others only where no phone can have rung.

pub(crate) mod attempt;
mod delivery;
pub(crate) mod error;
mod evidence;
mod fence;
pub(crate) mod not_sent;
pub(crate) mod refusal;
mod requests;
pub(crate) mod ringing;
pub(crate) mod sending;
mod trace;
pub(crate) mod unknown;

use crate::client::Client;
use crate::invite::Invite;
use crate::values::invite_key::InviteKey;
use crate::values::text::ClientContext;
use sending::Sending;
use uuid::Uuid;

impl Invite {
    /// Sends the invite: once, and again only where the client's
    /// [`RetryPolicy`](crate::RetryPolicy) allows it and no phone can have rung.
    ///
    /// The future borrows neither the invite nor the client, so it can be spawned. It knows the key of
    /// the invite before anything leaves. If you drop it before it is ready,
    /// [`Client::resume`] shows by that key what became of the invite.
    ///
    /// # Errors
    ///
    /// A [`SendError`](crate::SendError): not sent, refused, or unknown.
    ///
    /// ```no_run
    /// # async fn ring(client: graph_invite::Client) -> Result<(), graph_invite::SendError> {
    /// use graph_invite::{SendError, graph_invite};
    ///
    /// let sent = graph_invite! {
    ///     call: "57dab8b1-894c-409a-b240-bd8beae78896",
    ///     participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    /// }
    /// .send(&client)
    /// .await;
    /// match sent {
    ///     Ok(ringing) => println!("accepted as {:?}", ringing.operation_id()),
    ///     Err(SendError::Unknown(unknown)) => println!("{unknown}: {:?}", unknown.check().await),
    ///     Err(no_phone_rings) => return Err(no_phone_rings),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn send(&self, client: &Client) -> Sending {
        let key = InviteKey {
            call: self.call.clone(),
            client_context: self
                .context()
                .cloned()
                .unwrap_or_else(|| ClientContext::from(Uuid::new_v4())),
            client_request_id: Uuid::new_v4(),
        };
        Sending::new(self.clone(), key, client.clone())
    }
}

/// What `client.send(invite)` takes, which other libraries have: nothing, so that the compiler says what to
/// write here.
#[diagnostic::on_unimplemented(
    message = "a client does not send: an invite does",
    label = "write `invite.send(&client)`"
)]
pub trait SentByClient {
    fn send_by(self, client: &Client) -> Sending;
}

impl Client {
    #[doc(hidden)]
    pub fn send(&self, invite: impl SentByClient) -> Sending {
        invite.send_by(self)
    }
}
