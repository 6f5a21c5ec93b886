//! How invites of users and phones fail (azure-docs `pstn.md`; comms-samples 126, 405, 464, 632, 664,
//! 772 to 870; msteams-docs 1157, 1930; docs-contrib 63, 690; Teams-Samples 1339).

use super::*;
use invites::FailureKind as Kind;

/// The kind of a failure, by code, subcode and what the message says besides.
async fn kinds(person: &Participant, cases: &[(i64, i64, &str, Kind)]) {
    for &(code, subcode, says, kind) in cases {
        let sent = Accepted::new(person.clone()).await;
        let body = invite_ended("failed", &result(code, subcode, says));
        assert_eq!(sent.deliver(&body), 1);
        let Outcome::Failed(failure) = sent.outcome() else {
            panic!("{code}/{subcode}")
        };
        assert_eq!(failure.kind(), kind, "{code}/{subcode} {says}");
        assert_eq!(failure.code(), Some(code));
        assert_eq!(failure.subcode(), Some(subcode));
        assert_eq!(failure.message(), Some(says));
        if kind != Kind::CallNotFound {
            assert!(!failure.advice().contains("stop using"), "{failure}");
        }
    }
}

#[tokio::test]
async fn the_end_of_a_phone_line_is_not_about_the_call_or_the_token() {
    let cases = [
        (404, 560_404, "DiagCode: 404#560404.@", Kind::InvalidNumber),
        (404, 511_404, "DiagCode: 404#511404.@", Kind::InvalidNumber),
        (500, 511_404, "DiagCode: 500#511404.@", Kind::InvalidNumber),
        (500, 9999, "DiagCode: 404#560404.@", Kind::InvalidNumber),
        (484, 560_484, "DiagCode: 484#560484.@", Kind::InvalidNumber),
        (403, 560_403, "DiagCode: 403#560403.@", Kind::Carrier),
        (403, 510_403, "DiagCode: 403#510403.@", Kind::PstnSetup),
        (403, 511_532, "DiagCode: 403#511532.@", Kind::PstnSetup),
        (480, 560_480, "DiagCode: 480#560480.@", Kind::NoAnswer),
        (486, 540_486, "DiagCode: 486#540486.@", Kind::Busy),
        (497, 560_487, "DiagCode: 497#560487.@", Kind::Cancelled),
        (603, 560_603, "DiagCode: 603#560603.@", Kind::Declined),
        (410, 531_004, "DiagCode: 410#531004.@", Kind::Media),
        (408, 560_408, "DiagCode: 408#560408.@", Kind::NoAnswer),
        (503, 560_503, "DiagCode: 503#560503.@", Kind::Carrier),
        (408, 13025, "DiagCode: 408#13025.@", Kind::NoAnswer),
        (404, 10202, "DiagCode: 404#10202.@", Kind::InvalidRequest),
    ];
    kinds(&phone(), &cases).await;
    kinds(&user(), &cases).await;
}

#[tokio::test]
async fn media_of_the_bot_has_its_own_kind() {
    let cases = [
        (500, 1_203_002, "DiagCode: 500#1203002.@", Kind::Media),
        (500, 1_203_003, "DiagCode: 500#1203003.@", Kind::Media),
        (500, 1004, "DiagCode: 500#1004", Kind::Media),
        (500, 0, "IceConnectivityChecksFailed", Kind::Media),
        (500, 0, "Setup failed. DiagCode: 7112", Kind::Media),
        (500, 0, "MediaControllerSetupFailed.", Kind::Media),
        (500, 7112, "Setup failed. DiagCode: 7112", Kind::Media),
        (500, 3003, "DiagCode: 500#3003.@", Kind::Media),
        (500, 3002, "DiagCode: 500#3002.@", Kind::Media),
        (500, 7106, "DiagCode: 3002#7106.@", Kind::Media),
    ];
    kinds(&user(), &cases).await;
}

/// A message names a person. That person is known, and the message shows no number.
#[tokio::test]
async fn failure_names_the_phone_and_hides_its_number() {
    let sent = Accepted::new(phone()).await;
    let says = format!("addParticipants failed for participant 4:{PHONE}. DiagCode: 404#560404.@");
    sent.deliver(&invite_ended("failed", &result(404, 560_404, &says)));
    let Outcome::Failed(failure) = sent.outcome() else {
        panic!()
    };
    assert_eq!(failure.people(), [phone().identity().clone()]);
    assert_eq!(failure.diag_code().unwrap().to_string(), "404#560404");
    assert!(!format!("{failure} {failure:?}").contains(PHONE.trim_start_matches('+')));
}
