//! People, what each does when the phone rings, and how often it rang.

use crate::api::documents::manner::{Manner, Manners};
use crate::page::look::View;
use crate::page::text::encode;
use crate::person::PersonId;
use maud::{Markup, html};
use serde_json::{Value, json};

/// How many people are shown.
const SHOWN: usize = 30;

/// What a visitor can choose, in the JSON of the control API.
const CHOICES: [&str; 8] = [
    r#""answers""#,
    r#""rings_on""#,
    r#""declines""#,
    r#""busy""#,
    r#""no_answer""#,
    r#"{"answers_after":"2s"}"#,
    r#"{"lobby":"2s"}"#,
    r#"{"leaves_after":"2s"}"#,
];

/// A manner in words.
fn words(manner: Manner) -> String {
    let after = |time| String::from(time);
    match manner {
        Manner::Answers => "answers".to_owned(),
        Manner::Declines => "declines".to_owned(),
        Manner::Busy => "is busy".to_owned(),
        Manner::NoAnswer => "does not answer".to_owned(),
        Manner::RingsOn => "lets it ring".to_owned(),
        Manner::AnswersWhenRemoved => "answers when removed".to_owned(),
        Manner::AnswersAfter(time) => format!("answers after {}", after(time)),
        Manner::LeavesAfter(time) => format!("leaves after {}", after(time)),
        Manner::Lobby(time) => format!("lobby for {}", after(time)),
    }
}

fn all_words(manners: &Manners) -> String {
    let each: Vec<_> = manners.0.iter().copied().map(words).collect();
    each.join(", then ")
}

pub(crate) fn section(view: &View<'_>) -> Markup {
    let total = view.names.people().count();
    html! {
        section.panel #people aria-labelledby="people-title" {
            h2 #people-title { "People" span.count { "rang" } }
            ul.people {
                @for (name, person) in view.names.people().take(SHOWN) { (row(view, name, person)) }
            }
            @if total > SHOWN { p.none { "and " (total - SHOWN) " more" } }
        }
    }
}

fn row(view: &View<'_>, name: &str, person: &PersonId) -> Markup {
    let manners = Manners::of(&view.state.behaviors(person));
    let now = Value::from(manners.clone()).to_string();
    let rang = view.state.ledger.rings().get(person).copied();
    let is_choice = CHOICES.contains(&&*now);
    html! {
        li #(format!("person-{}", encode(person.as_str()))) {
            span.name title=(person.as_str()) { (name) }
            select aria-label=(format!("What {name} does when the phone rings"))
                data-do=(format!("PUT /people/{}", encode(person.as_str()))) data-field="manner" {
                @if !is_choice { option value=(now) selected { (all_words(&manners)) } }
                @for choice in CHOICES {
                    option value=(choice) selected[choice == now] {
                        @if let Ok(manner) = serde_json::from_str(choice) { (words(manner)) }
                    }
                }
            }
            span.count { (rang.unwrap_or_default()) }
        }
    }
}

/// The people as choices for an invite: each value is a participant.
pub(crate) fn participants(view: &View<'_>) -> Vec<(String, String)> {
    let people = view.names.people().take(SHOWN);
    let each = people.map(|(name, person)| {
        let id = person.as_str();
        let kind = if id.starts_with('+') { "phone" } else { "user" };
        let participant = json!({ "identity": { kind: { "id": id, "displayName": name } } });
        (name.to_owned(), participant.to_string())
    });
    each.collect()
}
