//! The steps of an invite, between the bot, the service, the phones and the callback.

use crate::calls::operation::Progress;
use crate::log::EntryKind;
use crate::notifications::recorded_notification::DeliveryStatus;
use crate::page::invites::Row;
use crate::page::look::View;
use crate::page::outbox::{fate, words};
use crate::page::text::since;
use maud::{Markup, html};
use time::OffsetDateTime;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lane {
    Bot,
    Service,
    Phones,
    Callback,
}

impl Lane {
    const ALL: [Self; 4] = [Self::Bot, Self::Service, Self::Phones, Self::Callback];

    const fn name(self) -> &'static str {
        match self {
            Self::Bot => "Bot",
            Self::Service => "Service",
            Self::Phones => "Phone",
            Self::Callback => "Callback",
        }
    }
}

pub(crate) struct Step {
    at: OffsetDateTime,
    from: Lane,
    to: Lane,
    text: String,
    class: &'static str,
}

/// What happened, in order.
pub(crate) fn steps(view: &View<'_>, row: &Row<'_>) -> Vec<Step> {
    let exchange = row.exchange;
    let mut steps = Vec::new();
    let mut add = |at, from, to, text: String, class| {
        steps.push(Step {
            at,
            from,
            to,
            text,
            class,
        });
    };
    let what = if row.is_invite() {
        "POST invite".to_owned()
    } else {
        row.what(view)
    };
    add(exchange.at, Lane::Bot, Lane::Service, what, "");
    if let Some(fault) = &exchange.fault {
        let text = format!("a fault strikes: {fault}");
        add(exchange.at, Lane::Service, Lane::Service, text, "bad");
    }
    if let Some(operation) = row.operation {
        for (_, entry) in view.state.log.of_invite(operation.id) {
            let person = entry.person.as_ref();
            let mut legs = operation.legs.iter();
            let leg = legs.find(|leg| person == Some(&leg.invited.callee.person()));
            let name = leg.map_or_else(String::new, |leg| view.callee_name(&leg.invited.callee));
            let (service, phones) = (Lane::Service, Lane::Phones);
            match entry.kind {
                EntryKind::Ringing => add(entry.at, service, phones, format!("rings {name}"), ""),
                EntryKind::Answered => {
                    add(entry.at, phones, service, format!("{name} answers"), "good");
                }
                EntryKind::Lobby => {
                    let text = format!("{name} waits in the lobby");
                    add(entry.at, phones, service, text, "good");
                }
                EntryKind::Failed => {
                    let failure = leg.map(|leg| match leg.progress {
                        Progress::Failed(failure) => failure.result(),
                        Progress::Ringing | Progress::Joined => (0, 0, ""),
                    });
                    let (code, subcode, reason) = failure.unwrap_or_default();
                    let text = format!("{name}: {reason}, {code}/{subcode}");
                    add(entry.at, phones, service, text, "bad");
                }
                EntryKind::OperationEnded => {
                    add(
                        entry.at,
                        service,
                        service,
                        format!("operation {}", entry.detail),
                        "",
                    );
                }
                _ => {}
            }
        }
        for one in view.state.outbox.of_operation(operation.id) {
            let (class, fate) = fate(one.status);
            let text = words(&one.body);
            match (one.status, one.ended) {
                (DeliveryStatus::Answered(_) | DeliveryStatus::Unanswered, Some(ended)) => {
                    add(one.at, Lane::Service, Lane::Callback, text, "");
                    add(ended, Lane::Callback, Lane::Service, fate, class);
                }
                (DeliveryStatus::Waiting, _) => {
                    add(one.at, Lane::Service, Lane::Callback, text, "");
                }
                _ => {
                    let text = format!("{text}: {fate}");
                    add(one.at, Lane::Service, Lane::Service, text, class);
                }
            }
        }
    }
    if let Some(took) = exchange.took {
        let (class, text) = row.answer();
        let at = exchange.at.checked_add(took.try_into().unwrap_or_default());
        let at = at.unwrap_or(exchange.at);
        let to = if exchange.status.is_some() {
            Lane::Bot
        } else {
            Lane::Service
        };
        let text = if exchange.status == Some(200) && row.is_invite() {
            "200, running".to_owned()
        } else {
            text
        };
        add(at, Lane::Service, to, text, class);
    }
    steps.sort_by_key(|step| step.at);
    steps
}

pub(crate) fn markup(begin: OffsetDateTime, steps: &[Step]) -> Markup {
    html! {
        div.ladder {
            div.lanes aria-hidden="true" {
                span {}
                @for lane in Lane::ALL { span { (lane.name()) } }
            }
            ol.steps aria-label="What happened, in order" {
                @for step in steps {
                    li {
                        span.at { (since(begin, step.at)) }
                        span.arrow data-from=(place(step.from)) data-to=(place(step.to)) {
                            span.way {
                                (step.from.name())
                                @if step.to != step.from { " → " (step.to.name()) }
                                ": "
                            }
                            span.text.(step.class) { (step.text) }
                        }
                    }
                }
            }
        }
    }
}

fn place(lane: Lane) -> usize {
    Lane::ALL
        .iter()
        .position(|one| *one == lane)
        .unwrap_or_default()
}

/// The same as a sequence diagram of Mermaid, to paste into an issue.
pub(crate) fn mermaid(begin: OffsetDateTime, steps: &[Step]) -> String {
    let lanes = Lane::ALL.iter();
    let lanes = lanes.map(|lane| format!("  participant {}\n", lane.name()));
    let steps = steps.iter().map(|step| {
        // What has a meaning in Mermaid is left out.
        let shown: String = step
            .text
            .chars()
            .filter(|c| !";#<>\n".contains(*c))
            .collect();
        let (from, to) = (step.from.name(), step.to.name());
        let at = since(begin, step.at);
        format!("  {from}->>{to}: {at}, {shown}\n")
    });
    let first = "sequenceDiagram\n".to_owned();
    [first].into_iter().chain(lanes).chain(steps).collect()
}
