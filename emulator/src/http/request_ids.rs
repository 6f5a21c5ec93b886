//! The ids of a request, which its response repeats.

use crate::ids::Ids;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use graph_invite_rules::wire;

pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static(wire::REQUEST_ID);
pub(crate) const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static(wire::CLIENT_REQUEST_ID);
const SCENARIO_ID: HeaderName = HeaderName::from_static("scenario-id");
const DIAGNOSTIC: HeaderName = HeaderName::from_static("x-ms-ags-diagnostic");
const SERVER: HeaderValue = HeaderValue::from_static(
    r#"{"ServerInfo":{"DataCenter":"Emulator","Slice":"E","Ring":"1","ScaleUnit":"000","RoleInstance":"EMULATOR"}}"#,
);

#[derive(Clone)]
pub(crate) struct RequestIds {
    pub(crate) request: HeaderValue,
    /// The client's own id, if it sent one.
    pub(crate) client: HeaderValue,
    scenario: Option<HeaderValue>,
}

impl RequestIds {
    pub(crate) fn new(ids: &Ids, sent: &HeaderMap) -> Self {
        let id = ids.next().to_string();
        let request =
            HeaderValue::try_from(id).unwrap_or_else(|_| HeaderValue::from_static("unknown"));
        Self {
            client: sent.get(CLIENT_REQUEST_ID).unwrap_or(&request).clone(),
            scenario: sent.get(SCENARIO_ID).cloned(),
            request,
        }
    }

    pub(crate) fn add_to(self, headers: &mut HeaderMap) {
        headers.insert(REQUEST_ID, self.request);
        headers.insert(CLIENT_REQUEST_ID, self.client);
        headers.insert(DIAGNOSTIC, SERVER);
        if let Some(scenario) = self.scenario {
            headers.insert(SCENARIO_ID, scenario);
        }
    }
}
