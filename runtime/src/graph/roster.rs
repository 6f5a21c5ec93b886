//! Who the service says is in a call.

use crate::graph::json::Object;
use crate::graph::json::{find, is_true, number, objects, text};
use crate::invite::participant::Identity;
use crate::redact::redact_word;
use crate::values::id::ParticipantId;
use std::fmt;

/// The roster of a call, or what has changed on it.
///
/// A peer-to-peer call has none. Source: the `participant` and `deltaParticipants` resource pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Roster {
    /// Whether everybody is there, and named, so that who is not has left.
    pub is_full: bool,
    /// The place of a change among the others (`sequenceNumber`).
    pub sequence: Option<i64>,
    /// Who is named.
    pub entries: Vec<RosterEntry>,
}

/// Somebody on a roster.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RosterEntry {
    /// Their entry, by which they can be moved or removed. The documented notifications leave it
    /// out.
    pub id: Option<ParticipantId>,
    /// The ids in all slots of their identity set. The service has been seen to show a person's id
    /// in the slot of an application.
    pub identities: Vec<IdentityRef>,
    /// Whether they wait in the lobby, and so are not in the call.
    pub is_in_lobby: bool,
    /// Whether they are there no more (`removedState`).
    pub is_removed: bool,
    /// Why, if the service says so.
    pub removed_reason: Option<String>,
    /// The place of what is said of them among the rest (`rosterSequenceNumber`).
    pub sequence: Option<i64>,
}

/// An id in a slot of an identity set. `Debug` shows the slot alone.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct IdentityRef {
    /// The slot, such as `user`.
    pub slot: String,
    /// The id.
    pub id: String,
}

impl fmt::Debug for IdentityRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdentityRef({}, …)", self.slot)
    }
}

impl Roster {
    /// What an array of entries, or an entry by itself, says.
    pub(crate) fn of<'a>(entries: impl Iterator<Item = &'a Object>, is_full: bool) -> Self {
        let entries: Vec<_> = entries.map(RosterEntry::read).collect();
        Self {
            // Somebody without an identity may be anybody.
            is_full: is_full && entries.iter().all(|entry| !entry.identities.is_empty()),
            sequence: None,
            entries,
        }
    }

    /// Reads the answer to `GET …/participants`.
    pub(crate) fn from_response(json: &Object) -> Self {
        let is_full = find(json, &["@odata.nextLink"]).is_none();
        Self::of(objects(json, "value"), is_full)
    }

    /// What `deltaParticipants` say.
    pub(crate) fn delta(object: &Object) -> Self {
        Self {
            sequence: number(object, "sequenceNumber"),
            ..Self::of(objects(object, "participants"), false)
        }
    }

    /// The entry of somebody: the one in the call, if they are there from several devices.
    pub(crate) fn entry(&self, who: &Identity) -> Option<&RosterEntry> {
        let theirs = self.entries.iter().filter(|entry| entry.is(who));
        theirs.min_by_key(|entry| (entry.is_removed, entry.is_in_lobby))
    }
}

impl RosterEntry {
    fn read(object: &Object) -> Self {
        let removed = objects(object, "removedState").next();
        Self {
            id: text(object, "id").and_then(|id| ParticipantId::from_service(&id).ok()),
            identities: IdentityRef::of(object),
            is_in_lobby: is_true(object, "isInLobby"),
            is_removed: removed.is_some(),
            removed_reason: removed
                .and_then(|state| text(state, "reason"))
                .as_deref()
                .map(redact_word),
            sequence: number(object, "rosterSequenceNumber"),
        }
    }

    fn is(&self, who: &Identity) -> bool {
        self.identities.iter().any(|seen| who.is(&seen.id))
    }
}

impl IdentityRef {
    /// The ids of a participant: in its `identity`, or in that of its `info`.
    pub(crate) fn of(participant: &Object) -> Vec<Self> {
        let info = objects(participant, "info").chain([participant]);
        let sets = info.filter_map(|info| find(info, &["identity"])?.as_object());
        sets.flat_map(Object::iter)
            .filter_map(|(slot, identity)| {
                Some(Self {
                    slot: slot.to_owned(),
                    id: text(identity.as_object()?, "id")?,
                })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Roster;
    use crate::{Identity, UserId};
    use serde_json::{Value, json};

    const ADA: &str = "278405a3-f568-4b3e-b684-009193463064";

    fn ada() -> Identity {
        Identity::User(UserId::parse(ADA).unwrap())
    }

    fn roster(entries: &Value) -> Roster {
        Roster::of(crate::graph::json::one_or_many(entries), true)
    }

    #[test]
    fn a_person_is_found_in_any_slot() {
        for slot in [
            "user",
            "application",
            "guest",
            "assertedIdentity",
            "newSlot",
        ] {
            let entry = json!({
                "id": null,
                "info": { "identity": { "device": null, slot: { "id": ADA.to_uppercase() } } },
            });
            assert!(roster(&entry).entry(&ada()).is_some(), "{slot}");
        }
        let bob = json!([{ "info": { "identity": { "user": { "id": "bob" } } } }]);
        assert_eq!(roster(&bob).entry(&ada()), None);
    }

    #[test]
    fn of_several_devices_the_one_in_the_call_counts() {
        let at = |more: Value| {
            let mut entry = json!({ "info": { "identity": { "user": { "id": ADA } } } });
            let more = more.as_object().unwrap().clone();
            entry.as_object_mut().unwrap().extend(more);
            entry
        };
        let entries = json!([
            at(json!({ "removedState": { "reason": null } })),
            at(json!({ "isInLobby": true })),
            at(json!({ "id": "here", "isInLobby": null, "removedState": null })),
        ]);
        let here = roster(&entries).entry(&ada()).unwrap().id.clone().unwrap();
        assert_eq!(here.to_string(), "here");
    }

    #[test]
    fn a_roster_with_somebody_unnamed_is_not_full() {
        assert!(roster(&json!([])).is_full);
        assert!(!roster(&json!([{ "id": "1", "info": { "identity": null } }])).is_full);
        let first_page = json!({ "value": [], "@odata.nextLink": "https://graph.microsoft.com/…" });
        assert!(!Roster::from_response(first_page.as_object().unwrap()).is_full);
    }

    #[test]
    fn an_odd_entry_gives_what_it_has() {
        let odd = json!([null, 7, {}, { "id": "..", "info": [], "isInLobby": 1, "rosterSequenceNumber": "7" }]);
        let roster = roster(&odd);
        assert_eq!(roster.entries.len(), 2);
        assert_eq!(
            (&roster.entries[1].id, roster.entries[1].sequence),
            (&None, Some(7))
        );
    }
}
