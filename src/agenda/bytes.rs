//! Sets of bytes, and fast searches for them that stay small.

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

/// A word with 1 in each byte.
const ONES: u64 = u64::MAX / 0xff;
/// A word with the high bit of each byte.
const HIGH: u64 = ONES * 0x80;
/// A word with all other bits.
const LOW: u64 = ONES * 0x7f;

/// Returns true if `bytes` have a control character of ASCII other than line ends and tabs.
pub(crate) fn have_controls(bytes: &[u8]) -> bool {
    let (steps, rest) = bytes.as_chunks();
    for step in steps {
        if has_low_byte(step) && has_low_byte_in_line(step) && step.iter().any(is_control) {
            return true;
        }
    }
    memchr::memchr(0x7f, bytes).is_some() || rest.iter().any(is_control)
}

fn is_control(byte: &u8) -> bool {
    matches!(byte, ..b'\t' | 0xb..b' ' | 0x7f)
}

/// Returns true if a byte is below the space.
fn has_low_byte(step: &[u8; 32]) -> bool {
    let ([a, b, c, d], _) = step.as_chunks::<8>() else { return true };
    // The first byte below the space sets its high bit. The bytes after it may borrow.
    let low = |word: &[u8; 8]| {
        u64::from_le_bytes(*word).wrapping_sub(ONES * 0x20) & !u64::from_le_bytes(*word)
    };
    (low(a) | low(b) | low(c) | low(d)) & HIGH != 0
}

/// Returns true if a byte is below the space and no line end.
fn has_low_byte_in_line(step: &[u8; 32]) -> bool {
    let ([a, b, c, d], _) = step.as_chunks::<8>() else { return true };
    let low = |word: &[u8; 8]| {
        let word = u64::from_le_bytes(*word);
        let difference = word ^ (ONES * 0xa);
        let is_other = ((difference & LOW) + LOW) | difference;
        !((word | HIGH) - ONES * 0x20) & !word & is_other
    };
    (low(a) | low(b) | low(c) | low(d)) & HIGH != 0
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

        #[test]
        fn any_control_but_line_ends_and_tabs_is_found(
            mut bytes in prop::collection::vec(prop_oneof![
                prop::num::u8::ANY.prop_map(|byte| byte | 0x80),
                0x20..=0x7e_u8, Just(b'\n'), Just(b'\t'),
            ], 0..100),
            control in prop_oneof![0..0x20_u8, Just(0x7f)],
            at in 0..100_usize,
        ) {
            prop_assert!(!have_controls(&bytes));
            let expected = at < bytes.len() && !matches!(control, b'\n' | b'\t');
            if let Some(byte) = bytes.get_mut(at) {
                *byte = control;
            }
            prop_assert_eq!(have_controls(&bytes), expected);
        }
    }
}
