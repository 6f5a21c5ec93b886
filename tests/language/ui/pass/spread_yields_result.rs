use invites::{InvalidInvite, Invite, Participant, graph_invite};

fn invite(rota: Vec<Participant>) -> Result<Invite, InvalidInvite> {
    graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [..rota],
    }
}

fn main() {
    assert!(invite(Vec::new()).is_err());
}
