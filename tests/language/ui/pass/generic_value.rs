use invites::{IntoCallId, Invite, Uuid, graph_invite};

fn invite(call: impl IntoCallId) -> Invite {
    graph_invite! {
        call: call,
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    }
}

fn main() {
    let _ = invite(Uuid::from_u128(7));
}
