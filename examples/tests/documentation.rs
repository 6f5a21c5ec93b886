//! The documentation shows real output, and its links lead somewhere.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a panic reports a failed test"
)]

mod run;

use run::output;
use std::collections::BTreeSet;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// All files below a folder whose names end in `suffix`.
fn files(folder: &Path, suffix: &str) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let is_skipped = name == "target" || name.starts_with('.');
        if path.is_dir() && !is_skipped {
            files.extend(self::files(&path, suffix));
        } else if name.ends_with(suffix) {
            files.push(path);
        }
    }
    files
}

/// The first block of a document that is fenced as `text`.
fn text_block(document: &str) -> String {
    let (_, rest) = document.split_once("```text\n").unwrap();
    let (block, _) = rest.split_once("```").unwrap();
    block.to_owned()
}

#[test]
fn readme_shows_a_message_that_the_compiler_prints() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let shown = text_block(&readme);
    let messages = files(&root().join("tests/language/ui"), ".stderr");
    assert!(!messages.is_empty());
    let is_real = messages.iter().any(|file| {
        let printed = fs::read_to_string(file).unwrap();
        // README leaves out the name of the file.
        let lines = printed.lines().filter(|line| !line.starts_with(" -->"));
        let printed: String = lines.flat_map(|line| [line, "\n"]).collect();
        printed.contains(&shown)
    });
    assert!(is_real, "no .stderr file contains\n{shown}");
}

#[test]
fn examples_readme_shows_what_the_bot_prints() {
    let readme = fs::read_to_string(root().join("examples/README.md")).unwrap();
    let shown = text_block(&readme);
    let printed = output("bot", &[]);
    let events = |text: &str| -> Vec<String> {
        let lines = text.lines().filter_map(|line| line.split_once(" s  "));
        lines.map(|(_, event)| event.to_owned()).collect()
    };
    assert_eq!(events(&shown), events(&printed), "{printed}");
}

#[test]
fn readme_compares_by_the_measured_ratios() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let performance = root().join("docs/measurements/performance.md");
    let performance = fs::read_to_string(performance).unwrap();
    let row = readme
        .lines()
        .find(|line| line.starts_with("| 64 invites in flight"));
    let cells: Vec<&str> = row.unwrap().split('|').map(str::trim).collect();
    for (client, ratio) in [
        ("graph-invite", cells[2]),
        ("graph-rs-sdk", cells[5]),
        ("by hand", cells[6]),
    ] {
        let measured = performance
            .lines()
            .find(|line| line.starts_with(&format!("| 64 | {client} |")));
        let measured = measured.unwrap();
        assert!(
            measured.contains(&format!("| {ratio} (")),
            "{client}: {ratio}, but {measured}"
        );
    }
}

/// The package has a README of its own, because a registry shows links as relative to the package. What is in
/// the guide is also in the documentation of the crate.
#[test]
fn the_package_has_the_readme_with_links_that_work_there() {
    const GUIDE: &str = "https://docs.rs/graph-invite/latest/graph_invite/guide/";
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let mut parts = readme.split("](");
    let mut expected = parts.next().unwrap().to_owned();
    for part in parts {
        let (target, rest) = part.split_once(')').unwrap();
        let (path, heading) = target.split_at(target.find('#').unwrap_or(target.len()));
        let page = path
            .strip_prefix("docs/guide/")
            .and_then(|page| page.strip_suffix(".md"));
        let target = match page {
            _ if path.is_empty() || path.contains("://") => target.to_owned(),
            Some("README") => GUIDE.to_owned(),
            Some(page) => format!("{GUIDE}{}/index.html{heading}", page.replace('-', "_")),
            None => format!("../{target}"),
        };
        write!(expected, "]({target}){rest}").unwrap();
    }
    let file = root().join("runtime/README.md");
    if env::var_os("README").is_some_and(|value| value == "overwrite") {
        fs::write(&file, &expected).unwrap();
    }
    assert!(
        fs::read_to_string(file).unwrap() == expected,
        "runtime/README.md differs from README.md: run `README=overwrite cargo test -p graph-invite-examples`"
    );
}

/// In the documentation of the crate, a link to a file would lead nowhere.
#[test]
fn the_guide_is_part_of_the_documentation_of_the_crate() {
    let modules = fs::read_to_string(root().join("runtime/src/guide/mod.rs")).unwrap();
    let links = fs::read_to_string(root().join("runtime/src/guide/links.md")).unwrap();
    for file in files(&root().join("docs/guide"), ".md") {
        let name = file.file_name().unwrap().to_str().unwrap();
        assert!(
            modules.contains(&format!("guide/{name}")),
            "add {name} to runtime/src/guide/mod.rs"
        );
        let page = fs::read_to_string(&file).unwrap();
        let inline = page
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split_once(')'));
        for (target, _) in inline {
            assert!(
                target.starts_with('#') || target.contains("://"),
                "{name}: write `[text][{target}]`, and at the end `[{target}]: {target}`"
            );
        }
        for (label, _) in definitions(&page) {
            assert!(
                links.contains(&format!("[{label}]: ")),
                "{name}: add `{label}` to runtime/src/guide/links.md"
            );
        }
    }
}

