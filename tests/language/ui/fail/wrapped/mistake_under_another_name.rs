use invites::graph_invite as ring;

fn main() {
    let _ = ring! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "ada"],
    };
}
