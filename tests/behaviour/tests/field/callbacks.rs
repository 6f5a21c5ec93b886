//! Headers and issuers of callbacks (comms-samples 157 and 865).

use super::*;
use axum::Router;
use graph_invite_emulator::Emulator;
use invites::Callback;
use invites::callback::{Verifier, router};
use tokio::net::TcpListener;

/// The log of the report: a first delivery has an original message id, too.
#[tokio::test]
async fn first_delivery_with_an_original_message_id_is_read() {
    let sent = Accepted::new(user()).await;
    let prompt = ended(
        "playPromptOperation",
        OTHER_OPERATION,
        "completed",
        &Value::Null,
    );
    let own = invite_ended("completed", &Value::Null);
    for (number, body) in [(1, &prompt), (2, &own)] {
        let id = format!("0c9a4e2b-7d1f-4b60-a8c3-5e6f7a8b9c0{number}");
        let callback = Callback::new(body).with_headers(|name| {
            let is_id = name.to_ascii_lowercase().ends_with("message-id");
            is_id.then_some(id.as_str())
        });
        assert!(!sent.inbox.deliver(callback).unwrap().duplicate, "{number}");
    }
    assert_eq!(sent.outcome(), Outcome::Completed);
}

/// The issuer that the report shows, with and without a slash at its end, over sockets.
#[tokio::test]
async fn issuer_with_a_slash_at_the_end_is_accepted() {
    for issuer in [
        "https://api.botframework.com",
        "https://api.botframework.com/",
    ] {
        let emulator = Emulator::builder().issuer(issuer).start().await.unwrap();
        let verifier = Verifier::builder(emulator.app().into())
            .tenant(emulator.tenant().into())
            .openid_configuration(emulator.openid_configuration())
            .build()
            .unwrap();
        let inbox = Inbox::new();
        let routes = Router::new().nest("/callback", router(verifier, inbox.clone()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let callback = format!("http://{}/callback", listener.local_addr().unwrap());
        tokio::spawn(axum::serve(listener, routes).into_future());
        emulator.set_callback(Url::parse(&callback).unwrap());
        let client = Client::builder()
            .cloud(Cloud::Custom(emulator.url()))
            .token_source(AccessToken::new(emulator.token()))
            .inbox(inbox)
            .polling(Polling::off())
            .build()
            .unwrap();
        let invite = Invite::builder()
            .call(emulator.add_meeting().into())
            .participants([user()].into());
        let ringing = invite.build().unwrap().send(&client).await.unwrap();
        assert_eq!(ringing.outcome().await, Outcome::Completed, "{issuer}");
    }
}
