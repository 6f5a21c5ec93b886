use invites::{InvalidInvite, Participant, graph_invite};

fn count(rota: Vec<Participant>) -> Result<usize, InvalidInvite> {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064", ..rota],
    }?;
    Ok(invite.participants().len())
}

fn main() {
    assert_eq!(count(Vec::new()), Ok(1));
}
