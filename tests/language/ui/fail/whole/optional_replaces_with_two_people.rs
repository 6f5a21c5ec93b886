use invites::{CallId, graph_invite};

fn main() {
    let left: Option<CallId> = None;
    let _ = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe" replaces left,
            user "1e126418-44a0-4a94-a6f8-0efe1ad71acb",
        ],
    };
}
