//! Text as search compares it: folded words, each letter with the position of its original.
//!
//! Folding drops what people do not type: case, accents, ligatures, strokes. Every character that
//! is neither letter nor digit separates words. A symbol, such as an emoji, is a word of its own.
//!
//! Some words also match in further forms: `Mueller` for `Müller`, and `email` for
//! `e-mail`, because no white space separates its parts.

mod byte_run;

use byte_run::LETTER;
pub(super) use byte_run::{ByteRun, OTHER, SIGN, WHITE};
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// One step through a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FoldedPiece {
    /// A folded letter and the position of its original, in characters.
    Letter(char, usize),
    /// A letter added by the spelling without umlauts: the `e` of `mueller`.
    Spelled(char),
    /// A boundary between words.
    Break,
    /// A boundary of white space.
    Space,
}

/// At most this many adjacent words without white space between them are one word as well. More
/// words are an address.
pub(super) const RUN_WORDS: usize = 4;

/// A folded word or a further form, as [`each_form`] lends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordOrForm<'w> {
    Word(&'w str),
    Form(&'w str),
}

/// A word or a further form, as [`each_raw_form`] lends it.
#[derive(Debug, Clone, Copy)]
pub(super) enum RawForm<'w> {
    /// A word of letters and digits of ASCII in upper and lower case. Most words are such, and need
    /// no decomposition.
    Ascii(&'w str),
    Folded(WordOrForm<'w>),
}

/// Calls `give` with each folded word of a text and with its further forms.
pub(super) fn each_form(text: &str, mut give: impl FnMut(WordOrForm<'_>)) {
    let mut lower = String::new();
    each_raw_form(text, |form| match form {
        RawForm::Ascii(word) => {
            lower.clear();
            lower.push_str(word);
            lower.make_ascii_lowercase();
            give(WordOrForm::Word(&lower));
        }
        RawForm::Folded(form) => give(form),
    });
}

/// Calls `give` with each word of a text and with its further forms.
pub(super) fn each_raw_form(text: &str, mut give: impl FnMut(RawForm<'_>)) {
    let mut run = WordRun::default();
    let bytes = text.as_bytes();
    let mut start = 0;
    while start < bytes.len() {
        let word = ByteRun::new(bytes, start, SIGN | WHITE | OTHER);
        let rest = ByteRun::new(bytes, word.end, WHITE);
        let part = start..rest.end;
        // Nothing goes on behind white space.
        start = rest.end + 1;
        if rest.kinds & OTHER != 0 {
            let part = text.get(part).unwrap_or_default();
            each_form_of_run(part, &mut run, &mut |form| give(RawForm::Folded(form)));
        } else if rest.kinds & LETTER != 0 {
            each_form_of_ascii(text.get(part).unwrap_or_default(), &mut give);
        } else if word.end > part.start {
            give(RawForm::Ascii(text.get(part.start..word.end).unwrap_or_default()));
        }
    }
}

/// Calls `give` with each word, and with the joined words, of a text with letters, digits and signs
/// of ASCII.
fn each_form_of_ascii(text: &str, give: &mut impl FnMut(RawForm<'_>)) {
    let (mut words, mut start) = (0, 0);
    while start < text.len() {
        let word = ByteRun::new(text.as_bytes(), start, SIGN);
        if word.end > start {
            give(RawForm::Ascii(text.get(start..word.end).unwrap_or_default()));
            words += 1;
        }
        start = word.end + 1;
    }
    if (2..=RUN_WORDS).contains(&words) {
        give(RawForm::Folded(WordOrForm::Form(&squeeze(text))));
    }
}

/// Calls `give` with each folded word, and with its further forms, of a text without white space
/// of ASCII.
fn each_form_of_run(text: &str, run: &mut WordRun, give: &mut impl FnMut(WordOrForm<'_>)) {
    split_text(text, |piece| match piece {
        FoldedPiece::Letter(letter, _) => run.word.push(letter),
        FoldedPiece::Spelled(letter) => run.word.push_spelled(letter),
        FoldedPiece::Break => run.end_word(give),
        FoldedPiece::Space => run.end_run(give),
    });
    run.end_run(give);
}

/// Calls `give` with each folded word of a text.
pub(super) fn each_word(text: &str, mut give: impl FnMut(&str)) {
    each_form(text, |form| {
        if let WordOrForm::Word(word) = form {
            give(word);
        }
    });
}

/// Adjacent words without white space between them, while a text is folded.
#[derive(Debug, Default)]
struct WordRun {
    /// The word at the end.
    word: SpelledWord,
    /// The words before `word`, joined.
    joined: SpelledWord,
    words: usize,
}

impl WordRun {
    fn end_word(&mut self, give: &mut impl FnMut(WordOrForm<'_>)) {
        if self.word.plain.is_empty() {
            return;
        }
        self.word.give(give);
        self.joined.append(&self.word);
        self.word.clear();
        self.words += 1;
    }

    fn end_run(&mut self, give: &mut impl FnMut(WordOrForm<'_>)) {
        // Most words have white space on both sides, and nothing to join.
        if self.words == 0 {
            self.word.give(give);
            return self.word.clear();
        }
        self.end_word(give);
        if (2..=RUN_WORDS).contains(&self.words) {
            give(WordOrForm::Form(&self.joined.plain));
            self.joined.other().into_iter().for_each(|other| give(WordOrForm::Form(other)));
        }
        self.joined.clear();
        self.words = 0;
    }
}

/// Returns each folded word of a text in both spellings.
pub(super) fn spell_words(text: &str) -> Vec<SpelledWord> {
    let mut words = Vec::new();
    let mut word = SpelledWord::default();
    let mut end_word = |word: &mut SpelledWord| {
        if !word.plain.is_empty() {
            words.push(std::mem::take(word));
        }
    };
    split_text(text, |piece| match piece {
        FoldedPiece::Letter(letter, _) => word.push(letter),
        FoldedPiece::Spelled(letter) => word.push_spelled(letter),
        FoldedPiece::Break | FoldedPiece::Space => end_word(&mut word),
    });
    end_word(&mut word);
    words
}

/// A folded word, and its spelling without umlauts.
#[derive(Debug, Default)]
pub(super) struct SpelledWord {
    pub(super) plain: String,
    /// The spelling without umlauts, empty while both are the same.
    other: String,
    differs: bool,
}

impl SpelledWord {
    fn push(&mut self, letter: char) {
        self.plain.push(letter);
        if self.differs {
            self.other.push(letter);
        }
    }

    fn push_spelled(&mut self, letter: char) {
        self.set_differs();
        self.other.push(letter);
    }

    fn append(&mut self, word: &SpelledWord) {
        if word.differs {
            self.set_differs();
        }
        if self.differs {
            self.other.push_str(word.spelled());
        }
        self.plain.push_str(&word.plain);
    }

    fn set_differs(&mut self) {
        if !std::mem::replace(&mut self.differs, true) {
            self.other.clone_from(&self.plain);
        }
    }

    /// Calls `give` with the word, if there is one, and with its spelling without umlauts.
    fn give(&self, give: &mut impl FnMut(WordOrForm<'_>)) {
        if !self.plain.is_empty() {
            give(WordOrForm::Word(&self.plain));
            self.other().into_iter().for_each(|other| give(WordOrForm::Form(other)));
        }
    }

    /// Returns the spelling without umlauts, if the spelling differs.
    fn other(&self) -> Option<&str> {
        self.differs.then_some(&*self.other)
    }

    /// Returns the spelling without umlauts.
    pub(super) fn spelled(&self) -> &str {
        self.other().unwrap_or(&self.plain)
    }

    fn clear(&mut self) {
        self.plain.clear();
        self.other.clear();
        self.differs = false;
    }
}

/// Returns the folded words of a text without anything between them.
pub(super) fn squeeze(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    // Most names are plain, and lists compare many. A `+` or `#` may belong to a word.
    if text.bytes().all(|byte| byte.is_ascii() && !matches!(byte, b'+' | b'#')) {
        let letters = text.chars().filter(char::is_ascii_alphanumeric);
        all.extend(letters.map(|letter| letter.to_ascii_lowercase()));
    } else {
        each_word(text, |word| all.push_str(word));
    }
    all
}

/// Calls `give` with each piece of a text.
pub(super) fn split_text(text: &str, mut give: impl FnMut(FoldedPiece)) {
    // The letter before, if a word goes on.
    let mut last = None;
    let mut chars = text.chars().enumerate();
    while let Some((at, c)) = chars.next() {
        if c.is_ascii_alphanumeric() {
            let lower = c.to_ascii_lowercase();
            last = Some(lower);
            give(FoldedPiece::Letter(lower, at));
        } else if matches!(c, '+' | '#') {
            // `C++` and `C#` are words, `Lansdowne+Pembroke` is two words.
            let next = chars.clone().map(|(_, next)| next).find(|next| !is_accent(*next));
            last = last.filter(|_| next.is_none_or(|next| !begins_word(next))).map(|_| c);
            give(if last.is_some() { FoldedPiece::Letter(c, at) } else { FoldedPiece::Break });
        } else if c.is_ascii() || c.is_whitespace() || matches!(c, '™' | '℠') {
            last = None;
            give(if c.is_whitespace() { FoldedPiece::Space } else { FoldedPiece::Break });
        } else {
            decompose_compatible(c, |part| fold_char(part, at, &mut last, &mut give));
        }
    }
}

/// Returns true if a word can begin with the character.
fn begins_word(c: char) -> bool {
    let mut word = false;
    decompose_compatible(c, |part| word |= part.is_alphanumeric());
    word
}

/// Folds a decomposed character.
fn fold_char(part: char, at: usize, last: &mut Option<char>, give: &mut impl FnMut(FoldedPiece)) {
    if is_symbol(part) {
        *last = None;
        give(FoldedPiece::Break);
        give(FoldedPiece::Letter(part, at));
        give(FoldedPiece::Break);
        return;
    }
    for lower in part.to_lowercase() {
        if is_accent(lower) {
            match (*last, lower) {
                (Some('a' | 'o' | 'u'), DIAERESIS) => give(FoldedPiece::Spelled('e')),
                (Some('a'), RING) => give(FoldedPiece::Spelled('a')),
                _ => {}
            }
            continue;
        }
        let plain = plain_letters(lower);
        let goes_on = last.is_some() && is_combining_mark(lower);
        *last = (!plain.is_empty() || lower.is_alphanumeric() || goes_on).then_some(lower);
        if last.is_none() {
            give(FoldedPiece::Break);
        } else if plain.is_empty() {
            give(FoldedPiece::Letter(lower, at));
        } else {
            plain.chars().for_each(|letter| give(FoldedPiece::Letter(letter, at)));
            if lower == 'ø' {
                give(FoldedPiece::Spelled('e'));
            }
        }
    }
}

/// Returns the typed letters for a lowercase letter, or nothing for the letter itself.
fn plain_letters(lower: char) -> &'static str {
    match lower {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ł' => "l",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'ŧ' => "t",
        'ŋ' => "n",
        'ı' => "i",
        'ς' => "σ",
        _ => "",
    }
}

/// The combining diaeresis. The spelling without umlauts adds an `e` after a, o and u.
const DIAERESIS: char = '\u{308}';
/// The combining ring. The spelling without umlauts adds an `a` after an a.
const RING: char = '\u{30a}';

/// Returns true for emoji, stars, currency signs and the like: each is a word. Arrows and bullets,
/// which people write between words, are no symbols.
fn is_symbol(c: char) -> bool {
    matches!(c, '\u{20a0}'..='\u{20cf}' | '\u{2300}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}'
        | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1f3fa}' | '\u{1f400}'..='\u{1faff}')
}

/// Returns true for marks left out in typing: Latin, Greek and Cyrillic accents, Hebrew points,
/// Arabic vowel signs. Marks of other scripts are vowels and stay.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}'
        | '\u{5c4}' | '\u{5c5}' | '\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{200c}'
        | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        each_word(text, |word| words.push(word.to_owned()));
        words
    }

    /// The words and further forms of a text, without the way for plain words.
    fn forms_of_pieces(text: &str) -> Vec<String> {
        let (mut run, mut forms) = (WordRun::default(), Vec::new());
        each_form_of_run(text, &mut run, &mut |form| forms.push(format!("{form:?}")));
        forms
    }

    proptest! {
        #[test]
        fn plain_words_are_folded_like_all_others(
            text in "([ -~]|[ .,a-cA-C+#é\\-\u{308}\u{a0}\t\u{85}😀]){0,24}",
        ) {
            let mut forms = Vec::new();
            each_form(&text, |form| forms.push(format!("{form:?}")));
            prop_assert_eq!(forms, forms_of_pieces(&text));
        }
    }

    proptest! {
        #[test]
        fn plain_text_is_squeezed_like_all_other_text(text in "[ -~\\t]{0,20}") {
            prop_assert_eq!(squeeze(&text), words(&text).concat());
        }
    }

    #[test]
    fn fold_drops_case_accents_and_punctuation() {
        for (text, expected) in [
            ("eBPF", "ebpf"),
            ("Ramón BJÖRN Łódź smørrebrød", "ramon bjorn lodz smorrebrod"),
            (
                "Straße ẞ Æther œuvre Þór Đorđe ışık ΣΊΣΥΦΟΣ σίσυφος",
                "strasse ss aether oeuvre thor dorde isik σισυφοσ σισυφοσ",
            ),
            ("SoundCloud’s SoundCloud's", "soundcloud s soundcloud s"),
            ("Shedding—Approaches Fong-Jones", "shedding approaches fong jones"),
            ("99.999%...All", "99 999 all"),
            ("C++ C# a+b + #tag", "c++ c# a b tag"),
            ("A+\u{591}b", "a b"),
            ("ﬁne ① Å™", "fine 1 a"),
            ("שָׁלוֹם हिन्दी", "שלום हिन्दी"),
            ("ｗｉｄｅ", "wide"),
            ("… — !", ""),
            ("Piano 🎹Concert 👩🏽‍💻 → ★ ☕\u{fe0f}", "piano 🎹 concert 👩 💻 ★ ☕"),
        ] {
            assert_eq!(words(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn forms_join_adjacent_words_and_spell_umlauts() {
        for (text, expected) in [
            ("Müller Jörg", "mueller joerg"),
            ("Mu\u{308}ller", "mueller"),
            ("Zoë Åsa Søren naïve", "aasa soeren"),
            ("Q&A e-mail (D-Bus) A / B", "qa email dbus"),
            ("don't opensource", "dont"),
            ("Drohnen-Flüge", "fluege drohnenfluge drohnenfluege"),
            ("https://example.org/a/b/c", ""),
            ("CI/CD—A/B", "cicdab"),
        ] {
            let mut given = Vec::new();
            each_form(text, |form| {
                if let WordOrForm::Form(form) = form {
                    given.push(form.to_owned());
                }
            });
            assert_eq!(given.join(" "), expected, "{text}");
        }
        let words = spell_words("Müller-Bär x");
        assert_eq!(
            words.iter().map(|word| (&*word.plain, word.spelled())).collect::<Vec<_>>(),
            [("muller", "mueller"), ("bar", "baer"), ("x", "x")]
        );
    }

    proptest! {
        #[test]
        fn folding_twice_equals_folding_once(text in "\\PC{0,40}") {
            let once = words(&text).join(" ");
            prop_assert_eq!(words(&once).join(" "), once);
        }
    }
}
