//! The heads of the days in my schedule, and the facts about the selection below the days.

use super::free_time::{fitting_sessions, free_label};
use super::line::{Line, line_width, text_run};
use super::notes::{change_notes, missing_sentence, title_of};
use super::remaining::{next_session, short_length};
use super::row::people_line;
use super::timeline::attended_on;
use crate::agenda::{Level, Moment, Session, SessionIx, format_minutes};
use crate::plan::Gap;
use crate::text;
use crate::tui::input::action::Command;
use crate::tui::state::{Model, Row};
use crate::tui::theme::{Role, sign};

/// The head of a day.
#[derive(Debug)]
pub(crate) struct DayHead {
    pub(crate) name: String,
    /// The marks and clashes of the day, or the time up to the next attended session.
    pub(crate) facts: Line,
}

/// Returns the head of a day in `cells`.
pub(crate) fn day_head(model: &Model, day: usize, cells: usize) -> DayHead {
    let full = model.day_name(day, "%a %-d %B");
    let name = if text::width(&full) + 4 > cells { model.day_name(day, "%a %-d") } else { full };
    let count = attended_on(model, day).count();
    let mut facts = vec![text_run(Role::Faint, &format!("{count} {}", sign::ATTEND))];
    let next = next_session(model).filter(|next| {
        model.agenda.sessions.get(next.session).is_some_and(|known| known.day == Some(day))
    });
    if let Some(next) = next {
        let text = format!(" {} next in {}", sign::DOT, next.time);
        facts.push(text_run(Role::Faint, &text));
    }
    let clashes = model.plan.schedule.find_clashes(&model.agenda).into_iter();
    let is_here = |ix: SessionIx| model.agenda.sessions.get(ix).and_then(|known| known.day);
    let clashes = clashes.filter(|clash| is_here(clash.first) == Some(day)).count();
    if clashes > 0 {
        let noun = if clashes == 1 { "clash" } else { "clashes" };
        let text = format!(" {} {clashes} {noun}", sign::CLASH);
        facts.push(text_run(Role::Clash, &text));
    }
    DayHead { name, facts }
}

/// Returns the facts about the selected row, in lines of `width` cells.
pub(crate) fn strip_lines(model: &Model, width: usize) -> Vec<Line> {
    if model.plan.schedule.mark_matches().is_empty() {
        return empty_lines(model, width);
    }
    match model.derived.rows.get(model.place.row) {
        Some(Row::Gap(gap)) => gap_lines(model, gap, width),
        Some(Row::Session { session, .. }) => session_lines(model, *session),
        Some(Row::Missing(missing)) => vec![
            vec![text_run(Role::Title, missing.mark.title())],
            vec![text_run(Role::Alert, &missing_sentence(model, &missing.mark))],
        ],
        _ => Vec::new(),
    }
}

/// The first sentence of a schedule without marks.
pub(super) const NOTHING_MARKED: &str = "Nothing is marked yet.";

/// Returns the keys for a schedule without marks.
pub(super) fn empty_advice(model: &Model) -> String {
    let [open, back, attend, maybe] =
        [Command::Open, Command::Back, Command::Attend, Command::Maybe]
            .map(|command| model.key_of(command));
    format!(
        "{open} lists what fits into free time. {back} goes back to the timetable; there {attend} \
         marks what you attend, {maybe} what you might."
    )
}

/// Returns the lines for a schedule without marks.
fn empty_lines(model: &Model, width: usize) -> Vec<Line> {
    let lines = text::wrapped(&empty_advice(model), width).into_iter();
    std::iter::once(vec![text_run(Role::Title, NOTHING_MARKED)])
        .chain(lines.map(|line| vec![text_run(Role::Faint, &line)]))
        .collect()
}

