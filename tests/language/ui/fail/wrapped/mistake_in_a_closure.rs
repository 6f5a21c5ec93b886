use invites::graph_invite;

fn main() {
    let invite = |id| {
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user id named ""],
        }
    };
    let _ = invite(invites::Uuid::new_v4());
}
