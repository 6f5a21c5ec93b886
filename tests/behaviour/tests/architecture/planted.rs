//! Small crates with and without faults, which the check must find or pass.

use crate::check::violations;
use crate::source::Crate;

const LAYERS: [&str; 4] = ["low", "left right", "high", "lib"];

const ROOT: (&str, &str) = ("lib.rs", "mod high; mod left; mod low; mod right;");

/// What is wrong with a crate of these files. Files of [`LAYERS`] that are not given are empty.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let empty = ["low.rs", "left.rs", "right.rs", "high.rs"].map(|file| (file, ""));
    let given = |file: &str| {
        files
            .iter()
            .any(|(name, _)| name.split(['/', '.']).next() == file.strip_suffix(".rs"))
    };
    let empty = empty.into_iter().filter(|(file, _)| !given(file));
    let all = std::iter::once(ROOT)
        .chain(empty)
        .chain(files.iter().copied());
    let texts = all.map(|(file, text)| (file.to_owned(), text.to_owned()));
    violations(&Crate::of(&texts.collect()), &LAYERS, 6)
}

fn nothing_is_found(files: &[(&str, &str)]) {
    assert_eq!(found(files), [""; 0]);
}

#[test]
fn import_from_a_lower_layer_passes() {
    nothing_is_found(&[
        ("high.rs", "use crate::low::Low;"),
        ("low.rs", "pub(crate) struct Low;"),
    ]);
}

#[test]
fn import_from_a_higher_layer_is_found() {
    let expected = ["low.rs imports high.rs, which is in a layer above"];
    assert_eq!(found(&[("low.rs", "use crate::high::High;")]), expected);
    assert_eq!(found(&[("low.rs", "use super::high::High;")]), expected);
    assert_eq!(
        found(&[("low.rs", "use crate::{high::{self as up, High}};")]),
        expected
    );
    assert_eq!(
        found(&[("low.rs", "fn low() { crate::high::high(); }")]),
        expected
    );
    assert_eq!(
        found(&[(
            "low.rs",
            "fn low() -> Vec<crate::high::High> { Vec::new() }"
        )]),
        expected
    );
    assert_eq!(
        found(&[(
            "low.rs",
            "macro_rules! low { () => { $crate::high::High } }"
        )]),
        expected
    );
}

#[test]
fn import_from_the_same_layer_is_found() {
    let found = found(&[("left.rs", "use crate::right::Right;")]);
    assert_eq!(
        found,
        ["left.rs imports right.rs, which is in the same layer"]
    );
}

#[test]
fn import_from_the_root_is_found() {
    let found = found(&[("high.rs", "use crate::Root;")]);
    assert_eq!(found, ["high.rs imports lib.rs, which is in a layer above"]);
}

#[test]
fn import_through_a_reexport_leads_to_the_definition() {
    let root = (
        "lib.rs",
        "mod high; mod left; mod low; mod right; pub use high::inner::High;",
    );
    let high = [
        ("high/mod.rs", "pub(crate) mod inner;"),
        ("high/inner.rs", "pub struct High;"),
    ];
    let found = found(&[root, high[0], high[1], ("low.rs", "use crate::High;")]);
    assert_eq!(
        found,
        ["low.rs imports high/inner.rs, which is in a layer above"]
    );
}

#[test]
fn circle_of_two_files_is_found() {
    let high = ("high/mod.rs", "mod one; mod two;");
    let one = ("high/one.rs", "use super::two::Two; pub(super) struct One;");
    let two = (
        "high/two.rs",
        "use crate::high::one::One; pub(super) struct Two;",
    );
    nothing_is_found(&[high, one, ("high/two.rs", "")]);
    let found = found(&[high, one, two]);
    assert_eq!(
        found,
        ["import circle: high/one.rs -> high/two.rs -> high/one.rs"]
    );
}

#[test]
fn circle_of_three_files_is_found() {
    let high = (
        "high/mod.rs",
        "mod one; mod two; use one::One; struct High;",
    );
    let one = ("high/one.rs", "use super::two::Two; pub(super) struct One;");
    let two = ("high/two.rs", "use super::High; pub(super) struct Two;");
    let found = found(&[high, one, two]);
    assert!(
        found.contains(
            &"import circle: high/mod.rs -> high/one.rs -> high/two.rs -> high/mod.rs".to_owned()
        ),
        "{found:?}"
    );
}

#[test]
fn circle_of_two_folders_without_a_circle_of_files_is_found() {
    let high = ("high/mod.rs", "mod one; mod two;");
    let one = [
        ("high/one/mod.rs", "mod a; mod b;"),
        ("high/one/a.rs", "use crate::high::two::a::A;"),
        ("high/one/b.rs", ""),
    ];
    let two = [
        ("high/two/mod.rs", "pub(super) mod a; mod b;"),
        ("high/two/a.rs", ""),
        ("high/two/b.rs", "use crate::high::one::b::B;"),
    ];
    let found = found(&[high, one[0], one[1], one[2], two[0], two[1], two[2]]);
    assert_eq!(
        found,
        ["import circle: high/one/ -> high/two/ -> high/one/"]
    );
}

#[test]
fn declared_and_shown_children_are_no_imports() {
    nothing_is_found(&[
        (
            "high/mod.rs",
            "mod one; pub(crate) use one::One; pub(crate) struct High;",
        ),
        ("high/one.rs", "use super::High; pub(crate) struct One;"),
    ]);
}

#[test]
fn used_child_is_an_import() {
    let found = found(&[
        ("high/mod.rs", "mod one; fn high() { one::one(); }"),
        ("high/one.rs", "use super::High;"),
    ]);
    assert!(
        found.contains(&"import circle: high/mod.rs -> high/one.rs -> high/mod.rs".to_owned()),
        "{found:?}"
    );
}

#[test]
fn tests_and_comments_and_texts_are_no_imports() {
    nothing_is_found(&[(
        "low.rs",
        r#"
        //! use crate::high::High;
        // use crate::high::High;
        const TEXT: &str = "use crate::high::High;";
        #[cfg(test)]
        use crate::high::High;
        #[cfg(test)]
        mod tests { use crate::high::High; }
        "#,
    )]);
}

#[test]
fn other_crates_are_no_imports() {
    nothing_is_found(&[(
        "low.rs",
        "use std::fmt; use ::high::High; fn low() { ::high::low(); }",
    )]);
}

#[test]
fn unlisted_file_is_found() {
    let root = (
        "lib.rs",
        "mod high; mod left; mod low; mod right; mod other;",
    );
    assert_eq!(found(&[root, ("other.rs", "")]), ["other is in no layer"]);
}

#[test]
fn crowded_folder_is_found() {
    let names = [
        "high/a.rs",
        "high/b.rs",
        "high/c.rs",
        "high/d.rs",
        "high/e.rs",
        "high/mod.rs",
    ];
    let six = names.map(|file| (file, ""));
    nothing_is_found(&six);
    let seven = [six.as_slice(), &[("high/f.rs", "")]].concat();
    assert_eq!(found(&seven), ["src/high has 7 source files, more than 6"]);
}
