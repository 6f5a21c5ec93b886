//! An invite to text.

use crate::comments::Comment;
use crate::tree::{Atom, Field, Invite, Item, List, Participant, Phrase};
use crate::value::{INDENT, columns, deeper};
use proc_macro2::Delimiter;

/// The most characters in a line, as by default in rustfmt.
pub const WIDTH: usize = 100;

/// Writes an invite at the end of the output, before the rest of its line.
pub(crate) fn write(output: &mut String, invite: &Invite, rest_of_line: &str, newline: &str) {
    let (open, space, close) = match invite.delimiter {
        Delimiter::Parenthesis => ("(", "", ")"),
        Delimiter::Bracket => ("[", "", "]"),
        Delimiter::Brace | Delimiter::None => (" {", " ", "}"),
    };
    let line = output.rsplit('\n').next().unwrap_or_default();
    let before = columns(line);
    let indentation = line
        .strip_suffix(line.trim_start_matches([' ', '\t']))
        .unwrap_or_default()
        .to_owned();
    output.push_str(&invite.head);
    output.push_str(open);
    let fields = inline_list(&invite.fields, inline_field);
    if let Some(fields) = fields {
        let space = if fields.is_empty() { "" } else { space };
        let whole = format!("{space}{fields}{space}{close}");
        let head = columns(&invite.head) + open.len();
        if before + head + columns(&whole) + columns(rest_of_line) <= WIDTH {
            output.push_str(&whole);
            return;
        }
    }
    let mut lines = Lines { output, newline };
    lines.list(&invite.fields, &indentation, Lines::field);
    output.push_str(close);
}

/// All items in one line, if they can be there.
fn inline_list<T>(list: &List<T>, inline: fn(&T) -> Option<String>) -> Option<String> {
    if !list.opening.is_empty() || !list.closing.is_empty() {
        return None;
    }
    let items = list.items.iter().map(|item| inline_item(item, inline));
    Some(items.collect::<Option<Vec<_>>>()?.join(", "))
}

fn inline_item<T>(item: &Item<T>, inline: fn(&T) -> Option<String>) -> Option<String> {
    if !item.above.is_empty() || !item.trailing.is_empty() {
        return None;
    }
    let comment = |comment: &Comment| Some(comment.text.clone());
    let before = item.before.iter().map(comment);
    let after = item.after.iter().map(comment);
    let parts = before.chain([inline(&item.body)]).chain(after);
    let line = parts.collect::<Option<Vec<_>>>()?.join(" ");
    (!line.contains('\n')).then_some(line)
}

fn inline_field(field: &Field) -> Option<String> {
    match field {
        Field::Value(phrase) => inline_phrase(phrase),
        Field::Participants(phrase, people) => {
            let phrase = inline_phrase(phrase)?;
            let people = inline_list(people, inline_participant)?;
            Some(format!("{phrase} [{people}]"))
        }
    }
}

fn inline_participant(participant: &Participant) -> Option<String> {
    let phrases = participant.phrases.iter();
    let phrases = phrases.map(|phrase| inline_item(phrase, |phrase| inline_phrase(phrase)));
    Some(phrases.collect::<Option<Vec<_>>>()?.join(" "))
}

fn inline_phrase(phrase: &[Atom]) -> Option<String> {
    let is_line = |atom: &Atom| matches!(atom, Atom::Comment(comment) if comment.is_line);
    if phrase.iter().any(is_line) {
        return None;
    }
    let mut line = String::new();
    write_phrase(&mut line, phrase, "", "\n");
    (!line.contains('\n')).then_some(line)
}

