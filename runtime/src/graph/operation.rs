//! An operation of the service: what became of an invite that it accepted.

use crate::graph::json::{Object, number, objects, text};
use crate::graph::person_key::PersonKey;
use crate::graph::roster::{IdentityRef, participant_id};
use crate::redact::{redact, redact_word};
use crate::stored::stored;
use crate::values::service_id::ParticipantId;
use graph_invite_rules::wire::ODATA_TYPE;
use serde::Serialize;
use std::fmt;

/// The most characters kept of a message.
pub(crate) const MAX_MESSAGE: usize = 2048;

stored! {
    /// An operation of the service, as the answer to an invite or a notification shows it.
    ///
    /// Read leniently: missing and odd properties are left out. Source: the `commsOperation` resource
    /// page.
    ///
    /// Serde writes every field, by its name in camel case. That includes the message of the service and the
    /// ids of people, which `Debug` does not show.
    #[derive(Clone, PartialEq, Eq, Serialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Operation {
        /// Its id. Notifications may come without one.
        pub id: Option<String>,
        /// Which action it stands for.
        pub kind: OperationKind,
        /// How far it is.
        pub status: OperationStatus,
        /// The client context of the action, repeated.
        pub client_context: Option<String>,
        /// How it ended, if the service says so.
        pub result: Option<ResultInfo>,
        /// The people that it names, each by the ids in the slots of their identity set. Old
        /// notifications name no one.
        pub people: Vec<Vec<IdentityRef>>,
        /// The id of each of the [`people`](Self::people) as a participant, if the service shows it. By this
        /// id [`Client::remove`](crate::Client::remove) stops their phone, and later removes them from the
        /// call.
        pub participant_ids: Vec<Option<ParticipantId>>,
    }
}

stored! {
    /// The action that an operation stands for, by its `@odata.type`.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub enum OperationKind {
        /// An invite (`inviteParticipantsOperation`).
        InviteParticipants,
        /// Not known: no type, or the base type `commsOperation`.
        Unspecified,
        /// Another action in the call, such as `playPromptOperation`.
        Other(String),
    }
}

stored! {
    /// How far an operation is. The service writes these words in any case.
    ///
    /// `Display` shows it in plain words. Serde writes its name, such as `"notStarted"`, or
    /// `{"other": "word"}`.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub enum OperationStatus {
        /// Accepted, nothing done yet.
        NotStarted,
        /// Under way. `null`, no status and the old word `Idle` mean the same.
        Running,
        /// It succeeded. If the answer to the invite says so, no notification follows.
        Completed,
        /// It failed. If the answer to the invite says so, no notification follows.
        Failed,
        /// An undocumented word.
        Other(String),
    }
}

stored! {
    /// How an operation or a call ended: codes that follow SIP, and a text. Serde writes every field, the
    /// message too. [`Failure::from_result`](crate::Failure::from_result) explains it.
    #[derive(Clone, Default, PartialEq, Eq, Serialize)]
    #[non_exhaustive]
    pub struct ResultInfo {
        /// The code: 2xx for success, 4xx for the caller's or callee's part, 5xx for the service's.
        pub code: Option<i64>,
        /// The finer reason.
        pub subcode: Option<i64>,
        /// The message, up to 2,048 characters. It may hold names, ids and phone numbers, so `Debug`
        /// does not show it.
        pub message: Option<String>,
    }
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |text: &Option<String>| text.as_deref().map(redact);
        f.debug_struct("Operation")
            .field("id", &shown(&self.id))
            .field("kind", &self.kind)
            .field("status", &self.status)
            .field("client_context", &shown(&self.client_context))
            .field("result", &self.result)
            .field("people", &self.people)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ResultInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResultInfo")
            .field("code", &self.code)
            .field("subcode", &self.subcode)
            .finish_non_exhaustive()
    }
}

impl Operation {
    /// Reads an operation.
    pub(crate) fn read(object: &Object) -> Self {
        let people = objects(object, "participants");
        let people = people.map(|person| (IdentityRef::of(person), participant_id(person)));
        let (people, participant_ids) = people.filter(|(ids, _)| !ids.is_empty()).unzip();
        Self {
            id: text(object, "id"),
            kind: OperationKind::of(text(object, ODATA_TYPE).as_deref()),
            status: OperationStatus::read(text(object, "status").as_deref()),
            client_context: text(object, "clientContext"),
            result: ResultInfo::read(object),
            people,
            participant_ids,
        }
    }

