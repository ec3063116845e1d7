//! Sessions as rows of a table for a terminal, or as tab-separated lines.

use super::context::CliContext;
use super::error::CliError;
use super::session_names::short_id_lengths;
use super::style::{BOLD, DIM, STAR};
use crate::agenda::{Level, Seats, Session, SessionIx};
use crate::text::{TextPiece, fit_matches, pad, width};
use std::io::Write;
use std::ops::Range;

/// Prints sessions as a table with a heading for each day, or as tab-separated lines.
pub(crate) fn print_sessions(
    cx: &CliContext,
    sessions: &[SessionIx],
    out: &mut impl Write,
) -> Result<(), CliError> {
    let Some(width) = cx.style.width else {
        for ix in sessions {
            writeln!(out, "{}", tab_fields(cx, *ix).join("\t"))?;
        }
        return Ok(());
    };
    let columns = TableColumns::for_days(cx, sessions, width);
    let mut printed_day = None;
    for &ix in sessions {
        let Some(session) = cx.agenda.sessions.get(ix) else { continue };
        if printed_day != Some(session.day) {
            print_day_heading(cx, session, printed_day.is_none(), out)?;
            printed_day = Some(session.day);
        }
        writeln!(out, "{}", columns.format_row(cx, ix, &RowMarks::default()))?;
    }
    Ok(())
}

/// Prints the id of each session in a line.
pub(crate) fn print_ids(
    cx: &CliContext,
    sessions: impl Iterator<Item = SessionIx>,
    out: &mut impl Write,
) -> Result<(), CliError> {
    for session in sessions.filter_map(|ix| cx.agenda.sessions.get(ix)) {
        writeln!(out, "{}", session.id)?;
    }
    Ok(())
}

/// Prints the heading of a session's day, after an empty line unless the day `is_first`.
pub(crate) fn print_day_heading(
    cx: &CliContext,
    session: &Session,
    is_first: bool,
    out: &mut impl Write,
) -> Result<(), CliError> {
    if !is_first {
        writeln!(out)?;
    }
    writeln!(out, "{}", cx.style.paint(BOLD, &day_heading(cx, session)))?;
    Ok(())
}

/// Returns the fields of a session for a program, in the order of the help of `list`.
pub(crate) fn tab_fields(cx: &CliContext, ix: SessionIx) -> Vec<String> {
    let agenda = &cx.agenda;
    let Some(session) = agenda.sessions.get(ix) else { return Vec::new() };
    let day = session.day.and_then(|ix| agenda.days.get(ix));
    vec![
        session.id.to_string(),
        day.map(|day| day.date.to_string()).unwrap_or_default(),
        session.start.map(|at| cx.clock.hour_minute(agenda, at)).unwrap_or_default(),
        session.end().map(|at| cx.clock.hour_minute(agenda, at)).unwrap_or_default(),
        session.room.as_deref().unwrap_or_default().to_owned(),
        session.kind.word().to_owned(),
        mark_word(cx, ix).unwrap_or_default().to_owned(),
        session.title.to_string(),
        agenda.presenter_names(session),
    ]
}

/// Returns the day of a session as a heading.
pub(crate) fn day_heading(cx: &CliContext, session: &Session) -> String {
    match session.day.and_then(|ix| cx.agenda.days.get(ix)) {
        Some(day) => day.date.format("%A %-d %B %Y").to_string(),
        None => "Not scheduled yet".to_owned(),
    }
}

/// Returns the times of a session as `09:00–09:40`, as `09:00` if the end is unknown, or as
/// `09:00–Tue` if the session lasts several days.
pub(crate) fn time_range(cx: &CliContext, session: &Session) -> String {
    let Some(start) = session.start else { return String::new() };
    let start = cx.clock.hour_minute(&cx.agenda, start);
    match session.end() {
        Some(end) if session.lasts_days() => {
            format!("{start}–{}", cx.clock.local_time(&cx.agenda, end).format("%a"))
        }
        Some(end) => format!("{start}–{}", cx.clock.hour_minute(&cx.agenda, end)),
        None => start,
    }
}

