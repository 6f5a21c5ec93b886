use invites::{Invite, graph_invite};

fn invite() -> Invite {
    graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" named 7],
    }
}

fn main() {
    let _ = invite();
}
