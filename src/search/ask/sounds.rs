//! Words as heard: `rohamer` sounds as Rowhammer.

use super::substitute::Substitute;
use crate::search::index::Index;
use crate::search::matcher::Tier;

/// A word of fewer letters has no sound of its own.
const SOUND_LETTERS: usize = 5;
/// A sound of fewer consonants fits too many words.
const CONSONANTS: usize = 3;

/// Returns the consonants of a folded word as heard in English and German, and its first vowel if
/// the word begins with a vowel.
pub(super) fn sound_of(word: &str) -> Vec<u8> {
    let letters = word.as_bytes();
    let mut sound: Vec<u8> = Vec::new();
    let mut at = 0;
    while let Some(letter) = letters.get(at) {
        let rest = letters.get(at..).unwrap_or_default();
        let (heard, count): (&[u8], usize) = match rest {
            [b's', b'c', b'h', ..] => (b"x", 3),
            [b'c', b'h' | b'z', ..] | [b's', b'h' | b'z', ..] | [b'z', b'h', ..] => (b"x", 2),
            [b't', b'c', b'h', ..] => (b"x", 3),
            [b'p', b'h', ..] => (b"f", 2),
            [b'g', b'h', b't', ..] => (b"t", 3),
            [b'g', b'h', ..] => (b"k", 2),
            [b't', b'h', ..] | [b'd', b't', ..] => (b"t", 2),
            [b'k' | b'g', b'n', ..] if at == 0 => (b"n", 2),
            [b'w', b'r', ..] if at == 0 => (b"r", 2),
            [b'c', b'k', ..] => (b"k", 2),
            [b'c', b'e' | b'i' | b'y', ..] => (b"s", 1),
            [b'c' | b'k' | b'q' | b'g', ..] => (b"k", 1),
            [b'x', ..] => (b"ks", 1),
            [b'd' | b't', ..] => (b"t", 1),
            [b'b' | b'p', ..] => (b"p", 1),
            [b'v' | b'f', ..] => (b"f", 1),
            [b'w', ..] if at == 0 => (b"f", 1),
            [b's' | b'z', ..] => (b"s", 1),
            [b'j', ..] => (b"x", 1),
            [b'm' | b'n' | b'l' | b'r', ..] => (rest.get(..1).unwrap_or_default(), 1),
            [b'a' | b'e' | b'i' | b'o' | b'u' | b'y', ..] if at == 0 => (b"a", 1),
            _ => (b"", 1),
        };
        let is_new = sound.last() != heard.first();
        sound.extend(heard.iter().filter(|_| is_new || letter == &b'x'));
        at += count;
    }
    sound
}

/// Returns true for two words of which at most half of the letters are written
/// differently: `keynote` sounds as Coconut, and is another word.
pub(super) fn is_near(word: &str, other: &str) -> bool {
    strsim::osa_distance(word, other) <= word.len() / 2
}

/// Returns a bit for each group of consonants that may sound alike, from a letter mask.
fn sound_mask(mask: u32) -> u32 {
    let has =
        |letters: &[u8]| u32::from(letters.iter().any(|letter| mask & 1 << (letter - b'a') != 0));
    has(b"dt") | has(b"m") << 1 | has(b"n") << 2 | has(b"l") << 3 | has(b"r") << 4
}

/// Returns the words outside abstracts that sound as a typed word.
pub(in crate::search) fn find_sounds(index: &Index, at: usize, word: &str) -> Vec<Substitute> {
    if word.len() < SOUND_LETTERS || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Vec::new();
    }
    let sound = sound_of(word);
    if sound.len() < CONSONANTS {
        return Vec::new();
    }
    let mask = sound_mask(crate::search::fuzzy::letter_mask(word.chars()));
    let silent = 1 << 2;
    let words = index
        .words_with_letters(index.all_words(), |other| (sound_mask(other) ^ mask) & !silent == 0);
    words
        .filter(|(_, other)| other.is_ascii() && other.len().abs_diff(word.len()) <= 3)
        .filter(|(_, other)| sound_of(other) == sound && is_near(word, other))
        .map(|(_, other)| Substitute::of_word(at, other, Tier::Sound))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_heard_alike_have_one_sound() {
        for (typed, written) in [
            ("witaker", "whittaker"),
            ("rohamer", "rowhammer"),
            ("doktorow", "doctorow"),
            ("filip", "philipp"),
            ("shmidt", "schmitt"),
            ("naut", "knaught"),
            ("goldstain", "goldstein"),
        ] {
            assert_eq!(sound_of(typed), sound_of(written), "{typed}");
        }
        assert_ne!(sound_of("docker"), sound_of("dokument"));
        assert_eq!(sound_of("keynote"), sound_of("coconut"));
        for (typed, written, expected) in [
            ("keynote", "coconut", false),
            ("qwerty", "great", false),
            ("witaker", "whitaker", true),
        ] {
            assert_eq!(is_near(typed, written), expected, "{typed}");
        }
    }
}
