//! JSON of the service in spite of small faults. One odd character in a name must not lose what
//! stands beside it: names come from people, and from UTF-16 that may be cut in the middle of an
//! emoji.

use serde_json::Value;
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::iter::Peekable;
use std::str::Chars;

/// Reads JSON, if need be after replacing what makes it ill-formed.
pub(crate) fn parse(json: &[u8]) -> Result<Value, serde_json::Error> {
    serde_json::from_slice(json)
        .or_else(|error| serde_json::from_str(&repaired(json)).map_err(|_| error))
}

/// Reads the elements of an array, each by itself: `None` stands for one that can't be read. The
/// array may stand by itself or in the property `value` of an object; anything else is one element.
pub(crate) fn parse_each(json: &[u8]) -> Result<Vec<Option<Value>>, serde_json::Error> {
    match serde_json::from_slice(json) {
        Ok(Value::Array(elements)) => Ok(elements.into_iter().map(Some).collect()),
        Ok(Value::Object(mut object)) => Ok(match take_value(&mut object) {
            Some(Value::Array(elements)) => elements.into_iter().map(Some).collect(),
            Some(value) => vec![Some(value)],
            None => vec![Some(Value::Object(object))],
        }),
        Ok(value) => Ok(vec![Some(value)]),
        Err(error) => {
            let text = repaired(json);
            let elements = raw_elements(&text).ok_or(error)?;
            let elements = elements.into_iter();
            Ok(elements
                .map(|raw| serde_json::from_str(raw.get()).ok())
                .collect())
        }
    }
}

const VALUE: &str = "value";

fn take_value(object: &mut serde_json::Map<String, Value>) -> Option<Value> {
    let name = object.keys().find(|name| name.eq_ignore_ascii_case(VALUE));
    object.remove(&name?.clone())
}

fn raw_elements(text: &str) -> Option<Vec<&RawValue>> {
    if let Ok(elements) = serde_json::from_str(text) {
        return Some(elements);
    }
    let Ok(object) = serde_json::from_str::<HashMap<String, &RawValue>>(text) else {
        return Some(vec![serde_json::from_str(text).ok()?]);
    };
    let value = object
        .into_iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(VALUE));
    match value {
        Some((_, value)) => Some(serde_json::from_str(value.get()).unwrap_or_else(|_| vec![value])),
        None => Some(vec![serde_json::from_str(text).ok()?]),
    }
}

/// The text with U+FFFD for ill-formed UTF-8 and lone surrogates, with escapes for raw control
/// characters and stray backslashes, and with `null` for numbers that no `f64` holds.
fn repaired(json: &[u8]) -> String {
    let json = String::from_utf8_lossy(json);
    let mut repaired = String::with_capacity(json.len());
    let mut chars = json.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => {
                repaired.push('"');
                repair_string(&mut chars, &mut repaired);
            }
            '-' | '0'..='9' => repair_number(c, &mut chars, &mut repaired),
            _ => repaired.push(c),
        }
    }
    repaired
}

fn repair_string(chars: &mut Peekable<Chars<'_>>, repaired: &mut String) {
    while let Some(c) = chars.next() {
        match c {
            '"' => return repaired.push('"'),
            '\\' => repair_escape(chars, repaired),
            '\0'..' ' => {
                let _ = write!(repaired, "\\u{:04x}", u32::from(c));
            }
            _ => repaired.push(c),
        }
    }
}

fn repair_escape(chars: &mut Peekable<Chars<'_>>, repaired: &mut String) {
    match chars.peek() {
        Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => {
            repaired.push('\\');
            repaired.extend(chars.next());
        }
        Some('u') => match hex_escape(chars) {
            Some(high @ 0xD800..0xDC00) => match low_surrogate(chars) {
                Some(low) => {
                    let _ = write!(repaired, "\\u{high:04x}\\u{low:04x}");
                }
                None => repaired.push(char::REPLACEMENT_CHARACTER),
            },
            Some(0xDC00..0xE000) => repaired.push(char::REPLACEMENT_CHARACTER),
            Some(unit) => {
                let _ = write!(repaired, "\\u{unit:04x}");
            }
            None => repaired.push_str("\\\\"),
        },
        _ => repaired.push_str("\\\\"),
    }
}

