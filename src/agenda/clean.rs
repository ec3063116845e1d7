//! The gate: the only way for text of a file into an [`Agenda`](super::Agenda). After the gate,
//! text cannot send escape sequences to the terminal, and cannot hide, reorder or overprint other
//! text.
//!
//! A file may contain escape sequences (`\e]52;…` writes the clipboard), bidi overrides that show
//! text in another order than its bytes (CVE-2021-42574), zero-width letters, or piles of combining
//! marks that crash terminals (CVE-2021-27135). [`Clean`] has constructors in this file only.

use super::file_text::FileText;
use super::tidy::{has_address_bytes, has_line_end_or_gap, is_block, is_plain_line, is_tidy};
use std::borrow::{Borrow, Cow};
use std::fmt;
use std::iter::Peekable;
use std::str::Chars;
use unicode_normalization::{
    IsNormalized, UnicodeNormalization, char::is_combining_mark, is_nfc_quick,
};

/// Longest line, in characters. A longer line ends in an ellipsis.
pub const LINE_MAX: usize = 1000;
/// Longest block, in bytes. A longer block ends in an ellipsis.
pub const BLOCK_MAX: usize = 64 * 1024;
/// Longest part of a line that the gate reads, in bytes. The gate drops hidden characters, so it
/// reads many times more than it keeps.
const LINE_READ_MAX: usize = 64 * LINE_MAX;
/// Longest part of a block that the gate reads, in bytes.
const BLOCK_READ_MAX: usize = 8 * BLOCK_MAX;
/// Most combining marks of one letter.
const MARKS_MAX: usize = 4;

/// Text that is safe to show: in NFC, without control, bidi, zero-width and tag characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Clean(FileText);

