//! Many short lists in one memory.

use std::ops::Range;

/// Lists in one memory, such as the columns of each session: 20,000 allocations of a list each take
/// longer than the rest of a layout.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct ShortLists<T> {
    items: Vec<T>,
    /// The items of each list.
    ranges: Vec<Range<usize>>,
}

impl<T: Copy + Default> ShortLists<T> {
    /// Returns `count` lists. `pairs` are the items, each with the position of its list. The items
    /// of a list keep their order.
    pub(super) fn grouped(count: usize, pairs: impl Iterator<Item = (usize, T)> + Clone) -> Self {
        let mut ranges = vec![0..0; count];
        pairs.clone().for_each(|(list, _)| ranges[list].end += 1);
        let mut start = 0;
        for range in &mut ranges {
            let length = range.end;
            *range = start..start;
            start += length;
        }
        let mut items = vec![T::default(); start];
        for (list, item) in pairs {
            items[ranges[list].end] = item;
            ranges[list].end += 1;
        }
        ShortLists { items, ranges }
    }

    /// Adds a list.
    pub(super) fn push(&mut self, items: impl Iterator<Item = T>) {
        let start = self.items.len();
        self.items.extend(items);
        self.ranges.push(start..self.items.len());
    }

    /// Replaces an empty list.
    pub(super) fn fill(&mut self, list: usize, items: impl Iterator<Item = T>) {
        let start = self.items.len();
        self.items.extend(items);
        self.ranges[list] = start..self.items.len();
    }

    pub(super) fn len(&self) -> usize {
        self.ranges.len()
    }

    pub(super) fn get(&self, list: usize) -> &[T] {
        self.ranges.get(list).and_then(|range| self.items.get(range.clone())).unwrap_or_default()
    }

    pub(super) fn get_mut(&mut self, list: usize) -> &mut [T] {
        let range = self.ranges.get(list).cloned().unwrap_or_default();
        self.items.get_mut(range).unwrap_or_default()
    }

    /// Makes a list shorter.
    pub(super) fn truncate(&mut self, list: usize, length: usize) {
        let range = &mut self.ranges[list];
        range.end = range.end.min(range.start + length);
    }

    /// Returns the lists in their order.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[T]> + Clone {
        (0..self.ranges.len()).map(|list| self.get(list))
    }
}
