//! The map of the day over the whole screen: the heads of the rooms, the map with its frame, the
//! names of the tracks, and a strip about the selected session.
//!
//! ```text
//!     K.3 ─────── K.4 ───────          heads: what names have in common, and what differs
//!     201 401 601 201 401 601
//!        ╭────────────╮
//!  10 ▀▀▀│▀▀▀     ▀▀▀ │▀▀▀ ▀▀▀         the map, and the frame around what the timetable shows
//!        ╰────────────╯
//! ▌★ Bpftrace OOM Profiler             the strip
//! ```

use super::accents::accent_of_session;
use super::area::Area;
use super::day_map::{DayMap, MapForm};
use super::legend::{LegendEntry, day_legend};
use super::line::{Line, TextRun, fit_line, text_run};
use super::notes::title_of;
use super::rooms::{column_names, fit_name};
use super::row::{people_line, session_signs};
use super::screen;
use crate::agenda::{Moment, format_minutes};
use crate::text;
use crate::tui::state::{Focus, Model};
use crate::tui::theme::{Accent, Role, sign};
use std::ops::Range;

/// The parts of the screen with the map of the day.
#[derive(Debug)]
pub(crate) struct MapScreen {
    /// The rows of the heads: what names have in common, and the names.
    pub(crate) heads: Area,
    pub(crate) map: DayMap,
    /// The rows about the selected session. Empty on a low screen.
    pub(crate) strip: Area,
    /// The names of the tracks. Empty on a narrow screen.
    pub(crate) legend: Area,
    /// The lines over which the names of neighbours take turns: 1 or 2.
    name_lines: u16,
}

/// A name in the heads of the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MapHead {
    pub(crate) x: u16,
    /// The line of the name, from 0, below the line of what names have in common.
    pub(crate) line: u16,
    pub(crate) text: String,
    /// The positions on the map of the rooms with this name.
    pub(crate) positions: Range<usize>,
}

/// The rows of the heads, of the strip, and of the upper or the lower side of the frame.
const HEAD_ROWS: u16 = 2;
const STRIP_ROWS: u16 = 2;
const FRAME_ROWS: u16 = 1;
/// The least rows of a screen with a strip.
const STRIP_FROM: u16 = 12;
/// The least and the most cells of the names of the tracks, and the cells between them and the map.
const LEGEND_CELLS: Range<u16> = 24..44;
const LEGEND_SPACE: u16 = 3;

impl MapScreen {
    /// Returns the parts of the screen, or `None` for a day without sessions or a screen without
    /// room for the map.
    pub(crate) fn new(model: &Model) -> Option<MapScreen> {
        let body = screen::panes(model).joined().main;
        let strip_rows = if body.height >= STRIP_FROM { STRIP_ROWS } else { 0 };
        let strip = Area { y: body.y + body.height - strip_rows, height: strip_rows, ..body };
        let heads = Area { height: HEAD_ROWS, ..body };
        let free = body.inner(0, HEAD_ROWS + FRAME_ROWS, 0, FRAME_ROWS + strip_rows);
        let map = DayMap::new(model, free, MapForm::Whole)?;
        let mut screen = MapScreen { heads, map, strip, legend: Area::default(), name_lines: 1 };
        let tall = screen.tall_head_rows(model, free.height);
        if tall > 0 {
            let free = free.inner(0, tall, 0, 0);
            screen.map = DayMap::new(model, free, MapForm::Whole)?;
            screen.heads.height += tall;
        } else {
            screen.add_name_line(model, free);
        }
        let map = &screen.map;
        let used = map.area.x + map.area.width + LEGEND_SPACE;
        let legend = match body.width.saturating_sub(used) {
            cells if cells > LEGEND_CELLS.start => {
                let area = Area { x: used, width: (cells - 1).min(LEGEND_CELLS.end), ..free };
                area.inner(0, tall, 0, 0)
            }
            _ => Area::default(),
        };
        Some(MapScreen { legend, ..screen })
    }

    /// Gives the names of the rooms a second line, if one line has no room for all of them, and
    /// the map leaves a row free.
    fn add_name_line(&mut self, model: &Model, free: Area) {
        let below = free.inner(0, 1, 0, 0);
        let map = DayMap::new(model, below, MapForm::Whole);
        let Some(map) = map.filter(|map| map.area.height == self.map.area.height) else { return };
        if self.room_heads(model).len() < self.map.columns.len() {
            self.map = map;
            self.heads.height += 1;
            self.name_lines = 2;
        }
    }

