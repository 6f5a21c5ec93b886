//! Reads which file of a crate imports from which.

use proc_macro2::TokenTree::{Group, Ident, Punct};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The names from the root of a crate down to a module. The root has none.
type Module = Vec<String>;

/// The source files of a crate, and what they import from each other. Tests inside them don't count.
pub(crate) struct Crate {
    /// Every file below `src`, tests included.
    pub(crate) files: BTreeSet<String>,
    /// The files of its modules.
    pub(crate) modules: BTreeSet<String>,
    /// From one file to others.
    pub(crate) imports: BTreeMap<String, BTreeSet<String>>,
}

/// A path in the source, such as `super::Roster` or `crate::graph::Roster`.
struct Use {
    path: Vec<String>,
    /// The name that a `use` gives it. A path in an expression gives none.
    name: Option<String>,
    is_public: bool,
}

#[derive(Default)]
struct Modules {
    /// The file of each module. An inline module is in that of its parent.
    files: BTreeMap<Module, String>,
    uses: BTreeMap<Module, Vec<Use>>,
}

impl Crate {
    /// Reads the folder `src` of a crate, from its `lib.rs` on.
    pub(crate) fn read(src: &Path) -> Self {
        let mut texts = BTreeMap::new();
        let mut folders = vec![src.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in folder.read_dir().unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let name = path.strip_prefix(src).unwrap().to_str().unwrap();
                    let name = name.replace(std::path::MAIN_SEPARATOR, "/");
                    texts.insert(name, fs::read_to_string(&path).unwrap());
                }
            }
        }
        Self::of(&texts)
    }

    /// Reads the texts of files, by their names below `src`.
    pub(crate) fn of(texts: &BTreeMap<String, String>) -> Self {
        let mut modules = Modules::default();
        modules.read(texts, &Module::new(), "lib.rs");
        Self {
            files: texts.keys().cloned().collect(),
            imports: modules.imports(),
            modules: modules.files.into_values().collect(),
        }
    }
}

impl Modules {
    /// Reads the file of a module, and the files of the modules that it declares.
    fn read(&mut self, texts: &BTreeMap<String, String>, module: &Module, file: &str) {
        let tokens: TokenStream = texts[file].parse().unwrap();
        let mut declared = Vec::new();
        self.walk(tokens, module, file, &mut declared);
        for child in declared {
            let path = child.join("/");
            let files = [format!("{path}.rs"), format!("{path}/mod.rs")];
            let file = files.iter().find(|file| texts.contains_key(*file));
            let file = file.unwrap_or_else(|| panic!("{path} is declared and has no file"));
            self.read(texts, &child, file);
        }
    }

    /// Reads the items and expressions of a module. `declared` gets its modules that are files.
    fn walk(
        &mut self,
        tokens: TokenStream,
        module: &Module,
        file: &str,
        declared: &mut Vec<Module>,
    ) {
        self.files.insert(module.clone(), file.to_owned());
        let tokens: Vec<_> = tokens.into_iter().collect();
        let mut rest = tokens.as_slice();
        let mut is_public = false;
        while let [token, after @ ..] = rest {
            let was_public = std::mem::take(&mut is_public);
            rest = match (token, after) {
                (Punct(sign), [Group(attribute), after @ ..]) if sign.as_char() == '#' => {
                    let attribute = attribute.stream().to_string();
                    let is_for_tests =
                        attribute == "cfg (test)" || attribute.starts_with("cfg (all (test ,");
                    is_public = was_public;
                    if is_for_tests {
                        after_item(after)
                    } else {
                        after
                    }
                }
                (Ident(word), after) if word == "pub" => {
                    is_public = true;
                    match after {
                        // As in `pub(crate)`.
                        [Group(_), after @ ..] => after,
                        _ => after,
                    }
                }
                (Ident(word), [Ident(name), body, after @ ..]) if word == "mod" => {
                    let child = [module.as_slice(), &[name.to_string()]].concat();
                    match body {
                        Group(body) => self.walk(body.stream(), &child, file, declared),
                        _ => declared.push(child),
                    }
                    after
                }
                // But not `use<'a>`, which says what an opaque type borrows.
                (Ident(word), [first, ..]) if word == "use" && !is_sign(first, '<') => {
                    let end = after.iter().position(|token| is_sign(token, ';'));
                    let (tree, after) = after.split_at(end.unwrap());
                    self.add_tree(module, &[], tree, was_public);
                    after
                }
                (Ident(_), after) if is_separator(after) => {
                    let (path, after) = path(rest);
                    self.add(module, path, None, false);
                    after
                }
                // As in `::core::fmt`, which is of another crate, and in `<T as Into<U>>::into`.
                (_, [_, Ident(_), ..]) if is_separator(rest) => path(&after[1..]).1,
                (Group(group), after) => {
                    self.walk(group.stream(), module, file, declared);
                    after
                }
                (_, after) => after,
            };
        }
    }

