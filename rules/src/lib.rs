//! What Microsoft Graph accepts in an invite to a Teams call.
//!
//! Each rule of `POST /communications/calls/{id}/participants/invite` is written here and nowhere
//! else, in code without dependencies or allocation. `graph_invite!` applies it to literals at
//! compile time and `graph-invite` to values at run time, with the same error text.
//!
//! | Rule | Where | Source |
//! | --- | --- | --- |
//! | 1: an id is a GUID and not the nil GUID | [`parse_guid`] | `identity` and `call` resource pages |
//! | 2: a phone number is E.164 | [`parse_phone`] | invite page, example 4; ITU-T E.164 |
//! | 3: one to five participants | [`check_participant_count`] | invite page, example 2 |
//! | 4: one participant, if they leave another call | [`check_sole_participant`] | invite page, examples 3 and 5 |
//! | 5: at most one bot | [`check_bot_count`] | invite page, note |
//! | 6: no participant twice | [`Id::same_as`] | `call` resource page |
//! | 7: the call that they leave is not the call that they join | [`Id::same_as`] | follows from rule 1 of the move |
//! | 8: a client context of 1 to 256 UTF-16 code units | [`check_context`] | `commsOperation` resource page |
//! | 9: each word once, none missing, none unknown | [`Vocabulary`] | the language |
//! | 10: opaque ids and names are visible text | [`check_text`] | other ids reach no one |
//!
//! [`InviteView::check`] applies rules 3 to 7 to a whole invite. An error never contains the text
//! that it is about, because that may be a phone number. Its `help()` says what to write instead.
//!
//! ```
//! use graph_invite_rules::{GuidError, parse_guid};
//!
//! const ADA: Result<u128, GuidError> = parse_guid("278405a3-f568-4b3e-b684-009193463064");
//! assert_eq!(ADA, Ok(0x278405a3_f568_4b3e_b684_009193463064));
//! ```

#![no_std]

mod check;
mod error;
mod guid;
mod limits;
mod participants;
mod phone;
mod text;
mod utf8;
pub mod wire;
mod words;

pub use check::{InviteView, Leaves, ParticipantView, Place};
pub use error::InviteError;
pub use guid::{GuidError, parse_guid};
pub use limits::{
    GUID_LENGTH, MAX_BOTS, MAX_CONTEXT_UNITS, MAX_PARTICIPANTS, MAX_PHONE_DIGITS, MIN_PHONE_DIGITS,
};
pub use participants::{Id, check_bot_count, check_participant_count, check_sole_participant};
pub use phone::{PhoneError, is_phone_number, parse_phone};
pub use text::{TextError, check_context, check_service_id, check_text, utf16_units};
pub use words::{Clause, Field, IdentityKind, Vocabulary, Word};
