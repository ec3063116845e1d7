//! The rows of the lists: a day, the hits of a search, my schedule.

use super::changes::changes_rows;
use super::chips::query_notes;
use super::empty_day::empty_day_sentences;
use super::schedule_rows::{schedule_rows, timed_rows};
use super::{hit_card, hit_line, screen};
use crate::agenda::{SessionIx, sessions_on_day};
use crate::search::{Query, WordReading};
use crate::tui::input::action::Command;
use crate::tui::state::{Model, QueryWord, Row, RowsKey, Screen};

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
    let remarks = search_remarks(model).into_iter().map(Row::Remark);
    let less_likely = (model.search.less_likely > 0)
        .then(|| Row::Remark(format!("… and {} that fit less well", model.search.less_likely)));
    let rows = remarks.chain(hits).chain(less_likely).chain(rows_without_chips(model)).collect();
    set_apart(model, rows)
}

/// Inserts a blank row above each hit and heading if the screen has room for all of them.
fn set_apart(model: &Model, rows: Vec<Row>) -> Vec<Row> {
    let height = usize::from(screen::list_area(model).height);
    let is_apart = |row: &Row| matches!(row, Row::Session { .. } | Row::Head(_));
    let lines = |row: &Row| match row {
        Row::Session { session, .. } => hit_card::rows_of_hit(model, *session) + 1,
        Row::Head(_) => 2,
        _ => 1,
    };
    if !screen::has_hit_cards(model)
        || rows.len() * 2 > height
        || rows.iter().map(lines).sum::<usize>() > height
    {
        return rows;
    }
    let blank = |row: &Row| is_apart(row).then(|| Row::Remark(String::new()));
    rows.into_iter().flat_map(|row| blank(&row).into_iter().chain([row])).collect()
}

/// The largest number of sessions without the chips that are listed.
const WITHOUT_CHIPS_MAX: usize = 20;

/// Returns the sessions that match without the chips, below a heading.
fn rows_without_chips(model: &Model) -> Vec<Row> {
    let others = &model.search.without_chips;
    if others.is_empty() {
        return Vec::new();
    }
    let (count, names) = (others.len(), &model.search.chips_left_out);
    let mut rows = vec![Row::Head(format!("{count} more without {names}"))];
    rows.extend(others.iter().copied().take(WITHOUT_CHIPS_MAX).map(hit_row));
    if let Some(rest) = count.checked_sub(WITHOUT_CHIPS_MAX).filter(|rest| *rest > 0) {
        rows.push(Row::Remark(format!("… and {rest} more without {names}")));
    }
    rows
}

/// Returns the sentences about the words that the query line does not show.
fn word_remarks(model: &Model) -> Vec<String> {
    let words = &model.search.words;
    if !model.settings.linear {
        let notes = query_notes(model, screen::prompt_area(model)).notes;
        let is_noted = |at: usize| notes.iter().any(|note| note.word == at);
        let hidden = words.iter().enumerate().filter(|(at, _)| !is_noted(*at));
        return hidden.filter_map(|(_, word)| word.remark.clone()).collect();
    }
    let mut remarks: Vec<String> = words.iter().filter_map(chip_sentence).collect();
    let key = model.key_of(Command::TakeChip);
    if !remarks.is_empty() && !key.is_empty() {
        remarks.push(format!("{key} takes the last of them as words."));
    }
    let dropped = words.iter().filter(|word| word.reading == WordReading::Dropped);
    let dropped: Vec<&str> = dropped.map(|word| &*word.typed).collect();
    if !dropped.is_empty() {
        remarks.push(format!("These words do not count: {}.", dropped.join(", ")));
    }
    remarks.extend(words.iter().filter_map(|word| word.remark.clone()));
    remarks
}

fn chip_sentence(word: &QueryWord) -> Option<String> {
    let (sort, meaning) = word.chip()?;
    Some(format!("\"{}\" is the {} {meaning}.", word.typed, sort.word()))
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
    remarks.extend(word_remarks(model));
    remarks.extend(search.hints.iter().cloned());
    remarks
}
