//! MRI (Teams identifier, `8:orgid:…`): how the service writes identities in its messages.

use crate::invite::identity::Identity;
use crate::values::guid_id::{ApplicationId, ApplicationInstanceId, UserId};
use crate::values::phone::PhoneNumber;
use crate::values::text::{AcsUserId, EncryptedId, GuestId, OnPremisesId};
use graph_invite_rules::{Id, IdentityKind};
use uuid::Uuid;

/// The prefixes of an MRI, and the kind of identity of each. If one prefix begins with another, the
/// longer one is first.
///
/// Sources: `IdentitySetExtensions` of the calls SDK; the identifiers page of Azure Communication
/// Services.
const PREFIXES: [(&str, IdentityKind); 17] = [
    ("8:orgid:", IdentityKind::User),
    ("8:gcch:", IdentityKind::User),
    ("8:dod:", IdentityKind::User),
    ("28:orgid:", IdentityKind::ApplicationInstance),
    ("28:gcch:", IdentityKind::ApplicationInstance),
    ("28:dod:", IdentityKind::ApplicationInstance),
    ("28:", IdentityKind::Application),
    ("4:", IdentityKind::Phone),
    ("29:", IdentityKind::Encrypted),
    ("8:teamsvisitor:", IdentityKind::Guest),
    (BARE_GUEST, IdentityKind::Guest),
    ("8:acs:", IdentityKind::AcsUser),
    ("8:gcch-acs:", IdentityKind::AcsUser),
    ("8:dod-acs:", IdentityKind::AcsUser),
    ("8:sfb:", IdentityKind::OnPremises),
    ("8:gcch-sfb:", IdentityKind::OnPremises),
    ("8:dod-sfb:", IdentityKind::OnPremises),
];
/// The prefix of a guest as call records and some rosters show it, without the `8:`.
const BARE_GUEST: &str = "teamsvisitor:";

/// The maximum number of identities of one message. An invite has fewer participants.
const MAX_IDENTITIES: usize = 8;

impl Identity {
    /// Parses one MRI.
    pub(crate) fn parse_mri(mri: &str) -> Option<Self> {
        let (kind, rest) = split(mri)?;
        match kind {
            IdentityKind::User => guid(rest).map(UserId::from_uuid).map(Self::User),
            IdentityKind::Phone => phone(rest).map(Self::Phone),
            IdentityKind::Application => guid(rest)
                .map(ApplicationId::from_uuid)
                .map(Self::Application),
            IdentityKind::ApplicationInstance => guid(rest)
                .map(ApplicationInstanceId::from_uuid)
                .map(Self::ApplicationInstance),
            IdentityKind::Guest => guest(mri).map(Self::Guest),
            IdentityKind::Encrypted => EncryptedId::parse(mri).ok().map(Self::Encrypted),
            IdentityKind::OnPremises => OnPremisesId::parse(mri).ok().map(Self::OnPremises),
            IdentityKind::AcsUser => AcsUserId::parse(mri).ok().map(Self::AcsUser),
        }
    }

    /// All identities in a message, without duplicates.
    pub(crate) fn named_in(message: &str) -> Vec<Self> {
        let mut named = Vec::new();
        for identity in tokens(message).filter_map(|(_, token)| Self::parse_mri(token)) {
            if named.len() < MAX_IDENTITIES && !named.contains(&identity) {
                named.push(identity);
            }
        }
        named
    }
}

/// Hides the id of every MRI in a message, unless the id is a GUID.
pub(crate) fn hide(message: &str) -> String {
    let mut shown = String::with_capacity(message.len());
    let mut rest = message;
    for (gap, token) in tokens(message) {
        shown.push_str(gap);
        let hidden = split(token).filter(|(_, id)| guid(id).is_none() && !id.starts_with('+'));
        match hidden.and_then(|(_, id)| token.strip_suffix(id)) {
            Some(prefix) => shown.extend([prefix, "…"]),
            None => shown.push_str(token),
        }
        rest = rest.get(gap.len() + token.len()..).unwrap_or_default();
    }
    shown.push_str(rest);
    shown
}

