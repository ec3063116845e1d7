//! What happens changes the model, and says what is to be done in the world. Does nothing itself.

mod agenda_file;
mod concurrent;
mod mouse;
mod picker;
mod schedule;
mod search;

use crate::agenda::Level;
use crate::agenda::SessionIx;
use crate::timetable::{Cursor, Direction, Tile, nearest_column};
use crate::tui::input::action::{Action, Command, Effect};
use crate::tui::layout::detail;
use crate::tui::layout::grid;
use crate::tui::layout::help;
use crate::tui::layout::picker::About;
use crate::tui::layout::rows::Row;
use crate::tui::layout::screen;
use crate::tui::state::model::{Focus, Message, Model, Screen};
use chrono::{DateTime, Utc};

/// Carries out what happened. `clock` is the time that a mark made now is given.
pub(crate) fn update(model: &mut Model, action: Action, clock: DateTime<Utc>) -> Option<Effect> {
    let effect = match action {
        Action::Command(command) => {
            model.message = None;
            self::command(model, command, clock)
        }
        Action::Type(text) => {
            search::type_text(model, &text);
            None
        }
        Action::Tick(now) => {
            model.take_time(now);
            None
        }
        Action::Resize { width, height } => {
            model.size = (width, height);
            None
        }
        Action::Saved(plan) => {
            schedule::saved(model, plan);
            None
        }
        Action::NotSaved { after, why } => {
            schedule::not_saved(model, after);
            tell(model, format!("Not saved: {why}"), true);
            None
        }
        Action::PlanBroken(why) => {
            model.message = None;
            model.plan_broken = Some(why);
            None
        }
        Action::PlanChanged(plan) => {
            model.plan_broken = None;
            model.take_plan(plan);
            None
        }
        Action::Reread { agenda, problems, asked } => {
            agenda_file::reread(model, *agenda, problems, asked);
            None
        }
        Action::AgendaBroken { why, on_demand } => {
            agenda_file::broken(model, why, on_demand);
            None
        }
        Action::Told(text) => {
            tell(model, text, false);
            None
        }
        Action::Failed(text) => {
            tell(model, text, true);
            None
        }
        Action::Click { x, y, double } => mouse::click(model, x, y, double),
        Action::Scroll { x, y, rows } => {
            mouse::wheel(model, x, y, rows);
            None
        }
    };
    model.refresh();
    effect
}

fn tell(model: &mut Model, text: String, alert: bool) {
    model.message = Some(Message { text, alert });
}

fn now(model: &mut Model) {
    let before = std::mem::replace(&mut model.screen, Screen::Day);
    if model.go_to_now() {
        set_focus(model, Focus::Main);
    } else {
        model.screen = before;
        tell(model, "Nothing of this event runs now.".into(), false);
    }
}

fn command(model: &mut Model, command: Command, clock: DateTime<Utc>) -> Option<Effect> {
    use Command::*;
    if let Focus::Menu(menu) = model.focus {
        return picker::command(model, menu, command, clock);
    }
    match command {
        Left | Right | Up | Down | PageUp | PageDown | HalfUp | HalfDown | First | Last => {
            motion(model, command)
        }
        RoomsLeft | RoomsRight if model.screen == Screen::Day && !model.is_list() => {
            mouse::beside(model, command == RoomsRight);
        }
        RoomsLeft | RoomsRight => {}
        Now => now(model),
        PreviousDay => change_day(model, model.place.day.checked_sub(1)),
        NextDay => change_day(model, Some(model.place.day + 1)),
        Attend => return schedule::mark(model, Level::Attend, clock),
        Maybe => return schedule::mark(model, Level::Maybe, clock),
        Undo => return schedule::undo(model, clock),
        Mine => schedule::toggle_mine(model),
        Search => search::start_search(model),
        NextHit => search::step_hit(model, 1),
        PreviousHit => search::step_hit(model, -1),
        Open => return open(model),
        Agendas => toggle_agendas(model),
        Pane => switch_pane(model),
        Back => back(model),
        List => model.prefers_list = Some(!model.is_list()),
        ZoomIn | ZoomOut => zoom(model, command == ZoomIn),
        ZoomFit => drop(model.zoom_by(None)),
        LocalTime => toggle_local(model),
        Alternative => concurrent::step(model, true),
        PreviousAlternative => concurrent::step(model, false),
        Filter => picker::open(model, About::Filter),
        ClearFilter => picker::clear_filter(model),
        Rooms => picker::open(model, About::Rooms),
        HideRoom => return picker::hide_room(model),
        RoomLeft => return picker::shift_room(model, false),
        RoomRight => return picker::shift_room(model, true),
        Link => return link(model),
        Copy => return copy(model),
        Export => return agenda_file::export(model, clock),
        Reload => return Some(Effect::Reread),
        Help => {
            set_focus(model, if model.focus == Focus::Help { Focus::Main } else { Focus::Help })
        }
        Redraw => return Some(Effect::Redraw),
        Suspend => return Some(Effect::Suspend),
        Quit => return Some(Effect::Quit),
        day => change_day(model, day.day()),
    }
    None
}

