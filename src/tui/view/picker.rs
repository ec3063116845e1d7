//! The list over the screen: a frame with a title, the typed text, and a row for each entry.

use super::brush::Brush;
use super::lines::text_end;
use crate::agenda::SessionIx;
use crate::search::Narrowing;
use crate::tui::layout::accents::{accent_of_choice, accent_of_session};
use crate::tui::layout::area::Area;
use crate::tui::layout::line::{fit_line, highlight_matches};
use crate::tui::layout::linear_list::spoken_entries;
use crate::tui::layout::palette::{
    destination_name, destination_note, destination_session, other_day,
};
use crate::tui::layout::picker::{PickerParts, picker_parts};
use crate::tui::layout::remaining::{minutes_until, short_length};
use crate::tui::layout::row::session_signs;
use crate::tui::state::{Destination, Entry, Model, Picker, PickerKind};
use crate::tui::theme::{Accent, Role, sign};

/// The most cells of the rooms at the left of their sessions.
const ROOM_CELLS: u16 = 20;

/// The state of one drawing of a picker.
struct PickerPen<'a, 'b, 'c> {
    model: &'a Model,
    brush: &'b mut Brush<'c>,
    typed: Narrowing,
    kind: PickerKind,
}

/// Draws the picker. Returns the cell of the caret of a line that is typed, else the first cell of
/// the selected entry.
pub(super) fn draw_picker(model: &Model, brush: &mut Brush, picker: Picker) -> (u16, u16) {
    let list = &model.derived.list;
    let parts = picker_parts(model, picker.kind, list.lines);
    brush.blank(parts.area);
    draw_frame(model, brush, picker, &parts);
    let caret = draw_input(model, brush, picker.kind, parts.input);
    if model.settings.linear {
        let selected = draw_spoken(model, brush, picker, parts.entries);
        return caret.filter(|_| picker.kind.has_text_line()).unwrap_or(selected);
    }
    let typed = Narrowing::new(model.list_input.text());
    let mut pen = PickerPen { model, brush, typed, kind: picker.kind };
    let body = parts.entries;
    let entries = list.entries.iter().enumerate().skip(picker.first);
    let mut before = None;
    for (row, (nth, entry)) in (0..body.height).zip(entries) {
        let line = body.row(row);
        if nth == picker.row && entry.is_selectable() {
            pen.brush.over(Some(Role::Selected));
            pen.brush.fill(line, Role::Text);
        }
        pen.draw_entry(line, entry, before);
        pen.brush.over(None);
        before = Some(entry);
    }
    let is_selected = list.entries.get(picker.row).is_some_and(Entry::is_selectable);
    match caret.filter(|_| picker.kind.has_text_line() || !is_selected) {
        Some(cell) => cell,
        None => {
            (body.x, body.y + u16::try_from(picker.row.saturating_sub(picker.first)).unwrap_or(0))
        }
    }
}

/// Draws the entries as sentences. Returns the first cell of the selected entry.
fn draw_spoken(model: &Model, brush: &mut Brush, picker: Picker, area: Area) -> (u16, u16) {
    let mut rows = area.y..area.y.saturating_add(area.height);
    let mut cursor = (area.x, area.y);
    for entry in spoken_entries(model, picker, area) {
        if entry.is_selected {
            cursor = (area.x, rows.start);
        }
        for (line, y) in entry.lines.iter().zip(rows.by_ref()) {
            brush.fitted(Area { y, height: 1, ..area }, Role::Text, line);
        }
    }
    cursor
}

/// Draws the frame in the colour of the focus, with the title and the number of hidden entries
/// below.
fn draw_frame(model: &Model, brush: &mut Brush, picker: Picker, parts: &PickerParts) {
    let title = picker.kind.title();
    brush.fitted(parts.title, Role::Title, title);
    if !parts.has_frame {
        return;
    }
    let area = parts.area;
    let rule = sign::BAND.repeat(usize::from(area.width.saturating_sub(2)));
    let [top_left, top_right, bottom_left, bottom_right] = sign::CORNERS;
    brush.text(area.row(0), Role::Key, &format!("{top_left}{rule}{top_right}"));
    brush.fitted(area.row(0).inner(2, 0, 2, 0), Role::Title, &format!(" {title} "));
    for row in 1..area.height.saturating_sub(1) {
        brush.text(area.row(row), Role::Key, sign::DIVIDER);
        brush.right(area.row(row), Role::Key, sign::DIVIDER);
    }
    let last = area.row(area.height.saturating_sub(1));
    brush.text(last, Role::Key, &format!("{bottom_left}{rule}{bottom_right}"));
    let shown = picker.first + usize::from(parts.entries.height);
    let below = model.derived.list.entries.len().saturating_sub(shown);
    if below > 0 {
        brush.right(last.inner(2, 0, 2, 0), Role::Faint, &format!(" {below} more {} ", sign::DOWN));
    }
}

