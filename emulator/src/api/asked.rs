//! A request to the control API, read.

use crate::api::problem::Problem;
use crate::api::shared::Shared;
use crate::paths::CONTROL;
use crate::person::PersonId;
use crate::service::state::State;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::str::FromStr;
use std::sync::{Arc, MutexGuard};
use uuid::Uuid;

pub(crate) struct Asked {
    pub(crate) shared: Arc<Shared>,
    /// The parts of the path that are names or ids, by the names in braces.
    pub(crate) path: HashMap<String, String>,
    pub(crate) query: HashMap<String, String>,
    /// `Null` if there is none.
    pub(crate) body: Value,
}

impl Asked {
    /// A caller that needs the names too locks those first.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.shared.emulator.service.state()
    }

    pub(crate) fn part(&self, name: &str) -> &str {
        self.path.get(name).map_or("", String::as_str)
    }

    /// A part of the query.
    pub(crate) fn query(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str)
    }

    /// A part of the query that is one of these words.
    pub(crate) fn word(&self, name: &str, known: &[&str]) -> Result<Option<&str>, Problem> {
        let word = self.query(name);
        match word.filter(|word| !known.contains(word)) {
            Some(unknown) => Err(Self::unknown_word(name, unknown, known)),
            None => Ok(word),
        }
    }

    pub(crate) fn unknown_word(name: &str, unknown: &str, known: &[&str]) -> Problem {
        let hint = format!("`{name}` is one of {}", known.join(", "));
        let problem = Problem::broken_rule(format!("`{name}` can't be `{unknown}`"), hint);
        problem.nearest(unknown, known.iter().copied())
    }

    pub(crate) fn number<T: FromStr>(&self, name: &str) -> Result<Option<T>, Problem> {
        let Some(text) = self.query(name) else {
            return Ok(None);
        };
        text.parse().map(Some).map_err(|_| {
            let detail = format!("`{name}` is `{text}`, which is no number that can stand here");
            Problem::unreadable(detail, format!("write a number, such as `{name}=1`"))
        })
    }

    pub(crate) fn body<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        if self.body.is_null() {
            return serde_json::from_value(json!({})).map_err(|error| {
                Problem::unreadable(
                    format!("there is no body, and {error}"),
                    "send a JSON object",
                )
            });
        }
        serde_json::from_value(self.body.clone()).map_err(|error| {
            let hint = format!("see the schemas in {CONTROL}/openapi.json");
            Problem::broken_rule(error.to_string(), hint)
        })
    }

    /// The person of the path.
    pub(crate) fn person(&self) -> PersonId {
        self.shared.names().person(self.part("person"))
    }

    /// The call of the path, which exists.
    pub(crate) fn call(&self) -> Result<Uuid, Problem> {
        let text = self.part("call");
        let id = self.shared.names().call(text)?;
        self.existing_call(id, text)
    }

    /// A call that exists, also one that has ended.
    pub(crate) fn existing_call(&self, id: Uuid, text: &str) -> Result<Uuid, Problem> {
        let state = self.state();
        if state.any_call(id).is_some() {
            return Ok(id);
        }
        let known: Vec<_> = state.calls().map(|call| call.id.to_string()).collect();
        Err(Problem::no_such_call(text).nearest(&id.to_string(), known.iter().map(String::as_str)))
    }

    /// The call by which the query filters.
    pub(crate) fn call_filter(&self) -> Result<Option<Uuid>, Problem> {
        let text = self.query("call");
        text.map(|text| self.shared.names().call(text)).transpose()
    }

    /// The person that the query asks for.
    pub(crate) fn person_filter(&self) -> Option<PersonId> {
        let text = self.query("person");
        text.map(|text| self.shared.names().person(text))
    }

    /// The name of a person, else the id.
    pub(crate) fn show_person(&self, person: &PersonId) -> String {
        let names = self.shared.names();
        names
            .of_person(person)
            .unwrap_or(person.as_str())
            .to_owned()
    }
}
