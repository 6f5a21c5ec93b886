//! The header `Retry-After`.

use std::time::{Duration, SystemTime};

/// The longest wait. A longer one is cut to it.
const MAX: Duration = Duration::from_secs(24 * 60 * 60);

/// Reads the value: seconds, whole or fractional, or an HTTP date, which is relative to `now`.
pub(crate) fn read(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    let wait = if let Ok(seconds) = value.parse::<f64>() {
        let is_wait = seconds.is_finite() && seconds >= 0.0;
        is_wait.then(|| Duration::try_from_secs_f64(seconds).unwrap_or(MAX))?
    } else {
        let date = httpdate::parse_http_date(value).ok()?;
        date.duration_since(now).unwrap_or(Duration::ZERO)
    };
    Some(wait.min(MAX))
}

#[cfg(test)]
mod tests {
    use super::read;
    use std::time::{Duration, SystemTime};

    #[test]
    fn seconds_fractions_and_dates_are_read() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        for (value, seconds) in [
            ("120", Some(120.0)),
            (" 1.5 ", Some(1.5)),
            ("0", Some(0.0)),
            ("Sun, 06 Nov 1994 08:49:47 GMT", Some(10.0)),
            ("Sun, 06 Nov 1994 08:49:27 GMT", Some(0.0)),
            ("-1", None),
            ("NaN", None),
            ("inf", None),
            ("86401", Some(86_400.0)),
            ("1e300", Some(86_400.0)),
            ("Mon, 07 Nov 1994 09:49:38 GMT", Some(86_400.0)),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(
                read(value, now),
                seconds.map(Duration::from_secs_f64),
                "{value}"
            );
        }
    }
}