    /// Adds what a `use` names, from below the names in `prefix` on.
    fn add_tree(
        &mut self,
        module: &Module,
        prefix: &[String],
        tree: &[TokenTree],
        is_public: bool,
    ) {
        let path = |last: &[String]| [prefix, last].concat();
        match tree {
            [Ident(name), after @ ..] if is_separator(after) => {
                self.add_tree(module, &path(&[name.to_string()]), &after[2..], is_public);
            }
            [Group(list)] => {
                let list: Vec<_> = list.stream().into_iter().collect();
                for tree in list.split(|token| is_sign(token, ',')) {
                    self.add_tree(module, prefix, tree, is_public);
                }
            }
            [Ident(itself), renamed @ ..] if itself == "self" && !prefix.is_empty() => {
                let name = renamed.last().map(ToString::to_string);
                let name = name.or_else(|| prefix.last().cloned());
                self.add(module, prefix.to_vec(), name, is_public);
            }
            [Ident(item), renamed @ ..] => {
                let name = renamed.last().map_or(item.to_string(), ToString::to_string);
                self.add(module, path(&[item.to_string()]), Some(name), is_public);
            }
            [all] if is_sign(all, '*') => self.add(module, prefix.to_vec(), None, is_public),
            // The rest is of other crates, as in `use ::core::fmt`, or after the last comma.
            _ => {}
        }
    }

    fn add(&mut self, module: &Module, path: Vec<String>, name: Option<String>, is_public: bool) {
        self.uses.entry(module.clone()).or_default().push(Use {
            path,
            name,
            is_public,
        });
    }

    fn imports(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut imports = BTreeMap::<_, BTreeSet<_>>::new();
        for (module, uses) in &self.uses {
            for used in uses {
                let shows_own_child = used.is_public && self.is_child(module, &used.path);
                if let Some(path) = self.absolute(module, &used.path)
                    && !shows_own_child
                {
                    let (from, to) = (&self.files[module], self.file_of(path));
                    if from != to {
                        imports.entry(from.clone()).or_default().insert(to.clone());
                    }
                }
            }
        }
        imports
    }

    fn is_child(&self, module: &Module, path: &[String]) -> bool {
        let first = path.iter().find(|name| *name != "self");
        let child = first.map(|name| [module.as_slice(), std::slice::from_ref(name)].concat());
        child.is_some_and(|child| self.files.contains_key(&child))
    }

    /// The path from the root of the crate, if it is one of this crate.
    fn absolute(&self, module: &Module, path: &[String]) -> Option<Vec<String>> {
        let mut start = module.clone();
        let mut names = path;
        match names.first()?.as_str() {
            "crate" => start.clear(),
            "self" | "super" => {}
            _ if self.is_child(module, path) => {}
            _ => return None,
        }
        while let [first, rest @ ..] = names {
            match first.as_str() {
                "crate" | "self" => {}
                "super" => drop(start.pop()?),
                _ => break,
            }
            names = rest;
        }
        Some([start.as_slice(), names].concat())
    }

    /// The file where the last name of a path is defined, through every `use` on the way.
    fn file_of(&self, mut path: Vec<String>) -> &String {
        // So often may one `use` lead to the next.
        for _ in 0..16 {
            let known = (0..=path.len())
                .rev()
                .find(|n| self.files.contains_key(&path[..*n]));
            let (module, rest) = path.split_at(known.unwrap_or_default());
            let module = module.to_vec();
            let uses = self.uses.get(&module).into_iter().flatten();
            let mut named = uses.filter(|used| used.name.as_ref() == rest.first());
            let next = named.find_map(|used| self.absolute(&module, &used.path));
            match (next, rest) {
                (Some(next), [_, rest @ ..]) => path = [next.as_slice(), rest].concat(),
                _ => return &self.files[&module],
            }
        }
        panic!("{} leads in a circle", path.join("::"));
    }
}

fn is_sign(token: &TokenTree, sign: char) -> bool {
    matches!(token, Punct(punct) if punct.as_char() == sign)
}

/// Whether the tokens begin with `::`.
fn is_separator(tokens: &[TokenTree]) -> bool {
    matches!(tokens, [one, two, ..] if is_sign(one, ':') && is_sign(two, ':'))
}

/// The path that the tokens begin with, and the tokens after it.
fn path(tokens: &[TokenTree]) -> (Vec<String>, &[TokenTree]) {
    let mut names = Vec::new();
    let mut rest = tokens;
    while let [Ident(name), after @ ..] = rest {
        names.push(name.to_string());
        rest = after;
        if !is_separator(after) {
            break;
        }
        rest = &after[2..];
    }
    (names, rest)
}

/// The tokens after an item.
fn after_item(tokens: &[TokenTree]) -> &[TokenTree] {
    let is_end = |token: &TokenTree| match token {
        Group(group) => group.delimiter() == Delimiter::Brace,
        _ => is_sign(token, ';'),
    };
    let end = tokens.iter().position(is_end);
    end.map_or(&[], |end| &tokens[end + 1..])
}
