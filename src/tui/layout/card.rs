//! Draws the tiles of the timetable: the one place that decides every cell of a session.

use super::accents::accent_of_session;
use super::area::Area;
use super::card_end::{TITLE_LETTERS, fit_right_end, right_end};
use super::card_facts::fact_lines;
use super::card_memory::CardMemory;
use super::clashes::{clash_line, has_clash, longest_overlap};
use super::column_widths::{rows_of_words, word_cells};
use super::grid::{TileCells, VisibleGrid, VisiblePart};
use super::line::{
    Line, Reserved, TextRun, fit_line, highlight_matches, line_width, push_all, text_run,
    unbroken_names, wrap_line,
};
use super::matches::matched_ranges;
use super::remaining::is_over;
use super::row::{people_line, session_signs};
use super::tile_drawing::{Card, TileBody, TileDrawing};
use super::tile_rows;
use crate::agenda::{Level, Session, SessionIx, moment_of_minute};
use crate::search::Field;
use crate::text;
use crate::timetable::Tile;
use crate::tui::state::Model;
use crate::tui::theme::{CardState, Ground, Role, sign};
use std::iter;

/// Returns the drawings of all visible tiles. Later drawings lie over earlier ones. `memory` has
/// the cards of the last frame.
pub(crate) fn tile_drawings(
    model: &Model,
    grid: &VisibleGrid<'_>,
    memory: &mut CardMemory,
) -> Vec<TileDrawing> {
    memory.prepare(model, grid);
    let ghosts = grid.parts.iter().filter(|part| part.tile.ghost);
    let parts = ghosts.chain(grid.parts.iter().filter(|part| !part.tile.ghost));
    let drawings = parts.filter_map(|VisiblePart { tile, cells }| {
        let cells = *cells;
        let session = model.agenda.sessions.get(tile.session)?;
        let draw = || match () {
            () if tile.ghost => TileBody::Ghost,
            () if tile.band => band(model, grid, tile, cells, session),
            () => TileBody::Card(card(model, grid, tile, cells, session)),
        };
        Some(TileDrawing { item: None, cells, body: memory.card(model, tile, cells, draw) })
    });
    drawings.collect()
}

/// Returns the drawing of a session for everybody.
fn band(
    model: &Model,
    grid: &VisibleGrid<'_>,
    tile: &Tile,
    cells: TileCells,
    session: &Session,
) -> TileBody {
    let width = usize::from(cells.area.width);
    let state = card_state(model, tile, session);
    let ground = match state {
        CardState::Selected => Ground::Card(accent_of_session(model, session), state),
        CardState::Faded | CardState::FadedSecond => Ground::FadedBand,
        _ => Ground::Band,
    };
    let (mut line, mut right) = (Line::new(), Line::new());
    if grid.shows_text(model, tile) && width > 4 {
        right = right_end(model, tile, session);
        let role = if session.cancelled { Role::Cancelled } else { Role::Text };
        line = own_start(model, grid, tile, cells);
        line.extend(title_line(model, tile.session, session, role, width));
        line = fit_band_line(line, session.room.as_deref(), &right, width);
    }
    TileBody::Band { ground, line, right }
}

/// Adds the room to the line of a band of `width` cells, and cuts the line before its end. A room
/// without space for some letters is left out.
pub(super) fn fit_band_line(
    mut line: Line,
    room: Option<&str>,
    right: &Line,
    width: usize,
) -> Line {
    const LEAST_CELLS: usize = 6;
    // Two cells are free before the line, one or two behind the end, and one between them.
    let spaces = if width > 8 { 5 } else { 4 };
    let cells = width.saturating_sub(line_width(right) + spaces);
    let room = room.map(|room| format!("  {room}")).unwrap_or_default();
    let least = text::width(&room).min(LEAST_CELLS + 2);
    if line_width(&line) + least <= cells {
        line.push(text_run(Role::Faint, &room));
    }
    fit_line(line, cells)
}

