//! Invites and other requests as they happen, the newest first.

use crate::api::resources::hints;
use crate::calls::invitation::Invitation;
use crate::calls::operation::{Operation, Purpose};
use crate::calls::resources;
use crate::page::look::{Look, View};
use crate::page::people::participants;
use crate::page::text::time_of_day;
use crate::paths::{CALLS, INVITE, V1, plain};
use crate::service::exchange::Exchange;
use maud::{Markup, html};
use std::cmp::Reverse;

/// How many rows a window has, and how many exchanges a filter looks at.
const WINDOW: usize = 100;
const MAX_FILTERED: usize = 10_000;

/// A request, and what is known of it.
pub(crate) struct Row<'a> {
    pub(crate) number: u64,
    pub(crate) exchange: &'a Exchange,
    pub(crate) operation: Option<&'a Operation>,
}

impl<'a> Row<'a> {
    pub(crate) fn new(view: &View<'a>, number: u64, exchange: &'a Exchange) -> Self {
        let call = exchange.call.and_then(|call| view.state.any_call(call));
        let operation = exchange.operation;
        Self {
            number,
            exchange,
            operation: call
                .zip(operation)
                .and_then(|(call, id)| call.operation(id)),
        }
    }

    pub(crate) fn is_invite(&self) -> bool {
        let path = self.exchange.path.split('?').next().unwrap_or_default();
        self.exchange.method == "POST" && plain(path).ends_with(INVITE)
    }

    /// Whom the request rings, or what else it does.
    pub(crate) fn what(&self, view: &View<'_>) -> String {
        if let Some(operation) = self.operation {
            let names = operation
                .legs
                .iter()
                .map(|leg| view.callee_name(&leg.invited.callee));
            return names.collect::<Vec<_>>().join(", ");
        }
        if self.is_invite() {
            let request = view.state.ledger.request(self.number);
            let body = request.and_then(|request| serde_json::from_slice(&request.body).ok());
            let invitation = body.and_then(|body| Invitation::read(&body).ok());
            let people = invitation
                .into_iter()
                .flat_map(|invitation| invitation.participants);
            let names: Vec<_> = people
                .map(|invited| view.callee_name(&invited.callee))
                .collect();
            if !names.is_empty() {
                return names.join(", ");
            }
        }
        let path = plain(self.exchange.path.split('?').next().unwrap_or_default());
        let below = path.split_once(CALLS).map_or(&*path, |(_, below)| below);
        let shown = match below
            .strip_prefix('/')
            .and_then(|below| below.split_once('/'))
        {
            Some((_, below)) => below,
            None if below.is_empty() => "new call",
            None if below == path => below,
            None => "call",
        };
        format!("{} {shown}", self.exchange.method)
    }

    /// Class and words of the answer, as it crossed the wire.
    pub(crate) fn answer(&self) -> (&'static str, String) {
        let exchange = self.exchange;
        match (exchange.status, exchange.took) {
            (Some(status), _) if status < 300 => ("good", status.to_string()),
            (Some(status), _) => {
                let code = exchange.code.as_deref().unwrap_or_default();
                ("bad", format!("✖ {status} {code}").trim_end().to_owned())
            }
            (None, None) if exchange.fault.is_none() => ("soft", "…".to_owned()),
            (None, _) => ("bad", "✖ no answer".to_owned()),
        }
    }

    /// Class and words of how far the operation is.
    pub(crate) fn outcome(&self) -> Option<(&'static str, String)> {
        let operation = self.operation?;
        let failure = resources::failure(operation);
        Some(match failure {
            _ if operation.is_running() => ("rings", "ringing".to_owned()),
            Some((code, subcode, _)) => ("bad", format!("✖ {code}/{subcode}")),
            None if operation.purpose == Purpose::NewCall => ("good", "✔ answered".to_owned()),
            None => ("good", "✔ completed".to_owned()),
        })
    }

    /// Whether it is a read that went well, of which a bot makes many.
    fn is_read(&self) -> bool {
        let is_good = self.exchange.status.is_some_and(|status| status < 400);
        let is_quiet = self.exchange.method == "GET" || self.exchange.path.contains("/keepAlive");
        is_good && is_quiet && self.exchange.fault.is_none()
    }

    fn contains(&self, view: &View<'_>, filter: &str) -> bool {
        let call = self
            .exchange
            .call
            .map(|call| format!("{} {call}", view.call_name(call)));
        let outcome = self.outcome().map(|(_, words)| words);
        let context = self
            .operation
            .and_then(|operation| operation.context.clone());
        let parts = [
            Some(self.what(view)),
            Some(self.answer().1),
            Some(self.exchange.path.clone()),
            self.exchange.fault.clone(),
            call,
            outcome,
            context,
        ];
        let mut parts = parts.into_iter().flatten();
        parts.any(|part| part.to_lowercase().contains(filter))
    }
}

