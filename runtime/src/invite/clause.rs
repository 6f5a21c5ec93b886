//! The clauses of a participant.

use crate::invite::const_moves::{into_field, set_given};
use crate::invite::participant::Participant;
use crate::values::guid_id::TenantId;
use crate::values::service_id::{CallId, ParticipantId};
use crate::values::text::{DisplayName, Provider};
use graph_invite_rules::{Clause, InviteError, Word};

/// The clauses. Each takes an `Option` or a `bool`, as in the language: `None` and `false` leave the
/// clause out.
impl Participant {
    /// The name that the phone shows: the identity's `displayName`. A blank name is left out, and so is
    /// `None`.
    ///
    /// ```
    /// # use graph_invite::{CallId, graph_invite};
    /// # let call = CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896")?;
    /// let invite = graph_invite! {
    ///     call: call,
    ///     participants: [user "278405a3-f568-4b3e-b684-009193463064" named "Ada"],
    /// };
    /// # let _ = invite;
    /// # Ok::<(), graph_invite::error::GuidError>(())
    /// ```
    pub const fn named(mut self, name: Option<DisplayName>) -> Self {
        self.once(Clause::Named, self.name.is_some() && name.is_some());
        set_given(&mut self.name, name);
        self
    }

    /// The tenant of the participant: the identity's `tenantId`. `None` leaves it out.
    ///
    /// ```
    /// # use graph_invite::{CallId, graph_invite};
    /// # let call = CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896")?;
    /// let invite = graph_invite! {
    ///     call: call,
    ///     participants: [
    ///         user "278405a3-f568-4b3e-b684-009193463064"
    ///             tenant "9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21",
    ///     ],
    /// };
    /// # let _ = invite;
    /// # Ok::<(), graph_invite::error::GuidError>(())
    /// ```
    pub const fn tenant(mut self, id: Option<TenantId>) -> Self {
        self.once(Clause::Tenant, self.tenant.is_some() && id.is_some());
        set_given(&mut self.tenant, id);
        self
    }

    /// The identity provider: the identity's `identityProvider`, such as `AAD`. A blank one is left
    /// out, and so is `None`.
    ///
    /// ```
    /// # use graph_invite::{CallId, graph_invite};
    /// # let call = CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896")?;
    /// let invite = graph_invite! {
    ///     call: call,
    ///     participants: [user "682b6c37-0729-4fab-ace6-d730d5d9137e" provider "AAD"],
    /// };
    /// # let _ = invite;
    /// # Ok::<(), graph_invite::error::GuidError>(())
    /// ```
    pub const fn provider(mut self, provider: Option<Provider>) -> Self {
        self.once(
            Clause::Provider,
            self.provider.is_some() && provider.is_some(),
        );
        set_given(&mut self.provider, provider);
        self
    }

    /// The peer-to-peer call that the participant leaves once they are in the new one:
    /// `replacesCallId`. A participant who leaves a call is invited alone (rule 4), and not to that
    /// same call (rule 7). With `None`, the participant leaves no call.
    ///
    /// ```
    /// # use graph_invite::{CallId, graph_invite};
    /// # let call = CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896")?;
    /// let invite = graph_invite! {
    ///     call: call,
    ///     participants: [
    ///         user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe"
    ///             replaces "a7ebfb2d-871e-419c-87af-27290b22e8db",
    ///     ],
    /// };
    /// # let _ = invite;
    /// # Ok::<(), graph_invite::error::GuidError>(())
    /// ```
    pub const fn replaces(mut self, call: Option<CallId>) -> Self {
        self.leaves_once(Clause::Replaces, call.is_some());
        set_given(&mut self.leaves, call);
        self
    }

    /// Moves the participant out of a meeting, by the entry on its roster: `participantId`.
    /// [`from`](PendingMove::from) names the meeting; neither works without the other. This bot must
    /// have created both meetings. Rules 4 and 7 apply as for [`replaces`](Self::replaces).
    ///
    /// Both are given, or both are `None`. An invite with one of the two can't be built or sent (rule 9).
    ///
    /// ```
    /// # use graph_invite::{CallId, graph_invite};
    /// # let call = CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896")?;
    /// let invite = graph_invite! {
    ///     call: call,
    ///     participants: [
    ///         user "682b6c37-0729-4fab-ace6-d730d5d9137e"
    ///             moves "7d501bf1-5ee4-4605-ba92-0ae4513c611c"
    ///             from "a7ebfb2d-871e-419c-87af-27290b22e8db",
    ///     ],
    /// };
    /// # let _ = invite;
    /// # Ok::<(), graph_invite::error::GuidError>(())
    /// ```
    pub const fn moves(mut self, participant: Option<ParticipantId>) -> PendingMove {
        let moves = participant.is_some();
        self.leaves_once(Clause::Moves, moves);
        set_given(&mut self.roster_entry, participant);
        PendingMove {
            participant: self,
            moves,
        }
    }

