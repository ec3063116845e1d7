//! Text that scrolls: details and help.

use super::Brush;
use crate::tui::detail::Line;
use crate::tui::panes::Area;
use crate::tui::theme::Role;

/// Draws the lines from `scroll` on, and says at the lower right how much is below.
pub(super) fn draw(brush: &mut Brush, area: Area, lines: &[Line], scroll: usize) {
    let height = usize::from(area.height);
    let scroll = scroll.min(lines.len().saturating_sub(height));
    for (row, line) in (0..area.height).zip(lines.iter().skip(scroll)) {
        let mut rest = area.row(row);
        for span in line {
            rest = brush.text(rest, span.role, &span.text);
        }
    }
    let below = lines.len().saturating_sub(scroll + height);
    if below > 0 && area.height > 2 {
        let more = format!(" {below} more lines ");
        brush.right(area.row(area.height - 1), Role::Faint, &more);
    }
}