/// Draws the typed text and the number of entries. Returns the cell of the caret, or `None` if the
/// picker has no room for the text.
fn draw_input(
    model: &Model,
    brush: &mut Brush,
    kind: PickerKind,
    area: Area,
) -> Option<(u16, u16)> {
    if area.is_empty() {
        return None;
    }
    let input = &model.list_input;
    let rest = brush.text(area, Role::Key, "> ");
    let rest = match count_label(model, kind) {
        label if label.is_empty() => rest,
        label => brush.right(rest, Role::Faint, &format!("  {label}")),
    };
    let (before, behind) = input.halves();
    let shown = text_end(before, usize::from(rest.width.saturating_sub(1)));
    let rest = brush.text(rest, Role::Title, shown);
    let cell = (rest.x.min(area.x + area.width.saturating_sub(1)), area.y);
    if input.text().is_empty() {
        let advice = match kind {
            PickerKind::FileName => "a name",
            PickerKind::Entry { .. } => "Lunch with the team 12:30 45m",
            PickerKind::Note { .. } => "a note",
            PickerKind::Palette => "a room, track, person, day, session or command",
            _ => "type to narrow the list",
        };
        brush.fitted(rest.inner(1, 0, 0, 0), Role::Faint, advice);
    } else {
        brush.fitted(rest, Role::Title, behind);
    }
    Some(cell)
}

/// Returns the number of entries that fit the typed text, and of all: `3 of 92`.
fn count_label(model: &Model, kind: PickerKind) -> String {
    let list = &model.derived.list;
    let fitting = list.entries.iter().filter(|entry| entry.is_selectable()).count();
    match kind {
        kind if kind.has_text_line() => String::new(),
        _ if model.list_input.text().is_empty() => list.total.to_string(),
        _ => format!("{fitting} of {}", list.total),
    }
}

