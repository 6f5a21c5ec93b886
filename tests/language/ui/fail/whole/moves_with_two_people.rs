use invites::graph_invite;

fn main() {
    let _ = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            user "278405a3-f568-4b3e-b684-009193463064",
            user "7e1b4346-85a6-4bdd-abe3-d11c5d420efe"
                moves "7d501bf1-5ee4-4605-ba92-0ae4513c611c"
                from "a7ebfb2d-871e-419c-87af-27290b22e8db",
        ],
    };
}
