//! What the examples share: a client of the emulated service, a registered bot, and their output.

use azure_core::credentials::Secret;
use azure_identity::ClientSecretCredential;
use graph_invite::error::BuildError;
use graph_invite::token::AccessToken;
use graph_invite::{ApplicationId, Client, ClientBuilder, Cloud, Ringing, TenantId, Url};
use graph_invite_emulator::Emulator;
use std::env;
use std::error::Error;
use std::sync::Arc;

/// A client of the emulated service.
///
/// # Errors
///
/// As [`ClientBuilder::build`].
pub fn emulated_client(emulator: &Emulator) -> Result<Client, BuildError> {
    emulated_client_builder(emulator).build()
}

/// The same, before it is built.
pub fn emulated_client_builder(emulator: &Emulator) -> ClientBuilder {
    Client::builder()
        .cloud(Cloud::Custom(emulator.url()))
        .token_source(AccessToken::new(emulator.token()))
}

/// A bot that is registered with Entra ID.
pub struct RegisteredBot {
    /// The tenant that the bot's calls belong to.
    pub tenant: TenantId,
    /// The application (client) id of the bot.
    pub app: ApplicationId,
    credential: Arc<ClientSecretCredential>,
    cloud: Cloud,
}

impl RegisteredBot {
    /// Reads the bot from `GRAPH_TENANT_ID`, `GRAPH_CLIENT_ID` and `GRAPH_CLIENT_SECRET`. Returns
    /// `None` if all three are missing.
    ///
    /// For another cloud than the global one, also set `GRAPH_ROOT` to the root of Graph and
    /// `AZURE_AUTHORITY_HOST` to the root of the token endpoint.
    ///
    /// # Errors
    ///
    /// If only some of the three variables are set, or if a value is invalid.
    pub fn from_env() -> Result<Option<Self>, Box<dyn Error>> {
        const NAMES: [&str; 3] = ["GRAPH_TENANT_ID", "GRAPH_CLIENT_ID", "GRAPH_CLIENT_SECRET"];
        let (tenant, app, secret) = match NAMES.map(|name| env::var(name).ok()) {
            [None, None, None] => return Ok(None),
            [Some(tenant), Some(app), Some(secret)] => (tenant, app, Secret::new(secret)),
            _ => return Err(format!("set all of {}, or none of them", NAMES.join(", ")).into()),
        };
        let cloud = match env::var("GRAPH_ROOT") {
            Ok(root) => Cloud::Custom(Url::parse(&root)?),
            Err(_) => Cloud::Global,
        };
        Ok(Some(Self {
            tenant: TenantId::parse(&tenant)?,
            app: ApplicationId::parse(&app)?,
            credential: ClientSecretCredential::new(&tenant, app, secret, None)?,
            cloud,
        }))
    }

    /// A builder for a client of Microsoft Graph that uses this bot's tokens.
    pub fn client_builder(&self) -> ClientBuilder {
        Client::builder()
            .cloud(self.cloud.clone())
            .token_source(Arc::clone(&self.credential))
    }
}

/// Prints what the service returned for an accepted invite.
pub fn print_accepted(ringing: &Ringing) {
    println!("The service accepted the invite.");
    let operation = ringing.operation_id();
    let operation = operation.as_deref().unwrap_or("not in the response");
    println!("  operation       {operation}");
    println!("  client context  {}", ringing.key().client_context());
}

/// Prints the last request that the emulated service received.
pub fn print_last_request(emulator: &Emulator) {
    if let Some(request) = emulator.requests().last() {
        println!("{request}\n");
    }
}

/// Prints how often each phone rang at the emulated service.
pub fn print_ring_counts(emulator: &Emulator) {
    for (person, count) in emulator.ring_counts() {
        println!("{person} rang {count} time(s)");
    }
}

/// Prints an error and its causes.
pub fn print_error(error: &(dyn Error + 'static)) {
    eprintln!("error: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        eprintln!("  caused by: {error}");
        cause = error.source();
    }
}

/// Compiles every Rust block of the documentation.
#[cfg(doctest)]
mod documentation {
    #[doc = include_str!("../../README.md")]
    struct Readme;
    #[doc = include_str!("../../docs/guide/sending.md")]
    struct Sending;
    #[doc = include_str!("../../docs/guide/outcomes.md")]
    struct Outcomes;
    #[doc = include_str!("../../docs/guide/polling.md")]
    struct Polling;
    #[doc = include_str!("../../docs/guide/cancelling.md")]
    struct Cancelling;
    #[doc = include_str!("../../docs/guide/hunting.md")]
    struct Hunting;
    #[doc = include_str!("../../docs/guide/calls.md")]
    struct Calls;
    #[doc = include_str!("../../docs/guide/production.md")]
    struct Production;
    #[doc = include_str!("../../docs/guide/shutting-down.md")]
    struct ShuttingDown;
    #[doc = include_str!("../../docs/guide/testing.md")]
    struct Testing;
    #[doc = include_str!("../../docs/guide/observability.md")]
    struct Observability;
}
