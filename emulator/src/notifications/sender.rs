//! Posts notifications to the bot, signed, one after the other.

use crate::identity::Identity;
use crate::notifications::outbox::{Outbox, QueuedNotification};
use crate::notifications::recorded_notification::DeliveryStatus;
use crate::notifications::signing_key::{SigningKey, SigningKeys, unix_now};
use graph_invite_rules::wire::{MESSAGE_ID, ORIGINAL_MESSAGE_ID};

use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT};
use serde_json::json;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};
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

/// Sends what is due, and does not end.
pub(crate) async fn run(outbox: Arc<Outbox>, identity: Arc<Identity>, keys: Arc<SigningKeys>) {
    let mut sender = None;
    loop {
        let notification = outbox.queue.next().await;
        let sender = match &mut sender {
            Some(sender) => sender,
            none => match Sender::new(&identity, &keys) {
                Ok(new) => none.insert(new),
                Err(error) => {
                    warn!(%error, "can't post notifications");
                    continue;
                }
            },
        };
        let status = match sender.send(&notification).await {
            Ok(status) => DeliveryStatus::Answered(status),
            Err(error) => {
                warn!(%error, "the bot did not answer a notification");
                DeliveryStatus::Unanswered
            }
        };
        debug!(message_id = %notification.message_id, ?status, "posted a notification");
        outbox.record(notification.into_record(status));
    }
}

struct Sender {
    http: reqwest::Client,
    identity: Arc<Identity>,
    keys: Arc<SigningKeys>,
    token: Option<Token>,
}

struct Token {
    key: Arc<SigningKey>,
    tenant: Uuid,
    since: Instant,
    header: HeaderValue,
}

impl Sender {
    fn new(identity: &Arc<Identity>, keys: &Arc<SigningKeys>) -> Result<Self, reqwest::Error> {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .timeout(TIMEOUT)
            .build()?;
        Ok(Self {
            http,
            identity: Arc::clone(identity),
            keys: Arc::clone(keys),
            token: None,
        })
    }

    async fn send(&mut self, notification: &QueuedNotification) -> io::Result<u16> {
        let mut request = self
            .http
            .post(notification.callback.clone())
            .header(
                AUTHORIZATION,
                self.authorization(notification.tenant).await?,
            )
            .header(ACCEPT, JSON)
            .header(CONTENT_TYPE, JSON)
            .header(USER_AGENT, AGENT)
            .header(SCENARIO_ID, self.identity.scenario.to_string())
            .header(MESSAGE_ID, notification.message_id.to_string());
        if let Some(original) = notification.original_message_id {
            request = request.header(ORIGINAL_MESSAGE_ID, original.to_string());
        }
        let response = request.body(notification.body.to_vec()).send().await;
        let response = response.map_err(|error| io::Error::other(error.without_url()))?;
        Ok(response.status().as_u16())
    }

    async fn authorization(&mut self, tenant: Uuid) -> io::Result<HeaderValue> {
        let key = self.keys.current().await?;
        if let Some(token) = &self.token
            && token.tenant == tenant
            && Arc::ptr_eq(&token.key, &key)
            && token.since.elapsed() < TOKEN_REUSE
        {
            return Ok(token.header.clone());
        }
        let now = unix_now();
        let token = key.sign(&json!({
            "iss": self.identity.issuer,
            "aud": self.identity.app,
            "tid": tenant,
            "iat": now,
            "nbf": now,
            "exp": now + TOKEN_LIFETIME,
        }))?;
        let header = HeaderValue::try_from(format!("Bearer {token}"));
        let mut header = header.map_err(io::Error::other)?;
        header.set_sensitive(true);
        self.token = Some(Token {
            key,
            tenant,
            since: Instant::now(),
            header: header.clone(),
        });
        Ok(header)
    }
}
