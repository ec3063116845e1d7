//! The right end of the header: problems, marks, the clock.

use super::area::Area;
use super::line::{TextRun, text_run};
use super::map_screen::MapScreen;
use super::refresh_label::refresh_label;
use super::remaining::{NextSession, next_session};
use super::screen;
use super::tabs::HeaderDays;
use crate::text;
use crate::tui::state::{Focus, Model, PlanCounts, Screen};
use crate::tui::theme::{Role, sign};
use std::ops::Range;

/// The cells between two parts.
pub(crate) const STATUS_SPACE: u16 = 2;

/// The heading of my schedule.
const MINE: &str = "My schedule";

/// Returns the text at the left end of the header: the name of the event, or the name of the screen
/// if the screen is my schedule and the name has room.
pub(crate) fn heading<'m>(model: &'m Model, days: &HeaderDays) -> &'m str {
    let is_mine = matches!(model.screen, Screen::Mine { .. });
    let fits = text::width(MINE) < usize::from(days.name_width);
    if is_mine && fits { MINE } else { &model.agenda.name }
}

/// Returns the parts at the right end of the header, the most important last.
pub(crate) fn status_parts(model: &Model, days: &HeaderDays) -> Vec<TextRun> {
    let is_linear = model.settings.linear;
    let mut parts = Vec::new();
    if matches!(model.screen, Screen::Mine { .. }) && !is_linear && heading(model, days) != MINE {
        parts.push(text_run(Role::Head, "my schedule"));
    }
    if matches!(model.screen, Screen::Changes(_)) && !is_linear {
        parts.push(text_run(Role::Head, "changes"));
    }
    parts.extend(map_part(model));
    if is_linear {
        parts.extend(refresh_label(model, usize::MAX).map(|label| text_run(Role::Text, &label)));
    }
    let next = next_session(model);
    parts.extend(problems_part(model));
    let marks = mark_parts(model);
    let clock = text_run(Role::Text, &clock(model));
    // A narrow screen shows the last parts.
    match next {
        Some(next) if is_linear => {
            // A line that changes every minute would be read every minute.
            let leave = next.must_leave.then(|| format!("leave now for {}", next.place));
            let leave = leave.map(|leave| text_run(Role::Alert, &leave));
            parts.extend(marks.into_iter().chain(leave).chain([clock]));
        }
        None if is_linear => parts.extend(marks.into_iter().chain([clock])),
        next => {
            let width = status_area(model, days).width;
            parts.extend(last_parts(next.as_ref(), &marks, &clock, width));
        }
    }
    parts
}

/// Returns the numbers of attended and missing sessions, and of overlaps.
fn mark_parts(model: &Model) -> Vec<TextRun> {
    let is_linear = model.settings.linear;
    let mut parts = Vec::new();
    let PlanCounts { attended, missing, clashes } = model.plan.counts;
    if attended > 0 {
        let sign = if is_linear { "attending" } else { sign::ATTEND };
        parts.push(text_run(Role::Attend, &format!("{sign} {attended}")));
    }
    // No day lists a mark whose session is missing: the header always counts these marks.
    if missing > 0 {
        let word = if is_linear { "of mine missing" } else { "missing" };
        parts.push(text_run(Role::Alert, &format!("{missing} {word}")));
    }
    if clashes > 0 {
        let sign = if is_linear { "overlaps" } else { sign::CLASH };
        parts.push(text_run(Role::Clash, &format!("{sign} {clashes}")));
    }
    parts
}

/// Returns the numbers of rooms and sessions on the map of the day, if it is open.
fn map_part(model: &Model) -> Option<TextRun> {
    let Focus::Map { .. } = model.focus else { return None };
    let rooms = MapScreen::new(model)?.map.columns.len();
    let all = model.derived.table.columns;
    let of_all = if rooms < all { format!(" of {all}") } else { String::new() };
    let tiles = model.derived.table.live_tiles().filter(|tile| !tile.band && tile.shows_text);
    let text = format!("{rooms}{of_all} rooms, {} sessions", tiles.count());
    Some(text_run(Role::Faint, &text))
}

/// Returns the forms of the time up to the next attended session, from the longest to the
/// shortest: with its room, without, and without words.
fn next_forms(NextSession { time, place, must_leave, .. }: &NextSession) -> Vec<TextRun> {
    let star = sign::ATTEND;
    let (role, forms) = match must_leave {
        true => {
            let named = format!("leave now {star}");
            let timed = format!("{named} in {time}");
            (Role::Alert, vec![format!("{timed}, {place}"), timed, named, "leave now".to_owned()])
        }
        false => {
            let timed = format!("next {star} in {time}");
            (Role::Faint, vec![format!("{timed}, {place}"), timed, format!("{star} in {time}")])
        }
    };
    forms.iter().map(|form| text_run(role, form)).collect()
}

