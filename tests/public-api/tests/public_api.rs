//! What the published crates show, item by item: `graph-invite.txt`.
//!
//! The list is written by `PUBLIC_API=overwrite cargo test -p graph-invite-public-api`;
//! read the difference before it is committed. `docs/stability.md` says what it means.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use public_api::Builder;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The compiler whose JSON is read, and of whose standard library the list has the words.
const PINNED: &str = "rustc 1.95.";

const LIST: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/graph-invite.txt");

/// What is shown of other crates on purpose: their next major version is one of ours.
const FOREIGN: [&str; 12] = [
    "axum::routing::Router",
    "azure_core::credentials::AccessToken",
    "azure_core::credentials::TokenCredential",
    "futures_core::stream::Stream",
    "secrecy::SecretBox",
    "secrecy::SecretString",
    "serde_core::de::Deserialize",
    "serde_core::de::Deserializer",
    "serde_core::ser::Serialize",
    "serde_core::ser::Serializer",
    "url::Url",
    "uuid::Uuid",
];

/// Traits that every type has or has not, and that no stable code can name.
const UNNAMED: [&str; 3] = [
    "core::marker::Freeze",
    "core::marker::StructuralPartialEq",
    "core::marker::UnsafeUnpin",
];

#[test]
fn the_public_api_is_the_listed_one() {
    let version = Command::new("rustc").arg("--version").output().unwrap();
    let version = String::from_utf8(version.stdout).unwrap();
    if !version.starts_with(PINNED) {
        println!("not compared: this is {version}, the list is that of {PINNED}*");
        return;
    }
    let shown = shown_by("graph-invite-rules") + &shown_by("graph-invite");
    if std::env::var_os("PUBLIC_API").is_some_and(|said| said == "overwrite") {
        fs::write(LIST, &shown).unwrap();
    }
    assert_eq!(foreign_in(&shown), FOREIGN.map(str::to_owned).into());
    let listed = fs::read_to_string(LIST).unwrap();
    let (gone, new) = (
        lines_only_in(&listed, &shown),
        lines_only_in(&shown, &listed),
    );
    assert!(listed == shown, "gone:\n{gone}\n\nnew:\n{new}");
}

/// The public items of a crate with all its features, one a line.
fn shown_by(package: &str) -> String {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let rustdoc = concat!(env!("CARGO_MANIFEST_DIR"), "/rustdoc-json.sh");
    let written = Command::new(env!("CARGO"))
        .args(["rustdoc", "--quiet", "--locked", "--package", package])
        .args(["--lib", "--all-features", "--target-dir"])
        .arg(target)
        .args(["--", "-Z", "unstable-options", "--output-format", "json"])
        .env("RUSTDOC", rustdoc)
        .status()
        .unwrap();
    assert!(written.success());
    let json = format!("doc/{}.json", package.replace('-', "_"));
    let api = Builder::from_rustdoc_json(target.join(json))
        .omit_blanket_impls(true)
        .build()
        .unwrap();
    api.items()
        .map(|item| format!("{item}\n"))
        .filter(|line| !UNNAMED.iter().any(|name| line.contains(name)))
        .collect()
}

/// The types and traits that are neither ours nor of the standard library.
fn foreign_in(list: &str) -> BTreeSet<String> {
    list.split(|letter: char| !letter.is_alphanumeric() && !"_:".contains(letter))
        .filter(|path| !path.starts_with("::"))
        .filter_map(item_of)
        .filter(|item| {
            let of = item.split("::").next().unwrap_or_default();
            !["graph_invite", "graph_invite_rules", "alloc", "core", "std"].contains(&of)
        })
        .collect()
}

/// A path up to the type or trait, if it leads to one.
fn item_of(path: &str) -> Option<String> {
    let names: Vec<&str> = path.split("::").collect();
    let is_item = |name: &&str| name.starts_with(char::is_uppercase);
    let item = names.iter().position(is_item).filter(|item| *item > 0)?;
    Some(names.get(..=item)?.join("::"))
}

fn lines_only_in(one: &str, other: &str) -> String {
    let other: BTreeSet<&str> = other.lines().collect();
    let only: Vec<&str> = one.lines().filter(|line| !other.contains(line)).collect();
    only.join("\n")
}