fn zoom(model: &mut Model, larger: bool) {
    if !model.zoom_by(Some(if larger { 1 } else { -1 })) && !model.is_list() {
        tell(
            model,
            if larger { "This is the largest." } else { "This is the smallest." }.into(),
            false,
        );
    }
}

fn set_focus(model: &mut Model, focus: Focus) {
    model.focus = focus;
    model.scroll = 0;
}

// ── moving ──

fn motion(model: &mut Model, command: Command) {
    match model.focus {
        Focus::Main if model.is_list() => move_in_list(model, command),
        Focus::Main => move_in_grid(model, command),
        Focus::Detail { .. } | Focus::Help => scroll_text(model, command),
        Focus::Menu(_) => {}
    }
}

/// How many rows a command moves, in a pane of that height.
fn stride(command: Command, height: u16) -> i32 {
    let page = i32::from(height.max(2));
    match command {
        Command::Up => -1,
        Command::Down => 1,
        Command::PageUp => 1 - page,
        Command::PageDown => page - 1,
        Command::HalfUp => -page / 2,
        Command::HalfDown => page / 2,
        Command::First => i32::MIN,
        Command::Last => i32::MAX,
        _ => 0,
    }
}

fn scroll_text(model: &mut Model, command: Command) {
    let (area, lines) = match model.focus {
        Focus::Help => {
            let area = help::area(model);
            (area, help::lines(model, area.width).len())
        }
        _ => {
            let area = detail::area(model);
            (area, detail::lines(model, area.width).len())
        }
    };
    let last = i64::try_from(lines.saturating_sub(usize::from(area.height))).unwrap_or(0);
    let at = i64::try_from(model.scroll).unwrap_or(0) + i64::from(stride(command, area.height));
    model.scroll = usize::try_from(at.clamp(0, last)).unwrap_or(0);
}

fn move_in_list(model: &mut Model, command: Command) {
    if model.screen == Screen::Day && matches!(command, Command::Left | Command::Right) {
        let day = if command == Command::Left {
            model.place.day.checked_sub(1)
        } else {
            Some(model.place.day + 1)
        };
        return change_day(model, day);
    }
    let lines: Vec<usize> =
        (0..model.rows.len()).filter(|ix| model.rows[*ix].selectable()).collect();
    let at = lines.iter().position(|ix| *ix >= model.place.row);
    if command == Command::Up && search::recall(model, at.is_none_or(|at| at == 0)) {
        return;
    }
    let Some(at) = at else { return };
    let to = motion_of(command, model.list_area().height, at, lines.len());
    select_row(model, lines.get(to).copied().unwrap_or(model.place.row));
}

/// Where a command leads in a list of `count` entries, of which `height` are shown.
fn motion_of(command: Command, height: u16, at: usize, count: usize) -> usize {
    let last = i64::try_from(count).unwrap_or(1) - 1;
    let to = i64::try_from(at).unwrap_or(0) + i64::from(stride(command, height));
    usize::try_from(to.clamp(0, last.max(0))).unwrap_or(0)
}

