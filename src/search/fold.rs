//! Text as search sees it: words of folded letters, each letter knowing where it came from.
//!
//! Folding takes away what people do not type: case, accents, ligatures, letters with a stroke.
//! Whatever is neither letter nor digit only parts words, so that quotes, dashes and dots of any
//! kind are all the same; a picture is a word.
//!
//! Some words have other forms, by which they are found as well: "Müller" is written "Mueller"
//! where there is no ü, and "e-mail", without white space, is also one word.

use std::ops::Range;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;

/// One step through a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// A folded letter, and the position in characters of the letter that it was made of.
    Letter(char, usize),
    /// A letter that another spelling has after the one before: the "e" of "Mueller".
    More(char),
    /// Between two words.
    Break,
    /// The same, and white space.
    Space,
}

/// Words that stand together are one word as well, if they are so few: an address is none.
const RUN_MAX: usize = 4;

/// Another form of a word, or of some that stand together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Form {
    pub(super) text: String,
    /// For each of its letters one of [`Words::letters`].
    pub(super) at: Vec<usize>,
}

/// A text cut into folded words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// The folded letters, one space between two words.
    pub(super) letters: Vec<char>,
    /// Every word, as a range of `letters`.
    pub(super) words: Vec<Range<usize>>,
    /// For each of `letters` the position of its original, in characters.
    origin: Vec<usize>,
    /// Words with white space before them, and the first.
    apart: Vec<usize>,
    /// What another spelling has after which of `letters`.
    more: Vec<(usize, char)>,
}

impl Words {
    pub(super) fn of(text: &str) -> Words {
        let mut found = Words::default();
        let (mut open, mut apart) = (false, true);
        walk(text, |piece| match piece {
            Piece::Letter(letter, at) => {
                if !open {
                    if std::mem::take(&mut apart) {
                        found.apart.push(found.words.len());
                    }
                    if !found.letters.is_empty() {
                        found.letters.push(' ');
                        found.origin.push(at);
                    }
                    found.words.push(found.letters.len()..found.letters.len());
                    open = true;
                }
                found.letters.push(letter);
                found.origin.push(at);
                if let Some(word) = found.words.last_mut() {
                    word.end = found.letters.len();
                }
            }
            Piece::More(letter) => {
                found.more.extend(found.letters.len().checked_sub(1).map(|at| (at, letter)))
            }
            Piece::Break => open = false,
            Piece::Space => (open, apart) = (false, true),
        });
        found
    }

    /// The other forms of its words.
    pub(super) fn forms(&self) -> Vec<Form> {
        let mut forms = Vec::new();
        let spelled = |words: &[Range<usize>]| {
            let has = |word: &Range<usize>| self.more.iter().any(|(at, _)| word.contains(at));
            words.iter().any(has).then(|| self.form(words, true))
        };
        let ends = self.apart.iter().skip(1).copied().chain([self.words.len()]);
        for (from, to) in self.apart.iter().zip(ends) {
            let run = self.words.get(*from..to).unwrap_or_default();
            if !self.more.is_empty() {
                forms.extend(run.iter().filter_map(|word| spelled(std::slice::from_ref(word))));
            }
            if (2..=RUN_MAX).contains(&run.len()) {
                forms.push(self.form(run, false));
                forms.extend(spelled(run));
            }
        }
        forms
    }

    fn form(&self, words: &[Range<usize>], spelled: bool) -> Form {
        let mut form = Form::default();
        for at in words.iter().flat_map(Clone::clone) {
            let more = self
                .more
                .iter()
                .filter(|(after, _)| spelled && *after == at)
                .map(|(_, letter)| *letter);
            for letter in self.letters.get(at).copied().into_iter().chain(more) {
                form.text.push(letter);
                form.at.push(at);
            }
        }
        form
    }

    /// The letters of each word.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[char]> {
        self.words.iter().map(|word| self.letters.get(word.clone()).unwrap_or_default())
    }

    /// The same as strings.
    pub(super) fn strings(&self) -> Vec<String> {
        self.iter().map(|word| word.iter().collect()).collect()
    }

    /// Where these letters were made, in characters of the original text.
    pub(super) fn origin(&self, letters: &Range<usize>) -> Option<Range<usize>> {
        let first = *self.origin.get(letters.start)?;
        let last = *self.origin.get(letters.end.checked_sub(1)?)?;
        Some(first..last + 1)
    }
}

/// Gives each folded word of a text; the string is lent, and used again for the next one.
pub(super) fn each_word(text: &str, mut give: impl FnMut(&str)) {
    each_form(text, |word, is_other| {
        if !is_other {
            give(word);
        }
    });
}

