use invites::graph_invite;

fn main() {
    let _ = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            application "832899f8-2ea1-4604-8413-27bd2892079f",
            application "b8a1b3d6-7a0b-4f0e-9c52-1f6f3a2e9d10",
        ],
    };
}
