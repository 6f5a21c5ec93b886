use invites::{Invite, graph_invite};

async fn invite() -> Invite {
    graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [],
    }
}

fn main() {
    drop(invite());
}