impl Clean {
    /// Cleans one line: trims `text`, makes every run of white space one space, and cuts at
    /// [`LINE_MAX`] characters.
    pub fn line<'t>(text: impl Into<Cow<'t, str>>) -> Clean {
        let text = text.into();
        if is_clean_line(&text) {
            return Clean(text.into());
        }
        let head = cut_at(&text, LINE_READ_MAX);
        let safe = gate(head);
        let mut line = String::with_capacity(safe.len());
        for word in safe.split_whitespace() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        let end = line.char_indices().nth(LINE_MAX).map(|(end, _)| end);
        if end.is_some() || head.len() < text.len() {
            line.truncate(end.unwrap_or(line.len()));
            line.push('…');
        }
        Clean(line.into())
    }

    /// Cleans one line of a file, as [`Clean::line`] does. A text that is clean is not copied.
    pub(crate) fn line_of(text: FileText) -> Clean {
        if is_clean_line(&text) { Clean(text) } else { Clean::line(&*text) }
    }

    /// Returns a text of [bytes of addresses](has_address_bytes), or another text as an error.
    pub(super) fn of_address(text: FileText) -> Result<Clean, FileText> {
        if text.len() <= LINE_MAX && has_address_bytes(&text) { Ok(Clean(text)) } else { Err(text) }
    }

    /// Returns a copy that shares the memory of the file: see [`FileText`].
    pub(super) fn share(&self) -> Clean {
        Clean(self.0.share())
    }

    /// Cleans paragraphs of a file, as [`Clean::block`] does. A text that is clean is not copied.
    pub(super) fn block_of(text: FileText) -> Clean {
        if Clean::is_clean_block(&text) { Clean(text) } else { Clean::block(&*text) }
    }

    /// Returns true if [`Clean::line`] of `text` is empty.
    pub(crate) fn is_empty_line(text: &str) -> bool {
        match text.as_bytes().first() {
            Some(first) => !first.is_ascii_graphic() && Clean::line(text).is_empty(),
            None => true,
        }
    }

    /// Cleans one line of `text` and `end`. A line beyond [`LINE_MAX`] loses the last characters of
    /// `text`, never of `end`: two lines with different ends differ. `end` is short and clean.
    pub fn line_with_end(text: &str, end: &str) -> Clean {
        let text = Clean::line(text);
        let kept = LINE_MAX.saturating_sub(end.chars().count());
        let cut = text.char_indices().nth(kept).map_or(text.len(), |(at, _)| at);
        Clean::line(format!("{}{end}", text.get(..cut).unwrap_or_default()))
    }

    /// Returns a text that [`Clean::block`] does not change, or the text itself as an error if that
    /// is not sure.
    pub(super) fn of_clean_block(text: String) -> Result<Clean, String> {
        if Clean::is_clean_block(&text) { Ok(Clean(text.into())) } else { Err(text) }
    }

    /// Returns true if [`Clean::block`] surely changes nothing in `text`.
    pub(super) fn is_clean_block(text: &str) -> bool {
        text.len() <= BLOCK_MAX && is_tidy(text) && is_block(text)
    }

    /// Cleans paragraphs: keeps line ends, with at most one empty line in a row, and cuts at
    /// [`BLOCK_MAX`] bytes.
    pub fn block<'t>(text: impl Into<Cow<'t, str>>) -> Clean {
        let text = text.into();
        if Clean::is_clean_block(&text) {
            return Clean(text.into());
        }
        let head = cut_at(&text, BLOCK_READ_MAX);
        let safe = gate(head);
        let mut block = String::with_capacity(safe.len());
        let mut after_empty = false;
        for line in safe.lines().map(str::trim_end) {
            if line.is_empty() {
                after_empty = true;
                continue;
            }
            if !block.is_empty() {
                block.push_str(if after_empty { "\n\n" } else { "\n" });
            }
            after_empty = false;
            block.push_str(line);
        }
        if block.len() > BLOCK_MAX || head.len() < text.len() {
            block.truncate(block.floor_char_boundary(BLOCK_MAX));
            block.push('…');
        }
        Clean(block.into())
    }

    /// Returns true if the texts differ in selectors at most. Older versions wrote titles without
    /// selectors into plans.
    pub fn equals_without_selectors(&self, other: &str) -> bool {
        let letters = |text: &str| text.chars().filter(|c| !is_selector(*c)).collect::<String>();
        **self == *other || letters(self) == letters(other)
    }

    /// Cleans a part of a source line for the report of a problem. Keeps all spaces.
    pub fn excerpt(text: &str) -> String {
        gate(text).replace('\n', " ")
    }

    /// Returns the text.
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

impl From<Clean> for FileText {
    fn from(clean: Clean) -> FileText {
        clean.0
    }
}

impl From<Clean> for String {
    fn from(clean: Clean) -> String {
        clean.0.into()
    }
}

/// Returns true if [`Clean::line`] surely changes nothing in `text`.
fn is_clean_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_clean = || is_plain_line(bytes) || is_tidy(text) && !has_line_end_or_gap(bytes);
    bytes.len() <= LINE_MAX && is_clean()
}

/// Returns the first `bytes_max` bytes of `text`, cut between two characters.
fn cut_at(text: &str, bytes_max: usize) -> &str {
    text.get(..text.floor_char_boundary(bytes_max)).unwrap_or(text)
}

/// Drops or replaces every character that a terminal could obey. Every line end becomes `\n`.
fn gate(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let mut chars = without_escapes(text).peekable();
    let visible = std::iter::from_fn(move || {
        loop {
            match chars.next()? {
                '\r' if chars.peek() == Some(&'\n') => {}
                '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => return Some('\n'),
                '\t' | '\u{b}' | '\u{c}' => return Some(' '),
                c if is_blank(c) => return Some(' '),
                c if is_hidden(c) => {}
                c => return Some(c),
            }
        }
    });
    // NFC before the count of marks, and again after: a joiner between a letter and its mark may
    // have been dropped.
    limit_marks(&visible.nfc().collect::<Vec<char>>()).nfc().collect()
}

