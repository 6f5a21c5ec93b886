//! Any answer is read, and nothing that is shown of it contains a part of the token of the request.
#![no_main]

use arbitrary::Arbitrary;
use graph_invite::fuzzing::shown_of_answer;
use libfuzzer_sys::fuzz_target;

/// Without the letters of escapes: after a shorter part of the token, `\n` and the like would make a
/// longer one of it in `Debug` output.
const TOKEN: &str = "Kd8GwZ-kfQ7-sbM9";
/// The length of a part of the token that must not be shown.
const MIN_FRAGMENT: usize = 8;
/// Stands in the input for the token, which chance would hardly hit.
const MARK: u8 = 0xF8;
/// The same for a part of the token.
const PART: u8 = 0xF9;

#[derive(Arbitrary, Debug)]
struct Answer<'a> {
    retry_after: Option<&'a [u8]>,
    www_authenticate: Option<&'a [u8]>,
    request_id: Option<&'a [u8]>,
    date: Option<&'a [u8]>,
    body: &'a [u8],
}

fuzz_target!(|answer: Answer<'_>| {
    let headers = [
        ("retry-after", answer.retry_after),
        ("www-authenticate", answer.www_authenticate),
        ("request-id", answer.request_id),
        ("date", answer.date),
    ];
    let headers = headers.map(|(name, value)| (name, value.map(planted).unwrap_or_default()));
    let headers = headers.each_ref().map(|(name, value)| (*name, &**value));
    let shown = shown_of_answer(TOKEN, &headers, &planted(answer.body));
    for start in 0..=TOKEN.len() - MIN_FRAGMENT {
        let fragment = &TOKEN[start..start + MIN_FRAGMENT];
        assert!(!shown.contains(fragment), "{fragment} in {shown}");
    }
});

fn planted(text: &[u8]) -> Vec<u8> {
    let bytes = text.iter().flat_map(|byte| match byte {
        &MARK => TOKEN.as_bytes(),
        &PART => &TOKEN.as_bytes()[4..],
        byte => std::slice::from_ref(byte),
    });
    bytes.copied().collect()
}
