//! The roster of a call, as the service shows it.

use crate::graph::json::{Object, find, is_true, number, objects, text};
use crate::graph::person_key::{MAX_ID, PersonKey};
use crate::redact::keyed_hash::KeyedHash;
use crate::redact::redact_word;
use crate::stored::stored;
use crate::values::service_id::ParticipantId;
use serde::Serialize;
use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

/// The most ids read of one person. An identity set has about a dozen slots.
const MAX_IDENTITIES: usize = 64;

/// The roster of a call, or what has changed on it.
///
/// A peer-to-peer call has none. Source: the `participant` and `deltaParticipants` resource pages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Roster {
    /// Whether everyone in the call is listed with an identity, so that a person who is missing has
    /// left.
    pub full: bool,
    /// The number of this change (`sequenceNumber`).
    pub sequence: Option<i64>,
    /// The people listed.
    pub entries: Vec<RosterEntry>,
    /// The entry of each person: the one in the call, if they are there from several devices.
    by_person: HashMap<PersonKey, usize>,
    /// The same by hashed keys, once an invite of a ledger needs it. A process has one key for hashes.
    by_hash: OnceLock<HashMap<PersonKey, usize>>,
}

/// A person on a roster.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RosterEntry {
    /// The id of the entry, by which the person can be moved or removed. The documented
    /// notifications leave it out.
    pub id: Option<ParticipantId>,
    /// The ids in all slots of the identity set. The service has been seen to show the id of a
    /// person in the slot of an application.
    pub identities: Vec<IdentityRef>,
    /// Whether the person waits in the lobby, and so is not in the call.
    pub in_lobby: bool,
    /// Whether the person has left (`removedState`).
    pub removed: bool,
    /// Why the person has left, if the service says so.
    pub removed_reason: Option<String>,
    /// The number of this entry (`rosterSequenceNumber`).
    pub sequence: Option<i64>,
}

stored! {
    /// An id in a slot of an identity set. `Debug` shows the slot alone, if it is a word. Serde
    /// writes both fields.
    #[derive(Clone, PartialEq, Eq, Serialize)]
    #[non_exhaustive]
    pub struct IdentityRef {
        /// The slot, such as `user`.
        pub slot: String,
        /// The id.
        pub id: String,
    }
}

impl fmt::Debug for IdentityRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdentityRef({}, …)", redact_word(&self.slot))
    }
}

impl Roster {
    /// Reads a list of entries.
    pub(crate) fn of<'a>(entries: impl Iterator<Item = &'a Object>, full: bool) -> Self {
        let entries: Vec<_> = entries.map(RosterEntry::read).collect();
        Self {
            // An entry without an identity, or with ids that were not read, may be anyone.
            full: full && entries.iter().all(RosterEntry::is_someone),
            sequence: None,
            by_person: index(&entries),
            by_hash: OnceLock::new(),
            entries,
        }
    }

    /// Reads the answer to `GET …/participants`.
    pub(crate) fn from_response(json: &Object) -> Self {
        let full = find(json, &["@odata.nextLink"]).is_none();
        Self::of(objects(json, "value"), full)
    }

    /// Reads `deltaParticipants`.
    pub(crate) fn delta(object: &Object) -> Self {
        Self {
            sequence: number(object, "sequenceNumber"),
            ..Self::of(objects(object, "participants"), false)
        }
    }

    /// The entry of a person: the one in the call, if they are there from several devices.
    pub(crate) fn entry(&self, person: &PersonKey) -> Option<&RosterEntry> {
        self.entries.get(*self.by_person.get(person)?)
    }

    /// The same for the hashed key of a person.
    pub(crate) fn entry_by_hash(
        &self,
        person: &PersonKey,
        hash: &KeyedHash,
    ) -> Option<&RosterEntry> {
        let by_hash = self.by_hash.get_or_init(|| {
            let people = self.by_person.iter();
            people
                .map(|(person, place)| (person.hashed(hash), *place))
                .collect()
        });
        self.entries.get(*by_hash.get(person)?)
    }
}

