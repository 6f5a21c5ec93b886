//! Walking over text in a `const fn`, where `str::chars` is not available.

/// The characters of a text, one [`next`](Chars::next) at a time.
pub(crate) struct Chars<'a> {
    rest: &'a [u8],
    /// How many characters have been handed out: the position of the last one, counted from 1.
    pub(crate) position: usize,
}

impl<'a> Chars<'a> {
    pub(crate) const fn new(text: &'a str) -> Self {
        Self {
            rest: text.as_bytes(),
            position: 0,
        }
    }

    #[allow(clippy::cast_lossless, reason = "`From` is not const")]
    pub(crate) const fn next(&mut self) -> Option<char> {
        // `str` promises whole UTF-8 sequences, so the first byte gives the length of each.
        let (code, rest) = match self.rest {
            [a @ 0..0x80, rest @ ..] => (*a as u32, rest),
            [a @ 0..0xE0, b, rest @ ..] => (bits(*a, 0x1F, 6) | bits(*b, 0x3F, 0), rest),
            [a @ 0..0xF0, b, c, rest @ ..] => (
                bits(*a, 0x0F, 12) | bits(*b, 0x3F, 6) | bits(*c, 0x3F, 0),
                rest,
            ),
            [a, b, c, d, rest @ ..] => (
                bits(*a, 0x07, 18) | bits(*b, 0x3F, 12) | bits(*c, 0x3F, 6) | bits(*d, 0x3F, 0),
                rest,
            ),
            [] | [_, ..] => return None,
        };
        self.rest = rest;
        self.position += 1;
        char::from_u32(code)
    }
}

#[allow(clippy::cast_lossless, reason = "`From` is not const")]
const fn bits(byte: u8, mask: u8, shift: u32) -> u32 {
    ((byte & mask) as u32) << shift
}

/// `char::is_control`, which is not `const`.
pub(crate) const fn is_control(c: char) -> bool {
    matches!(c, '\0'..='\x1F' | '\x7F'..='\u{9F}')
}

#[cfg(test)]
mod tests {
    extern crate std;

    use super::{Chars, is_control};
    use proptest::prelude::*;
    use std::vec::Vec;

    proptest! {
        #[test]
        fn walks_like_str_chars(text: std::string::String) {
            let mut chars = Chars::new(&text);
            let walked: Vec<char> = core::iter::from_fn(|| chars.next()).collect();
            prop_assert_eq!(walked, text.chars().collect::<Vec<_>>());
            prop_assert_eq!(chars.position, text.chars().count());
        }

        #[test]
        fn knows_control_characters_like_char(c: char) {
            prop_assert_eq!(is_control(c), c.is_control());
        }
    }

    #[test]
    fn knows_every_control_character() {
        for c in (0..0x300).filter_map(char::from_u32) {
            assert_eq!(is_control(c), c.is_control(), "{c:?}");
        }
    }
}