    /// Hides the participant from the roster that people see: `hidden`. In the language, the word alone
    /// means `true`, and `hidden if …` takes a condition.
    ///
    /// ```
    /// # use graph_invite::{CallId, graph_invite};
    /// # let call = CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896")?;
    /// let invite = graph_invite! {
    ///     call: call,
    ///     participants: [application "832899f8-2ea1-4604-8413-27bd2892079f" hidden],
    /// };
    /// # let _ = invite;
    /// # Ok::<(), graph_invite::error::GuidError>(())
    /// ```
    pub const fn hidden(mut self, hidden: bool) -> Self {
        self.once(Clause::Hidden, self.hidden && hidden);
        self.hidden |= hidden;
        self
    }

    /// Keeps the participant out of the main audio mix: `removeFromDefaultAudioRoutingGroup`. In the
    /// language, the word alone means `true`, and `off_main_mix if …` takes a condition.
    ///
    /// ```
    /// # use graph_invite::{CallId, graph_invite};
    /// # let call = CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896")?;
    /// let invite = graph_invite! {
    ///     call: call,
    ///     participants: [user "278405a3-f568-4b3e-b684-009193463064" off_main_mix],
    /// };
    /// # let _ = invite;
    /// # Ok::<(), graph_invite::error::GuidError>(())
    /// ```
    pub const fn off_main_mix(mut self, off_main_mix: bool) -> Self {
        self.once(Clause::OffMainMix, self.off_main_mix && off_main_mix);
        self.off_main_mix |= off_main_mix;
        self
    }

    const fn once(&mut self, clause: Clause, is_repeated: bool) {
        if is_repeated {
            let word = Word::Clause(clause);
            self.remember(InviteError::DuplicateWord { word });
        }
    }

    const fn leaves_once(&mut self, clause: Clause, is_given: bool) {
        let moves = self.roster_entry.is_some();
        if is_given && self.leaves.is_some() && moves != matches!(clause, Clause::Moves) {
            self.remember(InviteError::ConflictingMoves);
        } else {
            self.once(clause, is_given && self.leaves.is_some());
        }
    }

    const fn remember(&mut self, mistake: InviteError) {
        if self.mistake.is_none() {
            self.mistake = Some(mistake);
        }
    }
}

/// A participant to move, as [`Participant::moves`] returns it. It needs [`from`](Self::from).
#[derive(Clone, Debug)]
#[must_use = "`moves` has no effect without `from`"]
pub struct PendingMove {
    participant: Participant,
    /// Whether there is a roster entry.
    moves: bool,
}

impl PendingMove {
    /// The call whose roster has the entry, and which the participant leaves: `replacesCallId`. It is
    /// `None` if there is no entry.
    ///
    /// ```
    /// # use graph_invite::{CallId, ParticipantId, graph_invite};
    /// # let call = CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896")?;
    /// # let plenary = CallId::parse("a7ebfb2d-871e-419c-87af-27290b22e8db")?;
    /// # let entry = ParticipantId::parse("7d501bf1-5ee4-4605-ba92-0ae4513c611c")?;
    /// let invite = graph_invite! {
    ///     call: call,
    ///     participants: [
    ///         user "682b6c37-0729-4fab-ace6-d730d5d9137e" moves entry from plenary,
    ///     ],
    /// };
    /// # let _ = invite;
    /// # Ok::<(), graph_invite::error::GuidError>(())
    /// ```
    pub const fn from(mut self, call: Option<CallId>) -> Participant {
        if self.moves != call.is_some() {
            let missing = if self.moves {
                Clause::From
            } else {
                Clause::Moves
            };
            let word = Word::Clause(missing);
            self.participant.remember(InviteError::Missing { word });
        }
        set_given(&mut self.participant.leaves, call);
        into_field!(self.participant, Participant::PLACEHOLDER)
    }
}
