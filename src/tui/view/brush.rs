//! Draws text of a role into cells. Nothing is drawn outside the given area or the screen.

use crate::text;
use crate::tui::layout::area::Area;
use crate::tui::layout::line::Line;
use crate::tui::theme::{CardState, Ground, Role, Theme, sign};
use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use std::num::NonZeroU16;
use std::ops::Range;

mod cells;
mod halves;

/// A buffer, the ground of the next text, and the style over the text.
pub(super) struct Brush<'a> {
    theme: &'a Theme,
    buffer: &'a mut Buffer,
    ground: Ground,
    /// The ground whose inks the text has. In general the same ground.
    inks: Ground,
    /// The style over every role.
    over: Style,
    /// The part of the screen that is drawn has the keys.
    has_focus: bool,
    /// The ground is a selected card in a part without the keys, in a theme without grounds.
    is_weak: bool,
    /// The cells that are as in the frame before.
    kept: Area,
}

/// The lower half of a cell in the colour of the letter.
const LOWER_HALF: &str = "▄";

/// The right half of a cell in the colour of the letter: the bar at the edge of a card.
const RIGHT_HALF: &str = "▐";

/// A half of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowHalf {
    Upper,
    Lower,
}

/// The sound marks of halfwidth kana.
const SOUND_MARKS: [char; 2] = ['\u{ff9e}', '\u{ff9f}'];

