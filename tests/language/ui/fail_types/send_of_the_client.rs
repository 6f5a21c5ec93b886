use invites::{Client, graph_invite};

async fn ring(client: &Client) {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [phone "+12345678901"],
    };
    let _ = client.send(invite).await;
}

fn main() {}
