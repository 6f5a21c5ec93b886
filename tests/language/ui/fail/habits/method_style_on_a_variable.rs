use invites::{UserId, graph_invite};

fn main() {
    let ada = UserId::from_static("278405a3-f568-4b3e-b684-009193463064");
    let _ = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user(ada).tenant("9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21")],
    };
}