/// Gives each folded word of a text, and after it, told by `true`, what other forms it has.
pub(super) fn each_form(text: &str, mut give: impl FnMut(&str, bool)) {
    let (mut word, mut run) = (Spelled::default(), Spelled::default());
    let mut parts = 0;
    let mut end = |word: &mut Spelled, run: &mut Spelled, parts: &mut usize, apart: bool| {
        if !word.plain.is_empty() {
            give(&word.plain, false);
            word.other().into_iter().for_each(|other| give(other, true));
            run.append(word);
            word.clear();
            *parts += 1;
        }
        if apart {
            if (2..=RUN_MAX).contains(parts) {
                give(&run.plain, true);
                run.other().into_iter().for_each(|other| give(other, true));
            }
            run.clear();
            *parts = 0;
        }
    };
    walk(text, |piece| match piece {
        Piece::Letter(letter, _) => word.push(letter),
        Piece::More(letter) => word.more(letter),
        Piece::Break => end(&mut word, &mut run, &mut parts, false),
        Piece::Space => end(&mut word, &mut run, &mut parts, true),
    });
    end(&mut word, &mut run, &mut parts, true);
}

/// Each folded word of a text beside its other spelling, which is mostly the same.
pub(super) fn spellings(text: &str) -> Vec<(String, String)> {
    let mut words: Vec<(String, String)> = Vec::new();
    let mut word = Spelled::default();
    let mut end = |word: &mut Spelled| {
        if !word.plain.is_empty() {
            words.push((word.plain.clone(), word.other().unwrap_or(&word.plain).to_owned()));
            word.clear();
        }
    };
    walk(text, |piece| match piece {
        Piece::Letter(letter, _) => word.push(letter),
        Piece::More(letter) => word.more(letter),
        Piece::Break | Piece::Space => end(&mut word),
    });
    end(&mut word);
    words
}

/// A word on its way, as it is folded and in its other spelling.
#[derive(Debug, Default)]
struct Spelled {
    plain: String,
    /// Not used while both are the same.
    other: String,
    differs: bool,
}

impl Spelled {
    fn push(&mut self, letter: char) {
        self.plain.push(letter);
        if self.differs {
            self.other.push(letter);
        }
    }

    fn more(&mut self, letter: char) {
        if !std::mem::replace(&mut self.differs, true) {
            self.other.clone_from(&self.plain);
        }
        self.other.push(letter);
    }

    fn append(&mut self, word: &Spelled) {
        if word.differs && !std::mem::replace(&mut self.differs, true) {
            self.other.clone_from(&self.plain);
        }
        if self.differs {
            self.other.push_str(word.other().unwrap_or(&word.plain));
        }
        self.plain.push_str(&word.plain);
    }

    fn other(&self) -> Option<&str> {
        self.differs.then_some(&*self.other)
    }

    fn clear(&mut self) {
        self.plain.clear();
        self.other.clear();
        self.differs = false;
    }
}

/// The whole text folded, without anything between its words.
pub(super) fn squeezed(text: &str) -> String {
    let mut all = String::new();
    each_word(text, |word| all.push_str(word));
    all
}

