//! The page at `/`: phones that ring, invites as they happen, faults and notifications.
//!
//! The server writes all HTML. The script asks for it again when something happens, and changes what
//! differs. Buttons name requests of the control API in `data-do`, one a line, and the script sends them.

mod detail;
mod document;
mod drawings;
mod faults;
mod first_steps;
mod invites;
mod look;
mod outbox;
mod people;
mod phones;
pub(crate) mod server;
mod text;
