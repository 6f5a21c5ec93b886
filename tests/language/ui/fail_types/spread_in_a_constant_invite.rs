use invites::{Invite, UserId, graph_invite};
use invites::error::InvalidInvite;

const ROTA: Result<Invite, InvalidInvite> = graph_invite! {
    call: "57dab8b1-894c-409a-b240-bd8beae78896",
    participants: [..[UserId::from_static("278405a3-f568-4b3e-b684-009193463064")]],
};

fn main() {
    drop(ROTA);
}
