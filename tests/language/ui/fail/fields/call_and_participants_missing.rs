use invites::graph_invite;

fn main() {
    let _ = graph_invite! {
        context: "rota 7",
    };
}
