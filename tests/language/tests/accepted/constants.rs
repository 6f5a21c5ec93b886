//! Invites that are constants or statics.

use invites::{
    AcsUserId, ApplicationId, ApplicationInstanceId, CallId, ClientContext, DisplayName,
    EncryptedId, GuestId, Invite, OnPremisesId, ParticipantId, PhoneNumber, Provider, TenantId,
    UserId, graph_invite,
};
use std::sync::LazyLock;

#[test]
fn in_associated_const() {
    struct Rota;

    impl Rota {
        const ON_CALL: Invite = graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        };
    }

    assert_eq!(Rota::ON_CALL.participants().len(), 1);
}

#[test]
fn in_const() {
    const ON_CALL: Invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };

    assert_eq!(ON_CALL.participants().len(), 1);
}

#[test]
fn in_const_array() {
    const ROTA: [Invite; 2] = [
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        },
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        },
    ];

    assert_eq!(ROTA[0], ROTA[1]);
}

#[test]
fn in_const_block() {
    let invite = const {
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        }
    };
    assert_eq!(invite.participants().len(), 1);
}

#[test]
fn in_const_fn() {
    const fn on_call() -> Invite {
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        }
    }

    const ON_CALL: Invite = on_call();

    assert_eq!(ON_CALL, on_call());
}

#[test]
fn in_lazy_lock() {
    static ON_CALL: LazyLock<Invite> = LazyLock::new(|| {
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064"],
        }
    });

    assert_eq!(ON_CALL.participants().len(), 1);
}

#[test]
fn in_static() {
    static ON_CALL: Invite = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [user "278405a3-f568-4b3e-b684-009193463064"],
    };

    assert_eq!(ON_CALL.participants().len(), 1);
}

#[test]
fn in_thread_local() {
    thread_local! {
        static ON_CALL: Invite = const {
            graph_invite! {
                call: "57dab8b1-894c-409a-b240-bd8beae78896",
                participants: [user "278405a3-f568-4b3e-b684-009193463064"],
            }
        };
    }

    ON_CALL.with(|invite| assert_eq!(invite.participants().len(), 1));
}

const MEETING: CallId = CallId::from_static("57dab8b1-894c-409a-b240-bd8beae78896");
const LEFT: CallId = CallId::from_static("a7ebfb2d-871e-419c-87af-27290b22e8db");
const ENTRY: ParticipantId = ParticipantId::from_static("7d501bf1-5ee4-4605-ba92-0ae4513c611c");
const ADA: UserId = UserId::from_static("278405a3-f568-4b3e-b684-009193463064");
const NAME: DisplayName = DisplayName::from_static("Ada");
const TENANT: TenantId = TenantId::from_static("9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21");
const PROVIDER: Provider = Provider::from_static("AAD");
const CONTEXT: ClientContext = ClientContext::from_static("rota 7");

#[test]
fn const_blocks_in_every_word() {
    const INVITE: Invite = graph_invite! {
        call: const { MEETING },
        participants: [
            user const { ADA }
                named const { NAME }
                tenant const { TENANT }
                provider const { PROVIDER }
                moves const { ENTRY }
                from const { LEFT },
        ],
        context: const { CONTEXT },
    };
    let literals = graph_invite! {
        call: "57dab8b1-894c-409a-b240-bd8beae78896",
        participants: [
            user "278405a3-f568-4b3e-b684-009193463064"
                named "Ada"
                tenant "9f4a1b4e-6c0d-4e0a-8a1c-7a2f5f9b3c21"
                provider "AAD"
                moves "7d501bf1-5ee4-4605-ba92-0ae4513c611c"
                from "a7ebfb2d-871e-419c-87af-27290b22e8db",
        ],
        context: "rota 7",
    };
    assert_eq!(INVITE, literals);
}

#[test]
fn const_block_in_replaces() {
    static INVITE: Invite = graph_invite! {
        call: const { MEETING },
        participants: [user const { ADA } replaces const { LEFT }],
    };

    assert_eq!(INVITE.participants()[0].replaced_call(), Some(&LEFT));
}

#[test]
fn const_block_of_every_other_kind() {
    const PHONE: PhoneNumber = PhoneNumber::from_static("+12345678901");
    const BOT: ApplicationId = ApplicationId::from_static("832899f8-2ea1-4604-8413-27bd2892079f");
    const DESK: ApplicationInstanceId =
        ApplicationInstanceId::from_static("5a7d4a1e-3a0e-4b0c-9a9b-2c9b4a1f1c11");
    const INVITE: Invite = graph_invite! {
        call: const { MEETING },
        participants: [
            phone const { PHONE },
            application const { BOT },
            application_instance const { DESK },
        ],
    };

    assert_eq!(INVITE.participants().len(), 3);
}

#[test]
fn const_block_of_every_opaque_id() {
    const GUEST: GuestId = GuestId::from_static("8:teamsvisitor:4f1c");
    const HIDDEN: EncryptedId = EncryptedId::from_static("29:1tKBWc");
    const LOCAL: OnPremisesId = OnPremisesId::from_static("8:sfb:ada");
    const ACS: AcsUserId = AcsUserId::from_static("8:acs:resource_user");
    const INVITE: Invite = graph_invite! {
        call: const { MEETING },
        participants: [
            guest const { GUEST },
            encrypted const { HIDDEN },
            on_premises const { LOCAL },
            acs_user const { ACS },
        ],
    };

    assert_eq!(INVITE.participants().len(), 4);
}

#[test]
fn const_block_at_run_time() {
    let call = MEETING;
    let invite = graph_invite! {
        call: call,
        participants: [user const { ADA } named const { NAME }],
    };
    assert_eq!(invite.participants()[0].display_name(), Some(&NAME));
}

#[test]
fn const_block_with_a_call() {
    const INVITE: Invite = graph_invite! {
        call: const { CallId::from_static("57dab8b1-894c-409a-b240-bd8beae78896") },
        participants: [user const { ADA }],
    };

    assert_eq!(INVITE.call(), &MEETING);
}

#[test]
fn associated_constant_in_a_const_block() {
    trait Desk {
        const ID: UserId;
    }

    struct Front;

    impl Desk for Front {
        const ID: UserId = ADA;
    }

    fn invite<D: Desk>() -> Invite {
        graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user const { D::ID }],
        }
    }

    assert_eq!(invite::<Front>(), invite::<Front>());
}

#[test]
fn constant_without_a_const_block() {
    let invite = graph_invite! {
        call: MEETING,
        participants: [user ADA named NAME tenant TENANT],
        context: CONTEXT,
    };
    assert_eq!(invite.call(), &MEETING);
}
