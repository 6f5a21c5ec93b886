//! The codes of the service: what they mean, and what to do. One table for operations, ended calls
//! and refused requests.

/// The role that an invite needs.
macro_rules! role {
    () => {
        "Calls.InitiateGroupCall.All"
    };
}

/// The kind of a failure, by which a bot decides what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FailureKind {
    /// They declined.
    Declined,
    /// They are in another call.
    Busy,
    /// It rang, and no one answered.
    NoAnswer,
    /// It could not ring: there is no device or no route.
    Unreachable,
    /// It was cancelled, or answered elsewhere.
    Cancelled,
    /// The tenant, a setting or a missing permission forbids it.
    Policy,
    /// The bot is not set up to ring phones.
    PstnSetup,
    /// Audio or video could not be set up.
    Media,
    /// The request is wrong, or not possible now.
    InvalidRequest,
    /// The call is over, or never existed.
    CallNotFound,
    /// Too many requests.
    Throttled,
    /// The service failed.
    Service,
    /// A code that is not in the table.
    Other,
}

/// What a code means, and what to do.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Diagnosis {
    pub(crate) kind: FailureKind,
    pub(crate) advice: &'static str,
    /// Whether the code says that the token lacks [`ROLE`].
    pub(crate) needs_role: bool,
}

/// Matches every code.
const ANY: i64 = -1;
/// The two codes that say that the token lacks [`ROLE`].
const CONSENT_MISSING: i64 = 7504;
const FORBIDDEN: i64 = 403;

