use invites::{CallId, TenantId, UserId, graph_invite};

fn main() {
    let call = CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896").unwrap();
    let user = UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap();
    let tenant = TenantId::parse("9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21").unwrap();
    let replaces = CallId::parse("a7ebfb2d-871e-419c-87af-27290b22e8db").unwrap();
    let (named, provider) = ("Ada", "AAD");
    let invite = graph_invite! {
        call: call,
        participants: [
            user user named named tenant tenant provider provider replaces replaces,
        ],
    };
    assert_eq!(invite.participants().len(), 1);
}