/// Returns the word of a session's mark: its level, or `skip`.
pub(crate) fn mark_word(cx: &CliContext, ix: SessionIx) -> Option<&'static str> {
    let skipped = cx.schedule.is_skipped(ix).then_some("skip");
    cx.schedule.level_of(ix).map(Level::word).or(skipped)
}

pub(crate) fn star_sign(level: Option<Level>) -> &'static str {
    match level {
        Some(Level::Attend) => "★",
        Some(Level::Maybe) => "☆",
        None => " ",
    }
}

/// The widths of a table's columns, in cells. A column of 0 cells is left out.
#[derive(Default)]
pub(crate) struct TableColumns {
    time: usize,
    title: usize,
    people: usize,
    room: usize,
    id: usize,
    /// The width of title, people, room and id with the gaps between them.
    text: usize,
    /// The length in bytes of the id of each session: the shortest that names no other session.
    id_lengths: Vec<usize>,
}

/// The widths of the columns in one row, in cells. A column of 0 cells is left out.
struct RowWidths {
    title: usize,
    people: usize,
    room: usize,
    id: usize,
}

/// The visible part of a text in its column.
struct ColumnText<'m> {
    pieces: Vec<TextPiece>,
    /// The width of the column, in cells.
    width: usize,
    /// The marked ranges, in characters of the whole text.
    marks: &'m [Range<usize>],
}

/// The marked ranges of a row's texts, in characters.
#[derive(Debug, Default)]
pub(crate) struct RowMarks {
    pub(crate) title: Vec<Range<usize>>,
    pub(crate) people: Vec<Range<usize>>,
    pub(crate) room: Vec<Range<usize>>,
}

/// The width of `09:00–09:40`, in cells.
const HOURS: usize = 11;
/// The width of `Mon 11 Jul `, in cells.
const DAY: usize = 11;
/// The width of `Mon 11 Jul 09:00`, in cells.
const DAY_AND_START: usize = DAY + 5;
/// The least width of a table with days and ends in its rows, in cells.
const WIDTH_WITH_ENDS: usize = 100;
/// The greatest width of an id that decides about the column of ids, in cells.
const LONG_ID: usize = 20;
/// The least width of a title beside an id, in cells.
const TITLE_BESIDE_ID: usize = 16;
const GAP: &str = "  ";

impl TableColumns {
    /// Returns the columns of a table with headings for the days. If the table is narrow, the
    /// people are left out first, then the rooms, then the ids.
    pub(crate) fn for_days(cx: &CliContext, found: &[SessionIx], width: usize) -> TableColumns {
        let natural = TableColumns::natural_widths(cx, found);
        let mut columns = TableColumns { time: HOURS, ..TableColumns::default() };
        let mut left = width.saturating_sub(columns.title_offset());
        columns.text = left;
        columns.id = take_column(&mut left, natural.id, title_beside_id(&natural));
        columns.room = take_shrunk_column(&mut left, natural.room.min(20), 22);
        columns.people =
            take_column(&mut left, natural.people.min(30), natural.title.clamp(30, 60));
        columns.share_rest(&natural, left);
        TableColumns { id_lengths: natural.id_lengths, ..columns }
    }

    /// Returns the columns of a table with the day in each row. If the table is narrow, the ends
    /// are left out first, then the rooms, then the people, then the ids.
    pub(crate) fn for_hits(cx: &CliContext, found: &[SessionIx], width: usize) -> TableColumns {
        let natural = TableColumns::natural_widths(cx, found);
        let time = if width < WIDTH_WITH_ENDS { DAY_AND_START } else { DAY + HOURS };
        let mut columns = TableColumns { time, ..TableColumns::default() };
        let mut left = width.saturating_sub(columns.title_offset());
        columns.text = left;
        columns.id = take_column(&mut left, natural.id, title_beside_id(&natural));
        columns.people =
            take_shrunk_column(&mut left, natural.people.min(20), natural.title.min(24));
        columns.room = take_shrunk_column(&mut left, natural.room.min(20), natural.title.min(30));
        columns.share_rest(&natural, left);
        TableColumns { id_lengths: natural.id_lengths, ..columns }
    }

