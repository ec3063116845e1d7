//! Abbreviations that an agenda explains: `Long Form (LF)`, `LF (Long Form)`.

use crate::search::fold::each_word;

/// The number of letters of an abbreviation.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=8;
/// The words of an abbreviation have at most this many bytes.
const TEXT_BYTES: usize = 100;
/// Words of at most this many letters may have no letter in the abbreviation.
const SMALL_LETTERS: usize = 3;

/// Calls `give` with each abbreviation of a text and the words that it stands for, folded.
pub(in crate::search) fn each_abbreviation(text: &str, mut give: impl FnMut(&str, &str)) {
    for (open, _) in text.match_indices('(') {
        let (before, inside) = (last_bytes(&text[..open]), &text[open + 1..]);
        let Some(inside) = inside.find(')').map(|close| &inside[..close]) else { continue };
        // Most parentheses explain nothing. The words at the parenthesis tell that.
        let Some(last) = last_word(before) else { continue };
        let inside = fold_words(inside);
        if let [short] = inside.as_slice()
            && spells_end(short, &last)
            && let before = fold_words(before)
            && let Some(long) = spelled_out(short, &before)
        {
            give(short, &long.join(" "));
        } else if let Some(long) = spelled_out(&last, &inside)
            && long.len() == inside.len()
        {
            give(&last, &long.join(" "));
        }
    }
}

/// Returns the end of a text that is long enough for the words of every abbreviation.
fn last_bytes(text: &str) -> &str {
    let start = text.len().saturating_sub(TEXT_BYTES);
    let start = (start..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(start);
    text.get(start..).unwrap_or_default()
}

/// Returns the last word of a text, folded.
fn last_word(text: &str) -> Option<String> {
    // Nothing goes on behind white space.
    let parts = text.rsplit(|c: char| c.is_ascii_whitespace());
    parts.into_iter().find_map(|part| fold_words(part).pop())
}

fn fold_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    if text.len() <= TEXT_BYTES {
        each_word(text, |word| words.push(word.to_owned()));
    }
    words
}

fn is_abbreviation(short: &str) -> bool {
    LETTERS.contains(&short.chars().count()) && !short.starts_with(|c: char| c.is_numeric())
}

/// Returns true if words whose last one is `last` may be spelled by `short`.
fn spells_end(short: &str, last: &str) -> bool {
    is_abbreviation(short)
        && (short.chars().next_back().is_some_and(|letter| last.starts_with(letter))
            || last.chars().count() <= SMALL_LETTERS)
}

/// Returns the last words of `words` whose first letters are the letters of `short`. Small words
/// may be passed over.
fn spelled_out<'w>(short: &str, words: &'w [String]) -> Option<&'w [String]> {
    if !is_abbreviation(short) {
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
