use invites::{CallId, IntoCallId, graph_invite};

struct Meeting {
    call: CallId,
}

impl IntoCallId for Meeting {
    fn into_call_id(self) -> CallId {
        self.call
    }
}

fn main() {
    let call = CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896").unwrap();
    let invite = graph_invite! {
        call: Meeting { call },
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}