/// Returns the marks, the next attended session, and the clock, in `free` cells. Without room, the
/// clock loses its offset, the next session its room and words, the clock its zone; then the marks
/// go, then the clock.
fn last_parts(
    next: Option<&NextSession>,
    marks: &[TextRun],
    clock: &TextRun,
    free: u16,
) -> Vec<TextRun> {
    let forms = next.map(next_forms).unwrap_or_default();
    let short = text_run(clock.role, clock.text.split(" (").next().unwrap_or_default());
    let words: Vec<&str> = short.text.split(' ').collect();
    let time = text_run(clock.role, &words[..words.len().min(2)].join(" "));
    let longest = &forms[..forms.len().min(1)];
    let others = [
        (marks, Some(clock), longest),
        (marks, Some(&short), &forms),
        (marks, Some(&time), &forms),
        (&[], Some(&time), &forms),
        (marks, None, &forms),
        (&[], None, &forms),
    ];
    let mut choices = others.into_iter().flat_map(|(marks, clock, forms)| {
        let forms: Vec<Option<&TextRun>> = match forms {
            [] => vec![None],
            forms => forms.iter().map(Some).collect(),
        };
        forms.into_iter().map(move |form| {
            marks.iter().chain(form).chain(clock).cloned().collect::<Vec<TextRun>>()
        })
    });
    let space = usize::from(STATUS_SPACE);
    let cells = |parts: &[TextRun]| -> usize {
        parts.iter().map(|part| text::width(&part.text) + space).sum::<usize>()
    };
    let fitting = choices.find(|parts| cells(parts) <= usize::from(free) + space);
    fitting.unwrap_or_else(|| forms.last().cloned().into_iter().collect())
}

/// Returns the time now during the event, and the zone of the times on the screen.
fn clock(model: &Model) -> String {
    let Some(clock) = model.agenda.clock.name() else { return "zone unknown".into() };
    let local = model.settings.local.as_ref().filter(|_| model.settings.shows_local);
    let now = model.time_during_event();
    // The offset of a zone depends on the date: without a time now, the day on the screen decides.
    let at = now.or_else(|| {
        let day = model.agenda.days.get(model.place.day)?;
        model.agenda.sessions.get(day.sessions.start)?.start
    });
    let Some((at, name)) = at.and_then(|at| Some((at, model.clock_name(at)?))) else {
        return local.map_or(clock, |zone| zone.name().to_owned());
    };
    let time = now.filter(|_| !model.settings.linear);
    let time =
        time.map_or_else(String::new, |_| model.shown_time(at).format("%a %H:%M ").to_string());
    format!("{time}{name}")
}

/// Returns the number of problems of the file, or of notes if the agenda lacks nothing: notes are
/// never in the role of an error. Returns `None` without problems.
fn problems_part(model: &Model) -> Option<TextRun> {
    let problems = &model.file.problems;
    let is_lossy = problems.errors > 0;
    let noun = match (is_lossy, problems.count) {
        (true, 1) => "problem",
        (true, _) => "problems",
        (false, 1) => "note",
        (false, _) => "notes",
    };
    let role = if is_lossy { Role::Alert } else { Role::Faint };
    (problems.count > 0).then(|| text_run(role, &format!("{} {noun}", problems.count)))
}

/// Returns the cells of each part, from left to right, in the row `free` of the header. A part
/// without room has no cells.
pub(crate) fn status_cells(parts: &[TextRun], free: Area) -> Vec<Range<u16>> {
    let mut end = free.x + free.width;
    let mut cells: Vec<Range<u16>> = parts
        .iter()
        .rev()
        .map(|part| {
            let width = u16::try_from(text::width(&part.text)).unwrap_or(u16::MAX);
            let is_there = width <= end.saturating_sub(free.x);
            let range = if is_there { end - width..end } else { end..end };
            end = range.start;
            if end.saturating_sub(free.x) >= STATUS_SPACE {
                end -= STATUS_SPACE;
            }
            range
        })
        .collect();
    cells.reverse();
    cells
}

/// Returns the row of the header behind the days.
pub(crate) fn status_area(model: &Model, days: &HeaderDays) -> Area {
    let header = screen::panes(model).header;
    header.inner((days.end(model) + 1).min(header.width), 0, 1, 0)
}

/// Returns true if a cell of the header belongs to the number of problems.
pub(crate) fn is_on_problems(model: &Model, x: u16) -> bool {
    let Some(problems) = problems_part(model).filter(|_| !model.settings.linear) else {
        return false;
    };
    let days = HeaderDays::new(model);
    let parts = status_parts(model, &days);
    let cells = status_cells(&parts, status_area(model, &days));
    parts.iter().zip(cells).any(|(part, cells)| *part == problems && cells.contains(&x))
}
