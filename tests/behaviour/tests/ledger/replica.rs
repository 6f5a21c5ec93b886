//! One replica of a bot: a client and a callback of its own, and the ledger of all.

use axum::Router;
use graph_invite_emulator::{Behavior, Emulator};
use invites::callback::{Verifier, router};
use invites::ledger::LedgerSettings;
use invites::token::AccessToken;
use invites::{Client, ClientBuilder, Cloud, Invite, Polling, Url, Uuid, graph_invite};
use std::time::Duration;
use tokio::net::TcpListener;

pub(crate) const ADA: &str = "7e1b4346-85a6-4bdd-abe3-d11c5d420efe";
/// Longer than anything here takes.
pub(crate) const LONG: Duration = Duration::from_secs(20);

pub(crate) struct Replica {
    pub(crate) client: Client,
    callback: Url,
}

impl Replica {
    pub(crate) async fn new(emulator: &Emulator, ledger: impl Into<LedgerSettings>) -> Self {
        Self::with(emulator, ledger, |client| client).await
    }

    /// It does not poll, so all that it learns comes by callbacks and the ledger.
    pub(crate) async fn with(
        emulator: &Emulator,
        ledger: impl Into<LedgerSettings>,
        settings: impl FnOnce(ClientBuilder) -> ClientBuilder,
    ) -> Self {
        let client = Client::builder()
            .cloud(Cloud::Custom(emulator.url()))
            .token_source(AccessToken::new(emulator.token()))
            .polling(Polling::off())
            .outcome_timeout(LONG)
            .ledger(ledger);
        let client = settings(client).build().unwrap();
        let verifier = Verifier::builder(emulator.app().into())
            .tenant(emulator.tenant().into())
            .openid_configuration(emulator.openid_configuration())
            .build()
            .unwrap();
        let routes = Router::new().nest("/callback", router(verifier, client.clone()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/callback", listener.local_addr().unwrap());
        tokio::spawn(axum::serve(listener, routes).into_future());
        Self {
            client,
            callback: Url::parse(&url).unwrap(),
        }
    }

    /// Lets this replica take the callbacks from now on.
    pub(crate) fn takes_callbacks(&self, emulator: &Emulator) {
        emulator.set_callback(self.callback.clone());
    }
}

/// An emulator where Ada declines as soon as she is told to.
pub(crate) async fn ringing_emulator() -> Emulator {
    let emulator = Emulator::start().await.unwrap();
    emulator.set_behavior(ADA, Behavior::KeepsRinging);
    emulator
}

/// The invite of a job, which is the same in each delivery.
pub(crate) fn job(call: Uuid) -> Invite {
    graph_invite! {
        call: call,
        participants: [user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe" named "Ada Lovelace"],
        context: "job 7",
    }
}

/// How many requests to invite somebody the emulator has read.
pub(crate) fn invites(emulator: &Emulator) -> usize {
    let requests = emulator.requests();
    let invites = requests
        .iter()
        .filter(|it| it.path.ends_with("/participants/invite"));
    invites.count()
}
