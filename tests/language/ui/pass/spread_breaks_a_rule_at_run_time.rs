use invites::{InviteError, Participant, UserId, graph_invite};

fn main() {
    let ada = Participant::user(UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap());
    let error = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064", ..[ada]],
    }
    .unwrap_err();
    let twice = InviteError::DuplicateParticipant {
        first: 1,
        second: 2,
    };
    assert_eq!(error.mistakes(), [twice]);
}
