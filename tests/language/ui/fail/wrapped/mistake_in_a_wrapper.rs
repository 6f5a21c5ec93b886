use invites::graph_invite;

macro_rules! ring {
    ($id:literal) => {
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user $id],
        }
    };
}

fn main() {
    let _ = ring!("ada");
}
