//! Why the program ends without having done what it is for.

use std::fmt;

pub(crate) enum Failure {
    /// It could not, whatever the user wrote.
    Trouble(String),
    /// What the user wrote is wrong.
    Usage(String),
}

impl Failure {
    pub(crate) const fn code(&self) -> u8 {
        match self {
            Self::Trouble(_) => 1,
            Self::Usage(_) => 2,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Trouble(text) | Self::Usage(text) => f.write_str(text),
        }
    }
}
