use invites::{UserId, graph_invite};

macro_rules! ring {
    ($id:expr) => {{
        let builder = $id;
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user builder],
        }
    }};
}

fn main() {
    let builder = UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap();
    assert_eq!(ring!(builder).participants().len(), 1);
}
