//! What holds for every invite, however it is written.

#![allow(
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "in a test a panic is the report"
)]

use graph_invite_fmt::format;
use proc_macro2::{TokenStream, TokenTree};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

const VALUES: [&str; 10] = [
    "a",
    "\"text\"",
    "\"// no comment\"",
    "r#\"raw \"/* text\"#",
    "f(x,  y)?",
    "const { A }",
    "b.c::<D>()",
    "if a { b } else { c }",
    "\"two\n  lines\"",
    "{\n  let a = \"two\n lines\"; // why\n     a.b()\n   .c()\n  }",
];

const COMMENTS: [&str; 5] = [
    "// [({",
    "/* block */",
    "/* two\n   lines */",
    "/* /* nested */ */",
    "// é, \"",
];

const KINDS: [&str; 3] = ["user", "phone", "application_instance"];
const WORDS: [&str; 5] = ["named", "tenant", "replaces", "moves", "from"];
const FLAGS: [&str; 2] = ["hidden", "off_main_mix"];

type Tokens = Vec<String>;

/// What is between two tokens: comments, and whether a line ends before each and after the last.
#[derive(Clone, Debug)]
struct Gap {
    comments: Vec<(&'static str, bool)>,
    ends_line: bool,
}

fn words(parts: &[&str]) -> Tokens {
    parts.iter().map(|part| (*part).to_owned()).collect()
}

fn clause() -> impl Strategy<Value = Tokens> {
    prop_oneof![
        (select(&WORDS[..]), select(&VALUES[..])).prop_map(|(word, value)| words(&[word, value])),
        select(&FLAGS[..]).prop_map(|word| words(&[word])),
        select(&FLAGS[..]).prop_map(|word| words(&[word, "if", "a == b"])),
    ]
}

fn participant() -> impl Strategy<Value = Tokens> {
    let person = (select(&KINDS[..]), select(&VALUES[..]), vec(clause(), 0..4));
    prop_oneof![
        4 => person.prop_map(|(kind, id, clauses)| [words(&[kind, id]), clauses.concat()].concat()),
        1 => select(&VALUES[..]).prop_map(|value| words(&["..", value])),
    ]
}

fn list(items: Vec<Tokens>, open: &str, close: &str, has_comma: bool) -> Tokens {
    let mut tokens = words(&[open]);
    for (i, item) in items.into_iter().enumerate() {
        if i > 0 {
            tokens.extend(words(&[","]));
        }
        tokens.extend(item);
    }
    if has_comma && tokens.len() > 1 {
        tokens.extend(words(&[","]));
    }
    tokens.extend(words(&[close]));
    tokens
}

fn field() -> impl Strategy<Value = Tokens> {
    let people = (vec(participant(), 0..4), any::<bool>());
    prop_oneof![
        (select(&["call", "context"][..]), select(&VALUES[..]))
            .prop_map(|(word, value)| words(&[word, ":", value])),
        people.prop_map(|(people, has_comma)| {
            [
                words(&["participants", ":"]),
                list(people, "[", "]", has_comma),
            ]
            .concat()
        }),
    ]
}

/// The tokens of an invite, from its opening to its closing bracket.
fn invite() -> impl Strategy<Value = Tokens> {
    let brackets = select(&[("{", "}"), ("(", ")"), ("[", "]")][..]);
    let fields = vec(field(), 0..4);
    (brackets, fields, any::<bool>())
        .prop_map(|((open, close), fields, has_comma)| list(fields, open, close, has_comma))
}

fn gap() -> impl Strategy<Value = Gap> {
    let comments = vec((select(&COMMENTS[..]), any::<bool>()), 0..3);
    let gap = (option::weighted(0.2, comments), any::<bool>());
    gap.prop_map(|(comments, ends_line)| Gap {
        comments: comments.unwrap_or_default(),
        ends_line,
    })
}

/// Random white space, used up one after another.
struct Space<'a>(std::iter::Cycle<std::slice::Iter<'a, u8>>);

impl Space<'_> {
    fn any(&mut self) -> String {
        let choices = [" ", "\n", "\t", "  \n\n ", "      ", "\n    "];
        let choice = usize::from(*self.0.next().unwrap());
        choices[choice % choices.len()].to_owned()
    }

    fn with_newline(&mut self, has_newline: bool) -> String {
        let any = self.any();
        if has_newline {
            any + "\n  "
        } else {
            any.replace('\n', " ")
        }
    }
}

