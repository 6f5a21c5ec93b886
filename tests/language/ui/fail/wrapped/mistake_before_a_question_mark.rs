use invites::error::InvalidInvite;
use invites::{Invite, Participant, graph_invite};

fn invite(people: Vec<Participant>) -> Result<Invite, InvalidInvite> {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [..people, user "ada"],
    }?;
    Ok(invite)
}

fn main() {
    let _ = invite(Vec::new());
}
