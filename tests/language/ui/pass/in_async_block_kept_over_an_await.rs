use invites::graph_invite;
use std::future::ready;

fn main() {
    fn is_send(_: impl Future<Output = usize> + Send) {}
    is_send(async {
        let invite = graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        };
        ready(()).await;
        invite.participants().len()
    });
}
