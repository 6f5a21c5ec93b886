//! Rules 3 to 7 and the nil GUID of rule 1, in one walk over a whole invite. The macro, the builder
//! and the emulator all use it.

use crate::error::InviteError;
use crate::limits::{MAX_BOTS, MAX_PARTICIPANTS};
use crate::participants::{Id, check_bot_count, check_participant_count, check_sole_participant};
use crate::words::{Clause, Field, IdentityKind};

/// What the walk reads of an invite. An id is `None` if it is not known yet, as that of an expression
/// is at compile time.
#[derive(Clone, Copy, Debug)]
pub struct InviteView<'a, P> {
    /// The call that the participants join.
    pub call: Option<Id<'a>>,
    /// The participants, in order.
    pub participants: P,
    /// Whether there may be more of them than `participants` gives.
    pub is_open: bool,
}

/// What the walk reads of a participant.
#[derive(Clone, Copy, Debug)]
pub struct ParticipantView<'a> {
    /// The kind of the identity.
    pub kind: IdentityKind,
    /// The id of the identity.
    pub id: Option<Id<'a>>,
    /// The value of `tenant`.
    pub tenant: Option<Id<'a>>,
    /// How the participant leaves another call, if at all.
    pub leaves: Option<Leaves<'a>>,
    /// Rule 9: what a builder remembers of a clause that was given twice.
    pub remembered: Option<InviteError>,
}

/// How a participant leaves another call.
#[derive(Clone, Copy, Debug)]
pub enum Leaves<'a> {
    /// By `replaces`.
    Replaces {
        /// The call.
        call: Option<Id<'a>>,
    },
    /// By `moves … from`.
    Moves {
        /// The entry on the roster of that call.
        entry: Option<Id<'a>>,
        /// The call.
        from: Option<Id<'a>>,
    },
}

/// What an error of the walk is about. Participants count from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The call that the participants join.
    Call,
    /// The list of participants.
    Participants,
    /// One participant.
    Participant(usize),
    /// The id of a participant.
    Id(usize),
    /// A clause of a participant.
    Clause(usize, Clause),
    /// The value of a clause of a participant.
    Value(usize, Clause),
}

impl<'a, P: IntoIterator<Item = ParticipantView<'a>>> InviteView<'a, P> {
    /// Gives every error to `report`, in the order of the invite.
    ///
    /// ```
    /// use graph_invite_rules::{Id, IdentityKind, InviteError, InviteView, ParticipantView, Place};
    ///
    /// let ada = ParticipantView {
    ///     kind: IdentityKind::Guest,
    ///     id: Some(Id::Text("8:teamsvisitor:4f1c")),
    ///     tenant: None,
    ///     leaves: None,
    ///     remembered: None,
    /// };
    /// let invite = InviteView { call: None, participants: [ada, ada], is_open: false };
    /// let mut errors = Vec::new();
    /// invite.check(|place, error| errors.push((place, error)));
    /// assert_eq!(errors, [(Place::Id(1), InviteError::DuplicateParticipant { first: 0, second: 1 })]);
    /// ```
    pub fn check(self, mut report: impl FnMut(Place, InviteError)) {
        let call = self.call;
        if is_nil(call) {
            let word = Field::Call.into();
            report(Place::Call, InviteError::NilGuid { word });
        }
        let (counts, first) = Counts::of(self.participants);
        counts.check(self.is_open, &mut report);
        for (index, participant) in first.iter().flatten().enumerate() {
            if let Some(error) = participant.remembered {
                report(Place::Participant(index), error);
            }
            let word = participant.kind.into();
            if is_nil(participant.id) {
                report(Place::Id(index), InviteError::NilGuid { word });
            }
            participant.check_clauses(index, call, &mut report);
            let earlier = first.iter().flatten().take(index);
            let same = |other: &ParticipantView<'_>| is_same(other.id, participant.id);
            if let Some(first) = earlier.into_iter().position(same) {
                let second = index;
                let error = InviteError::DuplicateParticipant { first, second };
                report(Place::Id(index), error);
            }
        }
    }
}

/// The participants that are checked one by one. An invite with more breaks rule 3 in any case, so
/// that the others are only counted.
type First<'a> = [Option<ParticipantView<'a>>; MAX_PARTICIPANTS];

/// What is counted over all participants.
#[derive(Default)]
struct Counts {
    participants: usize,
    bots: usize,
    /// The first that is one bot too many.
    extra_bot: usize,
    leaving: usize,
    /// The first that leaves another call.
    first_leaving: Option<(usize, Clause)>,
}

impl Counts {
    /// The counts of all participants, and the first of them.
    fn of<'a>(participants: impl IntoIterator<Item = ParticipantView<'a>>) -> (Self, First<'a>) {
        let mut counts = Self::default();
        let mut first = First::default();
        for (index, participant) in participants.into_iter().enumerate() {
            counts.participants += 1;
            if participant.kind == IdentityKind::Application {
                counts.bots += 1;
                if counts.bots == MAX_BOTS + 1 {
                    counts.extra_bot = index;
                }
            }
            if let Some(leaves) = participant.leaves {
                counts.leaving += 1;
                counts.first_leaving = counts.first_leaving.or(Some((index, leaves.word())));
            }
            if let Some(place) = first.get_mut(index) {
                *place = Some(participant);
            }
        }
        (counts, first)
    }

    /// Rules 3 to 5.
    fn check(&self, is_open: bool, report: &mut impl FnMut(Place, InviteError)) {
        if let Err(error) = check_participant_count(self.participants)
            && (self.participants > 0 || !is_open)
        {
            let place = match self.participants {
                0 => Place::Participants,
                _ => Place::Participant(MAX_PARTICIPANTS),
            };
            report(place, error);
        }
        if let Err(error) = check_sole_participant(self.participants, self.leaving)
            && let Some((index, word)) = self.first_leaving
        {
            report(Place::Clause(index, word), error);
        }
        if let Err(error) = check_bot_count(self.bots) {
            report(Place::Participant(self.extra_bot), error);
        }
    }
}

impl ParticipantView<'_> {
    /// Rule 7, and the nil GUID of rule 1.
    fn check_clauses(
        &self,
        index: usize,
        joins: Option<Id<'_>>,
        report: &mut impl FnMut(Place, InviteError),
    ) {
        let mut not_nil = |clause: Clause, id: Option<Id<'_>>| {
            if is_nil(id) {
                let word = clause.into();
                report(Place::Value(index, clause), InviteError::NilGuid { word });
            }
        };
        not_nil(Clause::Tenant, self.tenant);
        let (clause, call) = match self.leaves {
            None => return,
            Some(Leaves::Replaces { call }) => (Clause::Replaces, call),
            Some(Leaves::Moves { entry, from }) => {
                not_nil(Clause::Moves, entry);
                (Clause::From, from)
            }
        };
        not_nil(clause, call);
        if is_same(call, joins) {
            let place = Place::Value(index, clause);
            report(place, InviteError::ReplacesTargetCall);
        }
    }
}

impl Leaves<'_> {
    const fn word(self) -> Clause {
        match self {
            Self::Replaces { .. } => Clause::Replaces,
            Self::Moves { .. } => Clause::Moves,
        }
    }
}

fn is_nil(id: Option<Id<'_>>) -> bool {
    is_same(id, Some(Id::Guid(0)))
}

/// Whether both are known, and the same.
fn is_same(one: Option<Id<'_>>, other: Option<Id<'_>>) -> bool {
    matches!((one, other), (Some(one), Some(other)) if one.same_as(other))
}
