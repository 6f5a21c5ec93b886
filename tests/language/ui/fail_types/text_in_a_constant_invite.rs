use invites::{Invite, graph_invite};

const NAME: &str = "Ada";

const ON_CALL: Invite = graph_invite! {
    call: "57dab8b1-894c-409a-b240-bd8beae78896",
    participants: [phone "+12345678901" named NAME],
};

fn main() {
    drop(ON_CALL);
}