/// Returns when the free time is and what lies around it, then the sessions that fit.
fn gap_lines(model: &Model, gap: &Gap, width: usize) -> Vec<Line> {
    let fits = fitting_sessions(model, gap);
    let mut head = vec![text_run(Role::Title, &time_text(model, gap.start, gap.end))];
    let label = free_label(model, gap, fits.len());
    head.push(text_run(Role::Text, &format!("  {label}{}", rooms_around(model, gap))));
    let mut lines = vec![head];
    for ix in fits {
        let Some(session) = model.agenda.sessions.get(ix) else { continue };
        let Some((start, end)) = session.start_and_end() else { continue };
        let times = [start, end].map(|at| model.shown_clock(at));
        let room = text::fit(session.room.as_deref().unwrap_or("no room"), width / 5);
        let mut line = vec![text_run(Role::Free, "+ "), text_run(Role::Text, &session.title)];
        let right = format!("  {}  {room}", times.join("–"));
        let left = width.saturating_sub(text::width(&right));
        let mut title = super::line::fit_line(std::mem::take(&mut line), left);
        let space = left.saturating_sub(line_width(&title));
        title.push(text_run(Role::Faint, &format!("{}{right}", " ".repeat(space))));
        lines.push(title);
    }
    lines
}

/// Returns the rooms of the attended sessions before and after free time on its day.
fn rooms_around(model: &Model, gap: &Gap) -> String {
    let day = model.day_at(gap.start);
    let sessions: Vec<&Session> = day
        .into_iter()
        .flat_map(|day| attended_on(model, day))
        .filter_map(|ix| model.agenda.sessions.get(ix))
        .collect();
    let room = |session: &&Session| session.room.as_ref().map(ToString::to_string);
    let before = sessions.iter().rev().find(|s| s.end().is_some_and(|end| end <= gap.start));
    let after = sessions.iter().find(|s| s.start.is_some_and(|start| gap.end <= start));
    match (before.and_then(room), after.and_then(room)) {
        (Some(before), Some(after)) if before == after => format!(", then {after} again"),
        (Some(before), Some(after)) => format!(", from {before} to {after}"),
        (Some(before), None) => format!(", after {before}"),
        (None, Some(after)) => format!(", before {after}"),
        (None, None) => String::new(),
    }
}

/// Returns title, time and place of a session, then its overlaps and changes.
fn session_lines(model: &Model, ix: SessionIx) -> Vec<Line> {
    let Some(session) = model.agenda.sessions.get(ix) else { return Vec::new() };
    let mut lines = vec![vec![text_run(Role::Title, &session.title)]];
    let time = session.start_and_end().map(|(start, end)| time_text(model, start, end));
    let mut facts = vec![text_run(Role::Text, &time.unwrap_or_else(|| "no time yet".into()))];
    if let Some(minutes) = session.minutes {
        facts.push(text_run(Role::Faint, &format!("  {}", short_length(minutes.into()))));
    }
    let room = session.room.as_deref().unwrap_or("no room");
    facts.push(text_run(Role::Text, &format!("  {room}  ")));
    facts.extend(people_line(model, ix, session));
    lines.push(facts);
    let mut notes: Vec<Line> = Vec::new();
    if model.level_of(ix) == Some(Level::Attend) {
        let overlaps = model.plan.schedule.find_overlaps(&model.agenda, ix);
        notes.extend(overlaps.into_iter().map(|overlap| {
            let minutes = format_minutes(overlap.minutes);
            let title = title_of(model, overlap.session);
            let text = format!("{} {minutes} overlap with {title}", sign::CLASH);
            vec![text_run(Role::Clash, &text)]
        }));
    }
    let changes = change_notes(model, ix).into_iter();
    notes.extend(changes.map(|change| vec![text_run(Role::Alert, &format!("! {change}"))]));
    // A short strip shows the overlap rather than the room.
    lines.splice(1..1, notes.drain(..));
    lines
}

fn time_text(model: &Model, start: Moment, end: Moment) -> String {
    let (start, end) = (model.shown_time(start), model.shown_time(end));
    format!("{}–{}", start.format("%a %H:%M"), end.format("%H:%M"))
}
