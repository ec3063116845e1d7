//! The timetable: time down, rooms across.

use super::Brush;
use super::list::{people, signs};
use crate::agenda::{Level, Seats, Session, SessionIx, format_minutes};
use crate::search::Field;
use crate::timetable::{Column, Tile, split_width};
use crate::tui::layout::area::{Area, GUTTER};
use crate::tui::layout::grid::{self, Cells};
use crate::tui::layout::line::{Line, Span, spans};
use crate::tui::layout::{area, matches, screen, text};
use crate::tui::state::Model;
use crate::tui::theme::{Role, sign};

pub(super) fn draw(model: &Model, brush: &mut Brush, main: Area) {
    let grid = area::grid(main);
    heads(model, brush, main.row(0), grid);
    gutter(model, brush, Area { x: main.x, width: GUTTER, ..grid }, grid);
    if model.derived.table.live_tiles().next().is_none() {
        let why = "The filter hides all sessions of this day.";
        brush.fitted(
            grid.row(1),
            Role::Faint,
            if model.settings.filter.is_empty() { "All rooms are hidden." } else { why },
        );
    }
    for tile in &model.derived.table.tiles {
        for cells in grid::cells(model, tile) {
            draw_tile(model, brush, tile, cells);
        }
    }
    brush.over(&[]);
}

/// The names of the rooms, the one that the eye is in marked, and how many are hidden on either
/// side.
fn heads(model: &Model, brush: &mut Brush, row: Area, grid: Area) {
    let shown = screen::columns_shown(model);
    let columns: Vec<Column> = model.derived.columns.iter().collect();
    let beyond = area::beyond(&shown, columns.len());
    let free = Area {
        x: grid.x,
        width: brush.right(row, Role::Key, &beyond).width.saturating_sub(GUTTER),
        ..row
    };
    for (cells, column) in split_width(shown.len(), grid.width).into_iter().zip(shown.clone()) {
        let area = free.inner(cells.start, 0, 0, 0);
        let area =
            Area { width: area.width.min((cells.end - cells.start).saturating_sub(1)), ..area };
        let name = match columns.get(column) {
            Some(Column::Room(room)) => {
                model.agenda.rooms.get(*room).map_or("", |room| &*room.name)
            }
            _ if columns.len() == 1 => "No room",
            _ => "Elsewhere",
        };
        let role = if column == model.place.cursor.column { Role::Selected } else { Role::Head };
        let name = text::fit(name, usize::from(area.width.saturating_sub(2)));
        brush.text(area.inner(1, 0, 0, 0), role, &format!(" {name} "));
    }
    if shown.start > 0 {
        brush.text(row, Role::Key, &format!(" {} {}", sign::LEFT, shown.start));
    }
}

/// The times, the folds and the line of now.
fn gutter(model: &Model, brush: &mut Brush, area: Area, grid: Area) {
    let axis = &model.derived.table.axis;
    let rows = model.place.top..model.place.top + i32::from(area.height);
    let line = |row: i32| rows.contains(&row).then(|| u16::try_from(row - rows.start).unwrap_or(0));
    let shown = screen::columns_shown(model);
    let begins = |minute: i32| {
        let here = |tile: &&Tile| {
            tile.start == minute && tile.columns.start < shown.end && shown.start < tile.columns.end
        };
        model.derived.table.live_tiles().find(here)
    };
    let selected = grid::selected_tile(model);
    for tick in axis.ticks().iter().filter(|tick| tick.folded) {
        let x = if tick.starts { GUTTER - 1 } else { 3 };
        if let Some(row) = line(tick.row) {
            brush.text(area.row(row).inner(x, 0, 0, 0), Role::Faint, sign::FOLDED);
        }
    }
    for row in rows.clone() {
        let Some(minute) = grid::named_minute(model, row) else { continue };
        let role = match begins(minute) {
            _ if selected.is_some_and(|tile| tile.start == minute) => Role::Title,
            Some(_) => Role::Text,
            // What begins then is in rooms that are scrolled away, or is hidden.
            None => Role::Faint,
        };
        let label = hour(model, minute).unwrap_or_default();
        brush.text(area.row(line(row).unwrap_or(0)).inner(1, 0, 0, 0), role, &label);
    }
    let base = crate::timetable::moment_of_minute(&model.agenda, model.place.day, 0);
    let now = model.now.zip(base).map(|(now, base)| (now - base).num_minutes());
    let Some(minute) = now.and_then(|minute| i32::try_from(minute).ok()) else { return };
    let ends = axis
        .ticks()
        .first()
        .zip(axis.ticks().last())
        .map_or(0..0, |(first, last)| first.minute..last.minute);
    if ends.contains(&minute)
        && let (Some(row), Some(label)) = (line(axis.row_of_minute(minute)), hour(model, minute))
    {
        let rest = brush.text(area.row(row), Role::Now, sign::NOW);
        // When what is beside it begins is worth more: the time now is in the header.
        if grid::named_minute(model, axis.row_of_minute(minute)).is_none() {
            brush.text(rest, Role::Now, &label);
        }
        now_line(model, brush, grid, row, minute);
    }
}

