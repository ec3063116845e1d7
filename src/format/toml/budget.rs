//! The memory for the tables of one file. The memory grows with the file: an agenda of 100,000
//! sessions is read, and a small file of a million empty tables is cut off.

use super::syntax::Value;

/// The memory for the tables of any file, in bytes.
const BASE: usize = 128 << 20;
/// Memory for each byte of the file, in bytes.
const SHARE: usize = 2;
/// The memory that a session takes, its texts left out: about 800 bytes as a draft and 400 bytes in
/// the agenda.
const SESSION_COST: usize = 1200;
/// The memory that any other table takes.
const TABLE_COST: usize = 600;
/// The memory that an entry of a list takes: a name with a person of its own.
const ENTRY_COST: usize = 350;

/// The memory that is left for the tables of a file.
pub(super) struct MemoryBudget {
    bytes_left: usize,
    is_spent: bool,
}

impl MemoryBudget {
    /// Returns the budget of a file of `size` bytes.
    pub(super) fn of_file(size: usize) -> MemoryBudget {
        let bytes_left = size.saturating_mul(SHARE).saturating_add(BASE);
        MemoryBudget { bytes_left, is_spent: false }
    }

    /// Returns true if the tables so far take more memory than there was.
    pub(super) fn is_spent(&self) -> bool {
        self.is_spent
    }

    /// Takes the memory for a table `name` whose lists have `listed` entries together.
    pub(super) fn take_table(&mut self, name: &str, listed: usize) {
        let own = if name == "session" { SESSION_COST } else { TABLE_COST };
        let left = self.bytes_left.checked_sub(own + listed * ENTRY_COST);
        self.is_spent |= left.is_none();
        self.bytes_left = left.unwrap_or_default();
    }
}

/// Returns the number of entries of a list or table.
pub(super) fn count_listed(value: &Value<'_>) -> usize {
    match value {
        Value::List(items) => items.len(),
        Value::Table(table) => table.entries.len(),
        _ => 0,
    }
}
