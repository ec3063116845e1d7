//! First and last line: where one is, what keys there are, what just happened.

use super::Brush;
use crate::agenda::Level;
use crate::tui::input::action::Command;
use crate::tui::input::keymap::{Code, Key};
use crate::tui::layout::area::Area;
use crate::tui::layout::{grid, linear, screen, scroll, tabs, text};
use crate::tui::state::{Focus, Model, PickerKind, Screen};
use crate::tui::theme::{Role, sign};

/// Name of the event, days, my marks, clashes, clock.
pub(super) fn header(model: &Model, brush: &mut Brush, area: Area) {
    if model.settings.linear {
        let mut parts = vec![linear::header(model)];
        parts.extend(status(model).into_iter().map(|(_, part)| part));
        brush.fitted(area, Role::Title, &parts.join(", "));
        return;
    }
    let name = area.inner(1, 0, area.width.saturating_sub(tabs::name_width(model)), 0);
    brush.fitted(name, Role::Title, &model.agenda.name);
    let (mut end, mut last) = (area.x + tabs::name_width(model), 0);
    for tab in tabs::tabs(model) {
        let x = tab.x.saturating_sub(1);
        let place = Area { x, width: area.width.saturating_sub(x), ..area };
        let (role, label) = if tab.day == model.place.day && model.screen == Screen::Day {
            (Role::Selected, format!("{}{}{}", sign::LEFT, tab.label, sign::RIGHT))
        } else {
            (Role::Text, format!(" {} ", tab.label))
        };
        brush.text(place, role, &label);
        end = x + u16::try_from(text::width(&label)).unwrap_or(0);
        last = tab.day;
    }
    let beyond = model.agenda.days.len().saturating_sub(last + 1);
    if beyond > 0 {
        let beyond = format!("{beyond} {}", sign::RIGHT);
        let x = (end + 1).min(area.width);
        end = brush.text(area.inner(x, 0, 0, 0), Role::Key, &beyond).x;
    }
    let mut rest = area.inner((end + 1).min(area.width), 0, 1, 0);
    for (role, part) in status(model).into_iter().rev() {
        rest = brush.right(rest, role, &part);
        rest = brush.right(rest, Role::Text, "  ");
    }
}

/// What stands at the right end of the header, the most important last.
fn status(model: &Model) -> Vec<(Role, String)> {
    let mut parts = Vec::new();
    if matches!(model.screen, Screen::Mine { .. }) && !model.settings.linear {
        parts.push((Role::Head, "my schedule".to_owned()));
    }
    if model.file.problems > 0 {
        let noun = if model.file.problems == 1 { "problem" } else { "problems" };
        parts.push((Role::Alert, format!("{} {noun}", model.file.problems)));
    }
    let attended = (0..model.agenda.sessions.len())
        .filter(|ix| model.level(*ix) == Some(Level::Attend))
        .count();
    if attended > 0 {
        let sign = if model.settings.linear { "attending" } else { sign::ATTEND };
        parts.push((Role::Attend, format!("{sign} {attended}")));
    }
    // A mark whose session is gone is on no day: only here it is never out of sight.
    let gone =
        model.plan.schedule.mark_matches().iter().filter(|found| found.session.is_none()).count();
    if gone > 0 {
        parts.push((
            Role::Alert,
            format!("{gone} {}", if model.settings.linear { "of mine gone" } else { "gone" }),
        ));
    }
    let clashes = model.plan.schedule.find_clashes(&model.agenda).len();
    if clashes > 0 {
        let sign = if model.settings.linear { "overlaps" } else { sign::CLASH };
        parts.push((Role::Clash, format!("{sign} {clashes}")));
    }
    parts.push((Role::Text, clock(model)));
    parts
}