/// Code, subcode, kind, advice. The first row that matches counts. Subcodes without a meaning of
/// their own (0, 9001, 9998, 9999) stand here only with a code that has one.
///
/// Sources: A, the code table of Call Automation, whose numbers are this service's; E, the call end
/// table of Azure Communication Services; D, the end reasons of the page on deleting a call; T,
/// public reports.
#[rustfmt::skip]
const TABLE: &[(i64, i64, FailureKind, &str)] = &[
    // Ringing.
    (ANY, 8538, FailureKind::Declined, DECLINED), // A
    (ANY, 10024, FailureKind::Declined, DECLINED), // E
    (603, 0, FailureKind::Declined, DECLINED), // E
    (ANY, 8539, FailureKind::Busy, BUSY), // A
    (ANY, 8540, FailureKind::Busy, BUSY), // A
    (ANY, 560_486, FailureKind::Busy, BUSY), // E
    (ANY, 8587, FailureKind::NoAnswer, NO_ANSWER), // A
    (ANY, 10004, FailureKind::NoAnswer, NO_ANSWER), // E
    (ANY, 8541, FailureKind::Unreachable, UNREACHABLE), // A
    (ANY, 8544, FailureKind::Unreachable, UNREACHABLE), // A, T
    (ANY, 10037, FailureKind::Unreachable, "they have no device signed in: try another person or their phone"), // D
    (ANY, 10057, FailureKind::Unreachable, UNREACHABLE), // D
    (ANY, 10076, FailureKind::Unreachable, UNREACHABLE), // D
    (ANY, 10134, FailureKind::Unreachable, "there is no route to them: check the id or number and its tenant"), // D
    (ANY, 10199, FailureKind::Policy, "their tenant does not allow private calling: ask its administrator"), // D
    (ANY, 10003, FailureKind::Cancelled, "it was answered elsewhere: nothing to do"), // E
    (ANY, 8542, FailureKind::Cancelled, CANCELLED), // A
    (ANY, 8508, FailureKind::Cancelled, CANCELLED), // A
    (ANY, 9003, FailureKind::Cancelled, CANCELLED), // A
    (ANY, 8559, FailureKind::InvalidRequest, "they are in the call or ringing already: wait for that to end"), // A
    // Phones.
    (ANY, 10073, FailureKind::PstnSetup, PSTN_SETUP), // T
    (ANY, 10151, FailureKind::PstnSetup, PSTN_SETUP), // T
    // Media.
    (ANY, 301_004, FailureKind::Media, MEDIA), // E, T
    (ANY, 301_005, FailureKind::Media, MEDIA), // D
    (ANY, 7112, FailureKind::Media, MEDIA), // T
    (ANY, 7106, FailureKind::Media, MEDIA), // T
    (ANY, 7117, FailureKind::Media, MEDIA), // T
    (400, 2203, FailureKind::Media, MEDIA), // T
    (500, 1005, FailureKind::Media, MEDIA), // D
    // Who asks.
    (ANY, 7500, FailureKind::Policy, "the token names no application: use the client credentials of the bot"), // A
    (ANY, 7501, FailureKind::Policy, TOKEN), // A
    (ANY, 7502, FailureKind::Policy, "calling is not enabled for the application: enable it on the bot's Teams channel"), // A
    (ANY, 7503, FailureKind::Policy, "the service does not know the application: enable calling and set a webhook on the bot's Teams channel"), // T
    (ANY, CONSENT_MISSING, FailureKind::Policy, concat!("the tenant of the call has not consented: grant the application permission ", role!(), " there, with admin consent, and again after every change; then get a fresh token")), // A, T
    (ANY, 7505, FailureKind::Policy, "the token is of another tenant than the call: get it from the tenant that hosts the call"), // A, T
    (ANY, 7506, FailureKind::Policy, "the certificate of the callback is not trusted: renew it"), // A
    (ANY, 7507, FailureKind::Policy, "this application did not make the call: use the application that did"), // A
    (ANY, 8517, FailureKind::Policy, "the call belongs to another tenant: get the token from the tenant that hosts it"), // A
    (ANY, 8560, FailureKind::Policy, "the meeting is locked: ask its organizer to unlock it"), // A
    // The call.
    (ANY, 8501, FailureKind::InvalidRequest, NOT_ESTABLISHED), // A, T
    (ANY, 8585, FailureKind::InvalidRequest, NOT_ESTABLISHED), // A
    (ANY, 8522, FailureKind::CallNotFound, CALL_GONE), // A, T
    (ANY, 8528, FailureKind::CallNotFound, CALL_GONE), // A
    (ANY, 8537, FailureKind::CallNotFound, "the call was not kept alive and is over: send keepAlive every 15 minutes"), // A, D
    (ANY, 8543, FailureKind::CallNotFound, CALL_GONE), // A
    // The request.
    (ANY, 8500, FailureKind::InvalidRequest, "the call's media mode does not allow it"), // A
    (ANY, 8505, FailureKind::InvalidRequest, "only one person can be invited out of another call: invite the others separately"), // A
    (ANY, 8519, FailureKind::InvalidRequest, "another action on the call is under way: wait for it to end, then invite again"), // A
    (ANY, 8520, FailureKind::InvalidRequest, "the service does not support this: invite in another way"), // A
    (ANY, 8523, FailureKind::InvalidRequest, "the message names the wrong argument: correct it"), // A
    (ANY, 8548, FailureKind::InvalidRequest, "the call is no group call: invite one person at a time, or make a group call with a chat"), // A
    (ANY, 8558, FailureKind::InvalidRequest, "they are not in the call that they should leave: read its roster again"), // A
    (ANY, 8607, FailureKind::InvalidRequest, "another transfer is under way: wait for it to end, then invite again"), // A
    // The service.
    (ANY, 8516, FailureKind::Throttled, THROTTLED), // A
    (ANY, 8529, FailureKind::Throttled, "the monthly quota of calls is used up: raise it"), // A
    (ANY, 8530, FailureKind::Throttled, "too many calls are active: wait until some have ended"), // A
    (ANY, 8546, FailureKind::Service, SERVICE), // A
    (ANY, 8610, FailureKind::Service, "the bot's callback did not answer: check its address and how fast it answers"), // A
    (ANY, 9002, FailureKind::Service, SERVICE), // A
];

/// What a code means without a subcode: its class in SIP or HTTP.
#[rustfmt::skip]
const CODES: &[(i64, FailureKind, &str)] = &[
    (400, FailureKind::InvalidRequest, "the request is wrong: the message may say why"),
    (401, FailureKind::Policy, TOKEN),
    (FORBIDDEN, FailureKind::Policy, concat!("forbidden: the token must carry the role ", role!(), ", with admin consent in the tenant of the call")),
    (404, FailureKind::CallNotFound, CALL_GONE),
    (408, FailureKind::NoAnswer, NO_ANSWER),
    (409, FailureKind::InvalidRequest, "another action on the call is under way: wait for it to end, then invite again"),
    (410, FailureKind::Media, MEDIA),
    (429, FailureKind::Throttled, THROTTLED),
    (480, FailureKind::Unreachable, UNREACHABLE),
    (486, FailureKind::Busy, BUSY),
    (487, FailureKind::Cancelled, CANCELLED),
    (509, FailureKind::Throttled, THROTTLED),
    (600, FailureKind::Busy, BUSY),
    (603, FailureKind::Declined, DECLINED),
];

