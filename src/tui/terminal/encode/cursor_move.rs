//! The ways to move the cursor of the terminal, with their lengths in bytes.

use super::super::digits::{digits, push_sequence};

/// Moves the cursor down in its column. On Windows, a line feed returns to the first column.
const DOWN: &[u8] = if cfg!(windows) { b"\x1b[B" } else { b"\n" };

/// A way to move the cursor.
pub(super) enum CursorMove {
    /// To a cell of the screen.
    To { x: u16, y: u16 },
    /// Down some rows or none, and then to another column.
    Down { rows: u16, from: u16, to: u16 },
}

impl CursorMove {
    /// Returns the length of what [`write`](CursorMove::write) writes.
    pub(super) fn bytes(&self) -> usize {
        match *self {
            CursorMove::To { x: 0, y } => 3 + digits(y + 1),
            CursorMove::To { x, y } => 4 + digits(y + 1) + digits(x + 1),
            CursorMove::Down { rows, from, to } => {
                DOWN.len() * usize::from(rows)
                    + match (from.abs_diff(to), to >= from) {
                        (0, _) => 0,
                        (1, true) => 3,
                        (_, false) if to == 0 => 1,
                        (1, false) => 1,
                        (cells, _) => 3 + digits(cells),
                    }
            }
        }
    }

    /// Writes the sequences of the move.
    pub(super) fn write(&self, bytes: &mut Vec<u8>) {
        match *self {
            CursorMove::To { x: 0, y } => push_sequence(bytes, &[y + 1], b'H'),
            CursorMove::To { x, y } => push_sequence(bytes, &[y + 1, x + 1], b'H'),
            CursorMove::Down { rows, from, to } => {
                (0..rows).for_each(|_| bytes.extend_from_slice(DOWN));
                match (from.abs_diff(to), to >= from) {
                    (0, _) => {}
                    (1, true) => push_sequence(bytes, &[], b'C'),
                    (_, false) if to == 0 => bytes.push(b'\r'),
                    (1, false) => bytes.push(0x08),
                    (cells, true) => push_sequence(bytes, &[cells], b'C'),
                    (cells, false) => push_sequence(bytes, &[cells], b'D'),
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_of_a_move_is_that_of_its_sequence() {
        let columns = [0, 1, 2, 9, 10, 11, 99, 100, 249, 1023];
        let pairs = columns.into_iter().flat_map(|from| columns.map(|to| (from, to)));
        for (from, to) in pairs {
            for way in [
                CursorMove::To { x: from, y: to },
                CursorMove::Down { rows: 0, from, to },
                CursorMove::Down { rows: 3, from, to },
            ] {
                let mut written = Vec::new();
                way.write(&mut written);
                assert_eq!(way.bytes(), written.len(), "{}", written.escape_ascii());
            }
        }
    }
}
