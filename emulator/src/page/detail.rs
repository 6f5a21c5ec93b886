//! One request in full: its ladder, what crossed the wire, and the operation and roster that it led to.

mod ladder;

use crate::calls::call::Call;
use crate::calls::resources;
use crate::page::drawings::copy;
use crate::page::invites::{Row, hints_of};
use crate::page::look::View;
use crate::page::outbox;
use crate::page::text::{body, duration, encode, pretty};
use crate::paths::CONTROL;
use crate::service::recorded_request::RecordedRequest;
use maud::{Markup, html};
use serde_json::json;

/// Stands for the token, which the script puts in when somebody copies the line.
const TOKEN: &str = "{token}";

/// `row` is the one that is picked, or the newest.
pub(crate) fn section(view: &View<'_>, row: Option<&Row<'_>>) -> Markup {
    html! {
        section.panel.detail #detail aria-labelledby="detail-title" data-number=[row.map(|row| row.number)] {
            @if let Some(row) = row {
                (shown(view, row))
            } @else if view.look.pick.is_some() {
                h2 #detail-title { "Forgotten" }
                p.none { "This request is older than those that are kept." }
            } @else {
                h2 #detail-title { "Pick a row" }
                p.none { "Its steps, its bytes and its callbacks are shown here." }
            }
        }
    }
}

fn shown(view: &View<'_>, row: &Row<'_>) -> Markup {
    let exchange = row.exchange;
    let request = view.state.ledger.request(row.number);
    let steps = ladder::steps(view, row);
    let call = exchange.call.and_then(|call| view.state.any_call(call));
    let (class, answer) = row.answer();
    html! {
        div.head {
            h2 #detail-title {
                (row.what(view))
                @if let Some(call) = exchange.call { span.soft { " → " (view.call_name(call)) } }
            }
            span.(class) { (answer) }
            @if let Some((class, words)) = row.outcome() { span.(class) { (words) } }
            span.fill {}
            button.small type="button" data-copy=(ladder::mermaid(exchange.at, &steps)) { "Copy as Mermaid" }
        }
        @for hint in hints_of(view, row) {
            p.hint { strong { "Hint" } " " (hint) }
        }
        (ladder::markup(exchange.at, &steps))
        @if let Some(request) = request {
            (request_parts(view, row, request))
        } @else {
            p.none { "The bytes of this request are no longer kept." }
        }
        (callbacks(view, row))
        @if let Some(operation) = row.operation {
            @let shown = resources::operation(operation, view.state.settings.shows_participant_ids);
            details { summary { "Operation" } pre { code { (pretty(&shown)) } } }
        }
        @if let Some(call) = call { (roster(view, call)) }
    }
}

fn request_parts(view: &View<'_>, row: &Row<'_>, request: &RecordedRequest) -> Markup {
    let took = row.exchange.took.map(duration);
    let curl = curl(view, request);
    html! {
        details {
            summary { "Request" }
            pre { code {
                (request.method) " " (request.path) "\n"
                @for (name, value) in &request.headers { span.soft { (name) ": " } (value) "\n" }
            } }
            (bytes(row.number, &request.body))
        }
        details {
            summary {
                "Answer"
                @if let Some(took) = took { span.soft { " after " (took) } }
            }
            @if request.answer.is_empty() { p.none { "It has no body." } }
            @else { (bytes(row.number, &request.answer)) }
        }
        details {
            summary { "curl" (copy("Copy as curl", &curl)) }
            pre { code { (curl) } }
        }
        details.again #(format!("again-{}", row.number)) {
            summary { "Edit and send again" }
            form.replay data-do="POST /requests" data-pick="id" {
                label { span { "Method" } input name="method" value=(request.method) size="8"; }
                label.wide { span { "Path" } input name="path" value=(request.path) spellcheck="false"; }
                label.full { span { "Body" }
                    textarea name="body" rows="10" spellcheck="false" { (body(&request.body).0) }
                }
                button.primary type="submit" { "Send" }
            }
        }
    }
}

/// A body, with a link to the rest of it.
fn bytes(number: u64, bytes: &[u8]) -> Markup {
    let (text, is_whole) = body(bytes);
    html! {
        @if !text.is_empty() { pre { code { (text) } } }
        @if !is_whole {
            p.none { a href=(format!("{CONTROL}/requests/{number}")) target="_blank" { "all of it" } }
        }
    }
}

fn callbacks(view: &View<'_>, row: &Row<'_>) -> Markup {
    let operation = row.operation.map(|operation| operation.id);
    let sent = operation.map(|operation| view.state.outbox.of_operation(operation));
    let sent = sent.unwrap_or_default();
    html! {
        @if !sent.is_empty() {
            details {
                summary { "Callbacks " span.soft { (sent.len()) } }
                @for one in &sent {
                    @let (class, fate) = outbox::fate(one.status);
                    p { strong { (outbox::words(&one.body)) } " " span.(class) { (fate) } " " span.soft { "to " (one.callback) } }
                    pre { code { (body(&one.body).0) } }
                }
            }
        } @else if row.operation.is_some() && view.state.outbox.callback().is_none() {
            p.none { "The bot is not told how this ends: it has " a href="#callback" { "no callback" } "." }
        }
    }
}

fn roster(view: &View<'_>, call: &Call) -> Markup {
    html! {
        details #roster {
            summary { "Roster of " (view.call_name(call.id)) " " span.soft { (call.people().len()) } }
            @if call.people().is_empty() { p.none { "Nobody is in this call." } }
            ul.list {
                @for entry in call.people() {
                    @let name = view.callee_name(&entry.callee);
                    @let person = entry.callee.person();
                    @let place = json!({ "call": call.id });
                    li #(format!("entry-{}", entry.id)) {
                        span.grow {
                            strong { (name) }
                            @if entry.in_lobby { " " span.warn { "in the lobby" } }
                        }
                        @if entry.in_lobby {
                            button.small type="button" aria-label=(format!("Admit {name}"))
                                data-do=(format!("POST /people/{}/admit {place}", encode(person.as_str()))) { "Admit" }
                        }
                        button.small type="button" aria-label=(format!("{name} leaves"))
                            data-do=(format!("POST /people/{}/leave {place}", encode(person.as_str()))) { "Leave" }
                    }
                }
            }
            pre { code { (pretty(&resources::roster(call))) } }
        }
    }
}

/// A line for a shell that sends the same.
fn curl(view: &View<'_>, request: &RecordedRequest) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
    let url = format!("{}{}", view.shared.emulator.root(), request.path);
    let mut line = format!("curl -i -X {} {}", request.method, quoted(&url));
    let mut add = |part: String| {
        line.push_str(" \\\n  ");
        line.push_str(&part);
    };
    if view.shared.emulator.certificate().is_some() {
        add("--insecure".to_owned());
    }
    for (name, value) in &request.headers {
        match &**name {
            "authorization" if value == "Bearer …" => {
                add(format!("-H 'authorization: Bearer {TOKEN}'"));
            }
            "content-type" | "client-request-id" | "prefer" => {
                add(format!("-H {}", quoted(&format!("{name}: {value}"))));
            }
            _ => {}
        }
    }
    if !request.body.is_empty() {
        let body = String::from_utf8_lossy(&request.body);
        add(format!("--data-raw {}", quoted(&body)));
    }
    line
}
