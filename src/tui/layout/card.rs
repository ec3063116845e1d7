//! The drawing of a tile: the one place that decides every cell of a session in the timetable.

use super::area::Area;
use super::grid::{self, TileCells};
use super::line::{Line, TextRun, highlight_matches, line_width, text_run, wrap_line};
use super::matches::matched_ranges;
use super::row::{people_line, session_signs};
use super::screen;
use crate::agenda::{Level, Seats, Session, SessionIx, format_minutes, moment_of_minute};
use crate::search::Field;
use crate::timetable::Tile;
use crate::tui::state::Model;
use crate::tui::theme::{Role, sign};

/// The cells of a visible part of a tile.
#[derive(Debug)]
pub(crate) struct TileDrawing {
    pub(crate) area: Area,
    /// The part lies on the ground of a tile. Bands and hidden sessions lie on the screen's ground.
    pub(crate) is_card: bool,
    /// The rows of `area` from the top. Rows without an entry stay as they are.
    pub(crate) rows: Vec<TileRow>,
}

/// A row of a tile.
#[derive(Debug, Default)]
pub(crate) struct TileRow {
    /// A role over all cells of the row: [`Role::Selected`] or [`Role::Faint`].
    pub(crate) over: Option<Role>,
    pub(crate) line: Line,
    /// The number of sessions behind the tile, at the right end: `+2`, or empty.
    pub(crate) count: String,
}

/// Returns the drawings of all visible tiles. Later drawings lie over earlier ones.
pub(crate) fn tile_drawings(model: &Model) -> Vec<TileDrawing> {
    let tiles = model.derived.table.tiles.iter();
    tiles.flat_map(|tile| parts_of(model, tile)).collect()
}

fn parts_of(model: &Model, tile: &Tile) -> Vec<TileDrawing> {
    let session = model.agenda.sessions.get(tile.session);
    let parts = grid::tile_cells(model, tile).into_iter();
    parts
        .filter_map(|cells| match session {
            _ if tile.ghost => Some(ghost(cells)),
            Some(session) if tile.band => Some(band(model, tile, cells, session)),
            Some(session) => Some(card(model, tile, cells, session)),
            None => None,
        })
        .collect()
}

/// Returns the drawing of a session hidden by the filter: a dotted edge.
fn ghost(cells: TileCells) -> TileDrawing {
    let rows = (0..cells.area.height)
        .map(|_| TileRow { line: vec![text_run(Role::Faint, sign::GHOST)], ..TileRow::default() });
    TileDrawing { area: cells.area, is_card: false, rows: rows.collect() }
}

/// Returns the drawing of a session for everybody: a rule with the name of the session.
fn band(model: &Model, tile: &Tile, cells: TileCells, session: &Session) -> TileDrawing {
    let width = usize::from(cells.area.width);
    let mut line = Line::new();
    if grid::shows_text(model, tile) && width > 4 {
        let mut words = title_line(model, tile.session, session, Role::Text);
        if let Some(room) = &session.room {
            words.push(text_run(Role::Faint, &format!(" {} {room}", sign::DOT)));
        }
        line.push(text_run(Role::Faint, &sign::BAND.repeat(2)));
        line.push(text_run(Role::Text, " "));
        line.extend(fit_runs(words, width.saturating_sub(6)));
        if line_width(&line) + 2 < width {
            line.push(text_run(Role::Text, " "));
        }
    }
    let rest = width.saturating_sub(line_width(&line));
    line.push(text_run(Role::Faint, &sign::BAND.repeat(rest)));
    let row = TileRow { over: role_over(model, tile.session), line, ..TileRow::default() };
    TileDrawing { area: cells.area.row(0), is_card: false, rows: vec![row] }
}

/// Returns the drawing of a session in its room: a coloured edge, title, people, facts.
fn card(model: &Model, tile: &Tile, cells: TileCells, session: &Session) -> TileDrawing {
    let count = if cells.behind > 0 { format!("+{}", cells.behind) } else { String::new() };
    let reserved = if count.is_empty() { 0 } else { count.len() + 1 };
    let mut lines = if grid::shows_text(model, tile) {
        card_lines(model, tile, session, cells, reserved)
    } else {
        Vec::new()
    };
    // The selection covers the text only: a session of many hours would be a wall.
    let selected_rows = lines.len().max(1);
    let is_selected = model.place.selected == Some(tile.session);
    let over = role_over(model, tile.session);
    let height = usize::from(cells.area.height);
    let accent = accent_role(model, tile.session, session);
    lines.resize_with(height, Line::new);
    let rows = lines.into_iter().enumerate().map(|(nth, text)| {
        let is_text = nth < selected_rows;
        let is_end = cells.ends
            && nth + 1 == height
            && tile.rows.end - tile.rows.start > 1
            && !(is_selected && is_text);
        let mut line = vec![text_run(accent, edge_sign(model, tile.session, is_end))];
        line.push(text_run(Role::Text, " "));
        line.extend(text);
        TileRow {
            over: over.filter(|role| *role != Role::Selected || is_text),
            line,
            count: if nth == 0 { count.clone() } else { String::new() },
        }
    });
    TileDrawing { area: cells.area, is_card: true, rows: rows.collect() }
}

/// Returns the role over a tile: selected, or faint because the session overlaps a session that is
/// attended.
fn role_over(model: &Model, session: SessionIx) -> Option<Role> {
    if model.place.selected == Some(session) {
        return Some(Role::Selected);
    }
    overlaps_attended(model, session).then_some(Role::Faint)
}