/// The row that is picked, else the newest of the window.
pub(crate) fn picked<'a>(view: &View<'a>, rows: Vec<Row<'a>>) -> Option<Row<'a>> {
    let Some(number) = view.look.pick else {
        return rows.into_iter().next();
    };
    let exchange = view.state.ledger.exchange(number)?;
    Some(Row::new(view, number, exchange))
}

/// The rows of the window, and whether there are older ones.
pub(crate) fn window<'a>(view: &View<'a>) -> (Vec<Row<'a>>, bool) {
    let Look {
        filter,
        before,
        all,
        ..
    } = view.look;
    let exchanges = view.state.ledger.exchanges().rev();
    let older = exchanges.filter(|(number, _)| before.is_none_or(|before| *number < before));
    let looked_at = if filter.is_empty() {
        usize::MAX
    } else {
        MAX_FILTERED
    };
    let rows = older
        .take(looked_at)
        .map(|(number, exchange)| Row::new(view, number, exchange));
    let meant = rows.filter(|row| *all || !row.is_read());
    let meant = meant.filter(|row| filter.is_empty() || row.contains(view, filter));
    let mut rows: Vec<_> = meant.take(WINDOW + 1).collect();
    let has_older = rows.len() > WINDOW;
    rows.truncate(WINDOW);
    rows.sort_by_key(|row| Reverse(row.number));
    (rows, has_older)
}

pub(crate) fn section(view: &View<'_>, rows: &[Row<'_>], has_older: bool) -> Markup {
    let count = view.state.ledger.exchanges().len();
    let look = view.look;
    html! {
        section.panel.invites aria-labelledby="invites-title" {
            div.head {
                h2 #invites-title { "Requests" span.count { (count) } }
                (ring_form(view))
                input #filter type="search" aria-label="Filter the rows" value=(look.filter)
                    placeholder="/ filter: call, person, status" spellcheck="false";
                label.check { input #all type="checkbox" checked[look.all]; " reads too" }
            }
            @if rows.is_empty() {
                p.none {
                    @if look.filter.is_empty() { "Nothing has come to Graph yet." }
                    @else { "No row has " q { (look.filter) } "." }
                }
            }
            ol.rows #rows {
                @for row in rows { (line(view, row)) }
            }
            @if look.before.is_some() || has_older {
                nav.windows aria-label="Older and newer rows" {
                    @if look.before.is_some() { a href=(look.address(None, look.pick)) { "← newest" } }
                    @if let (true, Some(last)) = (has_older, rows.last()) {
                        a href=(look.address(Some(last.number), look.pick)) { "older →" }
                    }
                }
            }
        }
    }
}

fn line(view: &View<'_>, row: &Row<'_>) -> Markup {
    let (answer_class, answer) = row.answer();
    let has_hints = hints_of(view, row).next().is_some();
    let is_picked = view.look.pick == Some(row.number);
    html! {
        li #(format!("row-{}", row.number)) {
            a href=(view.look.address(view.look.before, Some(row.number)))
                aria-current=[is_picked.then_some("true")] {
                (time_of_day(row.exchange.at))
                span.call { @if let Some(call) = row.exchange.call { (view.call_name(call)) } }
                span.what { (row.what(view)) }
                span.answer.(answer_class) {
                    (answer)
                    @if has_hints { span.warn title="there is a hint" { " why?" } }
                }
                span.outcome {
                    @if let Some((class, words)) = row.outcome() { span.(class) { (words) } }
                }
            }
        }
    }
}

/// What the request may have meant, if its bytes are still kept.
pub(crate) fn hints_of(view: &View<'_>, row: &Row<'_>) -> impl Iterator<Item = String> {
    let request = view.state.ledger.request(row.number);
    let code = row.exchange.code.as_deref().unwrap_or_default();
    let hints = request.map(|request| hints::of(request, code, view.state, view.names));
    let is_told =
        row.exchange.took.is_none() || row.exchange.status.is_some_and(|status| status < 300);
    let rang_unseen = row.is_invite() && row.operation.is_some() && !is_told;
    let rang_unseen = rang_unseen.then(|| {
        "the phone rang, but the answer does not say so: a bot that sends this invite again rings twice".to_owned()
    });
    hints.into_iter().flatten().chain(rang_unseen)
}

/// Rings somebody as the bot would.
fn ring_form(view: &View<'_>) -> Markup {
    let calls = view
        .names
        .calls()
        .filter(|(_, id)| view.state.call(*id).is_ok());
    html! {
        form.ring #ring data-do="POST /requests" data-ring=(format!("{V1}{CALLS}/{{call}}{INVITE}")) {
            span.soft { "Ring" }
            select name="participant" aria-label="Whom to ring" {
                @for (name, participant) in participants(view) { option value=(participant) { (name) } }
            }
            span.soft { "into" }
            select name="call" aria-label="Into which call" {
                @let mut calls: Vec<_> = calls.collect();
                @let () = calls.sort_by_key(|(_, id)| *id);
                @for (name, id) in calls { option value=(id) { (name) } }
            }
            button.primary type="submit" { "Ring" }
        }
    }
}
