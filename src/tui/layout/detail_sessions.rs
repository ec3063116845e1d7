//! Other sessions in the details of a session: by the same people, at the same time.

use super::line::{Line, fit_line, line_width, text_run};
use super::paragraphs::Paragraphs;
use super::remaining::{is_over, short_length};
use crate::agenda::{Level, Part, Session, SessionIx, sessions_on_day};
use crate::text;
use crate::tui::state::Model;
use crate::tui::theme::{Role, sign};

/// The most sessions at the same time, or in free time, that are listed on a full page.
const MOST: usize = 12;
/// The most other sessions of the same people that are listed.
const RELATED_MAX: usize = 100;

/// Adds other sessions of the same people.
pub(super) fn add_related(text: &mut Paragraphs, model: &Model, ix: SessionIx, session: &Session) {
    let related = related_sessions(model, ix, session);
    if related.is_empty() {
        return;
    }
    let mut people = model.agenda.people_of(session).filter(|(_, part)| *part != Part::Sponsor);
    let head = match (people.next(), people.next()) {
        (Some((person, _)), None) => format!("Also by {}", person.name),
        _ => "Also by these people".to_owned(),
    };
    text.add_section(&head, None);
    for other in related.iter().take(RELATED_MAX) {
        let start = model.agenda.sessions.get(*other).and_then(|other| other.start);
        let start = start.map(|at| model.shown_time(at).format("%a %H:%M").to_string());
        add_row(text, model, *other, &start.unwrap_or_default());
    }
    add_rest(text, related.len(), RELATED_MAX);
}

/// Returns the other sessions with a person of `session`, in time order. Its sponsors do not count.
fn related_sessions(model: &Model, ix: SessionIx, session: &Session) -> Vec<SessionIx> {
    let presenters = session.people.iter().filter(|credit| credit.part != Part::Sponsor);
    let mut related: Vec<SessionIx> = presenters
        .flat_map(|credit| model.sessions_of_person(credit.person).iter().copied())
        .filter(|other| *other != ix)
        .collect();
    related.sort_unstable();
    related.dedup();
    related
}

/// Adds the sessions that run at the same time, without breaks: marked ones first, and those that
/// are over last. All that fit into `rows` lines are listed.
pub(super) fn add_concurrent(text: &mut Paragraphs, model: &Model, ix: SessionIx, rows: usize) {
    let Some(session) = model.agenda.sessions.get(ix).filter(|known| !known.kind.is_band()) else {
        return;
    };
    let (Some(day), Some(end)) = (session.day, session.end()) else { return };
    // The sessions of a day are in time order.
    let begins_before_end = |other: &SessionIx| {
        let start = model.agenda.sessions.get(*other).and_then(|known| known.start);
        start.is_some_and(|start| start < end)
    };
    let of_day = sessions_on_day(&model.agenda, day).into_iter().take_while(begins_before_end);
    let of_day = of_day.filter(|other| *other != ix);
    let runs_beside = |known: &Session| {
        let takes_place = !known.kind.is_band() && !known.cancelled;
        takes_place && known.overlap_minutes(session) > 0
    };
    let mut others: Vec<SessionIx> =
        of_day.filter(|other| model.agenda.sessions.get(*other).is_some_and(runs_beside)).collect();
    if others.is_empty() {
        return;
    }
    let is_other_over =
        |ix: &SessionIx| model.agenda.sessions.get(*ix).is_some_and(|other| is_over(model, other));
    let shows_over = is_over(model, session);
    others.sort_by_key(|other| {
        let is_attended = model.level_of(*other) == Some(Level::Attend);
        (!shows_over && is_other_over(other), !is_attended)
    });
    text.add_section("At the same time", Some(others.len()));
    let most = most_listed(text, rows);
    for other in others.iter().take(most) {
        let Some(known) = model.agenda.sessions.get(*other) else { continue };
        let start = known.start.map(|at| model.shown_clock(at)).unwrap_or_default();
        let begins_before = known.start < session.start;
        let time = match begins_before {
            _ if is_over(model, known) && !shows_over => format!("{start} over"),
            true if model.runs_now(*other) => format!("since {start}"),
            true => format!("from {start}"),
            false => start,
        };
        add_row(text, model, *other, &time);
    }
    add_rest(text, others.len(), most);
}

/// Adds the sessions that fit into free time: all that fit into `rows` lines.
pub(super) fn add_fitting(text: &mut Paragraphs, model: &Model, fits: &[SessionIx], rows: usize) {
    if fits.is_empty() {
        return;
    }
    text.add_section("What fits", Some(fits.len()));
    let most = most_listed(text, rows);
    for ix in fits.iter().take(most) {
        let start = model.agenda.sessions.get(*ix).and_then(|known| known.start);
        let start = start.map(|at| model.shown_clock(at));
        add_row(text, model, *ix, &start.unwrap_or_default());
    }
    add_rest(text, fits.len(), most);
}

/// Returns the most sessions of a list that begins here: [`MOST`], or those for which `rows` lines
/// have room, with a line for the number of others.
fn most_listed(text: &Paragraphs, rows: usize) -> usize {
    MOST.max(rows.saturating_sub(text.len() + 1))
}

/// Adds the number of sessions behind the first `most` ones.
fn add_rest(text: &mut Paragraphs, count: usize, most: usize) {
    if count > most {
        text.add(Role::Faint, &format!("… and {} more", count - most));
    }
}

/// Adds a row with a session: time, mark and title, then room and length if they have room.
fn add_row(text: &mut Paragraphs, model: &Model, ix: SessionIx, time: &str) {
    /// The least cells of a row with a room.
    const WIDE: usize = 60;
    let Some(session) = model.agenda.sessions.get(ix) else { return };
    let mark = match model.level_of(ix) {
        Some(Level::Attend) if model.settings.linear => "I attend: ",
        Some(Level::Maybe) if model.settings.linear => "Maybe: ",
        Some(Level::Attend) => sign::ATTEND,
        Some(Level::Maybe) => sign::MAYBE,
        None => "",
    };
    let space = if mark.is_empty() || model.settings.linear { "" } else { " " };
    if text.width() < WIDE || model.settings.linear {
        let lead = format!("{time}  ");
        return text.add_hanging(Role::Text, &lead, &format!("{mark}{space}{}", session.title));
    }
    let width = text.width();
    let length = session.minutes.map_or("?".to_owned(), |minutes| short_length(minutes.into()));
    let room = text::fit(session.room.as_deref().unwrap_or("no room"), width / 4);
    let right = format!("  {:cells$}  {length:>6}", room, cells = width / 4);
    let mut line: Line = vec![text_run(Role::Faint, &format!("{time:<12}"))];
    line.push(text_run(Role::Attend, &format!("{mark:<1}{:1}", "")));
    line.push(text_run(Role::Text, &session.title));
    let left = width.saturating_sub(text::width(&right));
    let mut line = fit_line(line, left);
    let gap = " ".repeat(left.saturating_sub(line_width(&line)));
    line.push(text_run(Role::Faint, &format!("{gap}{right}")));
    text.push_line(line);
}
