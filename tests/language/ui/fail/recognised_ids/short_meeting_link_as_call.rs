use invites::graph_invite;

fn main() {
    let _ = graph_invite! {
        call: "https://teams.microsoft.com/meet/2345678901234?p=abc",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
}
