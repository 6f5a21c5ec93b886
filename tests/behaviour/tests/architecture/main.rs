//! The layers of each crate, and a test that its imports keep to them.
//!
//! A folder or file imports only from the layers below it, and no imports form a circle. [`LAYERS`] is
//! the plan: to move code to another layer, change it here.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

mod check;
mod dependencies;
mod planted;
mod source;

use check::violations;
use source::Crate;
use std::path::Path;

/// The folders and files below `src` of each crate, lowest layer first. Names on one line share a layer
/// and do not import from each other.
const LAYERS: [(&str, &[&str]); 7] = [
    (
        "rules",
        &[
            "utf8 limits wire words",
            "guid phone text error",
            "participants",
            "check",
            "lib",
        ],
    ),
    (
        "macros",
        &[
            "ast diagnostics recognise suggest",
            "places value_type",
            "parse check fallback expand",
            "lib",
        ],
    ),
    (
        "runtime",
        &[
            "box_error stored",
            "values",
            "invite",
            "convert private redact",
            "graph ledger",
            "progress auth",
            "inbox http",
            "book",
            "client",
            "calls",
            "follow",
            "send callback",
            "hunt",
            "error guide notification token",
            "fuzzing",
            "lib",
        ],
    ),
    (
        "emulator",
        &[
            "hosts identity lock paths percent person record roles",
            "clock ids log",
            "faults",
            "calls",
            "notifications net",
            "service",
            "http",
            "control",
            "api",
            "page",
            "control_server",
            "lib",
        ],
    ),
    (
        "ledger/sqlite",
        &[
            "error file_system records",
            "schema",
            "reader writer",
            "ledger",
            "lib",
        ],
    ),
    (
        "ledger/postgres",
        &[
            "error",
            "tls schema",
            "session",
            "records hints",
            "connections",
            "removal ledger",
            "builder",
            "lib",
        ],
    ),
    (
        "fmt",
        &[
            "comments error",
            "value",
            "tree",
            "parse layout",
            "find",
            "lib",
        ],
    ),
];

/// How many source files one folder may have.
const FILES_PER_FOLDER: usize = 13;

fn check(name: &str) {
    let (_, layers) = LAYERS.iter().find(|(of, _)| *of == name).unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let sources = Crate::read(&root.join(name).join("src"));
    let found = violations(&sources, layers, FILES_PER_FOLDER);
    assert!(found.is_empty(), "in {name}/src:\n- {}", found.join("\n- "));
}

#[test]
fn rules_import_downwards_only() {
    check("rules");
}

#[test]
fn macros_import_downwards_only() {
    check("macros");
}

#[test]
fn runtime_imports_downwards_only() {
    check("runtime");
}

#[test]
fn emulator_imports_downwards_only() {
    check("emulator");
}

#[test]
fn ledgers_import_downwards_only() {
    check("ledger/sqlite");
    check("ledger/postgres");
}

#[test]
fn fmt_imports_downwards_only() {
    check("fmt");
}
