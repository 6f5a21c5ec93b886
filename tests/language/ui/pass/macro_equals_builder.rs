use invites::{CallId, Invite, Participant, UserId, graph_invite};

fn main() {
    let ada = UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap();
    let built = Invite::builder()
        .call(CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896").unwrap())
        .participants([Participant::user(ada)].into())
        .build();
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(built, Ok(invite));
}
