//! Invites, and how often phones rang.

use crate::api::asked::Asked;
use crate::api::names::Names;
use crate::api::problem::Problem;
use crate::calls::call::Call;
use crate::calls::operation::{Operation, Progress, Purpose};
use crate::calls::resources;
use crate::log::Entry;
use serde_json::{Map, Value, json};
use uuid::Uuid;

fn state(operation: &Operation) -> &'static str {
    match operation.failure() {
        _ if operation.is_running() => "running",
        Some(_) => "failed",
        None => "completed",
    }
}

fn show(names: &Names, call: &Call, operation: &Operation) -> Value {
    let people = operation.legs.iter().map(|leg| {
        let person = leg.invited.callee.person();
        json!({
            "person": names.of_person(&person).unwrap_or(person.as_str()),
            "id": person.as_str(),
            "participant_id": leg.id,
            "state": match leg.progress {
                Progress::Ringing => "ringing",
                Progress::Joined => "joined",
                Progress::Failed(_) => "failed",
            },
        })
    });
    let failure = resources::failure(operation);
    json!({
        "id": operation.id,
        "call": call.id,
        "context": operation.context,
        "state": state(operation),
        "code": failure.as_ref().map(|(code, _, _)| code),
        "subcode": failure.as_ref().map(|(_, subcode, _)| subcode),
        "people": people.collect::<Vec<_>>(),
    })
}

pub(crate) fn list(asked: &Asked) -> Result<Vec<Value>, Problem> {
    let (call, person) = (asked.call_filter()?, asked.person_filter());
    let context = asked.query("context");
    let wanted = asked.word("state", &["running", "ended", "completed", "failed"])?;
    let names = asked.shared.names();
    let service = asked.state();
    let calls = service
        .calls()
        .filter(|one| call.is_none_or(|call| call == one.id));
    let invites = calls.flat_map(|call| call.operations().iter().map(move |one| (call, one)));
    let matching = invites.filter(|(_, invite)| {
        let has_state = match wanted {
            None => true,
            Some("ended") => !invite.is_running(),
            Some(wanted) => state(invite) == wanted,
        };
        let people = invite.people();
        has_state
            && invite.purpose == Purpose::Invite
            && context.is_none_or(|context| invite.context.as_deref() == Some(context))
            && person.as_ref().is_none_or(|person| people.contains(person))
    });
    let mut shown: Vec<_> = matching
        .map(|(call, invite)| (invite.number, show(&names, call, invite)))
        .collect();
    shown.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
    Ok(shown.into_iter().map(|(_, shown)| shown).collect())
}

pub(crate) fn show_one(asked: &Asked) -> Result<Value, Problem> {
    let unknown = || {
        let hint = "use the `id` of an invite of `GET /invites`";
        Problem::not_found("there is no such invite", hint)
    };
    let id: Uuid = asked.part("invite").parse().map_err(|_| unknown())?;
    let steps = asked.shared.emulator.service.log.of_invite(id);
    let steps: Vec<_> = steps
        .iter()
        .map(|(seq, entry)| show_entry(asked, *seq, entry))
        .collect();
    let names = asked.shared.names();
    let state = asked.state();
    let invite = state
        .calls()
        .find_map(|call| Some((call, call.invite(id)?)));
    let (call, invite) = invite.ok_or_else(unknown)?;
    let mut shown = show(&names, call, invite);
    shown["steps"] = json!(steps);
    Ok(shown)
}

/// An entry of the log, which is an event.
pub(crate) fn show_entry(asked: &Asked, seq: u64, entry: &Entry) -> Value {
    json!({
        "seq": seq,
        "at": entry.time(),
        "kind": entry.kind.name(),
        "call": entry.call,
        "invite": entry.invite,
        "person": entry.person.as_ref().map(|person| asked.show_person(person)),
        "detail": entry.detail,
    })
}

/// How often each phone rang.
pub(crate) fn rings(asked: &Asked) -> Result<(Value, usize), Problem> {
    let (call, person) = (asked.call_filter()?, asked.person_filter());
    let context = asked.query("context");
    if context.is_some() && call.is_none() {
        let detail = "a context is unique only within its call";
        return Err(Problem::broken_rule(
            detail,
            "name the call too: `call=…&context=…`",
        ));
    }
    let state = asked.state();
    let counts = state.ledger.rings_where(call, context);
    drop(state);
    let counts = counts.into_iter();
    let counts = counts.filter(|(one, _)| person.as_ref().is_none_or(|person| person == one));
    let mut total = 0;
    let mut people = Map::new();
    for (one, count) in counts {
        total += count;
        people.insert(asked.show_person(&one), count.into());
    }
    Ok((json!({ "people": people, "total": total }), total))
}