/// Returns the drawing of a session in its room.
fn card(
    model: &Model,
    grid: &VisibleGrid<'_>,
    tile: &Tile,
    cells: TileCells,
    session: &Session,
) -> Card {
    let state = card_state(model, tile, session);
    let count = if cells.behind > 0 { format!("+{}", cells.behind) } else { String::new() };
    let shows_text = grid.shows_text(model, tile);
    let text = cells.text_area();
    // In a card of one row the count takes the place of the length.
    let has_end = shows_text && (text.height > 1 || count.is_empty());
    let right = if has_end { right_end(model, tile, session) } else { Line::new() };
    let start = own_start(model, grid, tile, cells);
    let right = fit_right_end(right, text, line_width(&start));
    let is_left_out = !start.is_empty()
        && is_start_drawn(model, grid, tile, cells)
        && !has_room_for_start(text, session, line_width(&right));
    let start = if is_left_out { Line::new() } else { start };
    let lines = match shows_text {
        true => {
            let mut heading = heading(model, tile, session, cells, start);
            let shows_clash = right.iter().any(|run| run.text.starts_with(sign::CLASH));
            let has_room = usize::from(text.width) > TITLE_LETTERS + 1;
            if has_room && !shows_clash && has_clash(model, tile.session) {
                heading.insert(0, text_run(Role::Clash, &format!("{} ", sign::CLASH)));
            }
            card_lines(model, tile, heading, cells, line_width(&right), count.len())
        }
        false => Vec::new(),
    };
    let faded = if tile.is_second { CardState::FadedSecond } else { CardState::Faded };
    let is_plain = matches!(state, CardState::First | CardState::Second);
    let faded_rows = if is_plain && model.runs_now(tile.session) {
        rows_before_now(model, grid, cells)
    } else {
        0
    };
    let edge = match state {
        CardState::Selected => sign::EDGE_SELECTED,
        CardState::Hit | CardState::HitSecond => sign::EDGE_HIT,
        _ if tile.is_second => sign::EDGE_SECOND,
        _ => sign::EDGE,
    };
    let accent = accent_of_session(model, session);
    Card { accent, faded, faded_rows, state, edge, lines, right, count }
}

/// Returns the number of rows of a part above the line of now.
fn rows_before_now(model: &Model, grid: &VisibleGrid<'_>, cells: TileCells) -> u16 {
    let Some(minute) = tile_rows::minute_now(model) else { return 0 };
    let row = tile_rows::row_of_now(model, minute) - model.place.top;
    let top = i32::from(cells.area.y) - i32::from(grid.area.y);
    u16::try_from(row - top).unwrap_or(0).min(cells.area.height)
}

/// Returns the state of a session: selected before found, found before marked, marked before over.
fn card_state(model: &Model, tile: &Tile, session: &Session) -> CardState {
    let ix = tile.session;
    let is_second = tile.is_second;
    let turn = |first, second| if is_second { second } else { first };
    let is_searching = !model.search.hits.is_empty();
    let is_over = is_over(model, session);
    if model.place.selected == Some(ix) {
        CardState::Selected
    } else if model.search.hits.contains(ix) {
        match is_over {
            true => turn(CardState::Marked, CardState::MarkedSecond),
            false => turn(CardState::Hit, CardState::HitSecond),
        }
    } else if is_searching || is_over {
        turn(CardState::Faded, CardState::FadedSecond)
    } else if model.level_of(ix) == Some(Level::Attend) {
        turn(CardState::Marked, CardState::MarkedSecond)
    } else if session.cancelled
        || model.plan.schedule.is_skipped(ix)
        || longest_overlap(model, ix).is_some()
    {
        turn(CardState::Faded, CardState::FadedSecond)
    } else {
        turn(CardState::First, CardState::Second)
    }
}

/// Returns the text of a card in as many lines as the card has whole rows. The first line has
/// `count` cells less, the last one `right` cells.
///
/// A card whose top is scrolled out begins with the title all the same.
fn card_lines(
    model: &Model,
    tile: &Tile,
    heading: Line,
    cells: TileCells,
    right: usize,
    count: usize,
) -> Vec<Line> {
    let body = cells.text_area();
    let (width, height) = (usize::from(body.width), usize::from(body.height));
    let session = model.agenda.sessions.get(tile.session).filter(|_| height > 0);
    let Some(session) = session else { return Vec::new() };
    let space = |cells: usize| if cells == 0 { 0 } else { cells + 1 };
    let add = |lines: &mut Vec<Line>, part: Line| {
        let left = height.saturating_sub(lines.len());
        if left > 0 && !part.is_empty() {
            let first = if lines.is_empty() { space(count) } else { 0 };
            let reserved = Reserved { first, last: space(right) };
            push_all(lines, wrap_line(part, width, left, reserved));
        }
    };
    let mut lines = Vec::new();
    add(&mut lines, heading);
    // The last row has the minutes of the clash already.
    if lines.len() + 1 < height {
        let overlap = longest_overlap(model, tile.session);
        add(&mut lines, fit_line(clash_line(model, overlap), width));
    }
    if lines.len() < height {
        add(&mut lines, unbroken_names(people_line(model, tile.session, session), width));
        add(&mut lines, note_line(session));
    }
    let left = height.saturating_sub(lines.len());
    push_all(&mut lines, fact_lines(model, tile, width, left, space(right)));
    lines
}