/// The time now during the event, and what zone times are shown in.
fn clock(model: &Model) -> String {
    let Some(zone) = &model.agenda.zone else {
        return if model.agenda.utc { "UTC, zone unknown" } else { "zone unknown" }.into();
    };
    let shown = if model.settings.shows_local {
        model.settings.local.as_ref().unwrap_or(zone)
    } else {
        zone
    };
    let during = model.time_during_event();
    let at = during.or_else(|| {
        let day = model.agenda.days.get(model.place.day)?;
        model.agenda.sessions.get(day.sessions.start)?.start
    });
    let Some(at) = at.map(|at| model.shown(at)) else { return shown.name().to_owned() };
    let time = during.map_or_else(String::new, |_| at.format("%H:%M ").to_string());
    format!("{time}{}", shown.clock_name(at))
}

/// A message if there is one, else the keys that matter here.
pub(super) fn footer(model: &Model, brush: &mut Brush, area: Area) {
    let row = area.inner(1, 0, 1, 0);
    if let Some(message) = &model.message {
        let role = if message.alert { Role::Alert } else { Role::Head };
        brush.fitted(row, role, &message.text);
        return;
    }
    let stale =
        model.file.stale.as_ref().map(|why| format!("Shown is the last good agenda: {why}"));
    if let Some(why) = stale.as_ref().or(model.plan.unreadable.as_ref()) {
        brush.fitted(row, Role::Alert, why);
        return;
    }
    let mut rest = row;
    let rooms = 0..model.agenda.rooms.len();
    let hidden =
        rooms.filter(|room| model.settings.arrangement.hides_room(&model.agenda, *room)).count();
    if hidden > 0 && model.screen == Screen::Day && model.focus == Focus::Main {
        rest = brush.text(rest, Role::Key, &model.key_of(Command::Rooms));
        let noun = if hidden == 1 { "room is" } else { "rooms are" };
        rest = brush.text(rest, Role::Head, &format!(" {hidden} {noun} hidden  "));
    }
    let elsewhere = model.hits_elsewhere();
    if elsewhere > 0 {
        rest = brush.text(rest, Role::Head, &format!("0 hits here, {elsewhere} on other days  "));
    }
    rest = brush.right(rest, Role::Key, &more(model));
    for (keys, what) in hints(model) {
        let cells = text::width(&keys) + text::width(what) + 3;
        if cells > usize::from(rest.width) + 2 || keys.is_empty() {
            continue;
        }
        rest = brush.text(rest, Role::Key, &keys);
        rest = brush.text(rest, Role::Faint, &format!(" {what}  "));
    }
}

/// Returns the arrows that say where hidden lines are.
fn more(model: &Model) -> String {
    let hidden = scroll::hidden_lines(model);
    match (hidden.above, hidden.below) {
        (false, false) => String::new(),
        (true, false) => format!("  {} more", sign::UP),
        (false, true) => format!("  {} more", sign::DOWN),
        (true, true) => format!("  {}{} more", sign::UP, sign::DOWN),
    }
}

/// Keys and what they do here, the most useful first.
fn hints(model: &Model) -> Vec<(String, &'static str)> {
    use Command::*;
    let key = |command| model.key_of(command);
    let arrows = |pair| arrows(model, pair);
    let scroll =
        if scroll::hidden_lines(model).is_nothing() { String::new() } else { arrows([Up, Down]) };
    let shift = if model.settings.mouse { "Shift".to_owned() } else { String::new() };
    match (&model.screen, model.focus) {
        (_, Focus::Help) => vec![(key(Back), "back"), (scroll, "scroll")],
        (_, Focus::Detail { .. }) => {
            vec![
                (key(Back), "back"),
                (scroll, "scroll"),
                (key(Attend), "attend"),
                (if model.address().is_some() { key(Link) } else { String::new() }, "web page"),
                (shift, "selects text"),
            ]
        }
        (_, Focus::Picker(menu)) => menu_hints(model, menu.kind),
        (Screen::Search(_), Focus::Main) => {
            vec![
                (key(Open), "go there"),
                (key(Back), "back"),
                (arrows([Up, Down]), "choose"),
                (key(Attend), "attend"),
                (key(Help), "help"),
            ]
        }
        (Screen::Mine { .. }, Focus::Main) => vec![
            (key(Mine), "timetable"),
            (key(Attend), "attend"),
            (key(Maybe), "maybe"),
            (key(Undo), "undo"),
            (key(Open), "details, what fits a gap"),
            (key(Back), "back"),
            (key(Help), "help"),
        ],
        (Screen::Agendas { .. }, Focus::Main) => {
            vec![
                (key(Open), "open"),
                (arrows([Up, Down]), "choose"),
                (key(Back), "back"),
                (key(Help), "help"),
            ]
        }
        (Screen::Day, Focus::Main) => day_hints(model, shift),
    }
}