    /// Returns the rows more that names from top to bottom take, a letter in a row, or 0. Names
    /// stand upright where they do not fit beside each other, a cell is free between rooms, and the
    /// scale of the map leaves rows free.
    fn tall_head_rows(&self, model: &Model, height: u16) -> u16 {
        /// The least and the most letters of a name.
        const LETTERS: Range<u16> = 6..16;
        let names = self.names(model);
        let lies = self.shows_whole_names(&names) || !self.group_heads(model).is_empty();
        let rows = height.saturating_sub(self.map.area.height) + 1;
        if lies || self.map.gap == 0 || self.map.room_width > 2 || rows < LETTERS.start {
            return 0;
        }
        let longest = names.iter().map(|name| text::width(name)).max().unwrap_or(0);
        let longest = u16::try_from(longest).unwrap_or(LETTERS.end);
        longest.clamp(LETTERS.start, LETTERS.end).min(rows) - 1
    }

    /// Returns the rows of names from top to bottom, or 0 if names lie.
    pub(crate) fn tall_rows(&self) -> u16 {
        let is_tall = self.name_lines == 1 && self.heads.height > HEAD_ROWS;
        if is_tall { self.heads.height - 1 } else { 0 }
    }

    /// Returns the entries of the legend that fit. The last one may count the others.
    pub(crate) fn legend_entries(&self, model: &Model) -> Vec<LegendEntry> {
        if self.legend.is_empty() { Vec::new() } else { day_legend(model) }
    }

    /// Returns the names of the rooms in the frame, where no room has a head above its number.
    pub(crate) fn names_in_view(&self, model: &Model) -> Option<String> {
        let names = self.names(model);
        let at = self.map.positions_in_view(model)?;
        let is_wanted = at.len() < names.len() && self.group_heads(model).is_empty();
        let shown = names.get(at).filter(|_| is_wanted && !self.shows_whole_names(&names))?;
        Some(format!("in view: {}", shown.join(" · ")))
    }

    /// Returns what the names of neighbours have in common, where the number of each room stands
    /// below.
    pub(crate) fn group_heads(&self, model: &Model) -> Vec<MapHead> {
        let names = self.names(model);
        if self.shows_whole_names(&names) {
            return Vec::new();
        }
        let groups: Vec<&str> = names.iter().map(|name| split_name(name).0).collect();
        let mut heads = Vec::new();
        let mut first = 0;
        for run in groups.chunk_by(|a, b| a == b) {
            let positions = first..first + run.len();
            first = positions.end;
            let x = self.map.cell_of_position(positions.start);
            let end = self.map.cell_of_position(positions.end - 1) + self.map.room_width;
            let cells = usize::from(end - x);
            if text::width(run[0]) <= cells && !run[0].is_empty() {
                heads.push(MapHead { x, line: 0, text: run[0].to_owned(), positions });
            }
        }
        heads
    }

    /// Returns the names of the rooms, or what is left of them below [`MapScreen::group_heads`]. A
    /// name that would touch the name before is left out, except the name at the cursor.
    pub(crate) fn room_heads(&self, model: &Model) -> Vec<MapHead> {
        /// The cells of a name where rooms are too narrow for their numbers.
        const NARROW_CELLS: usize = 7;
        let names = self.names(model);
        let is_whole = self.shows_whole_names(&names);
        let width = usize::from(self.map.room_width);
        let chosen = model.place.cursor.column;
        let at = self.map.columns.iter().position(|column| *column == chosen);
        let tall = usize::from(self.tall_rows());
        let head = |position: usize| {
            let x = self.map.cell_of_position(position);
            let text = match (split_name(names[position]), width) {
                _ if is_whole => names[position].to_owned(),
                _ if tall > 0 => fit_name(&names, position, tall),
                ((_, number), 3..) => number.chars().take(width).collect(),
                (("", _), _) => fit_name(&names, position, NARROW_CELLS),
                ((_, number), _) => text::fit(number, NARROW_CELLS),
            };
            let line = u16::try_from(position).unwrap_or(0) % self.name_lines;
            MapHead { x, line, text, positions: position..position + 1 }
        };
        if tall > 0 {
            return (0..names.len()).map(head).collect();
        }
        let end = |head: &MapHead| head.x + u16::try_from(text::width(&head.text)).unwrap_or(0) + 1;
        let chosen = at.map(head);
        let is_beside_chosen = |head: &MapHead| {
            let chosen = chosen.as_ref().filter(|chosen| chosen.line == head.line);
            chosen.is_none_or(|chosen| head.x >= end(chosen) || end(head) <= chosen.x)
        };
        let mut free_from = [0, 0];
        let mut heads: Vec<MapHead> = (0..names.len())
            .map(head)
            .filter(|head| {
                let free_from = &mut free_from[usize::from(head.line.min(1))];
                let is_free = head.x >= *free_from && is_beside_chosen(head);
                *free_from = if is_free { end(head) } else { *free_from };
                is_free
            })
            .collect();
        heads.extend(chosen);
        heads
    }