    /// The people that it names, as they are compared.
    pub(crate) fn named(&self) -> impl Iterator<Item = impl Iterator<Item = PersonKey>> {
        let people = self.people.iter();
        people.map(|ids| ids.iter().map(|identity| PersonKey::read(&identity.id)))
    }
}

impl OperationKind {
    fn of(odata_type: Option<&str>) -> Self {
        let name = odata_type.and_then(|name| name.rsplit(['.', '#']).next());
        match name.map(str::to_ascii_lowercase).as_deref() {
            Some("inviteparticipantsoperation") => Self::InviteParticipants,
            None | Some("" | "commsoperation") => Self::Unspecified,
            Some(_) => Self::Other(name.map(redact_word).unwrap_or_default()),
        }
    }
}

impl OperationStatus {
    fn read(status: Option<&str>) -> Self {
        let Some(status) = status else {
            return Self::Running;
        };
        match status.to_ascii_lowercase().as_str() {
            "notstarted" => Self::NotStarted,
            "running" | "idle" => Self::Running,
            "completed" => Self::Completed,
            "failed" => Self::Failed,
            _ => Self::Other(redact_word(status)),
        }
    }
}

impl fmt::Display for OperationStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotStarted => "not started",
            Self::Running => "running",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Other(word) => word,
        })
    }
}

impl ResultInfo {
    /// Reads the `resultInfo` of an object.
    pub(crate) fn read(object: &Object) -> Option<Self> {
        let info = objects(object, "resultInfo").next()?;
        let message = text(info, "message");
        Some(Self {
            code: number(info, "code"),
            subcode: number(info, "subcode"),
            message: message.map(|message| message.chars().take(MAX_MESSAGE).collect()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{MAX_MESSAGE, Operation, OperationStatus, ResultInfo};
    use serde_json::{Value, json};

    fn read(json: &Value) -> Operation {
        Operation::read(json.as_object().unwrap())
    }

    #[test]
    fn a_status_is_read_in_any_case() {
        for (word, status) in [
            (json!("Running"), OperationStatus::Running),
            (json!("running"), OperationStatus::Running),
            (json!("NOTSTARTED"), OperationStatus::NotStarted),
            (json!("Idle"), OperationStatus::Running),
            (json!(null), OperationStatus::Running),
            (json!(7), OperationStatus::Running),
            (json!("completed"), OperationStatus::Completed),
            (json!("Failed"), OperationStatus::Failed),
            (json!("paused"), OperationStatus::Other("paused".to_owned())),
        ] {
            assert_eq!(read(&json!({ "status": word })).status, status, "{word}");
        }
    }

    #[test]
    fn codes_are_read_as_numbers_and_as_text() {
        let expected = ResultInfo {
            code: Some(200),
            subcode: Some(5001),
            message: None,
        };
        for codes in [
            json!({"code": 200, "subcode": 5001}),
            json!({"code": "200", "subcode": " 5001 ", "message": null}),
            json!({"Code": 200, "subCode": 5001}),
        ] {
            assert_eq!(
                read(&json!({ "resultInfo": codes })).result,
                Some(expected.clone())
            );
        }
    }

    #[test]
    fn an_odd_operation_keeps_its_readable_parts() {
        let odd = read(&json!({
            "id": null, "clientContext": "", "resultInfo": [], "participants": "nobody", "more": [1],
        }));
        assert_eq!((odd.id, odd.client_context, odd.result), (None, None, None));
        assert_eq!(odd.people, [] as [Vec<_>; 0]);
    }

    #[test]
    fn a_message_is_kept_up_to_a_bound_and_not_shown() {
        let long = "Ada".repeat(MAX_MESSAGE);
        let operation = read(&json!({ "resultInfo": { "message": long } }));
        assert!(!format!("{operation:?}").contains("Ada"));
        let message = operation.result.unwrap().message.unwrap();
        assert_eq!(message.len(), MAX_MESSAGE);
    }
}
