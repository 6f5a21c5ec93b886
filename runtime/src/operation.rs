//! What the service says of an invite it has accepted.

use serde_json::Value;

/// An operation of the service, as the answer to an invite or a notification tells of it.
///
/// Read leniently: whatever is missing or odd is left out. Source: the `commsOperation` resource
/// page.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// Its id. Notifications may come without one.
    pub id: Option<String>,
    /// How far it is.
    pub status: OperationStatus,
    /// The client context of the invite, repeated.
    pub client_context: Option<String>,
    /// How it ended, where there is something to say.
    pub result: Option<ResultInfo>,
}

/// How far an operation is. The service writes these words in any case.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OperationStatus {
    /// Accepted, nothing done yet.
    NotStarted,
    /// Under way; also what `null`, no status and the old word `Idle` mean.
    Running,
    /// Ended well. If the answer to the invite says so, no notification follows.
    Completed,
    /// Ended badly. If the answer to the invite says so, no notification follows.
    Failed,
    /// A word that is not documented.
    Other(String),
}

/// How an operation ended: codes in the manner of SIP, and a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ResultInfo {
    /// The code: 2xx for success, 4xx for the caller's or callee's part, 5xx for the service's.
    pub code: Option<i64>,
    /// The finer reason.
    pub subcode: Option<i64>,
    /// What the service says of it. May hold ids and phone numbers.
    pub message: Option<String>,
}

impl Operation {
    /// Reads an operation; `None` if the JSON is no object.
    pub(crate) fn read(json: &Value) -> Option<Self> {
        let object = json.as_object()?;
        Some(Self {
            id: text(object.get("id")),
            status: OperationStatus::read(object.get("status")),
            client_context: text(object.get("clientContext")),
            result: object.get("resultInfo").and_then(ResultInfo::read),
        })
    }
}

impl OperationStatus {
    fn read(json: Option<&Value>) -> Self {
        let Some(word) = text(json) else {
            return Self::Running;
        };
        match word.to_ascii_lowercase().as_str() {
            "notstarted" => Self::NotStarted,
            "running" | "idle" => Self::Running,
            "completed" => Self::Completed,
            "failed" => Self::Failed,
            _ => Self::Other(word),
        }
    }
}

impl ResultInfo {
    fn read(json: &Value) -> Option<Self> {
        let object = json.as_object()?;
        Some(Self {
            code: number(object.get("code")),
            subcode: number(object.get("subcode")),
            message: text(object.get("message")),
        })
    }
}

fn text(json: Option<&Value>) -> Option<String> {
    json?
        .as_str()
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// A number, which some pages of the documentation write as text.
fn number(json: Option<&Value>) -> Option<i64> {
    let json = json?;
    json.as_i64().or_else(|| json.as_str()?.trim().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::{Operation, OperationStatus, ResultInfo};
    use serde_json::json;

    #[test]
    fn a_status_is_read_in_any_case() {
        for (word, status) in [
            (json!("Running"), OperationStatus::Running),
            (json!("running"), OperationStatus::Running),
            (json!("NOTSTARTED"), OperationStatus::NotStarted),
            (json!("Idle"), OperationStatus::Running),
            (json!(null), OperationStatus::Running),
            (json!("completed"), OperationStatus::Completed),
            (json!("Failed"), OperationStatus::Failed),
            (json!("paused"), OperationStatus::Other("paused".to_owned())),
        ] {
            let operation = Operation::read(&json!({ "status": word })).unwrap();
            assert_eq!(operation.status, status, "{word}");
        }
        assert_eq!(
            Operation::read(&json!({})).unwrap().status,
            OperationStatus::Running
        );
    }

    #[test]
    fn codes_are_read_as_numbers_and_as_text() {
        let operation = Operation::read(&json!({
            "id": null,
            "resultInfo": { "code": "410", "subcode": 301_004, "message": "Media" },
        }));
        let result = ResultInfo {
            code: Some(410),
            subcode: Some(301_004),
            message: Some("Media".to_owned()),
        };
        assert_eq!(operation.unwrap().result, Some(result));
    }

    #[test]
    fn what_is_no_object_is_no_operation() {
        for json in [json!(null), json!([]), json!("Running"), json!(7)] {
            assert_eq!(Operation::read(&json), None);
        }
    }
}
