//! Notifications.

use crate::api::asked::Asked;
use crate::api::problem::Problem;
use crate::notifications::outbox::QueuedNotification;
use crate::notifications::recorded_notification::{DeliveryStatus, RecordedNotification};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

fn show(number: u64, notification: &RecordedNotification) -> Value {
    let status = match notification.status {
        DeliveryStatus::Answered(status) => Some(status),
        _ => None,
    };
    json!({
        "id": notification.message_id,
        "seq": number,
        "original": notification.original_message_id,
        "call": notification.call,
        "fate": fate(notification.status),
        "status": status,
        "body": serde_json::from_slice::<Value>(&notification.body).unwrap_or_default(),
    })
}

const FATES: [&str; 6] = [
    "answered",
    "unanswered",
    "lost",
    "waiting",
    "held",
    "dropped",
];

const fn fate(status: DeliveryStatus) -> &'static str {
    match status {
        DeliveryStatus::Answered(_) => FATES[0],
        DeliveryStatus::Unanswered => FATES[1],
        DeliveryStatus::Lost => FATES[2],
        DeliveryStatus::Waiting => FATES[3],
        DeliveryStatus::Held => FATES[4],
        DeliveryStatus::Dropped => FATES[5],
    }
}

pub(crate) fn list(asked: &Asked) -> Result<Vec<Value>, Problem> {
    let (call, wanted) = (asked.call_filter()?, asked.word("fate", &FATES)?);
    let all = asked.shared.emulator.service.outbox.recorded();
    let matching = all.iter().rev().filter(|(_, one)| {
        call.is_none_or(|call| call == one.call)
            && wanted.is_none_or(|fated| fated == fate(one.status))
    });
    Ok(matching.map(|(number, one)| show(*number, one)).collect())
}

fn id(asked: &Asked) -> Result<Uuid, Problem> {
    asked.part("notification").parse().map_err(|_| unknown())
}

fn unknown() -> Problem {
    let hint = "use the `id` of a notification of `GET /notifications`";
    Problem::not_found("there is no such notification", hint)
}

fn find(asked: &Asked) -> Result<(u64, RecordedNotification), Problem> {
    let id = id(asked)?;
    let all = asked.shared.emulator.service.outbox.recorded().into_iter();
    let mut newest_first = all.rev();
    newest_first
        .find(|(_, one)| one.message_id == id)
        .ok_or_else(unknown)
}

pub(crate) fn show_one(asked: &Asked) -> Result<Value, Problem> {
    let (number, one) = find(asked)?;
    Ok(show(number, &one))
}

fn only_held(count: usize) -> Result<(), Problem> {
    if count == 0 {
        let hint = "hold notifications first: `PATCH /delivery` with `{\"mode\": \"hold\"}`";
        return Err(Problem::not_now("this notification is not held", hint));
    }
    Ok(())
}

pub(crate) fn release_one(asked: &Asked) -> Result<Value, Problem> {
    let (_, one) = find(asked)?;
    let outbox = &asked.shared.emulator.service.outbox;
    only_held(outbox.release(false, |held| held.message_id == one.message_id))?;
    show_one(asked)
}

pub(crate) fn drop_one(asked: &Asked) -> Result<Value, Problem> {
    let (_, one) = find(asked)?;
    let outbox = &asked.shared.emulator.service.outbox;
    only_held(outbox.drop_held(|held| held.message_id == one.message_id))?;
    show_one(asked)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Resend {
    #[serde(default, rename = "as")]
    kind: Again,
}

#[derive(Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Again {
    /// The same message, with the same id.
    #[default]
    Again,
    /// A second copy, with an id of its own.
    Double,
}

pub(crate) fn resend(asked: &Asked) -> Result<Value, Problem> {
    let (resend, (_, one)) = (asked.body::<Resend>()?, find(asked)?);
    let state = asked.state();
    let call = state.any_call(one.call);
    let outbox = &state.outbox;
    let callback = call.and_then(|call| call.callback.clone());
    let Some(callback) = callback.or_else(|| outbox.callback()) else {
        return Err(no_callback());
    };
    let tenant = call.map_or(asked.shared.emulator.tenant(), |call| call.tenant);
    if !outbox.resend(
        one.message_id,
        callback,
        tenant,
        resend.kind == Again::Double,
    ) {
        return Err(unknown());
    }
    Ok(json!({ "resent": 1 }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Release {
    call: Option<String>,
    #[serde(default)]
    order: Order,
}

#[derive(Clone, Copy, Default, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Order {
    #[default]
    Kept,
    Reversed,
}

pub(crate) fn release(asked: &Asked) -> Result<Value, Problem> {
    let release: Release = asked.body()?;
    let call = release.call.map(|text| asked.shared.names().call(&text));
    let call = call.transpose()?;
    let is_meant = |held: &QueuedNotification| call.is_none_or(|call| call == held.call);
    let outbox = &asked.shared.emulator.service.outbox;
    let count = outbox.release(release.order == Order::Reversed, is_meant);
    Ok(json!({ "released": count }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Own {
    call: String,
    body: Value,
}

fn no_callback() -> Problem {
    Problem::not_now("the bot has no callback", "set it with `PUT /callback`")
}

/// Sends any body, signed.
pub(crate) fn send_own(asked: &Asked) -> Result<Value, Problem> {
    let own: Own = asked.body()?;
    let id = asked.shared.names().call(&own.call)?;
    let id = asked.existing_call(id, &own.call)?;
    let state = asked.state();
    if state.outbox.callback().is_none()
        && state
            .any_call(id)
            .is_some_and(|call| call.callback.is_none())
    {
        return Err(no_callback());
    }
    state.notify(id, |_, _| [Some(own.body)]);
    Ok(json!({ "sent": 1 }))
}
