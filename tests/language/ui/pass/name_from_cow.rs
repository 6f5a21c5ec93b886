use invites::graph_invite;
use std::borrow::Cow;

fn main() {
    let name = Cow::Borrowed("Ada");
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" named name],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["identity"]["user"]["displayName"],
        "Ada"
    );
}
