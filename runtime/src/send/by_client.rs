//! `client.send(invite)`, which other libraries have, and which is `invite.send(&client)` here.

use crate::client::Client;
use crate::send::sending::Sending;

/// What a client sends: nothing, so that the compiler says what to write.
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
