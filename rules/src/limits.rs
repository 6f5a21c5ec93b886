//! The numbers of the service. Each limit is written here and nowhere else.

/// Characters in the text of a GUID: 32 hexadecimal digits and four dashes.
pub const GUID_LENGTH: usize = 36;
/// Fewest digits of a phone number: a country code and one more.
pub const MIN_PHONE_DIGITS: usize = 2;
/// Most digits of a phone number, country code included (ITU-T E.164).
pub const MAX_PHONE_DIGITS: usize = 15;
/// Most UTF-16 code units of a client context. The service counts as .NET does.
pub const MAX_CONTEXT_UNITS: usize = 256;
/// Most participants of one invite.
pub const MAX_PARTICIPANTS: usize = 5;
/// Most bots that one invite brings in.
pub const MAX_BOTS: usize = 1;