/// An id without the prefix of an MRI.
pub(super) fn without_prefix(id: &str) -> &str {
    split(id).map_or(id, |(_, rest)| rest)
}

/// The tokens of a message, each with the text before it.
fn tokens(message: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = message;
    std::iter::from_fn(move || {
        let start = rest.find(is_token_char)?;
        let (gap, from) = rest.split_at(start);
        let end = from.find(|c| !is_token_char(c)).unwrap_or(from.len());
        // A full stop ends the sentence and does not belong to the MRI.
        let token = from.split_at(end).0;
        let bare = token.trim_end_matches(['.', ':']);
        let token = if bare.is_empty() { token } else { bare };
        rest = from.split_at(token.len()).1;
        Some((gap, token))
    })
}

fn is_token_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, ':' | '+' | '-' | '_' | '.' | '…')
}

fn split(mri: &str) -> Option<(IdentityKind, &str)> {
    PREFIXES.iter().find_map(|&(prefix, kind)| {
        let (start, rest) = mri.split_at_checked(prefix.len())?;
        (start.eq_ignore_ascii_case(prefix) && !rest.is_empty()).then_some((kind, rest))
    })
}

fn guid(text: &str) -> Option<Uuid> {
    match Id::of(text) {
        Id::Guid(number) => Some(Uuid::from_u128(number)),
        Id::Phone(_) | Id::Text(_) => None,
    }
}

/// Parses a guest with or without `8:`. They are one person.
fn guest(mri: &str) -> Option<GuestId> {
    let is_bare = !mri.starts_with("8:");
    let prefix = if is_bare { "8:" } else { "" };
    GuestId::parse(format!("{prefix}{mri}")).ok()
}

/// Parses a phone number with or without `+`.
fn phone(text: &str) -> Option<PhoneNumber> {
    PhoneNumber::parse(text)
        .or_else(|_| PhoneNumber::parse(&format!("+{text}")))
        .ok()
}

#[cfg(test)]
mod tests {
    use super::hide;
    use crate::{Identity, PhoneNumber, UserId};

    const ADA: &str = "278405a3-f568-4b3e-b684-009193463064";

    #[test]
    fn identities_in_a_message_are_found_once_each() {
        let message = format!(
            "addParticipants failed for participant 8:orgid:{ADA}. Also (4:+12345678901), \
             28:{ADA}; 28:orgid:{ADA} 29:a 8:acs:r_u \"8:teamsvisitor:v\" 8:gcch-sfb:s 8:orgid:{ADA}"
        );
        let named = Identity::named_in(&message);
        assert_eq!(named.len(), 8);
        assert_eq!(named[0], Identity::User(UserId::parse(ADA).unwrap()));
        let phone = PhoneNumber::parse("+12345678901").unwrap();
        assert_eq!(named[1], Identity::Phone(phone));
        assert!(matches!(&named[5], Identity::AcsUser(id) if id.as_str() == "8:acs:r_u"));
        assert!(matches!(&named[7], Identity::OnPremises(id) if id.as_str() == "8:gcch-sfb:s"));
    }

    #[test]
    fn a_guest_is_one_person_with_and_without_the_8() {
        for bare in ["teamsvisitor:abc", "TeamsVisitor:abc"] {
            let prefixed = Identity::parse_mri(&format!("8:{bare}"));
            assert!(prefixed.is_some());
            assert_eq!(Identity::parse_mri(bare), prefixed);
            assert_eq!(hide(bare), bare.replace("abc", "…"));
        }
    }

    #[test]
    fn text_that_only_looks_like_an_mri_is_ignored() {
        for message in [
            "",
            "at 8:30",
            "4:",
            "8:orgid:ada",
            "ratio 4:3",
            "8:live:ada",
            "é:é",
        ] {
            assert_eq!(Identity::named_in(message), [], "{message}");
        }
    }

    #[test]
    fn opaque_ids_are_hidden() {
        assert_eq!(
            hide(&format!(
                "no 29:abc_d, 8:acs:r_u. 4:4930 8:orgid:{ADA} at 8:30!"
            )),
            format!("no 29:…, 8:acs:…. 4:… 8:orgid:{ADA} at 8:30!"),
        );
    }
}
