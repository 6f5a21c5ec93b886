use invites::{Participant, UserId, graph_invite};

fn main() {
    let rota = [Participant::user(
        UserId::parse("7e1b4346-85a6-4bdd-abe3-d11c5d420efe").unwrap(),
    )];
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [..rota.iter().cloned()],
    };
    assert_eq!(invite.unwrap().participants().len(), 1);
}
