//! Calls, as they are asked for.

use crate::api::names::Names;
use crate::calls::call::{Call, CallState};
use crate::calls::call_kind::CallKind;
use crate::calls::callee::Callee;
use crate::control::emulator::Emulator;
use crate::person::PersonId;
use graph_invite_rules::IdentityKind;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The kind of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    Meeting,
    Group,
    GroupWithChat,
    PeerToPeer,
}

impl Kind {
    pub(crate) const fn of(kind: CallKind) -> Self {
        match kind {
            CallKind::Meeting => Self::Meeting,
            CallKind::Group => Self::Group,
            CallKind::GroupWithChat => Self::GroupWithChat,
            CallKind::PeerToPeer => Self::PeerToPeer,
        }
    }

    const fn call_kind(self) -> CallKind {
        match self {
            Self::Meeting => CallKind::Meeting,
            Self::Group => CallKind::Group,
            Self::GroupWithChat => CallKind::GroupWithChat,
            Self::PeerToPeer => CallKind::PeerToPeer,
        }
    }
}

/// How far a call is when it is added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FirstState {
    Establishing,
    #[default]
    Established,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CallDocument {
    pub(crate) kind: Kind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<Uuid>,
    #[serde(default)]
    pub(crate) state: FirstState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) tenant: Option<Uuid>,
    /// Names or ids of those who are in it already.
    #[serde(default)]
    pub(crate) people: Vec<String>,
}

impl CallDocument {
    /// Adds the call, and returns its id.
    pub(crate) fn add(&self, emulator: &Emulator, names: &mut Names) -> Uuid {
        let mut state = emulator.service.state();
        let first = match self.state {
            FirstState::Establishing => CallState::Establishing,
            FirstState::Established => CallState::Established,
        };
        let tenant = self.tenant.unwrap_or(emulator.tenant());
        let mut call = Call::new(&state.ids, tenant, self.kind.call_kind(), first);
        call.id = self.id.unwrap_or(call.id);
        let id = state.add_call(call);
        for person in &self.people {
            let person = names.person(person);
            state.join(id, callee(&person));
        }
        drop(state);
        if let Some(name) = &self.name {
            names.name_call(name, id);
        }
        id
    }
}

/// A person in the words of the service: a phone if the id is a number, else a user.
pub(crate) fn callee(person: &PersonId) -> Callee {
    let kind = if person.as_str().starts_with('+') {
        IdentityKind::Phone
    } else {
        IdentityKind::User
    };
    Callee {
        kind,
        id: person.to_string(),
        display_name: None,
        tenant: None,
        provider: None,
    }
}
