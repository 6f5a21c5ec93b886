//! Percentages.

/// Says what is wrong with a number that is no percentage.
pub(crate) fn mistake(percent: f64) -> Option<String> {
    let is_percentage = (0.0..=100.0).contains(&percent);
    (!is_percentage).then(|| format!("a percentage is between 0 and 100, not {percent}"))
}

/// Panics if a number is no percentage.
#[track_caller]
pub(crate) fn check(percent: f64) {
    let mistake = mistake(percent);
    assert!(mistake.is_none(), "{}", mistake.unwrap_or_default());
}
