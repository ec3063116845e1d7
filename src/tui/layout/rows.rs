//! The lists: a day, the hits of a search, my schedule.

use crate::agenda::{Agenda, Level, Moment, SessionIx, format_minutes};
use crate::plan::{Gap, Overlap, Schedule, Shift, ShiftKind};
use crate::search::Query;
use crate::timetable::sessions_on_day;
use crate::tui::input::action::Command;
use crate::tui::layout::{linear, matches, screen};
use crate::tui::state::{Model, Note, Row, Screen};

/// The sessions of a day in time order, those that still run from the day before first, and after
/// the last day those that are not scheduled.
pub(crate) fn day(agenda: &Agenda, day: usize, shown: impl Fn(SessionIx) -> bool) -> Vec<Row> {
    if day >= agenda.days.len() {
        let unscheduled = unscheduled(agenda, shown);
        return if unscheduled.is_empty() {
            vec![Row::Empty("There is no session in this agenda.".into())]
        } else {
            unscheduled
        };
    }
    let name = agenda.days.get(day).map(|day| day.date.format("%A %-d %B").to_string());
    let mut rows: Vec<Row> = name.map(Row::Head).into_iter().collect();
    rows.extend(sessions(agenda, sessions_on_day(agenda, day).into_iter().filter(|ix| shown(*ix))));
    if rows.len() == 1 {
        rows.push(Row::Empty("The filter hides all sessions of this day.".into()));
    }
    if day + 1 == agenda.days.len() {
        rows.extend(unscheduled(agenda, shown));
    }
    rows
}

fn unscheduled(agenda: &Agenda, shown: impl Fn(SessionIx) -> bool) -> Vec<Row> {
    let first = agenda.days.last().map_or(0, |day| day.sessions.end);
    let rows = sessions(agenda, (first..agenda.sessions.len()).filter(|ix| shown(*ix)));
    let head = (!rows.is_empty()).then(|| Row::Head("Not scheduled yet".into()));
    head.into_iter().chain(rows).collect()
}

/// What is to be said of a search, then its hits in their order, or all sessions where nothing is
/// looked for; below a hit what it was `found` by, if that is to be told.
pub(crate) fn hits(
    sessions: impl IntoIterator<Item = SessionIx>,
    found: impl Fn(SessionIx) -> bool,
    remarks: Vec<String>,
) -> Vec<Row> {
    let rows = sessions.into_iter().flat_map(|session| {
        let hit = Row::Session { session, again: false, proposed: false };
        std::iter::once(hit).chain(found(session).then_some(Row::Found(session)))
    });
    remarks.into_iter().map(Row::Empty).chain(rows).collect()
}

fn sessions(agenda: &Agenda, sessions: impl IntoIterator<Item = SessionIx>) -> Vec<Row> {
    let mut before = None;
    sessions
        .into_iter()
        .map(|session| {
            let start = agenda.sessions.get(session).and_then(|session| session.start);
            let again = start.is_some() && before == start;
            before = start;
            Row::Session { session, again, proposed: false }
        })
        .collect()
}

/// My schedule, one day after the other, with clashes, gaps and changes. `open` is the start of the
/// gap whose proposals are listed; `kept` are sessions that were taken out just now, and stay
/// listed so that they can be put back.
pub(crate) fn mine(
    agenda: &Agenda,
    schedule: &Schedule,
    open: Option<Moment>,
    kept: &[SessionIx],
    shown: &dyn Fn(Moment) -> Moment,
    head: impl Fn(usize) -> String,
) -> Vec<Row> {
    let marked: Vec<SessionIx> = (0..agenda.sessions.len())
        .filter(|ix| schedule.level_of(*ix).is_some() || kept.contains(ix))
        .collect();
    let shifts = schedule.find_shifts(agenda);
    let mut rows = Vec::new();
    for day in 0..agenda.days.len() {
        let of_day: Vec<SessionIx> = marked
            .iter()
            .copied()
            .filter(|ix| agenda.sessions.get(*ix).and_then(|s| s.day) == Some(day))
            .collect();
        if of_day.is_empty() {
            continue;
        }
        if !rows.is_empty() {
            rows.push(Row::Empty(String::new()));
        }
        rows.push(Row::Head(head(day)));
        let mut gaps = schedule.find_gaps(agenda, day).into_iter().peekable();
        for row in sessions(agenda, of_day) {
            let start = row.session().and_then(|ix| agenda.sessions.get(ix)?.start);
            while let Some(gap) = gaps.next_if(|gap| start.is_some_and(|start| gap.end <= start)) {
                rows.extend(gap_rows(agenda, gap, open));
            }
            rows.extend(session_rows(agenda, schedule, &shifts, row, shown));
        }
        rows.extend(gaps.flat_map(|gap| gap_rows(agenda, gap, open)));
    }
    let undated =
        marked.iter().filter(|ix| agenda.sessions.get(**ix).is_some_and(|s| s.day.is_none()));
    for (nth, row) in sessions(agenda, undated.copied()).into_iter().enumerate() {
        if nth == 0 {
            rows.push(Row::Head("Not scheduled yet".into()));
        }
        rows.extend(session_rows(agenda, schedule, &shifts, row, shown));
    }
    let gone: Vec<Row> =
        shifts.into_iter().filter(|shift| shift.session.is_none()).map(Row::Gone).collect();
    if !gone.is_empty() {
        rows.push(Row::Head("No longer in the agenda".into()));
        rows.extend(gone);
    }
    rows
}

