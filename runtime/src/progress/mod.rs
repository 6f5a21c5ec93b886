//! What is known of one invite, and what that proves.

pub(crate) mod evidence;
pub(crate) mod operation_end;
pub(crate) mod outcome;
pub(crate) mod presence;
pub(crate) mod state;
pub(crate) mod status;
