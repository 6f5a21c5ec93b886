//! Building an invite at run time or in a constant.

use crate::invite::Invite;
use crate::invite::const_moves::{set, set_given, take_or};
use crate::invite::participants::Participants;
use crate::invite::validate::{self, InvalidInvite};
use crate::values::service_id::CallId;
use crate::values::text::ClientContext;
use graph_invite_rules::{Field, InviteError, Word};
use std::mem;
use uuid::Uuid;

impl Invite {
    /// Starts an invite at run time, with the words of the language as methods.
    ///
    /// ```
    /// use graph_invite::{CallId, ClientContext, Invite, Participant, UserId};
    ///
    /// let invite = Invite::builder()
    ///     .call(CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896")?)
    ///     .participants([Participant::user(UserId::parse("278405a3-f568-4b3e-b684-009193463064")?)].into())
    ///     .context(Some(ClientContext::parse("rota 7")?))
    ///     .build()?;
    /// assert_eq!(invite.participants().len(), 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub const fn builder() -> InviteBuilder {
        InviteBuilder {
            call: None,
            participants: None,
            context: None,
            mistake: None,
        }
    }
}

/// Builds an [`Invite`]. Fields come in any order, each once (rule 9).
#[derive(Clone, Debug)]
#[must_use = "an invite exists only after `build`"]
pub struct InviteBuilder {
    call: Option<CallId>,
    participants: Option<Participants>,
    context: Option<ClientContext>,
    /// The first field that was repeated.
    mistake: Option<InviteError>,
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
        self.once(Field::Call, self.call.is_some());
        set(&mut self.call, call);
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
        self.once(Field::Participants, self.participants.is_some());
        set(&mut self.participants, participants);
        self
    }

    /// The client context, which matches later notifications to this invite. Without one, or with
    /// `None`, a fresh UUID is sent.
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
    pub const fn context(mut self, context: Option<ClientContext>) -> Self {
        self.once(Field::Context, self.context.is_some() && context.is_some());
        set_given(&mut self.context, context);
        self
    }

    /// Builds the invite, if it keeps all rules.
    ///
    /// # Errors
    ///
    /// An [`InvalidInvite`] with every mistake.
    ///
    /// ```
    /// use graph_invite::Invite;
    /// use graph_invite::error::{Field, InviteError};
    ///
    /// let error = Invite::builder().build().unwrap_err();
    /// assert_eq!(
    ///     error.mistakes(),
    ///     [InviteError::Missing { word: Field::Call.into() }, InviteError::Missing { word: Field::Participants.into() }],
    /// );
    /// ```
    pub fn build(self) -> Result<Invite, InvalidInvite> {
        let mistakes = self.mistakes();
        match (self.call, self.participants) {
            (Some(call), Some(participants)) if mistakes.is_empty() => Ok(Invite {
                call,
                participants,
                context: self.context,
            }),
            _ => Err(InvalidInvite { mistakes }),
        }
    }

    fn mistakes(&self) -> Vec<InviteError> {
        let missing = |field: Field| InviteError::Missing {
            word: Word::Field(field),
        };
        let no_call = self.call.is_none().then(|| missing(Field::Call));
        let no_participants = self
            .participants
            .is_none()
            .then(|| missing(Field::Participants));
        let fields = self
            .mistake
            .into_iter()
            .chain(no_call)
            .chain(no_participants);
        fields
            .chain(validate::mistakes(
                self.call.as_ref(),
                self.participants.as_ref(),
            ))
            .collect()
    }

    /// The invite of a builder with `call` and `participants`, which is not checked.
    pub(crate) const fn build_unchecked(mut self) -> Invite {
        let invite = Invite {
            call: take_or(&mut self.call, CallId::from_uuid(Uuid::nil())),
            participants: take_or(&mut self.participants, Participants::from_static(&[])),
            context: self.context.take(),
        };
        mem::forget(self);
        invite
    }

    const fn once(&mut self, field: Field, is_used: bool) {
        if is_used && self.mistake.is_none() {
            self.mistake = Some(InviteError::DuplicateWord {
                word: Word::Field(field),
            });
        }
    }
}
