use invites::graph_invite;

fn main() {
    let _ = graph_invite! {
        call: 0x57dab8b1894c409ab240bd8beae78896,
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
}
