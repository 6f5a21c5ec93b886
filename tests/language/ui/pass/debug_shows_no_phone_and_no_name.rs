use invites::graph_invite;

fn main() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [phone "+12345678901" named "Ada"],
    };
    let debug = format!("{invite:?}");
    assert!(
        !debug.contains("12345678901") && !debug.contains("Ada"),
        "{debug}"
    );
}
