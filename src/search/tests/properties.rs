use super::*;
use crate::search::ask::fillers::find_fillers;
use crate::search::table::ScoreTable;
use proptest::prelude::*;

/// Words as people type them: of the agenda, cut, misspelt.
fn word() -> impl Strategy<Value = String> {
    let known = [
        "sre",
        "facebook",
        "load",
        "balancing",
        "kernel",
        "liz",
        "post",
        "design",
        "the",
        "inc",
        "e",
        "kernal",
        "osdlb",
    ];
    let known = proptest::sample::select(known.to_vec()).prop_map(str::to_owned);
    prop_oneof![3 => known, 1 => "[a-z]{1,6}"]
}

/// The same with operators and signs.
fn typed() -> impl Strategy<Value = String> {
    let known = [
        "speaker:liz",
        "room:ulster",
        "fong-jones",
        "\"post mortem\"",
        "is:mine",
        "day:tue",
        "-sre",
        "after:12",
    ];
    prop_oneof![
        4 => word(),
        2 => proptest::sample::select(known.to_vec()).prop_map(str::to_owned),
        1 => "[a-zA-Z\"':@~-]{1,12}",
    ]
}

fn matches(query: &str, is_guessed: bool) -> Vec<SessionIx> {
    let query = Query::parse(query);
    let mut table = ScoreTable::as_written(&BUILTIN.1, &query, Rules::ALL);
    if is_guessed {
        table.add_guesses();
    }
    table.sums.into_iter().map(|sum| sum.session()).collect()
}

fn as_written(query: &str) -> bool {
    !matches(query, false).is_empty()
}

fn guesses(query: &str) -> Vec<SessionIx> {
    matches(query, true)
}

fn every(query: &str) -> Vec<SessionIx> {
    let Found { hits, more, .. } = found(query);
    hits.iter().chain(&more).map(|hit| hit.session).collect()
}

proptest! {
    #[test]
    fn any_query_gives_sorted_hits(
        query in "(\\PC|[\u{0}-\u{20}\"':-]|אב|\u{202e}|speaker:|is:|day:|after:|-){0,60}"
    ) {
        let (agenda, index) = &*BUILTIN;
        let query = Query::parse(&query);
        let found = index.search(agenda, &query, &facts(None));
        query.hints(agenda, &found);
        let all: Vec<Hit> = found.hits.into_iter().chain(found.more).collect();
        prop_assert!(all.is_sorted_by_key(|hit| std::cmp::Reverse(hit.score)));
    }

    #[test]
    fn another_word_never_adds_a_session(
        words in proptest::collection::vec(word(), 1..4),
        more in typed()
    ) {
        let line = words.join(" ");
        let longer = format!("{line} {}", more.replace('"', ""));
        // If no session has all words as written, the hits are guesses, and a part of the guesses
        // at fewer words.
        prop_assume!(!found(&longer).lacks_words);
        let before = if as_written(&longer) { every(&line) } else { guesses(&line) };
        // Sessions without one word follow the matches in abstracts.
        let with_all = matches(&longer, !as_written(&longer));
        let found = every(&longer).into_iter().filter(|at| with_all.contains(at));
        prop_assert!(found.into_iter().all(|at| before.contains(&at)), "{}", longer);
    }

    #[test]
    fn order_of_words_does_not_change_hits(
        words in proptest::collection::vec("[a-z]{2,8}|facebook|kernel|incident", 1..5)
    ) {
        let mut turned = words.clone();
        turned.reverse();
        // Two adjacent words may be one word.
        let is_word = |query: &String| found(query).hits.iter().any(|hit| hit.score > 0);
        prop_assume!(!words.windows(2).chain(turned.windows(2)).any(|two| is_word(&two.concat())));
        // A filler at the end may be half a word, and counts as typed.
        let texts: Vec<Option<&str>> = words.iter().map(|word| Some(word.as_str())).collect();
        prop_assume!(!find_fillers(&texts).contains(&true));
        // Of hits with equal scores, the literal match comes first.
        let in_time = |query: &str| {
            let mut hits = found(query).hits;
            hits.sort_by_key(|hit| hit.session);
            hits
        };
        prop_assert_eq!(in_time(&words.join(" ")), in_time(&turned.join(" ")));
    }

    #[test]
    fn rows_have_the_matches_of_the_details(query in proptest::collection::vec(typed(), 1..4)) {
        let (agenda, index) = &*BUILTIN;
        let found = index.search(agenda, &Query::parse(&query.join(" ")), &facts(None));
        for hit in &found.hits {
            let in_row = found.highlighter.row_matches_by_word(agenda, hit.session);
            let in_details = found.highlighter.matched_fields_by_word(agenda, hit.session);
            prop_assert_eq!(in_row.len(), in_details.len());
            for (in_row, mut in_details) in in_row.into_iter().zip(in_details) {
                let is_before = |found: &Match| found.field < Field::Abstract;
                if in_details.iter().any(is_before) && in_row.iter().all(is_before) {
                    in_details.retain(is_before);
                }
                prop_assert_eq!(in_row, in_details, "{:?}", query);
            }
        }
    }

    #[test]
    fn hits_have_highlights_within_their_texts(query in proptest::collection::vec(typed(), 1..3)) {
        let (agenda, index) = &*BUILTIN;
        let query = Query::parse(&query.join(" "));
        let found = index.search(agenda, &query, &facts(None));
        for hit in &found.hits {
            let matches = found.highlighter.matched_fields(agenda, hit.session);
            // A joined room is found by the names of its parts, which are not shown.
            let joined = agenda.sessions[hit.session].rooms.len() > 1;
            prop_assert!(hit.score == 0 || joined || !matches.is_empty(), "{:?}", query);
            prop_assert!(matches.is_sorted_by_key(|found| found.field));
            for Match { field, ranges } in matches {
                let text = field.text(agenda, &agenda.sessions[hit.session]).unwrap();
                prop_assert!(!ranges.is_empty());
                prop_assert!(ranges.iter().all(|range| range.start < range.end));
                prop_assert!(ranges.windows(2).all(|two| two[0].end < two[1].start));
                prop_assert!(ranges.last().unwrap().end <= text.chars().count());
            }
        }
    }
}