    fn names<'m>(&self, model: &'m Model) -> Vec<&'m str> {
        let names = column_names(model);
        let shown = self.map.columns.iter();
        shown.map(|column| names.get(*column).copied().unwrap_or_default()).collect()
    }

    /// Returns true if the rooms are wide enough for their whole names.
    fn shows_whole_names(&self, names: &[&str]) -> bool {
        names.iter().all(|name| text::width(name) <= usize::from(self.map.room_width))
    }
}

/// Returns the part of a room's name that it shares with the rooms around, and its number: `K.3`
/// and `201` of `K.3.201`, `H.1` and `301` of `H.1301`. A name without a number has no first part.
fn split_name(name: &str) -> (&str, &str) {
    const NUMBER: usize = 3;
    let name = name.split_once(" (").map_or(name, |(name, _)| name);
    let digits = name.bytes().rev().take_while(u8::is_ascii_digit).count();
    if digits > NUMBER {
        return name.split_at(name.len() - NUMBER);
    }
    let Some(at) = name.rfind(['.', '-', ' ']) else { return ("", name) };
    let (group, number) = (&name[..at], &name[at + 1..]);
    let is_number = number.len() <= NUMBER + 1 && number.contains(|c: char| c.is_ascii_digit());
    if is_number { (group, number) } else { ("", name) }
}

/// Returns true if the map of the day fills the screen, also below a list.
pub(crate) fn is_map_shown(model: &Model) -> bool {
    let covered = model.covered.iter().map(|covered| covered.focus);
    let mut parts = covered.chain([model.focus]).rev();
    let below = parts.find(|focus| !matches!(focus, Focus::Picker(_)));
    matches!(below, Some(Focus::Map { .. }))
}

/// The lines about the selected session.
#[derive(Debug)]
pub(crate) struct StripLines {
    pub(crate) accent: Accent,
    /// Signs, title and people.
    pub(crate) title: Line,
    /// Time, length, room and track.
    pub(crate) facts: Line,
    /// The longest overlap with an attended session, or an empty text.
    pub(crate) clash: TextRun,
}

/// Returns the lines about the selected session in `cells`, or `None` without a selection.
pub(crate) fn strip_lines(model: &Model, cells: usize) -> Option<StripLines> {
    let ix = model.place.selected?;
    let session = model.agenda.sessions.get(ix)?;
    let mut title = Line::new();
    for sign in session_signs(model, ix, session) {
        title.push(text_run(sign.role, &format!("{} ", sign.text)));
    }
    title.push(text_run(Role::Title, &format!("{}  ", session.title)));
    title.extend(people_line(model, ix, session));
    let clock = |at: Moment| model.shown_clock(at);
    let end = session.end().map_or_else(String::new, |end| format!("–{}", clock(end)));
    let time = session.start.map(|start| clock(start) + &end);
    let track = session.track.and_then(|track| model.agenda.tracks.get(track));
    let parts = [
        time,
        session.minutes.map(format_minutes),
        session.room.as_ref().map(ToString::to_string),
        track.map(|track| track.name.to_string()),
    ];
    let facts = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let overlaps = model.plan.schedule.find_overlaps(&model.agenda, ix);
    let longest = overlaps.into_iter().max_by_key(|overlap| overlap.minutes);
    let clash = longest.map_or_else(String::new, |overlap| {
        let title = title_of(model, overlap.session);
        format!("{} {} overlap with {title}", sign::CLASH, format_minutes(overlap.minutes))
    });
    let clash = text::fit(&clash, cells.saturating_sub(text::width(&facts) + 2).max(cells / 3));
    let left = cells.saturating_sub(if clash.is_empty() { 0 } else { text::width(&clash) + 2 });
    Some(StripLines {
        accent: accent_of_session(model, session),
        title: fit_line(title, cells),
        facts: fit_line(vec![text_run(Role::Text, &facts)], left),
        clash: text_run(Role::Clash, &clash),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn name_of_a_room_is_split_before_its_number() {
        for (name, expected) in [
            ("K.3.201", ("K.3", "201")),
            ("H.1301", ("H.1", "301")),
            ("H.1301 (Cornil)", ("H.1", "301")),
            ("UB2.252A (Lameere)", ("UB2", "252A")),
            ("Room 4", ("Room", "4")),
            ("Saal 1", ("Saal", "1")),
            ("Janson", ("", "Janson")),
            ("Grand Ballroom", ("", "Grand Ballroom")),
            ("Ä", ("", "Ä")),
            ("", ("", "")),
        ] {
            assert_eq!(split_name(name), expected, "{name}");
        }
    }
}
