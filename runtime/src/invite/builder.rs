//! Building an invite at run time or in a constant.

use crate::invite::Invite;
use crate::invite::participants::Participants;
use crate::invite::validate::InvalidInvite;
use crate::values::service_id::CallId;
use crate::values::text::ClientContext;
use graph_invite_rules::{Field, InviteError};
use std::mem;

impl Invite {
    /// Starts an invite at run time, with the words of the language as methods.
    ///
    /// ```
    /// use graph_invite::{CallId, ClientContext, Invite, Participant, UserId};
    ///
    /// let invite = Invite::builder()
    ///     .call(CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896")?)
    ///     .participants([Participant::user(UserId::parse("278405a3-f568-4b3e-b684-009193463064")?)].into())
    ///     .context(ClientContext::parse("rota 7")?)
    ///     .build()?;
    /// assert_eq!(invite.participants().len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn builder() -> InviteBuilder {
        InviteBuilder {
            invite: Self::VACANT,
            has_call: false,
            has_participants: false,
            mistake: None,
        }
    }

    /// What a `const fn` leaves behind when it moves an invite out of its builder.
    const VACANT: Self = Self {
        call: CallId::proven(0),
        participants: Participants::from_static(&[]),
        context: None,
    };
}

/// Builds an [`Invite`]. Fields come in any order, each once (rule 9).
#[derive(Clone, Debug)]
#[must_use = "an invite exists only after `build`"]
pub struct InviteBuilder {
    pub(crate) invite: Invite,
    pub(crate) has_call: bool,
    pub(crate) has_participants: bool,
    /// The first field that was repeated.
    pub(crate) mistake: Option<InviteError>,
}

impl InviteBuilder {
    /// The call to join: the `{id}` of the request's URL.
    ///
    /// Mind the direction: the participant comes *from* the call that
    /// [`replaces`](crate::Participant::replaces) names, and joins this one.
    ///
    /// ```
    /// # use graph_invite::graph_invite;
    /// let invite = graph_invite! {
    ///     call: "57dab8b1-894c-409a-b240-bd8beae78896",
    ///     participants: [phone "+12345678901"],
    /// };
    /// # let _ = invite;
    /// ```
    pub const fn call(mut self, call: CallId) -> Self {
        self.once(Field::Call, self.has_call);
        self.has_call = true;
        mem::forget(mem::replace(&mut self.invite.call, call));
        self
    }

    /// The participants: one to five (rule 3), each once (rule 6), one alone if they leave another
    /// call (rule 4), at most one bot (rule 5).
    ///
    /// ```
    /// # use graph_invite::graph_invite;
    /// let invite = graph_invite! {
    ///     call: "57dab8b1-894c-409a-b240-bd8beae78896",
    ///     participants: [
    ///         user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe" named "Ada",
    ///         user "1e126418-44a0-4a94-a6f8-0efe1ad71acb",
    ///     ],
    /// };
    /// # let _ = invite;
    /// ```
    pub const fn participants(mut self, participants: Participants) -> Self {
        self.once(Field::Participants, self.has_participants);
        self.has_participants = true;
        mem::forget(mem::replace(&mut self.invite.participants, participants));
        self
    }

    /// The client context, which matches later notifications to this invite. Without one, a fresh
    /// UUID is sent.
    ///
    /// ```
    /// # use graph_invite::graph_invite;
    /// let invite = graph_invite! {
    ///     call: "57dab8b1-894c-409a-b240-bd8beae78896",
    ///     participants: [phone "+12345678901"],
    ///     context: "f2fa86af-3c51-4bc2-8fc0-475452d9764f",
    /// };
    /// # let _ = invite;
    /// ```
    pub const fn context(mut self, context: ClientContext) -> Self {
        self.once(Field::Context, self.invite.context.is_some());
        set_forgetting_old(&mut self.invite.context, context);
        self
    }

    /// Builds the invite, if it keeps all rules.
    ///
    /// # Errors
    ///
    /// An [`InvalidInvite`] with every mistake.
    ///
    /// ```
    /// use graph_invite::{Invite, InviteError};
    ///
    /// let error = Invite::builder().build().unwrap_err();
    /// assert_eq!(
    ///     error.mistakes(),
    ///     [InviteError::Missing { word: "call" }, InviteError::Missing { word: "participants" }],
    /// );
    /// ```
    pub fn build(self) -> Result<Invite, InvalidInvite> {
        InvalidInvite::unless(self.mistakes())?;
        Ok(self.invite)
    }

    /// The invite, which `graph_invite!` has checked.
    #[doc(hidden)]
    pub const fn proven(mut self) -> Invite {
        let invite = mem::replace(&mut self.invite, Invite::VACANT);
        mem::forget(self);
        invite
    }

    const fn once(&mut self, field: Field, is_used: bool) {
        if is_used && self.mistake.is_none() {
            self.mistake = Some(InviteError::DuplicateWord { word: field.word() });
        }
    }
}

impl InviteBuilder {
    pub(crate) fn mistakes(&self) -> Vec<InviteError> {
        let mut mistakes = Vec::new();
        mistakes.extend(self.mistake);
        for (field, present) in [
            (Field::Call, self.has_call),
            (Field::Participants, self.has_participants),
        ] {
            if !present {
                mistakes.push(InviteError::Missing { word: field.word() });
            }
        }
        mistakes.extend(
            self.invite
                .mistakes()
                .into_iter()
                .filter(|mistake| match mistake {
                    // Already reported as missing.
                    InviteError::NilGuid { word } => self.has_call || *word != Field::Call.word(),
                    InviteError::NoParticipants => self.has_participants,
                    _ => true,
                }),
        );
        mistakes
    }
}

/// Puts `value` into `slot`.
///
/// A `const fn` can't run destructors, so what a full slot held is forgotten instead of dropped.
/// Every caller records a repeated word as a mistake, so no invite is built from it.
pub(super) const fn set_forgetting_old<T>(slot: &mut Option<T>, value: T) {
    mem::forget(slot.replace(value));
}
