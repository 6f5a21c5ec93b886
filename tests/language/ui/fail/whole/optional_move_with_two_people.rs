use invites::{CallId, ParticipantId, graph_invite};

fn main() {
    let (entry, left): (Option<ParticipantId>, Option<CallId>) = (None, None);
    let _ = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            phone "+12345678901",
            user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe" moves entry from left,
        ],
    };
}
