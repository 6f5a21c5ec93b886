//! What an invite tells about the cause of a code that has several.

use crate::invite::Invite;
use crate::invite::identity::Identity;
use crate::values::guid_id::TenantId;
use serde::{Deserialize, Serialize};

/// What is known of an invite and where it was sent, without its people.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and all may be true"
)]
pub(crate) struct InviteFacts {
    pub(crate) has_phone: bool,
    /// Whether someone has a tenant that is not known to be the client's.
    pub(crate) has_other_tenant: bool,
    pub(crate) replaces_call: bool,
    pub(crate) has_custom_root: bool,
}

/// One of [`InviteFacts`], as a condition of a row.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fact {
    Phone,
    OtherTenant,
    ReplacedCall,
    CustomRoot,
}

impl InviteFacts {
    /// The facts of an invite that is sent with tokens of this tenant.
    pub(crate) fn of(invite: &Invite, tenant: Option<TenantId>, has_custom_root: bool) -> Self {
        let people = invite.participants();
        let is_other = |theirs: TenantId| Some(theirs) != tenant;
        Self {
            has_phone: people.iter().any(|who| is_phone(&who.identity)),
            has_other_tenant: people.iter().any(|who| who.tenant.is_some_and(is_other)),
            replaces_call: people.iter().any(|who| who.leaves.is_some()),
            has_custom_root,
        }
    }

    /// The facts about the people that a failure names. All stay if it names no one.
    pub(crate) fn about(self, named: &[Identity]) -> Self {
        let has_phone = match named {
            [] => self.has_phone,
            named => named.iter().any(is_phone),
        };
        Self { has_phone, ..self }
    }

    pub(crate) const fn has(self, fact: Fact) -> bool {
        match fact {
            Fact::Phone => self.has_phone,
            Fact::OtherTenant => self.has_other_tenant,
            Fact::ReplacedCall => self.replaces_call,
            Fact::CustomRoot => self.has_custom_root,
        }
    }
}

const fn is_phone(identity: &Identity) -> bool {
    matches!(identity, Identity::Phone(_))
}

#[cfg(test)]
mod tests {
    use super::InviteFacts;
    use crate::{Identity, PhoneNumber, TenantId, graph_invite};

    #[test]
    fn the_facts_are_those_of_the_people() {
        let tenant = TenantId::parse("72f988bf-86f1-41af-91ab-2d7cd011db47").unwrap();
        let plain = graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064" tenant tenant],
        };
        assert_eq!(
            InviteFacts::of(&plain, Some(tenant), false),
            InviteFacts::default()
        );
        assert!(InviteFacts::of(&plain, None, false).has_other_tenant);

        let phone = graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [
                phone "+12345678901" replaces "a7ebfb2d-871e-419c-87af-27290b22e8db",
            ],
        };
        let facts = InviteFacts::of(&phone, Some(tenant), true);
        assert!(facts.has_phone && facts.replaces_call && facts.has_custom_root);
        assert!(!facts.has_other_tenant);
    }

    #[test]
    fn a_failure_that_names_someone_is_about_them() {
        let invited = InviteFacts {
            has_phone: true,
            ..InviteFacts::default()
        };
        let user = Identity::parse_mri("8:orgid:278405a3-f568-4b3e-b684-009193463064").unwrap();
        let phone = Identity::Phone(PhoneNumber::parse("+12345678901").unwrap());
        assert!(invited.about(&[]).has_phone);
        assert!(!invited.about(std::slice::from_ref(&user)).has_phone);
        assert!(InviteFacts::default().about(&[user, phone]).has_phone);
    }
}