/// The source, and its comments in their order. Each has a number, so that it is there once.
fn write(tokens: &[String], gaps: &[Gap], space: &[u8]) -> (String, Vec<String>) {
    let mut space = Space(space.iter().cycle());
    let mut gaps = gaps.iter().cycle();
    let mut source = "fn f()  {\n    g(graph_invite!".to_owned();
    let mut written = Vec::new();
    for (i, token) in tokens.iter().enumerate() {
        let gap = gaps.next().unwrap();
        if i > 0 {
            let mut must_end = false;
            for (comment, starts_line) in &gap.comments {
                source += &space.with_newline(*starts_line || must_end);
                must_end = comment.starts_with("//");
                let number = written.len();
                let comment = if must_end {
                    format!("{comment} <{number}>")
                } else {
                    format!("/*<{number}>{}", &comment[2..])
                };
                source += &comment;
                written.push(comment);
            }
            source += &if gap.comments.is_empty() {
                space.any()
            } else {
                space.with_newline(gap.ends_line || must_end)
            };
        }
        source += token;
    }
    source += ")  .x( ) ;\n\n }";
    (source, written)
}

/// The tokens without commas before closing brackets, which mean nothing.
fn significant(tokens: TokenStream) -> Vec<String> {
    let mut significant: Vec<String> = Vec::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                let mut inner = significant_in(group.stream());
                significant.push(format!("{:?}", group.delimiter()));
                significant.append(&mut inner);
                significant.push("end".to_owned());
            }
            token => significant.push(token.to_string()),
        }
    }
    significant
}

fn significant_in(tokens: TokenStream) -> Vec<String> {
    let mut inner = significant(tokens);
    if inner.last().is_some_and(|last| last == ",") {
        inner.pop();
    }
    inner
}

proptest! {
    #[test]
    fn a_formatted_invite_stays_as_it_is(
        tokens in invite(), gaps in vec(gap(), 1..40), space in vec(any::<u8>(), 1..40),
    ) {
        let (source, _) = write(&tokens, &gaps, &space);
        let formatted = format(&source).unwrap();
        prop_assert_eq!(format(&formatted).unwrap(), formatted);
    }

    #[test]
    fn tokens_comments_and_what_is_around_stay(
        tokens in invite(), gaps in vec(gap(), 1..40), space in vec(any::<u8>(), 1..40),
    ) {
        let (source, comments) = write(&tokens, &gaps, &space);
        let formatted = format(&source).unwrap();
        let tokens = |source: &str| significant(source.parse().unwrap());
        prop_assert_eq!(tokens(&formatted), tokens(&source));
        let mut rest = formatted.as_str();
        for comment in comments {
            let found = rest.split_once(&comment);
            prop_assert!(found.is_some(), "{} is not in order: {}", comment, formatted);
            rest = found.unwrap().1;
        }
        let (start, end) = ("fn f()  {\n    g(graph_invite!", ")  .x( ) ;\n\n }");
        prop_assert!(formatted.starts_with(start) && formatted.ends_with(end), "{}", formatted);
    }

    #[test]
    fn white_space_changes_nothing(
        tokens in invite(),
        gaps in vec(gap(), 1..40),
        one in vec(any::<u8>(), 1..40),
        other in vec(any::<u8>(), 1..40),
    ) {
        let formatted = |space: &[u8]| format(&write(&tokens, &gaps, space).0).unwrap();
        prop_assert_eq!(formatted(&one), formatted(&other));
    }

    #[test]
    fn a_line_is_longer_than_100_characters_only_if_it_cannot_be_broken(
        tokens in invite(), space in vec(any::<u8>(), 1..40),
    ) {
        let gaps = [Gap { comments: Vec::new(), ends_line: false }];
        let formatted = format(&write(&tokens, &gaps, &space).0).unwrap();
        for line in formatted.lines() {
            // No value is longer than 30 characters, and no clause has two.
            prop_assert!(line.chars().count() <= 100, "{}", line);
        }
    }

    #[test]
    fn no_text_makes_it_panic(source in "\\PC*", inside in "[a-z:,\\[\\]./* \"\n]{0,40}") {
        let _ = format(&source);
        let _ = format(&format!("fn f() {{ graph_invite!{{{inside}}} }}"));
    }
}
