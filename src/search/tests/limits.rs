//! The number of hits that a query lists.

use super::*;

#[test]
fn several_words_show_few_sessions_that_have_them_in_abstracts_alone() {
    let session = |title: &str, summary: &str| DraftSession {
        summary: Some(at(summary.to_owned().into())),
        ..draft_session(title, "2016-07-11T09:00:00", "R", &[])
    };
    let mut draft = Draft::default();
    draft.sessions.push(session("Open data", ""));
    draft.sessions.extend((0..4).map(|_| session("Open source", "It has data.")));
    draft.sessions.extend((0..8).map(|_| session("Lunch", "An open buffet of data.")));
    let agenda = draft.check(None).0;
    let index = Index::new(&agenda);
    for (query, hits, more) in [
        // One title has both words, and one other session is shown.
        ("open data", 2, 11),
        // Four sessions have one of the words in their titles.
        ("source data", 4, 0),
        // No title has a word: the abstracts, and a session that lacks a word.
        ("open buffet", 9, 4),
        // One word is nowhere, and the other one in many titles, or in many abstracts alone.
        ("open zzqx", 1, 4),
        ("buffet zzqx", 0, 0),
        // The title with the word and two others beside a word that does not count, else five.
        ("the data", 3, 10),
        ("data", 6, 7),
    ] {
        let found = index.search(&agenda, &Query::parse(query), &facts(None));
        assert_eq!((found.hits.len(), found.more.len()), (hits, more), "{query}");
    }
}

#[test]
fn ten_sessions_with_one_of_the_words_outside_the_abstract_are_listed() {
    let mut texts = vec![("Open source", "It has data."); 12];
    texts.push(("Lunch", "A source of data."));
    texts.push(("Source", "Nothing."));
    let agenda = agenda_with(&texts);
    let found = Index::new(&agenda).search(&agenda, &Query::parse("source data"), &facts(None));
    assert_eq!((found.hits.len(), found.more.len()), (10, 3));
}

#[test]
fn words_in_another_form_within_abstracts_are_listed_if_nothing_is_better() {
    let agenda = agenda_with(&[
        ("One", "He writes and shares."),
        ("Two", "She was writing and shared."),
        ("Three", "We write shares."),
        ("Four", "We write of sharing."),
    ]);
    for (query, expected) in [
        // The first abstracts have other forms of both words: at most two are listed.
        ("writer sharing", vec!["Four", "One"]),
        ("writes shared", vec!["One", "Two"]),
        ("writing shared", vec!["Two"]),
        ("write shares", vec!["Three"]),
        // The last word may be unfinished.
        ("writing sha", vec!["Two"]),
        ("writi shared", vec!["Two"]),
    ] {
        assert_eq!(titles_in(&agenda, query), expected, "{query}");
    }
}

#[test]
fn word_and_day_list_few_sessions_that_mention_the_word() {
    let session = |title: &str, summary: &str| DraftSession {
        summary: Some(at(summary.to_owned().into())),
        ..draft_session(title, "2016-07-11T09:00:00", "R", &[])
    };
    let mut draft = Draft::default();
    draft.sessions.extend((0..3).map(|_| session("Kernel", "")));
    draft.sessions.extend((0..8).map(|_| session("Lunch", "No kernel, and a spoon.")));
    let agenda = draft.check(None).0;
    for (query, hits) in [("kernel monday", 3 + 5), ("spoon monday", 8)] {
        let found = Index::new(&agenda).search(&agenda, &Query::parse(query), &facts(None));
        assert_eq!(found.hits.len(), hits, "{query}");
    }
}
