use invites::graph_invite;

fn main() {
    let _ = graph_invite! {
        call: 0x57dab8b1_894c_409a_b240_bd8beae78896_u128 + 0,
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
}
