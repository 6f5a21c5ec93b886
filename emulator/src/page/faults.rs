//! Faults that are planned, and a form for another.

use crate::api::asked::Asked;
use crate::api::resources::faults;
use crate::page::drawings::drawing;
use crate::page::look::View;
use maud::{Markup, html};
use serde_json::{Value, json};

/// How many faults are shown.
const SHOWN: usize = 12;

/// What a visitor can choose, in words and in the JSON of the control API.
const CHOICES: [(&str, &str); 11] = [
    ("answers 503", r#"{"does":"status","status":503}"#),
    (
        "answers 429, retry after 1 s",
        r#"{"does":"status","status":429,"retry_after":"1"}"#,
    ),
    (
        "rings, then answers 504",
        r#"{"does":"status","status":504,"after_ringing":true}"#,
    ),
    ("resets the connection", r#"{"does":"reset"}"#),
    (
        "rings, then resets",
        r#"{"does":"reset","after_ringing":true}"#,
    ),
    ("never answers", r#"{"does":"no_response"}"#),
    (
        "rings, then never answers",
        r#"{"does":"no_response","after_ringing":true}"#,
    ),
    (
        "answers slowly, 2 s",
        r#"{"does":"slow_response","time":"2s"}"#,
    ),
    ("cuts the answer off", r#"{"does":"truncated_body"}"#),
    (
        "redirects",
        r#"{"does":"redirect","status":307,"location":"http://127.0.0.1:1/"}"#,
    ),
    (
        "refuses connections for 2 s",
        r#"{"does":"refuse_connections","time":"2s"}"#,
    ),
];

/// Those that may still strike, and the last that did.
pub(crate) fn planned(asked: &Asked) -> Vec<Value> {
    let mut all = faults::list(asked).unwrap_or_default();
    let is_spent = |fault: &Value| fault.get("left").and_then(Value::as_u64) == Some(0);
    all.sort_by_key(is_spent);
    all
}

pub(crate) fn section(view: &View<'_>, planned: &[Value]) -> Markup {
    html! {
        section.panel #faults aria-labelledby="faults-title" {
            h2 #faults-title { "Faults" }
            @if planned.is_empty() { p.none { "Nothing goes wrong." } }
            ul.list {
                @for fault in planned.iter().take(SHOWN) { (row(view, fault)) }
            }
            @if planned.len() > 1 {
                button.small type="button" data-do="DELETE /faults" { "Remove all" }
            }
            form.add data-do="POST /faults" data-said="Fault planned" {
                label { span { "The emulator" }
                    select #fault name="*" {
                        @for (words, json) in CHOICES { option value=(json) { (words) } }
                    }
                }
                label { span { "to" }
                    select name="*" {
                        option value="{}" { "the next invite" }
                        @for (name, _) in view.names.people().take(SHOWN) {
                            option value=(json!({ "of": name })) { "the next of " (name) }
                        }
                        @for (name, _) in view.names.calls().take(SHOWN) {
                            option value=(json!({ "to": name })) { "the next to " (name) }
                        }
                    }
                }
                label.narrow { span { "by chance, in %" }
                    input name="percent" type="number" min="0" max="100" step="any" placeholder="100";
                }
                button type="submit" { "Add" }
            }
        }
    }
}

fn row(view: &View<'_>, fault: &Value) -> Markup {
    let text = |name: &str| fault.get(name).and_then(Value::as_str).unwrap_or_default();
    let number = |name: &str| fault.get(name).and_then(Value::as_u64).unwrap_or_default();
    let (id, left) = (text("id"), number("left"));
    let percent = fault.get("percent").and_then(Value::as_f64);
    html! {
        li #(format!("fault-{id}")) .spent[left == 0] {
            span.grow {
                strong { (text("does")) } " "
                span.soft {
                    (target(view, fault.get("target")))
                    @if let Some(percent) = percent { ", " (percent) " %" }
                    @if left > 0 && left < 1_000 { ", " (left) " left" }
                    @if number("struck") > 0 { ", struck " (number("struck")) "×" }
                }
            }
            button.icon type="button" aria-label=(format!("Remove: {}", text("does")))
                data-do=(format!("DELETE /faults/{id}")) { (drawing("M4 4l8 8M12 4l-8 8")) }
        }
    }
}

fn target(view: &View<'_>, target: Option<&Value>) -> String {
    let text = |name: &str| {
        target
            .and_then(|target| target.get(name))
            .and_then(Value::as_str)
    };
    if let Some(person) = text("of") {
        format!("for {person}")
    } else if let Some(call) = text("to") {
        let name = call.parse().map(|call| view.call_name(call));
        format!("for {}", name.unwrap_or_else(|_| call.to_owned()))
    } else if let (Some(method), Some(path)) = (text("method"), text("path")) {
        format!("for {method} {path}")
    } else {
        "for the next".to_owned()
    }
}
