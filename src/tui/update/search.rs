//! The search: typing, and steps through the hits.

use super::derive::derive_columns;
use super::navigation::{go_to, show_session};
use super::step::StepDirection;
use crate::search::{Found, FoundWord, Query, SearchFacts, WiderQuery, WordReading};
use crate::tui::input::action::Command;
use crate::tui::state::{
    BeforeSearch, Focus, Highlights, Model, QueryLine, QueryWord, Screen, Search,
};
use std::ops::Range;

/// Opens the search.
pub(super) fn start_search(model: &mut Model) {
    if matches!(model.screen, Screen::Search(_)) {
        return;
    }
    if !model.search.lacks_index() {
        // Build the index before the first letter is typed.
        model.search_index();
    }
    let before = BeforeSearch {
        screen: model.screen.clone(),
        place: model.place,
        hits: model.search.hits.clone(),
        query: model.search.query.clone(),
    };
    model.screen = Screen::Search(Search { input: QueryLine::default(), before: Box::new(before) });
    model.focus = Focus::Main;
    select_first_hit(model);
}

/// Inserts text into the query.
pub(super) fn type_text(model: &mut Model, text: &str) {
    let Screen::Search(search) = &mut model.screen else { return };
    let fits = search.input.insert(text, Query::CHARS_MAX);
    if !fits {
        model.show_message(format!(
            "A search is as long as {} characters at most.",
            Query::CHARS_MAX
        ));
    }
    model.search.history.start_over();
    select_first_hit(model);
}

/// Runs a command that edits the query, moves the caret or takes a chip away.
pub(super) fn edit_query(model: &mut Model, command: Command) {
    if command == Command::TakeChip {
        return take_last_chip(model);
    }
    let Screen::Search(search) = &mut model.screen else { return };
    if command == Command::DeleteBack && search.input.halves().0.is_empty() {
        if model.search.has_chips() {
            take_last_chip(model);
        }
        return;
    }
    let before = search.input.text().to_owned();
    if search.input.run_command(command, Query::CHARS_MAX) && search.input.text() != before {
        model.search.history.start_over();
        select_first_hit(model);
    }
}

/// Replaces the typed query by an earlier query. Returns false if no search is open or no other
/// query is known.
pub(super) fn recall_query(model: &mut Model) -> bool {
    let Screen::Search(search) = &mut model.screen else { return false };
    let Some(query) = model.search.history.older_query(search.input.text()) else { return false };
    search.input.replace(query);
    select_first_hit(model);
    true
}

/// Searches and selects the best hit. For an empty query, selects the session that was selected
/// before the search.
fn select_first_hit(model: &mut Model) {
    search_typed(model);
    let Screen::Search(search) = &model.screen else { return };
    let from = search.before.place.selected;
    model.place.first_row = 0;
    model.place.selected = if Query::parse(search.input.text()).is_empty() {
        from.filter(|ix| model.passes_filter(*ix))
    } else {
        model.search.hits.first().copied()
    };
    // `refresh` moves the row to the selected session.
    model.place.row = if model.place.selected.is_some() { usize::MAX } else { 0 };
    model.scroll = 0;
}

/// Selects the next or the previous hit.
pub(super) fn step_to_hit(model: &mut Model, step: StepDirection) {
    let count = model.search.hits.len();
    if count == 0 && model.search.hidden_hits > 0 {
        let sentence = model.hidden_hits_sentence();
        return model.show_message(sentence);
    }
    if count == 0 {
        let key = model.key_of(Command::Search);
        return model
            .show_message(format!("There is no search to step through: {key} begins one."));
    }
    let at =
        model.place.selected.and_then(|ix| model.search.hits.iter().position(|hit| *hit == ix));
    let next = at.map_or(0, |at| step.around(at, count));
    let Some(session) = model.search.hits.get(next).copied() else { return };
    if model.screen == Screen::Day {
        go_to(model, session);
    } else {
        show_session(model, session);
    }
    model.scroll = 0;
    let hidden = match model.search.hidden_hits {
        0 => String::new(),
        hidden => format!(", {hidden} more hidden by the filter"),
    };
    let elsewhere = if model.is_shown(session) {
        String::new()
    } else {
        format!("; its room is hidden: {} lists the rooms", model.key_of(Command::Rooms))
    };
    model.show_message(format!(
        "hit {} of {count} for {}{hidden}{elsewhere}",
        next + 1,
        model.search.query
    ));
}

/// Searches for the typed words.
pub(super) fn search_typed(model: &mut Model) {
    let Screen::Search(search) = &model.screen else { return };
    search.input.text().clone_into(&mut model.search.query);
    search_again(model);
}

