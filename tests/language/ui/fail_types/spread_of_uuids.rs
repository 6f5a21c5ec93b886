use invites::{Uuid, graph_invite};

fn main() {
    let rota = vec![Uuid::nil()];
    let _ = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [..rota],
    };
}
