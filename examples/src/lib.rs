//! The stage on which the examples play: the emulated service, a client of it, and what to show
//! afterwards. README is compiled here too.
#![doc = include_str!("../../README.md")]

use azure_core::credentials::Secret;
use azure_identity::ClientSecretCredential;
use graph_invite::{
    AccessToken, ApplicationId, BuildError, Client, ClientBuilder, Cloud, Operation, Ringing,
    TenantId, Url,
};
use graph_invite_emulator::Emulator;
use std::env;
use std::error::Error;
use std::sync::Arc;

/// A client of the emulated service.
///
/// # Errors
///
/// As [`graph_invite::ClientBuilder::build`].
pub fn client_of(emulator: &Emulator) -> Result<Client, BuildError> {
    Client::builder()
        .cloud(Cloud::Custom(emulator.url()))
        .token_source(AccessToken::new(emulator.token()))
        .build()
}

/// A bot that is registered with Entra ID.
pub struct Registration {
    /// Its tenant, which its calls are of.
    pub tenant: TenantId,
    /// Its application id.
    pub app: ApplicationId,
    credential: Arc<ClientSecretCredential>,
    cloud: Cloud,
}

impl Registration {
    /// The bot that `GRAPH_TENANT_ID`, `GRAPH_CLIENT_ID` and `GRAPH_CLIENT_SECRET` name, if any.
    /// Outside the global cloud, `GRAPH_ROOT` says where Graph is, and `AZURE_AUTHORITY_HOST` who
    /// gives tokens.
    ///
    /// # Errors
    ///
    /// One of the three is missing, or something is wrong with one.
    pub fn of_environment() -> Result<Option<Self>, Box<dyn Error>> {
        const SAY: [&str; 3] = ["GRAPH_TENANT_ID", "GRAPH_CLIENT_ID", "GRAPH_CLIENT_SECRET"];
        let (tenant, app, secret) = match SAY.map(|name| env::var(name).ok()) {
            [None, None, None] => return Ok(None),
            [Some(tenant), Some(app), Some(secret)] => (tenant, app, Secret::new(secret)),
            _ => return Err(format!("say all of {}, or none", SAY.join(", ")).into()),
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

    /// A client of Microsoft Graph for this bot.
    pub fn client(&self) -> ClientBuilder {
        Client::builder()
            .cloud(self.cloud.clone())
            .token_source(Arc::clone(&self.credential))
    }
}

/// Prints what came of an invite: the operation, and the key by which its end will be told.
pub fn show(ringing: &Ringing) {
    match ringing.operation() {
        Some(Operation {
            id: Some(id),
            status,
            ..
        }) => println!("operation  {id} is {status:?}"),
        _ => println!("operation  accepted, without a word about it"),
    }
    println!("context    {}", ringing.key().client_context());
}

/// Prints what only the emulator knows: the request as it crossed the wire, and whose phone rang.
pub fn show_wire(emulator: &Emulator) {
    for request in emulator.requests() {
        println!("{request}\n");
    }
    for (person, times) in emulator.ring_counts() {
        println!("rang       {person}: {times}");
    }
}
