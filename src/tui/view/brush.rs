//! Draws text of a role into cells. Nothing is drawn outside the given area or the screen.

use crate::text;
use crate::tui::layout::area::Area;
use crate::tui::layout::line::Line;
use crate::tui::theme::{Role, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// A buffer and the style of the next text.
pub(super) struct Brush<'a> {
    theme: &'a Theme,
    buffer: &'a mut Buffer,
    /// The style below every role.
    ground: Style,
    /// The style over every role.
    over: Style,
}

impl<'a> Brush<'a> {
    /// Returns a brush for the screen and fills the screen with the ground of the theme.
    pub(super) fn new(theme: &'a Theme, buffer: &'a mut Buffer) -> Brush<'a> {
        let ground = theme.ground_style(false);
        buffer.set_style(buffer.area, ground);
        Brush { theme, buffer, ground, over: Style::new() }
    }

    /// Draws on the ground of a tile from now on, or on the ground of the screen.
    pub(super) fn on_tile(&mut self, is_tile: bool) {
        self.ground = self.theme.ground_style(is_tile);
    }

    /// Draws `role` over every other role from now on. `None`: nothing lies over the roles.
    pub(super) fn over(&mut self, role: Option<Role>) {
        self.over = role.map_or_else(Style::new, |role| self.theme.style_of(role));
    }

    /// Returns the style of a role on the ground. Dim letters are not bold: some terminals have one
    /// weight for a cell, and would show the last of the two.
    fn style_of(&self, role: Role) -> Style {
        let style = self.ground.patch(self.theme.style_of(role)).patch(self.over);
        let is_dim = style.add_modifier.contains(Modifier::DIM);
        if is_dim { style.remove_modifier(Modifier::BOLD) } else { style }
    }

    /// Gives every cell of an area the style of a role. The letters stay.
    pub(super) fn fill(&mut self, area: Area, role: Role) {
        let style = self.style_of(role);
        self.buffer.set_style(Rect::new(area.x, area.y, area.width, area.height), style);
    }

    /// Clears every cell of an area.
    pub(super) fn blank(&mut self, area: Area) {
        let spaces = " ".repeat(usize::from(area.width));
        for row in 0..area.height {
            self.text(area.row(row), Role::Text, &spaces);
        }
    }

    /// Draws `text` in the first row of `area`. Letters beyond the area are left out. Returns the
    /// rest of the row.
    pub(super) fn text(&mut self, area: Area, role: Role, text: &str) -> Area {
        if area.is_empty() {
            return area;
        }
        let style = self.style_of(role);
        let right = area.x.saturating_add(area.width).min(self.buffer.area.right());
        let mut x = area.x;
        for letter in text.graphemes(true) {
            let letter = text::drawable(letter);
            let letter = self.theme.drawn_letter(&letter);
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

    /// Draws a line of several roles in the first row of `area`. Returns the rest of the row.
    pub(super) fn line(&mut self, area: Area, line: &Line) -> Area {
        line.iter().fold(area, |rest, run| self.text(rest, run.role, &run.text))
    }

    /// Draws `text`, with an ellipsis if the text is wider than the area. Returns the rest of the
    /// row.
    pub(super) fn fitted(&mut self, area: Area, role: Role, text: &str) -> Area {
        let fitted = text::fit(text, usize::from(area.width));
        self.text(area, role, &fitted)
    }

    /// Draws `text` at the right end of the row, if the text fits. Returns the rest of the row.
    pub(super) fn right(&mut self, area: Area, role: Role, text: &str) -> Area {
        let cells = u16::try_from(text::width(text)).unwrap_or(u16::MAX);
        if cells > area.width {
            return area;
        }
        self.text(area.inner(area.width - cells, 0, 0, 0), role, text);
        area.inner(0, 0, cells, 0)
    }
}