impl<'a> Brush<'a> {
    /// Returns a brush for the screen, and fills the screen but the area `kept` with blanks on the
    /// ground of the theme. The cells of `kept` stay as the frame before has drawn them.
    pub(super) fn new(theme: &'a Theme, buffer: &'a mut Buffer, kept: Area) -> Brush<'a> {
        let cells = buffer.area.area() as usize;
        // The buffer of a first frame has no cells yet.
        let kept = if buffer.content.len() == cells { kept } else { Area::default() };
        let mut brush = Brush {
            theme,
            buffer,
            ground: Ground::Screen,
            inks: Ground::Screen,
            over: Style::new(),
            has_focus: true,
            is_weak: false,
            kept,
        };
        let blank = brush.screen_cell();
        if kept.is_empty() {
            fill_cells(&mut brush.buffer.content, &blank);
            brush.buffer.content.resize(cells, blank);
            return brush;
        }
        let Rect { width, height, .. } = brush.buffer.area;
        let end = kept.x.saturating_add(kept.width);
        for y in 0..height {
            if (kept.y..kept.y.saturating_add(kept.height)).contains(&y) {
                fill_cells(brush.row_mut(y, 0..kept.x), &blank);
                fill_cells(brush.row_mut(y, end..width), &blank);
            } else {
                fill_cells(brush.row_mut(y, 0..width), &blank);
            }
        }
        brush
    }

    /// Returns the cells that are as in the frame before. The caller clears the ones that differ.
    pub(super) fn take_kept(&mut self) -> Area {
        std::mem::take(&mut self.kept)
    }

    /// Returns a blank cell on the ground of the theme.
    fn screen_cell(&self) -> Cell {
        let mut blank = Cell::EMPTY;
        blank.set_style(self.theme.ground_style(Ground::Screen));
        blank
    }

    /// Draws on a ground from now on.
    pub(super) fn on(&mut self, ground: Ground) {
        let is_weak = !self.has_focus;
        self.ground = match ground {
            Ground::Card(accent, CardState::Selected) if is_weak => {
                Ground::Card(accent, CardState::Marked)
            }
            ground => ground,
        };
        self.inks = self.ground;
        self.is_weak = self.ground != ground && !self.has_grounds();
    }

    /// Draws on a ground from now on, with the inks that text has on another ground.
    pub(super) fn on_with_inks(&mut self, ground: Ground, inks: Ground) {
        self.on(ground);
        self.inks = inks;
    }

    /// Draws a part of the screen that has the keys from now on, or a part that has not: its
    /// selection is weak.
    pub(super) fn set_focus(&mut self, has_focus: bool) {
        self.has_focus = has_focus;
    }

    fn shown_role(&self, role: Role) -> Role {
        if role == Role::Selected && !self.has_focus { Role::Unfocused } else { role }
    }

    /// Returns true if the theme has colours for grounds.
    pub(super) fn has_grounds(&self) -> bool {
        self.theme.ground_color(Ground::Screen).is_some()
    }

    /// Draws a sign over one cell. The colour of the cell, or of its lower half, becomes the ground
    /// of the sign.
    pub(super) fn over_cell(&mut self, (x, y): (u16, u16), role: Role, sign: &str) {
        let ink = self.theme.style_of(role, Ground::Screen);
        let letter = self.theme.drawn_letter(sign);
        let Some(cell) = self.buffer.cell_mut((x, y)) else { return };
        let is_lower = cell.symbol() == LOWER_HALF;
        let ground = if is_lower { cell.fg } else { cell.bg };
        cell.reset();
        cell.set_symbol(letter).set_style(Style { bg: Some(ground), ..ink });
    }

    /// Draws a sign into every blank cell of a row. The grounds stay.
    pub(super) fn fill_blanks(&mut self, row: Area, role: Role, sign: &str) {
        for x in row.x..row.x.saturating_add(row.width) {
            let at = (x, row.y);
            if self.buffer.cell(at).is_some_and(|cell| cell.symbol() == " ") {
                self.over_cell(at, role, sign);
            }
        }
    }

    /// Returns true if every cell of a row is blank.
    pub(super) fn is_blank(&self, row: Area) -> bool {
        let mut cells = row.x..row.x.saturating_add(row.width);
        cells.all(|x| self.buffer.cell((x, row.y)).is_some_and(|cell| cell.symbol() == " "))
    }

    /// Draws a line through the blank cells of a row: where four or more are beside each other, and
    /// in the gaps between cards. A cell beside a letter stays blank. The grounds stay.
    pub(super) fn line_through(&mut self, row: Area, role: Role, sign: &str) {
        const MIN_CELLS: usize = 4;
        let ink = self.theme.style_of(role, Ground::Screen);
        let letter = self.theme.drawn_letter(sign);
        let has_one_of = |buffer: &Buffer, x: u16, letters: &[&str]| {
            buffer.cell((x, row.y)).is_some_and(|cell| letters.contains(&cell.symbol()))
        };
        let is_blank = |buffer: &Buffer, x: u16| has_one_of(buffer, x, &[" ", sign::FREE_LINE]);
        let edges = [sign::EDGE, sign::EDGE_SECOND, sign::EDGE_HIT, sign::EDGE_SELECTED];
        let edges = edges.into_iter().chain([RIGHT_HALF]);
        let edges: Vec<&str> = edges.map(|edge| self.theme.drawn_letter(edge)).collect();
        let is_edge = |buffer: &Buffer, x: u16| has_one_of(buffer, x, &edges);
        let cells: Vec<u16> = (row.x..row.x.saturating_add(row.width)).collect();
        let runs = cells.chunk_by(|a, b| is_blank(self.buffer, *a) == is_blank(self.buffer, *b));
        let runs: Vec<&[u16]> = runs.filter(|run| is_blank(self.buffer, run[0])).collect();
        for run in runs {
            let last = run[run.len() - 1];
            let starts_free = run[0] == row.x || is_edge(self.buffer, run[0] - 1);
            let ends_free = is_edge(self.buffer, last.saturating_add(1));
            let drawn = match run.len() {
                MIN_CELLS.. => &run[usize::from(!starts_free)..run.len() - usize::from(!ends_free)],
                _ if ends_free => &run[run.len() - 1..],
                _ => continue,
            };
            for x in drawn {
                if let Some(cell) = self.buffer.cell_mut((*x, row.y)) {
                    // The ground of a reversed card is the colour of its letters: the line keeps
                    // the style of the card.
                    if cell.modifier.contains(Modifier::REVERSED) {
                        cell.set_symbol(letter);
                        continue;
                    }
                    // Some terminals have one weight for a cell: dim or bold.
                    let sub_modifier = Modifier::REVERSED.union(Modifier::DIM);
                    let style = Style { bg: None, sub_modifier, ..ink };
                    cell.set_symbol(letter).set_style(style);
                }
            }
        }
    }

    /// Returns true if a role lies over the others.
    pub(super) fn is_over(&self) -> bool {
        self.over != Style::new()
    }

    /// Draws `role` over every other role from now on. `None`: nothing lies over the roles.
    pub(super) fn over(&mut self, role: Option<Role>) {
        self.over = role.map_or_else(Style::new, |role| {
            self.theme.style_of(self.shown_role(role), self.ground)
        });
    }

    /// Returns the style of a role on the ground. Dim letters are not bold: some terminals have one
    /// weight for a cell, and would show the last of the two.
    fn style_of(&self, role: Role) -> Style {
        let style = self.theme.style_of(self.shown_role(role), self.inks);
        let style = match self.inks == self.ground {
            true => style,
            false => Style { bg: self.theme.style_of(role, self.ground).bg, ..style },
        };
        let style = style.patch(self.over);
        let is_text = self.is_weak && !matches!(role, Role::Edge(_));
        let style = if is_text { style.add_modifier(Modifier::UNDERLINED) } else { style };
        let is_dim = style.add_modifier.contains(Modifier::DIM);
        if is_dim { style.remove_modifier(Modifier::BOLD) } else { style }
    }

    /// Gives every cell of an area the style of a role. The letters stay.
    pub(super) fn fill(&mut self, area: Area, role: Role) {
        let style = self.style_of(role);
        self.buffer.set_style(Rect::new(area.x, area.y, area.width, area.height), style);
    }

    /// Draws a line below every cell of an area.
    pub(super) fn underline(&mut self, area: Area) {
        let style = Style::new().add_modifier(Modifier::UNDERLINED);
        self.buffer.set_style(Rect::new(area.x, area.y, area.width, area.height), style);
    }

    /// Clears every cell of an area.
    pub(super) fn blank(&mut self, area: Area) {
        let blank = self.blank_cell(Role::Text);
        let right = area.x.saturating_add(area.width).min(self.buffer.area.right());
        let rows = if area.is_empty() { 0 } else { area.height };
        for y in area.y..area.y.saturating_add(rows) {
            if self.is_second_cell(area.x, y) {
                self.blank_half_letter(area.x.saturating_sub(1), y);
            }
            if self.is_second_cell(right, y) {
                self.blank_half_letter(right, y);
            }
            fill_cells(self.row_mut(y, area.x..right), &blank);
        }
    }

    /// Returns an empty cell in the style of a role.
    fn blank_cell(&self, role: Role) -> Cell {
        let mut cell = Cell::EMPTY;
        cell.set_style(self.style_of(role));
        cell
    }

    /// Draws `text` in the first row of `area`. Letters beyond the area are left out. Returns the
    /// rest of the row.
    pub(super) fn text(&mut self, area: Area, role: Role, text: &str) -> Area {
        if area.is_empty() {
            return area;
        }
        let mut blank = self.blank_cell(role);
        let right = area.x.saturating_add(area.width).min(self.buffer.area.right());
        let mut x = area.x;
        if self.is_second_cell(x, area.y) {
            self.blank_half_letter(x.saturating_sub(1), area.y);
        }
        let mut rest = text;
        while x < right {
            let plain = text::plain_letters(rest);
            rest = &rest[plain.len()..];
            x += self.put_plain_letters(area.y, x..right, &blank, plain);
            let has_cell = x < right && !self.theme.is_ascii();
            if let Some(letter) = text::simple_letter(rest).filter(|_| has_cell) {
                rest = &rest[letter.len()..];
                if let Some(cell) = self.buffer.cell_mut((x, area.y)) {
                    put_letter(cell, &blank, self.theme.drawn_letter(letter));
                }
                x += 1;
                continue;
            }
            let Some(letter) = text::letters(rest).next() else { break };
            rest = &rest[letter.len()..];
            let drawn = text::drawable(letter);
            let letter = self.theme.drawn_letter(&drawn);
            let cells = u16::try_from(text::width(letter)).unwrap_or(u16::MAX);
            if cells == 0 {
                continue;
            }
            if x.saturating_add(cells) > right {
                break;
            }
            // ratatui counts the sound mark of a halfwidth kana twice, and would leave out the
            // letter behind.
            let is_forced = letter.len() > 1 && letter.contains(SOUND_MARKS);
            let forced = NonZeroU16::new(cells).filter(|_| is_forced);
            blank.diff_option = forced.map(CellDiffOption::ForcedWidth).unwrap_or_default();
            for (nth, x) in (x..x + cells).enumerate() {
                if let Some(cell) = self.buffer.cell_mut((x, area.y)) {
                    put_letter(cell, &blank, if nth == 0 { letter } else { "" });
                }
            }
            blank.diff_option = CellDiffOption::None;
            x += cells;
        }
        if x > area.x && self.is_second_cell(x, area.y) {
            self.blank_half_letter(x, area.y);
        }
        area.inner(x - area.x, 0, 0, 0)
    }

    /// Puts letters of one byte and one cell into cells of a row, as many as have room. Returns the
    /// number of cells.
    fn put_plain_letters(&mut self, y: u16, cells: Range<u16>, blank: &Cell, letters: &str) -> u16 {
        let mut put = 0;
        let letters = (0..letters.len()).map_while(|at| letters.get(at..=at));
        for (cell, letter) in self.row_mut(y, cells).iter_mut().zip(letters) {
            put_letter(cell, blank, letter);
            put += 1;
        }
        put
    }

    /// Returns cells of a row, as far as the screen has them.
    fn row_mut(&mut self, y: u16, cells: Range<u16>) -> &mut [Cell] {
        let mut rows = self.buffer.content.chunks_mut(self.buffer.area.width.max(1).into());
        let cells = usize::from(cells.start)..usize::from(cells.end);
        rows.nth(y.into()).and_then(|row| row.get_mut(cells)).unwrap_or_default()
    }

    /// Returns true if a cell is the second one of a wide letter.
    fn is_second_cell(&self, x: u16, y: u16) -> bool {
        self.buffer.cell((x, y)).is_some_and(|cell| cell.symbol().is_empty())
    }

    /// Blanks a cell of a wide letter. The other cell is drawn over, and a terminal shows no half
    /// letters.
    fn blank_half_letter(&mut self, x: u16, y: u16) {
        if let Some(cell) = self.buffer.cell_mut((x, y)) {
            cell.set_symbol(" ").diff_option = CellDiffOption::None;
        }
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

/// Makes cells blank, in the style of an empty cell.
fn fill_cells(cells: &mut [Cell], blank: &Cell) {
    for cell in cells {
        cell.reset();
        (cell.fg, cell.bg, cell.modifier) = (blank.fg, blank.bg, blank.modifier);
    }
}

/// Puts a letter into a cell, in the style of an empty cell. To set the fields takes a third of the
/// time to clone the cell.
fn put_letter(cell: &mut Cell, blank: &Cell, letter: &str) {
    cell.set_symbol(letter);
    (cell.fg, cell.bg, cell.modifier) = (blank.fg, blank.bg, blank.modifier);
    cell.diff_option = blank.diff_option;
}