    /// Gives the remaining cells to the title, and the cells that the title does not need to the
    /// people.
    fn share_rest(&mut self, natural: &TableColumns, left: usize) {
        self.title = natural.title.min(left);
        if self.people > 0 {
            self.people += (left - self.title).min(natural.people.saturating_sub(self.people));
        }
    }

    fn natural_widths(cx: &CliContext, found: &[SessionIx]) -> TableColumns {
        let id_lengths = short_id_lengths(&cx.agenda);
        let mut widest = TableColumns { time: HOURS, id_lengths, ..TableColumns::default() };
        let mut longest_id = 0;
        for &ix in found {
            let Some(session) = cx.agenda.sessions.get(ix) else { continue };
            let room = session.room.as_deref().unwrap_or_default();
            widest.title = widest.title.max(width(&title_with_state(session)));
            widest.people = widest.people.max(width(&cx.agenda.presenter_names(session)));
            widest.room = widest.room.max(width(room));
            let id = width(widest.short_id(ix, session));
            match id <= LONG_ID {
                true => widest.id = widest.id.max(id),
                false => longest_id = longest_id.max(id),
            }
        }
        // A long id takes cells from the other columns of its row.
        if widest.id == 0 {
            widest.id = longest_id;
        }
        widest
    }

    /// Returns the columns of a row: a row whose id is wider than the column has a title and the id
    /// alone, or no id if it does not fit.
    fn of_row(&self, id: &str) -> RowWidths {
        let RowWidths { title, people, room, .. } = self.row_widths();
        let id = if self.id == 0 { 0 } else { width(id) };
        if id <= self.id {
            return RowWidths { title, people, room, id };
        }
        let left = self.text.saturating_sub(id + GAP.len());
        match left < TITLE_BESIDE_ID {
            true => RowWidths { id: 0, ..self.row_widths() },
            false => RowWidths { title: title.min(left), people: 0, room: 0, id },
        }
    }

    fn row_widths(&self) -> RowWidths {
        RowWidths { title: self.title, people: self.people, room: self.room, id: self.id }
    }

