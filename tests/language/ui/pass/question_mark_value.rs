use invites::{CallId, GuidError, Invite, graph_invite};

fn invite(call: &str) -> Result<Invite, GuidError> {
    Ok(graph_invite! {
        call: CallId::parse(call)?,
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    })
}

fn main() {
    assert!(invite("57dab8b1-894c-409a-b240-bd8beae78896").is_ok());
    assert!(invite("57dab8b1").is_err());
}