const DECLINED: &str = "they declined: do not ring them again at once; invite another person";
const BUSY: &str = "they are in another call: try later, or invite another person";
const NO_ANSWER: &str = "no one answered: try later, or invite another person";
const UNREACHABLE: &str = "their devices can't be reached: try another person or their phone";
const CANCELLED: &str = "the call was cancelled: invite again if that was not intended";
const PSTN_SETUP: &str = "the call can't ring phones: make it from a resource account with a licence and a phone number, synchronised by Sync-CsOnlineApplicationInstance; direct routing may not do";
const MEDIA: &str = "audio could not be set up: check the bot's media ports and certificate; with media hosted by the service it may work";
const TOKEN: &str =
    "the token is not valid: get a fresh one for this cloud, from the tenant of the call";
const NOT_ESTABLISHED: &str = "the call is not established: wait until it is, then invite again";
const CALL_GONE: &str = "the call is over or never existed: stop using its id";
const THROTTLED: &str = "too many requests: wait as long as the service asks, then invite again";
const SERVICE: &str = "the service failed: check who is in the call before you invite again";
const OTHER: &str = "the code is not documented: ask Microsoft's support, with the request id";

impl Diagnosis {
    pub(crate) const fn new(kind: FailureKind, advice: &'static str) -> Self {
        Self {
            kind,
            advice,
            needs_role: false,
        }
    }

    /// The entry of the table for this very code and subcode.
    pub(crate) fn of(code: Option<i64>, subcode: Option<i64>) -> Option<Self> {
        let subcode = subcode?;
        let fits =
            |&&(of, sub, ..): &&(i64, i64, _, _)| sub == subcode && (of == ANY || Some(of) == code);
        let &(_, _, kind, advice) = TABLE.iter().find(fits)?;
        Some(Self {
            kind,
            advice,
            needs_role: subcode == CONSENT_MISSING,
        })
    }

    /// What a code without a known subcode means.
    pub(crate) fn of_code(code: Option<i64>) -> Self {
        let known = CODES.iter().find(|(of, ..)| Some(*of) == code);
        let (kind, advice) = match (known, code) {
            (Some(&(_, kind, advice)), _) => (kind, advice),
            (None, Some(500..600)) => (FailureKind::Service, SERVICE),
            _ => (FailureKind::Other, OTHER),
        };
        Self {
            kind,
            advice,
            needs_role: code == Some(FORBIDDEN),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ANY, CODES, Diagnosis, FailureKind, TABLE};
    use graph_invite_rules::wire::ROLE;

    #[test]
    fn every_row_is_reached_and_gives_advice() {
        for &(code, subcode, kind, advice) in TABLE {
            let code = (code != ANY).then_some(code);
            let diagnosis = Diagnosis::of(code, Some(subcode)).unwrap();
            assert_eq!(
                (diagnosis.kind, diagnosis.advice),
                (kind, advice),
                "{subcode}"
            );
            assert!(!advice.is_empty() && !advice.ends_with('.'), "{advice}");
        }
        for &(code, kind, _) in CODES {
            assert_eq!(Diagnosis::of_code(Some(code)).kind, kind);
        }
    }

    #[test]
    fn a_subcode_without_a_meaning_has_no_row() {
        for subcode in [0, 9001, 9998, 9999, 12345] {
            assert!(
                Diagnosis::of(Some(500), Some(subcode)).is_none(),
                "{subcode}"
            );
        }
        assert!(Diagnosis::of(Some(500), None).is_none());
        assert_eq!(
            Diagnosis::of(Some(603), Some(0)).unwrap().kind,
            FailureKind::Declined
        );
    }

    #[test]
    fn a_code_without_a_subcode_gives_its_class() {
        assert_eq!(Diagnosis::of_code(Some(503)).kind, FailureKind::Service);
        assert_eq!(Diagnosis::of_code(Some(299)).kind, FailureKind::Other);
        assert_eq!(Diagnosis::of_code(None).kind, FailureKind::Other);
        assert!(Diagnosis::of_code(Some(403)).advice.contains(ROLE));
    }
}
