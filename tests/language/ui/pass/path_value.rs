use invites::graph_invite;

mod calls {
    use invites::{CallId, Uuid};

    pub(super) const MAIN: CallId = CallId::from_uuid(Uuid::from_u128(7));
}

fn main() {
    let invite = graph_invite! {
        call: calls::MAIN,
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(invite.call(), &calls::MAIN);
}
