//! What the library of the emulator brings along for a test in Rust.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// The crates that the emulator needs with these arguments of cargo.
fn dependencies(arguments: &[&str]) -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::new(env!("CARGO"))
        .current_dir(root)
        .args([
            "tree",
            "--locked",
            "--offline",
            "--package",
            "graph-invite-emulator",
        ])
        .args(["--edges", "normal", "--prefix", "none"])
        .args(arguments)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{error}");
    let names = text.lines().filter_map(|line| line.split(' ').next());
    names.map(str::to_owned).collect()
}

/// Those that only a feature brings along.
fn optional() -> BTreeSet<String> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../emulator/Cargo.toml");
    let manifest = std::fs::read_to_string(manifest).unwrap();
    let lines = manifest.lines();
    let optional = lines.filter(|line| line.contains("optional = true"));
    let names = optional.filter_map(|line| line.split([' ', '.']).next());
    names.map(str::to_owned).collect()
}

#[test]
fn a_test_that_uses_the_emulator_builds_nothing_of_its_program() {
    let (library, program) = (dependencies(&["--no-default-features"]), dependencies(&[]));
    let optional = optional();
    assert!(optional.contains("clap"), "{optional:?}");
    assert!(optional.is_subset(&program), "{optional:?}");
    let brought: Vec<_> = library.intersection(&optional).collect();
    assert!(brought.is_empty(), "the library needs {brought:?}");
}
