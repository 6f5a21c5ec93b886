use invites::{CallId, graph_invite};

fn main() {
    const MEETING: CallId = CallId::from_static("a7ebfb2d-871e-419c-87af-27290b22e8db");
    let _ = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user const { MEETING }],
    };
}
