//! The rows of the lists: a day, the hits of a search, my schedule.

use super::changes::changes_rows;
use super::empty_day::empty_day_sentences;
use super::schedule_rows::{schedule_rows, timed_rows};
use super::{hit_line, screen};
use crate::agenda::{SessionIx, sessions_on_day};
use crate::search::Query;
use crate::tui::input::action::Command;
use crate::tui::state::{Model, Row, RowsKey, Screen};

/// Returns the rows of the screen that the model shows.
pub(crate) fn screen_rows(model: &Model) -> Vec<Row> {
    let mut rows = match &model.screen {
        Screen::Day => day_rows(model),
        Screen::Mine { kept, .. } => schedule_rows(model, kept),
        Screen::Changes(_) => changes_rows(model),
        Screen::Search(search) => search_rows(model, search.input.text()),
    };
    if model.settings.linear {
        // The sentence of a session includes its notes.
        rows.retain(|row| !matches!(row, Row::Note(_)));
    }
    rows
}

/// Returns the input of the rows of the screen. `None`: the rows depend on the marks, the hits or
/// the time.
pub(crate) fn rows_key(model: &Model) -> Option<RowsKey> {
    match &model.screen {
        Screen::Day => Some(RowsKey::Day(model.place.day)),
        Screen::Search(search) => {
            Query::parse(search.input.text()).is_empty().then_some(RowsKey::EmptySearch)
        }
        _ => None,
    }
}

/// Returns the visible sessions of the day in time order. Sessions that still run from the day
/// before come first; after the last day come the sessions without a time.
fn day_rows(model: &Model) -> Vec<Row> {
    let (agenda, day) = (&model.agenda, model.place.day);
    if day >= agenda.days.len() {
        let rows = unscheduled_rows(model);
        let none = Row::Remark("There is no session in this agenda.".into());
        return if rows.is_empty() { vec![none] } else { rows };
    }
    let mut rows = vec![Row::Head(model.day_name(day, "%A %-d %B"))];
    let sessions = sessions_on_day(agenda, day).into_iter();
    rows.extend(timed_rows(agenda, sessions.filter(|ix| model.is_shown(*ix))));
    if rows.len() == 1 {
        rows.extend(empty_day_sentences(model).into_iter().map(Row::Remark));
    }
    if day + 1 == agenda.days.len() {
        rows.extend(unscheduled_rows(model));
    }
    rows
}

fn unscheduled_rows(model: &Model) -> Vec<Row> {
    let agenda = &model.agenda;
    let first = agenda.days.last().map_or(0, |day| day.sessions.end);
    let sessions = (first..agenda.sessions.len()).filter(|ix| model.is_shown(*ix));
    let mut rows = timed_rows(agenda, sessions);
    if !rows.is_empty() {
        rows.insert(0, Row::Head("Not scheduled yet".into()));
    }
    rows
}

/// Returns the remarks and the hits of a search, or all sessions if nothing is typed.
fn search_rows(model: &Model, input: &str) -> Vec<Row> {
    if Query::parse(input).is_empty() {
        let sessions = (0..model.agenda.sessions.len()).filter(|ix| model.passes_filter(*ix));
        return sessions.map(hit_row).collect();
    }
    let has_lines = screen::has_hit_lines(model);
    let hits = model.search.hits.iter().copied().flat_map(|session| {
        let has_line = has_lines && hit_line::hit_line(model, session, 0).is_some();
        std::iter::once(hit_row(session)).chain(has_line.then_some(Row::Match(session)))
    });
    search_remarks(model).into_iter().map(Row::Remark).chain(hits).collect()
}

fn hit_row(session: SessionIx) -> Row {
    Row::Session { session, same_time: false, proposal: None }
}

/// Returns the sentences above the hits.
fn search_remarks(model: &Model) -> Vec<String> {
    let search = &model.search;
    let mut remarks = Vec::new();
    if search.is_waiting {
        return vec!["The search begins in a moment.".to_owned()];
    }
    match (search.hits.is_empty(), search.hidden_hits) {
        (true, 0) => remarks.push("Nothing matches.".to_owned()),
        (true, _) => remarks.push(model.hidden_hits_sentence()),
        (false, 0) => {}
        (false, hidden) => {
            let key = model.key_of(Command::ClearFilter);
            remarks.push(format!("{hidden} more hidden by the filter: {key} clears it"));
        }
    }
    if search.lacks_words {
        remarks.push("No session has all the words. These have most of them:".to_owned());
    }
    remarks.extend(search.hints.iter().cloned());
    if search.less_likely > 0 {
        remarks.push(format!("… and {} that fit less well", search.less_likely));
    }
    remarks
}