fn day_hints(model: &Model, shift: String) -> Vec<(String, &'static str)> {
    use Command::*;
    let key = |command| model.key_of(command);
    let behind = grid::has_more_behind(model);
    let hits = if model.search.hits.is_empty() {
        String::new()
    } else {
        format!("{}{}", key(NextHit), key(PreviousHit))
    };
    let list = if model.has_timetable() { key(List) } else { String::new() };
    let sideways =
        if screen::is_list(model) { String::new() } else { arrows(model, [Left, Right]) };
    vec![
        (key(Attend), "attend"),
        (key(Search), "search"),
        (key(Mine), "my schedule"),
        (if behind { key(Open) } else { String::new() }, "list them"),
        (key(Help), "help"),
        (shift, "selects text"),
        (key(Filter), "filter"),
        (if behind { String::new() } else { key(Open) }, "open"),
        (hits, "hits"),
        (sideways + &arrows(model, [Up, Down]), "move"),
        (key(Now), "now"),
        (key(Quit), "quit"),
        (list, if screen::is_list(model) { "timetable" } else { "list" }),
    ]
}

fn menu_hints(model: &Model, kind: PickerKind) -> Vec<(String, &'static str)> {
    use Command::*;
    let key = |command| model.key_of(command);
    let back = (key(Back), "close");
    match kind {
        PickerKind::Overlap { .. } => {
            vec![(key(Open), "details"), (key(Attend), "attend"), (key(Maybe), "maybe"), back]
        }
        PickerKind::Filter => {
            vec![
                (key(Attend), "choose"),
                (key(ClearFilter), "clear"),
                back,
                (arrows(model, [Left, Right]), "part"),
            ]
        }
        PickerKind::Rooms => {
            vec![
                (key(Attend), "show or hide"),
                (format!("{}{}", key(RoomLeft), key(RoomRight)), "move"),
                back,
            ]
        }
    }
}

/// What the filter is, and how many sessions it hides; at the right the key that takes it away.
pub(super) fn filter(model: &Model, brush: &mut Brush, area: Area) {
    let row = area.inner(1, 0, 1, 0);
    let (hidden, all) = (model.hidden_by_filter(), model.agenda.sessions.len());
    let mut counts = format!("  hides {hidden} of {all}");
    if model.search.hidden_hits > 0 {
        let noun = if model.search.hidden_hits == 1 { "hit" } else { "hits" };
        counts.push_str(&format!(", {} {noun}", model.search.hidden_hits));
    }
    counts.push_str(&format!("  {} clears", model.key_of(Command::ClearFilter)));
    let rest = brush.right(row, Role::Faint, &counts);
    let rest = brush.text(rest, Role::Key, "Filter  ");
    brush.fitted(
        rest,
        Role::Head,
        &model.settings.filter.describe_choices().join(&format!(" {} ", sign::DOT)),
    );
}

/// The keys of two commands that belong together, arrows if they are among them.
fn arrows(model: &Model, pair: [Command; 2]) -> String {
    let keys = pair.map(|command| arrow(model.settings.keymap.keys(model.context(), command)));
    let names = keys.map(|key| key.map_or_else(String::new, |key| key.name(model.settings.ascii)));
    names.join(if model.settings.ascii { " " } else { "" })
}

/// The arrow among the keys of a command, else the first.
fn arrow(keys: &[Key]) -> Option<&Key> {
    keys.iter().find(|key| matches!(key.code, Code::Named(_))).or(keys.first())
}
