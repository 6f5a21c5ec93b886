use invites::graph_invite;

fn main() {
    let _ = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            user "278405a3-f568-4b3e-b684-009193463064",,
            user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe",
        ],
    };
}
