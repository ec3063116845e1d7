//! A fast test for the texts that the [gate](super::clean) does not change: nearly all.

use super::bytes::ByteSet;

/// All bytes but printable ASCII and line ends.
static NON_ASCII: ByteSet =
    ByteSet::new(b"").with_range(0, 0x1f).with_range(0x7f, 0xff).without(b"\n");

/// The bytes that no web address may contain: ASCII controls, the space and the marks that RFC 3986
/// excludes.
pub(super) const NOT_IN_ADDRESS: ByteSet = ByteSet::new(b"\"<>\\`'^{}|\x7f").with_range(0, b' ');

/// Returns true if a web address may contain all bytes of `text`, and all are ASCII. The gate
/// changes nothing in such a text.
pub(super) fn has_address_bytes(text: &str) -> bool {
    static OTHERS: ByteSet = NOT_IN_ADDRESS.with_range(0x7f, 0xff);
    !OTHERS.is_in(text.as_bytes())
}

/// Returns true if `text` has no white space at its ends, and otherwise only line ends, printable
/// ASCII, and common letters and punctuation of European languages. The gate changes nothing in a
/// tidy text. Nearly every text is tidy, and this test is fast.
pub(super) fn is_tidy(text: &str) -> bool {
    let mut rest = text.as_bytes();
    while let Some(at) = NON_ASCII.find(rest) {
        let length = match rest.get(at..).unwrap_or_default() {
            // U+00A1 to U+00FF without the soft hyphen, and U+0100 to U+02FF.
            [0xc2, 0xa1..=0xac | 0xae..=0xbf, ..] | [0xc3..=0xcb, _, ..] => 2,
            // Dashes, quotation marks, bullets and the ellipsis.
            [0xe2, 0x80, 0x90..=0xa7, ..] => 3,
            _ => return false,
        };
        rest = rest.get(at + length..).unwrap_or_default();
    }
    let is_white = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\n'));
    !is_white(text.as_bytes().first()) && !is_white(text.as_bytes().last())
}

/// Returns true if [`Clean::block`](super::clean::Clean::block) of a tidy text surely changes
/// nothing.
pub(super) fn is_block(text: &str) -> bool {
    let bytes = text.as_bytes();
    let follows_no_space = |end: usize| bytes.get(..end).is_none_or(|head| !head.ends_with(b" "));
    let begins_no_gap =
        |end: usize| bytes.get(end..).is_none_or(|rest| !rest.starts_with(b"\n\n\n"));
    memchr::memchr_iter(b'\n', bytes).all(|end| follows_no_space(end) && begins_no_gap(end))
}

/// Returns true if [`Clean::line`](super::clean::Clean::line) of `text` surely changes nothing: for
/// printable ASCII without white space at its ends and without two spaces in a row.
pub(super) fn is_plain_line(text: &[u8]) -> bool {
    const WORD: usize = 8;
    if matches!(text, [b' ', ..] | [.., b' ']) {
        return false;
    }
    let mut rest = text;
    while let Some((word, _)) = rest.split_first_chunk::<WORD>() {
        if has_gap_or_odd_byte(u64::from_le_bytes(*word)) {
            return false;
        }
        // Every pair of bytes is within a word.
        rest = rest.get(WORD - 1..).unwrap_or_default();
    }
    let last = text.last_chunk::<WORD>().copied().unwrap_or_else(|| {
        let mut padded = [b'x'; WORD];
        padded.iter_mut().zip(rest).for_each(|(place, byte)| *place = *byte);
        padded
    });
    !has_gap_or_odd_byte(u64::from_le_bytes(last))
}

/// Returns true if a byte of the word is no printable ASCII, or if two bytes in a row are spaces.
fn has_gap_or_odd_byte(word: u64) -> bool {
    const ONES: u64 = u64::MAX / 0xff;
    const HIGH: u64 = ONES * 0x80;
    const LOW: u64 = ONES * 0x7f;
    let controls = word.wrapping_sub(ONES * 0x20) & !word;
    let deletes = (word & LOW) + ONES;
    let differences = word ^ (ONES * 0x20);
    // The high bit of every byte that is a space.
    let spaces = !(((differences & LOW) + LOW) | differences | LOW);
    ((word | controls | deletes) & HIGH) | (spaces & (spaces >> 8)) != 0
}

/// Returns true if a tidy text has a line end or two spaces in a row.
pub(super) fn has_line_end_or_gap(bytes: &[u8]) -> bool {
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    pairs.fold(false, |any, (one, next)| any | (*one == b'\n') | ((*one == b' ') & (*next == b' ')))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::Clean;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn cleaning_changes_no_plain_line(
            text in prop::collection::vec(prop_oneof![
                prop::char::range('a', 'z'),
                Just(' '), Just('~'), Just('\n'), Just('\u{7f}'), Just('ä'),
            ], 0..40),
        ) {
            let text = String::from_iter(text);
            let is_ascii = text.is_ascii() && text == *Clean::line(text.as_str());
            prop_assert_eq!(is_plain_line(text.as_bytes()), is_ascii, "{:?}", text);
        }
    }
}
