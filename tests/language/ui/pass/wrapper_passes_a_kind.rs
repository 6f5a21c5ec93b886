use invites::graph_invite;

macro_rules! ring {
    ($kind:ident $id:literal) => {
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [$kind $id],
        }
    };
}

fn main() {
    let invite = ring!(phone "+12345678901");
    assert_eq!(invite.participants().len(), 1);
}
