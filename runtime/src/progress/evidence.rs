//! What proves that an invite rang, or that it did not.

use crate::graph::failure::Failure;
use crate::progress::outcome::Outcome;
use crate::progress::presence::Presence;
use crate::progress::state::InviteState;
use crate::progress::status::SendPhase;
use crate::stored::stored;
use serde::Serialize;
use std::fmt;

stored! {
    /// Whether an invite rang, as far as the evidence goes. The result of
    /// [`Unknown::check`](crate::Unknown::check).
    ///
    /// | Evidence | Status |
    /// | --- | --- |
    /// | one of the people is, or was, in the call or its lobby | [`Rang`](Self::Rang) |
    /// | the operation completed | [`Rang`](Self::Rang) |
    /// | the operation failed, and its code says that they declined, did not answer in time, or answered elsewhere | [`Rang`](Self::Rang) |
    /// | the operation failed, and its code says that the service refused the whole invite | [`DidNotRing`](Self::DidNotRing) |
    /// | the operation failed, its code says that the service had no device or no route to ring, and one person was invited | [`DidNotRing`](Self::DidNotRing) |
    /// | the same, and several were invited, or the service names one of several: another phone may ring | [`Inconclusive`](Self::Inconclusive) |
    /// | the operation failed with any other code, or with two codes that do not agree | [`Inconclusive`](Self::Inconclusive) |
    /// | an error, such as 404 | [`Inconclusive`](Self::Inconclusive) |
    /// | none of them is on the roster: a phone may be ringing | [`Inconclusive`](Self::Inconclusive) |
    /// | a peer-to-peer call, which has no roster | [`Inconclusive`](Self::Inconclusive) |
    ///
    /// The kind of a failure proves nothing by itself: a carrier that refuses a call may have rung the
    /// phone before. An operation belongs to the invite if it has the invite's call and client context.
    /// If the answer was lost, only a notification to an [`Inbox`](crate::Inbox) shows the operation;
    /// without an inbox, only the roster is left.
    ///
    /// `Display` shows it in plain words. Serde writes its name, such as `"didNotRing"`.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub enum RingStatus {
        /// It rang, or they joined before it could: do not send it again. A person who was already in
        /// the call when it was sent looks the same as one who followed it.
        Rang,
        /// The service acted on it, and no phone rang: it may be sent again.
        DidNotRing,
        /// There is no evidence either way. It may be ringing at this moment: check again later, or
        /// wait for a notification.
        Inconclusive,
    }
}

impl fmt::Display for RingStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rang => "it rang",
            Self::DidNotRing => "it did not ring",
            Self::Inconclusive => "it may be ringing",
        })
    }
}

impl RingStatus {
    /// What the evidence so far proves.
    pub(crate) fn of(state: &InviteState) -> Self {
        if state.phase() == SendPhase::NotRinging {
            return Self::DidNotRing;
        }
        if state
            .presence()
            .iter()
            .any(|presence| *presence != Presence::NotSeen)
        {
            return Self::Rang;
        }
        match state.outcome() {
            Some(Outcome::Completed) => Self::Rang,
            Some(Outcome::Failed(failure)) => Self::of_failure(failure, state.presence().len()),
            Some(Outcome::Unknown) | None => Self::Inconclusive,
        }
    }

    /// What the failure of an invite of so many people proves. All its codes must agree.
    fn of_failure(failure: &Failure, people: usize) -> Self {
        let diag = failure.diag_code();
        // The first number of a message, or its only one, may be a subcode.
        let first = diag.filter(|diag| diag.subcode.is_none() || diag.code >= 1000);
        let subcodes = [
            failure.subcode(),
            diag.and_then(|diag| diag.subcode),
            first.map(|diag| diag.code),
        ];
        let declined = (failure.code() == Some(DECLINED)).then_some(Self::Rang);
        let subcodes = subcodes.into_iter().flatten();
        let is_about_all = people == 1 || !failure.names_people();
        let mut proofs = subcodes
            .filter(|subcode| !SILENT.contains(subcode))
            .map(|subcode| Self::of_subcode(subcode, is_about_all, people))
            .chain(declined);
        match proofs.next() {
            Some(first) if proofs.all(|other| other == first) => first,
            _ => Self::Inconclusive,
        }
    }