/// Searches for the query that has waited for the index. Waits if the index is not built yet.
pub(super) fn finish_waiting(model: &mut Model) {
    if !model.search.is_waiting {
        return;
    }
    model.search_index();
    if matches!(model.screen, Screen::Search(_)) {
        select_first_hit(model);
    } else {
        search_again(model);
    }
}

/// Searches for the last query again. Called after a change of the filter, too.
pub(super) fn search_again(model: &mut Model) {
    derive_columns(model);
    model.search.searches += 1;
    let query = Query::parse(&model.search.query);
    model.search.is_waiting = !query.is_empty() && model.search.lacks_index();
    let facts = SearchFacts {
        level: &|session| model.level_of(session),
        is_skipped: &|session| model.plan.schedule.is_skipped(session),
        now: model.now,
    };
    let search = |query: &Query| model.search_index().search(&model.agenda, query, &facts);
    let is_ready = !query.is_empty() && !model.search.is_waiting;
    let found = if is_ready { search(&query) } else { Found::default() };
    let wider = WiderQuery::of(&query, &found.words);
    let all = wider.as_ref().map(|wider| search(&wider.query));
    let words: Vec<QueryWord> = found.words.iter().map(|word| read_word(word, &found)).collect();
    let mut hints = if is_ready { query.hints(&model.agenda, &found) } else { Vec::new() };
    hints.retain(|hint| words.iter().all(|word| word.remark.as_ref() != Some(hint)));
    model.search.words = words;
    model.search.hints = hints;
    let hits: Vec<_> = found.hits.into_iter().map(|hit| hit.session).collect();
    let passing = hits.iter().copied().filter(|ix| model.passes_filter(*ix));
    model.search.hits = passing.collect();
    model.search.hidden_hits = hits.len() - model.search.hits.len();
    let all = all.into_iter().flat_map(|found| found.hits).map(|hit| hit.session);
    let others = all.filter(|ix| !hits.contains(ix) && model.passes_filter(*ix));
    model.search.without_chips = others.collect();
    model.search.chips_left_out = wider.map(|wider| wider.without).unwrap_or_default();
    model.search.less_likely =
        found.more.iter().filter(|hit| model.passes_filter(hit.session)).count();
    model.search.lacks_words = found.lacks_words;
    model.search.highlights = Highlights::new(found.highlighter);
}

/// Returns the reading of a word. Without hits, no hit says that a word is missing.
fn read_word(word: &FoundWord, found: &Found) -> QueryWord {
    let typed = word.typed.clone();
    if !found.hits.is_empty() {
        return QueryWord { typed, reading: word.reading.clone(), remark: word.explain() };
    }
    let reading = match &word.reading {
        WordReading::Dropped => WordReading::Dropped,
        _ if found.nowhere.contains(&typed) => WordReading::Missing,
        _ => WordReading::Typed,
    };
    QueryWord { typed, reading, remark: None }
}

/// Takes the last chip away.
fn take_last_chip(model: &mut Model) {
    let last = model.search.words.iter().rposition(|word| word.chip().is_some());
    match last {
        Some(word) => take_chip_away(model, word),
        None => model.show_message("No words of this search are a day, a time or a place."),
    }
}

/// Takes the chip of the word number `word` away: quotes its words, so that they are looked for as
/// words. If no session has the words, they leave the query.
pub(super) fn take_chip_away(model: &mut Model, word: usize) {
    let Screen::Search(search) = &model.screen else { return };
    let typed = search.input.text().to_owned();
    let place = model.search.word_places(&typed).into_iter().nth(word).flatten();
    let Some(place) = place else { return };
    let Some(words) = typed.get(place.clone()) else { return };
    let quoted: Vec<String> = words.split_whitespace().map(|word| format!("\"{word}\"")).collect();
    replace_part(model, &typed, place.clone(), &quoted.join(" "));
    let message = if model.search.hits.is_empty() {
        replace_part(model, &typed, place, "");
        format!("{words} no longer narrows the search.")
    } else {
        format!("{words} is looked for as {}.", count_words(quoted.len()))
    };
    model.show_message(message);
}

/// Replaces a part of the query `typed`, given in bytes. A query that gets too long stays.
fn replace_part(model: &mut Model, typed: &str, part: Range<usize>, text: &str) {
    let Screen::Search(search) = &mut model.screen else { return };
    let mut line = typed.to_owned();
    line.replace_range(part, text);
    let line =
        if text.is_empty() { line.split_whitespace().collect::<Vec<_>>().join(" ") } else { line };
    if line.chars().count() <= Query::CHARS_MAX {
        search.input.replace(&line);
        model.search.history.start_over();
        select_first_hit(model);
    }
}

fn count_words(count: usize) -> &'static str {
    if count == 1 { "a word" } else { "words" }
}
