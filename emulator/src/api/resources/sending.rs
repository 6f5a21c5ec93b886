//! Sends requests to Graph, as a bot would.

use crate::api::asked::Asked;
use crate::api::problem::Problem;
use crate::api::resources::requests;
use reqwest::header::CONTENT_TYPE;
use reqwest::{Client, Method, redirect, retry};
use serde::Deserialize;
use serde_json::Value;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// How long Graph may take to answer. A fault can keep it from that.
const TIMEOUT: Duration = Duration::from_secs(5);
/// By this header the request is found again in the record.
const REQUEST_ID: &str = "client-request-id";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewRequest {
    #[serde(default)]
    method: Option<String>,
    path: String,
    /// JSON, or a text that is sent as it is.
    #[serde(default)]
    body: Value,
}

/// Sends a request with the token of the bot over the network, and shows it as it was recorded.
pub(crate) fn send(
    asked: Arc<Asked>,
) -> Pin<Box<dyn Future<Output = Result<Value, Problem>> + Send>> {
    Box::pin(async move {
        let new: NewRequest = asked.body()?;
        let method = new.method.as_deref().unwrap_or("POST");
        let method = Method::from_bytes(method.as_bytes()).map_err(|_| {
            let detail = format!("`{method}` is no method");
            Problem::broken_rule(detail, "write GET, POST or DELETE")
        })?;
        if !new.path.starts_with('/') {
            let detail = format!("the path `{}` does not begin with a slash", new.path);
            return Err(Problem::broken_rule(
                detail,
                "write a path such as `/v1.0/communications/calls/{call}/participants/invite`",
            ));
        }
        let emulator = &asked.shared.emulator;
        let url = format!("{}{}", emulator.endpoint.root(), new.path);
        let id = Uuid::new_v4().to_string();
        let mut request = client(emulator.certificate())
            .map_err(|error| Problem::not_now(error, "try again"))?
            .request(method, url)
            .bearer_auth(emulator.token())
            .header(REQUEST_ID, &id);
        request = match new.body {
            Value::Null => request,
            Value::String(text) => request.header(CONTENT_TYPE, "application/json").body(text),
            body => request
                .header(CONTENT_TYPE, "application/json")
                .body(body.to_string()),
        };
        // The record shows how it went, also if a fault struck it.
        let sent = request.send().await;
        let arrived = requests::newest_with_header(&asked, REQUEST_ID, &id);
        arrived.ok_or_else(|| {
            let why = sent.err().map_or_else(String::new, |error| {
                format!(": {}", root_cause(&error.without_url()))
            });
            Problem::not_now(
                format!("the request did not arrive at Graph{why}"),
                "a fault may refuse connections: see `GET /faults`",
            )
        })
    })
}

fn client(certificate: Option<&str>) -> Result<Client, String> {
    let client = Client::builder()
        .redirect(redirect::Policy::none())
        .retry(retry::never())
        .no_proxy()
        .timeout(TIMEOUT);
    trust(client, certificate)?
        .build()
        .map_err(|error| error.to_string())
}

#[cfg(feature = "rustls")]
fn trust(
    client: reqwest::ClientBuilder,
    certificate: Option<&str>,
) -> Result<reqwest::ClientBuilder, String> {
    let Some(certificate) = certificate else {
        return Ok(client);
    };
    let certificate = reqwest::Certificate::from_pem(certificate.as_bytes());
    let certificate = certificate.map_err(|error| error.to_string())?;
    Ok(client.tls_certs_merge([certificate]))
}

#[cfg(not(feature = "rustls"))]
fn trust(
    client: reqwest::ClientBuilder,
    certificate: Option<&str>,
) -> Result<reqwest::ClientBuilder, String> {
    match certificate {
        Some(_) => Err("this emulator is built without the feature `rustls`".to_owned()),
        None => Ok(client),
    }
}

fn root_cause(error: &dyn std::error::Error) -> String {
    let mut cause = error;
    while let Some(next) = cause.source() {
        cause = next;
    }
    cause.to_string()
}
