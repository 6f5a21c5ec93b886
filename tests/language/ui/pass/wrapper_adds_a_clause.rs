use invites::graph_invite;

macro_rules! ring {
    ($($person:tt)*) => {
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [$($person)* hidden],
        }
    };
}

fn main() {
    let invite = ring!(user "278405a3-f568-4b3e-b684-009193463064" named "Ada");
    assert_eq!(invite.participants().len(), 1);
}
