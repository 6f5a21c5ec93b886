use invites::{UserId, graph_invite};

macro_rules! ring {
    ($id:expr) => {
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user $id],
        }
    };
}

fn main() {
    let invite = ring!(UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap());
    assert_eq!(invite.participants().len(), 1);
}
