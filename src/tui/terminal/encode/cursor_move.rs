//! The ways to move the cursor of the terminal, with their lengths in bytes.

use std::fmt::Write;

/// Moves the cursor down in its column. On Windows, a line feed returns to the first column.
const DOWN: &str = if cfg!(windows) { "\x1b[B" } else { "\n" };

/// A way to move the cursor.
pub(super) enum CursorMove {
    /// To a cell of the screen.
    To { x: u16, y: u16 },
    /// To another column of the row.
    InRow { from: u16, to: u16 },
    /// Down some rows, and then to another column.
    Down { rows: u16, from: u16, to: u16 },
    /// To the right, over letters of one byte that the terminal shows already. The encoder draws
    /// the letters again.
    Over { cells: u16 },
}

impl CursorMove {
    /// Returns the length of what [`write`](CursorMove::write) writes.
    pub(super) fn bytes(&self) -> usize {
        match self {
            CursorMove::To { x: 0, y } => 3 + digits(y + 1),
            CursorMove::To { x, y } => 4 + digits(y + 1) + digits(x + 1),
            CursorMove::InRow { from, to } => match (from.abs_diff(*to), to >= from) {
                (0, _) => 0,
                (1, true) => 3,
                (cells, true) => 3 + digits(cells),
                (_, false) if *to == 0 => 1,
                (1, false) => 1,
                (cells, false) => 3 + digits(cells),
            },
            CursorMove::Down { rows, from, to } => {
                let in_row = CursorMove::InRow { from: *from, to: *to };
                DOWN.len() * usize::from(*rows) + in_row.bytes()
            }
            CursorMove::Over { cells } => usize::from(*cells),
        }
    }

    /// Writes the sequence of the move. Nothing is written for [`CursorMove::Over`].
    pub(super) fn write(&self, bytes: &mut String) {
        let _ = match self {
            CursorMove::To { x: 0, y } => write!(bytes, "\x1b[{}H", y + 1),
            CursorMove::To { x, y } => write!(bytes, "\x1b[{};{}H", y + 1, x + 1),
            CursorMove::InRow { from, to } => match (from.abs_diff(*to), to >= from) {
                (0, _) => Ok(()),
                (1, true) => bytes.write_str("\x1b[C"),
                (cells, true) => write!(bytes, "\x1b[{cells}C"),
                (_, false) if *to == 0 => bytes.write_str("\r"),
                (1, false) => bytes.write_str("\x08"),
                (cells, false) => write!(bytes, "\x1b[{cells}D"),
            },
            CursorMove::Down { rows, from, to } => {
                (0..*rows).for_each(|_| bytes.push_str(DOWN));
                CursorMove::InRow { from: *from, to: *to }.write(bytes);
                Ok(())
            }
            CursorMove::Over { .. } => Ok(()),
        };
    }
}

/// Returns the number of decimal digits of a number.
fn digits(number: u16) -> usize {
    number.checked_ilog10().map_or(1, |exponent| exponent as usize + 1)
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
                CursorMove::InRow { from, to },
                CursorMove::Down { rows: 3, from, to },
            ] {
                let mut written = String::new();
                way.write(&mut written);
                assert_eq!(way.bytes(), written.len(), "{written:?}");
            }
        }
    }
}
