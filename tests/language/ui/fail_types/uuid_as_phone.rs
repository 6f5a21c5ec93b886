use invites::{Uuid, graph_invite};

fn main() {
    let id = Uuid::new_v4();
    let _ = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [phone id],
    };
}