/// A marked session, and below it which of those above it overlaps, and what has changed.
fn session_rows(
    agenda: &Agenda,
    schedule: &Schedule,
    shifts: &[Shift],
    row: Row,
    shown: &dyn Fn(Moment) -> Moment,
) -> Vec<Row> {
    let Some(session) = row.session() else { return vec![row] };
    let mut rows = vec![row];
    if schedule.level_of(session) == Some(Level::Attend) {
        let title = |ix: SessionIx| agenda.sessions.get(ix).map_or("", |other| &*other.title);
        // Each overlap is told once, where its second session is; both have the sign. The minutes
        // are never cut off.
        let above = schedule
            .find_overlaps(agenda, session)
            .into_iter()
            .filter(|overlap| overlap.session < session);
        rows.extend(above.map(|Overlap { session: other, minutes }| {
            Row::Note(Note::Clash(format!(
                "{} overlap with {}",
                format_minutes(minutes),
                title(other)
            )))
        }));
    }
    let changed = shifts
        .iter()
        .filter(|shift| shift.session == Some(session))
        .filter_map(|shift| change(agenda, shift, shown));
    rows.extend(changed.map(|text| Row::Note(Note::Changed(text))));
    rows
}

/// What has become of a marked session, old and new, a sentence each.
pub(crate) fn changes(
    agenda: &Agenda,
    schedule: &Schedule,
    session: SessionIx,
    shown: &dyn Fn(Moment) -> Moment,
) -> Vec<String> {
    let shifts = schedule.find_shifts(agenda);
    let own = shifts.iter().filter(|shift| shift.session == Some(session));
    own.filter_map(|shift| change(agenda, shift, shown)).collect()
}

/// Another id is nothing to a person, and of what is gone there is no session to tell it of.
fn change(agenda: &Agenda, shift: &Shift, shown: &dyn Fn(Moment) -> Moment) -> Option<String> {
    let time = |at| shown(at).format("%a %H:%M").to_string();
    (shift.kind != ShiftKind::Renumbered && shift.session.is_some())
        .then(|| shift.describe(agenda, &time))
}

fn gap_rows(agenda: &Agenda, gap: Gap, open: Option<Moment>) -> Vec<Row> {
    let mut rows = vec![Row::Gap(gap)];
    if open == Some(gap.start) {
        let fits = gap.fitting_sessions(agenda);
        if fits.is_empty() {
            rows.push(Row::Empty("nothing fits".into()));
        }
        rows.extend(fits.into_iter().map(|session| Row::Session {
            session,
            again: false,
            proposed: true,
        }));
    }
    rows
}

/// Returns the rows of the screen that the model shows.
pub(crate) fn screen_rows(model: &Model) -> Vec<Row> {
    let agenda = &model.agenda;
    let rows = match &model.screen {
        Screen::Day => day(agenda, model.place.day, |ix| model.is_shown(ix)),
        Screen::Mine { open, kept, .. } => {
            let head = |day| model.day_name(day, "%A %-d %B");
            mine(agenda, &model.plan.schedule, *open, kept, &|at| model.shown(at), head)
        }
        Screen::Search(search) => search_rows(model, &search.input),
        Screen::Agendas { .. } => model.settings.agendas.iter().cloned().map(Row::Agenda).collect(),
    };
    if model.settings.linear { linear_rows(model, rows) } else { rows }
}

/// Adds the further lines of each row. A sentence about a session says what its notes say.
fn linear_rows(model: &Model, rows: Vec<Row>) -> Vec<Row> {
    let width = usize::from(screen::list_area(model).width);
    let without_notes = rows.into_iter().filter(|row| !matches!(row, Row::Note(_)));
    without_notes
        .flat_map(|row| {
            let lines = linear::lines(model, &row, width).into_iter().skip(1);
            let rest: Vec<Row> = lines.map(Row::Rest).collect();
            std::iter::once(row).chain(rest)
        })
        .collect()
}

fn search_rows(model: &Model, input: &str) -> Vec<Row> {
    let query = Query::parse(input);
    if query.is_empty() {
        let all = (0..model.agenda.sessions.len()).filter(|ix| model.passes(*ix));
        return hits(all, |_| false, Vec::new());
    }
    let apart = matches::is_apart(model);
    let found = |ix| apart && matches::line(model, ix, 0).is_some();
    hits(model.search.hits.iter().copied(), found, remarks(model))
}

/// What is to be said of a search beside its hits.
fn remarks(model: &Model) -> Vec<String> {
    let mut remarks = Vec::new();
    match (model.search.hits.is_empty(), model.search.hidden_hits) {
        (true, 0) => remarks.push("Nothing matches.".to_owned()),
        (true, _) => remarks.push(model.hidden_hits_sentence()),
        (false, 0) => {}
        (false, hidden) => {
            let key = model.key_of(Command::ClearFilter);
            remarks.push(format!("{hidden} more hidden by the filter: {key} clears it"));
        }
    }
    remarks.extend(
        model
            .search
            .all_but_one
            .then(|| "No session has all the words. These have all but one:".to_owned()),
    );
    remarks.extend(model.search.hints.iter().cloned());
    if model.search.less_likely > 0 {
        remarks.push(format!("… and {} that fit less well", model.search.less_likely));
    }
    remarks
}
