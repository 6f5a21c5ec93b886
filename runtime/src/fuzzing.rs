//! Access for the fuzz targets. It exists only under `--cfg fuzzing`.

use crate::auth::bearer::Bearer;
use crate::auth::token::AccessToken;
use crate::client::Client;
use crate::follow::watch::InviteWatch;
use crate::graph::operation::Operation;
use crate::http::graph_error::GraphError;
use crate::http::response::Response;
use crate::http::retry_after;
use crate::inbox::Inbox;
use crate::invite::Invite;
use crate::progress::outcome::Outcome;
use crate::progress::presence::Presence;
use crate::progress::status::SendPhase;
use crate::redact::PersonalData;
use crate::values::invite_key::InviteKey;
use crate::values::text::ClientContext;
use reqwest::StatusCode;
use reqwest::header::{HeaderName, HeaderValue, RETRY_AFTER};
use serde_json::Value;
use std::time::SystemTime;
use tracing::Span;
use uuid::Uuid;

/// An invite that listens as if its request had left.
#[derive(Debug)]
pub struct Sent(InviteWatch);

impl Sent {
    /// Lets an invite listen without sending a request.
    #[must_use]
    pub fn new(invite: &Invite, context: &ClientContext, client: &Client, inbox: &Inbox) -> Self {
        let key = InviteKey {
            call: invite.call().clone(),
            client_context: context.clone(),
            client_request_id: Uuid::new_v4(),
        };
        Self(InviteWatch::new(
            invite,
            key,
            client,
            Some(inbox),
            Span::none(),
        ))
    }

    /// Takes the answer to the request.
    pub fn answered(&self, body: &[u8]) {
        let json = serde_json::from_slice(body).unwrap_or(Value::Null);
        let operation = json.as_object().map(Operation::read);
        self.0.answered(SendPhase::Accepted, operation.as_ref());
    }

    /// How it ended, as far as is known.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.0.state().outcome_or_unknown()
    }

    /// Where the people are, as far as is known.
    #[must_use]
    pub fn presence(&self) -> Vec<Presence> {
        self.0.state().presence()
    }
}

/// All that is shown of an answer to a request with this token, in any way. Empty if the token can't
/// be sent.
#[must_use]
pub fn shown_of_answer(token: &str, headers: &[(&'static str, &[u8])], body: &[u8]) -> String {
    let Ok(bearer) = Bearer::of(&AccessToken::new(token)) else {
        return String::new();
    };
    let headers = headers.iter().filter_map(|(name, value)| {
        let value = HeaderValue::from_bytes(value).ok()?;
        Some((HeaderName::from_static(name), value))
    });
    let answer = Response::read(StatusCode::OK, headers.collect(), body.to_owned(), &bearer);
    let graph = GraphError::read(&answer, &PersonalData::default());
    let raw: Vec<_> = graph
        .codes()
        .chain(graph.message())
        .chain(graph.body())
        .collect();
    let operation = answer.json().as_object().map(Operation::read);
    let people = operation.as_ref().map(|operation| {
        let ids = operation.people.iter().flatten();
        ids.map(|it| (it.slot.clone(), it.id.clone()))
            .collect::<Vec<_>>()
    });
    let message = operation
        .as_ref()
        .and_then(|it| it.result.as_ref()?.message.clone());
    let hint = answer.header(RETRY_AFTER.as_str());
    let hint = hint.and_then(|hint| retry_after::read(&hint, SystemTime::now()));
    let claims = answer.claims();
    format!("{graph} {graph:?} {raw:?} {operation:?} {people:?} {message:?} {hint:?} {claims:?}")
}

/// How many invites an inbox holds, how many bytes they take, and how many with the keys of recent
/// invites.
#[must_use]
pub fn held(inbox: &Inbox) -> (usize, usize, usize) {
    inbox.held()
}
