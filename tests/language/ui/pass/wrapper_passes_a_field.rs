use invites::graph_invite;

macro_rules! ring {
    ($field:ident) => {
        graph_invite! {
            $field: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        }
    };
}

fn main() {
    let invite = ring!(call);
    assert_eq!(invite.participants().len(), 1);
}
