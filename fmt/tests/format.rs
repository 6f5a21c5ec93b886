//! How invites look before and after.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use graph_invite_fmt::{FormatError, MAX_BYTES, format};
use std::thread;

const GUID: &str = "278405a3-f568-4b3e-b684-009193463064";

/// The source of a function with this body.
fn function(body: &str) -> String {
    format!("fn f() {{\n    {body}\n}}\n")
}

/// Checks how the body of a function looks after it is formatted, and that it then stays so.
#[track_caller]
fn check(before: &str, after: &str) {
    let formatted = format(&function(before)).unwrap();
    assert_eq!(formatted, function(after));
    assert_eq!(format(&formatted).unwrap(), formatted, "a second time");
}

/// Checks that nothing changes.
#[track_caller]
fn check_same(source: &str) {
    assert_eq!(format(source).unwrap(), source);
}

#[test]
fn an_invite_that_fits_is_one_line_in_each_kind_of_bracket() {
    let after = "graph_invite! { call: a, participants: [user b named c, ..d], context: e };";
    check(
        "graph_invite!{call:a,\n  participants :[user\nb named   c,.. d,],context: e,};",
        after,
    );
    let fields = "call: a, participants: [user b hidden if c off_main_mix]";
    check(
        "graph_invite ! (call:a,participants:[user b hidden\nif c off_main_mix]);",
        &format!("graph_invite!({fields});"),
    );
    check(
        "graph_invite! [ call:a,participants:[user b hidden if c  off_main_mix,] ];",
        &format!("graph_invite![{fields}];"),
    );
    check("graph_invite! {  };", "graph_invite! {};");
    check(
        "graph_invite! { call: a, participants: [ ] };",
        "graph_invite! { call: a, participants: [] };",
    );
}

#[test]
fn the_longest_line_has_100_characters_with_all_that_is_on_it() {
    let one_line = |context: &str| {
        format!("graph_invite! {{ call: a, participants: [user b], context: {context} }}.send(c);")
    };
    let rest = "    ".len() + one_line("").len();
    let fits = one_line(&"é".repeat(100 - rest));
    check(&fits, &fits);
    let long = "é".repeat(101 - rest);
    let broken = format!(
        "graph_invite! {{
        call: a,
        participants: [user b],
        context: {long},
    }}.send(c);"
    );
    check(&one_line(&long), &broken);
}

#[test]
fn a_long_list_has_one_participant_a_line() {
    check(
        &format!(
            "graph_invite! {{call: a, participants: [user \"{GUID}\" named b, ..c, user \"{GUID}\"]}}"
        ),
        &format!(
            "graph_invite! {{
        call: a,
        participants: [
            user \"{GUID}\" named b,
            ..c,
            user \"{GUID}\",
        ],
    }}"
        ),
    );
}

#[test]
fn a_long_participant_has_one_clause_a_line() {
    check(
        &format!(
            "let x = graph_invite! {{ call: a, participants: [user \"{GUID}\" named b moves \"{GUID}\" from c hidden if d] }};"
        ),
        &format!(
            "let x = graph_invite! {{
        call: a,
        participants: [
            user \"{GUID}\"
                named b
                moves \"{GUID}\"
                from c
                hidden if d,
        ],
    }};"
        ),
    );
}

#[test]
fn each_comment_stays_with_what_it_is_about() {
    check(
        "graph_invite! { // the weekly call
      // It begins at nine.
  call: a, // from the calendar
   /* who */ participants: [ // at most five
    user b // the lead
       // Shown on the phone.
      named c /* not
        checked */, user d /* x */ ,
        /* nobody else */
  ]
  // no context
    };",
        "graph_invite! { // the weekly call
        // It begins at nine.
        call: a, // from the calendar
        /* who */ participants: [ // at most five
            user b // the lead
                // Shown on the phone.
                named c /* not
        checked */,
            user d /* x */,
            /* nobody else */
        ],
        // no context
    };",
    );
}

#[test]
fn a_comment_inside_a_clause_stays_there() {
    check(
        "graph_invite! { call /* 1 */ : /* 2 */ a, participants: /* 3 */ [user /* 4 */ b] };",
        "graph_invite! { call /* 1 */: /* 2 */ a, participants: /* 3 */ [user /* 4 */ b] };",
    );
    check(
        "graph_invite! { call // 1
    : // 2
    a, participants: // 3
    [user // 4
    b hidden // 5
    if c] };",
        "graph_invite! {
        call // 1
            : // 2
            a,
        participants: // 3
            [
            user // 4
                b
                hidden // 5
                    if c,
        ],
    };",
    );
}

#[test]
fn comments_around_a_comma_keep_their_order() {
    check(
        "graph_invite! { call: a // 1
    , // 2
    /* 3 */ /* 4 */
    participants: [] /* 5 */
    /* 6 */, /* 7 */ };",
        "graph_invite! {
        call: a, // 1
        // 2
        /* 3 */
        /* 4 */
        participants: [] /* 5 */,
        /* 6 */
        /* 7 */
    };",
    );
}

