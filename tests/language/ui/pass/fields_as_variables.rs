use invites::{ClientContext, Participant, UserId, graph_invite};

fn main() {
    let participants = [Participant::user(
        UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap(),
    )];
    let context = ClientContext::parse("rota 7").unwrap();
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        context: context,
        participants: [..participants],
    }
    .unwrap();
    assert_eq!(invite.context().unwrap().as_str(), "rota 7");
}