fn select_row(model: &mut Model, row: usize) {
    model.place.row = row;
    model.scroll = 0;
    if let Some(session) = model.rows.get(row).and_then(Row::session) {
        model.place.selected = Some(session);
        if model.screen == Screen::Day {
            model.go_to(session);
        }
    }
}

fn move_in_grid(model: &mut Model, command: Command) {
    let here = model
        .place
        .selected
        .filter(|session| model.table.live_tiles().any(|tile| tile.session == *session));
    let Some(selected) = here else {
        // What is selected is not drawn: the filter or a hidden room. Any key leads back to what
        // is.
        return select_near(model, model.place.cursor);
    };
    let toward = match command {
        Command::Left => Direction::Left,
        Command::Right => Direction::Right,
        Command::Up => Direction::Up,
        Command::Down => Direction::Down,
        _ => return page_in_grid(model, command),
    };
    let moved = model
        .table
        .neighbour_tile(selected, model.place.cursor, toward)
        .map(|(tile, cursor)| (tile.session, cursor));
    if let Some((session, cursor)) = moved {
        model.place.selected = Some(session);
        model.place.cursor = cursor;
        model.scroll = 0;
    }
}

/// A page up or down in the same room, or to the first or last of the day.
fn page_in_grid(model: &mut Model, command: Command) {
    let axis = &model.table.axis;
    let height = screen::grid(model.panes().main).height;
    let eye = model.eye();
    let row =
        axis.row_of_minute(eye).saturating_add(stride(command, height)).clamp(0, axis.height());
    let cursor = Cursor { minute: axis.minute_of_row(row), ..model.place.cursor };
    let aside = |tile: &&Tile| tile.columns.start.abs_diff(cursor.column);
    let tile = match command {
        Command::First => model.table.live_tiles().min_by_key(|tile| (tile.start, aside(tile))),
        Command::Last => {
            model.table.live_tiles().max_by_key(|tile| (tile.start, std::cmp::Reverse(aside(tile))))
        }
        _ => model.table.nearest_tile(cursor),
    };
    let tile = tile.cloned();
    select_tile(model, tile.as_ref());
}

/// Selects a tile and goes to where it begins, in the column nearest to the eye.
fn select_tile(model: &mut Model, tile: Option<&Tile>) {
    let Some(tile) = tile else { return };
    model.place.selected = Some(tile.session);
    model.place.cursor =
        Cursor { column: nearest_column(tile, model.place.cursor.column), minute: tile.start };
    model.scroll = 0;
}

/// Selects what is nearest to a place.
fn select_near(model: &mut Model, cursor: Cursor) {
    let tile = model.table.nearest_tile(cursor).cloned();
    select_tile(model, tile.as_ref());
}

fn change_day(model: &mut Model, day: Option<usize>) {
    let Some(day) = day.filter(|day| *day < model.agenda.days.len()) else {
        return tell(model, "There is no such day.".into(), false);
    };
    match model.screen {
        Screen::Day if model.place.day == day && model.place.selected.is_some() => {}
        Screen::Day => model.go_to_day(day),
        _ => {
            let of_day = |row: &Row| {
                row.session().and_then(|ix| model.agenda.sessions.get(ix)?.day) == Some(day)
            };
            match model.rows.iter().position(of_day) {
                Some(row) => select_row(model, row),
                None => {
                    tell(model, format!("Nothing here is on {}.", model.day_name(day, "%A")), false)
                }
            }
        }
    }
    model.scroll = 0;
}

/// Shows a session in the timetable.
fn show(model: &mut Model, session: SessionIx) {
    model.screen = Screen::Day;
    model.focus = Focus::Main;
    model.go_to(session);
    if !model.passes(session) {
        let key = model.key_of(Command::ClearFilter);
        tell(model, format!("The filter hides this session: {key} clears it."), false);
    } else if !model.is_shown(session) {
        let key = model.key_of(Command::Rooms);
        tell(model, format!("The room of this session is hidden: {key} lists the rooms."), false);
    }
}

