//! Ids and roots that would lead a request, and its token, to another place.

use super::*;
use graph_invite_tests::scripted_server::{ScriptedServer, response};

const ODD_IDS: [&str; 42] = [
    "a/b",
    "a\\b",
    "..",
    ".",
    "%2e%2e",
    "%2E.",
    ".%2e",
    "..\\..",
    "a?b=c",
    "a#b",
    "a;b",
    "a b",
    "a%2Fb",
    "é",
    "..\u{200b}",
    "．．",
    "\u{2024}\u{2024}",
    "a\u{2028}b",
    "//evil.example/x",
    "http://evil.example",
    "@evil",
    ":80",
    "a\tb",
    "a\r\nX: y",
    "a\0b",
    "\u{ad}.",
    ".\u{ad}.",
    "..;",
    "...",
    "a/../../me",
    "\u{feff}",
    "a\u{85}b",
    "%00",
    "%",
    "{call}",
    "|",
    "'",
    "\"",
    "<>",
    "`",
    "^",
    "[]",
];

#[tokio::test]
async fn no_call_id_leaves_its_segment_of_the_path() {
    for id in ODD_IDS {
        // An id that is refused sends nothing.
        let Ok(call) = CallId::from_graph(id) else {
            continue;
        };
        let service = ScriptedServer::responding(response("200 OK", "", "{}"));
        let client = client(&service.root, "t").build().unwrap();
        let _ringing = invite(call, ADA, "c").send(&client).await.unwrap();
        let requests = service.requests();
        let line = requests[0].lines().next().unwrap();
        let path = line
            .strip_prefix("POST /v1.0/communications/calls/")
            .unwrap();
        let id = path.strip_suffix("/participants/invite HTTP/1.1").unwrap();
        assert!(
            !id.is_empty() && !id.contains(['/', '?', '#', '\\', ' ']),
            "{line}"
        );
        assert!(!matches!(id, "." | ".."), "{line}");
        assert_eq!(
            requests[0].to_ascii_lowercase().matches("\r\nx: y").count(),
            0
        );
    }
}

/// Only `https`, or `http` to this machine.
#[test]
fn no_root_sends_a_token_in_the_clear_over_a_network() {
    for (root, is_accepted) in [
        ("http://graph.microsoft.com", false),
        ("https://user:secret@graph.microsoft.com", false),
        ("https://graph.microsoft.com@evil.example", false),
        ("http://localhost.", false),
        ("http://LOCALHOST", true),
        ("http://127.1", true),
        ("http://2130706433", true),
        ("http://0x7f.1", true),
        ("http://[::1]", true),
        ("http://[::ffff:127.0.0.1]", false),
        ("http://0.0.0.0", false),
        ("http://127.0.0.1.evil.example", false),
        ("http://localhost.evil.example", false),
        ("ftp://localhost", false),
        ("ws://127.0.0.1", false),
        ("https://gräph.microsoft.com", true),
        ("https://graph.microsoft.com?x", false),
        ("https://graph.microsoft.com#x", false),
        ("file:///etc/passwd", false),
        ("data:x", false),
        ("https://graph.microsoft.com/../x", true),
        ("unix:/x", false),
        ("http://127.0.0.1/", true),
    ] {
        let root = Url::parse(root).unwrap();
        let built = client(&root, "t").build();
        assert_eq!(built.is_ok(), is_accepted, "{root}");
    }
}
