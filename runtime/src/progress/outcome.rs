//! How an invite ends, in the words of its author.

use crate::graph::call::{CallState, CallUpdate};
use crate::graph::failure::Failure;
use crate::graph::operation::{Operation, OperationStatus, ResultInfo};
use crate::graph::result_code::invite_facts::InviteFacts;
use crate::redact::PersonalData;
use crate::stored::stored;
use crate::values::service_id::ParticipantId;
use serde::Serialize;
use std::fmt;

stored! {
    /// How the operation of an invite ended.
    ///
    /// This is one of three independent signals. The others are who is on the roster
    /// ([`InviteEvent::Joined`] and its like) and whether the call that they leave has ended. Any of them
    /// may come first, or never.
    ///
    /// `Display` shows it in plain words. Serde writes its name, such as `"completed"`, or `{"failed": …}`
    /// with the [`Failure`].
    ///
    /// See the page [Outcomes](crate::guide::outcomes) of the guide.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub enum Outcome {
        /// It succeeded. Or all of the people are, or were, in the call, and the operation can't be read; a
        /// person who was in the call before looks the same.
        Completed,
        /// It failed, for this reason.
        Failed(Failure),
        /// Not known yet. A phone may still be ringing, or the person may be in the call: this is not a
        /// failure.
        Unknown,
    }
}

impl Operation {
    /// How the operation ended; [`Outcome::Unknown`] while it runs, or if its end can't be read.
    ///
    /// Names of the invite are not known here, so the [`Failure`] does not hide them in its message.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        Outcome::of(self, &PersonalData::default(), InviteFacts::default())
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Completed => f.write_str("completed"),
            Self::Failed(failure) => write!(f, "failed: {failure}"),
            Self::Unknown => f.write_str("not known yet"),
        }
    }
}

impl Outcome {
    pub(crate) fn of(operation: &Operation, personal: &PersonalData, facts: InviteFacts) -> Self {
        match operation.status {
            OperationStatus::Completed => Self::Completed,
            OperationStatus::Failed => {
                Self::Failed(Failure::new(operation.result.clone(), personal, facts))
            }
            _ => Self::Unknown,
        }
    }

    /// The bytes that it holds outside itself.
    pub(crate) fn heap_bytes(&self) -> usize {
        match self {
            Self::Failed(failure) => failure.heap_bytes(),
            Self::Completed | Self::Unknown => 0,
        }
    }
}

stored! {
    /// An event of an invite. Of several people, `participant` shows which one, by their index in
    /// [`Invite::participants`](crate::Invite::participants).
    ///
    /// Serde writes its name and its fields, such as `{"joined": {"participant": 0, "entry": null}}`.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub enum InviteEvent {
        /// The operation ended.
        Ended(Outcome),
        /// A person waits in the lobby, and is not in the call yet.
        InLobby {
            /// The index of the person.
            participant: usize,
            /// The entry on the roster, if the service names it.
            entry: Option<ParticipantId>,
        },
        /// A person is in the call.
        Joined {
            /// The index of the person.
            participant: usize,
            /// The entry on the roster, if the service names it.
            entry: Option<ParticipantId>,
        },
        /// A person is no longer in the call.
        Left {
            /// The index of the person.
            participant: usize,
            /// Why, if the service says so.
            reason: Option<String>,
        },
        /// The call that the person leaves has ended.
        ReplacedCallEnded(CallEnd),
        /// The call of the invite has ended.
        CallEnded(CallEnd),
    }
}

impl InviteEvent {
    /// The bytes that it holds outside itself.
    pub(crate) fn heap_bytes(&self) -> usize {
        match self {
            Self::Ended(outcome) => outcome.heap_bytes(),
            Self::InLobby { entry, .. } | Self::Joined { entry, .. } => {
                entry.as_ref().map_or(0, ParticipantId::encoded_len)
            }
            Self::Left { reason, .. } => reason.as_ref().map_or(0, String::len),
            Self::ReplacedCallEnded(end) | Self::CallEnded(end) => end.heap_bytes(),
        }
    }
}

stored! {
    /// How a call ended. Serde writes both fields, with the message of the service in the result.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
    #[non_exhaustive]
    pub struct CallEnd {
        /// The codes, if the service gives any.
        pub result: Option<ResultInfo>,
        /// Why, in one word, such as `CallTerminated`.
        pub reason: Option<String>,
    }
}

impl CallEnd {
    pub(crate) fn of(update: &CallUpdate) -> Self {
        Self {
            result: update.result.clone(),
            reason: update.termination_reason.clone(),
        }
    }

    /// The notification that says this.
    pub(crate) fn update(&self) -> CallUpdate {
        CallUpdate {
            state: Some(CallState::Terminated),
            result: self.result.clone(),
            termination_reason: self.reason.clone(),
        }
    }

    /// The bytes that it holds outside itself.
    pub(crate) fn heap_bytes(&self) -> usize {
        let message = self
            .result
            .as_ref()
            .and_then(|result| result.message.as_ref());
        let texts = message.into_iter().chain(&self.reason);
        texts.map(String::capacity).sum()
    }

    /// Forgets the message of the service. The codes and the reason stay.
    pub(crate) fn forget_message(&mut self) {
        if let Some(result) = &mut self.result {
            result.message = None;
        }
    }
}