// ── opening and going back ──

fn open(model: &mut Model) -> Option<Effect> {
    if model.screen == Screen::Day && model.focus == Focus::Main && grid::has_more_behind(model) {
        let (session, column) = (model.place.selected?, model.place.cursor.column);
        picker::open(model, About::Overlap { session, column });
        return None;
    }
    match (&mut model.screen, model.focus) {
        (_, Focus::Help | Focus::Detail { full: true }) => set_focus(model, Focus::Main),
        (Screen::Search(_), Focus::Main) => match model.place.selected {
            Some(session) => {
                if let Screen::Search(search) = std::mem::replace(&mut model.screen, Screen::Day) {
                    model.history.add(&search.input);
                    model.place = search.before.1;
                }
                show(model, session);
            }
            None if model.hidden_hits > 0 => search::tell_hidden(model),
            None => back(model),
        },
        (Screen::Agendas { .. }, Focus::Main) => {
            let Some(Row::Agenda(name)) = model.rows.get(model.place.row) else { return None };
            return Some(Effect::OpenAgenda(name.clone()));
        }
        (Screen::Mine { open, .. }, Focus::Main) => match model.rows.get(model.place.row) {
            Some(Row::Gap(gap)) => {
                *open = if *open == Some(gap.start) { None } else { Some(gap.start) }
            }
            _ => set_focus(model, Focus::Detail { full: true }),
        },
        _ if model.place.selected.is_some() => set_focus(model, Focus::Detail { full: true }),
        _ => {}
    }
    None
}

fn toggle_agendas(model: &mut Model) {
    match model.screen {
        Screen::Agendas { before } => {
            model.screen = Screen::Day;
            model.place = before;
        }
        _ => {
            model.screen = Screen::Agendas { before: model.place };
            model.focus = Focus::Main;
            model.place.row = 0;
            model.place.first_row = 0;
        }
    }
}

fn switch_pane(model: &mut Model) {
    let full = model.panes().detail.is_empty();
    match model.focus {
        Focus::Main if model.place.selected.is_some() => set_focus(model, Focus::Detail { full }),
        _ => set_focus(model, Focus::Main),
    }
}

/// One step back, and never out of the program.
fn back(model: &mut Model) {
    if model.focus != Focus::Main {
        return set_focus(model, Focus::Main);
    }
    match std::mem::replace(&mut model.screen, Screen::Day) {
        Screen::Search(search) => {
            model.history.add(&search.input);
            let (screen, place, hits, query) = *search.before;
            (model.screen, model.place, model.hits, model.query) = (screen, place, hits, query);
            model.find_again();
        }
        Screen::Mine { before, .. } | Screen::Agendas { before } => model.place = before,
        Screen::Day => {
            model.hits.clear();
            model.query.clear();
        }
    }
}

fn toggle_local(model: &mut Model) {
    match (&model.agenda.zone, &model.local) {
        (None, _) => tell(
            model,
            "The agenda names no time zone: times are shown as it has them.".into(),
            false,
        ),
        (Some(_), None) => tell(model, "This machine's time zone is not known.".into(), false),
        (Some(_), Some(_)) => model.shows_local = !model.shows_local,
    }
}

fn link(model: &mut Model) -> Option<Effect> {
    match model.address() {
        Some(url) => Some(Effect::Open(url.to_string())),
        None => {
            tell(model, "This session has no web page.".into(), false);
            None
        }
    }
}

fn copy(model: &mut Model) -> Option<Effect> {
    let session = model.agenda.sessions.get(model.place.selected?)?;
    let when = session.start.map(|at| model.shown(at).format("%a %-d %b %H:%M").to_string());
    let parts =
        [Some(session.title.to_string()), when, session.room.as_ref().map(ToString::to_string)];
    Some(Effect::Copy(parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")))
}

#[cfg(test)]
pub(crate) mod tests;