/// Returns the person's note on a session in one line, or an empty line.
pub(super) fn note_line(session: &Session) -> Line {
    let note = session.note.as_ref().map(|note| note.replace('\n', " "));
    note.map_or_else(Line::new, |note| vec![text_run(Role::Faint, &note)])
}

/// Returns the heading of a card: the start of [`own_start`], signs, the title, and the room if the
/// card lies across other rooms.
fn heading(model: &Model, tile: &Tile, session: &Session, cells: TileCells, start: Line) -> Line {
    let role = if session.cancelled { Role::Cancelled } else { Role::Title };
    let mut line = start;
    let width = usize::from(cells.text_area().width);
    push_all(&mut line, title_line(model, tile.session, session, role, width));
    let is_elsewhere = session.rooms.iter().all(|room| !model.derived.columns.has_room(*room));
    if tile.columns.len() > 1 && is_elsewhere {
        let room = session.room.as_deref().unwrap_or("no room");
        line.push(text_run(Role::Faint, &format!(" {} {room}", sign::DOT)));
    }
    line
}

/// Returns the start of a session and a space, if the gutter names another time in the row of the
/// text, and the start leaves room for the title. The second and later sessions of a shared row
/// always have their starts.
fn own_start(model: &Model, grid: &VisibleGrid<'_>, tile: &Tile, cells: TileCells) -> Line {
    /// The cells of a start, some letters of the title and the length.
    const START_CELLS: u16 = 16;
    let text = cells.text_area();
    let start = || {
        let start = clock_time(model, tile.start).unwrap_or_default();
        vec![TextRun { role: Role::Faint, text: start + " " }]
    };
    if tile.share.nth > 0 {
        return start();
    }
    if text.height < 2 && text.width < START_CELLS {
        return Line::new();
    }
    let named = grid.named_minute_of_line(text.y.saturating_sub(grid.area.y));
    // A session that runs beside the time now began before, and names the minutes that are left.
    let is_beside_now =
        || named.is_some() && model.runs_now(tile.session) && named == tile_rows::minute_now(model);
    if named == Some(tile.start) || is_beside_now() { Line::new() } else { start() }
}

/// Returns true if the edge of a tile shows its start: the edge begins half a row, and at most
/// [`NEAR_MINUTES`] minutes, beside the time that the gutter names.
fn is_start_drawn(model: &Model, grid: &VisibleGrid<'_>, tile: &Tile, cells: TileCells) -> bool {
    const NEAR_MINUTES: u32 = 5;
    let axis = &model.derived.table.axis;
    let line = cells.text_area().y.saturating_sub(grid.area.y);
    let half = axis.half_of_minute(tile.start);
    let is_near = |named: i32| {
        named.abs_diff(tile.start) <= NEAR_MINUTES && axis.half_of_minute(named).abs_diff(half) <= 1
    };
    let is_exact = tile.halves.start == half && tile.share.of == 1;
    is_exact && grid.named_minute_of_line(line).is_some_and(is_near)
}

/// Returns true if a card has room for its start, the whole title, and `right` cells at the end.
fn has_room_for_start(text: Area, session: &Session, right: usize) -> bool {
    const START_CELLS: u16 = 5;
    let words = iter::once(START_CELLS).chain(session.title.split_whitespace().map(word_cells));
    let right = u16::try_from(right + 1).unwrap_or(u16::MAX);
    rows_of_words(words, text.width, right) <= i32::from(text.height)
}

/// Returns the signs and the title of a session, with matched letters highlighted, for a card of
/// `width` cells: signs without room before [`TITLE_LETTERS`] letters of the title are left out.
pub(super) fn title_line(
    model: &Model,
    ix: SessionIx,
    session: &Session,
    role: Role,
    width: usize,
) -> Line {
    // The time that is left says already that a session runs.
    let signs = session_signs(model, ix, session).into_iter().filter(|sign| sign.text != sign::NOW);
    let signs = signs.take(width.saturating_sub(TITLE_LETTERS + 1));
    let mut line: Line = signs.map(|sign| text_run(sign.role, sign.text)).collect();
    if let Some(last) = line.last_mut() {
        // No line has the signs alone.
        last.text.push('\u{a0}');
    }
    let ranges = matched_ranges(model, ix, Field::Title);
    push_all(&mut line, highlight_matches(role, &session.title, 0, &ranges));
    line
}

/// Returns a minute of the day on the clock that is shown: `09:30`.
pub(crate) fn clock_time(model: &Model, minute: i32) -> Option<String> {
    Some(model.shown_clock(moment_of_minute(&model.agenda, model.place.day, minute)?))
}
