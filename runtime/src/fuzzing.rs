//! What the fuzz targets need and no bot does; there under `--cfg fuzzing` alone.

use crate::client::Client;
use crate::facts::Facts;
use crate::inbox::Inbox;
use crate::invite::Invite;
use crate::listening::Listening;
use crate::operation::Operation;
use crate::outcome::Outcome;
use crate::presence::Presence;
use crate::text::ClientContext;
use serde_json_borrow::Value;

/// An invite that listens as one does whose request has left.
#[derive(Debug)]
pub struct Sent(Listening);

impl Sent {
    /// Lets an invite listen, without a request.
    #[must_use]
    pub fn new(invite: &Invite, context: &ClientContext, client: &Client, inbox: &Inbox) -> Self {
        let inbox = Some(inbox.clone());
        Self(Listening::new(invite, context, client, inbox))
    }

    /// The answer to the request is there.
    pub fn answered(&self, body: &[u8]) {
        let json = serde_json::from_slice(body).unwrap_or(Value::Null);
        let operation = json.as_object().map(Operation::read);
        self.0.answered(operation.as_ref());
    }

    /// How it ended, as far as it was heard.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.0.so_far(Facts::outcome_or_unknown)
    }

    /// Where the invited are, as far as it was heard.
    #[must_use]
    pub fn people(&self) -> Vec<Presence> {
        self.0.so_far(|facts| facts.people().collect())
    }
}

/// How many invites and bytes an inbox holds.
#[must_use]
pub fn held(inbox: &Inbox) -> (usize, usize) {
    inbox.held()
}
