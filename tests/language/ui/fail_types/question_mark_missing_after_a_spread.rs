use invites::{Client, Ringing, UserId, graph_invite};

async fn ring(client: &Client, rota: Vec<UserId>) -> Result<Ringing, Box<dyn std::error::Error>> {
    let ringing = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [..rota],
    }
    .send(client)
    .await?;
    Ok(ringing)
}

fn main() {}
