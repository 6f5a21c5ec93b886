//! Errors, as a program prints them.

use std::error::Error;

/// Prints an error and its causes.
pub fn print_error(error: &(dyn Error + 'static)) {
    eprintln!("error: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        eprintln!("  caused by: {error}");
        cause = error.source();
    }
}
