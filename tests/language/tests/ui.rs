//! What the compiler says to an invite that is wrong.
//!
//! In `ui/fail` the macro words every error itself; in `ui/fail_types` the compiler does, by the
//! traits of the runtime. A new case is a new file. What each should say is written by
//! `TRYBUILD=overwrite cargo test -p graph-invite-language-tests --test ui`; read the difference before it
//! is committed.
//!
//! Only cases that fail belong here: trybuild builds every dependency anew, and once more in full as
//! soon as one case must run. Right programs are tests of their own.

use std::process::Command;
use trybuild::TestCases;

/// The compiler whose own words `ui/fail_types` pins. Others say the same in other words.
const PINNED: &str = "rustc 1.95.";

#[test]
fn a_mistake_is_told_at_its_token() {
    TestCases::new().compile_fail("ui/fail/*.rs");
}

#[test]
fn a_value_of_another_type_is_refused() {
    let rustc = Command::new("rustc").arg("--version").output().unwrap();
    let version = String::from_utf8(rustc.stdout).unwrap();
    if version.starts_with(PINNED) {
        TestCases::new().compile_fail("ui/fail_types/*.rs");
    } else {
        println!("not compared: this is {version}, the words are those of {PINNED}*");
    }
}
