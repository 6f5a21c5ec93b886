//! Why an accepted invite failed.

mod stored;

use crate::graph::diag_code::DiagCode;
use crate::graph::operation::ResultInfo;
use crate::graph::result_code::diagnosis::Diagnosis;
use crate::graph::result_code::failure_kind::FailureKind;
use crate::graph::result_code::invite_facts::InviteFacts;
use crate::invite::identity::Identity;
use crate::redact::{PersonalData, Redacted};
use graph_invite_rules::Id;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;
use stored::cut;

/// Why an accepted invite failed.
///
/// The codes and the message of the service are always kept, because no table knows all codes.
/// `Display` and `Debug` leave out phone numbers, opaque ids and the names of the invite.
///
/// Serde writes what the methods return, so the stored form has personal data:
///
/// | Property | Method |
/// | --- | --- |
/// | `kind`, `advice` | [`kind`](Self::kind), [`advice`](Self::advice) |
/// | `code`, `subcode` | [`code`](Self::code), [`subcode`](Self::subcode) |
/// | `diagCode` | [`diag_code`](Self::diag_code) |
/// | `people` | [`people`](Self::people): identities, with phone numbers and ids |
/// | `message` | [`message`](Self::message): the text of the service |
/// | `shownMessage` | the message as `Display` shows it, if that leaves out something |
///
/// A `kind` that this version does not know is an error.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "stored::Failure", into = "stored::Failure")]
pub struct Failure {
    code: Option<i64>,
    subcode: Option<i64>,
    diag: Option<DiagCode>,
    kind: FailureKind,
    people: Vec<Identity>,
    /// Whether the message named somebody, also if it was forgotten since.
    names_people: bool,
    advice: Cow<'static, str>,
    message: Option<Redacted>,
}

impl Failure {
    /// What a result of the service means, such as that of an
    /// [`Operation`](crate::notification::Operation) that you read yourself.
    ///
    /// It does not know the invite. So its advice does not know who was invited, and `Display` and
    /// `Debug` leave out phone numbers and opaque ids, but not names. An [`Inbox`](crate::Inbox) and
    /// a [`Ringing`](crate::Ringing) know the invite.
    ///
    /// ```
    /// use graph_invite::notification::{Notification, NotificationResource};
    /// use graph_invite::{Failure, FailureKind};
    ///
    /// let body = br##"{"value": [{
    ///     "resourceUrl": "/communications/calls/57dab8b1-894c-409a-b240-bd8beae78896/operations/1",
    ///     "resourceData": {
    ///         "@odata.type": "#microsoft.graph.inviteParticipantsOperation",
    ///         "status": "failed",
    ///         "resultInfo": {"code": 486, "subcode": 560486}
    ///     }
    /// }]}"##;
    /// for notification in Notification::parse_body(body)? {
    ///     let NotificationResource::Operation(operation) = notification?.resource else {
    ///         continue;
    ///     };
    ///     let failure = operation.result.map(Failure::from_result);
    ///     assert_eq!(failure.map(|failure| failure.kind()), Some(FailureKind::Busy));
    /// }
    /// # Ok::<(), graph_invite::error::BoxError>(())
    /// ```
    #[must_use]
    pub fn from_result(result: ResultInfo) -> Self {
        Self::new(
            Some(result),
            &PersonalData::default(),
            InviteFacts::default(),
        )
    }

    /// Why an invite with these facts failed.
    pub(crate) fn new(
        result: Option<ResultInfo>,
        personal: &PersonalData,
        facts: InviteFacts,
    ) -> Self {
        let ResultInfo {
            code,
            subcode,
            message,
        } = result.unwrap_or_default();
        let message = cut(message.unwrap_or_default());
        let diag = DiagCode::find(&message);
        let people = Identity::named_in(&message);
        let facts = facts.about(&people);
        let Diagnosis { kind, advice } =
            Diagnosis::of_result((code, subcode), diag, &message, facts);
        Self {
            code,
            subcode,
            diag,
            kind,
            names_people: !people.is_empty(),
            people,
            advice: advice.into(),
            message: (!message.is_empty()).then(|| Redacted::new(message, personal)),
        }
    }

    /// The bytes that it holds outside itself.
    pub(crate) fn heap_bytes(&self) -> usize {
        let ids = self.people.iter().map(|who| match who.id() {
            Id::Text(text) => text.len(),
            Id::Guid(_) | Id::Phone(_) => 0,
        });
        let message = self.message.as_ref().map_or(0, Redacted::heap_bytes);
        size_of_val(&*self.people) + ids.sum::<usize>() + message
    }

    /// Whether the service says that it failed for somebody by name, so perhaps not for all.
    pub(crate) const fn names_people(&self) -> bool {
        self.names_people
    }

    /// Whether two failures are the same but for their texts.
    pub(crate) fn has_codes_of(&self, other: &Self) -> bool {
        let codes = |it: &Self| (it.code, it.subcode, it.diag, it.kind, it.names_people);
        codes(self) == codes(other)
    }

    /// Forgets the message, and the people that it names. The codes and what they mean stay.
    pub(crate) fn forget_message(&mut self) {
        self.message = None;
        self.people = Vec::new();
    }

    /// The kind of failure.
    #[must_use]
    pub const fn kind(&self) -> FailureKind {
        self.kind
    }

    /// What to do.
    #[must_use]
    pub fn advice(&self) -> &str {
        &self.advice
    }

    /// The code, which follows SIP.
    #[must_use]
    pub const fn code(&self) -> Option<i64> {
        self.code
    }

    /// The subcode: the finer reason.
    #[must_use]
    pub const fn subcode(&self) -> Option<i64> {
        self.subcode
    }

    /// The code in the message, which often says more.
    #[must_use]
    pub const fn diag_code(&self) -> Option<DiagCode> {
        self.diag
    }

    /// The people that the message names. If several were invited, these are the ones who failed.
    #[must_use]
    pub fn people(&self) -> &[Identity] {
        &self.people
    }

    /// The message of the service, up to 2,048 characters. It may hold names, ids and phone numbers,
    /// which `Display` leaves out.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_ref().map(Redacted::raw)
    }
}

impl From<stored::Failure> for Failure {
    fn from(stored: stored::Failure) -> Self {
        let shown = stored.shown_message.map(cut);
        Self {
            code: stored.code,
            subcode: stored.subcode,
            diag: stored.diag_code,
            kind: stored.kind,
            names_people: stored.names_people || !stored.people.is_empty(),
            people: stored.people,
            advice: cut(stored.advice).into(),
            message: stored.message.map(|raw| Redacted::stored(cut(raw), shown)),
        }
    }
}

impl From<Failure> for stored::Failure {
    fn from(failure: Failure) -> Self {
        let message = failure.message;
        Self {
            kind: failure.kind,
            code: failure.code,
            subcode: failure.subcode,
            diag_code: failure.diag,
            names_people: failure.names_people && failure.people.is_empty(),
            people: failure.people,
            advice: failure.advice.into_owned(),
            shown_message: message
                .as_ref()
                .and_then(Redacted::if_hidden)
                .map(str::to_owned),
            message: message.map(Redacted::into_raw),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = |number: Option<i64>| number.map_or("?".to_owned(), |n| n.to_string());
        write!(f, "{}/{}", number(self.code), number(self.subcode))?;
        if let Some(message) = &self.message {
            write!(f, " {message}")?;
        }
        write!(f, ": {}", self.advice)
    }
}

impl std::error::Error for Failure {}

#[cfg(test)]
mod tests;
