//! Names of the author that are words of the language.

use invites::{CallId, ClientContext, Participant, ParticipantId, TenantId, UserId, graph_invite};

#[test]
fn fields_as_variables() {
    let participants = [Participant::user(
        UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap(),
    )];
    let context = ClientContext::parse("rota 7").unwrap();
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        context: context,
        participants: [..participants],
    }
    .unwrap();
    assert_eq!(invite.context().unwrap().as_str(), "rota 7");
}

#[test]
fn flags_as_variables() {
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

#[test]
fn moves_and_from_as_variables() {
    let moves = ParticipantId::parse("7d501bf1-5ee4-4605-ba92-0ae4513c611c").unwrap();
    let from = CallId::parse("a7ebfb2d-871e-419c-87af-27290b22e8db").unwrap();
    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" moves moves from from],
    };
    let json = serde_json::to_value(&invite).unwrap();
    assert_eq!(
        json["participants"][0]["participantId"],
        "7d501bf1-5ee4-4605-ba92-0ae4513c611c"
    );
}

#[test]
fn words_as_functions() {
    fn call() -> CallId {
        CallId::parse("57dab8b1-894c-409a-b240-bd8beae78896").unwrap()
    }

    fn user() -> UserId {
        UserId::parse("278405a3-f568-4b3e-b684-009193463064").unwrap()
    }

    fn named() -> &'static str {
        "Ada"
    }

    let invite = graph_invite! {
        call: call(),
        participants: [user user() named named()],
    };
    assert_eq!(invite.call(), &call());
}

#[test]
fn words_as_modules() {
    mod named {
        pub(super) const ADA: &str = "Ada";
    }

    let invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064" named named::ADA],
    };
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn words_as_variables() {
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
