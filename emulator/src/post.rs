//! Posting notifications, signed, one after the other.

use crate::agenda;
use crate::outbox::{Fate, Letter};
use crate::routes::Service;
use crate::signer::Signer;
use axum::http::HeaderName;
use graph_invite_rules::wire;
use jsonwebtoken::{Algorithm, get_current_timestamp};
use reqwest::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HeaderValue, USER_AGENT};
use serde_json::json;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tracing::{debug, warn};
use uuid::Uuid;

/// How long the bot may take to answer.
const TIMEOUT: Duration = Duration::from_secs(5);
/// How long a token lasts, in seconds, and how long the emulator uses it.
const TOKEN_LIFE: u64 = 60 * 60;
const TOKEN_USE: Duration = Duration::from_secs(5 * 60);

const MESSAGE_ID: HeaderName = HeaderName::from_static(wire::MESSAGE_ID);
const ORIGINAL_ID: HeaderName = HeaderName::from_static(wire::ORIGINAL_MESSAGE_ID);
const SCENARIO_ID: HeaderName = HeaderName::from_static("scenario-id");
const AGENT: HeaderValue = HeaderValue::from_static("Microsoft-Skype/3.0,(Calling/1.0)");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Posts what is due, for as long as the emulator is there.
pub(crate) async fn deliver(service: Arc<Service>) {
    let mut post = None;
    loop {
        let letter = agenda::next(&service, |state| &mut state.outbox.letters).await;
        let post = match &mut post {
            Some(post) => post,
            none => match Post::new() {
                Ok(new) => none.insert(new),
                Err(error) => {
                    warn!(%error, "notifications can't be posted");
                    continue;
                }
            },
        };
        let fate = match post.send(&service, &letter).await {
            Ok(status) => Fate::Answered(status),
            Err(error) => {
                warn!(%error, "the bot did not answer a notification");
                Fate::Unanswered
            }
        };
        debug!(message_id = %letter.message_id, ?fate, "posted a notification");
        service.state().outbox.record(letter.fared(fate));
    }
}

struct Post {
    http: reqwest::Client,
    token: Option<Token>,
}

struct Token {
    signer: Arc<Signer>,
    tenant: Uuid,
    since: Instant,
    header: HeaderValue,
}

impl Post {
    fn new() -> Result<Self, reqwest::Error> {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .timeout(TIMEOUT)
            .build()?;
        Ok(Self { http, token: None })
    }

    async fn send(&mut self, service: &Service, letter: &Letter) -> io::Result<u16> {
        let mut request = self
            .http
            .post(letter.to.clone())
            .header(
                AUTHORIZATION,
                self.authorization(service, letter.tenant).await?,
            )
            .header(ACCEPT, JSON)
            .header(CONTENT_TYPE, JSON)
            .header(USER_AGENT, AGENT)
            .header(SCENARIO_ID, service.identity.scenario.to_string())
            .header(MESSAGE_ID, letter.message_id.to_string());
        if let Some(original) = letter.original {
            request = request.header(ORIGINAL_ID, original.to_string());
        }
        let answer = request.body(letter.body.to_vec()).send().await;
        let answer = answer.map_err(|error| io::Error::other(error.without_url()))?;
        Ok(answer.status().as_u16())
    }

    async fn authorization(&mut self, service: &Service, tenant: Uuid) -> io::Result<HeaderValue> {
        let signer = service.signer().await?;
        if let Some(token) = &self.token
            && token.tenant == tenant
            && Arc::ptr_eq(&token.signer, &signer)
            && token.since.elapsed() < TOKEN_USE
        {
            return Ok(token.header.clone());
        }
        let identity = &service.identity;
        let now = get_current_timestamp();
        let token = signer.sign(
            Algorithm::RS256,
            &json!({
                "iss": identity.issuer,
                "aud": identity.app,
                "tid": tenant,
                "iat": now,
                "nbf": now,
                "exp": now + TOKEN_LIFE,
            }),
        )?;
        let header = HeaderValue::try_from(format!("Bearer {token}"));
        let mut header = header.map_err(io::Error::other)?;
        header.set_sensitive(true);
        self.token = Some(Token {
            signer,
            tenant,
            since: Instant::now(),
            header: header.clone(),
        });
        Ok(header)
    }
}
