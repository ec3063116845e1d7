//! Lists of numbers in little memory.

use std::ops::Range;

/// Numbers of two bytes each if all are below 65,536, else of four bytes each.
#[derive(Debug)]
pub(super) enum Numbers {
    Short(Box<[u16]>),
    Long(Box<[u32]>),
}

impl Default for Numbers {
    fn default() -> Numbers {
        Numbers::Short(Box::default())
    }
}

impl Numbers {
    pub(super) fn new(all: Vec<u32>) -> Numbers {
        match all.iter().all(|number| *number <= u16::MAX.into()) {
            // The length is known: the list takes no more memory than its numbers.
            true => Numbers::Short(all.iter().map(|number| *number as u16).collect()),
            false => Numbers::Long(all.into()),
        }
    }

    /// Returns the numbers at the positions of `range`, or nothing if `range` is out of bounds.
    pub(super) fn slice(&self, range: Range<usize>) -> impl Iterator<Item = u32> + Clone {
        let (short, long) = match self {
            Numbers::Short(all) => (all.get(range), None),
            Numbers::Long(all) => (None, all.get(range)),
        };
        let short = short.unwrap_or_default().iter().map(|number| u32::from(*number));
        short.chain(long.unwrap_or_default().iter().copied())
    }

    pub(super) fn bytes(&self) -> usize {
        match self {
            Numbers::Short(all) => size_of_val(&**all),
            Numbers::Long(all) => size_of_val(&**all),
        }
    }
}

/// Short lists of numbers, one after the other.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// The position of each list in `items`, and the end of the last list. Without items: empty.
    starts: Box<[u32]>,
    items: Numbers,
}

impl Lists {
    fn range(&self, list: usize) -> Range<usize> {
        match (self.starts.get(list), self.starts.get(list + 1)) {
            (Some(start), Some(end)) => *start as usize..*end as usize,
            _ => 0..0,
        }
    }

    pub(super) fn get(&self, list: usize) -> impl Iterator<Item = u32> {
        self.items.slice(self.range(list))
    }

    pub(super) fn is_empty(&self, list: usize) -> bool {
        self.range(list).is_empty()
    }

    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.starts) + self.items.bytes()
    }
}

/// The lengths of some [`Lists`] under construction.
pub(super) struct ListLengths(Vec<u32>);

impl ListLengths {
    pub(super) fn new(lists: usize) -> ListLengths {
        ListLengths(vec![0; lists + 1])
    }

    /// Makes a list longer by an item.
    pub(super) fn count(&mut self, list: u32) {
        if let Some(length) = self.0.get_mut(list as usize + 1) {
            *length += 1;
        }
    }

    /// Returns lists of these lengths, to be filled.
    pub(super) fn into_filler(self) -> ListFiller {
        let mut starts = self.0;
        let mut sum = 0;
        for length in &mut starts {
            sum += *length;
            *length = sum;
        }
        ListFiller { next: starts.clone(), starts, items: vec![0; sum as usize] }
    }
}

/// [`Lists`] of known lengths under construction.
pub(super) struct ListFiller {
    starts: Vec<u32>,
    /// The position of the next item of each list.
    next: Vec<u32>,
    items: Vec<u32>,
}

impl ListFiller {
    /// Puts the next item into a list.
    pub(super) fn put(&mut self, list: u32, item: u32) {
        if let Some(at) = self.next.get_mut(list as usize) {
            if let Some(slot) = self.items.get_mut(*at as usize) {
                *slot = item;
            }
            *at += 1;
        }
    }

    pub(super) fn finish(self) -> Lists {
        match self.items.is_empty() {
            true => Lists::default(),
            false => Lists { starts: self.starts.into(), items: Numbers::new(self.items) },
        }
    }
}
