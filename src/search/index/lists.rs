//! Many numbers in little memory.

use std::ops::Range;

/// Numbers that take two bytes each where all of them are small, and four where not.
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
        match all.iter().map(|number| u16::try_from(*number)).collect() {
            Ok(short) => Numbers::Short(short),
            Err(_) => Numbers::Long(all.into()),
        }
    }

    /// The numbers at these places, as far as there are any.
    pub(super) fn of(&self, range: Range<usize>) -> impl Iterator<Item = u32> {
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

/// Many short lists, one after the other.
#[derive(Debug, Default)]
pub(super) struct Lists {
    /// Where each list begins, and where the last ends; nothing where all are empty.
    begin: Box<[u32]>,
    items: Numbers,
}

impl Lists {
    /// From pairs of list and item; the items of a list keep their order.
    pub(super) fn new(lists: usize, pairs: &[(u32, u32)]) -> Lists {
        if pairs.is_empty() {
            return Lists::default();
        }
        let mut begin = vec![0; lists + 1];
        for (list, _) in pairs {
            if let Some(count) = begin.get_mut(*list as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for count in &mut begin {
            sum += *count;
            *count = sum;
        }
        let (mut next, mut items) = (begin.clone(), vec![0; pairs.len()]);
        for (list, item) in pairs {
            if let Some(at) = next.get_mut(*list as usize) {
                if let Some(slot) = items.get_mut(*at as usize) {
                    *slot = *item;
                }
                *at += 1;
            }
        }
        Lists { begin: begin.into(), items: Numbers::new(items) }
    }

    fn range(&self, list: usize) -> Range<usize> {
        let at = |list: usize| self.begin.get(list).map(|at| *at as usize);
        at(list).zip(at(list + 1)).map_or(0..0, |(start, end)| start..end)
    }

    pub(super) fn get(&self, list: usize) -> impl Iterator<Item = u32> {
        self.items.of(self.range(list))
    }

    pub(super) fn is_empty(&self, list: usize) -> bool {
        self.range(list).is_empty()
    }

    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.begin) + self.items.bytes()
    }
}
