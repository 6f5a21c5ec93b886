//! People, and their phones.

use crate::api::asked::Asked;
use crate::api::documents::manner::Manners;
use crate::api::problem::Problem;
use crate::log::EntryKind;
use crate::person::PersonId;
use crate::service::phones::{Reaction, RingingPhone};
use crate::service::state::State;
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

fn show_person(asked: &Asked, person: &PersonId) -> Value {
    let name = asked.shared.names().of_person(person).map(str::to_owned);
    let state = asked.state();
    json!({
        "name": name,
        "id": person.as_str(),
        "manner": Manners::of(&state.behaviors(person)),
        "rang": state.ledger.rings().get(person).copied().unwrap_or_default(),
    })
}

pub(crate) fn list(asked: &Asked) -> Result<Vec<Value>, Problem> {
    let people: Vec<_> = {
        let names = asked.shared.names();
        names.people().map(|(_, person)| person.clone()).collect()
    };
    Ok(people
        .iter()
        .map(|person| show_person(asked, person))
        .collect())
}

pub(crate) fn show(asked: &Asked) -> Result<Value, Problem> {
    Ok(show_person(asked, &asked.person()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Change {
    name: Option<String>,
    manner: Option<Manners>,
}

pub(crate) fn change(asked: &Asked) -> Result<Value, Problem> {
    let (person, change) = (asked.person(), asked.body::<Change>()?);
    if let Some(name) = change.name {
        let mut names = asked.shared.names();
        if names.named(&name).is_some_and(|named| *named != person) {
            let detail = format!("somebody else has the name `{name}`");
            return Err(Problem::not_now(
                detail,
                "choose another name, or forget that person first",
            ));
        }
        names.name_person(&name, person.clone());
    }
    if let Some(manner) = change.manner {
        let behaviors = manner.behaviors();
        asked.state().set_behaviors(person.clone(), behaviors);
    }
    Ok(show_person(asked, &person))
}

pub(crate) fn forget(asked: &Asked) -> Result<Value, Problem> {
    let person = asked.person();
    asked.state().set_behaviors(person.clone(), Vec::new());
    asked.shared.names().forget_person(&person);
    Ok(Value::Null)
}

fn show_phone(asked: &Asked, phone: &RingingPhone) -> Value {
    let names = asked.shared.names();
    let person = names.of_person(&phone.person);
    json!({
        "person": person.unwrap_or(phone.person.as_str()),
        "id": phone.person.as_str(),
        "call": phone.call,
        "call_name": names.of_call(phone.call),
        "operation": phone.operation,
    })
}

pub(crate) fn phones(asked: &Asked) -> Result<Vec<Value>, Problem> {
    let (call, person) = (asked.call_filter()?, asked.person_filter());
    let ringing = asked.state().ringing_phones();
    let ringing = ringing.iter().filter(|phone| {
        call.is_none_or(|call| call == phone.call)
            && person.as_ref().is_none_or(|person| *person == phone.person)
    });
    Ok(ringing.map(|phone| show_phone(asked, phone)).collect())
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Place {
    call: Option<String>,
}

/// The call that the body names, if it names one.
fn call_of_body(asked: &Asked) -> Result<Option<Uuid>, Problem> {
    let place: Place = asked.body()?;
    let call = place.call.map(|text| {
        let id = asked.shared.names().call(&text)?;
        asked.existing_call(id, &text)
    });
    call.transpose()
}

fn react(asked: &Asked, reaction: Reaction) -> Result<Value, Problem> {
    let (person, call) = (asked.person(), call_of_body(asked)?);
    let phone = asked.state().react(call, &person, reaction);
    phone
        .map(|phone| show_phone(asked, &phone))
        .ok_or_else(|| does_not_ring(asked, &person))
}

/// Says that a phone does not ring, and what it did last.
fn does_not_ring(asked: &Asked, person: &PersonId) -> Problem {
    let log = &asked.shared.emulator.service.log;
    let entries = log.after(0, usize::MAX);
    let of_person = |kinds: &[EntryKind]| {
        let mut entries = entries.iter().rev();
        let found = entries.find(|(_, entry)| {
            entry.person.as_ref() == Some(person) && kinds.contains(&entry.kind)
        });
        found.map(|(_, entry)| (entry.time(), entry.kind.name()))
    };
    let rang = asked.state().ledger.rings().get(person).copied();
    let shown = asked.show_person(person);
    let rang = match (rang, of_person(&[EntryKind::Ringing])) {
        (Some(rang), Some((at, _))) => format!("it rang {rang} time(s), the last time at {at}"),
        _ => "it never rang".to_owned(),
    };
    let end = of_person(&[EntryKind::Answered, EntryKind::Lobby, EntryKind::Failed]);
    let end = end.map_or_else(String::new, |(_, end)| format!(", and then: {end}"));
    let detail = format!("the phone of {shown} does not ring: {rang}{end}");
    Problem::not_now(
        detail,
        "let it ring on: `PUT /people/{person}` with `{\"manner\": \"rings_on\"}`",
    )
}

pub(crate) fn answer(asked: &Asked) -> Result<Value, Problem> {
    react(asked, Reaction::Answers)
}

pub(crate) fn decline(asked: &Asked) -> Result<Value, Problem> {
    react(asked, Reaction::Declines)
}

pub(crate) fn busy(asked: &Asked) -> Result<Value, Problem> {
    react(asked, Reaction::Busy)
}

pub(crate) fn ignore(asked: &Asked) -> Result<Value, Problem> {
    react(asked, Reaction::NoAnswer)
}

pub(crate) fn lobby(asked: &Asked) -> Result<Value, Problem> {
    react(asked, Reaction::WaitsInLobby)
}

/// Does something with a person in the call of the body, or in the only call that they are in.
fn in_call(
    asked: &Asked,
    change: fn(&mut State, Uuid, &PersonId) -> bool,
    why_not: &str,
) -> Result<Value, Problem> {
    let (person, call) = (asked.person(), call_of_body(asked)?);
    let mut state = asked.state();
    let call = call.or_else(|| {
        let mut calls = state.calls();
        let is_in = |id| state.entry_of(id, &person).is_some();
        calls.find(|call| is_in(call.id)).map(|call| call.id)
    });
    if let Some(call) = call
        && change(&mut state, call, &person)
    {
        return Ok(json!({ "call": call }));
    }
    drop(state);
    let shown = asked.show_person(&person);
    let hint = "see who is in which call with `GET /calls`";
    Err(Problem::not_now(format!("{shown} {why_not}"), hint))
}

pub(crate) fn admit(asked: &Asked) -> Result<Value, Problem> {
    in_call(asked, State::admit, "is in no lobby")
}

pub(crate) fn leave(asked: &Asked) -> Result<Value, Problem> {
    in_call(asked, State::leave_call, "is in no call")
}