/// Returns true if the gate changes nothing in `text`. Nearly every text passes this fast test.
fn is_plain(text: &str) -> bool {
    text.chars().all(is_plain_char)
        && (text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes)
}

/// Returns true for a character that the gate keeps, whatever stands beside it.
fn is_plain_char(c: char) -> bool {
    match c {
        '\n' | ' '..='~' => true,
        '\u{2028}' | '\u{2029}' => false,
        c => {
            !c.is_ascii() && !is_blank(c) && !is_hidden(c) && !is_joiner(c) && !is_combining_mark(c)
        }
    }
}

/// Drops combining marks without a letter or after [`MARKS_MAX`] others, joiners that join nothing,
/// and selectors that select nothing.
fn limit_marks(chars: &[char]) -> String {
    let mut kept = String::with_capacity(chars.len());
    let mut marks = 0;
    for (at, &c) in chars.iter().enumerate() {
        if is_joiner(c) {
            // Persian, the Indic scripts and emoji need joiners. Between ASCII letters a joiner
            // only deceives.
            let next = chars.get(at + 1);
            if kept.chars().next_back().is_some_and(is_joinable)
                && next.is_some_and(|c| is_joinable(*c) && !is_combining_mark(*c))
            {
                kept.push(c);
            }
        } else if is_selector(c) {
            if is_selectable(kept.chars().next_back(), chars.get(at + 1)) {
                kept.push(c);
            }
        } else if is_combining_mark(c) {
            // A mark without a letter would combine with the cell to its left.
            let is_bare =
                kept.chars().next_back().is_none_or(|c| c.is_whitespace() || is_joiner(c));
            if !is_bare && marks < MARKS_MAX {
                marks += 1;
                kept.push(c);
            }
        } else {
            marks = 0;
            kept.push(c);
        }
    }
    kept
}

/// Returns true for the zero-width joiner and the zero-width non-joiner.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}

/// Returns true for the selectors of the form of a sign: U+FE0E for text, U+FE0F for an emoji.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe0e}' | '\u{fe0f}')
}

/// Returns true if a selector between these two characters has an effect (emoji-variation-sequences
/// of Unicode 16.0): after a sign that is no letter, after the few letters that are signs, and
/// between a digit and its key cap.
fn is_selectable(before: Option<char>, after: Option<&char>) -> bool {
    match before {
        Some('0'..='9' | '#' | '*') => after == Some(&'\u{20e3}'),
        Some('ℹ' | 'Ⓜ' | '🅰' | '🅱' | '🅾' | '🅿') => true,
        Some(c) => {
            is_joinable(c) && !c.is_alphanumeric() && !is_combining_mark(c) && !is_selector(c)
        }
        None => false,
    }
}

/// Returns true for a letter or sign that a joiner can join.
fn is_joinable(c: char) -> bool {
    !c.is_ascii() && !c.is_whitespace() && !is_hidden(c) && !is_joiner(c)
}

/// Returns true for a character that shows nothing. By the tables of Unicode 16.0 these are:
///
/// - control characters, format characters, and characters for private use (the general categories
///   `Cc`, `Cf` and `Co`) without the marks around the digits after them
///   (`Prepended_Concatenation_Mark`);
/// - all of `Default_Ignorable_Code_Point`: fillers, variation selectors, tags;
/// - noncharacters.
///
/// Joiners and the selectors of emoji depend on their neighbours: see [`limit_marks`].
fn is_hidden(c: char) -> bool {
    c.is_control() || is_invisible(c) || u32::from(c) & 0xfffe == 0xfffe
}

/// Returns true for the signs that are drawn as blanks, but are no white space for Unicode: the
/// braille pattern without dots, and the empty note head.
fn is_blank(c: char) -> bool {
    matches!(c, '\u{2800}' | '\u{1d159}')
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'
            | '\u{200e}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{e000}'..='\u{f8ff}'
            | '\u{fdd0}'..='\u{fdef}'
            | '\u{fe00}'..='\u{fe0d}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}'
            | '\u{13430}'..='\u{1343f}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
            | '\u{f0000}'..='\u{10ffff}'
    )
}

