//! The rows of my schedule.

use super::notes::{change_notes, overlap_notes};
use crate::agenda::{Agenda, SessionIx};
use crate::plan::MarkMatch;
use crate::tui::state::{Model, Note, Proposal, Row};

/// Returns my schedule, one day of the event after the other, with overlaps, free time and
/// changes.
///
/// `kept` are sessions that have just lost their mark and stay listed.
pub(super) fn schedule_rows(model: &Model, kept: &[SessionIx]) -> Vec<Row> {
    let (agenda, schedule) = (&model.agenda, &model.plan.schedule);
    let is_listed = |ix: &SessionIx| schedule.level_of(*ix).is_some() || kept.contains(ix);
    let listed: Vec<SessionIx> = (0..agenda.sessions.len()).filter(is_listed).collect();
    let mut rows = Vec::new();
    let day_of = |ix: &SessionIx| agenda.sessions.get(*ix).and_then(|known| known.day);
    // Sessions stand day by day, those without a day last.
    for day in 0..agenda.days.len() {
        let range = agenda.days.get(day).map(|day| day.sessions.clone()).unwrap_or_default();
        let [first, end] =
            [range.start, range.end].map(|limit| listed.partition_point(|ix| *ix < limit));
        let of_day = listed.get(first..end).unwrap_or_default();
        if !rows.is_empty() {
            rows.push(Row::Remark(String::new()));
        }
        rows.extend(day_rows(model, day, of_day));
    }
    let unscheduled = listed.iter().copied().filter(|ix| day_of(ix).is_none());
    let unscheduled = timed_rows(agenda, unscheduled);
    let unscheduled = unscheduled.into_iter().flat_map(|row| with_notes(model, row)).collect();
    rows.extend(with_head("Not scheduled yet", unscheduled));
    let missing = schedule.mark_matches().iter().filter(|known| known.session().is_none());
    let missing: Vec<Row> = missing.flat_map(|known| missing_rows(model, known)).collect();
    if !rows.is_empty() && !missing.is_empty() {
        rows.push(Row::Remark(String::new()));
    }
    rows.extend(with_head("Not in the agenda", missing));
    rows
}

/// Returns `rows` below a heading, or nothing if there are no rows.
fn with_head(head: &str, rows: Vec<Row>) -> impl Iterator<Item = Row> {
    let head = (!rows.is_empty()).then(|| Row::Head(head.to_owned()));
    head.into_iter().chain(rows)
}

/// Returns the sessions of a day with the free time before, between and after them.
fn day_rows(model: &Model, day: usize, sessions: &[SessionIx]) -> Vec<Row> {
    let agenda = &model.agenda;
    let mut rows = vec![Row::Head(model.day_name(day, "%A %-d %B"))];
    let frame = model.day_frames().get(day);
    let gaps = frame.map(|frame| model.plan.schedule.find_free_time_of(agenda, frame));
    let mut gaps = gaps.unwrap_or_default().into_iter().peekable();
    for row in timed_rows(agenda, sessions.iter().copied()) {
        let start = row.session().and_then(|ix| agenda.sessions.get(ix)?.start);
        while let Some(gap) = gaps.next_if(|gap| start.is_some_and(|start| gap.start <= start)) {
            rows.push(Row::Gap(gap));
        }
        rows.extend(with_notes(model, row));
    }
    rows.extend(gaps.map(Row::Gap));
    rows
}

/// Returns the row of a session with its overlaps and changes below.
fn with_notes(model: &Model, row: Row) -> Vec<Row> {
    let Some(session) = row.session() else { return vec![row] };
    let overlaps = overlap_notes(model, session).into_iter().map(Note::Clash);
    let changes = change_notes(model, session).into_iter().map(Note::Changed);
    let note = model.agenda.sessions.get(session).and_then(|session| session.note.as_ref());
    // In the linear layout, the sentence of the session has the note.
    let note = note.filter(|_| !model.settings.linear);
    let personal = note.map(|note| Note::Personal(note.replace('\n', " ")));
    std::iter::once(row).chain(overlaps.chain(changes).chain(personal).map(Row::Note)).collect()
}

/// Returns the row of a missing mark, with the sessions that its session may have become.
fn missing_rows(model: &Model, missing: &MarkMatch) -> Vec<Row> {
    let mut rows = vec![Row::Missing(Box::new(missing.clone()))];
    let offered = missing.found.offered();
    // In the linear layout, the sentence of each session says so.
    if !offered.is_empty() && !model.settings.linear {
        rows.push(Row::Remark("           it may be:".into()));
    }
    rows.extend(proposal_rows(offered, Proposal::MayBeMissing));
    rows
}

fn proposal_rows(sessions: &[SessionIx], proposal: Proposal) -> impl Iterator<Item = Row> {
    let proposal = Some(proposal);
    let rows = sessions.iter();
    rows.map(move |session| Row::Session { session: *session, same_time: false, proposal })
}

/// Returns a row for each session. A row knows if the row above starts at the same time.
pub(super) fn timed_rows(
    agenda: &Agenda,
    sessions: impl IntoIterator<Item = SessionIx>,
) -> Vec<Row> {
    let mut before = None;
    let rows = sessions.into_iter().map(|session| {
        let start = agenda.sessions.get(session).and_then(|known| known.start);
        let same_time = start.is_some() && before == start;
        before = start;
        Row::Session { session, same_time, proposal: None }
    });
    rows.collect()
}
