//! What the programs of this repository share: their errors, progress bars, and how they are stopped.

mod error;
mod progress;
mod stop;

pub use error::print_error;
pub use progress::progress_bar;
pub use stop::{Signal, Stop};
