//! The program, with real processes, in a small version.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use std::env;
use std::process::{Command, Output};

fn replicas(arguments: &[&str]) -> Output {
    // Beside the folder of this test, where cargo puts examples.
    let folder = env::current_exe().unwrap();
    let folder = folder.ancestors().nth(2).unwrap();
    let program = folder.join("examples/replicas");
    Command::new(program).args(arguments).output().unwrap()
}

/// The number in a row of the table.
fn number(output: &str, name: &str) -> usize {
    let row = output.lines().find(|line| line.starts_with(name));
    let number = row.and_then(|row| row.split_whitespace().last());
    number.unwrap().parse().unwrap()
}

fn is_clean(arguments: &[&str]) {
    let output = replicas(arguments);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    assert_eq!(number(&text, "rung twice"), 0, "{text}");
    assert_eq!(number(&text, "told wrong"), 0, "{text}");
    assert!(number(&text, "rang") > 100, "{text}");
    assert!(number(&text, "replicas killed") > 1, "{text}");
}

#[test]
fn a_bot_that_is_killed_rings_nobody_twice_with_a_file() {
    is_clean(&["--engine", "sqlite", "--invites", "200"]);
}

#[test]
fn replicas_and_a_database_that_are_killed_ring_nobody_twice() {
    if env::var_os("POSTGRES_TESTS").is_none() {
        eprintln!(
            "skipped: it needs a PostgreSQL of its own: install it, as .ci/postgres does, and set POSTGRES_TESTS=1"
        );
        return;
    }
    is_clean(&["--invites", "200"]);
}

#[test]
fn a_wrong_argument_is_named() {
    let output = replicas(&["--engine", "redis"]);
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(
        text.contains("redis") && text.contains("postgres"),
        "{text}"
    );
}