/// Writes a phrase at the beginning of a line with this indentation, and continues it after each comment
/// that ends a line.
fn write_phrase(output: &mut String, phrase: &[Atom], indentation: &str, newline: &str) {
    let inner = deeper(indentation, INDENT);
    let mut indentation = indentation;
    let mut previous: Option<&Atom> = None;
    for atom in phrase {
        match previous {
            Some(Atom::Comment(comment)) if comment.is_line => {
                indentation = &inner;
                output.push_str(newline);
                output.push_str(indentation);
            }
            None | Some(Atom::Dots) => {}
            Some(_) if matches!(atom, Atom::Colon) => {}
            Some(_) => output.push(' '),
        }
        match atom {
            Atom::Word(word) => output.push_str(word),
            Atom::Colon => output.push(':'),
            Atom::Dots => output.push_str(".."),
            Atom::Value(value) => value.write(output, indentation, newline),
            Atom::Comment(comment) => output.push_str(&comment.text),
        }
        previous = Some(atom);
    }
}

/// Writes what does not fit in one line.
struct Lines<'a> {
    output: &'a mut String,
    newline: &'a str,
}

impl Lines<'_> {
    /// Writes the items one a line, up to the beginning of the line of the closing bracket.
    fn list<T>(&mut self, list: &List<T>, indentation: &str, body: fn(&mut Self, &T, &str)) {
        self.comments(&list.opening);
        let inner = deeper(indentation, INDENT);
        for item in &list.items {
            self.item(item, &inner, ",", body);
        }
        for comment in &list.closing {
            self.line(&inner);
            self.output.push_str(&comment.text);
        }
        self.line(indentation);
    }

    /// Writes an item on a new line, with the comments around it.
    fn item<T>(
        &mut self,
        item: &Item<T>,
        indentation: &str,
        end: &str,
        body: fn(&mut Self, &T, &str),
    ) {
        for comment in &item.above {
            self.line(indentation);
            self.output.push_str(&comment.text);
        }
        self.line(indentation);
        for comment in &item.before {
            self.output.push_str(&comment.text);
            self.output.push(' ');
        }
        body(self, &item.body, indentation);
        self.comments(&item.after);
        self.output.push_str(end);
        self.comments(&item.trailing);
    }

    fn field(&mut self, field: &Field, indentation: &str) {
        let (phrase, people) = match field {
            Field::Value(phrase) => return self.phrase(phrase, indentation),
            Field::Participants(phrase, people) => (phrase, people),
        };
        self.phrase(phrase, indentation);
        let ends_line = matches!(phrase.last(), Some(Atom::Comment(comment)) if comment.is_line);
        if ends_line {
            self.line(&deeper(indentation, INDENT));
            self.output.push('[');
        } else {
            self.output.push_str(" [");
        }
        match inline_list(people, inline_participant) {
            Some(line) if self.fits(&line, "],") => self.output.push_str(&line),
            _ => self.list(people, indentation, Self::participant),
        }
        self.output.push(']');
    }

    fn participant(&mut self, participant: &Participant, indentation: &str) {
        if let Some(line) = inline_participant(participant)
            && self.fits(&line, ",")
        {
            self.output.push_str(&line);
            return;
        }
        let Some((first, clauses)) = participant.phrases.split_first() else {
            return;
        };
        self.phrase(&first.body, indentation);
        self.comments(&first.trailing);
        let inner = deeper(indentation, INDENT);
        for clause in clauses {
            self.item(clause, &inner, "", |lines, phrase, indentation| {
                lines.phrase(phrase, indentation);
            });
        }
    }

    fn phrase(&mut self, phrase: &Phrase, indentation: &str) {
        write_phrase(self.output, phrase, indentation, self.newline);
    }

    fn comments(&mut self, comments: &[Comment]) {
        for comment in comments {
            self.output.push(' ');
            self.output.push_str(&comment.text);
        }
    }

    fn line(&mut self, indentation: &str) {
        self.output.push_str(self.newline);
        self.output.push_str(indentation);
    }

    /// Whether a text and what must follow it fit on the line.
    fn fits(&self, text: &str, end: &str) -> bool {
        let line = self.output.rsplit('\n').next().unwrap_or_default();
        columns(line) + columns(text) + end.len() <= WIDTH
    }
}
