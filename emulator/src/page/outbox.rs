//! Notifications: where they go, how they are delivered, and what became of them.

use crate::calls::resources::{CALL, INVITE_OPERATION};
use crate::notifications::recorded_notification::{DeliveryStatus, RecordedNotification};
use crate::page::look::View;
use crate::page::text::{since, time_of_day};
use maud::{Markup, html};
use serde_json::Value;
use url::Url;

/// How many notifications are shown.
pub(crate) const SHOWN: usize = 20;

const TOKENS: [(&str, &str); 6] = [
    ("good", "good tokens"),
    ("expired", "expired tokens"),
    ("wrong_audience", "tokens for another bot"),
    ("wrong_issuer", "tokens of another issuer"),
    ("unknown_key", "tokens by an unknown key"),
    ("none", "no tokens"),
];

/// What a notification tells, in a few words.
pub(crate) fn words(body: &[u8]) -> String {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let change = body.pointer("/value/0");
    let at = |path: &str| change.and_then(|change| change.pointer(path));
    let text = |path: &str| at(path).and_then(Value::as_str).unwrap_or_default();
    if let Some(entries) = at("/resourceData").and_then(Value::as_array) {
        return match entries.len() {
            0 => "roster: nobody".to_owned(),
            1 => "roster: 1 person".to_owned(),
            count => format!("roster: {count} people"),
        };
    }
    let kind = text("/resourceData/@odata.type");
    if kind == INVITE_OPERATION {
        return format!("operation {}", text("/resourceData/status").to_lowercase());
    }
    if kind == CALL {
        let state = text("/resourceData/state");
        return format!(
            "call {}",
            if state.is_empty() {
                text("/changeType")
            } else {
                state
            }
        );
    }
    "a body of your own".to_owned()
}

/// Class and words of what became of it.
pub(crate) fn fate(status: DeliveryStatus) -> (&'static str, String) {
    match status {
        DeliveryStatus::Answered(code @ 200..300) => ("good", format!("✔ {code}")),
        DeliveryStatus::Answered(code) => ("bad", format!("✖ {code}")),
        DeliveryStatus::Unanswered => ("bad", "✖ unanswered".to_owned()),
        DeliveryStatus::Lost => ("bad", "lost".to_owned()),
        DeliveryStatus::Waiting => ("soft", "on its way".to_owned()),
        DeliveryStatus::Held => ("warn", "held".to_owned()),
        DeliveryStatus::Dropped => ("soft", "dropped".to_owned()),
    }
}

/// The line about the callback at the top of the page.
pub(crate) fn callback_state(
    view: &View<'_>,
    last: Option<&(u64, RecordedNotification)>,
) -> Markup {
    html! {
        @match (view.state.outbox.callback(), last) {
            (_, Some((_, last))) => {
                @let (class, words) = fate(last.status);
                code { (last.callback) } " "
                span class=(class) { (words) }
                @if let (DeliveryStatus::Answered(_), Some(ended)) = (last.status, last.ended) {
                    span.soft { " " (since(last.at, ended)) }
                }
            }
            (Some(url), None) => { code { (url) } }
            (None, None) => { a href="#callback" { "none yet" } }
        }
    }
}

pub(crate) fn section(
    view: &View<'_>,
    delivery: &Value,
    newest: &[(u64, RecordedNotification)],
    total: usize,
) -> Markup {
    let setting = |name: &str| {
        delivery
            .get(name)
            .and_then(Value::as_str)
            .unwrap_or_default()
    };
    let is_held = setting("mode") == "hold";
    let callback = view.state.outbox.callback();
    html! {
        section.panel #outbox aria-labelledby="outbox-title" {
            h2 #outbox-title { "Notifications" span.count { (total) } }
            form.add data-do="PUT /callback" data-said="Callback set" {
                label.wide { span { "Callback of the bot" }
                    input #callback name="url" type="url" spellcheck="false"
                        placeholder="http://127.0.0.1:3000/callback"
                        value=[callback.as_ref().map(Url::as_str)];
                }
                button type="submit" { "Set" }
            }
            div.settings {
                select #mode data-do="PATCH /delivery" data-field="mode" aria-label="Delivery" {
                    option value="\"deliver\"" selected[!is_held] { "delivers" }
                    option value="\"hold\"" selected[is_held] { "holds" }
                }
                select data-do="PATCH /delivery" data-field="token" aria-label="Tokens of notifications" {
                    @for (token, words) in TOKENS {
                        option value=(format!("\"{token}\"")) selected[setting("token") == token] { "with " (words) }
                    }
                }
            }
            @if is_held {
                div.settings {
                    button.small type="button" data-do="POST /notifications/release {}" { "Send all" }
                    button.small type="button" data-do="POST /notifications/release {\"order\":\"reversed\"}" {
                        "Send all, last first"
                    }
                }
            }
            @if newest.is_empty() {
                p.none { "The bot is told here how its invites end, once it has a callback." }
            }
            ul.list {
                @for (number, one) in newest { (row(view, *number, one)) }
            }
        }
    }
}

fn row(view: &View<'_>, number: u64, one: &RecordedNotification) -> Markup {
    let (class, fate) = fate(one.status);
    let (id, what) = (one.message_id, words(&one.body));
    let press = |press: &str, label: &str, body: &str| {
        html! {
            button.small type="button" aria-label=(format!("{label}: {what}"))
                data-do=(format!("POST /notifications/{id}/{press}{body}")) { (label) }
        }
    };
    html! {
        li #(format!("notification-{number}")) {
            span.grow {
                (what) " "
                span.soft { (view.call_name(one.call)) }
                @if one.original_message_id.is_some() { span.soft { ", a copy" } }
            }
            span class=(class) title=(one.callback) { (fate) }
            span.soft { (time_of_day(one.at)) }
            // Other buttons are other elements, so that no click meets one that has just changed.
            span.presses #(format!("presses-{number}-{}", one.status.is_final())) {
                @if one.status == DeliveryStatus::Held {
                    (press("release", "Send", ""))
                    (press("drop", "Drop", ""))
                } @else {
                    (press("resend", "Again", " {\"as\":\"again\"}"))
                    (press("resend", "Copy", " {\"as\":\"double\"}"))
                }
            }
        }
    }
}
