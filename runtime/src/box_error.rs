/// An error of another crate, kept as the cause of one of ours.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;
