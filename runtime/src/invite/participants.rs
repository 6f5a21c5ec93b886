//! The list of participants.

use crate::invite::participant::Participant;
use std::hash::{Hash, Hasher};
use std::{fmt, mem, slice, vec};

/// The participants of an invite.
///
/// It is made from an array or a `Vec`, by collecting, or from a slice that is known at compile time.
///
/// ```
/// use graph_invite::{Participant, Participants, UserId};
///
/// let ada = UserId::parse("278405a3-f568-4b3e-b684-009193463064")?;
/// let mut rota = Participants::from([Participant::user(ada)]);
/// rota.extend(["+12345678901".parse().map(Participant::phone)?]);
/// assert_eq!(rota.as_slice().len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct Participants(List);

/// A lone participant is the usual case. In place, it needs no allocation, and no constant of its own,
/// which would cost a third of the time to compile an invite.
#[derive(Clone)]
#[allow(clippy::large_enum_variant, reason = "the large one is the usual one")]
enum List {
    One(Participant),
    Static(&'static [Participant]),
    Many(Vec<Participant>),
}

impl Participants {
    /// Participants that are known at compile time.
    pub const fn from_static(participants: &'static [Participant]) -> Self {
        Self(List::Static(participants))
    }

    pub(crate) const fn one(participant: Participant) -> Self {
        Self(List::One(participant))
    }

    /// All participants, in order.
    #[must_use = "this only reads the participants"]
    pub const fn as_slice(&self) -> &[Participant] {
        match &self.0 {
            List::One(participant) => slice::from_ref(participant),
            List::Static(participants) => participants,
            List::Many(participants) => participants.as_slice(),
        }
    }

    /// Iterates over the participants, in order.
    pub fn iter(&self) -> slice::Iter<'_, Participant> {
        self.as_slice().iter()
    }
}

impl Default for Participants {
    fn default() -> Self {
        Self::from_static(&[])
    }
}

impl PartialEq for Participants {
    fn eq(&self, other: &Self) -> bool {
        self.as_slice() == other.as_slice()
    }
}

impl Eq for Participants {}

impl Hash for Participants {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_slice().hash(state);
    }
}

impl fmt::Debug for Participants {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_slice().fmt(f)
    }
}

impl AsRef<[Participant]> for Participants {
    fn as_ref(&self) -> &[Participant] {
        self.as_slice()
    }
}

impl IntoIterator for Participants {
    type Item = Participant;
    type IntoIter = vec::IntoIter<Participant>;

    fn into_iter(self) -> Self::IntoIter {
        let participants = match self.0 {
            List::One(participant) => vec![participant],
            List::Static(participants) => participants.to_vec(),
            List::Many(participants) => participants,
        };
        participants.into_iter()
    }
}

impl<'a> IntoIterator for &'a Participants {
    type Item = &'a Participant;
    type IntoIter = slice::Iter<'a, Participant>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Extend<Participant> for Participants {
    fn extend<I: IntoIterator<Item = Participant>>(&mut self, participants: I) {
        *self = mem::take(self).into_iter().chain(participants).collect();
    }
}

impl FromIterator<Participant> for Participants {
    fn from_iter<I: IntoIterator<Item = Participant>>(participants: I) -> Self {
        Vec::from_iter(participants).into()
    }
}

impl From<Vec<Participant>> for Participants {
    fn from(participants: Vec<Participant>) -> Self {
        Self(List::Many(participants))
    }
}

impl<const N: usize> From<[Participant; N]> for Participants {
    fn from(participants: [Participant; N]) -> Self {
        Vec::from(participants).into()
    }
}

/// What `..` adds to the participants of an invite: an iterator, `Vec`, array or `Option` of
/// participants, of their ids, or of any `Into<Participant>`.
#[diagnostic::on_unimplemented(
    message = "expected an iterator of participants or their ids, found `{Self}`",
    label = "expected an iterator, `Vec`, array or `Option` of participants or ids",
    note = "put one participant or id in brackets, as in `..[ada]`",
    note = "convert text to ids first, as in `texts.iter().map(|text| UserId::parse(text)).collect::<Result<Vec<_>, _>>()?`",
    note = "unwrap a `Result` first, with `?` or `match`"
)]
pub trait IntoParticipants {
    /// Converts into participants. In a constant, write each participant instead of a spread.
    fn into_participants(self) -> Participants;
}

#[diagnostic::do_not_recommend]
impl<T: IntoIterator<Item: Into<Participant>>> IntoParticipants for T {
    fn into_participants(self) -> Participants {
        self.into_iter().map(Into::into).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Participants;
    use crate::{Participant, PhoneNumber};

    fn phone(digit: u32) -> Participant {
        let number = format!("+1234567890{digit}");
        Participant::phone(PhoneNumber::parse(&number).unwrap())
    }

    #[test]
    fn participants_keep_their_order_however_they_are_made() {
        let three = [phone(1), phone(2), phone(3)];
        let mut extended = Participants::from([phone(1)]);
        extended.extend([phone(2), phone(3)]);
        assert_eq!(extended.as_slice(), three);
        assert_eq!(three.iter().cloned().collect::<Participants>(), extended);
        assert_eq!(Participants::from(three.to_vec()), extended);
        assert_eq!(
            extended.iter().collect::<Vec<_>>(),
            [&three[0], &three[1], &three[2]]
        );
        assert_eq!(extended.into_iter().collect::<Vec<_>>(), three);
    }
}
