//! Times as text, such as `1.5s`.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// The units, and how many milliseconds each has. Longer names first.
const UNITS: [(&str, f64); 4] = [("ms", 1.0), ("s", 1e3), ("m", 60e3), ("h", 3600e3)];

/// A time in the JSON of this API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Time(pub(crate) Duration);

impl Time {
    pub(crate) fn read(text: &str) -> Result<Self, String> {
        let read = UNITS.iter().find_map(|(unit, milliseconds)| {
            let number: f64 = text.trim().strip_suffix(unit)?.parse().ok()?;
            Duration::try_from_secs_f64(number * milliseconds / 1e3).ok()
        });
        read.map(Self).ok_or_else(|| {
            format!("`{text}` is no time: write a number and ms, s, m or h, such as `1.5s`")
        })
    }
}

impl TryFrom<String> for Time {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Self::read(&text)
    }
}

impl From<Time> for String {
    fn from(time: Time) -> Self {
        let milliseconds = time.0.as_millis();
        if milliseconds.is_multiple_of(1_000) {
            format!("{}s", milliseconds / 1_000)
        } else {
            format!("{milliseconds}ms")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Time;

    #[test]
    fn times_are_read_and_written() {
        for (text, written) in [
            ("200ms", "200ms"),
            ("2s", "2s"),
            ("1.5s", "1500ms"),
            ("2m", "120s"),
            ("1h", "3600s"),
            ("0s", "0s"),
        ] {
            assert_eq!(String::from(Time::read(text).unwrap()), written, "{text}");
        }
        for text in ["", "2", "s", "-1s", "1d", "NaNs", "1e400s"] {
            assert!(Time::read(text).is_err(), "{text}");
        }
    }
}
