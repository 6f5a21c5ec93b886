//! What a request may have meant. Hints are ours: no answer of Graph has them.

use crate::api::names::Names;
use crate::api::problem::SEND_AS_JSON;
use crate::calls::invitation::Invitation;
use crate::service::recorded_request::RecordedRequest;
use crate::service::state::State;
use uuid::Uuid;

/// What to write instead, or what was ignored; each in a sentence.
pub(crate) fn of(
    request: &RecordedRequest,
    code: &str,
    state: &State,
    names: &Names,
) -> Vec<String> {
    let mut hints = Vec::new();
    match request.status {
        Some(401) => hints.push(
            "the token is missing, unknown, over or revoked: `GET /credentials` shows a good one"
                .to_owned(),
        ),
        Some(415) => hints.push(SEND_AS_JSON.to_owned()),
        Some(404) if code == "8522" => hints.extend(nearest_call(&request.path, state, names)),
        _ => {}
    }
    if request.path.contains("//") {
        hints.push("the path has a doubled slash, which is taken as one".to_owned());
    }
    let body = String::from_utf8_lossy(&request.body);
    if body.contains("\"@odata_type\"") {
        hints.push("the service reads `@odata.type`; it ignored `@odata_type`".to_owned());
    }
    let dropped = serde_json::from_slice(&request.body)
        .ok()
        .and_then(|body| Invitation::read(&body).ok())
        .map_or(0, |invitation| invitation.dropped);
    if dropped > 0 && request.path.contains("invite") {
        hints.push(format!(
            "the service silently dropped {dropped} participant(s): one of the invite leaves a call, \
             so only the first is read; send each in an invite of their own"
        ));
    }
    hints
}

/// The call whose id differs in the fewest digits from that of the path.
fn nearest_call(path: &str, state: &State, names: &Names) -> Option<String> {
    let wanted = path
        .split(['/', '\'', '?'])
        .find_map(|part| Uuid::parse_str(part).ok())?;
    if state.any_call(wanted).is_some() {
        return Some("this call has ended, or has no such operation or participant".to_owned());
    }
    let differing = |id: Uuid| {
        let pairs = wanted.as_simple().to_string().into_bytes();
        let other = id.as_simple().to_string().into_bytes();
        pairs
            .iter()
            .zip(&other)
            .filter(|(one, other)| one != other)
            .count()
    };
    let nearest = state
        .calls()
        .map(|call| (differing(call.id), call.id))
        .min()?;
    let (count, id) = nearest;
    let name = names.of_call(id).unwrap_or("a call without a name");
    Some(format!(
        "there is no such call; the nearest is {id} ({name}), of which {count} digit(s) differ"
    ))
}
