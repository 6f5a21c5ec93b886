use invites::{Invite, graph_invite};

static ON_CALL: Invite = graph_invite! {
    call: "57dab8b1-894c-409a-b240-bd8beae78896",
    participants: [user "ada@contoso.com"],
};

fn main() {
    let _ = ON_CALL.call();
}
