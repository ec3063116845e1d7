//! [`sort_compactly`]: a sort whose code is small.

use std::cmp::Ordering;

/// Sorts a list by a key, which is made at most twice for each item. Items with equal keys keep
/// their order.
///
/// The sort of the standard library is 7 kB of code for each type of item and each key, and this
/// one is 0.5 kB. It is meant for lists that are short, or sorted rarely.
pub(crate) fn sort_compactly<T, K: Ord>(items: &mut [T], mut key: impl FnMut(&T) -> K) {
    if items.is_sorted_by_key(&mut key) {
        return;
    }
    let keys: Vec<K> = items.iter().map(key).collect();
    let mut order = sort_positions(keys.len(), &|a, b| keys[a].cmp(&keys[b]));
    for start in 0..order.len() {
        // Each item of a cycle goes to its place, and the first one to the last place.
        let mut at = start;
        loop {
            let from = std::mem::replace(&mut order[at], at);
            if from == start {
                break;
            }
            items.swap(at, from);
            at = from;
        }
    }
}

/// Returns the positions of a sorted list, in their order.
fn sort_positions(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn list_is_sorted_as_by_the_standard_library(
            keys in prop::collection::vec(0..20_u8, 0..60),
        ) {
            let mut items: Vec<(u8, usize)> = keys.into_iter().zip(0..).collect();
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| *key);
            sort_compactly(&mut items, |(key, _)| *key);
            prop_assert_eq!(items, expected);
        }
    }
}
