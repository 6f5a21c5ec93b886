//! Bodies of notifications and answers with odd characters, numbers and sizes.

use super::*;
use graph_invite_tests::scripted_server::{ScriptedServer, response};
use invites::{Outcome, Ringing};
use std::fmt::Write;

/// Texts inside a JSON string that no good JSON has, or few.
const ODD: [&[u8]; 8] = [
    b"Mallory",
    br"Mallory \ud83d",
    br"\udc00\ud800",
    b"Mallory \xff",
    b"\xed\xa0\xbd",
    b"Mal\tlory",
    br"a\u0000b",
    br"C:\Users",
];

/// An accepted invite with this context.
async fn ringing(inbox: &Inbox, context: &str) -> Ringing {
    let service = ScriptedServer::responding(response("200 OK", "", "{}"));
    let client = client(&service.root, "t").inbox(inbox.clone());
    let client = client.build().unwrap();
    invite(call(), ADA, context).send(&client).await.unwrap()
}

/// The end of the invite with this context.
fn end(context: &str) -> String {
    format!(
        r#"{{"resourceUrl":"/communications/calls/{CALL}/operations/1","resourceData":{{"clientContext":"{context}","status":"completed"}}}}"#
    )
}

#[tokio::test]
async fn odd_character_in_a_name_loses_no_notification() {
    for (number, odd) in ODD.into_iter().enumerate() {
        let inbox = Inbox::new();
        let context = number.to_string();
        let ringing = ringing(&inbox, &context).await;
        let mut body = format!(
            r#"{{"value":[{{"resourceUrl":"/communications/calls/{CALL}/participants","resourceData":[{{"info":{{"identity":{{"user":{{"id":"{ADA}","displayName":""#
        )
        .into_bytes();
        body.extend(odd);
        body.extend(format!(r#""}}}}}}}}]}},{}]}}"#, end(&context)).bytes());
        let delivered = inbox.deliver(&body).unwrap();
        assert_eq!((delivered.notifications, delivered.unreadable), (2, 0));
        assert_eq!(ringing.current_outcome(), Outcome::Completed, "{number}");
        assert_eq!(ringing.presence(), [invites::Presence::Joined], "{number}");
    }
}

#[tokio::test]
async fn number_out_of_range_loses_only_its_own_notification() {
    for number in ["1e999", "-1e999", "99999999999999999999999", "1e-400"] {
        let inbox = Inbox::new();
        let ringing = ringing(&inbox, "n").await;
        let body = format!(r#"{{"value":[{{"x":{number}}},{}]}}"#, end("n"));
        inbox.deliver(&body).unwrap();
        assert_eq!(ringing.current_outcome(), Outcome::Completed, "{number}");
    }
}

#[tokio::test]
async fn odd_character_in_the_answer_loses_nothing_of_it() {
    for odd in ODD {
        let mut body = br#"{"id":"op7","status":"completed","participants":[{"identity":{"user":{"displayName":""#.to_vec();
        body.extend(odd);
        body.extend(br#""}}}]}"#);
        let mut answer = response("200 OK", "", "");
        let head = String::from_utf8(answer).unwrap();
        let head = head.replace(
            "content-length: 0",
            &format!("content-length: {}", body.len()),
        );
        answer = head.into_bytes();
        answer.extend(body);
        let service = ScriptedServer::responding(answer);
        let client = client(&service.root, "t").build().unwrap();
        let ringing = invite(call(), ADA, "c").send(&client).await.unwrap();
        assert_eq!(ringing.operation_id().as_deref(), Some("op7"));
        assert_eq!(ringing.current_outcome(), Outcome::Completed);
    }
}

#[tokio::test]
async fn huge_and_deep_bodies_change_nothing() {
    let inbox = Inbox::new();
    let ringing = ringing(&inbox, "c").await;
    let keys = (0..80_000).fold(String::new(), |mut keys, number| {
        write!(keys, r#""k{number}":1,"#).unwrap();
        keys
    });
    for body in [
        format!("{}{}", "[".repeat(127), "]".repeat(127)),
        format!("{}{}", "[".repeat(128), "]".repeat(128)),
        format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)),
        "{\"value\":".repeat(100_000),
        format!(
            r#"{{"value":[{{"resourceData":{{"sequenceNumber":{}}}}}]}}"#,
            "9".repeat(1_000_000)
        ),
        format!(r#"{{"value":"{}"}}"#, "\\u0041".repeat(170_000)),
        format!(r#"{{{keys}"value":[]}}"#),
        format!("[{}]", vec!["{}"; 340_000].join(",")),
        format!(
            r#"{{"value":[{{"resourceData":[{}]}}]}}"#,
            vec!["{}"; 300_000].join(",")
        ),
        " ".repeat(1_000_000),
    ] {
        let _ = inbox.deliver(&body);
        assert_eq!(ringing.current_outcome(), Outcome::Unknown);
    }
    inbox.deliver(&format!("[{}]", end("c"))).unwrap();
    assert_eq!(ringing.current_outcome(), Outcome::Completed);
}

/// A small generator of pseudorandom numbers (xorshift), so that each run is the same.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end).unwrap()).unwrap()
    }

    fn pick<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        texts.get(self.below(texts.len())).unwrap()
    }

    fn value(&mut self, depth: usize) -> String {
        let list = |random: &mut Self, end: usize| {
            (0..random.below(end))
                .map(|_| random.value(depth + 1))
                .collect::<Vec<_>>()
        };
        match self.below(if depth > 8 { 4 } else { 8 }) {
            0 => "null".to_owned(),
            1 => self.pick(&NUMBERS).to_owned(),
            2 | 3 => self.pick(&TEXTS).to_owned(),
            4 => format!("[{}]", list(self, 5).join(",")),
            _ => {
                let values = list(self, 8);
                let fields = values
                    .into_iter()
                    .map(|value| format!("\"{}\":{value}", self.pick(&NAMES)));
                format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
            }
        }
    }
}

const NUMBERS: [&str; 8] = [
    "0",
    "-0",
    "1e308",
    "-9223372036854775808",
    "9223372036854775807",
    "18446744073709551615",
    "99999999999999999999999",
    "2.5",
];

const NAMES: [&str; 24] = [
    "value",
    "resourceUrl",
    "resource",
    "resourceData",
    "@odata.type",
    "@odata.id",
    "id",
    "status",
    "changeType",
    "participants",
    "info",
    "identity",
    "user",
    "phone",
    "isInLobby",
    "removedState",
    "reason",
    "sequenceNumber",
    "rosterSequenceNumber",
    "state",
    "resultInfo",
    "code",
    "subcode",
    "message",
];

const TEXTS: [&str; 20] = [
    r#""\ud800""#,
    r#""\u0000""#,
    r#""completed""#,
    r#""failed""#,
    r#""terminated""#,
    r#""deleted""#,
    r##""#microsoft.graph.call""##,
    r##""#microsoft.graph.participant""##,
    r##""#microsoft.graph.deltaParticipants""##,
    r##""#microsoft.graph.inviteParticipantsOperation""##,
    r#""/communications/calls/57dab8b1-894c-409a-b240-bd8beae78896/operations/1""#,
    r#""/communications/calls/57DAB8B1894C409AB240BD8BEAE78896/participants""#,
    r#""/communications/calls/../..""#,
    r#""8:orgid:7e1b4346-85a6-4bdd-abe3-d11c5d420efe""#,
    r#""4:+""#,
    r#""29:""#,
    r#""DiagCode: 412#99999999999999999999""#,
    "\"İİİ DIAGCODE:1#2\"",
    "\"\u{202e}\u{feff}é\"",
    r#""""#,
];

/// No body names the context or the operation of the invite, so none may end it.
#[tokio::test]
async fn random_bodies_cause_no_panic_and_no_end() {
    let inbox = Inbox::new();
    let service = ScriptedServer::responding(response("200 OK", "", r#"{"id":"own"}"#));
    let client = client(&service.root, "t").inbox(inbox.clone());
    let client = client.build().unwrap();
    let ringing = invite(call(), ADA, "c").send(&client).await.unwrap();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for number in 0..5_000 {
        let body = random.value(0);
        let body = match number % 2 {
            0 => format!("{{\"value\":[{body}]}}"),
            _ => body,
        };
        let mut body = body.into_bytes();
        for _ in 0..random.below(4) {
            let place = random.below(body.len());
            if let Some(byte) = body.get_mut(place) {
                *byte = u8::try_from(random.below(256)).unwrap();
            }
        }
        let _ = inbox.deliver(&body);
    }
    assert_eq!(ringing.current_outcome(), Outcome::Unknown);
    inbox.deliver(&format!("[{}]", end("c"))).unwrap();
    assert_eq!(
        ringing.current_outcome(),
        Outcome::Unknown,
        "the operation id differs"
    );
    inbox
        .deliver(&format!("[{}]", end("c").replace("/1\"", "/own\"")))
        .unwrap();
    assert_eq!(ringing.current_outcome(), Outcome::Completed);
}