/// Returns the characters of `text` without escape sequences. Every sequence is dropped as a whole:
/// without its escape character, `]52;c;…` would remain as litter.
fn without_escapes(text: &str) -> impl Iterator<Item = char> {
    let mut chars = text.chars().peekable();
    std::iter::from_fn(move || {
        loop {
            let introducer = match chars.next()? {
                '\u{1b}' => chars.next_if(|c| !c.is_control()),
                '\u{9b}' => Some('['),
                '\u{90}' | '\u{98}' | '\u{9d}' | '\u{9e}' | '\u{9f}' => Some(']'),
                c => return Some(c),
            };
            if let Some(introducer) = introducer {
                skip_sequence(introducer, &mut chars);
            }
        }
    })
}

/// Skips the rest of an escape sequence (ECMA-48). `introducer` is the character after the escape.
fn skip_sequence(introducer: char, chars: &mut Peekable<Chars<'_>>) {
    match introducer {
        '[' => {
            while chars.next_if(|c| (' '..='?').contains(c)).is_some() {}
            chars.next_if(|c| ('@'..='~').contains(c));
        }
        ']' | 'P' | 'X' | '^' | '_' => skip_control_string(chars),
        ' '..='/' => {
            while chars.next_if(|c| (' '..='/').contains(c)).is_some() {}
            chars.next();
        }
        _ => {}
    }
}