    /// `is_about_all`: the failure does not name one of several people.
    fn of_subcode(subcode: i64, is_about_all: bool, people: usize) -> Self {
        let Some((_, proof)) = PROOFS.iter().find(|(of, _)| *of == subcode) else {
            return Self::Inconclusive;
        };
        match proof {
            Proof::SomeoneRang => Self::Rang,
            Proof::NoOneRang if is_about_all => Self::DidNotRing,
            Proof::OneDidNotRing if people == 1 => Self::DidNotRing,
            // Another one of the invited may ring.
            Proof::NoOneRang | Proof::OneDidNotRing => Self::Inconclusive,
        }
    }
}

/// What a subcode proves about the people of an invite.
#[derive(Clone, Copy)]
enum Proof {
    SomeoneRang,
    /// The service refused the invite as a whole.
    NoOneRang,
    /// The failure is about one person, and the service had nothing to ring for them.
    OneDidNotRing,
}

/// The code of a person who declined. Source: E.
const DECLINED: i64 = 603;

/// Subcodes that say nothing: success, unknown, fatal, unknown of another service. Source: A.
const SILENT: [i64; 4] = [0, 9001, 9998, 9999];

/// The subcodes that prove something. A closed list: of every other one it is not known whether it
/// comes before a phone rings or after. So these are not here:
///
/// - what the far end of a phone line says (560NNN, 540NNN), and media: the phone may have rung;
/// - "busy" (8539, 8540, 10321): a second call may ring;
/// - "cancelled" (8508, 8542, 9003), and the end of the call (8522, 8528, 8543): at any time;
/// - "unreachable" or "unavailable" (8541, 8544, 10057, 10076): a device may have been asked;
/// - another action under way, or ringing already (8501, 8519, 8559, 8585): perhaps an earlier
///   request of the same invite;
/// - a code of the service (8546, 8610, 9002), of the connection to the SBC (549NNN, 569NNN, 500001),
///   and of the policies that may be asked while it rings (8560, 10500, 10553, 510403).
///
/// Sources: as in the tables of [`result_code`](crate::graph::result_code).
#[rustfmt::skip]
const PROOFS: [(i64, Proof); 35] = [
    (8538, Proof::SomeoneRang), // A: declined
    (8587, Proof::SomeoneRang), // A: not answered in time
    (10003, Proof::SomeoneRang), // E: answered elsewhere
    (10004, Proof::SomeoneRang), // E: not answered in time
    (10024, Proof::SomeoneRang), // E: declined by all devices
    (7500, Proof::NoOneRang), // A: the token is of no application
    (7501, Proof::NoOneRang), // A: the token is not valid
    (7502, Proof::NoOneRang), // A: calling is not enabled
    (7503, Proof::NoOneRang), // T: the application is not known
    (7504, Proof::NoOneRang), // A, T: the permission is missing
    (7505, Proof::NoOneRang), // A, T: another tenant
    (7507, Proof::NoOneRang), // A, T: another application
    (8500, Proof::NoOneRang), // A: the media mode is wrong
    (8505, Proof::NoOneRang), // A: several people and a replaced call
    (8516, Proof::NoOneRang), // A: throttled
    (8517, Proof::NoOneRang), // A: another tenant
    (8520, Proof::NoOneRang), // A: not implemented
    (8523, Proof::NoOneRang), // A: a wrong argument
    (8529, Proof::NoOneRang), // A: throttled, by the month
    (8530, Proof::NoOneRang), // A: throttled, by the calls
    (8548, Proof::NoOneRang), // A: no group call
    (8558, Proof::NoOneRang), // A: not in the call that they should leave
    (10037, Proof::OneDidNotRing), // D: no device
    (10134, Proof::OneDidNotRing), // D: no route
    (10199, Proof::OneDidNotRing), // D, S: private calling is off
    (10073, Proof::OneDidNotRing), // T: no data for a phone call
    (10151, Proof::OneDidNotRing), // T: the same
    (510_412, Proof::OneDidNotRing), // S: a malformed number, before the SBC
    (510_532, Proof::OneDidNotRing), // S: no trunk
    (510_534, Proof::OneDidNotRing), // S: a blocked number
    (510_559, Proof::OneDidNotRing), // S: no route
    (510_560, Proof::OneDidNotRing), // S: no licence
    (510_562, Proof::OneDidNotRing), // S: calls to phones are not allowed
    (511_404, Proof::OneDidNotRing), // P, S: the look-up found no number
    (511_532, Proof::OneDidNotRing), // P: no trunk
];

#[cfg(test)]
mod tests;
