use invites::graph_invite;

fn main() {
    let _ = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [guest "8:0", guest "8:1", guest "8:2", guest "8:3", guest "8:4", guest "8:5", guest "8:6", guest "8:7", guest "8:8", guest "8:9", guest "8:10", guest "8:11", guest "8:12", guest "8:13", guest "8:14", guest "8:15", guest "8:16", guest "8:17", guest "8:18", guest "8:19"],
    };
}
