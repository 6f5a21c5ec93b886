use invites::graph_invite;

fn main() {
    let _ = graph_invite! {
        call: "8:orgid:278405a3-f568-4b3e-b684-009193463064",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
}
