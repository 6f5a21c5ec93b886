use invites::{CallId, graph_invite};

macro_rules! main_call {
    () => {
        CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896").unwrap()
    };
}

fn main() {
    let invite = graph_invite! {
        call: main_call!(),
        participants: [user "278405a3-f568-4b3e-b684-009193463064" named stringify!(Ada)],
    };
    assert_eq!(
        invite.call().to_string(),
        "57dab8b1-894c-409a-b240-bd8beae78896"
    );
}
