//! What a visitor looks at, as the query says it.

use crate::api::names::Names;
use crate::api::shared::Shared;
use crate::calls::call::Call;
use crate::calls::callee::Callee;
use crate::person::PersonId;
use crate::service::state::State;
use url::form_urlencoded;
use uuid::Uuid;

#[derive(Clone, Debug, Default)]
pub(crate) struct Look {
    /// The number of the exchange that is shown in full.
    pub(crate) pick: Option<u64>,
    /// Only rows with this text, in lower case.
    pub(crate) filter: String,
    /// Only rows with a smaller number.
    pub(crate) before: Option<u64>,
    /// The reads of a bot too, which are left out otherwise.
    pub(crate) all: bool,
}

impl Look {
    pub(crate) fn read(query: &str) -> Self {
        let mut look = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "pick" => look.pick = value.parse().ok(),
                "filter" => look.filter = value.trim().to_lowercase(),
                "before" => look.before = value.parse().ok(),
                "all" => look.all = value == "1",
                _ => {}
            }
        }
        look
    }

    /// The address of the page with another window or another row.
    pub(crate) fn address(&self, before: Option<u64>, pick: Option<u64>) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !self.filter.is_empty() {
            query.append_pair("filter", &self.filter);
        }
        if self.all {
            query.append_pair("all", "1");
        }
        for (name, number) in [("before", before), ("pick", pick)] {
            if let Some(number) = number {
                query.append_pair(name, &number.to_string());
            }
        }
        match query.finish() {
            query if query.is_empty() => "/".to_owned(),
            query => format!("/?{query}"),
        }
    }
}

/// All that the parts of the page are written from.
pub(crate) struct View<'a> {
    pub(crate) shared: &'a Shared,
    pub(crate) names: &'a Names,
    pub(crate) state: &'a State,
    pub(crate) look: &'a Look,
}

impl View<'_> {
    /// The name of a call, else the end of its id.
    pub(crate) fn call_name(&self, call: Uuid) -> String {
        let id = || {
            let id = call.to_string();
            format!("…{}", id.get(id.len() - 4..).unwrap_or_default())
        };
        self.names.of_call(call).map_or_else(id, str::to_owned)
    }

    pub(crate) fn person_name<'n>(&'n self, person: &'n PersonId) -> &'n str {
        self.names.of_person(person).unwrap_or(person.as_str())
    }

    /// The name of a person here, else the name that the request gives them, else the id.
    pub(crate) fn callee_name(&self, callee: &Callee) -> String {
        let person = callee.person();
        let known = self.names.of_person(&person);
        let named = known.or(callee.display_name.as_deref());
        named.unwrap_or(person.as_str()).to_owned()
    }

    /// The call that stands first: the one that examples use.
    pub(crate) fn first_call(&self) -> Option<&Call> {
        let named = self
            .names
            .calls()
            .filter_map(|(_, id)| self.state.any_call(id));
        named.min_by_key(|call| call.id)
    }
}