/// Returns true if a session is not attended and overlaps a session that is attended.
fn overlaps_attended(model: &Model, session: SessionIx) -> bool {
    model.level_of(session) != Some(Level::Attend)
        && !model.plan.schedule.find_overlaps(&model.agenda, session).is_empty()
}

/// Returns the role of the edge of a tile.
fn accent_role(model: &Model, ix: SessionIx, session: &Session) -> Role {
    if model.search.hits.contains(&ix) {
        Role::Hit
    } else if model.runs_now(ix) {
        Role::Now
    } else {
        Role::accent_of(&model.agenda, session)
    }
}

/// Returns the sign of the edge of a tile, in its last row if `is_end`.
fn edge_sign(model: &Model, session: SessionIx, is_end: bool) -> &'static str {
    let is_hit = model.search.hits.contains(&session);
    match (is_hit, overlaps_attended(model, session)) {
        (true, _) if is_end => sign::EDGE_HIT_END,
        (true, _) => sign::EDGE_HIT,
        (_, true) if is_end => sign::EDGE_DIM_END,
        (_, true) => sign::EDGE_DIM,
        _ if is_end => sign::EDGE_END,
        _ => sign::EDGE,
    }
}

/// Returns the text of a card in as many lines as the card has rows. The first line has `reserved`
/// cells less.
///
/// A card whose top is scrolled out begins with the title all the same.
fn card_lines(
    model: &Model,
    tile: &Tile,
    session: &Session,
    cells: TileCells,
    reserved: usize,
) -> Vec<Line> {
    let body = cells.area.inner(2, 0, 0, 0);
    let (width, height) = (usize::from(body.width), usize::from(body.height));
    if height == 0 {
        return Vec::new();
    }
    let row = model.place.top + i32::from(cells.area.y - screen::grid(model).y);
    let mut lines = wrap_line(&heading(model, tile, session, row), width, height, reserved);
    let people = people_line(model, tile.session, session);
    for part in [people, facts_line(model, tile, session)] {
        if lines.len() < height && !part.is_empty() {
            lines.extend(wrap_line(&part, width, height - lines.len(), 0));
        }
    }
    lines
}

/// Returns the heading of a card in a row of the axis: the start if the gutter names another time,
/// signs, the title, and the room if the card lies across other rooms.
fn heading(model: &Model, tile: &Tile, session: &Session, row: i32) -> Line {
    let role = match model.level_of(tile.session) {
        _ if session.cancelled => Role::Cancelled,
        Some(Level::Attend) => Role::Title,
        _ => Role::Text,
    };
    let mut line = title_line(model, tile.session, session, role);
    if grid::named_minute(model, row) != Some(tile.start) {
        let start = clock_time(model, tile.start).unwrap_or_default();
        line.insert(0, text_run(Role::Faint, &format!("{start} ")));
    }
    let is_elsewhere = session.rooms.iter().all(|room| !model.derived.columns.has_room(*room));
    if tile.columns.len() > 1 && is_elsewhere {
        let room = session.room.as_deref().unwrap_or("no room");
        line.push(text_run(Role::Faint, &format!(" {} {room}", sign::DOT)));
    }
    line
}

/// Returns the length of a session, its days, joined room, seats and kind.
fn facts_line(model: &Model, tile: &Tile, session: &Session) -> Line {
    let mut facts = vec![session.minutes.map_or("length unknown".into(), format_minutes)];
    if session.day.is_some_and(|day| day != model.place.day) {
        let since =
            session.start.map(|at| model.shown_time(at).format("since %a %H:%M").to_string());
        facts.extend(since);
    }
    if !tile.ends_here {
        let until =
            session.end().map(|at| model.shown_time(at).format("until %a %H:%M").to_string());
        facts.extend(until);
    }
    if tile.columns.len() > 1 {
        facts.extend(session.room.as_ref().map(ToString::to_string));
    }
    facts.extend(session.seats.map(|seats| match seats {
        Seats::Full => format!("{} full", sign::FULL),
        Seats::Limited => "seats limited".to_owned(),
    }));
    facts.extend((session.kind.word() != "talk").then(|| session.kind.word().to_owned()));
    vec![text_run(Role::Faint, &facts.join(&format!(" {} ", sign::DOT)))]
}

/// Returns the signs and the title of a session, with matched letters highlighted.
fn title_line(model: &Model, ix: SessionIx, session: &Session, role: Role) -> Line {
    let signs = session_signs(model, ix, session);
    let mut line: Line = signs.into_iter().map(|sign| text_run(sign.role, sign.text)).collect();
    if let Some(last) = line.last_mut() {
        last.text.push(' ');
    }
    let ranges = matched_ranges(model, ix, Field::Title);
    line.extend(highlight_matches(role, &session.title, 0, &ranges));
    line
}

/// Cuts runs to `cells`. Each run that is cut ends with an ellipsis in its own role.
fn fit_runs(runs: Line, cells: usize) -> Line {
    let mut left = cells;
    runs.into_iter()
        .map(|run| {
            let fitted = crate::text::fit(&run.text, left);
            left -= crate::text::width(&fitted);
            TextRun { role: run.role, text: fitted }
        })
        .collect()
}

/// Returns a minute of the day on the clock that is shown: `09:30`.
pub(crate) fn clock_time(model: &Model, minute: i32) -> Option<String> {
    let at = moment_of_minute(&model.agenda, model.place.day, minute)?;
    Some(model.shown_time(at).format("%H:%M").to_string())
}
