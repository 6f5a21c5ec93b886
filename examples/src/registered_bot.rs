//! A bot that is registered with Entra ID.

use azure_core::credentials::Secret;
use azure_identity::ClientSecretCredential;
use graph_invite::{ApplicationId, Client, ClientBuilder, Cloud, TenantId, Url};
use std::env;
use std::fmt::Display;
use std::sync::Arc;

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
    /// The environment variables of the bot.
    pub const VARIABLES: [&str; 3] = ["GRAPH_TENANT_ID", "GRAPH_CLIENT_ID", "GRAPH_CLIENT_SECRET"];

    /// Whether any of the variables is set.
    #[must_use]
    pub fn variables_set() -> bool {
        Self::VARIABLES
            .iter()
            .any(|name| env::var_os(name).is_some())
    }

    /// Reads the bot from its variables.
    ///
    /// For another cloud than the global one, also set `GRAPH_ROOT` to the root of Graph and
    /// `AZURE_AUTHORITY_HOST` to the root of the token endpoint.
    ///
    /// # Errors
    ///
    /// A variable is missing or wrong. The error names it.
    pub fn from_env() -> Result<Self, String> {
        let missing = Self::VARIABLES.into_iter();
        let missing: Vec<_> = missing.filter(|name| env::var_os(name).is_none()).collect();
        if !missing.is_empty() {
            let missing = missing.join(", ");
            return Err(format!("to use Microsoft Graph, set {missing}"));
        }
        let [tenant, app, secret] = Self::VARIABLES.map(|name| env::var(name).map_err(of(name)));
        let (tenant, app) = (tenant?, app?);
        let [tenant_name, app_name, secret_name] = Self::VARIABLES;
        let cloud = match env::var("GRAPH_ROOT") {
            Ok(root) => Cloud::Custom(Url::parse(&root).map_err(of("GRAPH_ROOT"))?),
            Err(_) => Cloud::Global,
        };
        let secret = Secret::new(secret?);
        let credential = ClientSecretCredential::new(&tenant, app.clone(), secret, None);
        Ok(Self {
            tenant: TenantId::parse(&tenant).map_err(of(tenant_name))?,
            app: ApplicationId::parse(&app).map_err(of(app_name))?,
            credential: credential.map_err(of(secret_name))?,
            cloud,
        })
    }

    /// Where the bot sends its requests: the root of Graph, if it is set.
    #[must_use]
    pub fn service(&self) -> &str {
        match &self.cloud {
            Cloud::Custom(root) => root.as_str(),
            _ => "Microsoft Graph",
        }
    }

    /// A builder for a client of Microsoft Graph that uses this bot's tokens.
    pub fn client_builder(&self) -> ClientBuilder {
        Client::builder()
            .cloud(self.cloud.clone())
            .token_source(Arc::clone(&self.credential))
    }
}

/// Puts the name of the variable before the error.
fn of<E: Display>(name: &str) -> impl Fn(E) -> String {
    move |error| format!("{name}: {error}")
}
