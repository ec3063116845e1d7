//! Ranking and highlighting agree: both follow the rules of `matcher`.

use super::*;
use crate::search::field_text::{FieldText, LetterMatch};
use crate::search::highlight::{Highlighter, SessionText};
use crate::search::matcher::{LooseStep, MOMENT_POINTS};
use crate::search::rank::Ranking;
use crate::search::table::ScoreTable;
use std::collections::BTreeMap;

/// Returns the queries of all lists by the name of their agenda.
fn listed_queries() -> BTreeMap<String, Vec<String>> {
    let mut queries: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let own = Some(include_str!("../../../tests/queries.tsv").to_owned());
    let shared = ["search/queries.tsv", "search/queries-hard.tsv"].map(read_shared);
    for list in shared.into_iter().chain([own]).flatten() {
        for line in list.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t').map(str::to_owned);
            if let (Some(agenda), Some(query)) = (columns.next(), columns.next()) {
                queries.entry(agenda).or_default().push(query);
            }
        }
    }
    queries
}

/// Returns the letters of a session that match each text. Unlike a screen, this shows the single
/// names of joined rooms, which the index contains.
fn match_letters(
    agenda: &Agenda,
    words: &Highlighter,
    session: SessionIx,
) -> Vec<Vec<LetterMatch>> {
    let session = &agenda.sessions[session];
    let mut text = SessionText::new(agenda, session);
    let rooms = session.rooms.iter().map(|room| &agenda.rooms[*room]);
    text.fields.extend(rooms.map(|room| FieldText::new(Field::Room, &room.name)));
    words.match_letters(&text)
}

/// Returns true if the letters of one text are worth the points of the ranking: some letters are
/// worth as much, and none are worth more.
fn agrees(points: u16, step: LooseStep, letters: &[LetterMatch]) -> bool {
    // A session has points for a room with all of the words, and letters for each word.
    if step == LooseStep::Place {
        return true;
    }
    let counted = |found: &LetterMatch| match (step, found.tier) {
        (LooseStep::Guess { divisor, .. }, Tier::Initials(_) | Tier::Typo(_)) => {
            found.points() / divisor
        }
        _ => found.points(),
    };
    let has_no_letters =
        step == LooseStep::Dropped || (step == LooseStep::Moment && points == MOMENT_POINTS);
    if points == 0 || has_no_letters {
        return letters.is_empty();
    }
    // The ranking of words apart counts the word of the least points.
    letters.iter().any(|found| counted(found) == points)
        && letters.iter().all(|found| {
            // A compound counts the weaker of its parts.
            let may_be_more = step == LooseStep::Apart || found.tier == Tier::Form;
            counted(found) > 0 && (counted(found) <= points || may_be_more)
        })
}

/// Returns the hits of a query whose ranking and highlights disagree.
fn disagreements(agenda: &Agenda, index: &Index, typed: &str) -> Vec<String> {
    let query = Query::parse(typed);
    let found = index.search(agenda, &query, &facts(None));
    let mut table = ScoreTable::as_written(index, &query, Rules::ALL);
    Ranking::rank_table(&mut table, agenda, &query, &facts(None), Rules::ALL);
    let mut wrong = Vec::new();
    for hit in found.hits.iter().chain(&found.more) {
        let all_letters = match_letters(agenda, &found.highlighter, hit.session);
        let columns = table.columns.iter().zip(table.readings());
        for ((scores, reading), letters) in columns.zip(all_letters) {
            let points = scores.points.get(hit.session);
            if !agrees(points, reading.step, &letters) {
                let title = &agenda.sessions[hit.session].title;
                wrong.push(format!("{typed}: {points} {title}: {letters:?}"));
            }
        }
    }
    wrong
}

#[test]
fn listed_queries_highlight_what_they_rank_in_the_builtin_agenda() {
    let (agenda, index) = &*BUILTIN;
    let queries: Vec<String> = listed_queries().into_values().flatten().collect();
    assert!(queries.len() > 150, "{}", queries.len());
    let wrong: Vec<String> =
        queries.iter().flat_map(|query| disagreements(agenda, index, query)).collect();
    assert!(wrong.is_empty(), "{} {wrong:#?}", wrong.len());
}

#[test]
fn listed_queries_highlight_what_they_rank_in_their_agendas() {
    let mut wrong = Vec::new();
    for (name, queries) in listed_queries() {
        let Some(agenda) = read_corpus(&name) else { continue };
        let index = Index::new(&agenda);
        wrong.extend(queries.iter().flat_map(|query| disagreements(&agenda, &index, query)));
    }
    assert!(wrong.is_empty(), "{} {wrong:#?}", wrong.len());
}