/// A minute of the day on the clocks that are shown.
fn hour(model: &Model, minute: i32) -> Option<String> {
    let at = crate::timetable::moment_of_minute(&model.agenda, model.place.day, minute)?;
    Some(model.shown(at).format("%H:%M").to_string())
}

/// The line of now, wherever there is room for some of it between the tiles.
fn now_line(model: &Model, brush: &mut Brush, grid: Area, row: u16, minute: i32) {
    const LEAST: usize = 4;
    let y = grid.y + row;
    let tiles = model.derived.table.tiles.iter().flat_map(|tile| {
        let areas = grid::cells(model, tile).into_iter().map(|cells| cells.area);
        // Of a band only the rule is drawn.
        // What runs now is not crossed, also where it ends within this row.
        let runs = !tile.band && (tile.start..tile.end).contains(&minute);
        let whole = move |area: Area| if runs { Area { y, height: 1, ..area } } else { area };
        areas.map(move |area| if tile.band { area.row(0) } else { whole(area) })
    });
    let tiles: Vec<Area> = tiles.collect();
    let free: Vec<bool> = (grid.x..grid.x + grid.width)
        .map(|x| !tiles.iter().any(|area| area.contains(x, y)))
        .collect();
    let mut x = grid.x;
    for run in free.chunk_by(|a, b| a == b) {
        let width = u16::try_from(run.len()).unwrap_or(0);
        if run.len() >= LEAST && run.first() == Some(&true) {
            brush.text(
                Area { x, y, width, height: 1 },
                Role::Now,
                &sign::NOW_LINE.repeat(run.len() - 1),
            );
        }
        x += width;
    }
}

fn draw_tile(model: &Model, brush: &mut Brush, tile: &Tile, cells: Cells) {
    if tile.ghost {
        brush.over(&[]);
        for row in 0..cells.area.height {
            brush.text(cells.area.row(row), Role::Faint, sign::GHOST);
        }
        return;
    }
    let Some(session) = model.agenda.sessions.get(tile.session) else { return };
    let selected = model.place.selected == Some(tile.session);
    let dimmed = dimmed(model, tile.session);
    let mut over = Vec::new();
    if selected {
        over.push(Role::Selected);
    }
    if dimmed && !selected {
        over.push(Role::Faint);
    }
    brush.over(&over);
    if tile.band {
        if selected {
            brush.fill(cells.area.row(0), Role::Text);
        }
        band(model, brush, tile, cells, session);
    } else {
        card(model, brush, tile, cells, session);
    }
}

