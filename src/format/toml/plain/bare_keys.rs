//! Keys without quotation marks, and a fast test for keys that occur twice.

use crate::format::toml::syntax::TableEntry;

/// The bytes of bare keys.
const KEY_BYTES: [bool; 256] = {
    let mut is_key = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        is_key[byte as usize] = byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
        byte += 1;
    }
    is_key
};

#[inline]
pub(super) fn is_key_byte(byte: u8) -> bool {
    KEY_BYTES[usize::from(byte)]
}

/// Returns a bit for a key. Keys with different bits differ. No two keys of a table of an agenda
/// have the same bit.
#[inline]
pub(super) fn key_bit(key: &str) -> u64 {
    let bytes = key.as_bytes();
    let byte_at = |at: usize| bytes.get(at).map_or(0, |byte| usize::from(*byte));
    let (middle, last) = (byte_at(bytes.len() / 2), byte_at(bytes.len().wrapping_sub(1)));
    1 << ((middle + last * 6 + bytes.len() * 4) % 64)
}

/// Returns true if two entries have the same key.
pub(super) fn has_twins(entries: &[TableEntry<'_>]) -> bool {
    /// The largest number of entries that are compared in pairs.
    const PAIRS_MAX: usize = 24;
    if entries.len() > PAIRS_MAX {
        let mut keys: Vec<&str> = entries.iter().map(|entry| &*entry.key.value).collect();
        keys.sort_unstable();
        return keys.windows(2).any(|pair| pair.first() == pair.last());
    }
    entries
        .iter()
        .enumerate()
        .any(|(ix, entry)| entries.iter().take(ix).any(|other| other.key.value == entry.key.value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::toml::KEYS;

    #[test]
    fn keys_of_a_table_have_different_bits() {
        for table in KEYS {
            let bits = table.keys.iter().fold(0, |bits, key| bits | key_bit(key));
            assert_eq!(bits.count_ones() as usize, table.keys.len(), "{}", table.table);
        }
    }
}
