//! What the macro takes: every file of `ui/pass` is a test.
//!
//! Each is a program of its own. To link them one by one takes minutes, so they are run as the
//! modules of this one.

#[cfg(test)]
mod pass {
    use std::collections::BTreeSet;
    use std::ffi::OsStr;
    use std::path::Path;

    macro_rules! programs {
        ($($name:ident)*) => {
            const PROGRAMS: &[&str] = &[$(stringify!($name)),*];

            $(
                mod $name {
                    include!(concat!("../ui/pass/", stringify!($name), ".rs"));

                    #[test]
                    fn runs() {
                        main();
                    }
                }
            )*
        };
    }

    programs! {
        acs_user_expression
        acs_user_literal
        all_clauses
        application_expression
        application_instance_expression
        application_instance_literal
        application_literal
        array_method_value
        await_value
        before_a_method
        blank_name_at_run_time_is_left_out
        block_value
        by_path
        cast_value
        clauses_in_another_order
        clone_is_equal
        closure_call_value
        comments_between_words
        constant_value
        context_expression
        context_of_128_emoji
        context_of_256
        context_reference
        debug_shows_no_phone_and_no_name
        dereferenced_value
        empty_spread_beside_somebody
        encrypted_expression
        encrypted_literal
        escapes_in_a_literal
        field_value
        fields_as_variables
        five_participants
        flag_before_a_valued_clause
        flags_as_variables
        from_is_the_replaced_call
        generic_value
        guest_expression
        guest_literal
        hidden
        if_value
        in_argument
        in_associated_const
        in_async_block_kept_over_an_await
        in_async_fn
        in_braces
        in_brackets
        in_closure
        in_closure_that_captures
        in_const
        in_const_array
        in_const_block
        in_const_fn
        in_generic_fn
        in_if_let
        in_lazy_lock
        in_let_else
        in_loop
        in_match_arm
        in_parentheses
        in_static
        in_struct_field
        in_tail
        in_thread_local
        in_trait_method
        in_vec
        index_value
        invite_crosses_threads
        invite_in_an_invite
        literal_beside_an_expression
        literal_over_two_lines
        literals_equal_expressions
        longest_phone
        loop_value
        macro_call_value
        macro_equals_builder
        match_value
        method_chain_value
        moves_and_from_as_variables
        moves_from_expressions
        moves_from_literals
        name_from_a_string_reference
        name_from_cow
        name_from_format
        name_from_str
        name_from_string
        name_in_another_script
        named_expression
        named_literal
        no_trailing_commas
        off_main_mix
        on_premises_expression
        on_premises_literal
        one_bot_beside_people
        order_call_context_participants
        order_call_participants
        order_call_participants_context
        order_context_call_participants
        order_context_participants_call
        order_participants_call
        order_participants_call_context
        order_participants_context_call
        parenthesised_literal
        path_value
        phone_expression
        phone_literal
        provider_expression
        provider_from_string
        provider_literal
        qualified_path_value
        question_mark_value
        raw_string
        raw_string_with_hashes
        reference_value
        replaces_expression
        replaces_literal
        same_person_in_two_invites
        serde_brings_it_back
        several_spreads
        shortest_phone
        spread_alone
        spread_before_a_question_mark
        spread_between
        spread_breaks_a_rule_at_run_time
        spread_first
        spread_last
        spread_of_an_array
        spread_of_an_iterator
        spread_of_an_option
        spread_of_references_cloned
        spread_yields_result
        struct_literal_value
        tenant_expression
        tenant_literal
        trailing_commas_everywhere
        tuple_field_value
        turbofish_value
        under_an_attribute
        under_another_name
        upper_case_guid
        user_expression
        user_literal
        uuid_as_call
        uuid_as_context
        uuid_as_user
        value_that_borrows_a_temporary
        variable_value
        without_context
        words_as_functions
        words_as_modules
        words_as_variables
        wrapper_adds_a_clause
        wrapper_keeps_its_locals_apart
        wrapper_of_a_wrapper
        wrapper_passes_a_block
        wrapper_passes_a_field
        wrapper_passes_a_kind
        wrapper_passes_a_list
        wrapper_passes_a_literal
        wrapper_passes_a_literal_as_expression
        wrapper_passes_a_path
        wrapper_passes_a_variable
        wrapper_passes_an_expression
        wrapper_passes_everything
        wrapper_repeats_participants
    }

    #[test]
    fn no_file_is_forgotten() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/pass");
        let files: BTreeSet<_> = folder
            .read_dir()
            .unwrap()
            .map(|file| file.unwrap().path().with_extension(""))
            .collect();
        let files = files.iter().filter_map(|file| file.file_name());
        assert!(files.eq(PROGRAMS.iter().map(OsStr::new)));
    }
}
