//! Other names and abbreviations: `k8s` is Kubernetes.

use super::substitute::Substitute;
use crate::search::index::Index;
use crate::search::matcher::Tier;

/// Names of one thing on each line, folded, with tabs between them.
const ALIASES: &str = include_str!("aliases.tsv");

/// Returns the other names of the typed words, from the table and from the agenda.
///
/// `words` has `None` for a text that is not a plain word.
pub(in crate::search) fn find_aliases(index: &Index, words: &[Option<&str>]) -> Vec<Substitute> {
    let mut found = Vec::new();
    for line in ALIASES.lines() {
        add_names(&mut found, words, line);
    }
    for pair in index.abbreviations() {
        add_names(&mut found, words, pair);
    }
    found
}

/// Adds the other names of one thing for each place where the typed words are a name of the thing.
///
/// `names` has tabs between the names.
fn add_names(found: &mut Vec<Substitute>, words: &[Option<&str>], names: &str) {
    for name in names.split('\t') {
        let count = name.split(' ').count();
        for (start, run) in words.windows(count).enumerate() {
            if !run.iter().copied().eq(name.split(' ').map(Some)) {
                continue;
            }
            let others = names.split('\t').filter(|other| *other != name);
            found.extend(others.map(|other| Substitute {
                texts: start..start + count,
                words: other.split(' ').map(str::to_owned).collect(),
                is_phrase: true,
                tier: Tier::Alias,
            }));
        }
    }
}
