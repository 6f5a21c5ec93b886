//! The settings of an emulator, and its start.

use crate::control::emulator::Emulator;
use crate::faults::plan::FaultPlan;
use crate::faults::random_faults::RandomFaults;
use crate::http::server;
use crate::identity::Identity;
use crate::net::endpoint::Endpoint;
use crate::net::tls::Tls;
use crate::notifications::delivery::Delivery;
use crate::notifications::outbox::Outbox;
use crate::notifications::quirk::{Quirk, Quirks};
use crate::notifications::sender;
use crate::notifications::signing_key::SigningKeys;
use crate::paths::OPENID_CONFIGURATION;
use crate::roles;
use crate::service::Service;
use crate::service::state::{Settings, State};
use crate::service::timeline;
use std::fmt;
use std::io;
use std::net::Ipv4Addr;
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
    port: u16,
    tls: bool,
    token: Option<String>,
    app: Uuid,
    tenant: Uuid,
    client_secret: Option<String>,
    roles: Vec<String>,
    token_lifetime: Duration,
    issuer: String,
    callback: Option<Url>,
    delivery: Delivery,
    random_faults: RandomFaults,
    settings: Settings,
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
            port: 0,
            tls: false,
            token: None,
            app: Uuid::new_v4(),
            tenant: Uuid::new_v4(),
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
    /// Sets the port; any free port by default.
    pub const fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Speaks only https. The [certificate](Emulator::certificate) is made at the start.
    ///
    /// ```
    /// use graph_invite::token::AccessToken;
    /// use graph_invite::{Client, Cloud};
    /// use graph_invite_emulator::Emulator;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = Emulator::builder().tls().start().await?;
    /// let client = Client::builder()
    ///     .cloud(Cloud::Custom(emulator.url()))
    ///     .token_source(AccessToken::new(emulator.token()))
    ///     .root_certificate(emulator.certificate().unwrap_or_default())
    ///     .build()?;
    /// # let _ = client;
    /// # Ok(())
    /// # }
    /// ```
    pub const fn tls(mut self) -> Self {
        self.tls = true;
        self
    }

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

    /// Sets the application id of the bot; random by default.
    pub const fn app(mut self, app: Uuid) -> Self {
        self.app = app;
        self
    }

    /// Sets the tenant of new calls; random by default.
    pub const fn tenant(mut self, tenant: Uuid) -> Self {
        self.tenant = tenant;
        self
    }

    /// Sets the [secret](Emulator::client_secret) of the bot; random by default.
    pub fn client_secret(mut self, secret: impl Into<String>) -> Self {
        self.client_secret = Some(secret.into());
        self
    }

    /// Sets the roles of the tokens that the bot gets with its secret. By default these are
    /// `Calls.Initiate.All`, `Calls.InitiateGroupCall.All` and `Calls.JoinGroupCall.All`.
    ///
    /// | Request | One of these roles |
    /// | --- | --- |
    /// | an invite, a new group call | `Calls.InitiateGroupCall.All` |
    /// | a new call to one person | `Calls.Initiate.All` |
    /// | joining a meeting | `Calls.JoinGroupCall.All`, `Calls.JoinGroupCallAsGuest.All` |
    /// | removing a participant | the same |
    ///
    /// Without them the service refuses the request: 403, code 7504.
    ///
    /// ```
    /// use graph_invite_emulator::Emulator;
    ///
    /// // A bot that may invite, and may not cancel an invite.
    /// let emulator = Emulator::builder().roles(["Calls.InitiateGroupCall.All"]);
    /// # let _ = emulator;
    /// ```
    pub fn roles<'a>(mut self, roles: impl IntoIterator<Item = &'a str>) -> Self {
        self.roles = roles.into_iter().map(str::to_owned).collect();
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

    /// Sets the quirks of notifications: these and no others.
    pub fn quirks(mut self, quirks: impl IntoIterator<Item = Quirk>) -> Self {
        self.settings.quirks = Quirks::new(quirks);
        self
    }

    /// Sets how long an unanswered phone rings; 1 second by default. At the service it is about a
    /// minute.
    pub const fn ring_time(mut self, time: Duration) -> Self {
        self.settings.ring_time = time;
        self
    }

    /// Answers 404 to a `GET` of an operation that has ended. The documentation only hints that the
    /// service does that, so it is off by default.
    pub const fn forget_ended_operations(mut self) -> Self {
        self.settings.forget_ended_operations = true;
        self
    }

    /// Shows `null` as the id of each participant in the answer to an invite, as the printed
    /// examples do. Then a bot can't learn the id of a person whose phone rings, and can't cancel
    /// the invite.
    ///
    /// The documentation says that a bot cancels an invite by the id of the participant, and not
    /// where that id comes from. That the answer shows it is a guess of this emulator.
    pub const fn hide_participant_ids(mut self) -> Self {
        self.settings.shows_participant_ids = false;
        self
    }

    /// Refuses every new call with 403 and code 7503, as for a bot whose channel in Azure has no
    /// calling. Here the service knows the bot by default.
    pub const fn unregistered_bot(mut self) -> Self {
        self.settings.knows_bot = false;
        self
    }

    /// Lets the bot remove no participants, and so cancel no invites: 403, code 7504. At the service
    /// this is so until an administrator allows it (`Set-CsApplicationMeetingConfiguration` with
    /// `-AllowRemoveParticipantAppIds`). Here it is allowed by default.
    pub const fn forbid_removal(mut self) -> Self {
        self.settings.allows_removal = false;
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
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await?;
        let tls = if self.tls { Some(Tls::new()?) } else { None };
        let endpoint = Arc::new(Endpoint::new(listener, tls)?);
        let root = endpoint.root();
        let url = Url::parse(&root).map_err(io::Error::other)?;
        let openid_configuration = url.join(OPENID_CONFIGURATION).map_err(io::Error::other)?;
        let identity = Arc::new(Identity {
            root,
            app: self.app,
            client_secret: self.client_secret.unwrap_or_else(random),
            token: self.token.unwrap_or_else(random),
            tenant: self.tenant,
            roles: self.roles,
            token_lifetime: self.token_lifetime,
            issuer: self.issuer,
            scenario: Uuid::new_v4(),
        });
        let keys = Arc::new(SigningKeys::default());
        let outbox = Arc::new(Outbox::new(self.callback, self.delivery));
        let service = Arc::new(Service::new(
            Arc::clone(&identity),
            Arc::clone(&keys),
            Arc::new(FaultPlan::new(self.random_faults)),
            State::new(self.settings, Arc::clone(&outbox)),
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

fn random() -> String {
    Uuid::new_v4().to_string()
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
