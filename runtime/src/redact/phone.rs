//! Phone numbers in a text, with or without separators.

use std::ops::Range;

/// The number of digits in a row that make a phone number. A number that shares so many with a known
/// one is that one in another form: without the country code, or with a prefix.
pub(super) const MIN_DIGITS: usize = 7;

/// Hides every number after a `+`, and every number that shares enough digits with a known one.
pub(super) fn hide(text: &str, known: &[String]) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut end = 0;
    for number in numbers(text) {
        let before = text.get(..number.start).unwrap_or_default();
        let digits: String = text
            .get(number.clone())
            .unwrap_or_default()
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        let is_known = || known.iter().any(|known| share_digits(&digits, known));
        if before.ends_with('+') || is_known() {
            shown.extend(text.get(end..number.start));
            shown.push('…');
            end = number.end;
        }
    }
    shown.extend(text.get(end..));
    shown
}

/// Whether two numbers share enough digits in a row.
fn share_digits(one: &str, other: &str) -> bool {
    let length = MIN_DIGITS.min(other.len()).max(1);
    let mut pieces = other.as_bytes().windows(length);
    pieces.any(|piece| one.as_bytes().windows(length).any(|it| it == piece))
}

/// The numbers in a text: digits, and between them single separators and parentheses.
fn numbers(text: &str) -> Vec<Range<usize>> {
    let mut numbers: Vec<Range<usize>> = Vec::new();
    let mut gap = Gap::default();
    for (at, c) in text.char_indices() {
        if !c.is_ascii_digit() {
            gap.add(c);
            continue;
        }
        let end = at + c.len_utf8();
        match numbers.last_mut().filter(|_| gap.is_inside_number()) {
            Some(number) => number.end = end,
            None => numbers.push(at..end),
        }
        gap = Gap::default();
    }
    numbers
}

/// The text between two digits.
#[derive(Default)]
struct Gap {
    separators: usize,
    others: usize,
}

impl Gap {
    fn add(&mut self, c: char) {
        match c {
            '(' | ')' => {}
            ' ' | '\u{a0}' | '-' | '.' | '/' | '\u{2010}'..='\u{2015}' => self.separators += 1,
            _ => self.others += 1,
        }
    }

    const fn is_inside_number(&self) -> bool {
        self.separators <= 1 && self.others == 0
    }
}
