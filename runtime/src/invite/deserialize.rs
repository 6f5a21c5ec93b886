//! Reading an invite back in: the JSON of `body`, checked by the same rules as everything else.

use crate::invite::Invite;
use crate::invite::builder::InviteBuilder;
use crate::invite::identity::Identity;
use crate::invite::participant::Participant;
use graph_invite_rules::wire::{ID, IDENTITY};
use graph_invite_rules::{Clause, Field, IdentityKind, Word as _};
use serde::de::{Deserialize, DeserializeOwned, Deserializer, Error};
use serde_json::{Map, Value};

impl<'de> Deserialize<'de> for Invite {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut object = Map::deserialize(deserializer)?;
        let mut builder = Self::builder();
        if let Some(call) = optional(&mut object, Field::Call.json_name())? {
            builder = builder.call(call);
        }
        if let Some(participants) =
            optional::<Vec<_>, _>(&mut object, Field::Participants.json_name())?
        {
            builder = builder.participants(participants.into());
        }
        if let Some(context) = optional(&mut object, Field::Context.json_name())? {
            builder = builder.context(context);
        }
        InviteBuilder::build(builder).map_err(D::Error::custom)
    }
}

impl<'de> Deserialize<'de> for Participant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut object = Map::deserialize(deserializer)?;
        let mut set: Map<String, Value> = required(&mut object, IDENTITY)?;
        let mut kinds = IdentityKind::ALL.iter().filter(|kind| {
            set.get(kind.json_name())
                .is_some_and(|slot| !slot.is_null())
        });
        let (Some(&kind), None) = (kinds.next(), kinds.next()) else {
            return Err(D::Error::custom(
                "an identity set names one participant in one slot",
            ));
        };
        let mut slot: Map<String, Value> = required(&mut set, kind.json_name())?;

        let mut participant = Self::of(match kind {
            IdentityKind::User => Identity::User(required(&mut slot, ID)?),
            IdentityKind::Phone => Identity::Phone(required(&mut slot, ID)?),
            IdentityKind::Application => Identity::Application(required(&mut slot, ID)?),
            IdentityKind::ApplicationInstance => {
                Identity::ApplicationInstance(required(&mut slot, ID)?)
            }
            IdentityKind::Guest => Identity::Guest(required(&mut slot, ID)?),
            IdentityKind::Encrypted => Identity::Encrypted(required(&mut slot, ID)?),
            IdentityKind::OnPremises => Identity::OnPremises(required(&mut slot, ID)?),
            IdentityKind::AcsUser => Identity::AcsUser(required(&mut slot, ID)?),
        });
        participant.name = optional(&mut slot, Clause::Named.json_name())?;
        participant.tenant = optional(&mut slot, Clause::Tenant.json_name())?;
        participant.provider = optional(&mut slot, Clause::Provider.json_name())?;
        participant.leaves = optional(&mut object, Clause::Replaces.json_name())?;
        participant.roster_entry = optional(&mut object, Clause::Moves.json_name())?;
        participant.hidden = optional(&mut object, Clause::Hidden.json_name())?.unwrap_or(false);
        participant.off_main_mix =
            optional(&mut object, Clause::OffMainMix.json_name())?.unwrap_or(false);
        if participant.roster_entry.is_some() && participant.leaves.is_none() {
            return Err(D::Error::missing_field(Clause::From.json_name()));
        }
        Ok(participant)
    }
}

/// Takes a property out of an object; `null` is as good as absent.
fn optional<T: DeserializeOwned, E: Error>(
    object: &mut Map<String, Value>,
    name: &str,
) -> Result<Option<T>, E> {
    let value = object.remove(name).unwrap_or(Value::Null);
    Option::deserialize(value).map_err(|error| E::custom(format_args!("`{name}`: {error}")))
}

fn required<T: DeserializeOwned, E: Error>(
    object: &mut Map<String, Value>,
    name: &'static str,
) -> Result<T, E> {
    optional(object, name)?.ok_or_else(|| E::missing_field(name))
}

#[cfg(test)]
mod tests {
    use crate::{DisplayName, Invite, InviteError, Participant};
    use serde_json::json;

    fn invite() -> serde_json::Value {
        json!({
            "call": "57dab8b1-894c-409a-b240-bd8beae78896",
            "participants": [{
                "@odata.type": "#microsoft.graph.invitationParticipantInfo",
                "replacesCallId": "a7ebfb2d-871e-419c-87af-27290b22e8db",
                "participantId": "7d501bf1-5ee4-4605-ba92-0ae4513c611c",
                "hidden": true,
                "removeFromDefaultAudioRoutingGroup": true,
                "identity": {
                    "@odata.type": "#microsoft.graph.identitySet",
                    "user": {
                        "@odata.type": "#microsoft.graph.identity",
                        "id": "682b6c37-0729-4fab-ace6-d730d5d9137e",
                        "displayName": "Ada",
                        "tenantId": "9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21",
                        "identityProvider": "AAD",
                    },
                },
            }],
            "clientContext": "rota 7",
        })
    }

    #[test]
    fn an_invite_comes_back_as_it_went() {
        let read: Invite = serde_json::from_value(invite()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), invite());
        let again: Invite = serde_json::from_slice(&serde_json::to_vec(&read).unwrap()).unwrap();
        assert_eq!(again, read);
    }

    #[test]
    fn absent_null_and_blank_are_left_out() {
        let mut stored = invite();
        let person = &mut stored["participants"][0];
        person["hidden"] = json!(null);
        person["removeFromDefaultAudioRoutingGroup"] = json!(false);
        person["identity"]["user"]["displayName"] = json!(" ");
        let read: Invite = serde_json::from_value(stored).unwrap();
        let text = serde_json::to_string(&read).unwrap();
        for name in [
            "hidden",
            "removeFromDefaultAudioRoutingGroup",
            "displayName",
        ] {
            assert!(!text.contains(name), "{text}");
        }
    }

    #[test]
    fn a_stored_invite_that_breaks_a_rule_is_refused() {
        let mut stored = invite();
        stored["call"] = stored["participants"][0]["replacesCallId"].clone();
        let error = serde_json::from_value::<Invite>(stored).unwrap_err();
        assert!(
            error
                .to_string()
                .contains(&InviteError::ReplacesTargetCall.to_string()),
            "{error}"
        );

        let mut stored = invite();
        stored["participants"][0]["identity"]["phone"] = json!({"id": "+12345678901"});
        assert!(serde_json::from_value::<Invite>(stored).is_err());

        let mut stored = invite();
        stored["participants"][0]["replacesCallId"] = json!(null);
        assert!(serde_json::from_value::<Invite>(stored).is_err());
    }

    #[test]
    fn an_error_does_not_repeat_a_phone_number() {
        let stored = json!({ "identity": { "phone": { "id": "+49 30 5550142" } } });
        let error = serde_json::from_value::<Participant>(stored).unwrap_err();
        assert!(!error.to_string().contains("555"), "{error}");
        let name = DisplayName::from("Ada");
        assert_eq!(serde_json::to_string(&name).unwrap(), "\"Ada\"");
    }
}
