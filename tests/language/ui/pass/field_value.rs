use invites::{UserId, graph_invite};

struct Person {
    id: UserId,
    name: String,
}

fn main() {
    let ada = Person {
        id: UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap(),
        name: "Ada".to_owned(),
    };
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user ada.id named &ada.name],
    };
    assert_eq!(invite.participants().len(), 1);
}
