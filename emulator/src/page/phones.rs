//! Phones that ring, with what the person can do.

use crate::page::drawings::telephone;
use crate::page::look::View;
use crate::page::text::{clock, encode};
use crate::service::phones::RingingPhone;
use maud::{Markup, html};
use serde_json::json;
use std::collections::HashMap;
use time::OffsetDateTime;
use uuid::Uuid;

/// How many phones are shown.
const SHOWN: usize = 20;

/// What a person does, by the control API and on the button, with its key.
const PRESSES: [(&str, &str, &str); 5] = [
    ("answer", "Answer", "a"),
    ("decline", "Decline", "d"),
    ("busy", "Busy", "b"),
    ("lobby", "Lobby", "l"),
    ("ignore", "Ignore", "i"),
];

/// A phone that rings, and since when, if that is known.
pub(crate) struct Ring {
    phone: RingingPhone,
    since: Option<OffsetDateTime>,
    leaves: Option<Uuid>,
    name: String,
}

/// Those that ring, the newest first.
pub(crate) fn ringing(view: &View<'_>) -> Vec<Ring> {
    let phones = view.state.ringing_phones();
    if phones.is_empty() {
        return Vec::new();
    }
    let exchanges = view.state.ledger.exchanges();
    let since: HashMap<_, _> = exchanges
        .filter_map(|(_, exchange)| Some((exchange.operation?, exchange.at)))
        .collect();
    let rings = phones.into_iter().map(|phone| {
        let call = view.state.any_call(phone.call);
        let operation = call.and_then(|call| call.operation(phone.operation));
        let mut legs = operation.into_iter().flat_map(|operation| &operation.legs);
        let leg = legs.find(|leg| leg.invited.callee.person() == phone.person);
        let leaves = leg.and_then(|leg| leg.invited.replaced_call.as_ref()?.uuid());
        Ring {
            since: since.get(&phone.operation).copied(),
            leaves,
            name: leg.map_or_else(
                || view.person_name(&phone.person).to_owned(),
                |leg| view.callee_name(&leg.invited.callee),
            ),
            phone,
        }
    });
    let mut rings: Vec<_> = rings.collect();
    rings.sort_by_key(|ring| std::cmp::Reverse(ring.since));
    rings
}

pub(crate) fn section(view: &View<'_>, rings: &[Ring]) -> Markup {
    html! {
        section.panel #phones aria-labelledby="phones-title" {
            div.head {
                h2 #phones-title { "Phones" }
                span.fill {}
                (clock_buttons(view.state.clock.is_running()))
            }
            @if rings.is_empty() {
                p.none {
                    "No phone rings. Give somebody the manner " em { "lets it ring" }
                    ", then ring them, and answer here."
                }
            }
            ul.phones {
                @for ring in rings.iter().take(SHOWN) { (card(view, ring)) }
            }
            @if rings.len() > SHOWN {
                p.none { "and " (rings.len() - SHOWN) " more" }
            }
        }
    }
}

/// Whether the clock runs, by which phones ring, and buttons to move it.
fn clock_buttons(is_running: bool) -> Markup {
    let (state, other) = if is_running {
        ("runs", "Stop")
    } else {
        ("stopped", "Run")
    };
    html! {
        p {
            span.soft { "Clock " } (state) " "
            button.small type="button" data-do=r#"POST /time/advance {"by":"10s"}"#
                aria-label="+10 s by the clock" { "+10 s" }
            " "
            button.small #clock type="button" data-do=(format!(r#"PUT /time {{"running":{}}}"#, !is_running))
                aria-label=(format!("{other} the clock")) { (other) }
        }
    }
}

fn card(view: &View<'_>, ring: &Ring) -> Markup {
    let phone = &ring.phone;
    let person = phone.person.as_str();
    let call = view.call_name(phone.call);
    let rings = view.state.ledger.rings().get(&phone.person).copied();
    let body = json!({ "call": phone.call });
    let since = ring.since.map(|since| OffsetDateTime::now_utc() - since);
    let elapsed = since.map(|time| time.try_into().unwrap_or_default());
    let id = format!("ring-{}-{}", phone.operation, encode(person));
    html! {
        li.phone #(id) data-name=(ring.name) data-call=(call) {
            p.who {
                span.bell { (telephone()) }
                strong { (ring.name) }
                @if let (Some(since), Some(elapsed)) = (ring.since, elapsed) {
                    span.elapsed data-since=(since.unix_timestamp()) { (clock(elapsed)) }
                }
                span.rang { "rang " (rings.unwrap_or_default()) "×" }
            }
            p.soft.to {
                "→ " (call)
                @if let Some(left) = ring.leaves { ", leaves " (view.call_name(left)) }
            }
            div.presses {
                @for (press, label, key) in PRESSES {
                    button type="button" class=(press) data-key=(key) title=(format!("{label} ({key})"))
                        data-do=(format!("POST /people/{}/{press} {body}", encode(person)))
                        aria-label=(format!("{label}: {}, {call}", ring.name)) { (label) }
                }
            }
        }
    }
}
