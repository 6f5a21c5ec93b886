//! Macros around `graph_invite!`, for crates that do not depend on `graph-invite`.

pub use invites::graph_invite as invite;

/// Everything of the crate behind the macros.
pub mod everything {
    pub use invites::*;
}

/// Invites people to the main call.
#[macro_export]
macro_rules! ring {
    ($($people:tt)*) => {
        $crate::invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [$($people)*],
        }
    };
}

/// Invites one user to a call.
#[macro_export]
macro_rules! ring_user {
    ($user:expr => $call:expr) => {
        $crate::everything::graph_invite! {
            call: $call,
            participants: [user $user],
        }
    };
}
