//! Calls.

use crate::api::asked::Asked;
use crate::api::documents::call::{CallDocument, Kind, callee};
use crate::api::names::Names;
use crate::api::problem::Problem;
use crate::calls::call::{Call, CallState};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

pub(crate) fn show(call: &Call, names: &Names) -> Value {
    let people = call.people().iter().map(|entry| {
        let person = entry.callee.person();
        json!({
            "participant_id": entry.id,
            "person": names.of_person(&person).unwrap_or(person.as_str()),
            "id": person.as_str(),
            "in_lobby": entry.in_lobby,
        })
    });
    json!({
        "id": call.id,
        "name": names.of_call(call.id),
        "kind": Kind::of(call.kind),
        "state": match call.state {
            CallState::Incoming => "incoming",
            CallState::Establishing => "establishing",
            CallState::Established => "established",
            CallState::Terminated => "ended",
        },
        "tenant": call.tenant,
        "people": people.collect::<Vec<_>>(),
    })
}

fn show_one(asked: &Asked, id: Uuid) -> Value {
    let names = asked.shared.names();
    let state = asked.state();
    let call = state.any_call(id);
    call.map_or(Value::Null, |call| show(call, &names))
}

pub(crate) fn list(asked: &Asked) -> Result<Vec<Value>, Problem> {
    let names = asked.shared.names();
    let state = asked.state();
    let mut calls: Vec<_> = state.calls().collect();
    calls.sort_by_key(|call| call.id);
    Ok(calls.into_iter().map(|call| show(call, &names)).collect())
}

pub(crate) fn add(asked: &Asked) -> Result<Value, Problem> {
    let call: CallDocument = asked.body()?;
    let known = |id| asked.state().any_call(id).is_some();
    if let Some(id) = call.id.filter(|id| known(*id)) {
        let detail = format!("there is a call {id} already");
        return Err(Problem::not_now(
            detail,
            "leave out `id`, or delete that call first",
        ));
    }
    let shared = &asked.shared;
    let mut names = shared.names();
    if let Some(name) = call.name.as_deref().filter(|name| names.has_call(name)) {
        let detail = format!("there is a call `{name}` already");
        return Err(Problem::not_now(
            detail,
            "choose another name, or delete that call first",
        ));
    }
    let id = call.add(&shared.emulator, &mut names);
    drop(names);
    Ok(show_one(asked, id))
}

pub(crate) fn show_call(asked: &Asked) -> Result<Value, Problem> {
    Ok(show_one(asked, asked.call()?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    state: Option<NextState>,
    tenant: Option<Uuid>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum NextState {
    Established,
    Ended,
}

pub(crate) fn change(asked: &Asked) -> Result<Value, Problem> {
    let (id, change) = (asked.call()?, asked.body::<Change>()?);
    let mut state = asked.state();
    if state.call(id).is_err() {
        return Err(ended());
    }
    if let (Some(tenant), Ok(call)) = (change.tenant, state.call_mut(id)) {
        call.tenant = tenant;
    }
    match change.state {
        Some(NextState::Established) => state.establish_call(id),
        Some(NextState::Ended) => state.end_call(id),
        None => {}
    }
    drop(state);
    Ok(show_one(asked, id))
}

fn ended() -> Problem {
    Problem::not_now("this call has ended", "make a new one with `POST /calls`")
}

pub(crate) fn forget(asked: &Asked) -> Result<Value, Problem> {
    let id = asked.call()?;
    asked.shared.emulator.forget_call(id);
    asked.shared.names().forget_call(id);
    Ok(Value::Null)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Joining {
    person: String,
}

pub(crate) fn join(asked: &Asked) -> Result<Value, Problem> {
    let (id, joining) = (asked.call()?, asked.body::<Joining>()?);
    let person = asked.shared.names().person(&joining.person);
    let entry = asked.state().join(id, callee(&person));
    match entry {
        Some(entry) => Ok(json!({ "participant_id": entry })),
        None => Err(ended()),
    }
}

pub(crate) fn leave(asked: &Asked) -> Result<Value, Problem> {
    let (id, person) = (asked.call()?, asked.person());
    if asked.state().leave_call(id, &person) {
        return Ok(Value::Null);
    }
    let shown = asked.show_person(&person);
    Err(Problem::not_found(
        format!("{shown} is not in this call"),
        "see who is in it with `GET /calls/{call}`",
    ))
}