/// What is for everybody: a rule with its name in it.
fn band(model: &Model, brush: &mut Brush, tile: &Tile, cells: Cells, session: &Session) {
    let rule = sign::BAND;
    let row = cells.area.row(0);
    brush.text(row, Role::Faint, &rule.repeat(usize::from(row.width)));
    if !grid::speaks(model, tile) {
        return;
    }
    let row = row.inner(2, 0, 2, 0);
    let mut words = title_line(model, tile.session, session, Role::Text);
    if let Some(room) = &session.room {
        words.push(Span { role: Role::Faint, text: format!(" {} {room}", sign::DOT) });
    }
    let mut rest = row.inner(1, 0, 1, 0);
    let mut drawn = 0;
    for span in words {
        let fitted = text::fit(&span.text, usize::from(rest.width));
        drawn += text::width(&fitted);
        rest = brush.text(rest, span.role, &fitted);
    }
    brush.text(row, Role::Text, " ");
    brush.text(row.inner(u16::try_from(drawn + 1).unwrap_or(0), 0, 0, 0), Role::Text, " ");
}

/// A session in its room: an edge in its colour, the title in as many lines as there are, people,
/// length.
fn card(model: &Model, brush: &mut Brush, tile: &Tile, cells: Cells, session: &Session) {
    // What is behind it is counted at its right, in its first row.
    let behind = if cells.behind > 0 { format!("+{}", cells.behind) } else { String::new() };
    let reserved = if behind.is_empty() { 0 } else { behind.len() + 1 };
    let body = cells.area.inner(2, 0, 0, 0);
    let speaks = grid::speaks(model, tile);
    let top = model.place.top + i32::from(cells.area.y - screen::grid(model).y);
    let lines =
        if speaks { card_lines(model, tile, session, body, reserved, top) } else { Vec::new() };
    let selected = model.place.selected == Some(tile.session);
    let written = u16::try_from(lines.len()).unwrap_or(u16::MAX).max(1);
    if selected {
        brush.over(&[]);
    }
    brush.on_tile(true);
    brush.blank(cells.area);
    if selected {
        // As far as there is text: a tile of many hours would be a wall.
        brush.over(&[Role::Selected]);
        brush.fill(Area { height: cells.area.height.min(written), ..cells.area }, Role::Text);
    }
    let hit = model.search.hits.contains(&tile.session);
    let accent = match model.runs_now(tile.session) {
        _ if hit => Role::Hit,
        true => Role::Now,
        false => Role::accent(&model.agenda, session),
    };
    for row in 0..cells.area.height {
        if selected && row == written {
            brush.over(&[]);
        }
        let last =
            cells.ends && row + 1 == cells.area.height && tile.rows.end - tile.rows.start > 1;
        let last = last && (row >= written || !selected);
        let edge = match (hit, dimmed(model, tile.session)) {
            (true, _) if last => sign::EDGE_HIT_END,
            (true, _) => sign::EDGE_HIT,
            (_, true) if last => sign::EDGE_DIM_END,
            (_, true) => sign::EDGE_DIM,
            _ if last => sign::EDGE_END,
            _ => sign::EDGE,
        };
        brush.text(cells.area.row(row), accent, edge);
    }
    if selected {
        brush.over(&[Role::Selected]);
    }
    // A tile that is scrolled out above begins with its title all the same: that is what one wants
    // to know of it.
    for (row, line) in (0..body.height).zip(lines) {
        let mut rest = body.row(row);
        for span in line {
            rest = brush.text(rest, span.role, &span.text);
        }
    }
    brush.right(cells.area.row(0), Role::Key, &behind);
    brush.on_tile(false);
}

/// Whether a session overlaps something that I attend, and is not attended itself.
fn dimmed(model: &Model, session: SessionIx) -> bool {
    model.level(session) != Some(Level::Attend)
        && !model.plan.schedule.find_overlaps(&model.agenda, session).is_empty()
}

