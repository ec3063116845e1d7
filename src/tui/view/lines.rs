//! Text that scrolls: details and help. The end of a text that is typed.

use super::brush::Brush;
use crate::text;
use crate::tui::layout::area::Area;
use crate::tui::layout::line::Line;
use crate::tui::theme::Role;

/// Draws the lines from `scroll` on. If lines are hidden below, the last row names their number.
pub(super) fn draw_lines(brush: &mut Brush, area: Area, lines: &[Line], scroll: usize) {
    let height = usize::from(area.height);
    let scroll = scroll.min(lines.len().saturating_sub(height));
    let below = lines.len().saturating_sub(scroll + height);
    let has_count = below > 0 && height > 3;
    let shown = area.height - u16::from(has_count);
    for (row, line) in (0..shown).zip(lines.iter().skip(scroll)) {
        brush.line(area.row(row), line);
    }
    if has_count {
        brush.fitted(area.row(shown), Role::Faint, &format!("… {} more lines", below + 1));
    }
}

/// Returns the longest end of a text in `cells`.
pub(super) fn text_end(text: &str, cells: usize) -> &str {
    let mut end = text;
    while text::width(end) > cells {
        let mut letters = end.chars();
        letters.next();
        end = letters.as_str();
    }
    end
}
