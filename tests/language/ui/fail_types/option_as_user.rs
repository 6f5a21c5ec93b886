use invites::{UserId, graph_invite};

fn main() {
    let ada: Option<UserId> = None;
    let _ = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user ada],
    };
}