#[test]
fn the_lines_of_a_value_follow_its_indentation_and_strings_stay() {
    check(
        "graph_invite! {
  call: find(
    // the first
    \"one
  two\",
  )?,
  participants: [],
  context: text
  .trim()
      .parse( 1,2 ),
    };",
        "graph_invite! {
        call: find(
          // the first
          \"one
  two\",
        )?,
        participants: [],
        context: text
            .trim()
                .parse( 1,2 ),
    };",
    );
}

#[test]
fn tabs_and_line_ends_of_windows_stay() {
    let before =
        "fn f() {\r\n\tgraph_invite! {\r\n call: a, // b\r\nparticipants: []\r\n};\r\n}\r\n";
    let after = "fn f() {\r\n\tgraph_invite! {\r\n\t\tcall: a, // b\r\n\t\tparticipants: [],\r\n\t};\r\n}\r\n";
    assert_eq!(format(before).unwrap(), after);
    check_same(after);
}

#[test]
fn everything_outside_of_invites_stays() {
    check_same("\u{feff}#!/usr/bin/env run\nfn  f( )  {let é = \"é\" ;\n\n\n\t}   ");
    let before = "\u{feff}#!/usr/bin/env run [\nfn  f( )  {\"é\" ;graph_invite!{}  ;}   ";
    let after = before.replace("!{}", "! {}");
    assert_eq!(format(before).unwrap(), after);
    check_same("#![allow(unused)]\n// graph_invite!{}\n/// graph_invite!{}\nfn f() {}\n");
}

#[test]
fn an_invite_of_a_macro_definition_and_one_inside_a_value_stay() {
    check_same("macro_rules! m { ($a:expr) => { graph_invite!{call:$a} } }");
    check(
        "graph_invite! { call: graph_invite!{call:a} };",
        "graph_invite! { call: graph_invite!{call:a} };",
    );
}

#[test]
fn two_invites_on_one_line_stay_formatted() {
    let long = "x".repeat(80);
    check(
        &format!("graph_invite!{{call:a}}; graph_invite!{{call:{long}}};"),
        &format!("graph_invite! {{ call: a }}; graph_invite! {{\n        call: {long},\n    }};"),
    );
}

#[test]
fn an_error_says_where_it_is_and_what_was_expected() {
    for (source, error) in [
        ("fn f() {\n  (\n}", "3:1: this is not Rust: "),
        ("fn f() {\n  let = 1;\n}", "2:7: this is not Rust: "),
        (
            "fn f() { graph_invite!{ cal: a } }",
            "1:25: this is not an invite: expected one of `call`, `participants`, `context`",
        ),
        (
            "fn f() { graph_invite!{ call a } }",
            "1:30: this is not an invite: expected `:`",
        ),
        (
            "fn f() { graph_invite!{ call: } }",
            "1:31: this is not an invite: ",
        ),
        (
            "fn f() { graph_invite!{ call: a participants: [] } }",
            "1:33: this is not an invite: expected `,`",
        ),
        (
            "fn f() { graph_invite!{ participants: {} } }",
            "1:39: this is not an invite: expected `[`",
        ),
        (
            "fn f() { graph_invite!{ participants: [user a name b] } }",
            "1:47: this is not an invite: expected one of `named`, `tenant`, ",
        ),
        (
            "fn f() { graph_invite!{ participants: [user] } }",
            "1:44: this is not an invite: ",
        ),
    ] {
        let found = format(source).unwrap_err().to_string();
        assert!(found.starts_with(error), "{source}: {found}");
    }
}

#[test]
fn input_that_would_take_too_long_is_refused() {
    let long = " ".repeat(MAX_BYTES + 1);
    assert_eq!(
        format(&long),
        Err(FormatError::TooLong { limit: MAX_BYTES })
    );
    let deep = |depth| format!("fn f() {}", "(".repeat(depth)) + &")".repeat(depth);
    let error = format(&deep(100_000)).unwrap_err();
    assert!(
        matches!(error, FormatError::TooDeep { line: 1, .. }),
        "{error}"
    );
}

#[test]
fn more_operators_than_the_parser_can_follow_are_an_error() {
    let source = |marks| function(&format!("let a = {}true;", "!".repeat(marks)));
    let error = format(&source(200_000)).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("more than 128 operators in a row"),
        "{error}"
    );
    assert!(format(&source(100)).is_ok());
}

#[test]
fn the_deepest_nesting_that_is_accepted_fits_on_the_stack_of_a_thread() {
    let nested = |depth| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    let source = function(&format!("graph_invite!{{ call: {} }};", nested(126)));
    let formatted = thread::spawn(move || format(&source)).join().unwrap();
    assert!(formatted.unwrap().contains("graph_invite! {"));
}
