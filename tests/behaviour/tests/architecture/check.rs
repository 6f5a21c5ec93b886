//! What is wrong with the imports of a crate.

use crate::source::Crate;
use std::collections::{BTreeMap, BTreeSet};

type Imports = BTreeMap<String, BTreeSet<String>>;

/// Each violation in a sentence.
pub(crate) fn violations(sources: &Crate, layers: &[&str], files_per_folder: usize) -> Vec<String> {
    let mut found = upward(&sources.imports, layers);
    found.extend(unlisted(sources, layers));
    found.extend(circles(sources));
    found.extend(crowded(&sources.files, files_per_folder));
    found
}

/// The folder or file below `src` that a file is in: `graph` for `graph/mod.rs` and for `graph.rs`.
fn entry(file: &str) -> &str {
    let first = file.split('/').next().unwrap_or(file);
    first.strip_suffix(".rs").unwrap_or(first)
}

fn layer_of(file: &str, layers: &[&str]) -> Option<usize> {
    let mut layers = layers.iter();
    layers.position(|layer| layer.split(' ').any(|name| name == entry(file)))
}

fn upward(imports: &Imports, layers: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (from, to) in edges(imports) {
        let [Some(below), Some(above)] = [from, to].map(|file| layer_of(file, layers)) else {
            continue;
        };
        if above > below {
            found.push(format!("{from} imports {to}, which is in a layer above"));
        } else if above == below && entry(from) != entry(to) {
            found.push(format!("{from} imports {to}, which is in the same layer"));
        }
    }
    found
}

/// Entries that are in no layer, and names in the layers that are no entries.
fn unlisted(sources: &Crate, layers: &[&str]) -> Vec<String> {
    let entries: BTreeSet<_> = sources.modules.iter().map(|file| entry(file)).collect();
    let listed: BTreeSet<_> = layers.iter().flat_map(|layer| layer.split(' ')).collect();
    let missing = entries.difference(&listed);
    let missing = missing.map(|name| format!("{name} is in no layer"));
    let gone = listed.difference(&entries);
    let gone = gone.map(|name| format!("{name} is in a layer, but does not exist"));
    missing.chain(gone).collect()
}

/// Circles of files, and of the files and folders in one folder.
fn circles(sources: &Crate) -> Vec<String> {
    let mut found = circles_of(&sources.imports);
    let folders: BTreeSet<_> = sources
        .files
        .iter()
        .flat_map(|file| folders_of(file))
        .collect();
    for folder in folders.iter().copied() {
        // A file stands for itself, and one deeper down for the folder on the way to it.
        let inside = |file: &str| {
            let name = entry(file.strip_prefix(folder)?);
            let deeper = format!("{folder}{name}/");
            let is_folder = folders.contains(deeper.as_str());
            Some(if is_folder { deeper } else { file.to_owned() })
        };
        let mut imports = Imports::new();
        for (from, to) in edges(&sources.imports) {
            if let (Some(from), Some(to)) = (inside(from), inside(to))
                && from != to
            {
                imports.entry(from).or_default().insert(to);
            }
        }
        found.extend(circles_of(&imports));
    }
    let mut found = Vec::from_iter(found);
    found.sort_by_key(Vec::len);
    found
        .into_iter()
        .map(|circle| format!("import circle: {}", circle.join(" -> ")))
        .collect()
}

/// The folders that a file is in, each with a `/` at its end, except `src` itself.
fn folders_of(file: &str) -> Vec<&str> {
    let ends = file.match_indices('/').map(|(end, _)| end + 1);
    std::iter::once(0)
        .chain(ends)
        .map(|end| &file[..end])
        .collect()
}

/// The shortest circle through each node, each circle once and from its first name on.
fn circles_of(imports: &Imports) -> BTreeSet<Vec<String>> {
    let circles = imports.keys().filter_map(|start| {
        let mut seen = BTreeSet::new();
        let mut ways = vec![vec![start]];
        while !ways.is_empty() {
            let mut longer = Vec::new();
            for way in ways {
                for next in way
                    .last()
                    .and_then(|last| imports.get(*last))
                    .into_iter()
                    .flatten()
                {
                    if next == start {
                        return Some(way);
                    }
                    if seen.insert(next) {
                        longer.push([way.as_slice(), &[next]].concat());
                    }
                }
            }
            ways = longer;
        }
        None
    });
    circles
        .map(|mut circle| {
            let first = circle.iter().enumerate().min_by_key(|(_, name)| **name);
            let first = first.map_or(0, |(place, _)| place);
            circle.rotate_left(first);
            circle.push(circle[0]);
            circle.into_iter().cloned().collect()
        })
        .collect()
}

fn crowded(files: &BTreeSet<String>, most: usize) -> Vec<String> {
    let mut folders = BTreeMap::<_, usize>::new();
    for file in files {
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        *folders.entry(folder).or_default() += 1;
    }
    let crowded = folders.into_iter().filter(|(_, count)| *count > most);
    crowded
        .map(|(folder, count)| format!("src/{folder} has {count} source files, more than {most}"))
        .collect()
}

fn edges(imports: &Imports) -> impl Iterator<Item = (&str, &str)> {
    let each = imports.iter();
    each.flat_map(|(from, all)| all.iter().map(|to| (from.as_str(), to.as_str())))
}
