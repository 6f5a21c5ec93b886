//! Responses that repeat what they were sent.

use super::{MIN_FRAGMENT, QUICK, REPEATS, RESPELLS, Shown, TOKEN, invite, part_of_token};
use graph_invite_emulator::{Emulator, Fault, ResponseFault};
use graph_invite_tests::scripted_server::{Action, ScriptedServer, response};
use invites::hunt::{self, HuntEvent, Step};
use invites::token::AccessToken;
use invites::{CallId, Client, Cloud, Outcome, RetryPolicy, SendError};
use serde_json::{Value, json};
use std::time::Duration;

/// Headers that are read or shown. The claims are `{"a":"planted-token-7Q"}`.
const HEADERS: &str = "request-id: planted-token-7Q +4930555014 Planted Plantedson\r\n\
    client-request-id: planted-token-7Q tel:+49 30 555014\r\n\
    date: planted-token-7Q\r\nretry-after: planted-token-7Q\r\n\
    www-authenticate: Bearer claims=\"eyJhIjoicGxhbnRlZC10b2tlbi03USJ9\"\r\n\
    location: https://other.example/?planted-token-7Q+4930555014\r\n";

/// All of it, and the token again in places where nothing marks it as one.
fn said() -> String {
    let (start, end) = TOKEN.split_at(MIN_FRAGMENT);
    let spaced = TOKEN.replace('-', " - ");
    format!(
        "{REPEATS}; {RESPELLS}; not {TOKEN}, \"{TOKEN}\" nor <{TOKEN}>, '{start}…' or '…{end}', {spaced}"
    )
}

fn client(service: &ScriptedServer) -> Client {
    let client = Client::builder()
        .cloud(Cloud::Custom(service.root.clone()))
        .token_source(AccessToken::new(TOKEN))
        .timeout(QUICK)
        .retry_policy(RetryPolicy::disabled())
        .outcome_timeout(Duration::ZERO);
    client.build().unwrap()
}

fn call() -> CallId {
    CallId::from_graph("c").unwrap()
}

/// Bodies of refusals.
fn refusals() -> Vec<String> {
    let said = said();
    let nested = json!({ "errorCode": said, "message": said }).to_string();
    let json = [
        json!({ "error": { "code": "8523", "message": said } }),
        json!({ "error": { "code": said } }),
        json!({ "error": said, "error_description": said }),
        json!({ "error": { "code": "UnknownError", "message": nested } }),
        json!({ "error": { "code": "a", "innerError": {
            "code": said, "request-id": TOKEN, "client-request-id": TOKEN, "date": TOKEN,
        } } }),
        json!([said]),
    ];
    let text = [said.clone(), format!("{}{said}", "-".repeat(500))];
    let json = json.iter().map(Value::to_string);
    json.chain(text).collect()
}

/// Bodies with the state of an operation.
fn operations() -> Vec<Value> {
    let said = said();
    let mut operations: Vec<_> = ["running", "failed", "completed", TOKEN]
        .iter()
        .map(|status| {
            json!({
                "id": TOKEN, "status": status, "clientContext": TOKEN,
                "resultInfo": { "code": 480, "subcode": 8541, "message": said },
                "participants": [{ "identity": { "phone": { "id": said } } }],
            })
        })
        .collect();
    operations.push(json!(said));
    operations
}

fn says(status: u16, body: &str) -> Action {
    Action::Respond(response(&format!("{status} A"), HEADERS, body))
}

pub(crate) async fn refused_or_unknown(shown: &mut Shown) {
    let roster = json!({ "value": [{ "id": TOKEN, "removedState": {}, "info": {
        "identity": { "phone": { "id": "+4930555014", "displayName": said() } },
    } }] });
    for status in [302, 400, 401, 403, 404, 429, 500, 503, 504] {
        for body in refusals() {
            let script = [says(status, &body), says(200, &roster.to_string())];
            let service = ScriptedServer::script(script);
            let client = client(&service);
            let error = shown.sends(&client, &call()).await;
            let is_nobody = (400..500).contains(&status);
            assert_eq!(error.did_not_ring(), is_nobody, "{error:?}");
            if let SendError::Unknown(unknown) = error {
                shown.debug(&unknown.check().await);
                shown.debug(&unknown.outcome().await);
                shown.debug(&unknown.presence());
            }
        }
    }
}

/// No response, whatever part of the invite the service has read.
pub(crate) async fn no_answer(emulator: &Emulator, shown: &mut Shown) {
    let client = Client::builder()
        .cloud(Cloud::Custom(emulator.url()))
        .token_source(AccessToken::new(TOKEN))
        .timeout(QUICK);
    let client = client.build().unwrap();
    let call = emulator.add_meeting();
    let faults: [ResponseFault; 3] = [
        Fault::no_response().into(),
        Fault::reset().into(),
        Fault::redirect(307, "https://other.example/?+4930555014").into(),
    ];
    for fault in faults {
        emulator.fail_next_in(call, fault);
        let error = shown.sends(&client, &call.into()).await;
        assert!(matches!(error, SendError::Unknown(_)), "{error:?}");
    }
}

/// Accepted, and then checked because no notification comes.
pub(crate) async fn accepted(shown: &mut Shown) {
    for accepted in operations() {
        for looked in operations() {
            let script = [
                says(200, &accepted.to_string()),
                says(200, &looked.to_string()),
                says(404, &said()),
            ];
            let service = ScriptedServer::script(script);
            let client = client(&service);
            let ringing = invite(&call()).send(&client).await.unwrap();
            shown.debug(&ringing);
            shown.debug(&ringing.operation_id());
            assert_eq!(part_of_token(ringing.request_id().unwrap()), None);
            let outcome = ringing.outcome().await;
            shown.debug(&outcome);
            shown.debug(&client.resume(ringing.key()).await.unwrap().unwrap());
            shown.debug(&ringing.status());
            shown.debug(&ringing.people());
            if let Outcome::Failed(failure) = &outcome {
                shown.error(failure);
            }
            shown.debug(&ringing);
        }
    }
}

/// A hunt whose invites are refused.
pub(crate) async fn hunted(shown: &mut Shown) {
    for refusal in refusals() {
        let service = ScriptedServer::always(says(403, &refusal));
        let hunt = hunt::sequential(&client(&service), [invite(&call()), invite(&call())]);
        shown.debug(&hunt);
        let mut hunt = hunt.start();
        shown.debug(&hunt);
        while let Some(event) = hunt.recv().await {
            shown.debug::<HuntEvent>(&event);
            shown.debug::<Step>(&event.step);
        }
        shown.debug(&hunt.result().await);
    }
}