#[test]
fn documentation_links_lead_to_files_and_headings() {
    let mut links = 0;
    for file in files(&root(), ".md") {
        let text = fs::read_to_string(&file).unwrap();
        let inline = text
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split_once(')'));
        let inline = inline.map(|(target, _)| target);
        for target in inline.chain(definitions(&text).map(|(_, target)| target)) {
            // Rustdoc checks the links of `language.md` and `links.md`.
            let is_checked = file.ends_with("language.md") || file.ends_with("guide/links.md");
            let is_elsewhere = is_checked || target.contains("://");
            if is_elsewhere {
                continue;
            }
            links += 1;
            let (path, heading) = target.split_once('#').unwrap_or((target, ""));
            let linked = match path {
                "" => file.clone(),
                path => file.parent().unwrap().join(path),
            };
            assert!(linked.exists(), "{}: {target}", file.display());
            if !heading.is_empty() {
                let linked = fs::read_to_string(linked).unwrap();
                assert!(
                    anchors(&linked).contains(heading),
                    "{}: {target}",
                    file.display()
                );
            }
        }
    }
    assert!(links > 20, "only {links} links found");
}

/// The links that a document defines in a line of their own, with their targets.
fn definitions(document: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = document.lines().filter_map(|line| line.strip_prefix('['));
    lines
        .filter_map(|line| line.split_once("]: "))
        .filter(|(label, _)| !label.starts_with('^'))
}

#[test]
fn rust_blocks_are_compiled_and_show_every_line() {
    let compiled = fs::read_to_string(root().join("examples/src/lib.rs")).unwrap();
    let mut documents = files(&root().join("docs/guide"), ".md");
    documents.push(root().join("README.md"));
    for file in documents {
        let text = fs::read_to_string(&file).unwrap();
        let name = file.strip_prefix(root()).unwrap().to_str().unwrap();
        assert!(compiled.contains(&format!("../../{name}")), "{name}");
        let blocks = text.split("```").skip(1).step_by(2);
        for block in blocks.filter(|block| block.starts_with("rust")) {
            let (language, code) = block.split_once('\n').unwrap();
            assert!(["rust", "rust,no_run"].contains(&language), "{name}");
            assert!(
                !code.lines().any(|line| line.trim_start().starts_with("# ")),
                "{name}: {code}"
            );
        }
    }
}

#[test]
fn inline_code_names_public_items() {
    let lists = files(&root().join("tests/public-api"), ".txt");
    let lists: String = lists
        .iter()
        .map(|list| fs::read_to_string(list).unwrap().replace("<'a>", ""))
        .collect();
    let is_public = |item: &str| {
        let item = format!("::{item}");
        let mut ends = lists.split(item.as_str()).skip(1);
        ends.any(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
    };
    let mut documents = files(&root().join("docs/guide"), ".md");
    documents.extend(["README.md", "CHANGELOG.md"].map(|name| root().join(name)));
    let mut items = 0;
    for file in documents {
        let text = fs::read_to_string(&file).unwrap();
        let prose: String = text.split("```").step_by(2).collect();
        for code in prose.split('`').skip(1).step_by(2) {
            let Some(item) = item_in(code) else { continue };
            items += 1;
            assert!(is_public(item), "{}: `{code}`", file.display());
        }
    }
    assert!(items > 50, "only {items} items found");
}

/// The item that inline code names, as `Type::item` or as a method with parentheses.
fn item_in(code: &str) -> Option<&str> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let (path, is_method) = match code.rsplit_once('(') {
        Some((path, _)) => (path, true),
        None => (code, false),
    };
    let path = path.rsplit(|c| !is_word(c)).next()?;
    let is_item = path.contains("::") && path.starts_with(|c: char| c.is_uppercase());
    (is_item || is_method && !path.is_empty()).then_some(path)
}

/// The anchors that a Markdown renderer gives to the headings of a document.
fn anchors(document: &str) -> BTreeSet<String> {
    let headings = document.lines().filter(|line| line.starts_with('#'));
    let anchor = |line: &str| {
        let text = line.trim_start_matches('#').trim().to_lowercase();
        let kept = text
            .chars()
            .filter(|c| c.is_alphanumeric() || " -".contains(*c));
        kept.map(|c| if c == ' ' { '-' } else { c }).collect()
    };
    headings.map(anchor).collect()
}
