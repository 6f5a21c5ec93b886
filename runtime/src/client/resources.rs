//! Reading the resources of a call.

use crate::client::Client;
use crate::graph::json::Object;
use crate::graph::operation::Operation;
use crate::graph::path::{OPERATIONS, PARTICIPANTS};
use crate::graph::roster::Roster;
use crate::http::response::Response;
use crate::http::trace;
use crate::values::service_id::CallId;
use reqwest::StatusCode;
use std::time::Duration;
use url::Url;

impl Client {
    pub(crate) async fn read_operation(
        &self,
        call: &CallId,
        id: &str,
    ) -> Result<Operation, Unread> {
        let url = self.call_url(call, &[OPERATIONS, id]);
        self.get(url, Operation::read).await
    }

    pub(crate) async fn read_roster(&self, call: &CallId) -> Result<Roster, Unread> {
        let url = self.call_url(call, &[PARTICIPANTS]);
        self.get(url, Roster::from_response).await
    }

    /// Reads a resource: a 200 with a JSON object.
    async fn get<T>(&self, url: Url, read: impl FnOnce(&Object) -> T) -> Result<T, Unread> {
        let bearer = self.bearer(None).await.map_err(|_| Unread::default())?;
        let span = trace::request("GET", &url, 0);
        let request = self.http().get(url);
        let response = Response::of(request, &bearer, span).await;
        let response = response.map_err(|_| Unread::default())?;
        let json = response.json().as_object();
        let json = json.filter(|_| response.status == StatusCode::OK);
        json.map(read).ok_or_else(|| Unread {
            status: Some(response.status),
            retry_after: response.retry_after(),
        })
    }
}

/// Why a resource could not be read.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Unread {
    /// The status, if there was an answer.
    status: Option<StatusCode>,
    retry_after: Option<Duration>,
}

impl Unread {
    /// Whether the service says that there is no such resource.
    pub(crate) fn is_not_found(&self) -> bool {
        self.status == Some(StatusCode::NOT_FOUND)
    }

    /// How long the service wants no request: zero if it does not say how long.
    pub(crate) fn throttled(&self) -> Option<Duration> {
        let is_429 = self.status == Some(StatusCode::TOO_MANY_REQUESTS);
        self.retry_after.or(is_429.then_some(Duration::ZERO))
    }
}