/// What a tile says, in the lines that it has; the first is in that row, and has `reserved` cells
/// less.
fn card_lines(
    model: &Model,
    tile: &Tile,
    session: &Session,
    body: Area,
    reserved: usize,
    row: i32,
) -> Vec<Line> {
    let width = usize::from(body.width);
    let height = usize::from(body.height);
    let role = match model.level(tile.session) {
        _ if session.cancelled => Role::Cancelled,
        Some(Level::Attend) => Role::Title,
        _ => Role::Text,
    };
    let mut words = title_line(model, tile.session, session, role);
    if grid::named_minute(model, row) != Some(tile.start) {
        // The gutter names another time here, or none.
        let start = hour(model, tile.start).unwrap_or_default();
        words.insert(0, Span { role: Role::Faint, text: format!("{start} ") });
    }
    if tile.columns.len() > 1
        && session.rooms.iter().all(|room| !model.derived.columns.has_room(*room))
    {
        // Drawn across rooms that it is not in.
        let room = session.room.as_deref().unwrap_or("no room");
        words.push(Span { role: Role::Faint, text: format!(" {} {room}", sign::DOT) });
    }
    let names = people(model, tile.session, session);
    let mut lines = wrap_line(&words, width, height.max(1), reserved);
    if !names.is_empty() && lines.len() < height {
        lines.extend(wrap_line(&names, width, height - lines.len(), 0));
    }
    if lines.len() < height {
        let mut facts = vec![session.minutes.map_or("length unknown".into(), format_minutes)];
        if session.day.is_some_and(|day| day != model.place.day) {
            facts.extend(
                session.start.map(|at| model.shown(at).format("since %a %H:%M").to_string()),
            );
        }
        if !tile.ends_here {
            facts.extend(
                session.end().map(|at| model.shown(at).format("until %a %H:%M").to_string()),
            );
        }
        if tile.columns.len() > 1
            && let Some(room) = &session.room
        {
            facts.push(room.to_string());
        }
        facts.extend(session.seats.map(|seats| match seats {
            Seats::Full => format!("{} full", sign::FULL),
            Seats::Limited => "seats limited".to_owned(),
        }));
        facts.extend((session.kind.word() != "talk").then(|| session.kind.word().to_owned()));
        let facts = vec![Span { role: Role::Faint, text: facts.join(&format!(" {} ", sign::DOT)) }];
        lines.extend(wrap_line(&facts, width, height - lines.len(), 0));
    }
    lines
}

/// Sign and title, with the letters that a search matched.
fn title_line(model: &Model, ix: SessionIx, session: &Session, role: Role) -> Line {
    let mut line = Line::new();
    let signs = signs(model, ix, session);
    let last = signs.len();
    for (nth, (role, sign)) in signs.into_iter().enumerate() {
        let space = if nth + 1 == last { " " } else { "" };
        line.push(Span { role, text: format!("{sign}{space}") });
    }
    line.extend(spans(role, &session.title, 0, &matches::ranges(model, ix, Field::Title)));
    line
}

/// Wraps a line of several roles into at most `height` lines, the last with an ellipsis if it did
/// not fit; the first has `reserved` cells less.
fn wrap_line(line: &Line, width: usize, height: usize, reserved: usize) -> Vec<Line> {
    let whole: String = line.iter().map(|span| span.text.as_str()).collect();
    let parts = text::wrap_after(&whole, width, reserved.min(width.saturating_sub(1)));
    let more = parts.len() > height;
    let mut lines: Vec<Line> =
        parts.iter().take(height).map(|part| slice(line, part.range.clone())).collect();
    if let (true, Some(last), Some(part)) =
        (more, lines.last_mut(), parts.get(height.wrapping_sub(1)))
    {
        let rest = whole.get(part.range.start..).unwrap_or_default();
        let reserved = if height == 1 { reserved } else { 0 };
        let kept = text::fitting_prefix(rest, width.saturating_sub(1 + reserved)).trim_end().len();
        *last = slice(line, part.range.start..part.range.start + kept);
        last.push(Span { role: Role::Faint, text: "…".into() });
    }
    lines
}

/// The runs of a line that lie in these bytes of its text.
fn slice(line: &Line, range: std::ops::Range<usize>) -> Line {
    let mut at = 0;
    let mut runs = Line::new();
    for span in line {
        let (from, to) = (range.start.max(at), range.end.min(at + span.text.len()));
        if from < to
            && let Some(part) = span.text.get(from - at..to - at)
        {
            runs.push(Span { role: span.role, text: part.to_owned() });
        }
        at += span.text.len();
    }
    runs
}
