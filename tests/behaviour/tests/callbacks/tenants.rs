//! The token of a callback proves a tenant, and binds its body to the calls of that tenant.

use crate::bot::{ADA, call_of, serve, until};
use axum::Router;
use graph_invite_emulator::{Behavior, DeliveryStatus, Emulator};
use invites::callback::{Verifier, router};
use invites::token::AccessToken;
use invites::{
    Client, Cloud, Inbox, InviteEvent, Outcome, Polling, Presence, TenantId, Uuid, graph_invite,
};
use std::time::Duration;
use tokio::time::sleep;

#[tokio::test]
async fn token_of_one_tenant_changes_no_invite_of_another() {
    let emulator = Emulator::start().await.unwrap();
    emulator.set_behavior(ADA, Behavior::KeepsRinging);
    let inbox = Inbox::new();
    let verifier = Verifier::builder(emulator.app().into())
        .any_tenant()
        .openid_configuration(emulator.openid_configuration())
        .build()
        .unwrap();
    let callbacks = Router::new().nest("/callback", router(verifier, inbox.clone()));
    let callback = serve(callbacks).await.join("/callback").unwrap();
    emulator.set_callback(callback);
    let client = Client::builder()
        .cloud(Cloud::Custom(emulator.url()))
        .token_source(AccessToken::new(emulator.token()))
        .inbox(inbox)
        .polling(Polling::off())
        .build()
        .unwrap()
        .for_tenant(TenantId::from(emulator.tenant()));
    let invite = graph_invite! {
        call: emulator.add_meeting(),
        participants: [user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe"],
    };
    let ringing = invite.send(&client).await.unwrap();

    emulator.set_call_tenant(call_of(&ringing), Uuid::from_u128(7));
    assert!(emulator.answer(call_of(&ringing), ADA));
    let is_taken = || {
        let notifications = emulator.notifications();
        let taken = notifications.iter();
        let taken = taken.filter(|sent| sent.status == DeliveryStatus::Answered(202));
        // The end of the operation, and the roster.
        taken.count() >= 2
    };
    while !is_taken() {
        sleep(Duration::from_millis(1)).await;
    }
    assert_eq!(ringing.current_outcome(), Outcome::Unknown);
    assert_eq!(ringing.presence(), [Presence::NotSeen]);

    emulator.set_call_tenant(call_of(&ringing), emulator.tenant());
    emulator.end_call(call_of(&ringing));
    until(&ringing, |event| matches!(event, InviteEvent::CallEnded(_))).await;
}
