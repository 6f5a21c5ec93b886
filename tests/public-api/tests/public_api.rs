//! Compares what the published crates show with the lists beside this test, `graph-invite*.txt`.
//!
//! A list has one line for each public item, and below a line for each type with the traits that it
//! derives or that the compiler gives it. `docs/stability.md` explains which change breaks users.
//!
//! The test runs in the gate only, because rustdoc checks every dependency again:
//!
//! ```console
//! cargo test --workspace --all-features --test public_api -- --ignored
//! ```
//!
//! With `PUBLIC_API=overwrite` in front it writes the lists. Read the difference before you commit it.

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use public_api::Builder;
use std::collections::{BTreeMap, BTreeSet};
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The compiler whose JSON `public-api` reads, and whose standard library the lists name.
const PINNED: &str = "rustc 1.95.";

const CRATES: [&str; 5] = [
    "graph-invite-rules",
    "graph-invite",
    "graph-invite-emulator",
    "graph-invite-postgres",
    "graph-invite-sqlite",
];

/// Items of other crates that are shown on purpose: their next major version is one of ours.
const FOREIGN: [&str; 13] = [
    "axum::routing::Router",
    "azure_core::credentials::AccessToken",
    "azure_core::credentials::TokenCredential",
    "futures_core::stream::Stream",
    "http::method::Method",
    "serde_core::de::Deserialize",
    "serde_core::de::DeserializeOwned",
    "serde_core::de::Deserializer",
    "serde_core::ser::Serialize",
    "serde_core::ser::Serializer",
    "tokio::net::tcp::listener::TcpListener",
    "url::Url",
    "uuid::Uuid",
];

/// Traits that no stable code can name.
const UNNAMEABLE: [&str; 3] = ["Freeze", "StructuralPartialEq", "UnsafeUnpin"];

#[test]
#[ignore = "the gate runs it: cargo test --workspace --all-features --test public_api -- --ignored"]
fn public_items_and_traits_match_the_lists() {
    let rustc = Command::new("rustc").arg("--version").output().unwrap();
    let rustc = String::from_utf8(rustc.stdout).unwrap();
    assert!(
        rustc.starts_with(PINNED),
        "the lists are those of {PINNED}*, but this is {rustc}"
    );
    let json = rustdoc_json();
    let mut foreign = BTreeSet::new();
    let mut changes = String::new();
    for name in CRATES {
        let shown = list_of(&json.join(format!("{}.json", name.replace('-', "_"))));
        foreign.extend(foreign_in(&shown));
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("{name}.txt"));
        if env::var_os("PUBLIC_API").is_some_and(|value| value == "overwrite") {
            fs::write(&file, &shown).unwrap();
        }
        let listed = fs::read_to_string(&file).unwrap();
        if listed != shown {
            let gone = lines_only_in(&listed, &shown);
            let new = lines_only_in(&shown, &listed);
            writeln!(changes, "{name}, gone:\n{gone}\n\n{name}, new:\n{new}\n").unwrap();
        }
    }
    assert_eq!(foreign, FOREIGN.map(str::to_owned).into());
    assert!(changes.is_empty(), "{changes}");
}

/// The folder with what rustdoc writes about every crate of the workspace.
///
/// All crates with all features, as the gate documents them: so both share what they compile.
fn rustdoc_json() -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
    let written = Command::new(env!("CARGO"))
        .args([
            "doc",
            "--quiet",
            "--locked",
            "--workspace",
            "--all-features",
        ])
        .args(["--no-deps", "--lib", "--target-dir"])
        .arg(target)
        .env(
            "RUSTDOC",
            concat!(env!("CARGO_MANIFEST_DIR"), "/rustdoc-json.sh"),
        )
        .env("RUSTDOCFLAGS", "-Z unstable-options --output-format json")
        .status()
        .unwrap();
    assert!(written.success());
    target.join("doc")
}

/// The public items of a crate, one a line, and below a line with the traits of each type.
fn list_of(json: &Path) -> String {
    let builder = Builder::from_rustdoc_json(json).omit_blanket_impls(true);
    let all = lines_of(builder.clone());
    let items = lines_of(
        builder
            .omit_auto_trait_impls(true)
            .omit_auto_derived_impls(true),
    );
    let is_item: BTreeSet<_> = items.iter().collect();
    let mut traits = BTreeMap::<_, BTreeSet<_>>::new();
    for line in all.iter().filter(|line| !is_item.contains(line)) {
        let implementation = line.strip_prefix("impl");
        if let Some((name, of)) = implementation.and_then(|line| line.split_once(" for "))
            && !name.trim().starts_with('!')
            && !UNNAMEABLE.iter().any(|trait_| name.ends_with(trait_))
        {
            traits.entry(of).or_default().insert(short(name.trim()));
        }
    }
    let traits = traits.into_iter().map(|(of, names)| {
        let names: Vec<_> = names.into_iter().collect();
        format!("{of}: {}", names.join(", "))
    });
    let traits: Vec<_> = traits.collect();
    format!("{}\n\n{}\n", items.join("\n"), traits.join("\n"))
}

fn lines_of(builder: Builder) -> Vec<String> {
    let api = builder.build().unwrap();
    api.items().map(ToString::to_string).collect()
}

/// A trait of the standard library by its name alone.
fn short(name: &str) -> &str {
    match name.rsplit_once("::") {
        Some((path, name)) if path.starts_with("core::") => name,
        _ => name,
    }
}

/// The types and traits that are neither ours nor of the standard library.
fn foreign_in(list: &str) -> BTreeSet<String> {
    list.split(|letter: char| !letter.is_alphanumeric() && !"_:".contains(letter))
        .filter(|path| !path.starts_with("::"))
        .filter_map(item_of)
        .filter(|item| {
            let of = item.split("::").next().unwrap_or_default();
            !of.starts_with("graph_invite") && !["alloc", "core", "std"].contains(&of)
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
