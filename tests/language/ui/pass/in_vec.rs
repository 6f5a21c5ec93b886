use invites::{Invite, graph_invite};

fn rota() -> Vec<Invite> {
    vec![
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        },
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        },
    ]
}

fn main() {
    assert_eq!(rota().len(), 2);
}
