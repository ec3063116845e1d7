//! Frames as lines of text, for a terminal that understands no sequences (`TERM=dumb`).

use crate::tui::view::CursorCell;
use ratatui::buffer::Buffer;

/// The rows of the frame that was printed last.
#[derive(Debug, Default)]
pub(super) struct PrintedRows {
    rows: Vec<String>,
    cursor: Option<CursorCell>,
}

impl PrintedRows {
    /// Returns the rows of a frame that differ from the frame before, one line for each. The row of
    /// the cursor is one of them if the cursor has moved. Blank rows are left out.
    pub(super) fn next_lines(&mut self, frame: &Buffer, cursor: Option<CursorCell>) -> String {
        let moved_to = cursor.filter(|_| cursor != self.cursor).map(|cell| cell.y);
        let rows: Vec<String> =
            (frame.area.top()..frame.area.bottom()).map(|y| row_text(frame, y)).collect();
        if self.rows.len() != rows.len() {
            self.rows.clear();
        }
        let mut lines = String::new();
        for ((nth, row), y) in rows.iter().enumerate().zip(frame.area.top()..) {
            let is_new = self.rows.get(nth).is_none_or(|before| before != row);
            if (is_new || moved_to == Some(y)) && !row.is_empty() {
                lines.push_str(row);
                lines.push_str("\r\n");
            }
        }
        *self = PrintedRows { rows, cursor };
        lines
    }
}

/// Returns the text of a row without the blanks at its ends, and with two blanks at most between
/// its parts.
fn row_text(frame: &Buffer, y: u16) -> String {
    let cells = (frame.area.left()..frame.area.right()).filter_map(|x| frame.cell((x, y)));
    let text: String = cells.map(|cell| cell.symbol()).collect();
    let parts = text.split("  ").map(str::trim).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("  ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at_row(y: u16) -> Option<CursorCell> {
        Some(CursorCell { x: 0, y, is_shown: true })
    }

    #[test]
    fn changed_rows_and_the_row_of_a_moved_cursor_are_printed() {
        let before = Buffer::with_lines(["Monday", "09:00 One           ", "10:00 Two", ""]);
        let marked = Buffer::with_lines(["Monday", "09:00 One, attending", "10:00 Two", ""]);
        for (after, cursor, expected) in [
            (&before, at_row(1), ""),
            (&before, at_row(2), "10:00 Two\r\n"),
            (&marked, at_row(1), "09:00 One, attending\r\n"),
            (&marked, at_row(2), "09:00 One, attending\r\n10:00 Two\r\n"),
        ] {
            let mut printed = PrintedRows::default();
            printed.next_lines(&before, at_row(1));
            assert_eq!(printed.next_lines(after, cursor), expected);
        }
    }
}
