//! The settings of an emulator, and its start.

use crate::clock::Clock;
use crate::control::emulator::Emulator;
use crate::faults::plan::FaultPlan;
use crate::faults::random_faults::RandomFaults;
use crate::hosts::AllowedHosts;
use crate::http::server;
use crate::identity::Identity;
use crate::ids::{IdKind, Ids};
use crate::log::Log;
use crate::net::endpoint::Endpoint;
use crate::net::tls::Tls;
use crate::notifications::delivery::Delivery;
use crate::notifications::outbox::Outbox;
use crate::notifications::quirk::Quirks;
use crate::notifications::sender;
use crate::notifications::signing_key::SigningKeys;
use crate::paths::OPENID_CONFIGURATION;
use crate::roles;
use crate::service::Service;
use crate::service::state::{Settings, State};
use crate::service::timeline;
use std::fmt;
use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use url::Url;
use uuid::Uuid;

/// How long phones ring. At the service it is about a minute; here tests are quick.
const RING_TIME: Duration = Duration::from_secs(1);
/// What a bot needs for all that is served here.
const ROLES: [&str; 3] = [roles::INITIATE, roles::INITIATE_GROUP, roles::JOIN_GROUP];
/// As Entra ID does for most tokens.
const TOKEN_LIFETIME: Duration = Duration::from_secs(3599);
/// The issuer of the service's own notifications.
const ISSUER: &str = "https://api.botframework.com";

/// An [`Emulator`] before its start.
///
/// ```
/// use graph_invite_emulator::{Delivery, Emulator};
/// use url::Url;
/// use uuid::uuid;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let emulator = Emulator::builder()
///     .callback(Url::parse("http://127.0.0.1:8080/callback")?)
///     .app(uuid!("832899f8-2ea1-4604-8413-27bd2892079f"))
///     .delivery(Delivery::new().duplicate_percent(50))
///     .start()
///     .await?;
/// # let _ = emulator;
/// # Ok(())
/// # }
/// ```
#[must_use = "an emulator runs only after `start`"]
pub struct EmulatorBuilder {
    pub(super) address: IpAddr,
    pub(super) port: u16,
    pub(super) root: Option<String>,
    pub(super) hosts: Vec<String>,
    pub(super) waits_for_scenario: bool,
    pub(super) tls: bool,
    token: Option<String>,
    seed: Option<u64>,
    app: Option<Uuid>,
    tenant: Option<Uuid>,
    client_secret: Option<String>,
    pub(super) roles: Vec<String>,
    token_lifetime: Duration,
    issuer: String,
    callback: Option<Url>,
    delivery: Delivery,
    random_faults: RandomFaults,
    pub(super) settings: Settings,
}

impl Emulator {
    /// Starts an emulator on a free port of the loopback interface, with default settings.
    ///
    /// # Errors
    ///
    /// An [`io::Error`] if no port is free.
    ///
    /// # Panics
    ///
    /// Outside a Tokio runtime with I/O and time enabled.
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// Settings for an emulator.
    ///
    /// ```
    /// use graph_invite_emulator::Emulator;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let emulator = Emulator::builder().token("let me in").start().await?;
    /// assert_eq!(emulator.token(), "let me in");
    /// # Ok(())
    /// # }
    /// ```
    pub fn builder() -> EmulatorBuilder {
        EmulatorBuilder {
            address: Ipv4Addr::LOCALHOST.into(),
            port: 0,
            root: None,
            hosts: Vec::new(),
            waits_for_scenario: false,
            tls: false,
            token: None,
            seed: None,
            app: None,
            tenant: None,
            client_secret: None,
            roles: ROLES.map(str::to_owned).into(),
            token_lifetime: TOKEN_LIFETIME,
            issuer: ISSUER.to_owned(),
            callback: None,
            delivery: Delivery::default(),
            random_faults: RandomFaults::default(),
            settings: Settings {
                ring_time: RING_TIME,
                forget_ended_operations: false,
                shows_participant_ids: true,
                knows_bot: true,
                allows_removal: true,
                quirks: Quirks::default(),
            },
        }
    }
}

impl EmulatorBuilder {
    /// Sets the [token](Emulator::token) that is valid in every tenant; random by default.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Sets the URL of the bot that takes notifications. Without it, none are sent before
    /// [`Emulator::set_callback`].
    pub fn callback(mut self, url: Url) -> Self {
        self.callback = Some(url);
        self
    }

