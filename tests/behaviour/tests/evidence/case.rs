//! One send, and what happened.

use graph_invite_emulator::{CannedResponse, Emulator, Fault};
use invites::{Client, ClientContext, RingStatus, Ringing, SendError, Uuid, graph_invite};
use std::sync::Arc;

#[derive(Clone, Copy, Debug)]
pub(crate) struct Case {
    pub(crate) earlier: Earlier,
    pub(crate) status: u16,
    pub(crate) form: Form,
    pub(crate) after_ringing: bool,
}

/// The answer to an earlier request of the same send.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Earlier {
    /// There was no earlier request.
    None,
    /// 429 of Graph.
    Throttled,
    /// 503, and no phone rang.
    Unavailable,
    /// 503, and a phone rang.
    UnavailableAfterRinging,
}

/// Who answers, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Graph, with its error as JSON and a `request-id`.
    GraphError,
    /// Graph, with a `request-id` and no body.
    GraphWithoutBody,
    /// A gateway, with HTML and no `request-id`.
    Gateway,
}

pub(crate) const FORMS: [Form; 3] = [Form::GraphError, Form::GraphWithoutBody, Form::Gateway];

pub(crate) struct Sent {
    pub(crate) case: Case,
    pub(crate) rings: usize,
    pub(crate) end: Result<Ringing, SendError>,
}

impl Case {
    pub(crate) async fn send(self, emulator: Arc<Emulator>, client: Client) -> Sent {
        let call = emulator.add_meeting();
        let unavailable = Fault::status(503).retry_after("0");
        match self.earlier {
            Earlier::None => {}
            Earlier::Throttled => emulator.fail_next_in(call, Fault::status(429)),
            Earlier::Unavailable => emulator.fail_next_in(call, unavailable),
            Earlier::UnavailableAfterRinging => {
                emulator.fail_next_in(call, unavailable.after_ringing());
            }
        }
        emulator.fail_next_in(call, self.answer());
        let context = ClientContext::from(Uuid::new_v4());
        let invite = graph_invite! {
            call: call,
            participants: [phone "+12345678901"],
            context: &context,
        };
        let end = invite.send(&client).await;
        let rings = emulator.ring_counts_for_invite(call, context.as_str());
        Sent {
            case: self,
            rings: rings.into_values().sum(),
            end,
        }
    }

    fn answer(self) -> CannedResponse {
        let answer = Fault::status(self.status);
        let answer = match self.form {
            Form::GraphError => answer.body(
                "application/json",
                r#"{"error":{"code":"1","message":"no"}}"#,
            ),
            Form::GraphWithoutBody => answer,
            Form::Gateway => answer.body("text/html", "<h1>Sorry</h1>").from_gateway(),
        };
        if self.after_ringing {
            answer.after_ringing()
        } else {
            answer
        }
    }

    /// Whether a phone rings, by this request or an earlier one.
    pub(crate) fn rings(self) -> bool {
        self.after_ringing || self.earlier == Earlier::UnavailableAfterRinging
    }
}

impl Sent {
    /// Whether the send ended in a refusal that proves that no phone rang.
    pub(crate) fn refusal_says_silence(&self) -> bool {
        match &self.end {
            Err(SendError::Refused(refused)) => refused.ring_status() == RingStatus::DidNotRing,
            _ => false,
        }
    }
}
