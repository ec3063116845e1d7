//! The one gate for text from outside: after it, text can neither reach the terminal as an escape
//! sequence nor hide, reorder or overprint other text.
//!
//! Files may contain terminal escapes (`\e]52;…` writes the clipboard), bidi overrides that show
//! one thing and mean another (CVE-2021-42574), zero-width letters, or piles of combining marks
//! that crash terminals (CVE-2021-27135). An [`Agenda`](super::Agenda) holds [`Clean`] text only,
//! and this file has its only constructors.

use std::borrow::{Borrow, Cow};
use std::fmt;
use unicode_normalization::{
    IsNormalized, UnicodeNormalization, char::is_combining_mark, is_nfc_quick,
};

/// Longest line kept, in characters; what is longer ends in an ellipsis.
pub const LINE_MAX: usize = 1000;
/// Longest block kept, in bytes.
pub const BLOCK_MAX: usize = 64 * 1024;
/// How much of a line and of a block is looked at, in bytes: many times what is kept, for what
/// hides in a text is dropped.
const LINE_LOOKED_AT: usize = 64 * LINE_MAX;
const BLOCK_LOOKED_AT: usize = 8 * BLOCK_MAX;
/// Combining marks kept on one letter.
const MARKS_MAX: usize = 4;

/// Text that is safe to show: NFC, no control, bidi, zero-width or tag characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Clean(Box<str>);

