//! Text that scrolls: details and help.

use super::Brush;
use crate::tui::layout::area::Area;
use crate::tui::layout::line::Line;
use crate::tui::theme::Role;

/// Draws the lines from `scroll` on. Where they do not fit, the last row says how much is below.
pub(super) fn draw(brush: &mut Brush, area: Area, lines: &[Line], scroll: usize) {
    let height = usize::from(area.height);
    let scroll = scroll.min(lines.len().saturating_sub(height));
    let below = lines.len().saturating_sub(scroll + height);
    let told = below > 0 && height > 3;
    let shown = area.height - u16::from(told);
    for (row, line) in (0..shown).zip(lines.iter().skip(scroll)) {
        let mut rest = area.row(row);
        for span in line {
            rest = brush.text(rest, span.role, &span.text);
        }
    }
    if told {
        brush.fitted(area.row(shown), Role::Faint, &format!("… {} more lines", below + 1));
    }
}
