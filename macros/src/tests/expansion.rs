//! What invites become, token by token.

use crate::expand::Rustc;
use crate::expand::editor::RustAnalyzer;
use crate::read;
use proc_macro2::TokenStream;
use quote::quote;

fn expands(invite: &TokenStream, expected: &TokenStream) {
    let (expansion, errors) = read(quote!([graph_invite] #invite), &Rustc);
    assert_eq!(expansion.to_string(), expected.to_string());
    assert_eq!(errors.iter().count(), 0);
}

#[test]
fn literals_become_constants() {
    expands(
        &quote! {
            call: "57dab8b1-894c-409a-b240-bd8beae78896",
            participants: [phone "+12345678901" named "Ada" hidden, guest "8:g"],
        },
        &quote! {
            graph_invite::__private_0_1_0::invite(
                graph_invite::Invite::builder()
                    .call(graph_invite::__private_0_1_0::call_id(116778502377691740090709574582712895638))
                    .participants(graph_invite::Participants::from_static(const {
                        &[
                            graph_invite::Participant::phone(
                                graph_invite::__private_0_1_0::phone_number(12345678901)
                            )
                            .named(graph_invite::__private_0_1_0::display_name("Ada"))
                            .hidden(true),
                            graph_invite::Participant::guest(graph_invite::__private_0_1_0::guest_id("8:g"))
                        ]
                    }))
            )
        },
    );
}

#[test]
fn expressions_are_converted_in_written_order() {
    expands(
        &quote! {
            participants: [user ada moves entry from old.call()],
            call: next().await?,
        },
        &quote! {
            graph_invite::__private_0_1_0::invite(
                graph_invite::Invite::builder()
                    .participants(graph_invite::__private_0_1_0::participant(
                        graph_invite::Participant::user(graph_invite::convert::IntoValue::<graph_invite::UserId>::into_value(ada))
                            .moves(graph_invite::convert::IntoOption::<graph_invite::ParticipantId>::into_option(entry))
                            .from(graph_invite::convert::IntoOption::<graph_invite::CallId>::into_option(old.call()))
                    ))
                    .call(graph_invite::convert::IntoValue::<graph_invite::CallId>::into_value(next().await?))
            )
        },
    );
}

#[test]
fn what_may_be_left_out_is_an_option() {
    expands(
        &quote! {
            call: id,
            participants: [
                user const { ADA } named None tenant const { OURS } replaces left hidden if vip off_main_mix,
            ],
            context: None,
        },
        &quote! {
            graph_invite::__private_0_1_0::invite(
                graph_invite::Invite::builder()
                    .call(graph_invite::convert::IntoValue::<graph_invite::CallId>::into_value(id))
                    .participants(graph_invite::__private_0_1_0::participant(
                        graph_invite::Participant::user(const { ADA })
                            .named(None)
                            .tenant(graph_invite::__private_0_1_0::given(const { OURS }))
                            .replaces(graph_invite::convert::IntoOption::<graph_invite::CallId>::into_option(left))
                            .hidden(vip)
                            .off_main_mix(true)
                    ))
                    .context(None)
            )
        },
    );
}

#[test]
fn a_spread_is_checked_at_run_time() {
    expands(
        &quote!(call: id, participants: [user ada, ..rota, user bob]),
        &quote! {
            graph_invite::Invite::builder()
                .call(graph_invite::convert::IntoValue::<graph_invite::CallId>::into_value(id))
                .participants(graph_invite::__private_0_1_0::concat([
                    graph_invite::__private_0_1_0::participants([
                        graph_invite::Participant::user(graph_invite::convert::IntoValue::<graph_invite::UserId>::into_value(ada))
                    ]),
                    graph_invite::convert::IntoParticipants::into_participants(rota),
                    graph_invite::__private_0_1_0::participants([
                        graph_invite::Participant::user(graph_invite::convert::IntoValue::<graph_invite::UserId>::into_value(bob))
                    ])
                ]))
                .build()
        },
    );
}

#[test]
fn a_stand_in_replaces_a_wrong_value() {
    let invite = quote!(call: "", participants: [user ada named]);
    let (expansion, errors) = read(quote!([graph_invite] #invite), &Rustc);
    let expected = quote! {
        graph_invite::__private_0_1_0::invite(
            graph_invite::Invite::builder()
                .call(graph_invite::__private_0_1_0::call_id(0))
                .participants(graph_invite::__private_0_1_0::participant(
                    graph_invite::Participant::user(graph_invite::convert::IntoValue::<graph_invite::UserId>::into_value(ada))
                        .named(graph_invite::__private_0_1_0::display_name(""))
                ))
        )
    };
    assert_eq!(expansion.to_string(), expected.to_string());
    assert_eq!(errors.iter().count(), 2);
}

#[test]
fn the_editor_sees_conditions_and_options_that_are_not_finished() {
    for (written, shown) in [
        (quote!(hidden if vi), ". hidden (vi)"),
        (quote!(hidden if role.), ". hidden (role .)"),
        (quote!(hidden if), ". hidden (true)"),
        (quote!(hidden if vip zzz), ". hidden (vip) . zzz"),
        (quote!(replaces Some(old_) zzz), "(Some (old_))) . zzz"),
        (quote!(named None zzz), ". named (None) . zzz"),
        (quote!(tenant const { OURS } zzz), "(const { OURS })) . zzz"),
    ] {
        let invite = quote!([graph_invite] call: id, participants: [user ada #written]);
        let (expansion, _) = read(invite, &RustAnalyzer);
        let expansion = expansion.to_string();
        assert!(expansion.contains(shown), "{written}: {expansion}");
    }
}

#[test]
fn the_documentation_shows_the_real_expansion() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/language.md");
    let page = std::fs::read_to_string(page).unwrap();
    let (_, section) = page.split_once("# Expansion").unwrap();
    let blocks: Vec<&str> = section.split("```").skip(1).step_by(2).collect();
    let [written, shown] = blocks[..] else {
        panic!("the section shows an invite and its expansion");
    };
    let written = written
        .split_once('{')
        .unwrap()
        .1
        .rsplit_once('}')
        .unwrap()
        .0;
    let invite: TokenStream = written.parse().unwrap();
    let (expansion, _) = read(quote!([graph_invite] #invite), &Rustc);
    let shown: TokenStream = shown.trim_start_matches("text").parse().unwrap();
    // The page leaves out the paths, and has the commas of rustfmt.
    let plain = |tokens: &TokenStream| {
        tokens
            .to_string()
            .replace(' ', "")
            .replace("graph_invite::", "")
            .replace("__private_0_1_0::", "")
            .replace(",)", ")")
    };
    assert_eq!(plain(&expansion), plain(&shown));
}
