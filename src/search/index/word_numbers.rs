//! The numbers of the words of an index under construction.

use foldhash::HashMap;

/// The number of each distinct word, in the order of their first use.
///
/// Most words are short. A map with the letters themselves in its keys compares them without a
/// second look into memory, which took half of the time to number a word.
#[derive(Default)]
pub(super) struct WordNumbers {
    /// The words of at most [`ShortWord::BYTES`] bytes.
    short: HashMap<ShortWord, u32>,
    long: HashMap<Box<str>, u32>,
}

/// The bytes of a word, the first one lowest, and zeros behind them. No word has a zero byte. With
/// its number, a packed word takes 20 bytes, and else 32.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(Rust, packed(4))]
struct ShortWord(u128);

impl ShortWord {
    const BYTES: usize = size_of::<u128>();

    #[inline]
    fn new(word: &str) -> Option<ShortWord> {
        let bytes = word.as_bytes();
        let (low, high) = match bytes.split_at_checked(8) {
            None => (lowest_first(bytes), 0),
            Some((low, high)) if high.len() <= 8 => (lowest_first(low), lowest_first(high)),
            Some(_) => return None,
        };
        Some(ShortWord(u128::from(high) << 64 | u128::from(low)))
    }

    /// Returns a word of letters and digits of ASCII in lower case.
    #[inline]
    fn of_ascii(word: &str) -> Option<ShortWord> {
        /// The bit that a small letter has, a capital has not, and every digit has.
        const SMALL: u128 = 0x2020_2020_2020_2020_2020_2020_2020_2020;
        let free = Self::BYTES.checked_sub(word.len())? as u32;
        let ShortWord(bytes) = ShortWord::new(word)?;
        Some(ShortWord(bytes | SMALL.unbounded_shr(8 * free)))
    }

    /// Returns a number in the order of the words.
    fn order(self) -> u128 {
        let ShortWord(letters) = self;
        letters.swap_bytes()
    }

    /// Calls `give` with the word.
    fn give<T>(self, give: impl FnOnce(&str) -> T) -> T {
        let ShortWord(letters) = self;
        let bytes = letters.to_le_bytes();
        let length = Self::BYTES - letters.leading_zeros() as usize / 8;
        give(str::from_utf8(bytes.get(..length).unwrap_or_default()).unwrap_or_default())
    }
}

/// Returns at most 8 bytes as a number, the first one lowest.
#[inline]
fn lowest_first(bytes: &[u8]) -> u64 {
    let number = |four: &[u8; 4]| u64::from(u32::from_le_bytes(*four));
    match (bytes.first_chunk(), bytes.last_chunk()) {
        // The bytes that are in both are or-ed with themselves.
        (Some(first), Some(last)) => number(first) | number(last) << (8 * (bytes.len() - 4)),
        _ => bytes.iter().rev().fold(0, |all, byte| all << 8 | u64::from(*byte)),
    }
}

impl WordNumbers {
    /// Returns the number of a word of letters and digits of ASCII, in upper or lower case.
    pub(super) fn number_of_ascii(&mut self, word: &str) -> u32 {
        match ShortWord::of_ascii(word) {
            Some(short) => self.number_of_short(short),
            None => self.number_of_long(&word.to_ascii_lowercase()),
        }
    }

    /// Returns the number of a folded word, a new one if the word is new.
    pub(super) fn number_of(&mut self, word: &str) -> u32 {
        match ShortWord::new(word) {
            Some(short) => self.number_of_short(short),
            None => self.number_of_long(word),
        }
    }

    #[inline]
    fn number_of_short(&mut self, word: ShortWord) -> u32 {
        if let Some(number) = self.short.get(&word) {
            return *number;
        }
        let next = self.next();
        self.short.insert(word, next);
        next
    }

    fn number_of_long(&mut self, word: &str) -> u32 {
        if let Some(number) = self.long.get(word) {
            return *number;
        }
        let next = self.next();
        self.long.insert(word.into(), next);
        next
    }

    /// Returns the number of distinct words, which is the number of the next new word.
    pub(super) fn next(&self) -> u32 {
        (self.short.len() + self.long.len()) as u32
    }

    /// Calls `give` with each word and its number, in alphabetical order.
    pub(super) fn each_sorted(self, mut give: impl FnMut(&str, u32)) {
        let mut short = Vec::from_iter(self.short);
        let mut long = Vec::from_iter(self.long);
        short.sort_unstable_by_key(|(word, _)| word.order());
        long.sort_unstable();
        let mut long = long.into_iter().peekable();
        for (word, number) in short {
            word.give(|word| {
                while let Some((long, number)) = long.next_if(|(long, _)| **long < *word) {
                    give(&long, number);
                }
                give(word, number);
            });
        }
        long.for_each(|(word, number)| give(&word, number));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_keep_their_numbers(words in prop::collection::vec("[a-cé日]{1,24}", 0..40)) {
            let mut numbers = WordNumbers::default();
            let given: Vec<u32> = words.iter().map(|word| numbers.number_of(word)).collect();
            let again: Vec<u32> = words.iter().map(|word| numbers.number_of(word)).collect();
            prop_assert_eq!(&given, &again);
            for (word, number) in words.iter().zip(&given).filter(|(word, _)| word.is_ascii()) {
                prop_assert_eq!(numbers.number_of_ascii(&word.to_ascii_uppercase()), *number);
            }
            let mut expected: Vec<(Box<str>, u32)> =
                words.iter().map(|word| word.as_str().into()).zip(given).collect();
            expected.sort_unstable();
            expected.dedup();
            let mut sorted = Vec::new();
            numbers.each_sorted(|word, number| sorted.push((word.into(), number)));
            prop_assert_eq!(sorted, expected);
        }
    }
}
