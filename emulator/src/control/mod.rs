//! The API of an emulator: what a test sets up, changes and looks at.

pub(crate) mod builder;
mod calls;
mod clock;
pub(crate) mod emulator;
mod faults;
mod network_settings;
mod notifications;
mod people;
mod recordings;
mod service_settings;
mod tokens;
