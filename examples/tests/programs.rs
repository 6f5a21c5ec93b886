//! The examples as a person runs them: without arguments, with wrong ones, and with right ones.

#![allow(clippy::unwrap_used, reason = "a panic reports a failed test")]

mod run;

use run::{example, output};

const CALL: &str = "57dab8b1-894c-409a-b240-bd8beae78896";
const USER: &str = "278405a3-f568-4b3e-b684-009193463064";
const EXAMPLES: [&str; 4] = ["invite", "documented", "call", "bot"];

/// Runs an example that must end with exit code 2, and returns its error.
fn mistake(name: &str, arguments: &[&str], variables: &[(&str, &str)]) -> String {
    let mut command = example(name);
    command.args(arguments).envs(variables.iter().copied());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn each_example_has_help_and_a_version() {
    for name in EXAMPLES {
        assert!(output(name, &["--help"]).contains("Usage: "));
        let version = format!("{name} {}\n", env!("CARGO_PKG_VERSION"));
        assert_eq!(output(name, &["--version"]), version);
    }
}

#[test]
fn an_unknown_argument_is_named_and_starts_nothing() {
    for name in EXAMPLES {
        let error = mistake(name, &["--no-calback"], &[]);
        assert!(error.contains("'--no-calback'"), "{error}");
    }
    for name in ["documented", "call"] {
        let error = mistake(name, &[CALL], &[]);
        assert!(error.contains(CALL), "{error}");
    }
}

#[test]
fn a_missing_or_wrong_argument_is_named() {
    for (name, arguments, named) in [
        ("invite", &[CALL][..], "<USER_ID>"),
        ("invite", &["sales", USER], "[CALL_ID]"),
        ("invite", &[CALL, "ada@contoso.com"], "[USER_ID]"),
        ("invite", &["--ada", "sings"], "'sings'"),
        ("invite", &["--ada", "busy", CALL, USER], "--ada"),
        ("bot", &[CALL], "<NAME=USER_ID>"),
        ("bot", &[CALL, USER], "expected `NAME=USER_ID`"),
        ("bot", &[CALL, "Ada=1"], "Ada=1"),
    ] {
        let error = mistake(name, arguments, &[]);
        assert!(error.contains(named), "{name} {arguments:?}: {error}");
    }
}

#[test]
fn the_real_service_is_never_replaced_by_the_emulated_one() {
    let tenant = ("GRAPH_TENANT_ID", "00000000-0000-4000-8000-000000000001");
    let ada = format!("Ada={USER}");
    for (name, call) in [("invite", [CALL, USER]), ("bot", [CALL, &ada])] {
        let error = mistake(name, &call, &[]);
        let all = "GRAPH_TENANT_ID, GRAPH_CLIENT_ID, GRAPH_CLIENT_SECRET";
        assert!(error.contains(&format!("set {all}")), "{error}");

        let error = mistake(name, &call, &[tenant]);
        assert!(
            error.contains("set GRAPH_CLIENT_ID, GRAPH_CLIENT_SECRET"),
            "{error}"
        );

        let error = mistake(
            name,
            &call,
            &[
                tenant,
                ("GRAPH_CLIENT_ID", "x"),
                ("GRAPH_CLIENT_SECRET", "y"),
            ],
        );
        assert!(error.contains("GRAPH_CLIENT_ID: "), "{error}");

        let error = mistake(name, &[], &[tenant]);
        assert!(error.contains("the arguments name no call"), "{error}");
    }
}

#[test]
fn invite_example_shows_how_the_invite_ended() {
    for (manner, ending) in [
        ("answers", "Ada answered: the invite is completed"),
        ("declines", "Ada does not join: declined"),
        ("busy", "Ada does not join: busy"),
        ("no-answer", "Ada does not join: no answer"),
    ] {
        let printed = output("invite", &["--ada", manner]);
        for part in [
            "POST /v1.0/communications/calls/",
            "\"displayName\": \"Ada\"",
            "HTTP status 200",
            "the phone of Ada rings",
            ending,
            "Ada's phone rang 1 time(s). No tenant was touched: the service was emulated.",
            "What to try next",
        ] {
            assert!(printed.contains(part), "{part}: {printed}");
        }
        assert!(
            !printed.contains('\u{1b}'),
            "colours without a terminal: {printed}"
        );
    }
}

/// Without callbacks it depends on the polls which of the events are seen.
#[test]
fn bot_without_a_callback_finds_the_same_person() {
    let printed = output("bot", &["--no-callback"]);
    assert!(printed.contains("Zoe takes the call"), "{printed}");
    let rings = printed.matches("rang 1 time(s)").count();
    assert_eq!(rings, 5, "{printed}");
}

#[test]
fn call_example_makes_answers_and_ends_calls() {
    let printed = output("call", &[]);
    assert_eq!(
        printed,
        "made a call\nkept alive: 200\nanswered a call\nended: CallNotFound\n"
    );
}

#[test]
fn documented_example_sends_the_five_requests() {
    let printed = output("documented", &[]);
    let accepted = printed.matches("The service accepted the invite.").count();
    assert_eq!(accepted, 5, "{printed}");
}

/// Starts an example, sends it a signal once it has printed this, and returns all that it prints.
#[cfg(unix)]
fn stop(name: &str, arguments: &[&str], at: &str, signal: &str) -> (Option<i32>, String) {
    use std::io::{BufRead, BufReader, Read};
    use std::process::{Command, Stdio};
    let mut command = example(name);
    let mut program = command
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(program.stdout.take().unwrap());
    let mut printed = String::new();
    while !printed.contains(at) {
        assert_ne!(lines.read_line(&mut printed).unwrap(), 0, "{printed}");
    }
    let id = program.id().to_string();
    assert!(
        Command::new("kill")
            .args([signal, &id])
            .status()
            .unwrap()
            .success()
    );
    lines.read_to_string(&mut printed).unwrap();
    (program.wait().unwrap().code(), printed)
}

#[cfg(unix)]
#[test]
fn a_stopped_invite_is_cancelled() {
    for (signal, name, code) in [("-INT", "Ctrl-C", 130), ("-TERM", "SIGTERM", 143)] {
        let (ended, printed) = stop(
            "invite",
            &["--ada", "rings"],
            "the phone of Ada rings",
            signal,
        );
        assert_eq!(ended, Some(code), "{printed}");
        assert!(
            printed.contains(&format!("{name}: cancelling the invite")),
            "{printed}"
        );
        assert!(
            printed.contains("cancelled: no phone rings any more"),
            "{printed}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_stopped_bot_invites_nobody_else() {
    let (ended, printed) = stop("bot", &[], "Ada is invited", "-TERM");
    assert_eq!(ended, Some(143), "{printed}");
    assert!(
        printed.contains("SIGTERM: inviting nobody else"),
        "{printed}"
    );
    assert!(!printed.contains("Zoe takes the call"), "{printed}");
    assert!(!printed.contains("rang 2"), "{printed}");
}
