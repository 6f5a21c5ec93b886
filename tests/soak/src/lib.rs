//! Many invites under faults: what their author learns, compared with the phones that rang.

mod faults;
mod measure;
mod run;
mod sent;

pub use run::{Plan, Report, run};
pub use sent::Failure;
