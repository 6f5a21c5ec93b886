use invites::graph_invite;

fn main() {
    let _ = graph_invite! {
        call: None,
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
}
