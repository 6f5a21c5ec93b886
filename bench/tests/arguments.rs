//! What the program says about its arguments: `cargo test --manifest-path bench/Cargo.toml --test arguments`.

use std::process::{Command, Output};

fn bench(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_graph-invite-bench"));
    command.args(arguments).output().unwrap()
}

#[test]
fn help_names_each_measurement() {
    let output = bench(&["--help"]);
    assert!(output.status.success());
    let printed = String::from_utf8(output.stdout).unwrap();
    for measurement in ["rate", "memory", "many", "roster"] {
        assert!(printed.contains(&format!("\n  {measurement}")), "{printed}");
    }
}

#[test]
fn a_wrong_or_missing_argument_is_named_and_nothing_is_measured() {
    for (arguments, named) in [
        (&[][..], "[subcommands: rate,"),
        (&["rat"], "'rat'"),
        (&["rate", "fast"], "'fast'"),
        (&["rate", "--fast"], "'--fast'"),
        (&["memory", "--peer", "reqwest"], "--root"),
    ] {
        let output = bench(arguments);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(output.stdout.is_empty(), "{output:?}");
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.contains(named), "{named}: {error}");
    }
}
