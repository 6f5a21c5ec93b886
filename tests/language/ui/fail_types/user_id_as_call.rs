use invites::{UserId, graph_invite};

fn main() {
    let ada = UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap();
    let _ = graph_invite! {
        call: ada,
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
}
