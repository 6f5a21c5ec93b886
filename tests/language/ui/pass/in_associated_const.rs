use invites::{Invite, graph_invite};

struct Rota;

impl Rota {
    const ON_CALL: Invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
}

fn main() {
    assert_eq!(Rota::ON_CALL.participants().len(), 1);
}
