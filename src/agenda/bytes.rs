//! Sets of bytes, and a fast search for them that stays small.

/// A set of bytes.
#[derive(Debug)]
pub(crate) struct ByteSet([bool; 256]);

impl ByteSet {
    /// Returns the set of the bytes of `list`.
    pub(crate) const fn new(list: &[u8]) -> ByteSet {
        let mut set = [false; 256];
        let mut at = 0;
        while at < list.len() {
            set[list[at] as usize] = true;
            at += 1;
        }
        ByteSet(set)
    }

    /// Returns the set with the bytes from `first` to `last` too.
    pub(crate) const fn with_range(mut self, first: u8, last: u8) -> ByteSet {
        let mut byte = first as usize;
        while byte <= last as usize {
            self.0[byte] = true;
            byte += 1;
        }
        self
    }

    /// Returns the set without the bytes of `list`.
    pub(crate) const fn without(mut self, list: &[u8]) -> ByteSet {
        let mut at = 0;
        while at < list.len() {
            self.0[list[at] as usize] = false;
            at += 1;
        }
        self
    }

    /// Returns true if a byte of `bytes` is in the set.
    pub(crate) fn is_in(&self, bytes: &[u8]) -> bool {
        self.find(bytes).is_some()
    }

    /// Returns the index of the first byte that is in the set.
    pub(crate) fn find(&self, bytes: &[u8]) -> Option<usize> {
        let (steps, _) = bytes.as_chunks();
        let from = steps.iter().take_while(|step| !self.has_one_of(step)).count() * 8;
        let at = bytes.get(from..)?.iter().position(|byte| self.has(*byte))?;
        Some(from + at)
    }

    /// Returns true if one of the bytes is in the set, without a branch for each byte.
    fn has_one_of(&self, [a, b, c, d, e, f, g, h]: &[u8; 8]) -> bool {
        let first = self.has(*a) | self.has(*b) | self.has(*c) | self.has(*d);
        first | self.has(*e) | self.has(*f) | self.has(*g) | self.has(*h)
    }

    fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SET: ByteSet = ByteSet::new(b"x").with_range(3, 9).with_range(250, 255).without(&[5]);

    proptest! {
        #[test]
        fn first_byte_of_the_set_is_found(bytes in prop::collection::vec(4..=255_u8, 0..40)) {
            let is_in = |byte: &u8| matches!(byte, b'x' | 4 | 6..=9 | 250..);
            let expected = bytes.iter().position(is_in);
            prop_assert_eq!(SET.find(&bytes), expected);
            prop_assert_eq!(SET.is_in(&bytes), expected.is_some());
        }
    }
}
