//! Who is invited together.

use crate::invite::participant::Participant;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::slice;

/// The participants of an invite.
///
/// Made from an array or a `Vec`, by collecting, or, for a constant, from a slice.
///
/// ```
/// use graph_invite::{Participant, Participants, UserId};
///
/// let ada = UserId::parse("278405a3-f568-4b3e-b684-009193463064")?;
/// let rota = vec![Participant::user(ada)];
/// assert_eq!(Participants::from(rota).len(), 1);
/// # Ok::<(), graph_invite::GuidError>(())
/// ```
#[derive(Clone)]
#[must_use]
pub struct Participants(People);

/// One is by far the usual number: it needs neither heap nor a constant of its own.
#[derive(Clone)]
#[allow(clippy::large_enum_variant, reason = "the large one is the usual one")]
enum People {
    One(Participant),
    Static(&'static [Participant]),
    Many(Vec<Participant>),
}

impl Participants {
    /// A participant alone.
    pub const fn one(participant: Participant) -> Self {
        Self(People::One(participant))
    }

    /// Participants known while compiling.
    pub const fn from_static(participants: &'static [Participant]) -> Self {
        Self(People::Static(participants))
    }

    /// Participants made one by one.
    pub fn new<const N: usize>(participants: [Participant; N]) -> Self {
        Self(People::Many(participants.into()))
    }

    /// These, and one more.
    pub fn and(self, participant: Participant) -> Self {
        self.and_all(Self::one(participant))
    }

    /// These, and all of those: what `..` of the language does.
    pub fn and_all(self, others: Self) -> Self {
        let mut people = self.into_vec();
        people.extend(others.into_vec());
        Self(People::Many(people))
    }

    fn into_vec(self) -> Vec<Participant> {
        match self.0 {
            People::One(participant) => vec![participant],
            People::Static(participants) => participants.to_vec(),
            People::Many(participants) => participants,
        }
    }
}

impl Deref for Participants {
    type Target = [Participant];

    fn deref(&self) -> &[Participant] {
        match &self.0 {
            People::One(participant) => slice::from_ref(participant),
            People::Static(participants) => participants,
            People::Many(participants) => participants,
        }
    }
}

impl Default for Participants {
    fn default() -> Self {
        Self::from_static(&[])
    }
}

impl PartialEq for Participants {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Participants {}

impl Hash for Participants {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl fmt::Debug for Participants {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&**self).finish()
    }
}

impl From<Vec<Participant>> for Participants {
    fn from(participants: Vec<Participant>) -> Self {
        Self(People::Many(participants))
    }
}

impl<const N: usize> From<[Participant; N]> for Participants {
    fn from(participants: [Participant; N]) -> Self {
        Self::new(participants)
    }
}

impl FromIterator<Participant> for Participants {
    fn from_iter<I: IntoIterator<Item = Participant>>(participants: I) -> Self {
        Vec::from_iter(participants).into()
    }
}

/// What `..` adds to the participants of an invite: an iterator, `Vec` or array of participants.
#[diagnostic::on_unimplemented(
    message = "expected an iterator of `Participant`, found `{Self}`",
    label = "expected an iterator, `Vec` or array of `Participant`",
    note = "write one participant with its kind and id, as in `user \"278405a3-f568-4b3e-b684-009193463064\"`",
    note = "convert ids with `ids.into_iter().map(Participant::user)`, and borrowed participants with `people.iter().cloned()`"
)]
pub trait IntoParticipants {
    /// The participants.
    fn into_participants(self) -> Participants;
}

#[diagnostic::do_not_recommend]
impl<T: IntoIterator<Item = Participant>> IntoParticipants for T {
    fn into_participants(self) -> Participants {
        self.into_iter().collect()
    }
}
