use invites::error::InvalidInvite;
use invites::{Invite, UserId, graph_invite};

fn invite(rota: Vec<UserId>) -> Result<Invite, InvalidInvite> {
    let invite: Invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [..rota],
    };
    Ok(invite)
}

fn main() {}
