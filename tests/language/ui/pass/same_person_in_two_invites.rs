use invites::graph_invite;

fn main() {
    let [first, second] = [
        graph_invite! { call: "57dab8b1-894c-409a-b240-bd8beae78896", participants: [phone "+123"] },
        graph_invite! { call: "a7ebfb2d-871e-419c-87af-27290b22e8db", participants: [phone "+123"] },
    ];
    assert_eq!(first.participants(), second.participants());
}
