//! Posts notifications to the bot, signed.

use crate::identity::Identity;
use crate::lock::lock;
use crate::notifications::outbox::{Outbox, QueuedNotification};
use crate::notifications::proof::Proof;
use crate::notifications::recorded_notification::DeliveryStatus;
use crate::notifications::signing_key::{SigningKey, SigningKeys, unix_now};
use graph_invite_rules::wire::{MESSAGE_ID, ORIGINAL_MESSAGE_ID};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::collections::hash_map::{Entry, HashMap};
use std::future::poll_fn;
use std::io;
use std::pin::pin;
use std::sync::{Arc, Mutex, OnceLock};
use std::task::Poll;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tracing::{debug, warn};
use uuid::Uuid;

/// How long the bot may take to answer.
const TIMEOUT: Duration = Duration::from_secs(5);
/// How long a token is valid, in seconds, and how long the emulator uses it.
const TOKEN_LIFETIME: u64 = 60 * 60;
const TOKEN_REUSE: Duration = Duration::from_secs(5 * 60);

const SCENARIO_ID: &str = "scenario-id";
const AGENT: HeaderValue = HeaderValue::from_static("Microsoft-Skype/3.0,(Calling/1.0)");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// How many notifications are on their way at a time.
const MAX_POSTS: usize = 256;

/// Sends what is due, and does not end. Each call has a queue of its own: its notifications are sent
/// one after the other, and a bot that is slow to answer one of them delays no other call.
pub(crate) async fn run(outbox: Arc<Outbox>, identity: Arc<Identity>, keys: Arc<SigningKeys>) {
    let sender = Arc::new(Sender {
        http: OnceLock::new(),
        identity,
        keys,
        token: Mutex::new(None),
    });
    let mut posts = JoinSet::new();
    // A call is in here while one of its notifications is on its way.
    let mut waiting = HashMap::<Uuid, VecDeque<QueuedNotification>>::new();
    loop {
        let next = match next(&outbox, &mut posts).await {
            Step::Due(notification) => match waiting.entry(notification.call) {
                Entry::Occupied(mut queue) => {
                    queue.get_mut().push_back(notification);
                    None
                }
                Entry::Vacant(free) => {
                    free.insert(VecDeque::new());
                    Some(notification)
                }
            },
            Step::Posted(call) => {
                let next = waiting.get_mut(&call).and_then(VecDeque::pop_front);
                if next.is_none() {
                    waiting.remove(&call);
                }
                next
            }
        };
        if let Some(notification) = next {
            let (sender, outbox) = (Arc::clone(&sender), Arc::clone(&outbox));
            posts.spawn(async move {
                let call = notification.call;
                post(&sender, &outbox, notification).await;
                call
            });
        }
    }
}

enum Step {
    Due(QueuedNotification),
    /// A notification of this call was posted.
    Posted(Uuid),
}

async fn next(outbox: &Outbox, posts: &mut JoinSet<Uuid>) -> Step {
    let mut due = pin!(outbox.queue.next());
    poll_fn(|cx| {
        if let Poll::Ready(Some(Ok(call))) = posts.poll_join_next(cx) {
            return Poll::Ready(Step::Posted(call));
        }
        if posts.len() < MAX_POSTS {
            due.as_mut().poll(cx).map(Step::Due)
        } else {
            Poll::Pending
        }
    })
    .await
}

async fn post(sender: &Sender, outbox: &Outbox, notification: QueuedNotification) {
    let status = match sender.send(&notification, outbox.proof()).await {
        Ok(status) => DeliveryStatus::Answered(status),
        Err(error) => {
            warn!(%error, "the bot did not answer a notification");
            DeliveryStatus::Unanswered
        }
    };
    debug!(message_id = %notification.message_id, ?status, "posted a notification");
    outbox.finish(&notification, status);
}

struct Sender {
    http: OnceLock<reqwest::Client>,
    identity: Arc<Identity>,
    keys: Arc<SigningKeys>,
    token: Mutex<Option<Token>>,
}

struct Token {
    key: Arc<SigningKey>,
    tenant: Uuid,
    since: Instant,
    header: HeaderValue,
}

impl Sender {
    /// The client, made when it is first needed, because that takes a while.
    fn http(&self) -> io::Result<reqwest::Client> {
        if let Some(http) = self.http.get() {
            return Ok(http.clone());
        }
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .timeout(TIMEOUT)
            .build()
            .map_err(io::Error::other)?;
        Ok(self.http.get_or_init(|| http).clone())
    }

    async fn send(&self, notification: &QueuedNotification, proof: Proof) -> io::Result<u16> {
        let mut request = self
            .http()?
            .post(notification.callback.clone())
            .header(ACCEPT, JSON)
            .header(CONTENT_TYPE, JSON)
            .header(USER_AGENT, AGENT)
            .header(SCENARIO_ID, self.identity.scenario.to_string())
            .header(MESSAGE_ID, notification.message_id.to_string());
        let tenant = notification.tenant;
        request = match proof {
            Proof::Good => request.header(AUTHORIZATION, self.authorization(tenant).await?),
            Proof::Missing => request,
            bad => request.header(AUTHORIZATION, self.bad_authorization(tenant, bad).await?),
        };
        if let Some(original) = notification.original_message_id {
            request = request.header(ORIGINAL_MESSAGE_ID, original.to_string());
        }
        let response = request.body(notification.body.to_vec()).send().await;
        let response = response.map_err(|error| io::Error::other(error.without_url()))?;
        Ok(response.status().as_u16())
    }

    fn claims(&self, tenant: Uuid, proof: Proof) -> Value {
        let now = unix_now();
        let since = match proof {
            Proof::Expired => now.saturating_sub(2 * TOKEN_LIFETIME),
            _ => now,
        };
        let issuer = match proof {
            Proof::WrongIssuer => "https://issuer.example",
            _ => &self.identity.issuer,
        };
        let audience = match proof {
            Proof::WrongAudience => Uuid::nil(),
            _ => self.identity.app,
        };
        json!({
            "iss": issuer,
            "aud": audience,
            "tid": tenant,
            "iat": since,
            "nbf": since,
            "exp": since + TOKEN_LIFETIME,
        })
    }

    /// A token that the bot must refuse.
    async fn bad_authorization(&self, tenant: Uuid, proof: Proof) -> io::Result<HeaderValue> {
        let key = if proof == Proof::UnknownKey {
            let unknown = SigningKeys::default();
            unknown.rotate();
            unknown.current().await?
        } else {
            self.keys.current().await?
        };
        bearer(&key, &self.claims(tenant, proof))
    }

    async fn authorization(&self, tenant: Uuid) -> io::Result<HeaderValue> {
        let key = self.keys.current().await?;
        if let Some(token) = &*lock(&self.token)
            && token.tenant == tenant
            && Arc::ptr_eq(&token.key, &key)
            && token.since.elapsed() < TOKEN_REUSE
        {
            return Ok(token.header.clone());
        }
        let header = bearer(&key, &self.claims(tenant, Proof::Good))?;
        *lock(&self.token) = Some(Token {
            key,
            tenant,
            since: Instant::now(),
            header: header.clone(),
        });
        Ok(header)
    }
}

fn bearer(key: &SigningKey, claims: &Value) -> io::Result<HeaderValue> {
    let header = HeaderValue::try_from(format!("Bearer {}", key.sign(claims)?));
    let mut header = header.map_err(io::Error::other)?;
    header.set_sensitive(true);
    Ok(header)
}