impl PickerPen<'_, '_, '_> {
    /// Draws an entry. `before` is the entry in the line above.
    fn draw_entry(&mut self, row: Area, entry: &Entry, before: Option<&Entry>) {
        match entry {
            Entry::Head(text) => {
                self.brush.fitted(row, Role::Head, text);
            }
            Entry::Remark(text) => {
                self.brush.fitted(row, Role::Faint, text);
            }
            Entry::Agenda(text) | Entry::Problem(text) => self.draw_name(row, Role::Text, text),
            Entry::Session(session) if self.kind == PickerKind::NowRooms => {
                let above = before.and_then(Entry::session);
                let rest = self.draw_room(row, *session, above);
                self.draw_session(rest, *session);
            }
            Entry::Session(session) => self.draw_session(row, *session),
            Entry::Choice(listed) => {
                let is_faint = listed.count == 0 && !listed.chosen;
                let role = if is_faint { Role::Faint } else { Role::Text };
                let (name, count) = (listed.choice.name(), listed.count);
                let accent = accent_of_choice(self.model, &listed.choice);
                let chosen = listed.chosen;
                self.draw_choice(row, &CheckBox { role, chosen, accent, name, count });
            }
            Entry::Room { room, shown, count } => {
                let name = self.model.agenda.rooms.get(*room).map_or("", |room| &*room.name);
                let role = if *shown { Role::Text } else { Role::Faint };
                let (chosen, accent, count) = (*shown, None, *count);
                self.draw_choice(row, &CheckBox { role, chosen, accent, name, count });
            }
            Entry::Destination(to) => {
                let is_first = !matches!(before, Some(Entry::Destination(before))
                    if before.sort_word() == to.sort_word());
                self.draw_destination(row, *to, is_first);
            }
        }
    }

    /// Draws a name with the letters that are typed. An ellipsis stands for a cut end.
    fn draw_name(&mut self, row: Area, role: Role, name: &str) {
        let line = highlight_matches(role, name, 0, &self.typed.matched_ranges(name));
        self.brush.line(row, &fit_line(line, row.width.into()));
    }

    fn draw_choice(&mut self, row: Area, choice: &CheckBox<'_>) {
        let CheckBox { role, chosen, accent, name, count } = *choice;
        let (box_role, box_sign) = if chosen { (Role::Key, "[x] ") } else { (Role::Faint, "[ ] ") };
        let rest = self.brush.right(row, role, &format!(" {count}"));
        let mut rest = self.brush.text(rest, box_role, box_sign);
        if let Some(accent) = accent {
            if !self.brush.is_over() {
                self.brush.text(rest, Role::Edge(accent), sign::EDGE);
            }
            rest = rest.inner(2, 0, 0, 0);
        }
        self.draw_name(rest, role, name);
    }

    /// Draws the room of a session, if the session `above` is in another one. Returns the rest of
    /// the row.
    fn draw_room(&mut self, row: Area, ix: SessionIx, above: Option<SessionIx>) -> Area {
        let cells = (row.width / 4).min(ROOM_CELLS);
        let sessions = &self.model.agenda.sessions;
        let room = |ix: SessionIx| sessions.get(ix).and_then(|known| known.room.as_ref());
        if above.and_then(room) != room(ix) {
            let name = room(ix).map_or("", |room| &**room);
            self.brush.fitted(Area { width: cells.saturating_sub(1), ..row }, Role::Head, name);
        }
        row.inner(cells, 0, 0, 0)
    }

    fn draw_session(&mut self, row: Area, ix: SessionIx) {
        let model = self.model;
        let Some(session) = model.agenda.sessions.get(ix) else { return };
        let start = session.start.map(|at| model.shown_time(at).format("%H:%M ").to_string());
        let left = model.now.filter(|_| model.runs_now(ix)).zip(session.end());
        let (role, length) = match (left, session.minutes) {
            (Some((now, end)), _) => {
                let left = short_length(minutes_until(now, end));
                (Role::Now, format!(" {}{left}", sign::LEFT_TIME))
            }
            (None, Some(minutes)) => (Role::Faint, format!(" {}", short_length(minutes.into()))),
            (None, None) => (Role::Faint, String::new()),
        };
        let rest = self.brush.right(row, role, &length);
        let mut rest = self.brush.text(rest, Role::Head, &start.unwrap_or_default());
        for sign in session_signs(model, ix, session) {
            rest = self.brush.text(rest, sign.role, sign.text);
            rest = self.brush.text(rest, Role::Text, " ");
        }
        let role = if session.cancelled { Role::Cancelled } else { Role::Text };
        self.draw_name(rest, role, &session.title);
    }

    /// Draws the sort, if the entry is the first of its sort, the name, and when and where it is or
    /// the number of sessions.
    fn draw_destination(&mut self, row: Area, to: Destination, is_first: bool) {
        const SORT_CELLS: u16 = 9;
        let (model, name) = (self.model, destination_name(self.model, to));
        let note = destination_note(model, to);
        let sort = if is_first { to.sort_word() } else { "" };
        let sort_cells = if row.width >= 40 { SORT_CELLS } else { 0 };
        self.brush.text(Area { width: sort_cells, ..row }, Role::Faint, sort);
        let after = row.inner(sort_cells, 0, 0, 0);
        let end = if row.width >= 50 { note } else { other_day(model, to).unwrap_or_default() };
        let rest = match end.is_empty() {
            true => after,
            false => self.brush.right(after, Role::Faint, &format!("  {end}")),
        };
        let session = destination_session(model, to).and_then(|ix| model.agenda.sessions.get(ix));
        let accent =
            session.map_or(Role::Faint, |known| Role::Edge(accent_of_session(model, known)));
        // On the selected line, half a cell would have the colour of the letters.
        if !self.brush.is_over() && !matches!(to, Destination::Command(_)) {
            self.brush.text(rest, accent, sign::EDGE);
        }
        self.draw_name(rest.inner(2, 0, 0, 0), Role::Text, &name);
    }
}

/// An entry with a check box: `[x] name   12`.
struct CheckBox<'a> {
    role: Role,
    chosen: bool,
    /// The accent of the sessions that the choice names.
    accent: Option<Accent>,
    name: &'a str,
    /// The number of sessions.
    count: usize,
}
