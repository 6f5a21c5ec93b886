//! Why an accepted invite failed.

use crate::graph::operation::ResultInfo;
use crate::graph::result_code::{Diagnosis, FailureKind};
use crate::invite::identity::Identity;
use crate::redact::{PersonalData, Redacted};
use graph_invite_rules::Id;
use std::fmt;

/// Why an accepted invite failed.
///
/// The codes and the message of the service are always kept, because no table knows all codes.
/// `Display` and `Debug` leave out phone numbers, opaque ids and the names of the invite.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    code: Option<i64>,
    subcode: Option<i64>,
    diag: Option<DiagCode>,
    kind: FailureKind,
    people: Vec<Identity>,
    advice: &'static str,
    message: Option<Redacted>,
}

/// The code in a message of the service, such as `DiagCode: 412#10073`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DiagCode {
    /// The code, which follows SIP.
    pub code: i64,
    /// The subcode: the finer reason.
    pub subcode: i64,
}

impl Failure {
    pub(crate) fn new(result: Option<ResultInfo>, personal: &PersonalData) -> Self {
        let result = result.unwrap_or_default();
        let message = result.message.unwrap_or_default();
        let diag = DiagCode::find(&message);
        let diagnosis = Diagnosis::of(result.code, result.subcode)
            .or_else(|| diag.and_then(|diag| Diagnosis::of(Some(diag.code), Some(diag.subcode))))
            .unwrap_or_else(|| Diagnosis::of_code(result.code.or(diag.map(|diag| diag.code))));
        Self {
            code: result.code,
            subcode: result.subcode,
            diag,
            kind: diagnosis.kind,
            people: Identity::named_in(&message),
            advice: diagnosis.advice,
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

    /// Forgets the message, and whom it names. The codes and what they mean stay.
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
    pub const fn advice(&self) -> &'static str {
        self.advice
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

impl DiagCode {
    fn find(message: &str) -> Option<Self> {
        const MARK: &str = "diagcode";
        let message = message.to_ascii_lowercase();
        let (_, rest) = message.split_once(MARK)?;
        let (code, rest) = rest.trim_start_matches([':', '=', ' ']).split_once('#')?;
        let end = rest.find(|c: char| !c.is_ascii_digit());
        let subcode = rest.get(..end.unwrap_or(rest.len()))?;
        Some(Self {
            code: code.parse().ok()?,
            subcode: subcode.parse().ok()?,
        })
    }
}

impl fmt::Display for DiagCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.code, self.subcode)
    }
}

#[cfg(test)]
mod tests {
    use super::{DiagCode, Failure};
    use crate::notification::ResultInfo;
    use crate::redact::PersonalData;
    use crate::{FailureKind, Identity, graph_invite};

    fn failure(code: i64, subcode: i64, message: &str) -> Failure {
        let result = ResultInfo {
            code: Some(code),
            subcode: Some(subcode),
            message: Some(message.to_owned()),
        };
        Failure::new(Some(result), &PersonalData::default())
    }

    #[test]
    fn publicly_reported_failures_are_explained() {
        let media = failure(
            410,
            301_004,
            "addParticipants failed for participant 8:orgid:278405a3-f568-4b3e-b684-009193463064. \
             Underlying reason: Client Media Error",
        );
        assert_eq!(media.kind(), FailureKind::Media);
        assert!(matches!(media.people[..], [Identity::User(_)]));

        let phone = failure(
            412,
            9999,
            "Could not find the PSTN content for the sponsor of this PSTN leg 4:+61255501234. \
             DiagCode: 412#10073.@",
        );
        assert_eq!(phone.kind(), FailureKind::PstnSetup);
        assert_eq!(phone.diag_code().unwrap().to_string(), "412#10073");
        assert!(matches!(phone.people[..], [Identity::Phone(_)]));
        assert!(phone.message().unwrap().contains("+61255501234"));
        assert!(!format!("{phone} {phone:?}").contains("612555"));

        for (code, subcode, message, class) in [
            (403, 0, "DiagCode:403#10151", FailureKind::PstnSetup),
            (
                500,
                0,
                "Object reference not set to an instance of an object",
                FailureKind::Service,
            ),
            (
                408,
                8544,
                "Callee could not be reached.",
                FailureKind::Unreachable,
            ),
            (
                500,
                7112,
                "Server Internal Error. DiagCode: 500#7112",
                FailureKind::Media,
            ),
            (
                500,
                9999,
                "Server Internal Error. DiagCode: 500#7117",
                FailureKind::Media,
            ),
            (400, 8508, "", FailureKind::Cancelled),
            (603, 0, "", FailureKind::Declined),
            (487, 10004, "", FailureKind::NoAnswer),
            (486, 9999, "", FailureKind::Busy),
            (777, 777, "", FailureKind::Other),
        ] {
            let failure = failure(code, subcode, message);
            assert_eq!(failure.kind(), class, "{failure}");
            assert_eq!(
                (failure.code(), failure.subcode()),
                (Some(code), Some(subcode))
            );
        }
    }

    #[test]
    fn a_failure_without_a_reason_has_a_kind() {
        let failure = Failure::new(None, &PersonalData::default());
        assert_eq!(
            (failure.kind(), failure.message()),
            (FailureKind::Other, None)
        );
        assert!(failure.to_string().starts_with("?/?: "));
    }

    #[test]
    fn a_diag_code_is_two_numbers() {
        for (message, found) in [
            ("DiagCode: 412#10073", Some((412, 10073))),
            ("diagcode=403#10151.x", Some((403, 10151))),
            ("DiagCode: 412", None),
            ("DiagCode: x#1", None),
            ("DiagCode: 1#", None),
            ("412#10073", None),
            ("", None),
        ] {
            let found = found.map(|(code, subcode)| DiagCode { code, subcode });
            assert_eq!(DiagCode::find(message), found, "{message}");
        }
    }

    #[test]
    fn personal_data_is_not_shown() {
        let invite = graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [phone "+12345678901" named "Ada"],
        };
        let result = ResultInfo {
            message: Some("Ada, 4:+12345678901, 29:opaque".to_owned()),
            ..ResultInfo::default()
        };
        let failure = Failure::new(Some(result), &PersonalData::of(&invite));
        let shown = format!("{failure} {failure:?}");
        for secret in ["Ada", "2345678", "opaque"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}
