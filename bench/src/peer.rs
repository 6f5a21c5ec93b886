//! The clients that are measured. Each sends the first documented invite and reads the response.

use crate::Result;
use graph_invite::token::AccessToken;
use graph_invite::{Client, Cloud, Url, graph_invite};
use graph_rs_sdk::{GraphClient, GraphClientConfiguration};
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use serde_json::{Value, json};
use std::hint::black_box;
use std::time::Duration;

/// The body that the second client sends.
pub const BODY: &str = r##"{"participants":[{"@odata.type":"#microsoft.graph.invitationParticipantInfo","replacesCallId":"a7ebfb2d-871e-419c-87af-27290b22e8db","identity":{"@odata.type":"#microsoft.graph.identitySet","user":{"@odata.type":"#microsoft.graph.identity","id":"278405a3-f568-4b3e-b684-009193463064","displayName":"string"}}}],"clientContext":"f2fa86af-3c51-4bc2-8fc0-475452d9764f"}"##;

const CALL: &str = "57dab8b1-894c-409a-b240-bd8beae78896";
/// The length of a token of the service.
const TOKEN_LENGTH: usize = 1500;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
const TIMEOUT: Duration = Duration::from_secs(60);

pub enum Peer {
    Ours(Client),
    /// Posts bytes that are ready, and does not parse the response.
    Bare(Request),
    /// The same, with JSON for the body and the response.
    ByHand(Request),
    Sdk(Box<GraphClient>),
}

/// A request without its body.
pub struct Request {
    client: reqwest::Client,
    url: Url,
    headers: HeaderMap,
}

impl Peer {
    pub const NAMES: [&str; 4] = ["graph-invite", "reqwest", "by hand", "graph-rs-sdk"];
    /// The index of the one that the others are compared with.
    pub const BARE: usize = 1;

    pub fn new(name: &str, root: &str) -> Result<Self> {
        let token = "t".repeat(TOKEN_LENGTH);
        match name {
            "graph-invite" => ours(root, token),
            "reqwest" => Ok(Self::Bare(Request::new(root, &token)?)),
            "by hand" => Ok(Self::ByHand(Request::new(root, &token)?)),
            "graph-rs-sdk" => sdk(root, token),
            _ => Err("no such peer".into()),
        }
    }

    /// One invite, from the macro to its result.
    pub async fn invite(&self) -> Result<()> {
        match self {
            Self::Ours(client) => {
                let invite = graph_invite! {
                    call: "57dab8b1-894c-409a-b240-bd8beae78896",
                    participants: [
                        user "278405a3-f568-4b3e-b684-009193463064" named "string"
                            replaces "a7ebfb2d-871e-419c-87af-27290b22e8db",
                    ],
                    context: "f2fa86af-3c51-4bc2-8fc0-475452d9764f",
                };
                let _ = black_box(invite.send(client).await?);
            }
            Self::Bare(request) => {
                black_box(request.send(BODY.into()).await?.bytes().await?);
            }
            Self::ByHand(request) => {
                let response = request
                    .send(serde_json::to_vec(&json_body())?.into())
                    .await?;
                // As `Response::json` does.
                black_box(serde_json::from_slice::<Value>(&response.bytes().await?)?);
            }
            Self::Sdk(client) => {
                let request = client.communications().call(CALL).invite(&json_body());
                let response = request.send().await?.error_for_status()?;
                black_box(response.json::<Value>().await?);
            }
        }
        Ok(())
    }
}

fn ours(root: &str, token: String) -> Result<Peer> {
    let client = Client::builder()
        .cloud(Cloud::Custom(Url::parse(root)?))
        // As token endpoints issue them, so the client caches it.
        .token_source(AccessToken::new(token).expires_in(Duration::from_secs(3600)))
        .build()?;
    Ok(Peer::Ours(client))
}

impl Request {
    /// With the client settings and headers of graph-invite.
    fn new(root: &str, token: &str) -> Result<Self> {
        let client = reqwest::Client::builder()
            .http1_only()
            .no_proxy()
            .redirect(Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(TIMEOUT)
            .user_agent("graph-invite/0.1.0")
            .build()?;
        let mut authorization = HeaderValue::try_from(format!("Bearer {token}"))?;
        authorization.set_sensitive(true);
        let headers = [
            (AUTHORIZATION, authorization),
            (CONTENT_TYPE, HeaderValue::from_static("application/json")),
            (
                HeaderName::from_static("client-request-id"),
                HeaderValue::from_static("2c6c0a52-0f0e-4c55-8a0e-0f3a6f3f7f11"),
            ),
        ];
        Ok(Self {
            client,
            url: format!("{root}/v1.0/communications/calls/{CALL}/participants/invite").parse()?,
            headers: headers.into_iter().collect(),
        })
    }

    async fn send(&self, body: reqwest::Body) -> Result<reqwest::Response> {
        let request = self.client.post(self.url.clone());
        let request = request.headers(self.headers.clone()).body(body);
        Ok(request.send().await?.error_for_status()?)
    }
}

/// Its redirects and proxies cannot be turned off.
fn sdk(root: &str, token: String) -> Result<Peer> {
    let configuration = GraphClientConfiguration::new()
        .access_token(token)
        .https_only(false)
        .referer(false)
        .connect_timeout(CONNECT_TIMEOUT)
        .timeout(TIMEOUT);
    let mut client = GraphClient::from(configuration);
    client.use_test_endpoint(&format!("{root}/v1.0").parse()?);
    Ok(Peer::Sdk(Box::new(client)))
}

fn json_body() -> Value {
    json!({
        "participants": [{
            "@odata.type": "#microsoft.graph.invitationParticipantInfo",
            "replacesCallId": "a7ebfb2d-871e-419c-87af-27290b22e8db",
            "identity": {
                "@odata.type": "#microsoft.graph.identitySet",
                "user": {
                    "@odata.type": "#microsoft.graph.identity",
                    "id": "278405a3-f568-4b3e-b684-009193463064",
                    "displayName": "string",
                },
            },
        }],
        "clientContext": "f2fa86af-3c51-4bc2-8fc0-475452d9764f",
    })
}