/// Skips a control string with its terminator. A string without a terminator ends with the line,
/// so that it cannot swallow the file.
fn skip_control_string(chars: &mut Peekable<Chars<'_>>) {
    while chars.next_if(|c| !matches!(c, '\u{7}' | '\u{1b}' | '\u{9c}' | '\n')).is_some() {}
    if chars.next_if(|c| matches!(c, '\u{7}' | '\u{9c}')).is_none()
        && chars.next_if_eq(&'\u{1b}').is_some()
    {
        chars.next_if_eq(&'\\');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn line_drops_escapes_and_hidden_characters_and_keeps_words() {
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
            ("⚠\u{fe0f} Stop ☎\u{fe0e}", "⚠\u{fe0f} Stop ☎\u{fe0e}"),
            ("1\u{fe0f}\u{20e3} 🅿\u{fe0f}", "1\u{fe0f}\u{20e3} 🅿\u{fe0f}"),
            ("🏳\u{fe0f}\u{200d}🌈", "🏳\u{fe0f}\u{200d}🌈"),
            ("\u{fe0f}a\u{fe0f}b é\u{fe0f} 1\u{fe0f} ⚠\u{fe0f}\u{fe0f}", "ab é 1 ⚠\u{fe0f}"),
            ("\u{2800}\u{2800}braille\u{2800}blank", "braille blank"),
            ("private\u{e000}use\u{10fffd}", "privateuse"),
            ("hiero\u{13430}glyph", "hieroglyph"),
            ("\u{600}١٢ number sign", "\u{600}١٢ number sign"),
        ] {
            assert_eq!(&*Clean::line(text), line, "{text:?}");
        }
    }

    #[test]
    fn letter_keeps_at_most_four_marks() {
        let zalgo = format!("z{}o", "\u{335}".repeat(50));
        assert_eq!(Clean::line(&zalgo).chars().count(), 2 + MARKS_MAX);
    }

    #[test]
    fn second_pass_changes_nothing() {
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
    fn block_keeps_paragraphs() {
        assert_eq!(&*Clean::block("one \r\ntwo\n\n\n\nthree\n\n"), "one\ntwo\n\nthree");
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(Clean::line("é".repeat(5000)).chars().count(), LINE_MAX + 1);
        assert!(Clean::block("é".repeat(BLOCK_MAX)).len() <= BLOCK_MAX + '…'.len_utf8());
    }

    #[test]
    fn line_with_end_never_loses_its_end() {
        for (text, line) in [
            ("talk".to_owned(), "talk-2".to_owned()),
            ("a".repeat(LINE_MAX - 2), "a".repeat(LINE_MAX - 2) + "-2"),
            ("a".repeat(LINE_MAX), "a".repeat(LINE_MAX - 2) + "-2"),
            ("字".repeat(2 * LINE_MAX), "字".repeat(LINE_MAX - 2) + "-2"),
        ] {
            assert_eq!(*Clean::line_with_end(&text, "-2"), line);
        }
    }

    /// A word of two letters or more, with common characters and their neighbours between.
    const NEARLY_TIDY: &str = "[a-z]([ -~\n]|[\u{a1}-\u{300}]|[\u{2008}-\u{202a}]|\\PC){0,6}[a-z]";
    /// Escape sequences, controls, marks and hidden characters between others.
    const HOSTILE: &str = "(\\PC|[\\x00-\\x1f\\x7f-\\xa0é\u{200b}-\u{202e}\u{2060}-\u{206f}]|\
                           [\u{300}-\u{310}\u{e0041}]|\\x1b[\\[\\]P(]){0,40}";

    proptest! {
        #[test]
        fn gate_changes_nothing_in_tidy_text(text in NEARLY_TIDY) {
            prop_assume!(is_tidy(&text));
            prop_assert_eq!(gate(&text), text.as_str());
            prop_assert_eq!(text.trim(), text.as_str());
            prop_assert!(!text.chars().any(|c| c.is_whitespace() && !matches!(c, ' ' | '\n')));
        }

        #[test]
        fn block_that_needs_no_copy_is_the_text_itself(text in "(a|é|\r| ?\n| ){0,8}") {
            if let Ok(block) = Clean::of_clean_block(text.clone()) {
                prop_assert_eq!(&*block, &*text);
                // The added letter takes the text through the gate.
                prop_assert_eq!(&*Clean::block(format!("{text}字")), format!("{text}字"));
            } else if is_tidy(&text) {
                prop_assert_ne!(&*Clean::block(text.clone()), &*text);
            }
        }

        #[test]
        fn gate_changes_nothing_in_plain_text(text in "(\\PC|é|\n){0,20}") {
            prop_assume!(is_plain(&text));
            let chars: Vec<char> = without_escapes(&text).nfc().collect();
            prop_assert_eq!(limit_marks(&chars).nfc().collect::<String>(), text);
        }

        /// The rule of `is_hidden` in the words of the Unicode tables.
        #[test]
        fn characters_without_a_picture_never_pass(
            hidden in "[\\p{Cc}\\p{Cf}\\p{Co}\\p{DI}--[\\p{PCM}\u{200c}\u{200d}\u{fe0e}\u{fe0f}]]",
        ) {
            let hidden = hidden.chars().next().unwrap();
            prop_assert!(is_hidden(hidden), "{:?}", hidden);
            let line = Clean::line(format!("one{hidden}two ⚠{hidden}字{hidden}"));
            prop_assert!(!line.contains(hidden) || hidden == '\n', "{:?}", line);
        }

        #[test]
        fn characters_with_a_picture_pass(
            shown in "[\\p{PCM}\\p{L}\\p{N}\\p{P}\\p{S}--[\\p{DI}\u{2800}\u{1d159}]]",
        ) {
            prop_assert!(!is_hidden(shown.chars().next().unwrap()), "{:?}", shown);
        }

        #[test]
        fn unsafe_characters_never_pass(text in HOSTILE) {
            let (line, block) = (Clean::line(&text), Clean::block(&text));
            let is_unsafe = |c: char| c.is_control() || (is_hidden(c) && !is_joinable(c));
            prop_assert!(!line.chars().any(is_unsafe));
            prop_assert!(!block.chars().any(|c| c != '\n' && (c.is_control() || is_hidden(c))));
            prop_assert_eq!(&Clean::line(&*line), &line);
            prop_assert_eq!(&Clean::block(&*block), &block);
        }
    }
}