/// Takes `u` and four hexadecimal digits, or nothing.
fn hex_escape(chars: &mut Peekable<Chars<'_>>) -> Option<u32> {
    let mut ahead = chars.clone();
    ahead.next_if_eq(&'u')?;
    let mut unit = 0;
    for _ in 0..4 {
        unit = unit * 16 + ahead.next()?.to_digit(16)?;
    }
    *chars = ahead;
    Some(unit)
}

/// Takes the escape of a low surrogate, or nothing.
fn low_surrogate(chars: &mut Peekable<Chars<'_>>) -> Option<u32> {
    let mut ahead = chars.clone();
    ahead.next_if_eq(&'\\')?;
    let unit = hex_escape(&mut ahead)?;
    (0xDC00..0xE000).contains(&unit).then(|| *chars = ahead)?;
    Some(unit)
}

fn repair_number(first: char, chars: &mut Peekable<Chars<'_>>, repaired: &mut String) {
    let start = repaired.len();
    repaired.push(first);
    let is_part = |c: &char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.' | 'e' | 'E');
    while let Some(c) = chars.next_if(is_part) {
        repaired.push(c);
    }
    let number = repaired
        .get(start..)
        .and_then(|text| text.parse::<f64>().ok());
    if number.is_some_and(f64::is_infinite) {
        repaired.truncate(start);
        repaired.push_str("null");
    }
}

#[cfg(test)]
mod tests {
    use super::{parse, parse_each, repaired};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    #[test]
    fn odd_characters_and_numbers_are_replaced() {
        for (odd, value) in [
            (&br#""\ud83d""#[..], json!("\u{fffd}")),
            (br#""\udc00\ud800""#, json!("\u{fffd}\u{fffd}")),
            (br#""a\ud83d\ude00\ud83db""#, json!("a\u{1f600}\u{fffd}b")),
            (br#""\ud83d\n""#, json!("\u{fffd}\n")),
            (b"\"\xff\"", json!("\u{fffd}")),
            (b"\"\xed\xa0\xbd\"", json!("\u{fffd}\u{fffd}\u{fffd}")),
            (b"\"a\tb\0\"", json!("a\tb\0")),
            (br#""C:\Users\\""#, json!(r"C:\Users\")),
            (br#""\u12""#, json!(r"\u12")),
            (
                br#"{"a": [1e999, -1e999, 1e3]}"#,
                json!({"a": [null, null, 1e3]}),
            ),
        ] {
            let shown = String::from_utf8_lossy(odd);
            assert_eq!(parse(odd).ok(), Some(value), "{shown}");
        }
    }

    #[test]
    fn one_unreadable_element_does_not_lose_the_others() {
        let deep = "[".repeat(1000) + &"]".repeat(1000);
        for body in [
            format!("[1, {deep}, 3]"),
            format!(r#"{{"Value": [1, {deep}, 3]}}"#),
        ] {
            let elements = parse_each(body.as_bytes()).unwrap();
            assert_eq!(elements, [Some(json!(1)), None, Some(json!(3))]);
        }
        assert!(parse_each(b"[1, 2").is_err());
        assert!(parse_each(b"").is_err());
    }

    proptest! {
        #[test]
        fn any_text_is_kept_whatever_the_fault_around_it(text: String, fault: Vec<u8>) {
            let mut body = serde_json::to_vec(&json!([text])).unwrap();
            let end = body.len() - 1;
            let mut odd = vec![b'"'];
            odd.extend(fault.iter().filter(|byte| !matches!(byte, b'"' | b'\\')));
            odd.push(b'"');
            body.splice(end..end, [vec![b','], odd].concat());
            let elements = parse_each(&body).unwrap();
            prop_assert_eq!(elements.len(), 2);
            prop_assert_eq!(&elements[0], &Some(json!(text)));
        }

        #[test]
        fn well_formed_json_is_repaired_to_itself(text: String, number: i64) {
            let value = json!({ "a": text, "b": [number, null, true] });
            let json = value.to_string();
            let again: Value = serde_json::from_str(&repaired(json.as_bytes())).unwrap();
            prop_assert_eq!(again, value);
        }
    }
}
