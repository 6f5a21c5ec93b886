//! What Microsoft Graph accepts in an invite to a Teams call.
//!
//! Every limit of `POST /communications/calls/{id}/participants/invite` stands here once, as a
//! `const fn` without dependencies, so that `graph_invite!` can apply it to literals while
//! compiling and the `graph-invite` crate to values at run time: one rule, one wording.
//!
//! | Rule | Where | Source |
//! | --- | --- | --- |
//! | 1: an id is a GUID and not the nil GUID | [`guid()`] | `identity` and `call` resource pages |
//! | 2: a phone number is E.164 | [`phone()`] | invite page, example 4; ITU-T E.164 |
//! | 3: one to five participants | [`participant_count`] | invite page, example 2 |
//! | 4: alone, once somebody leaves another call | [`leaves_alone`] | invite page, examples 3 and 5 |
//! | 5: at most one bot | [`bot_count`] | invite page, note |
//! | 6: nobody twice | [`Id::is`] | `call` resource page |
//! | 7: the call they leave is not the call they join | [`Id::is`] | follows from rule 1 of the move |
//! | 8: a client context of 1 to 256 UTF-16 units | [`context`] | `commsOperation` resource page |
//! | 9: every word once, none missing, none unknown | [`Word`] | the language |
//! | 10: opaque ids and names hold text | [`text()`] | every other id reaches nobody |
//!
//! An error says what is wrong and never repeats the text it is about: that may be somebody's
//! phone number.
//!
//! ```
//! use graph_invite_rules::{GuidError, guid};
//!
//! const ADA: Result<u128, GuidError> = guid("278405a3-f568-4b3e-b684-009193463064");
//! assert_eq!(ADA, Ok(0x278405a3_f568_4b3e_b684_009193463064));
//! ```

#![no_std]

mod chars;
mod guid;
mod invite;
mod phone;
mod text;
pub mod wire;
mod word;

pub use guid::{GUID_LENGTH, GuidError, guid};
pub use invite::{
    Id, InviteError, MAX_BOTS, MAX_PARTICIPANTS, bot_count, leaves_alone, participant_count,
};
pub use phone::{MAX_PHONE_DIGITS, MIN_PHONE_DIGITS, PhoneError, is_phone, phone};
pub use text::{MAX_CONTEXT_UNITS, TextError, context, service_id, text, utf16_units};
pub use word::{Clause, Field, Kind, Word};
