//! The lists: a day, the hits of a search, my schedule.

use crate::agenda::{Agenda, Level, Moment, SessionIx, format_minutes};
use crate::plan::{Gap, Overlap, Schedule, Shift, ShiftKind};
use crate::timetable::sessions_on_day;

/// One line of a list.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Row {
    /// A heading: a day, or what comes without one.
    Head(String),
    Session {
        session: SessionIx,
        /// Another session of the list starts at the same time, above.
        again: bool,
        /// It is proposed for a gap, and not part of the schedule.
        proposed: bool,
    },
    /// Free time in my schedule.
    Gap(Gap),
    /// Something about the row above: a clash, or what has changed since it was marked.
    Note(Note),
    /// What the hit above was found by.
    Found(SessionIx),
    /// A mark whose session is gone.
    Gone(Shift),
    /// An agenda that can be opened.
    Agenda(String),
    /// The line above goes on: in the linear layout.
    Rest(String),
    /// There is nothing to list, and why.
    Empty(String),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Note {
    Clash(String),
    Changed(String),
}

impl Row {
    /// Whether it can be selected.
    pub(crate) fn selectable(&self) -> bool {
        matches!(self, Row::Session { .. } | Row::Gap(_) | Row::Gone(_) | Row::Agenda(_))
    }

    /// Whether both are about the same, whatever has become of it.
    pub(crate) fn is_same(&self, other: &Row) -> bool {
        match (self, other) {
            (Row::Session { session: a, .. }, Row::Session { session: b, .. }) => a == b,
            (Row::Gap(a), Row::Gap(b)) => a.start == b.start,
            (a, b) => a == b,
        }
    }

    pub(crate) fn session(&self) -> Option<SessionIx> {
        match self {
            Row::Session { session, .. } => Some(*session),
            _ => None,
        }
    }
}

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
