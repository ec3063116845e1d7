//! Light stems: other forms of English and German words.

use super::substitute::Substitute;
use crate::search::index::Index;
use crate::search::matcher::Tier;

/// A word of fewer letters has no other forms.
const STEM_LETTERS: usize = 4;
/// A stem of at least this many letters loses its `y`.
const LONG_STEM: usize = 8;
/// A form has at most this many letters more than the stem.
const SUFFIX_LETTERS: usize = 7;

/// Endings, and the least number of letters before them. The first that fits is cut off.
const ENDINGS: &[(&str, usize)] = &[
    ("ability", 4),
    ("ibility", 4),
    ("able", 4),
    ("ible", 4),
    ("ation", 4),
    ("ating", 4),
    ("ator", 4),
    ("ated", 4),
    ("ing", 3),
    ("ate", 4),
    ("ion", 4),
    ("ern", 4),
    ("ed", 3),
    ("er", 3),
    ("en", 4),
    ("e", 3),
];

/// Returns the stem of a folded word: forms of one word have the same stem.
fn stem_of(word: &str) -> String {
    if word.len() < STEM_LETTERS - 1 || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return word.to_owned();
    }
    let mut stem = spelled_alike(word);
    for (ending, by) in [("ies", "i"), ("ied", "i"), ("ying", "i"), ("ie", "i")] {
        if let Some(start) = stem.strip_suffix(ending) {
            return format!("{start}{by}");
        }
    }
    if stem.len() > 3
        && stem.ends_with('s')
        && !["ss", "us", "is"].iter().any(|s| stem.ends_with(s))
    {
        stem.pop();
    }
    let mut may_be_doubled = false;
    for (ending, least) in ENDINGS {
        if let Some(start) = stem.strip_suffix(ending)
            && start.len() >= *least
            && start.contains(['a', 'e', 'i', 'o', 'u', 'y'])
        {
            stem.truncate(start.len());
            may_be_doubled = matches!(*ending, "ing" | "ed" | "er");
            break;
        }
    }
    let mut ends = stem.bytes().rev();
    let (last, before) = (ends.next(), ends.next());
    if may_be_doubled && last == before && stem.len() > 3 {
        stem.pop();
    }
    match stem.pop() {
        // Photography is the work of a photographer.
        Some('y') if stem.len() >= LONG_STEM => {}
        Some('y') => stem.push('i'),
        Some('z') => stem.push('s'),
        other => stem.extend(other),
    }
    stem
}

/// Returns a word in British spelling in the American one.
fn spelled_alike(word: &str) -> String {
    for (british, american) in
        [("our", "or"), ("tre", "ter"), ("ence", "ense"), ("ogue", "og"), ("mme", "m")]
    {
        for plural in ["", "s"] {
            let start = word.strip_suffix(plural).and_then(|word| word.strip_suffix(british));
            if let Some(start) = start.filter(|start| start.len() >= 3) {
                return format!("{start}{american}");
            }
        }
    }
    word.to_owned()
}

/// Returns the words of the agenda that are forms of a typed word.
pub(in crate::search) fn find_forms(index: &Index, at: usize, word: &str) -> Vec<Substitute> {
    if word.len() < STEM_LETTERS || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return Vec::new();
    }
    let stem = stem_of(word);
    let alike = word.bytes().zip(stem.bytes()).take_while(|(a, b)| a == b).count();
    let prefix = word.get(..alike.min(stem.len() - 1)).unwrap_or_default();
    let words = index.words_beginning_with(prefix).filter_map(|number| index.word(number));
    words
        .filter(|form| form.len() <= stem.len() + SUFFIX_LETTERS && !form.starts_with(word))
        .filter(|form| stem_of(form) == stem)
        .map(|form| Substitute::of_word(at, form, Tier::Form))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_have_one_stem() {
        for forms in [
            "lies lie lying lied",
            "query queries",
            "optimise optimize optimising optimization optimisation optimized",
            "log logs logging logged",
            "schedule scheduler schedulers scheduling scheduled",
            "automate automation automated automating",
            "behaviour behavior behaviours",
            "centre center centers",
            "cancelled canceled cancel",
            "defence defense",
            "programme program programs",
            "box boxes",
            "rechnung rechnungen",
            "sprache sprachen",
            "haus hauser",
            "detect detection detecting detections",
            "reproducible reproducibility",
            "photography photographer photographing",
        ] {
            let stems: Vec<String> = forms.split(' ').map(stem_of).collect();
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{forms}: {stems:?}");
        }
        for (one, other) in [("string", "str"), ("format", "form"), ("user", "us"), ("bus", "bu")] {
            assert_ne!(stem_of(one), stem_of(other), "{one} {other}");
        }
    }
}
