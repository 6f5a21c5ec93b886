//! The JSON of an invite: the body of its request, and how serde writes it.

use crate::invite::Invite;
use crate::invite::identity::Identity;
use crate::invite::participant::Participant;
use crate::values::service_id::{CallId, ParticipantId};
use crate::values::text::{ClientContext, DisplayName, Provider};
use graph_invite_rules::{Clause, Field};
use serde::ser::{Serialize, SerializeMap, Serializer};

use graph_invite_rules::wire::{
    ID, IDENTITY, IDENTITY_SET, IDENTITY_TYPE, INVITATION_PARTICIPANT_INFO, ODATA_TYPE,
};

impl Invite {
    /// The JSON body of the request that sends this invite: everything but the call, which is part of
    /// the URL. [`send`](Self::send) writes the same bytes.
    ///
    /// The client context is an argument because an invite may have none of its own. Then `send` makes a
    /// new UUID for each request.
    ///
    /// The result contains the phone numbers and names of the participants, so keep it out of logs.
    ///
    /// ```
    /// use graph_invite::{ClientContext, graph_invite};
    ///
    /// let invite = graph_invite! {
    ///     call: "57dab8b1-894c-409a-b240-bd8beae78896",
    ///     participants: [phone "+12345678901"],
    /// };
    /// let body = String::from_utf8(invite.body(&ClientContext::parse("rota 7")?))?;
    /// assert!(body.ends_with(r#""id":"+12345678901"}}}],"clientContext":"rota 7"}"#), "{body}");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn body(&self, context: &ClientContext) -> Vec<u8> {
        let body = Body {
            participants: self.participants(),
            context: context.as_str(),
        };
        body.to_vec()
    }
}

/// An invite without its call.
struct Body<'a> {
    participants: &'a [Participant],
    context: &'a str,
}

impl Body<'_> {
    /// The body's bytes, in one allocation.
    fn to_vec(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.size_bound());
        let written = serde_json::to_writer(&mut bytes, self);
        // Objects with text as keys, text and booleans, written to memory.
        debug_assert!(written.is_ok(), "this can't fail: {written:?}");
        bytes
    }

    /// Enough bytes for this body, and not many more, because large blocks are slow to allocate.
    fn size_bound(&self) -> usize {
        const BODY: usize = 40;
        /// A participant with every word, and with a GUID as every id.
        const PARTICIPANT: usize = 512;

        let people = self.participants.iter();
        let texts = people.flat_map(Participant::texts).chain([self.context]);
        BODY + self.participants.len() * PARTICIPANT + texts.map(json_len).sum::<usize>()
    }
}

/// The most bytes that a text takes in JSON.
fn json_len(text: &str) -> usize {
    let bytes = text.bytes();
    bytes
        .map(|byte| match byte {
            0..b' ' | b'"' | b'\\' => "\\u0000".len(),
            _ => 1,
        })
        .sum()
}

impl Serialize for Body<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(Field::Participants.json_name(), self.participants)?;
        map.serialize_entry(Field::Context.json_name(), self.context)?;
        map.end()
    }
}

impl Serialize for Invite {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(Field::Call.json_name(), &self.call)?;
        map.serialize_entry(Field::Participants.json_name(), self.participants())?;
        if let Some(context) = &self.context {
            map.serialize_entry(Field::Context.json_name(), context)?;
        }
        map.end()
    }
}

impl Serialize for Participant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(ODATA_TYPE, INVITATION_PARTICIPANT_INFO)?;
        if let Some(call) = &self.leaves {
            map.serialize_entry(Clause::Replaces.json_name(), call)?;
        }
        if let Some(entry) = &self.roster_entry {
            map.serialize_entry(Clause::Moves.json_name(), entry)?;
        }
        for (clause, set) in [
            (Clause::Hidden, self.hidden),
            (Clause::OffMainMix, self.off_main_mix),
        ] {
            if set {
                map.serialize_entry(clause.json_name(), &true)?;
            }
        }
        map.serialize_entry(IDENTITY, &IdentitySet(self))?;
        map.end()
    }
}

struct IdentitySet<'a>(&'a Participant);

