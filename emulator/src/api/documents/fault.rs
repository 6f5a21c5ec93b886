//! Faults, as they are asked for.

use crate::api::documents::time::Time;
use crate::api::names::Names;
use crate::control::emulator::Emulator;
use crate::faults::fault::{ConnectionFault, Fault, FaultKind, RequestFault};
use crate::faults::plan::Target;
use crate::percent;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Does {
    Status,
    Redirect,
    Success,
    LargeBody,
    Locations,
    Reset,
    NoResponse,
    TruncatedHead,
    TruncatedBody,
    SlowResponse,
    ResetUnread,
    ResetOnAccept,
    RefuseConnections,
    SlowTlsHandshake,
    ResetTlsHandshake,
    UntrustedCertificate,
}

/// A fault, as it is asked for and as it is shown. Which fields it may have depends on `does`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FaultDocument {
    does: Does,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) to: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    times: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    percent: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after_ringing: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    content_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    truncated: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from_gateway: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    locations: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bytes: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time: Option<Time>,
}

/// A fault whose fields fit together.
pub(crate) struct ReadFault<'a> {
    document: &'a FaultDocument,
    pub(crate) fault: FaultKind,
}

/// The fields that each fault may have besides its target.
const fn fields(does: Does) -> &'static [&'static str] {
    match does {
        Does::Status => &[
            "status",
            "retry_after",
            "body",
            "content_type",
            "truncated",
            "from_gateway",
            "after_ringing",
        ],
        Does::Redirect => &["status", "location", "after_ringing"],
        Does::Success => &["body"],
        Does::LargeBody => &["bytes"],
        Does::Locations => &["locations"],
        Does::Reset | Does::NoResponse => &["after_ringing"],
        Does::SlowResponse | Does::RefuseConnections | Does::SlowTlsHandshake => &["time"],
        Does::TruncatedHead
        | Does::TruncatedBody
        | Does::ResetUnread
        | Does::ResetOnAccept
        | Does::ResetTlsHandshake
        | Does::UntrustedCertificate => &[],
    }
}

const TARGETS: [&str; 4] = ["of", "to", "method", "path"];

impl FaultDocument {
    /// The fault, if each of its fields does something.
    pub(crate) fn read(&self) -> Result<ReadFault<'_>, String> {
        let does = serde_json::to_value(self.does).unwrap_or_default();
        let name = does.as_str().unwrap_or_default();
        let given = serde_json::to_value(self).unwrap_or_default();
        let given: BTreeSet<_> = given
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, _)| &**name)
            .collect();
        let fault = self.fault();
        let takes_target = matches!(fault, FaultKind::Request(RequestFault::Response(_)));
        let mut allowed = vec!["does", "times", "percent"];
        allowed.extend(fields(self.does));
        if takes_target {
            allowed.extend(TARGETS);
        }
        if let Some(field) = given.iter().find(|field| !allowed.contains(field)) {
            let allowed = allowed.join(", ");
            return Err(format!(
                "`{field}` would do nothing to `{name}`, which takes {allowed}"
            ));
        }
        let targets = [self.of.is_some(), self.to.is_some(), self.path.is_some()];
        if targets.iter().filter(|given| **given).count() > 1 {
            return Err("a fault has one target: `of`, `to`, or `method` and `path`".to_owned());
        }
        if self.method.is_some() != self.path.is_some() {
            return Err("`method` and `path` come together".to_owned());
        }
        if let Some(mistake) = self.percent.and_then(percent::mistake) {
            return Err(format!("`percent`: {mistake}"));
        }
        if self.does == Does::Status && self.status.is_none() {
            return Err("`status` is missing, such as 503".to_owned());
        }
        if let Some(status) = self.status.filter(|status| !(200..600).contains(status)) {
            return Err(format!("`status` is between 200 and 599, not {status}"));
        }
        Ok(ReadFault {
            document: self,
            fault,
        })
    }

    fn fault(&self) -> FaultKind {
        let after_ringing = self.after_ringing.unwrap_or_default();
        let time = self.time.map_or(Duration::from_secs(1), |time| time.0);
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let fault: Fault = match self.does {
            Does::Status => {
                let mut canned = Fault::status(self.status.unwrap_or(500));
                if let Some(hint) = &self.retry_after {
                    canned = canned.retry_after(hint);
                }
                if let Some(body) = &self.body {
                    let kind = self.content_type.as_deref().unwrap_or("application/json");
                    canned = canned.body(kind, body);
                }
                if self.truncated == Some(true) {
                    canned = canned.truncated();
                }
                if self.from_gateway == Some(true) {
                    canned = canned.from_gateway();
                }
                if after_ringing {
                    canned = canned.after_ringing();
                }
                canned.into()
            }
            Does::Redirect => {
                let status = self.status.unwrap_or(307);
                let canned = Fault::redirect(status, &text(&self.location));
                if after_ringing {
                    canned.after_ringing().into()
                } else {
                    canned.into()
                }
            }
            Does::Success => Fault::success(&text(&self.body)).into(),
            Does::LargeBody => Fault::large_body(self.bytes.unwrap_or(1 << 30)).into(),
            Does::Locations => {
                let locations = self.locations.iter().flatten();
                Fault::locations(locations.map(String::as_str)).into()
            }
            Does::Reset if after_ringing => Fault::reset().after_ringing().into(),
            Does::Reset => Fault::reset().into(),
            Does::NoResponse if after_ringing => Fault::no_response().after_ringing().into(),
            Does::NoResponse => Fault::no_response().into(),
            Does::TruncatedHead => Fault::truncated_head().into(),
            Does::TruncatedBody => Fault::truncated_body().into(),
            Does::SlowResponse => Fault::slow_response(time).into(),
            Does::ResetUnread => Fault::reset_unread(),
            Does::ResetOnAccept => Fault::reset_on_accept(),
            Does::RefuseConnections => Fault::refuse_connections(time),
            Does::SlowTlsHandshake => Fault::slow_tls_handshake(time),
            Does::ResetTlsHandshake => Fault::reset_tls_handshake(),
            Does::UntrustedCertificate => Fault::untrusted_certificate(),
        };
        fault.0
    }
}

impl ReadFault<'_> {
    /// Plans the fault, and returns its id. Refusing connections begins now.
    pub(crate) fn plan(self, emulator: &Emulator, names: &Names) -> u64 {
        let document = self.document;
        let target = match (&document.of, &document.to, &document.method, &document.path) {
            (Some(person), ..) => Some(Target::Person(names.person(person))),
            (_, Some(call), ..) => names.call(call).ok().map(Target::Call),
            (_, _, Some(method), Some(path)) => Some(Target::Request {
                method: method.to_uppercase(),
                path: path.clone(),
            }),
            _ => None,
        };
        let times = document.times.unwrap_or(match document.percent {
            Some(_) => u32::MAX,
            None => 1,
        });
        let plan = &emulator.service.faults;
        if let FaultKind::Connection(ConnectionFault::Refuse(time)) = self.fault
            && document.percent.is_none()
        {
            emulator.endpoint.close_for(time);
            return plan.add_struck(self.fault);
        }
        plan.add(self.fault, target, times, document.percent)
    }
}
