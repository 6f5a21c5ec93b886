//! Names of people and calls. They may stand wherever an id is asked for.

use crate::api::problem::Problem;
use crate::calls::service_id::parse_uuid;
use crate::person::PersonId;
use std::collections::BTreeMap;
use uuid::Uuid;

#[derive(Clone, Debug, Default)]
pub(crate) struct Names {
    people: BTreeMap<String, PersonId>,
    calls: BTreeMap<String, Uuid>,
}

impl Names {
    pub(crate) fn name_person(&mut self, name: &str, person: PersonId) {
        self.people.retain(|_, named| *named != person);
        self.people.insert(name.to_owned(), person);
    }

    pub(crate) fn name_call(&mut self, name: &str, call: Uuid) {
        self.calls.insert(name.to_owned(), call);
    }

    /// Who has this name.
    pub(crate) fn named(&self, name: &str) -> Option<&PersonId> {
        self.people.get(name)
    }

    pub(crate) fn has_call(&self, name: &str) -> bool {
        self.calls.contains_key(name)
    }

    pub(crate) fn forget_person(&mut self, person: &PersonId) {
        self.people.retain(|_, named| named != person);
    }

    pub(crate) fn forget_call(&mut self, call: Uuid) {
        self.calls.retain(|_, named| *named != call);
    }

    pub(crate) fn people(&self) -> impl Iterator<Item = (&str, &PersonId)> {
        self.people.iter().map(|(name, person)| (&**name, person))
    }

    pub(crate) fn calls(&self) -> impl Iterator<Item = (&str, Uuid)> {
        self.calls.iter().map(|(name, call)| (&**name, *call))
    }

    pub(crate) fn of_person(&self, person: &PersonId) -> Option<&str> {
        let mut people = self.people.iter();
        let (name, _) = people.find(|(_, named)| *named == person)?;
        Some(name)
    }

    pub(crate) fn of_call(&self, call: Uuid) -> Option<&str> {
        let mut calls = self.calls.iter();
        let (name, _) = calls.find(|(_, named)| **named == call)?;
        Some(name)
    }

    /// A person by name or id. Every text that is no name is an id.
    pub(crate) fn person(&self, text: &str) -> PersonId {
        let named = self.named(text).cloned();
        named.unwrap_or_else(|| PersonId::from(text))
    }

    /// A call by name or id, whether it exists or not.
    pub(crate) fn call(&self, text: &str) -> Result<Uuid, Problem> {
        let named = self.calls.get(text).copied();
        named.or_else(|| parse_uuid(text)).ok_or_else(|| {
            Problem::no_such_call(text).nearest(text, self.calls.keys().map(String::as_str))
        })
    }
}
