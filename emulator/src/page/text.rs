//! Times and JSON as people read them.

use maud::{Markup, html};
use serde_json::Value;
use std::time::Duration;
use time::OffsetDateTime;

/// Most bytes of a body that the page shows.
const MAX_SHOWN: usize = 64 * 1024;

/// The time of day, which the script turns into that of the visitor.
pub(crate) fn time_of_day(at: OffsetDateTime) -> Markup {
    let (hour, minute, second, milli) = at.to_hms_milli();
    let date = at.date();
    html! {
        time datetime=(format!("{date}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z")) {
            (format!("{hour:02}:{minute:02}:{second:02}"))
        }
    }
}

/// How long after a beginning something was.
pub(crate) fn since(begin: OffsetDateTime, at: OffsetDateTime) -> String {
    duration((at - begin).try_into().unwrap_or_default())
}

pub(crate) fn duration(time: Duration) -> String {
    match time.as_millis() {
        millis @ 0..10 => format!("{millis}.{} ms", time.subsec_micros() % 1_000 / 100),
        millis @ 10..1_000 => format!("{millis} ms"),
        1_000..60_000 => format!("{:.2} s", time.as_secs_f64()),
        _ => clock(time),
    }
}

/// Minutes and seconds.
pub(crate) fn clock(time: Duration) -> String {
    format!("{}:{:02}", time.as_secs() / 60, time.as_secs() % 60)
}

/// JSON with indents, or the text as it is; at most 64 KiB of it, and whether that is all.
pub(crate) fn body(bytes: &[u8]) -> (String, bool) {
    let pretty = serde_json::from_slice::<Value>(bytes).map(|json| pretty(&json));
    let mut text = pretty.unwrap_or_else(|_| String::from_utf8_lossy(bytes).into_owned());
    let is_whole = text.len() <= MAX_SHOWN;
    if !is_whole {
        let mut ends = (0..=MAX_SHOWN).rev();
        let end = ends.find(|&end| text.is_char_boundary(end));
        text.truncate(end.unwrap_or_default());
    }
    (text, is_whole)
}

pub(crate) fn pretty(json: &Value) -> String {
    serde_json::to_string_pretty(json).unwrap_or_default()
}

/// A part of a path that may be any text.
pub(crate) fn encode(part: &str) -> String {
    let kept = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.".contains(byte);
    let each = part.bytes().map(|byte| match byte {
        byte if kept(&byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    each.collect()
}

#[cfg(test)]
mod tests {
    use super::{body, duration, encode};
    use std::time::Duration;

    #[test]
    fn times_are_as_exact_as_people_need_them() {
        for (micros, text) in [
            (0, "0.0 ms"),
            (1_230, "1.2 ms"),
            (12_345, "12 ms"),
            (2_004_000, "2.00 s"),
            (65_000_000, "1:05"),
        ] {
            assert_eq!(duration(Duration::from_micros(micros)), text);
        }
    }

    #[test]
    fn a_long_body_is_cut_between_two_letters() {
        let long = "ü".repeat(64 * 1024);
        let (text, is_whole) = body(long.as_bytes());
        assert_eq!((text.len(), is_whole), (64 * 1024, false));
        assert_eq!(body(b"{}"), ("{}".to_owned(), true));
    }

    #[test]
    fn any_text_can_be_a_part_of_a_path() {
        assert_eq!(encode("+1234"), "%2B1234");
        assert_eq!(encode("a/b c.ü"), "a%2Fb%20c.%C3%BC");
    }
}