/// Finds the best entry of each person: in the call, else in the lobby, else removed. Of equal ones
/// the first counts.
fn index(entries: &[RosterEntry]) -> HashMap<PersonKey, usize> {
    let ids = entries.iter().map(|entry| entry.identities.len()).sum();
    let mut index: HashMap<PersonKey, usize> = HashMap::with_capacity(ids);
    for (place, entry) in entries.iter().enumerate() {
        for identity in &entry.identities {
            let best = index.entry(PersonKey::read(&identity.id)).or_insert(place);
            let is_better = entries
                .get(*best)
                .is_some_and(|other| entry.distance() < other.distance());
            if is_better {
                *best = place;
            }
        }
    }
    index
}

impl RosterEntry {
    fn read(object: &Object) -> Self {
        let removed = objects(object, "removedState").next();
        Self {
            id: participant_id(object),
            identities: IdentityRef::of(object),
            in_lobby: is_true(object, "isInLobby"),
            removed: removed.is_some(),
            removed_reason: removed
                .and_then(|state| text(state, "reason"))
                .as_deref()
                .map(redact_word),
            sequence: number(object, "rosterSequenceNumber"),
        }
    }

    /// Whether it shows who the person is, and no one else.
    fn is_someone(&self) -> bool {
        (1..MAX_IDENTITIES).contains(&self.identities.len())
    }

    /// How far the person is from the call: not at all, in the lobby, or gone.
    fn distance(&self) -> impl Ord + use<> {
        (self.removed, self.in_lobby)
    }
}

/// The id of a participant, unless it is longer than any of the service.
pub(super) fn participant_id(object: &Object) -> Option<ParticipantId> {
    let id = text(object, "id").filter(|id| id.len() <= MAX_ID)?;
    ParticipantId::from_graph(&id).ok()
}

impl IdentityRef {
    /// The ids of a participant: in its `identity`, or in that of its `info`.
    pub(crate) fn of(participant: &Object) -> Vec<Self> {
        let info = objects(participant, "info").chain([participant]);
        let sets = info.filter_map(|info| find(info, &["identity"])?.as_object());
        sets.flat_map(Object::iter)
            .filter_map(|(slot, identity)| {
                Some(Self {
                    slot: slot.clone(),
                    id: text(identity.as_object()?, "id")?,
                })
            })
            .take(MAX_IDENTITIES)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_IDENTITIES, Roster};
    use crate::graph::person_key::PersonKey;
    use serde_json::{Value, json};

    const ADA: &str = "278405a3-f568-4b3e-b684-009193463064";

    fn ada() -> PersonKey {
        PersonKey::read(ADA)
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
    fn the_device_in_the_call_counts_among_several() {
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
    fn a_roster_with_an_unnamed_entry_is_not_full() {
        assert!(roster(&json!([])).full);
        assert!(!roster(&json!([{ "id": "1", "info": { "identity": null } }])).full);
        let slots = (0..=MAX_IDENTITIES).map(|slot| (slot.to_string(), json!({ "id": ADA })));
        let many = json!([{ "info": { "identity": slots.collect::<Value>() } }]);
        assert!(!roster(&many).full);
        let first_page = json!({ "value": [], "@odata.nextLink": "https://graph.microsoft.com/…" });
        assert!(!Roster::from_response(first_page.as_object().unwrap()).full);
    }

    #[test]
    fn an_odd_entry_keeps_its_readable_parts() {
        let odd = json!([null, 7, {}, { "id": "..", "info": [], "isInLobby": 1, "rosterSequenceNumber": "7" }]);
        let roster = roster(&odd);
        assert_eq!(roster.entries.len(), 2);
        assert_eq!(
            (&roster.entries[1].id, roster.entries[1].sequence),
            (&None, Some(7))
        );
    }
}
