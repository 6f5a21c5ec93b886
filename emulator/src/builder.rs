//! An emulator about to start.

use crate::delivery::Delivery;
use crate::entra::TOKEN_LIFE;
use crate::faults::{Faults, Plan};
use crate::front::{Front, Porter};
use crate::line::Wire;
use crate::oddity::{Oddities, Oddity};
use crate::routes::{Identity, OIDC, Service, router};
use crate::signer::SHARED;
use crate::state::State;
use crate::tls::Tls;
use crate::{Emulator, agenda, post};
use std::fmt;
use std::io;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinSet;
use url::Url;
use uuid::Uuid;

/// How long phones ring: a minute at the service, less here so that tests are quick.
const RING_TIME: Duration = Duration::from_secs(1);
/// Who the service says it is.
const ISSUER: &str = "https://api.botframework.com";

/// An [`Emulator`] about to start.
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
///     .delivery(Delivery::new().doubling(50))
///     .start()
///     .await?;
/// # let _ = emulator;
/// # Ok(())
/// # }
/// ```
#[must_use = "an emulator is there once `start` is called"]
pub struct EmulatorBuilder {
    port: u16,
    tls: bool,
    token: Option<String>,
    app: Uuid,
    tenant: Uuid,
    secret: Option<String>,
    token_life: Duration,
    issuer: String,
    callback: Option<Url>,
    delivery: Delivery,
    faults: Faults,
    oddities: Oddities,
    ring_time: Duration,
    forgets_operations: bool,
}

impl EmulatorBuilder {
    pub(crate) fn new() -> Self {
        Self {
            port: 0,
            tls: false,
            token: None,
            app: Uuid::new_v4(),
            tenant: Uuid::new_v4(),
            secret: None,
            token_life: TOKEN_LIFE,
            issuer: ISSUER.to_owned(),
            callback: None,
            delivery: Delivery::default(),
            faults: Faults::default(),
            oddities: Oddities::default(),
            ring_time: RING_TIME,
            forgets_operations: false,
        }
    }

    /// The port to listen on, instead of any that is free.
    pub const fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// Speaks https, and http no more, with a [certificate](Emulator::certificate) made when it
    /// starts.
    ///
    /// ```
    /// use graph_invite_emulator::Emulator;
    /// use graph_invite::{AccessToken, Client, Cloud};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = Emulator::builder().tls().start().await?;
    /// let client = Client::builder()
    ///     .cloud(Cloud::Root(emulator.url()))
    ///     .token(AccessToken::new(emulator.token()))
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

    /// The token to admit, instead of a random one.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// Where the bot takes notifications. Without it, none are sent until
    /// [`Emulator::set_callback`].
    pub fn callback(mut self, url: Url) -> Self {
        self.callback = Some(url);
        self
    }

    /// The bot's application id, which is the audience of notifications, instead of a random one.
    pub fn app(mut self, app: Uuid) -> Self {
        self.app = app;
        self
    }

    /// The tenant that the calls are of, instead of a random one.
    pub fn tenant(mut self, tenant: Uuid) -> Self {
        self.tenant = tenant;
        self
    }

    /// The secret by which the bot gets tokens, instead of a random one.
    pub fn secret(mut self, secret: impl Into<String>) -> Self {
        self.secret = Some(secret.into());
        self
    }

    /// How long a token is good for that the bot gets by its secret; 3,599 seconds unless set.
    pub fn token_life(mut self, life: Duration) -> Self {
        self.token_life = life;
        self
    }

    /// Who the tokens of notifications are from; `https://api.botframework.com` unless set.
    pub fn issuer(mut self, issuer: impl Into<String>) -> Self {
        self.issuer = issuer.into();
        self
    }

    /// How notifications are delivered; each once, at once, and in order unless set.
    pub fn delivery(mut self, delivery: Delivery) -> Self {
        self.delivery = delivery;
        self
    }

    /// What goes wrong by chance; nothing unless set.
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// What is odd about notifications: these, and nothing else.
    pub fn oddities(mut self, oddities: impl IntoIterator<Item = Oddity>) -> Self {
        self.oddities = Oddities::of(oddities);
        self
    }

    /// How long a phone rings that nobody answers; 1 second unless set. At the service it is about
    /// a minute.
    pub fn ring_time(mut self, time: Duration) -> Self {
        self.ring_time = time;
        self
    }

    /// Answers 404 to `GET` of an operation that has ended. The documentation only hints that the
    /// service does, so it is off unless set.
    pub fn forgets_operations(mut self) -> Self {
        self.forgets_operations = true;
        self
    }

    /// As [`Emulator::start`].
    ///
    /// # Errors
    ///
    /// An [`io::Error`] if the port is taken, or a certificate can't be made.
    ///
    /// # Panics
    ///
    /// Outside a Tokio runtime with I/O and time enabled.
    pub async fn start(self) -> io::Result<Emulator> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, self.port)).await?;
        let tls = if self.tls { Some(Tls::new()?) } else { None };
        let front = Arc::new(Front::new(listener, tls, Plan::of(self.faults))?);
        let root = front.root();
        let mut state = State::default();
        state.ring_time = self.ring_time;
        state.forgets_operations = self.forgets_operations;
        state.oddities = self.oddities;
        state.delivery = self.delivery;
        state.outbox.callback = self.callback;
        let url = Url::parse(&root).map_err(io::Error::other)?;
        let oidc = url.join(OIDC).map_err(io::Error::other)?;
        let service = Arc::new(Service {
            url,
            root,
            token: self.token.unwrap_or_else(random),
            identity: Identity {
                app: self.app,
                tenant: self.tenant,
                secret: self.secret.unwrap_or_else(random),
                token_life: self.token_life,
                issuer: self.issuer,
                scenario: Uuid::new_v4(),
            },
            oidc,
            keys: Mutex::new(Arc::clone(&SHARED)),
            front: Arc::clone(&front),
            state: Mutex::new(state),
        });
        let (stop, stopped) = oneshot::channel::<()>();
        let router = router(Arc::clone(&service));
        let router = router.into_make_service_with_connect_info::<Wire>();
        let server = axum::serve(Porter::new(front), router)
            .with_graceful_shutdown(async { drop(stopped.await) });
        tokio::spawn(server.into_future());
        let mut tasks = JoinSet::new();
        tasks.spawn(live(Arc::clone(&service)));
        tasks.spawn(post::deliver(Arc::clone(&service)));
        Ok(Emulator {
            service,
            _stop: stop,
            _tasks: tasks,
        })
    }
}

fn random() -> String {
    Uuid::new_v4().to_string()
}

/// Lets people do what they do, when its time has come.
async fn live(service: Arc<Service>) {
    loop {
        let event = agenda::next(&service, |state| &mut state.events).await;
        service.state().happen(event);
    }
}

/// Shows the port, and no token or secret.
impl fmt::Debug for EmulatorBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmulatorBuilder")
            .field("port", &self.port)
            .field("tls", &self.tls)
            .finish_non_exhaustive()
    }
}
