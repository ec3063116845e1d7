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

/// The bytes of a word, the first one highest, and zeros behind them. No word has a zero byte.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct ShortWord(u128);

impl ShortWord {
    const BYTES: usize = size_of::<u128>();

    fn new(word: &str) -> Option<ShortWord> {
        let mut bytes = [0; Self::BYTES];
        bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
        Some(ShortWord(u128::from_be_bytes(bytes)))
    }

    fn to_word(self) -> Box<str> {
        let bytes = self.0.to_be_bytes();
        let length = bytes.iter().position(|byte| *byte == 0).unwrap_or(Self::BYTES);
        String::from_utf8_lossy(bytes.get(..length).unwrap_or_default()).into()
    }
}

impl WordNumbers {
    /// Returns the number of a word, a new one if the word is new.
    pub(super) fn number_of(&mut self, word: &str) -> u32 {
        let next = (self.short.len() + self.long.len()) as u32;
        if let Some(short) = ShortWord::new(word) {
            return *self.short.entry(short).or_insert(next);
        }
        if let Some(number) = self.long.get(word) {
            return *number;
        }
        self.long.insert(word.into(), next);
        next
    }

    /// Returns the words in alphabetical order, each with its number.
    pub(super) fn sorted(self) -> Vec<(Box<str>, u32)> {
        let short = self.short.into_iter().map(|(word, number)| (word.to_word(), number));
        let mut words: Vec<(Box<str>, u32)> = short.chain(self.long).collect();
        words.sort_unstable();
        words
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
            let mut expected: Vec<(Box<str>, u32)> =
                words.iter().map(|word| word.as_str().into()).zip(given).collect();
            expected.sort_unstable();
            expected.dedup();
            prop_assert_eq!(numbers.sorted(), expected);
        }
    }
}