impl Clean {
    /// One line: trimmed, every run of white space one space, at most [`LINE_MAX`] characters.
    pub fn line<'t>(text: impl Into<Cow<'t, str>>) -> Clean {
        let text = text.into();
        if text.len() <= LINE_MAX && is_tidy(&text) && !is_parted(text.as_bytes()) {
            return Clean(text.into_owned().into());
        }
        let (text, cut) = head(&text, LINE_LOOKED_AT);
        let safe = gate(text);
        let mut line = String::with_capacity(safe.len());
        for word in safe.split_whitespace() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        let end = line.char_indices().nth(LINE_MAX).map(|(end, _)| end);
        if end.is_some() || cut {
            line.truncate(end.unwrap_or(line.len()));
            line.push('…');
        }
        Clean(line.into())
    }

    /// Paragraphs: line ends are kept, at most one empty line between two others, at most
    /// [`BLOCK_MAX`] bytes.
    pub fn block<'t>(text: impl Into<Cow<'t, str>>) -> Clean {
        let text = text.into();
        if text.len() <= BLOCK_MAX
            && is_tidy(&text)
            && !text.contains(" \n")
            && !text.contains("\n\n\n")
        {
            return Clean(text.into_owned().into());
        }
        let (text, cut) = head(&text, BLOCK_LOOKED_AT);
        let safe = gate(text);
        let mut block = String::with_capacity(safe.len());
        let mut empty = 0;
        for line in safe.lines().map(str::trim_end) {
            if line.is_empty() {
                empty += 1;
                continue;
            }
            if !block.is_empty() {
                block.push_str(if empty > 0 { "\n\n" } else { "\n" });
            }
            empty = 0;
            block.push_str(line);
        }
        if block.len() > BLOCK_MAX || cut {
            block.truncate(block.floor_char_boundary(BLOCK_MAX));
            block.push('…');
        }
        Clean(block.into())
    }

    /// A piece of a source line for an error message: spaces stay as they are, everything else
    /// passes the gate.
    pub fn excerpt(text: &str) -> String {
        gate(text).replace('\n', " ")
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::ops::Deref for Clean {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for Clean {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for Clean {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl From<Clean> for String {
    fn from(clean: Clean) -> String {
        clean.0.into()
    }
}

/// As much of a text as is looked at, and whether that is not all of it.
fn head(text: &str, most: usize) -> (&str, bool) {
    let head = text.get(..text.floor_char_boundary(most)).unwrap_or(text);
    (head, head.len() < text.len())
}

/// Whether a text has no white space at its ends and nothing in it but line ends, printable ASCII
/// and common letters and marks of European languages, none of which the gate would touch. So it is
/// with nearly every text, and quick to see.
fn is_tidy(text: &str) -> bool {
    let mut rest = text.as_bytes();
    while let Some(at) = first_odd(rest) {
        let length = match rest.get(at..).unwrap_or_default() {
            // U+00A1 to U+00FF without the soft hyphen; U+0100 to U+02FF; dashes, quotes, bullets
            // and the ellipsis.
            [0xc2, 0xa1..=0xac | 0xae..=0xbf, ..] | [0xc3..=0xcb, _, ..] => 2,
            [0xe2, 0x80, 0x90..=0xa7, ..] => 3,
            _ => return false,
        };
        rest = rest.get(at + length..).unwrap_or_default();
    }
    let white = |byte: Option<&u8>| matches!(byte, Some(b' ' | b'\n'));
    !white(text.as_bytes().first()) && !white(text.as_bytes().last())
}

/// Whether a tidy text has line ends, or two spaces together.
fn is_parted(bytes: &[u8]) -> bool {
    let pairs = bytes.iter().zip(bytes.get(1..).unwrap_or_default());
    pairs.fold(false, |any, (one, next)| any | (*one == b'\n') | ((*one == b' ') & (*next == b' ')))
}

/// Where the first byte stands that is neither printable ASCII nor a line end. Whole chunks at a
/// time, without a way out within one, are what compilers make fast.
fn first_odd(bytes: &[u8]) -> Option<usize> {
    const CHUNK: usize = 16;
    let odd = |byte: &u8| !matches!(byte, b' '..=b'~' | b'\n');
    let plain = |chunk: &&[u8; CHUNK]| !chunk.iter().fold(false, |any, byte| any | odd(byte));
    let (chunks, rest) = bytes.as_chunks::<CHUNK>();
    let from = chunks.iter().take_while(plain).count() * CHUNK;
    // The last chunk has the rest, and of what is before it again.
    if from + rest.len() == bytes.len() && bytes.last_chunk().is_some_and(|last| plain(&last)) {
        return None;
    }
    Some(from + bytes.get(from..)?.iter().position(odd)?)
}

/// Drops or replaces every character that a terminal could obey. Line ends come out as `\n`.
fn gate(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut chars = without_escapes(text).peekable();
    let shown = std::iter::from_fn(move || {
        loop {
            match chars.next()? {
                '\r' if chars.peek() == Some(&'\n') => {}
                '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => return Some('\n'),
                '\t' | '\u{b}' | '\u{c}' => return Some(' '),
                c if hidden(c) => {}
                c => return Some(c),
            }
        }
    });
    // Composed before marks are counted; and after, for a joiner that was dropped may have parted a
    // letter and its mark.
    thinned(&shown.nfc().collect::<Vec<char>>()).nfc().collect()
}

/// Whether the gate would change nothing: so it is with nearly every text, and this is much quicker
/// to see.
fn is_plain(text: &str) -> bool {
    let plain = |c: char| match c {
        '\n' | ' '..='~' => true,
        '\u{2028}' | '\u{2029}' => false,
        c => !c.is_ascii() && !hidden(c) && !is_joiner(c) && !is_combining_mark(c),
    };
    text.chars().all(plain) && (text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes)
}

/// Without marks that have no letter, or that are too many for one, and without joiners that join
/// nothing.
fn thinned(chars: &[char]) -> String {
    let mut thinned = String::with_capacity(chars.len());
    let mut marks = 0;
    for (at, &c) in chars.iter().enumerate() {
        if is_joiner(c) {
            // Persian, the Indic scripts and emoji need joiners; between ASCII letters they only
            // deceive.
            let before = thinned.chars().next_back().is_some_and(joinable);
            let after = chars.get(at + 1).is_some_and(|c| joinable(*c) && !is_combining_mark(*c));
            if before && after {
                thinned.push(c);
            }
        } else if is_combining_mark(c) {
            // A mark with no letter before it would sit on whatever is drawn to its left.
            let bare =
                thinned.chars().next_back().is_none_or(|c| c.is_whitespace() || is_joiner(c));
            if !bare && marks < MARKS_MAX {
                marks += 1;
                thinned.push(c);
            }
        } else {
            marks = 0;
            thinned.push(c);
        }
    }
    thinned
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Whether a joiner beside this letter can have a meaning.
fn joinable(c: char) -> bool {
    !c.is_ascii() && !c.is_whitespace() && !hidden(c) && !is_joiner(c)
}

/// Control characters, bidi controls, invisible letters and characters that are none.
fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fdd0}'..='\u{fdef}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        || u32::from(c) & 0xfffe == 0xfffe
}

/// The text without terminal escape sequences, each taken whole: dropping the escape character
/// alone would leave `]52;c;…` as litter.
fn without_escapes(text: &str) -> impl Iterator<Item = char> {
    let mut chars = text.chars().peekable();
    std::iter::from_fn(move || {
        loop {
            let c = chars.next()?;
            let kind = match c {
                '\u{1b}' => match chars.next_if(|c| !c.is_control()) {
                    Some(kind) => kind,
                    None => continue,
                },
                '\u{9b}' => '[',
                '\u{90}' | '\u{98}' | '\u{9d}' | '\u{9e}' | '\u{9f}' => ']',
                c => return Some(c),
            };
            match kind {
                '[' => {
                    while chars.next_if(|c| (' '..='?').contains(c)).is_some() {}
                    chars.next_if(|c| ('@'..='~').contains(c));
                }
                ']' | 'P' | 'X' | '^' | '_' => {
                    // Up to its terminator; an unterminated one ends with the line, so that it
                    // cannot eat the file.
                    while chars
                        .next_if(|c| !matches!(c, '\u{7}' | '\u{1b}' | '\u{9c}' | '\n'))
                        .is_some()
                    {}
                    if chars.next_if(|c| matches!(c, '\u{7}' | '\u{9c}')).is_none()
                        && chars.next_if_eq(&'\u{1b}').is_some()
                    {
                        chars.next_if_eq(&'\\');
                    }
                }
                ' '..='/' => {
                    while chars.next_if(|c| (' '..='/').contains(c)).is_some() {}
                    chars.next();
                }
                _ => {}
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_could_deceive_is_dropped_and_words_stay() {
        for (text, line) in [
            ("plain", "plain"),
            ("  two \t words\r\nhere ", "two words here"),
            ("\x1b[31mred\x1b[0m", "red"),
            ("a\x1b]52;c;QQ==\x07b", "ab"),
            ("a\x1b]0;title\x1b\\b", "ab"),
            ("a\u{9b}31mb", "ab"),
            ("a\x1b]8;;http://x\nb", "a b"),
            ("\x1b(0lqk\x1b(B", "lqk"),
            ("bell\x07 del\x7f nul\0", "bell del nul"),
            ("abc\u{202e}fed", "abcfed"),
            ("pay\u{200b}pal", "paypal"),
            ("ad\u{200d}min", "admin"),
            ("soft\u{ad}hyphen \u{feff}bom", "softhyphen bom"),
            ("tag\u{e0041}s", "tags"),
            ("U+2028\u{2028}here", "U+2028 here"),
            ("\u{301}lead", "lead"),
            ("Ramo\u{301}n", "Ramón"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("👩\u{200d}🚀", "👩\u{200d}🚀"),
            ("ł ø ß æ “quotes” — 日本語", "ł ø ß æ “quotes” — 日本語"),
        ] {
            assert_eq!(&*Clean::line(text), line, "{text:?}");
        }
    }

    #[test]
    fn piles_of_marks_are_cut() {
        let zalgo = format!("z{}o", "\u{335}".repeat(50));
        assert_eq!(Clean::line(&zalgo).chars().count(), 2 + MARKS_MAX);
    }

    #[test]
    fn a_second_pass_changes_nothing() {
        for text in [
            "ײַ\u{300}\u{300}\u{7f}\u{300}\u{300}",
            "\u{300}\u{200c}é",
            "e\u{200d}\u{301}",
            "é\u{200d}\u{200d}a",
        ] {
            let once = Clean::line(text);
            assert_eq!(Clean::line(&*once), once, "{text:?}");
        }
    }

    #[test]
    fn blocks_keep_paragraphs() {
        assert_eq!(&*Clean::block("one \r\ntwo\n\n\n\nthree\n\n"), "one\ntwo\n\nthree");
    }

    #[test]
    fn length_is_bounded() {
        assert_eq!(Clean::line("é".repeat(5000)).chars().count(), LINE_MAX + 1);
        assert!(Clean::block("é".repeat(BLOCK_MAX)).len() <= BLOCK_MAX + '…'.len_utf8());
    }

    proptest! {
        #[test]
        fn what_is_tidy_is_left_as_it_is(text in "[a-z]([ -~\n]|[\u{a1}-\u{300}]|[\u{2008}-\u{202a}]|\\PC){0,6}[a-z]") {
            prop_assume!(is_tidy(&text));
            prop_assert_eq!(gate(&text), text.as_str());
            prop_assert_eq!(text.trim(), text.as_str());
            prop_assert!(!text.chars().any(|c| c.is_whitespace() && !matches!(c, ' ' | '\n')));
        }

        #[test]
        fn what_is_plain_is_left_as_it_is(text in "(\\PC|é|\n){0,20}") {
            prop_assume!(is_plain(&text));
            let slow: String = thinned(&without_escapes(&text).nfc().collect::<Vec<_>>()).nfc().collect();
            prop_assert_eq!(slow, text);
        }

        #[test]
        fn nothing_unsafe_passes_and_a_second_pass_changes_nothing(text in "(\\PC|[\\x00-\\x1f\\x7f-\\xa0é\u{200b}-\u{202e}\u{2060}-\u{206f}\u{300}-\u{310}\u{e0041}]|\\x1b[\\[\\]P(]){0,40}") {
            let (line, block) = (Clean::line(&text), Clean::block(&text));
            prop_assert!(!line.chars().any(|c| c.is_control() || (hidden(c) && !joinable(c))));
            prop_assert!(!block.chars().any(|c| c != '\n' && (c.is_control() || hidden(c))));
            prop_assert_eq!(&Clean::line(&*line), &line);
            prop_assert_eq!(&Clean::block(&*block), &block);
        }
    }
}
