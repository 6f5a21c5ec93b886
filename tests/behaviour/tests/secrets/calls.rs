//! Requests about a call, and any others.

use super::{Shown, TOKEN};
use graph_invite_tests::scripted_server::{Action, ScriptedServer, response};
use invites::token::AccessToken;
use invites::{CallId, Cancellation, Client, Cloud, Method, ParticipantId, RequestError, Uuid};

async fn cancelled(shown: &mut Shown) {
    let named =
        r#"{"id":"o","participants":[{"id":"p","identity":{"phone":{"id":"+4930555014"}}}]}"#;
    let refused = format!(
        r#"{{"error":{{"code":"7504","message":"{}"}}}}"#,
        super::REPEATS
    );
    for accepted in [named, "{}"] {
        let service = ScriptedServer::script([
            Action::Respond(response("200 OK", "", accepted)),
            Action::Respond(response("403 A", "", &refused)),
        ]);
        let call = CallId::from_uuid(Uuid::from_u128(7));
        let ringing = super::invite(&call).send(&client(&service)).await.unwrap();
        let cancellation = ringing.cancel().await;
        shown.debug(&cancellation);
        shown.debug(&cancellation.to_string());
        match &cancellation {
            Cancellation::Refused(error) => shown.error(&**error),
            Cancellation::Unknown(reason) => shown.error(reason),
            other => panic!("{other:?}"),
        }
    }
}

/// What a service might say if it repeats what it was sent.
const REPEATS: &str = "no route to 4:+4930555014 or 8:teamsvisitor:plantedopaque, authorization: \
    Bearer planted-token-7Q";

fn client(service: &ScriptedServer) -> Client {
    let client = Client::builder().cloud(Cloud::Custom(service.root.clone()));
    let client = client.token_source(AccessToken::new(TOKEN));
    client.build().unwrap()
}

pub(crate) async fn requested(shown: &mut Shown) {
    let body = format!(r#"{{"name":"{REPEATS}"}}"#);
    let accepting = ScriptedServer::responding(response("200 OK", "", &body));
    let request = client(&accepting).request(Method::POST, "users/planted@contoso.com?a=planted");
    let request = request.json(&[REPEATS]);
    shown.debug(&request);
    let answer = request.send().await.unwrap();
    shown.debug(&answer);
    shown.error(&answer.json::<Vec<u8>>().unwrap_err());

    let refused = format!(r#"{{"error":{{"code":"7504","message":"{REPEATS}"}}}}"#);
    let refusing = ScriptedServer::responding(response("403 A", "", &refused));
    let client = client(&refusing);
    let call = CallId::from_uuid(Uuid::from_u128(7));
    let opaque = ParticipantId::from_graph("8:teamsvisitor:plantedopaque").unwrap();
    let error = client.remove(&call, &opaque).await.unwrap_err();
    shown.error(&error);
    if let RequestError::Status(error) = &error {
        shown.error(&**error);
        shown.error(error.graph_error());
    }
    shown.error(&client.roster(&call).await.unwrap_err());
    let astray = client.request(Method::GET, "//planted.example");
    let astray = astray.send().await.unwrap_err();
    if let RequestError::NotSent(reason) = &astray {
        shown.error(reason);
        if let invites::UnsentRequest::Path(reason) = reason {
            shown.error(reason);
        }
    }
    shown.error(&astray);
    cancelled(shown).await;
}
