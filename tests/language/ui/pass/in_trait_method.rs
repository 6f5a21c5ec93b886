use invites::{Invite, graph_invite};

trait Rota {
    fn invite(&self) -> Invite {
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        }
    }
}

impl Rota for u8 {}

fn main() {
    assert_eq!(7_u8.invite(), 8_u8.invite());
}
