use invites::graph_invite;

fn main() {
    let _ = graph_invite! {
        call: "https://teams.microsoft.com/l/meetup-join/19%3ameeting_MDFj%40thread.v2/0?context=%7b%7d",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };
}
