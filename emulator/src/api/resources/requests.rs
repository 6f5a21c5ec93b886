//! The requests that came to Graph, and their answers.

use crate::api::asked::Asked;
use crate::api::names::Names;
use crate::api::problem::Problem;
use crate::api::resources::hints;
use crate::service::recorded_request::RecordedRequest;
use crate::service::state::State;
use serde_json::{Map, Value, json};

fn show(number: u64, request: &RecordedRequest, state: &State, names: &Names) -> Value {
    let headers: Map<_, _> = request
        .headers
        .iter()
        .map(|(name, value)| (name.clone(), value.clone().into()))
        .collect();
    let answer: Value = serde_json::from_slice(&request.answer).unwrap_or_default();
    let code = answer["error"]["code"].as_str().unwrap_or_default();
    json!({
        "id": number.to_string(),
        "method": request.method,
        "path": request.path,
        "headers": headers,
        "body": body(request),
        "status": request.status,
        "code": answer["error"]["code"],
        "hints": hints::of(request, code, state, names),
        "answer": answer,
    })
}

/// The JSON of a body, or its text.
fn body(request: &RecordedRequest) -> Value {
    serde_json::from_slice(&request.body)
        .unwrap_or_else(|_| String::from_utf8_lossy(&request.body).into())
}

/// Shows the requests that match, newest first.
fn select(asked: &Asked, matches: impl Fn(&RecordedRequest) -> bool) -> Vec<Value> {
    let names = asked.shared.names();
    let state = asked.state();
    let matching = state.ledger.numbered_requests();
    let matching = matching.filter(|(_, request)| matches(request));
    let shown = matching.map(|(number, request)| show(number, request, &state, &names));
    let mut shown: Vec<_> = shown.collect();
    shown.reverse();
    shown
}

pub(crate) fn list(asked: &Asked) -> Result<Vec<Value>, Problem> {
    let call = asked.call_filter()?.map(|call| call.simple().to_string());
    let status: Option<u16> = asked.number("status")?;
    let (method, path) = (asked.query("method"), asked.query("path"));
    Ok(select(asked, |request| {
        let plain = || request.path.replace('-', "").to_ascii_lowercase();
        method.is_none_or(|method| method.eq_ignore_ascii_case(&request.method))
            && path.is_none_or(|part| request.path.contains(part))
            && status.is_none_or(|status| request.status == Some(status))
            && call.as_ref().is_none_or(|call| plain().contains(call))
    }))
}

pub(crate) fn show_one(asked: &Asked) -> Result<Value, Problem> {
    let names = asked.shared.names();
    let state = asked.state();
    let number = asked.part("request").parse().ok();
    let found = number.and_then(|number| Some((number, state.ledger.request(number)?)));
    let (number, request) = found.ok_or_else(|| {
        let hint = "use the `id` of a request of `GET /requests`";
        Problem::not_found("there is no such request", hint)
    })?;
    Ok(show(number, request, &state, &names))
}

/// How many of the nearest requests are shown, and how many of their fields.
const NEAREST: usize = 3;
const MAX_FIELDS: usize = 20;

/// The newest request that has this value in a header.
pub(crate) fn newest_with_header(asked: &Asked, name: &str, value: &str) -> Option<Value> {
    let names = asked.shared.names();
    let state = asked.state();
    let mut requests = state.ledger.numbered_requests();
    let (number, request) = requests.rfind(|(_, request)| request.header(name) == Some(value))?;
    Some(show(number, request, &state, &names))
}

/// Finds requests by a pattern of their body. If there are none, it shows what the nearest ones have
/// instead.
pub(crate) fn find(asked: &Asked) -> Result<Value, Problem> {
    let pattern = &asked.body;
    let matching = select(asked, |request| {
        let mut differing = Vec::new();
        compare(pattern, &body(request), "", &mut differing) > 0 && differing.is_empty()
    });
    let mut nearest = Vec::new();
    if matching.is_empty() {
        let state = asked.state();
        for (number, request) in state.ledger.numbered_requests() {
            let mut differing = Vec::new();
            let equal = compare(pattern, &body(request), "", &mut differing);
            nearest.push((equal, number, differing));
        }
        nearest.sort_by_key(|(equal, number, _)| std::cmp::Reverse((*equal, *number)));
    }
    let nearest = nearest
        .into_iter()
        .take(NEAREST)
        .map(|(equal, number, differing)| {
            let differing: Vec<_> = differing.into_iter().take(MAX_FIELDS).collect();
            json!({ "id": number.to_string(), "equal": equal, "different": differing })
        });
    Ok(
        json!({ "total": matching.len(), "items": matching, "nearest": nearest.collect::<Vec<_>>() }),
    )
}

/// How many values of the pattern are equal, and which are not: their place and both values.
fn compare(wanted: &Value, found: &Value, place: &str, differing: &mut Vec<Value>) -> usize {
    match wanted {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, wanted)| {
                let found = found.get(name).unwrap_or(&Value::Null);
                compare(wanted, found, &format!("{place}/{name}"), differing)
            })
            .sum(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(number, wanted)| {
                let found = found.get(number).unwrap_or(&Value::Null);
                compare(wanted, found, &format!("{place}/{number}"), differing)
            })
            .sum(),
        value if value == found => 1,
        value => {
            differing.push(json!({ "at": place, "wanted": value, "found": found }));
            0
        }
    }
}
