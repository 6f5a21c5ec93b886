//! What the compiler reports of an invite that is wrong.
//!
//! Each file of `ui/fail` is one mistake, in the folder of what it is about. There the macro words
//! every error. In `ui/fail_types` the compiler words them, with the help of the runtime's traits. A
//! new case is a new file. `TRYBUILD=overwrite cargo test -p graph-invite-language-tests --test ui`
//! writes the expected text; read it before you commit it.
//!
//! Only cases that fail belong here: as soon as one case must run, trybuild builds every dependency
//! a second time. Invites that are right are tests in `accepted`.

use std::process::Command;
use trybuild::TestCases;

/// The compiler whose text `ui/fail_types` expects. Other versions word the same errors differently.
const PINNED: &str = "rustc 1.95.";

#[test]
fn a_wrong_invite_does_not_compile() {
    TestCases::new().compile_fail("ui/fail/*/*.rs");
}

#[test]
fn a_value_of_another_type_does_not_compile() {
    let rustc = Command::new("rustc").arg("--version").output().unwrap();
    let version = String::from_utf8(rustc.stdout).unwrap();
    if version.starts_with(PINNED) {
        TestCases::new().compile_fail("ui/fail_types/*.rs");
    } else {
        println!("not compared: this is {version}, and the text is that of {PINNED}*");
    }
}
