//! A request to any resource of Graph.

use crate::calls::answer::GraphAnswer;
use crate::calls::error::{Permission, RequestError, UnsentRequest};
use crate::calls::exchange::{Body, Exchange, Target};
use crate::calls::path::url_below;
use crate::client::Client;
use reqwest::Method;
use reqwest::header::HeaderValue;
use serde::Serialize;
use std::fmt;
use url::Url;

/// A request to a resource of Graph: [`Client::request`] begins it, [`send`](Self::send) sends it.
///
/// See the page [Calls](crate::guide::calls) of the guide.
#[must_use = "a request is sent only by `send`"]
pub struct GraphRequest {
    client: Client,
    method: Method,
    url: Result<Url, UnsentRequest>,
    body: Result<Option<Body>, UnsentRequest>,
}

impl Client {
    /// Begins a request to any resource of Graph, below the root and the version of this client. It is
    /// for what the crate does not wrap: creating a call, answering it, keeping it alive, and all else.
    ///
    /// `path` follows the version, such as `communications/calls`, and may have a query. It must
    /// reach nothing else: a host, a version, `..` or an empty segment is an error of
    /// [`send`](GraphRequest::send). Percent-encode values with characters of their own, such as `/`
    /// or `?`.
    ///
    /// The request has the token, the tenant, the timeouts and the deadline of an invite. It follows no
    /// redirect. It is sent once, and a second time only with a fresh token, if the first one was
    /// refused (401, or 403 with a claims challenge) and the
    /// [`RetryPolicy`](crate::RetryPolicy) is not disabled: such a refusal of Graph proves that nothing
    /// was done. It is never repeated in any other case.
    ///
    /// ```no_run
    /// # async fn keep(client: graph_invite::Client, call: graph_invite::CallId)
    /// #     -> Result<(), graph_invite::RequestError> {
    /// use graph_invite::Method;
    ///
    /// let path = format!("communications/calls/{call}/keepAlive");
    /// client.request(Method::POST, &path).send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, method: Method, path: &str) -> GraphRequest {
        let url = url_below(&self.base_url(), path);
        GraphRequest {
            client: self.clone(),
            method,
            url: url.map_err(UnsentRequest::Path),
            body: Ok(None),
        }
    }
}

impl GraphRequest {
    /// The body, as JSON.
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        let bytes = serde_json::to_vec(body);
        let json = |bytes| Body {
            content_type: HeaderValue::from_static("application/json"),
            bytes,
        };
        self.body = bytes
            .map(|bytes| Some(json(bytes)))
            .map_err(|error| UnsentRequest::Body(error.into()));
        self
    }

    /// The body and its `Content-Type`, such as `text/plain`.
    pub fn body(mut self, content_type: &str, bytes: impl Into<Vec<u8>>) -> Self {
        let bytes = bytes.into();
        self.body = HeaderValue::from_str(content_type)
            .map(|content_type| {
                Some(Body {
                    content_type,
                    bytes,
                })
            })
            .map_err(|error| UnsentRequest::Body(error.into()));
        self
    }

    /// Sends the request. If you drop the future, the request may have left nevertheless.
    ///
    /// # Errors
    ///
    /// A [`RequestError`]: not sent, another status than 2xx, or no answer.
    pub async fn send(self) -> Result<GraphAnswer, RequestError> {
        let target = Target {
            method: self.method,
            url: self.url.map_err(RequestError::NotSent)?,
            body: self.body.map_err(RequestError::NotSent)?,
            needs: Permission::Any,
        };
        Exchange::begin(&self.client, &target)
            .run(|response| Ok(GraphAnswer::of(response)))
            .await
    }
}

/// Shows neither the path, which may name people, nor the body.
impl fmt::Debug for GraphRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GraphRequest")
            .field("method", &self.method)
            .finish_non_exhaustive()
    }
}
