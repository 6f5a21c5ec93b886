use invites::graph_invite;

fn main() {
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            user "278405a3-f568-4b3e-b684-009193463064"
                named "Ada"
                tenant "9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21"
                provider "AAD"
                moves "7d501bf1-5ee4-4605-ba92-0ae4513c611c"
                from "a7ebfb2d-871e-419c-87af-27290b22e8db"
                hidden
                off_main_mix,
        ],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(json["participants"][0].as_object().unwrap().len(), 6);
    let user = &json["participants"][0]["identity"]["user"];
    assert_eq!(user.as_object().unwrap().len(), 5);
}
