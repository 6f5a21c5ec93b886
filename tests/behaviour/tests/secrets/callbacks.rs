//! Callbacks from the service and from others.

use super::{QUICK, REPEATS, RESPELLS, Shown, TOKEN};
use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use graph_invite_emulator::{Behavior, Emulator};
use graph_invite_tests::scripted_server::{ScriptedServer, response};
use graph_invite_tests::unsigned_token;
use invites::callback::{CallbackError, NotificationHandler, VerifiedCaller, Verifier, router};
use invites::notification::{
    Notification, NotificationResource, Roster, RosterEntry, UnreadableNotification,
};
use invites::token::AccessToken;
use invites::{
    ApplicationId, CallEnd, CallId, Callback, Client, Cloud, Events, Inbox, InviteEvent, Outcome,
    ParticipantId, Url, Uuid, graph_invite,
};
use serde_json::{Value, json};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;

fn verifier(emulator: &Emulator, app: ApplicationId) -> Verifier {
    let verifier = Verifier::builder(app).tenant(emulator.tenant().into());
    verifier
        .openid_configuration(emulator.openid_configuration())
        .build()
        .unwrap()
}

/// Headers with a planted token, each wrong in another way.
pub(crate) async fn turned_away(emulator: &Emulator, shown: &mut Shown) {
    use CallbackError::{Algorithm, Audience, Issuer, Malformed, NotBearer, TooLong, UnknownKey};

    let verifier = verifier(emulator, emulator.app().into());
    shown.debug(&verifier);
    let claims = |issuer: &str, audience: &str| json!({ "iss": issuer, "aud": audience });
    let head = json!({ "alg": "RS256", "kid": TOKEN });
    let (issuer, app) = ("https://api.botframework.com", emulator.app().to_string());
    let unknown_key = unsigned_token::bearer(&head, &claims(issuer, &app));
    let foreign_issuer = unsigned_token::bearer(&head, &claims(TOKEN, &app));
    let foreign_audience = unsigned_token::bearer(&head, &claims(issuer, TOKEN));
    // {"alg":"RS256","kid":"planted-token-7Q"} and {"alg":"HS256"}
    let no_claims = "eyJhbGciOiJSUzI1NiIsImtpZCI6InBsYW50ZWQtdG9rZW4tN1EifQ";
    let shared_secret = "eyJhbGciOiJIUzI1NiJ9";
    for (header, is_it) in [
        (
            TOKEN.to_owned(),
            (|e| matches!(e, NotBearer)) as fn(&_) -> bool,
        ),
        (format!("Basic {TOKEN}"), |e| matches!(e, NotBearer)),
        (format!("Bearer {TOKEN}"), |e| matches!(e, Malformed)),
        (format!("Bearer {TOKEN}.{TOKEN}.{TOKEN}"), |e| {
            matches!(e, Malformed)
        }),
        (format!("Bearer {}", TOKEN.repeat(2_000)), |e| {
            matches!(e, TooLong { .. })
        }),
        (format!("Bearer {no_claims}.{TOKEN}.{TOKEN}"), |e| {
            matches!(e, Malformed)
        }),
        (unknown_key.clone(), |e| matches!(e, UnknownKey)),
        (foreign_issuer, |e| matches!(e, Issuer)),
        (foreign_audience, |e| matches!(e, Audience)),
        (format!("Bearer {shared_secret}.{TOKEN}.{TOKEN}"), |e| {
            matches!(e, Algorithm)
        }),
    ] {
        let error = verifier.verify(Some(&header)).await.unwrap_err();
        assert!(is_it(&error), "{error:?}");
        shown.error(&error);
    }
    let nobody = ScriptedServer::unreachable();
    let verifier = Verifier::builder(emulator.app().into())
        .any_tenant()
        .openid_configuration(nobody.root.clone());
    let error = verifier.build().unwrap().verify(Some(&unknown_key)).await;
    let Err(CallbackError::NoKeys(reason)) = error else {
        panic!("{error:?}");
    };
    shown.error(&*reason);
}

