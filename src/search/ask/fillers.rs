//! Words that people say around what they look for: `the talk about`.

use std::collections::HashSet;
use std::sync::LazyLock;

/// The words, and phrases joined by `_`, folded. A line of a language may follow another.
const FILLERS: &str = include_str!("fillers.tsv");

/// The number of words of the longest phrase.
const PHRASE_WORDS: usize = 3;

/// The words and phrases of all languages.
static ALL: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = FILLERS.lines().filter_map(|line| line.split_once('\t'));
    lines.flat_map(|(_, words)| words.split(' ')).collect()
});

/// Returns true for each word that is a filler by itself or within a phrase. `None` stands for a
/// word that never is.
pub(in crate::search) fn find_fillers(words: &[Option<&str>]) -> Vec<bool> {
    let mut found = vec![false; words.len()];
    for count in 1..=PHRASE_WORDS {
        for (start, run) in words.windows(count).enumerate() {
            let run: Option<Vec<&str>> = run.iter().copied().collect();
            if run.is_some_and(|run| ALL.contains(&*run.join("_"))) {
                found.iter_mut().skip(start).take(count).for_each(|found| *found = true);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fillers_are_words_and_phrases_of_some_languages() {
        for (text, expected) in [
            ("the talk about dns", "dns"),
            ("what new in helm", "helm"),
            ("new helm", "new helm"),
            ("wie funktioniert das mit dem strom", "funktioniert strom"),
            ("was ist neu bei docker", "docker"),
            ("neu", "neu"),
            ("quoi de neuf docker", "docker"),
            ("what is happening with wayland", "wayland"),
            ("happening", "happening"),
            ("anything about dns", "dns"),
            ("started", "started"),
            ("how to get started with ebpf", "ebpf"),
        ] {
            let words: Vec<Option<&str>> = text.split(' ').map(Some).collect();
            let found = find_fillers(&words);
            let kept = words.iter().zip(found).filter(|(_, is_filler)| !is_filler);
            let kept: Vec<&str> = kept.filter_map(|(word, _)| *word).collect();
            assert_eq!(kept.join(" "), expected, "{text}");
        }
        assert_eq!(find_fillers(&[None, Some("the")]), [false, true]);
    }
}