impl Serialize for IdentitySet<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(ODATA_TYPE, IDENTITY_SET)?;
        map.serialize_entry(self.0.identity.kind().json_name(), &OneIdentity(self.0))?;
        map.end()
    }
}

struct OneIdentity<'a>(&'a Participant);

impl Serialize for OneIdentity<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let participant = self.0;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(ODATA_TYPE, IDENTITY_TYPE)?;
        match &participant.identity {
            Identity::User(id) => map.serialize_entry(ID, id)?,
            Identity::Phone(number) => map.serialize_entry(ID, number)?,
            Identity::Application(id) => map.serialize_entry(ID, id)?,
            Identity::ApplicationInstance(id) => map.serialize_entry(ID, id)?,
            Identity::Guest(id) => map.serialize_entry(ID, id)?,
            Identity::Encrypted(id) => map.serialize_entry(ID, id)?,
            Identity::OnPremises(id) => map.serialize_entry(ID, id)?,
            Identity::AcsUser(id) => map.serialize_entry(ID, id)?,
        }
        if let Some(name) = participant.name.as_ref().filter(|name| !name.is_blank()) {
            map.serialize_entry(Clause::Named.json_name(), name)?;
        }
        if let Some(tenant) = &participant.tenant {
            map.serialize_entry(Clause::Tenant.json_name(), tenant)?;
        }
        let provider = participant.provider.as_ref();
        if let Some(provider) = provider.filter(|provider| !provider.is_blank()) {
            map.serialize_entry(Clause::Provider.json_name(), provider)?;
        }
        map.end()
    }
}

impl Participant {
    /// All texts that have no limited length.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let id = match &self.identity {
            Identity::Guest(id) => Some(id.as_str()),
            Identity::Encrypted(id) => Some(id.as_str()),
            Identity::OnPremises(id) => Some(id.as_str()),
            Identity::AcsUser(id) => Some(id.as_str()),
            Identity::User(_)
            | Identity::Phone(_)
            | Identity::Application(_)
            | Identity::ApplicationInstance(_) => None,
        };
        let texts = [
            id,
            self.name.as_ref().map(DisplayName::as_str),
            self.provider.as_ref().map(Provider::as_str),
            self.leaves.as_ref().and_then(CallId::as_opaque),
            self.roster_entry
                .as_ref()
                .and_then(ParticipantId::as_opaque),
        ];
        texts.into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::Body;
    use crate::{CallId, Invite, ParticipantId, graph_invite};
    use allocation_counter::measure;

    fn invites() -> [Invite; 4] {
        [
            graph_invite! {
                call: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: [
                    user "278405a3-f568-4b3e-b684-009193463064" named "Ada" provider "AAD"
                        tenant "9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21"
                        moves "7d501bf1-5ee4-4605-ba92-0ae4513c611c"
                        from "a7ebfb2d-871e-419c-87af-27290b22e8db" hidden off_main_mix,
                ],
                context: "rota 7",
            },
            graph_invite! {
                call: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: [phone "+12345678901"],
            },
            graph_invite! {
                call: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: [guest "a", encrypted "b", on_premises "c", acs_user "d", phone "+49"],
            },
            graph_invite! {
                call: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: [guest "\"\\\u{2028}é😀" named "\\\\\\\\\"\"\"\"\"\""],
            },
        ]
    }

    #[test]
    fn invite_of_literals_is_built_without_allocation() {
        assert_eq!(measure(|| drop(invites())).count_total, 0);
    }

    #[test]
    fn body_is_written_in_one_allocation() {
        let long = "\"\\".repeat(300);
        let opaque = graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [
                user "278405a3-f568-4b3e-b684-009193463064"
                    moves ParticipantId::from_graph(&long).unwrap()
                    from CallId::from_graph(&long).unwrap(),
            ],
        };
        for invite in invites().into_iter().chain([opaque]) {
            let body = Body {
                participants: invite.participants(),
                context: "\u{1}\u{2}\n\n\"",
            };
            let written = measure(|| drop(body.to_vec()));
            assert_eq!(written.count_total, 1, "{invite:?}");
        }
    }
}
