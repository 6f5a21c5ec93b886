use invites::error::InvalidInvite;
use invites::{Invite, graph_invite};

fn invite() -> Result<Invite, InvalidInvite> {
    Ok(graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [phone "+12345678901"],
    }?)
}

fn main() {}
