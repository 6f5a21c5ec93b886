//! How a notification proves who sent it.

/// The token of the notifications that are sent. A bot must accept the good one and refuse all others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Proof {
    /// As the service does.
    #[default]
    Good,
    /// It was valid until an hour ago.
    Expired,
    /// It is meant for another bot.
    WrongAudience,
    /// Somebody else says that they signed it.
    WrongIssuer,
    /// The key that signed it is not in the list of keys.
    UnknownKey,
    /// There is none.
    Missing,
}
