//! Cyrillic and Greek words in Latin letters.

use super::sounds::{is_near, sound_of};
use super::substitute::Substitute;
use crate::search::index::Index;
use crate::search::matcher::Tier;

/// The letters of both scripts with their Latin spelling.
const LETTERS: &str = "аa бb вv гg ґg дd еe єye жzh зz иi іi їi йi кk лl мm нn оo пp рr \
    сs тt уu фf хkh цts чch шsh щshch ъ ыy ьe эe юyu яya ћc ђd јj љlj њnj \
    џdz ѓg ќk ѕdz ўu \
    αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs τt υy φf χch ψps ωo";

/// Returns a folded Cyrillic or Greek word in Latin letters, or `None` for another word.
fn spell_in_latin(word: &str) -> Option<String> {
    let mut latin = String::new();
    for letter in word.chars() {
        if letter == 'ь' || letter == 'ъ' {
            continue;
        }
        let known = LETTERS.split_ascii_whitespace().find_map(|pair| pair.strip_prefix(letter));
        latin.push_str(known?);
    }
    Some(latin)
}

/// Returns the sound of a name in Latin letters. Cyrillic letters spell the German `st` as `sht`.
fn sound_of_name(word: &str) -> Vec<u8> {
    sound_of(&word.replace("scht", "st").replace("sht", "st"))
}

/// Returns the words of the agenda that are a typed word in the other script.
pub(in crate::search) fn find_in_other_script(
    index: &Index,
    at: usize,
    word: &str,
) -> Vec<Substitute> {
    let substitute = |other: &str| Substitute::of_word(at, other, Tier::Form);
    if let Some(latin) = spell_in_latin(word) {
        let sound = sound_of_name(&latin);
        let first = latin.get(..1).unwrap_or_default();
        let words = index.words_beginning_with(first).filter_map(|number| index.word(number));
        let stands_outside = |number| index.fields_with_word(number).next().is_some();
        let is_name = index.number_of(&latin).is_some_and(stands_outside);
        let is_alike = |other: &str| {
            let is_heard = !is_name && sound.len() >= 3;
            is_heard && sound_of_name(other) == sound && is_near(&latin, other)
        };
        return words.filter(|other| *other == latin || is_alike(other)).map(substitute).collect();
    }
    if !word.is_ascii() {
        return Vec::new();
    }
    let words = index.words_from("\u{370}").filter_map(|number| index.word(number));
    words
        .filter(|other| spell_in_latin(other).is_some_and(|latin| latin == word))
        .map(substitute)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cyrillic_and_greek_words_have_a_latin_spelling() {
        for (word, latin) in [
            ("миловидов", Some("milovidov")),
            ("гольдштеин", Some("goldshtein")),
            ("σωκρατησ", Some("sokratis")),
            ("latin", None),
            ("жuk", None),
        ] {
            assert_eq!(spell_in_latin(word).as_deref(), latin, "{word}");
        }
        for (word, name) in [("рабенштеин", "rabenstein"), ("криштына", "krystyna")]
        {
            let latin = spell_in_latin(word).unwrap();
            assert_eq!(sound_of_name(&latin), sound_of_name(name), "{word}");
        }
    }
}
