//! Puts text of a role into cells. Nothing is ever drawn outside the area that is given, nor
//! outside the screen.

use crate::tui::layout::area::Area;
use crate::tui::layout::text;
use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

pub(super) struct Brush<'a> {
    theme: &'a Theme,
    buffer: &'a mut Buffer,
    /// What is below every role.
    ground: Style,
    /// Laid over every role while it is set.
    over: Style,
}

impl<'a> Brush<'a> {
    pub(super) fn new(theme: &'a Theme, buffer: &'a mut Buffer) -> Brush<'a> {
        let ground = theme.ground(false);
        buffer.set_style(buffer.area, ground);
        Brush { theme, buffer, ground, over: Style::new() }
    }

    /// Draws on the ground of a tile from now on, or on that of the screen.
    pub(super) fn on_tile(&mut self, tile: bool) {
        self.ground = self.theme.ground(tile);
    }

    /// Lays the look of these roles over all that is drawn from now on.
    pub(super) fn over(&mut self, roles: &[Role]) {
        self.over =
            roles.iter().fold(Style::new(), |style, role| style.patch(self.theme.style(*role)));
    }

    fn look(&self, role: Role) -> Style {
        self.ground.patch(self.theme.style(role)).patch(self.over)
    }

    /// Gives every cell of an area the look of a role.
    pub(super) fn fill(&mut self, area: Area, role: Role) {
        let style = self.look(role);
        self.buffer.set_style(Rect::new(area.x, area.y, area.width, area.height), style);
    }

    /// Empties every cell of an area.
    pub(super) fn blank(&mut self, area: Area) {
        let line = " ".repeat(usize::from(area.width));
        for row in 0..area.height {
            self.text(area.row(row), Role::Text, &line);
        }
    }

    /// Draws `text` in the first row of `area`, as far as it fits, and returns what is left of the
    /// row.
    pub(super) fn text(&mut self, area: Area, role: Role, text: &str) -> Area {
        if area.is_empty() {
            return area;
        }
        let style = self.look(role);
        let right = area.x.saturating_add(area.width).min(self.buffer.area.right());
        let mut x = area.x;
        for letter in text.graphemes(true).map(|letter| self.theme.letter(letter)) {
            let cells = u16::try_from(letter.width()).unwrap_or(u16::MAX);
            if cells == 0 {
                continue;
            }
            if x.saturating_add(cells) > right {
                break;
            }
            for (nth, x) in (x..x + cells).enumerate() {
                if let Some(cell) = self.buffer.cell_mut((x, area.y)) {
                    cell.reset();
                    cell.set_symbol(if nth == 0 { letter } else { "" }).set_style(style);
                }
            }
            x += cells;
        }
        area.inner(x - area.x, 0, 0, 0)
    }

    /// Draws `text`, with an ellipsis if it does not fit.
    pub(super) fn fitted(&mut self, area: Area, role: Role, text: &str) -> Area {
        let fitted = text::fit(text, usize::from(area.width));
        self.text(area, role, &fitted)
    }

    /// Draws `text` at the right end of the row, and returns what is left of it.
    pub(super) fn right(&mut self, area: Area, role: Role, text: &str) -> Area {
        let cells = u16::try_from(text::width(text)).unwrap_or(u16::MAX);
        if cells > area.width {
            return area;
        }
        self.text(area.inner(area.width - cells, 0, 0, 0), role, text);
        area.inner(0, 0, cells, 0)
    }
}
