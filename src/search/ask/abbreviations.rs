//! Abbreviations that an agenda explains: `Long Form (LF)`, `LF (Long Form)`.

use crate::search::fold::each_word;

/// The number of letters of an abbreviation.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=8;
/// Words of at most this many letters may have no letter in the abbreviation.
const SMALL_LETTERS: usize = 3;

/// Calls `give` with each abbreviation of a text and the words that it stands for, folded.
pub(in crate::search) fn each_abbreviation(text: &str, mut give: impl FnMut(&str, &str)) {
    for (open, _) in text.match_indices('(') {
        let (before, inside) = (&text[..open], &text[open + 1..]);
        let Some(inside) = inside.find(')').map(|close| &inside[..close]) else { continue };
        let (inside, before) = (fold_words(inside), fold_last_words(before));
        if let [short] = inside.as_slice()
            && let Some(long) = spelled_out(short, &before)
        {
            give(short, &long.join(" "));
        } else if let Some(short) = before.last()
            && let Some(long) = spelled_out(short, &inside)
            && long.len() == inside.len()
        {
            give(short, &long.join(" "));
        }
    }
}

fn fold_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    if text.len() <= 100 {
        each_word(text, |word| words.push(word.to_owned()));
    }
    words
}

/// Folds the last words of a text, enough for every abbreviation.
fn fold_last_words(text: &str) -> Vec<String> {
    let start = text.len().saturating_sub(100);
    let start = (start..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(start);
    fold_words(text.get(start..).unwrap_or_default())
}

/// Returns the last words of `words` whose first letters are the letters of `short`. Small words
/// may be passed over.
fn spelled_out<'w>(short: &str, words: &'w [String]) -> Option<&'w [String]> {
    if !LETTERS.contains(&short.chars().count()) || short.starts_with(|c: char| c.is_numeric()) {
        return None;
    }
    let mut at = words.len();
    let mut letters = short.chars().rev().peekable();
    while let Some(letter) = letters.peek() {
        at = at.checked_sub(1)?;
        let word = words.get(at)?;
        if word.starts_with(*letter) {
            letters.next();
        } else if word.chars().count() > SMALL_LETTERS {
            return None;
        }
    }
    let long = words.get(at..)?;
    (long.len() > 1).then_some(long)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn abbreviation_beside_parentheses_stands_for_the_words() {
        for (text, expected) in [
            ("The Long Form (LF) of it", "lf=long form"),
            ("LF (Long Form)", "lf=long form"),
            ("Cost of Goods (CoG) and Rust (Ru)", "cog=cost of goods"),
            ("A Bill of Materials (BM), (unclosed", "bm=bill of materials"),
            ("Nothing (see below) (2025)", ""),
            ("Überlanger Text (ÜT)", "ut=uberlanger text"),
        ] {
            let mut found = Vec::new();
            each_abbreviation(text, |short, long| found.push(format!("{short}={long}")));
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }
}
