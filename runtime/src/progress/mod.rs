//! What is known of one invite, and what that proves.

mod ends;
pub(crate) mod evidence;
pub(crate) mod heard;
pub(crate) mod operation_end;
pub(crate) mod outcome;
mod person;
pub(crate) mod person_status;
pub(crate) mod presence;
pub(crate) mod state;
pub(crate) mod status;