    /// Makes every id the same in each run: those of calls, operations, participants, messages and
    /// requests, and those of the bot and its tenant, its secret and its token, unless they are set.
    /// The same requests in the same order then get the same answers.
    ///
    /// Keys, and so signatures, are random in any case.
    ///
    /// ```
    /// use graph_invite_emulator::Emulator;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> std::io::Result<()> {
    /// let one = Emulator::builder().seed(7).start().await?;
    /// let two = Emulator::builder().seed(7).start().await?;
    /// assert_eq!(one.app(), two.app());
    /// assert_eq!(one.add_meeting(), two.add_meeting());
    /// # Ok(())
    /// # }
    /// ```
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Sets the application id of the bot; random by default.
    pub const fn app(mut self, app: Uuid) -> Self {
        self.app = Some(app);
        self
    }

    /// Sets the tenant of new calls; random by default.
    pub const fn tenant(mut self, tenant: Uuid) -> Self {
        self.tenant = Some(tenant);
        self
    }

    /// Sets the [secret](Emulator::client_secret) of the bot; random by default.
    pub fn client_secret(mut self, secret: impl Into<String>) -> Self {
        self.client_secret = Some(secret.into());
        self
    }

    /// Sets how long a token is valid that the bot gets with its secret; 3,599 seconds by default.
    pub const fn token_lifetime(mut self, lifetime: Duration) -> Self {
        self.token_lifetime = lifetime;
        self
    }

    /// Sets the issuer of the tokens in notifications; `https://api.botframework.com` by default.
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = issuer.into();
        self
    }

    /// Sets how notifications are delivered; each once, at once and in order by default.
    pub fn delivery(mut self, delivery: Delivery) -> Self {
        self.delivery = delivery;
        self
    }

    /// Sets the faults that strike by chance; none by default.
    pub fn random_faults(mut self, faults: RandomFaults) -> Self {
        self.random_faults = faults;
        self
    }

    /// Starts the emulator.
    ///
    /// # Errors
    ///
    /// An [`io::Error`] if the port is taken, or if no certificate can be made.
    ///
    /// # Panics
    ///
    /// Outside a Tokio runtime with I/O and time enabled.
    pub async fn start(self) -> io::Result<Emulator> {
        let listener = TcpListener::bind((self.address, self.port)).await?;
        let tls = if self.tls { Some(Tls::new()?) } else { None };
        let endpoint = Arc::new(Endpoint::new(listener, tls)?);
        let root = self.root.unwrap_or_else(|| endpoint.root());
        let url = Url::parse(&root).map_err(io::Error::other)?;
        let openid_configuration = url.join(OPENID_CONFIGURATION).map_err(io::Error::other)?;
        let ids = |kind| Ids::new(self.seed, kind);
        let drawn = ids(IdKind::Identity);
        let text = || drawn.next().to_string();
        let identity = Arc::new(Identity {
            root,
            app: self.app.unwrap_or_else(|| drawn.next()),
            client_secret: self.client_secret.unwrap_or_else(text),
            token: self.token.unwrap_or_else(text),
            tenant: self.tenant.unwrap_or_else(|| drawn.next()),
            roles: self.roles,
            token_lifetime: self.token_lifetime,
            issuer: self.issuer,
            scenario: drawn.next(),
        });
        let log = Arc::<Log>::default();
        let keys = Arc::new(SigningKeys::default());
        let outbox = Arc::new(Outbox::new(
            ids(IdKind::Message),
            Clock::default(),
            Arc::clone(&log),
            self.callback,
            self.delivery,
        ));
        let service = Arc::new(Service::new(
            Arc::clone(&identity),
            Arc::clone(&keys),
            Arc::new(FaultPlan::new(self.random_faults, log)),
            ids(IdKind::Request),
            AllowedHosts(self.hosts),
            !self.waits_for_scenario,
            State::new(
                self.settings,
                Arc::new(ids(IdKind::Call)),
                Arc::clone(&outbox),
            ),
        ));
        let mut tasks = JoinSet::new();
        tasks.spawn(timeline::run(Arc::clone(&service)));
        tasks.spawn(sender::run(outbox, identity, keys));
        Ok(Emulator {
            url,
            openid_configuration,
            _stop: server::start(&service, &endpoint),
            _tasks: tasks,
            service,
            endpoint,
        })
    }
}

/// Shows the port, and neither token nor secret.
impl fmt::Debug for EmulatorBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmulatorBuilder")
            .field("port", &self.port)
            .field("tls", &self.tls)
            .finish_non_exhaustive()
    }
}
