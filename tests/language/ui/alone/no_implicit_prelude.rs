//! An invite in a crate without a prelude.

#![no_implicit_prelude]

fn main() {
    let invite = ::invites::graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    ::core::assert_eq!(invite.participants().len(), 1);
}