    /// Returns the beginning of the session's id that names no other session.
    fn short_id<'s>(&self, ix: SessionIx, session: &'s Session) -> &'s str {
        let length = self.id_lengths.get(ix).copied();
        length.and_then(|length| session.id.get(..length)).unwrap_or(&session.id)
    }

    /// Returns the visible parts of title, people and room, without the columns left out.
    fn column_texts<'m>(
        row: &RowWidths,
        cx: &CliContext,
        session: &Session,
        marks: &'m RowMarks,
    ) -> Vec<ColumnText<'m>> {
        let room = session.room.as_deref().unwrap_or_default().to_owned();
        [
            (title_with_state(session), row.title, &*marks.title),
            (cx.agenda.presenter_names(session), row.people, &*marks.people),
            (room, row.room, &*marks.room),
        ]
        .into_iter()
        .filter(|(_, width, _)| *width > 0)
        .map(|(text, width, marks)| {
            let pieces = fit_matches(&text, width, marks);
            ColumnText { pieces, width, marks }
        })
        .collect()
    }

    /// Returns true if a row with the marks `marks` shows a whole range of `word`, the marks of
    /// one word of the query.
    pub(crate) fn shows_word(
        &self,
        cx: &CliContext,
        ix: SessionIx,
        marks: &RowMarks,
        word: &RowMarks,
    ) -> bool {
        let Some(session) = cx.agenda.sessions.get(ix) else { return false };
        let row = self.of_row(self.short_id(ix, session));
        let shown = TableColumns::column_texts(&row, cx, session, marks);
        let wanted = TableColumns::column_texts(&row, cx, session, word);
        shown.iter().zip(wanted).any(|(shown, wanted)| shown.shows_any(wanted.marks))
    }

    pub(crate) fn title_offset(&self) -> usize {
        self.time + 1 + 2 * GAP.len()
    }

    /// Returns the row of a session with its marked ranges.
    pub(crate) fn format_row(&self, cx: &CliContext, ix: SessionIx, marks: &RowMarks) -> String {
        let Some(session) = cx.agenda.sessions.get(ix) else { return String::new() };
        let level = cx.schedule.level_of(ix);
        let star = match level {
            Some(_) => cx.style.paint(STAR, star_sign(level)),
            None => star_sign(None).to_owned(),
        };
        let day = session
            .start
            .filter(|_| self.time > HOURS)
            .map(|at| cx.clock.local_time(&cx.agenda, at).format("%a %-d %b ").to_string());
        let time = match session.start.filter(|_| self.time == DAY_AND_START) {
            Some(start) => cx.clock.hour_minute(&cx.agenda, start),
            None => time_range(cx, session),
        };
        let time = day.unwrap_or_default() + &time;
        let mut row = format!("{}{GAP}{star}", pad(&time, self.time));
        let widths = self.of_row(self.short_id(ix, session));
        for text in TableColumns::column_texts(&widths, cx, session, marks) {
            row += GAP;
            row += &text.format_cells(cx);
        }
        if widths.id > 0 {
            return format!("{row}{GAP}{}", cx.style.paint(DIM, self.short_id(ix, session)));
        }
        row.trim_end().to_owned()
    }
}

impl ColumnText<'_> {
    /// Returns true if the whole of one of these ranges is visible.
    fn shows_any(&self, ranges: &[Range<usize>]) -> bool {
        ranges.iter().any(|range| {
            self.pieces
                .iter()
                .any(|TextPiece { shown, .. }| shown.start <= range.start && range.end <= shown.end)
        })
    }

    /// Returns the text with its marks, filled with spaces to the width of the column.
    fn format_cells(&self, cx: &CliContext) -> String {
        let mut cells = String::new();
        let mut used = 0;
        for piece in &self.pieces {
            used += width(&piece.text);
            cells += &cx.style.mark_ranges(&piece.text, &piece.ranges_inside(self.marks));
        }
        cells + &" ".repeat(self.width.saturating_sub(used))
    }
}

/// Takes a column of `wanted` cells and its gap from the `left` cells if at least `title` cells
/// remain, and returns its width, else 0.
fn take_column(left: &mut usize, wanted: usize, title: usize) -> usize {
    if wanted == 0 || *left < title + GAP.len() + wanted {
        return 0;
    }
    *left -= GAP.len() + wanted;
    wanted
}

/// Takes a column of `wanted` cells, or of fewer down to 10, and its gap from the `left` cells if
/// at least `title` cells remain, and returns its width, else 0.
fn take_shrunk_column(left: &mut usize, wanted: usize, title: usize) -> usize {
    /// The least width of a shrunk column, in cells.
    const SHRUNK_MIN: usize = 10;
    let free = left.saturating_sub(title + GAP.len());
    let width = if free < SHRUNK_MIN { wanted } else { wanted.min(free) };
    take_column(left, width, title)
}

/// Returns the least width of the title beside the ids: a column of long ids needs a wide table.
fn title_beside_id(natural: &TableColumns) -> usize {
    natural.title.min(if natural.id > LONG_ID { 30 } else { TITLE_BESIDE_ID })
}

/// Returns the title with `(cancelled)` or `(full)`.
fn title_with_state(session: &Session) -> String {
    let state = match session.seats {
        _ if session.cancelled => " (cancelled)",
        Some(Seats::Full) => " (full)",
        _ => "",
    };
    format!("{}{state}", session.title)
}
