use invites::{UserId, Uuid, graph_invite};

macro_rules! ring {
    ($id:path) => {
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user $id],
        }
    };
}

fn main() {
    const ADA: UserId = UserId::from_uuid(Uuid::from_u128(7));
    let invite = ring!(ADA);
    assert_eq!(invite.participants().len(), 1);
}
