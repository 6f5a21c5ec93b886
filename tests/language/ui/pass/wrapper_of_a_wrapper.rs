use invites::{UserId, graph_invite};

macro_rules! inner {
    ($call:expr, $id:expr) => {
        graph_invite! {
            call: $call,
            participants: [user $id],
        }
    };
}

macro_rules! outer {
    ($id:expr) => {
        inner!("57dab8b1-894c-409a-b240-bd8beae78896", $id)
    };
}

fn main() {
    let invite = outer!(UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap());
    assert_eq!(invite, outer!("278405a3-f568-4b3e-b684-009193463064"));
}
