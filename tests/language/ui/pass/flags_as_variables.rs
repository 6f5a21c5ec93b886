use invites::graph_invite;

fn main() {
    let (hidden, off_main_mix) = ("Ada", "AAD");
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            user "278405a3-f568-4b3e-b684-009193463064"
                named hidden hidden provider off_main_mix off_main_mix,
        ],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(json["participants"][0]["hidden"], true);
    assert_eq!(
        json["participants"][0]["identity"]["user"]["displayName"],
        "Ada"
    );
}
