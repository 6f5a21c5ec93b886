//! The program, as a person runs it.

#![allow(clippy::unwrap_used, reason = "a panic reports a failed test")]

use std::process::{Command, Output};

fn soak(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_graph-invite-soak"));
    command.args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn help_names_every_argument() {
    let output = soak(&["--help"]);
    assert!(output.status.success(), "{output:?}");
    let printed = text(&output.stdout);
    for argument in ["--seed", "--invites", "--tls", "--version"] {
        assert!(printed.contains(argument), "{printed}");
    }
}

#[test]
fn wrong_arguments_are_named_and_end_with_code_2() {
    for (arguments, named) in [
        (&["--invite", "3"][..], "--invite"),
        (&["--invites"], "--invites"),
        (&["--invites", "0"], "--invites"),
        (&["--seed", "x"], "--seed"),
        (&["rate"], "rate"),
    ] {
        let output = soak(arguments);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(text(&output.stderr).contains(named), "{output:?}");
        assert!(output.stdout.is_empty(), "{output:?}");
    }
}

#[test]
fn a_run_prints_a_table_and_no_progress_bar_into_a_file() {
    let output = soak(&["--invites", "200", "--seed", "7"]);
    assert!(output.status.success(), "{output:?}");
    let printed = text(&output.stdout);
    assert!(
        printed.starts_with("seed 7, 200 invites over plain HTTP"),
        "{printed}"
    );
    assert!(printed.ends_with("violations: none\n"), "{printed}");
    assert!(output.stderr.is_empty(), "{output:?}");
}

/// A run of a million invites takes minutes, so it ends early only if it is stopped.
#[cfg(target_os = "linux")]
#[test]
fn a_stopped_run_reports_the_invites_that_it_has_sent() {
    use std::process::Stdio;
    let mut command = Command::new(env!("CARGO_BIN_EXE_graph-invite-soak"));
    command
        .args(["--invites", "1000000"])
        .stdout(Stdio::piped());
    let program = command.spawn().unwrap();
    let id = program.id().to_string();
    // Until the program listens, a signal would end it.
    let listens = || {
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
        let caught = status
            .lines()
            .find_map(|line| line.strip_prefix("SigCgt:\t"));
        u64::from_str_radix(caught.unwrap(), 16).unwrap() & (1 << 14) != 0
    };
    while !listens() {
        std::thread::yield_now();
    }
    assert!(
        Command::new("kill")
            .args(["-TERM", &id])
            .status()
            .unwrap()
            .success()
    );
    let output = program.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(143), "{output:?}");
    let printed = text(&output.stdout);
    assert!(printed.contains("stopped after"), "{printed}");
    assert!(printed.ends_with("violations: none\n"), "{printed}");
}
