use invites::{TenantId, graph_invite};

fn main() {
    let rota: [TenantId; 0] = [];
    let _ = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [..rota],
    };
}
