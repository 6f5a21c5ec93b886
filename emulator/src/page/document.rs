//! The whole page.

use crate::api::asked::Asked;
use crate::page::drawings::{copy, telephone};
use crate::page::look::{Look, View};
use crate::page::{detail, faults, first_steps, invites, outbox, people, phones};
use maud::{DOCTYPE, Markup, html};

const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect \
                    width='16' height='16' rx='4' fill='%234f52b2'/%3E%3Cpath d='M4.6 3.2l1.6-.3.9 2.2-1 1c.6 1.4 1.7 \
                    2.5 3.1 3.1l1-1 2.2.9-.3 1.6c-.1.6-.6.9-1.2.9C7.100 11.500 4.300 8.300 3.700 4.400c0-.6.3-1.1.9-1.200z' \
                    fill='white'/%3E%3C/svg%3E";

const KEYS: [(&str, &str); 11] = [
    ("j k", "next and previous row"),
    ("Enter", "shows the row"),
    (
        "a d b l i",
        "answers, declines, busy, lobby, ignores: the phone in focus, or the first that rings",
    ),
    ("g p", "goes to the phones"),
    ("n", "rings somebody"),
    ("/", "filters the rows"),
    ("f", "plans a fault"),
    ("h", "holds notifications, or delivers them"),
    ("r", "edits the request of the row and sends it again"),
    ("Esc", "leaves a field or this help"),
    ("?", "shows this help"),
];

pub(crate) fn whole(asked: &Asked, look: &Look) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { "graph-invite emulator" }
                link rel="icon" href=(ICON);
                link rel="stylesheet" href="/page/page.css";
                script type="module" src="/page/page.js" {}
            }
            body {
                (content(asked, look))
                div.toasts #said role="status" aria-live="polite" {}
                (help())
            }
        }
    }
}

/// Everything that changes.
pub(crate) fn content(asked: &Asked, look: &Look) -> Markup {
    let shared = &*asked.shared;
    // These lock the names by themselves.
    let planned_faults = faults::planned(asked);
    let delivery = serde_json::json!(*shared.delivery());
    let seq = *shared.emulator.service.log.watch().borrow();
    let names = shared.names();
    let state = shared.emulator.service.state();
    let view = View {
        shared,
        names: &names,
        state: &state,
        look,
    };
    let (notifications, sent) = state.outbox.newest(outbox::SHOWN);
    let rings = phones::ringing(&view);
    let (rows, has_older) = invites::window(&view);
    let is_new = state.ledger.exchanges().next().is_none();
    html! {
        div #page data-seq=(seq) data-ringing=(rings.len()) {
            header.top {
                h1 { span.mark { (telephone()) } " graph-invite " span.soft { "emulator" } }
                p.pill.ringing[!rings.is_empty()] #ringing { (rings.len()) " ringing" }
                (fact("Graph", &html! {
                    code { (shared.emulator.root()) }
                    (copy("Copy the address of Graph", shared.emulator.root()))
                }))
                (fact("Callback", &outbox::callback_state(&view, notifications.first())))
                span.fill {}
                span.offline #offline hidden { "offline" }
                button type="button" data-do="POST /reset" data-said="Back to the scenario" { "Reset" }
                button.icon type="button" data-open="help" aria-label="Keys and help" { "?" }
            }
            div.columns {
                div.side {
                    (phones::section(&view, &rings))
                    (people::section(&view))
                    (faults::section(&view, &planned_faults))
                    (outbox::section(&view, &delivery, &notifications, sent))
                }
                main.work {
                    (invites::section(&view, &rows, has_older))
                    @if is_new {
                        (first_steps::section(&view))
                    } @else {
                        (detail::section(&view, invites::picked(&view, rows).as_ref()))
                    }
                }
            }
        }
    }
}

fn fact(name: &str, value: &Markup) -> Markup {
    html! { p.fact { span.soft { (name) " " } (value) } }
}

fn help() -> Markup {
    html! {
        dialog #help aria-labelledby="help-title" {
            h2 #help-title { "Keys" }
            dl.keys {
                @for (keys, does) in KEYS {
                    div {
                        dt { @for key in keys.split(' ') { kbd { (key) } " " } }
                        dd { (does) }
                    }
                }
            }
            h2 { "More" }
            p {
                "Each button is a request to the control API, which tests use too: "
                a href="/_emulator/v1/openapi.json" target="_blank" { "its description" } "."
            }
            p.soft { "Not emulated: audio and video, chats, transfers, recording." }
            button type="button" data-close="help" { "Close" }
        }
    }
}
