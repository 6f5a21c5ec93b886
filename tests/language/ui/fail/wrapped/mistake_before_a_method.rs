use invites::graph_invite;

fn main() {
    let count: usize = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "ada"],
    }
    .participants()
    .len();
    println!("{count}");
}
