//! A bot with a real callback, and the events of its invites.

use axum::Router;
use graph_invite_emulator::{Behavior, Emulator, EmulatorBuilder};
use invites::callback::{NotificationHandler, Verifier, router};
use invites::token::AccessToken;
use invites::{
    CallEnd, Client, Cloud, Failure, Inbox, Invite, InviteEvent, Outcome, Ringing, Url, UserId,
    Uuid, graph_invite,
};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::time::timeout;

pub(crate) const ADA: &str = "7e1b4346-85a6-4bdd-abe3-d11c5d420efe";
pub(crate) const BOB: &str = "1e126418-44a0-4a94-a6f8-0efe1ad71acb";
pub(crate) const PHONE: &str = "+12345678901";
pub(crate) const SHORTLY: Duration = Duration::from_millis(50);
/// Longer than anything here takes.
const LONG: Duration = Duration::from_secs(20);

/// A bot whose callback accepts only the emulator.
pub(crate) struct Bot {
    pub(crate) emulator: Emulator,
    client: Client,
}

impl Bot {
    pub(crate) async fn new() -> Self {
        Self::of(Emulator::builder()).await
    }

    pub(crate) async fn of(emulator: EmulatorBuilder) -> Self {
        let inbox = Inbox::new();
        Self::with(emulator, inbox.clone(), inbox).await
    }

    pub(crate) async fn with(
        emulator: EmulatorBuilder,
        inbox: Inbox,
        handler: impl NotificationHandler,
    ) -> Self {
        let emulator = emulator.start().await.unwrap();
        let verifier = Verifier::builder(emulator.app().into())
            .tenant(emulator.tenant().into())
            .openid_configuration(emulator.openid_configuration())
            .build()
            .unwrap();
        let callbacks = router(verifier, handler);
        let callback = serve(Router::new().nest("/callback", callbacks)).await;
        emulator.set_callback(callback.join("/callback").unwrap());
        let client = Client::builder()
            .cloud(Cloud::Custom(emulator.url()))
            .token_source(AccessToken::new(emulator.token()))
            .inbox(inbox)
            .outcome_timeout(LONG)
            .build()
            .unwrap();
        Self { emulator, client }
    }

    pub(crate) async fn invite(&self, invite: &Invite) -> Ringing {
        invite.send(&self.client).await.unwrap()
    }

    /// Invites Ada, who behaves like this, to a meeting.
    pub(crate) async fn ada(&self, behavior: Behavior) -> Ringing {
        self.emulator.set_behavior(ADA, behavior);
        let call = self.emulator.add_meeting();
        self.invite(&graph_invite! {
            call: call,
            participants: [user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe"],
        })
        .await
    }

    /// The invites of the five documented examples, in their order.
    pub(crate) fn documented(&self) -> [Invite; 5] {
        let ada = UserId::parse(ADA).unwrap();
        let plenary = self.emulator.add_meeting();
        let entry = self
            .emulator
            .add_participant(plenary, ada.as_uuid())
            .unwrap();
        [
            graph_invite! {
                call: self.emulator.add_meeting(),
                participants: [user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe"],
            },
            graph_invite! {
                call: self.emulator.add_group_call_with_chat(),
                participants: [
                    user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe",
                    user "1e126418-44a0-4a94-a6f8-0efe1ad71acb",
                ],
            },
            graph_invite! {
                call: self.emulator.add_group_call(),
                participants: [
                    user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe"
                        replaces self.emulator.add_peer_to_peer_call(),
                ],
            },
            graph_invite! {
                call: self.emulator.add_group_call(),
                participants: [phone "+12345678901"],
            },
            graph_invite! {
                call: self.emulator.add_meeting(),
                participants: [user ada moves entry from plenary],
            },
        ]
    }
}

pub(crate) async fn serve(routes: Router) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(axum::serve(listener, routes).into_future());
    Url::parse(&url).unwrap()
}

/// The events of an invite, up to and with the awaited one.
pub(crate) async fn until(
    ringing: &Ringing,
    awaited: impl Fn(&InviteEvent) -> bool,
) -> Vec<InviteEvent> {
    let mut seen = Vec::new();
    let mut events = ringing.events();
    let all = async {
        loop {
            seen.push(events.recv().await);
            if seen.last().is_some_and(&awaited) {
                break;
            }
        }
    };
    let came = timeout(LONG, all).await;
    assert!(came.is_ok(), "only {seen:?}");
    seen
}

pub(crate) async fn joined(ringing: &Ringing, who: usize) -> Vec<InviteEvent> {
    until(
        ringing,
        |event| matches!(event, InviteEvent::Joined { participant, .. } if *participant == who),
    )
    .await
}

pub(crate) async fn replaced_call_ended(ringing: &Ringing) -> CallEnd {
    until(ringing, |event| {
        matches!(event, InviteEvent::ReplacedCallEnded(_))
    })
    .await;
    ringing.replaced_call().unwrap()
}

/// The call of an invite, as an id of the emulator.
pub(crate) fn call_of(ringing: &Ringing) -> Uuid {
    ringing.key().call().to_string().parse().unwrap()
}

pub(crate) async fn failure(ringing: &Ringing) -> Failure {
    let Outcome::Failed(failure) = ringing.outcome().await else {
        panic!("{:?}", ringing.current_outcome());
    };
    failure
}