/// Bodies that repeat secrets.
pub(crate) fn delivered(shown: &mut Shown) {
    let inbox = Inbox::new();
    let operation = json!({
        "@odata.type": "#microsoft.graph.inviteParticipantsOperation",
        "status": "failed", "resultInfo": { "code": 480, "message": REPEATS },
        "participants": [{ "identity": { "phone": { "id": REPEATS } } }],
    });
    let entry = json!([{ "info": { "identity": {
        "phone": { "id": "+4930555014", "displayName": REPEATS },
        "guest": { "id": REPEATS },
    } } }]);
    let call = json!({
        "@odata.type": "#microsoft.graph.call", "state": "terminated",
        "resultInfo": { "code": 480, "message": REPEATS },
    });
    let said = format!("{REPEATS}; {RESPELLS}");
    let words = [
        json!({ "@odata.type": "#microsoft.graph.commsOperation", "status": said }),
        json!({ "state": said, "terminationReason": said }),
        json!([{ "info": {}, "removedState": { "reason": said } }]),
        json!({ "@odata.type": said }),
    ];
    for data in words
        .into_iter()
        .chain([operation, entry, call, json!(REPEATS)])
    {
        let body = json!({ "value": [{
            "changeType": said, "resourceUrl": "/communications/calls/c/operations/o",
            "resourceData": data,
        }] });
        let body = body.to_string();
        shown.debug(&inbox.deliver(body.as_bytes()).unwrap());
        let notifications = Notification::parse_body(body.as_bytes()).unwrap();
        shown.debug(&notifications);
        for notification in &notifications {
            parts(notification, shown);
        }
    }
    for body in [REPEATS, "{\"value\": Planted Plantedson}"] {
        shown.error(&inbox.deliver(body.as_bytes()).unwrap_err());
        let callback = Callback::new(body).with_message_id(TOKEN);
        shown.debug(&callback);
        inbox.handle(callback);
    }
    let small = Inbox::builder().max_body(1).build();
    shown.error(&small.deliver(REPEATS.as_bytes()).unwrap_err());
    shown.debug(&small);
}

/// Keeps the `Authorization` header of the last callback.
fn keeping_authorization(
    kept: Arc<Mutex<Option<String>>>,
) -> impl Fn(Request, Next) -> Pin<Box<dyn Future<Output = Response> + Send>> + Clone {
    move |request, next| {
        let header = request.headers()["authorization"].to_str().unwrap();
        *kept.lock().unwrap() = Some(header.to_owned());
        Box::pin(next.run(request))
    }
}

/// Every event of an invite whose notifications repeat secrets.
pub(crate) async fn heard(shown: &mut Shown) {
    let said = format!("{REPEATS}; {RESPELLS}");
    let service = ScriptedServer::responding(response("200 OK", "", "{}"));
    let inbox = Inbox::new();
    let client = Client::builder()
        .cloud(Cloud::Custom(service.root.clone()))
        .token_source(AccessToken::new(TOKEN))
        .timeout(QUICK)
        .inbox(inbox.clone());
    let invite = super::invite(&CallId::from_graph("c").unwrap());
    let ringing = invite.send(&client.build().unwrap()).await.unwrap();
    let entry = |more: Value| {
        let mut entry = json!({
            "id": "8:teamsvisitor:plantedopaque",
            "info": { "identity": { "guest": {
                "id": "8:teamsvisitor:plantedopaque", "displayName": said,
            } } },
        });
        let more = more.as_object().unwrap().clone();
        entry.as_object_mut().unwrap().extend(more);
        json!({ "resourceUrl": "/communications/calls/c/participants", "resourceData": [entry] })
    };
    let over = json!({
        "changeType": "deleted", "resourceUrl": "/communications/calls/c",
        "resourceData": {
            "@odata.type": "#microsoft.graph.call", "state": "terminated",
            "terminationReason": said, "resultInfo": { "code": 480, "message": said },
        },
    });
    let notifications = [
        entry(json!({ "isInLobby": true })),
        entry(json!({})),
        entry(json!({ "removedState": { "reason": said } })),
        over,
    ];
    let body = json!({ "value": notifications }).to_string();
    assert_eq!(inbox.deliver(&body).unwrap().matched, 4);
    shown.debug(&ringing);
    shown.debug(&ringing.presence());
    let mut events = ringing.events();
    shown.debug::<Events>(&events);
    for _ in 0..4 {
        let event = events.recv().await;
        shown.debug::<InviteEvent>(&event);
        if let InviteEvent::CallEnded(end) = &event {
            shown.debug::<CallEnd>(end);
        }
    }
    for notification in Notification::parse_body(body.as_bytes()).unwrap() {
        parts(&notification, shown);
    }
}

