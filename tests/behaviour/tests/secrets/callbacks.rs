//! Callbacks from the service and from others.

use super::{PERSONAL, QUICK, REPEATS, Shown, TOKEN};
use axum::Router;
use graph_invite_emulator::{Behavior, Emulator};
use invites::callback::{CallbackError, NotificationHandler, Verifier, router};
use invites::notification::Notification;
use invites::token::AccessToken;
use invites::{ApplicationId, Client, Cloud, Inbox, InviteEvent, Outcome, Url, Uuid, graph_invite};
use serde_json::json;
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
    use CallbackError::{Algorithm, Malformed, NotBearer, TooLong, UnknownKey};

    let verifier = verifier(emulator, emulator.app().into());
    shown.debug(&verifier);
    // {"alg":"RS256","kid":"planted-token-7Q"} and {"alg":"HS256"}
    let unknown_key = "eyJhbGciOiJSUzI1NiIsImtpZCI6InBsYW50ZWQtdG9rZW4tN1EifQ";
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
        (format!("Bearer {unknown_key}.{TOKEN}.{TOKEN}"), |e| {
            matches!(e, UnknownKey)
        }),
        (format!("Bearer {shared_secret}.{TOKEN}.{TOKEN}"), |e| {
            matches!(e, Algorithm)
        }),
    ] {
        let error = verifier.verify(Some(&header)).await.unwrap_err();
        assert!(is_it(&error), "{error:?}");
        shown.error(&error);
    }
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
    // Without an invite, no name is known.
    let said = REPEATS.replace("Planted Name", "somebody");
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
        shown.debug(&Notification::parse_body(body.as_bytes()).unwrap());
    }
    for body in [REPEATS, "{\"value\": Planted Name}"] {
        shown.error(&inbox.deliver(body.as_bytes()).unwrap_err());
        inbox.handle(body.as_bytes(), Some(TOKEN));
    }
    let small = Inbox::builder().max_body(1).build();
    shown.error(&small.deliver(REPEATS.as_bytes()).unwrap_err());
    shown.debug(&small);
}

/// Accepted, and then declined in a notification that repeats the number. The first bot rejects the
/// notification.
pub(crate) async fn notified(emulator: &Emulator, shown: &mut Shown) {
    let inbox = Inbox::new();
    let stranger = ApplicationId::from_uuid(Uuid::from_u128(7));
    for (app, is_ours) in [(stranger, false), (emulator.app().into(), true)] {
        let deliver = inbox.clone();
        let callbacks = router(
            verifier(emulator, app),
            move |body: &[u8], _: Option<&str>| {
                deliver.deliver(body).unwrap();
            },
        );
        let bot = Router::new().nest("/callback", callbacks);
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
            participants: [phone "+4930555014" named "Planted Name"],
        };
        let ringing = phone.send(&client.build().unwrap()).await.unwrap();
        shown.debug(&ringing);
        let outcome = ringing.outcome().await;
        let Outcome::Failed(failure) = &outcome else {
            panic!("{outcome:?}");
        };
        assert!(failure.message().unwrap().contains(PERSONAL[0]));
        shown.error(failure);
        shown.debug(&outcome);
        shown.debug(&ringing);
        shown.debug(&ringing.presence());
        let event = ringing.events().recv().await;
        assert!(matches!(event, InviteEvent::Ended(_)), "{event:?}");
        shown.debug(&event);
        shown.debug(&inbox);
    }
}
