//! The program from outside: its arguments, files and exit codes.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

const ROUGH: &str = "fn f() { graph_invite!{call:a}; }\n";
const FORMATTED: &str = "fn f() { graph_invite! { call: a }; }\n";

fn run<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_graph-invite-fmt"));
    command.args(arguments).output().unwrap()
}

/// A file of this test alone.
fn file(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).unwrap();
    path
}

fn text(bytes: &[u8]) -> &str {
    str::from_utf8(bytes).unwrap()
}

#[test]
fn files_are_formatted_in_place_and_named() {
    let path = file("rough.rs", ROUGH);
    let name = path.to_str().unwrap();
    let output = run([name]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(text(&output.stdout), format!("{name}: formatted\n"));
    assert_eq!(fs::read_to_string(&path).unwrap(), FORMATTED);
}

#[test]
fn a_formatted_file_is_not_written() {
    let path = file("formatted.rs", FORMATTED);
    let long_ago = SystemTime::UNIX_EPOCH;
    let open = fs::File::options().write(true).open(&path).unwrap();
    open.set_modified(long_ago).unwrap();
    for arguments in [&[][..], &["--check"]] {
        let output = run(arguments.iter().copied().chain(path.to_str()));
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert!(output.stdout.is_empty(), "{output:?}");
    }
    assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), long_ago);
}

#[test]
fn check_names_each_file_that_is_not_formatted_and_writes_none() {
    let rough = [file("check-1.rs", ROUGH), file("check-2.rs", ROUGH)];
    let formatted = file("check-3.rs", FORMATTED);
    let paths = [&rough[0], &formatted, &rough[1]].map(|path| path.to_str().unwrap());
    let output = run(["--check"].into_iter().chain(paths));
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let [first, _, second] = paths;
    let named = format!("{first}: not formatted\n{second}: not formatted\n");
    assert_eq!(text(&output.stdout), named);
    for path in rough {
        assert_eq!(fs::read_to_string(path).unwrap(), ROUGH);
    }
}

#[test]
fn a_file_that_is_not_rust_stays_and_the_others_are_formatted() {
    let broken = "fn f() { graph_invite!{call:a}; \n";
    let path = file("broken.rs", broken);
    let other = file("other.rs", ROUGH);
    let output = run([path.to_str().unwrap(), other.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let error = text(&output.stderr);
    let place = format!("error: {}:1:", path.display());
    assert!(
        error.starts_with(&place) && error.contains("is not Rust"),
        "{error}"
    );
    assert_eq!(fs::read_to_string(path).unwrap(), broken);
    assert_eq!(fs::read_to_string(other).unwrap(), FORMATTED);
}

#[test]
fn a_file_that_cannot_be_read_is_an_error_with_its_name() {
    let bytes = file("bytes.rs", "");
    fs::write(&bytes, [0xff]).unwrap();
    for path in [
        Path::new("no-such-file.rs"),
        Path::new(env!("CARGO_TARGET_TMPDIR")),
        &bytes,
    ] {
        let output = run(path.to_str());
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let error = format!("error: {}: ", path.display());
        assert!(text(&output.stderr).starts_with(&error), "{output:?}");
    }
}

#[test]
fn help_explains_the_arguments_and_exit_codes() {
    let output = run(["--help"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    for part in ["--check", "<FILES>...", "Exit codes: 0"] {
        assert!(text(&output.stdout).contains(part), "{part}: {output:?}");
    }
}

#[test]
fn missing_and_unknown_arguments_are_named() {
    for (arguments, named) in [
        (&[][..], "<FILES>..."),
        (&["--check"], "<FILES>..."),
        (&["--chekc", "a.rs"], "'--chekc'"),
    ] {
        let output = run(arguments.iter().copied());
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(text(&output.stderr).contains(named), "{named}: {output:?}");
    }
}

#[test]
fn the_examples_are_formatted() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let mut files = Vec::new();
    let mut folders = vec![examples];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path.to_str().unwrap().to_owned());
            }
        }
    }
    assert!(files.len() > 3, "{files:?}");
    let output = run(["--check"]
        .into_iter()
        .chain(files.iter().map(String::as_str)));
    assert_eq!(output.status.code(), Some(0), "{output:?}");
}