/// The parts of a notification, each by itself.
fn parts(notification: &Result<Notification, UnreadableNotification>, shown: &mut Shown) {
    let notification = match notification {
        Ok(notification) => notification,
        Err(error) => return shown.error(error),
    };
    shown.debug(&notification.change_type);
    match &notification.resource {
        NotificationResource::Operation(operation) => {
            shown.debug(&(operation, &operation.kind, &operation.status));
            shown.debug(&(&operation.result, &operation.people));
        }
        NotificationResource::Roster(roster) => {
            shown.debug::<Roster>(roster);
            for entry in &roster.entries {
                shown.debug::<RosterEntry>(entry);
                shown.debug::<Option<ParticipantId>>(&entry.id);
            }
        }
        NotificationResource::Call(call) => shown.debug(&(call, &call.state)),
        other => shown.debug(other),
    }
}

/// Accepted, and then declined in a notification that repeats the number. The first bot rejects the
/// notification.
pub(crate) async fn notified(emulator: &Emulator, shown: &mut Shown) {
    let inbox = Inbox::new();
    let stranger = ApplicationId::from_uuid(Uuid::from_u128(7));
    for (app, is_ours) in [(stranger, false), (emulator.app().into(), true)] {
        let deliver = inbox.clone();
        let callbacks = router(verifier(emulator, app), move |callback: Callback<'_>| {
            deliver.deliver(callback).unwrap();
        });
        let checked = Arc::new(Mutex::new(None));
        let bot = Router::new()
            .nest("/callback", callbacks)
            .layer(from_fn(keeping_authorization(Arc::clone(&checked))));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/callback", listener.local_addr().unwrap());
        tokio::spawn(axum::serve(listener, bot).into_future());
        emulator.set_callback(Url::parse(&url).unwrap());
        emulator.set_behavior("+4930555014", Behavior::Declines);

        let wait = if is_ours {
            Duration::from_secs(20)
        } else {
            QUICK
        };
        let client = Client::builder()
            .cloud(Cloud::Custom(emulator.url()))
            .token_source(AccessToken::new(TOKEN))
            .inbox(inbox.clone())
            .outcome_timeout(wait);
        let phone = graph_invite! {
            call: emulator.add_meeting(),
            participants: [phone "+4930555014" named "Planted Plantedson"],
        };
        let ringing = phone.send(&client.build().unwrap()).await.unwrap();
        shown.debug(&ringing);
        let outcome = ringing.outcome().await;
        let Outcome::Failed(failure) = &outcome else {
            panic!("{outcome:?}");
        };
        shown.debug(&(failure.kind(), failure.diag_code()));
        assert!(failure.message().unwrap().contains("4930555014"));
        shown.error(failure);
        shown.debug(&outcome);
        shown.debug(&ringing);
        shown.debug(&ringing.presence());
        let event = ringing.events().recv().await;
        assert!(matches!(event, InviteEvent::Ended(_)), "{event:?}");
        shown.debug(&event);
        shown.debug(&inbox);
        if is_ours {
            let token = checked.lock().unwrap().clone();
            let caller = verifier(emulator, app).verify(token.as_deref()).await;
            shown.debug::<VerifiedCaller>(&caller.unwrap());
        }
    }
}
