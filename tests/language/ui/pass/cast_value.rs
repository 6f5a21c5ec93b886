use invites::{Uuid, graph_invite};

fn uuid(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn main() {
    let invite = graph_invite! {
        call: (uuid as fn(u128) -> Uuid)(7),
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    assert_eq!(invite.call().to_string(), Uuid::from_u128(7).to_string());
}