/// Widens character ranges to whole graphemes of the text they belong to, sorts them and joins
/// those that touch.
pub(super) fn whole_graphemes(text: &str, mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    if ranges.is_empty() {
        return ranges;
    }
    let mut edges = vec![0];
    for grapheme in text.graphemes(true) {
        edges.push(edges.last().copied().unwrap_or(0) + grapheme.chars().count());
    }
    let end = edges.last().copied().unwrap_or(0);
    for range in &mut ranges {
        range.start = edges
            .partition_point(|edge| *edge <= range.start)
            .checked_sub(1)
            .and_then(|i| edges.get(i).copied())
            .unwrap_or(0);
        range.end =
            edges.get(edges.partition_point(|edge| *edge < range.end)).copied().unwrap_or(end);
    }
    ranges.retain(|range| range.start < range.end);
    ranges.sort_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    for range in ranges {
        match joined.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

/// Takes a text apart.
fn walk(text: &str, mut give: impl FnMut(Piece)) {
    // The letter before, within a word.
    let mut last = None;
    let mut chars = text.chars().enumerate();
    while let Some((at, c)) = chars.next() {
        if c.is_ascii_alphanumeric() {
            let lower = c.to_ascii_lowercase();
            last = Some(lower);
            give(Piece::Letter(lower, at));
        } else if matches!(c, '+' | '#') {
            // "C++" and "C#" are words; "Lansdowne+Pembroke" are two.
            let next = chars.clone().map(|(_, next)| next).find(|next| !is_accent(*next));
            last = last.filter(|_| next.is_none_or(|next| !begins_word(next))).map(|_| c);
            give(if last.is_some() { Piece::Letter(c, at) } else { Piece::Break });
        } else if c.is_ascii() || c.is_whitespace() || matches!(c, '™' | '℠') {
            last = None;
            give(if c.is_whitespace() { Piece::Space } else { Piece::Break });
        } else {
            decompose_compatible(c, |part| fold(part, at, &mut last, &mut give));
        }
    }
}

/// Whether a word can begin with what this character is made of.
fn begins_word(c: char) -> bool {
    let mut word = false;
    decompose_compatible(c, |part| word |= part.is_alphanumeric());
    word
}

/// Folds one character that has no parts any more.
fn fold(part: char, at: usize, last: &mut Option<char>, give: &mut impl FnMut(Piece)) {
    if is_symbol(part) {
        *last = None;
        [Piece::Break, Piece::Letter(part, at), Piece::Break].into_iter().for_each(give);
        return;
    }
    for lower in part.to_lowercase() {
        if is_accent(lower) {
            match (*last, lower) {
                (Some('a' | 'o' | 'u'), DIAERESIS) => give(Piece::More('e')),
                (Some('a'), RING) => give(Piece::More('a')),
                _ => {}
            }
            continue;
        }
        let plain = match lower {
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
        };
        let goes_on = last.is_some() && is_combining_mark(lower);
        *last = (!plain.is_empty() || lower.is_alphanumeric() || goes_on).then_some(lower);
        if last.is_none() {
            give(Piece::Break);
        } else if plain.is_empty() {
            give(Piece::Letter(lower, at));
        } else {
            plain.chars().for_each(|letter| give(Piece::Letter(letter, at)));
            if lower == 'ø' {
                give(Piece::More('e'));
            }
        }
    }
}

/// Over a, o and u it is written as an e where it cannot be typed.
const DIAERESIS: char = '\u{308}';
/// Over an a it is written as another.
const RING: char = '\u{30a}';

/// Pictures, stars, currencies: each is a word. What people write between words, such as arrows and
/// bullets, is not.
fn is_symbol(c: char) -> bool {
    matches!(c, '\u{20a0}'..='\u{20cf}' | '\u{2300}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}'
        | '\u{1f000}'..='\u{1f3fa}' | '\u{1f400}'..='\u{1faff}')
}

/// Marks that are left out when typing: Latin, Greek and Cyrillic accents, Hebrew points, Arabic
/// vowel signs. Other scripts write vowels with marks, which stay.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}'
        | '\u{5c7}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<String> {
        Words::of(text).iter().map(|word| word.iter().collect()).collect()
    }

    #[test]
    fn what_people_do_not_type_is_taken_away() {
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
            let mut each = Vec::new();
            each_word(text, |word| each.push(word.to_owned()));
            assert_eq!(each.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn words_have_other_forms() {
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
            each_form(text, |word, is_other| {
                if is_other {
                    given.push(word.to_owned());
                }
            });
            assert_eq!(given.join(" "), expected, "{text}");
            let words = Words::of(text);
            let forms = words.forms();
            assert_eq!(
                forms.iter().map(|form| &*form.text).collect::<Vec<_>>().join(" "),
                expected,
                "{text}"
            );
            assert!(forms.iter().all(|form| form.at.len() == form.text.chars().count()), "{text}");
            assert!(
                forms.iter().flat_map(|form| &form.at).all(|at| words.letters[*at] != ' '),
                "{text}"
            );
        }
        assert_eq!(
            spellings("Müller-Bär x"),
            [("muller", "mueller"), ("bar", "baer"), ("x", "x")]
                .map(|(plain, other)| (plain.to_owned(), other.to_owned()))
        );
    }

    #[test]
    fn a_letter_knows_where_it_came_from() {
        let words = Words::of("Große Straße");
        assert_eq!(words.letters.iter().collect::<String>(), "grosse strasse");
        for (letters, original) in [(0..4, 0..4), (3..5, 3..4), (7..14, 6..12), (11..12, 10..11)] {
            assert_eq!(words.origin(&letters), Some(original), "{letters:?}");
        }
        assert_eq!(words.origin(&(0..99)), None);
        assert_eq!(words.origin(&(0..0)), None);
    }

    #[test]
    fn a_range_never_cuts_a_grapheme() {
        let text = "e\u{301}🇮🇪n";
        for (range, whole) in
            [(0..1, 0..2), (1..2, 0..2), (2..3, 2..4), (1..3, 0..4), (4..5, 4..5), (4..99, 4..5)]
        {
            assert_eq!(whole_graphemes(text, vec![range.clone()]), [whole], "{range:?}");
        }
        assert_eq!(whole_graphemes("abcdef", vec![4..6, 0..1, 1..3]), [0..3, 4..6]);
    }

    proptest! {
        #[test]
        fn letters_and_origins_go_together(text in "\\PC{0,40}") {
            let words = Words::of(&text);
            prop_assert_eq!(words.letters.len(), words.origin.len());
            prop_assert!(words.origin.is_sorted());
            prop_assert!(words.origin.iter().all(|at| *at < text.chars().count()));
            prop_assert!(words.words.windows(2).all(|two| two[0].end + 1 == two[1].start));
            prop_assert!(words.words.iter().all(|word| word.start < word.end));
        }

        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = words(&text).join(" ");
            prop_assert_eq!(words(&once).join(" "), once);
        }
    }
}
