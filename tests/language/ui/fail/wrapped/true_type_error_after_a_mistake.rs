use invites::graph_invite;

fn main() {
    let _ = graph_invite! {
        call: "57dab8b1",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
    let _: u8 = "a true mistake";
}
