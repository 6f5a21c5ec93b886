//! The expansion uses no name of the author's, and the author sees no name of the expansion's.

mod no_prelude {
    #![no_implicit_prelude]

    use ::invites::graph_invite;

    #[::core::prelude::v1::test]
    fn literals_need_no_prelude() {
        let invite = graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064" named "Ada"],
            context: "rota 7",
        };
        ::core::assert_eq!(invite.participants().len(), 1);
    }

    #[::core::prelude::v1::test]
    fn expressions_need_no_prelude() {
        let id = ::invites::Uuid::from_u128(7);
        let invite = graph_invite! {
            call: id,
            participants: [user id named "Ada"],
            context: id,
        };
        ::core::assert_eq!(invite.participants().len(), 1);
    }

    #[::core::prelude::v1::test]
    fn spreads_need_no_prelude() {
        let none: [::invites::Participant; 0] = [];
        let invite = graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [..none, user "278405a3-f568-4b3e-b684-009193463064"],
        };
        ::core::assert!(invite.is_ok());
    }
}

#[allow(dead_code, reason = "they only have to be ignored")]
mod names_of_the_prelude {
    use ::invites::graph_invite;

    struct Result;
    struct Option;
    struct Vec;
    struct String;
    struct Box;
    struct Ok;
    struct Err;
    struct Some;
    struct None;
    trait From {}
    trait Into {}
    trait Iterator {}
    trait IntoIterator {}
    trait Clone {}
    mod core {}
    mod std {}
    mod alloc {}

    #[test]
    fn literals_ignore_names_of_the_prelude() {
        let invite = graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064" named "Ada"],
            context: "rota 7",
        };
        assert_eq!(invite.participants().len(), 1);
    }

    #[test]
    fn expressions_ignore_names_of_the_prelude() {
        let id = invites::Uuid::from_u128(7);
        let invite = graph_invite! {
            call: id,
            participants: [user id named "Ada"],
            context: id,
        };
        assert_eq!(invite.participants().len(), 1);
    }

    #[test]
    fn spreads_ignore_names_of_the_prelude() {
        let none: [invites::Participant; 0] = [];
        let invite = graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [..none, user "278405a3-f568-4b3e-b684-009193463064"],
        };
        assert!(invite.is_ok());
    }
}

#[allow(dead_code, reason = "they only have to be ignored")]
mod names_of_the_crate {
    mod graph_invite {}
    mod invites {}
    mod graph_invite_macros {}
    struct Invite;
    struct InviteBuilder;
    struct Participant;
    struct Participants;
    struct CallId;
    struct UserId;
    struct DisplayName;
    trait IntoValue {}
    trait IntoOption {}

    #[test]
    fn literals_ignore_names_of_the_crate() {
        let invite = ::invites::graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064" named "Ada"],
        };
        assert_eq!(invite.participants().len(), 1);
    }

    #[test]
    fn expressions_ignore_names_of_the_crate() {
        let id = ::invites::Uuid::from_u128(7);
        let invite = ::invites::graph_invite! {
            call: id,
            participants: [user id named "Ada"],
        };
        assert_eq!(invite.participants().len(), 1);
    }
}

#[allow(dead_code, reason = "they only have to be ignored")]
mod methods_for_every_type {
    use invites::graph_invite;

    trait Words: Sized {
        fn call(self, _: u8) {}
        fn participants(self) {}
        fn context(self) {}
        fn named(self) {}
        fn hidden(self) {}
        fn moves(self) {}
        fn build(self) {}
        fn proven(self) {}
        fn and(self) {}
        fn and_all(self) {}
        fn builder() {}
        fn user() {}
        fn into_call_id(self) {}
        fn into_user_id(self) {}
        fn into_display_name(self) {}
    }

    impl<T> Words for T {}

    #[test]
    fn literals_ignore_methods_of_every_type() {
        let invite = graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [user "278405a3-f568-4b3e-b684-009193463064" named "Ada" hidden],
            context: "rota 7",
        };
        assert_eq!(invites::Invite::participants(&invite).len(), 1);
    }

    #[test]
    fn expressions_ignore_methods_of_every_type() {
        let id = invites::Uuid::from_u128(7);
        let invite = graph_invite! {
            call: id,
            participants: [user id named "Ada" hidden],
        };
        assert_eq!(invites::Invite::participants(&invite).len(), 1);
    }

    #[test]
    fn spreads_ignore_methods_of_every_type() {
        let none: [invites::Participant; 0] = [];
        let invite = graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [..none, user "278405a3-f568-4b3e-b684-009193463064"],
        };
        assert!(invite.is_ok());
    }
}

#[allow(dead_code, reason = "it only has to be ignored")]
mod conversions_for_every_type {
    use invites::graph_invite;

    trait Convert: Sized {
        fn from<T>(_: T) {}
        fn into(self) {}
        fn into_iter(self) {}
        fn clone(&self) {}
    }

    impl<T> Convert for T {}

    #[test]
    fn expressions_ignore_conversions_of_every_type() {
        let id = invites::Uuid::from_u128(7);
        let invite = graph_invite! {
            call: id,
            participants: [user id named "Ada"],
        };
        assert_eq!(invite.participants().len(), 1);
    }

    #[test]
    fn spreads_ignore_conversions_of_every_type() {
        let none: [invites::Participant; 0] = [];
        let invite = graph_invite! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [..none, user "278405a3-f568-4b3e-b684-009193463064"],
        };
        assert!(invite.is_ok());
    }
}

mod variables {
    use invites::{Uuid, graph_invite};

    #[test]
    fn variables_keep_their_meaning() {
        let builder = Uuid::from_u128(7);
        let invite = Uuid::from_u128(8);
        let made = graph_invite! {
            call: builder,
            participants: [user invite],
        };
        assert_eq!(made.call().to_string(), builder.to_string());
    }
}
