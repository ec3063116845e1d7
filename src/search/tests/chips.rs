//! Words that narrow the hits: days, times, rooms, kinds, tracks and speakers.

use super::*;

/// An agenda of two days, with tracks and rooms whose names have several parts.
const CONFERENCE: &str = r#"
[event]
name = "Conference"

[[session]]
title = "Go generics"
start = 2030-05-04T09:00:00
minutes = 30
room = "Saal One"
track = "Go"

[[session]]
title = "Opening"
start = 2030-05-04T10:00:00
minutes = 30
room = "Aula"
kind = "keynote"

[[session]]
title = "Lunch"
start = 2030-05-04T12:00:00
minutes = 90
room = "Foyer"
kind = "break"

[[session]]
title = "Rust for Go people"
start = 2030-05-04T14:00:00
minutes = 30
room = "UB2.252A (Lameere)"
track = "Rust in the Large"
abstract = "Not a workshop."
speakers = ["Ada Lovelace"]

[[session]]
title = "Go workshop for beginners"
start = 2030-05-05T09:00:00
minutes = 120
room = "Saal Two"
kind = "workshop"
track = "Go"

[[session]]
title = "Solar panel arrays"
start = 2030-05-05T18:00:00
minutes = 30
room = "Saal One"
track = "Energy"

[[session]]
title = "Panel: the state of Rust"
start = 2030-05-05T20:00:00
minutes = 30
room = "Saal One"
kind = "panel"
track = "Energy"
"#;

/// Returns the chips of a query, and the titles of its hits.
fn chips_and_hits(agenda: &Agenda, query: &str) -> (String, String) {
    let query = Query::parse(query);
    // The clock shows noon of the first day.
    let now = agenda.sessions.first().and_then(|s| s.start).map(|at| at + TimeDelta::hours(3));
    let found = Index::new(agenda).search(agenda, &query, &facts(now));
    let chips = found.words.iter().filter_map(|word| match &word.reading {
        WordReading::Chip { sort, meaning, is_met } => {
            let sign = if *is_met { "" } else { "no " };
            Some(format!("{sign}{} {meaning}", sort.word()))
        }
        _ => None,
    });
    let titles = found.hits.iter().map(|hit| agenda.sessions[hit.session].title.to_string());
    (chips.collect::<Vec<_>>().join(", "), titles.collect::<Vec<_>>().join(", "))
}

fn check_cases(cases: &[(&str, &str, &str)]) {
    let agenda = read_agenda(CONFERENCE.as_bytes()).unwrap();
    for (query, chips, hits) in cases {
        let found = chips_and_hits(&agenda, query);
        assert_eq!((&*found.0, &*found.1), (*chips, *hits), "{query}");
    }
}

#[test]
fn rooms_kinds_tracks_and_speakers_narrow_the_hits() {
    check_cases(&[
        ("saal one rust", "room Saal One", "Panel: the state of Rust"),
        ("saal 1 rust", "room Saal One", "Panel: the state of Rust"),
        ("lameere go", "room UB2.252A (Lameere)", "Rust for Go people"),
        ("room foyer lunch", "room Foyer", "Lunch"),
        ("go devroom", "track Go", "Go workshop for beginners, Go generics"),
        ("track go generics", "track Go", "Go generics"),
        ("rust track go", "track Rust in the Large", "Rust for Go people"),
        ("rust in the large go", "track Rust in the Large", "Rust for Go people"),
        ("go workshop", "kind workshop", "Go workshop for beginners"),
        ("ada lovelace rust", "speaker Ada Lovelace", "Rust for Go people"),
        // One word, and a word of a topic, are words.
        ("foyer", "", "Lunch"),
        ("solar panel", "", "Solar panel arrays"),
        ("workshop", "kind workshop", "Go workshop for beginners"),
        ("panel sunday", "kind panel, day Sunday", "Solar panel arrays, Panel: the state of Rust"),
        ("\"saal\" one rust", "", "Panel: the state of Rust"),
        ("cobol devroom", "", ""),
    ]);
}

#[test]
fn days_and_times_narrow_the_hits() {
    check_cases(&[
        ("go sunday", "day Sunday", "Go workshop for beginners"),
        ("go samstag", "day Saturday", "Go generics, Rust for Go people"),
        ("go day 2", "day Sunday", "Go workshop for beginners"),
        ("go last day", "day Sunday", "Go workshop for beginners"),
        ("go 5 may", "day Sunday", "Go workshop for beginners"),
        ("go after lunch", "time after lunch", "Rust for Go people"),
        ("rust after dinner", "time after dinner", "Panel: the state of Rust"),
        ("rust before the dinner", "time before dinner", "Rust for Go people"),
        ("go before 11 saturday", "time before 11:00, day Saturday", "Go generics"),
        ("go 9am tomorrow", "time at 09:00, day Sunday", "Go workshop for beginners"),
        ("rust this afternoon", "day Saturday in the afternoon", "Rust for Go people"),
        ("rust sunday evening", "day Sunday, time in the evening", "Panel: the state of Rust"),
        (
            "go devroom saturday morning",
            "track Go, day Saturday, time in the morning",
            "Go generics",
        ),
    ]);
}

#[test]
fn name_of_a_day_alone_hints_at_its_other_sessions() {
    let (agenda, index) = &*BUILTIN;
    let hints = |query: &str| {
        let query = Query::parse(query);
        query.hints(agenda, &index.search(agenda, &query, &facts(None)))
    };
    // A title has the word: five others are listed.
    assert_eq!(hints("tuesday"), ["day:tuesday finds the sessions of that day"]);
    // All sessions of the day are listed.
    assert_eq!(hints("wednesday"), [""; 0]);
    assert_eq!(hints("panel tuesday"), [""; 0]);
}

#[test]
fn chip_that_no_hit_fits_narrows_nothing() {
    check_cases(&[
        ("lunch sunday", "no day Sunday", "Lunch"),
        ("rust people sunday", "no day Sunday", "Rust for Go people"),
        // The agenda has no Tuesday, and a day does not sound like another word.
        ("lunch tuesday", "no day Tuesday", "Lunch"),
        ("lunch day 7", "no day day 7", "Lunch"),
        // The title of the keynote does not have the word.
        ("keynote sunday", "kind keynote, no day Sunday", "Opening"),
        ("day 2 keynote", "no day Sunday, kind keynote", "Opening"),
        ("workshop saturday", "kind workshop, no day Saturday", "Go workshop for beginners"),
        (
            "saal two tonight",
            "room Saal Two, no day Saturday in the evening",
            "Go workshop for beginners",
        ),
    ]);
}

/// Two sessions of unlike days. An abstract has both of the words, a title has one.
const TWO_DAYS: &str = r#"
[event]
name = "Conference"

[[session]]
title = "Tiny systems"
start = 2030-05-04T09:00:00
minutes = 30
abstract = "The graphics, the kernel."

[[session]]
title = "Graphics for all"
start = 2030-05-05T09:00:00
minutes = 30
"#;

#[test]
fn title_of_the_day_stands_before_mentions_of_another_day() {
    let agenda = read_agenda(TWO_DAYS.as_bytes()).unwrap();
    for (query, chips, hits) in [
        ("graphics kernel sunday", "day Sunday", "Graphics for all"),
        ("graphics kernel saturday", "day Saturday", "Tiny systems"),
    ] {
        let found = chips_and_hits(&agenda, query);
        assert_eq!((&*found.0, found.1.split(", ").next()), (chips, Some(hits)), "{query}");
    }
}

#[test]
fn query_without_chips_keeps_the_other_words() {
    let agenda = read_agenda(CONFERENCE.as_bytes()).unwrap();
    let index = Index::new(&agenda);
    for (typed, expected) in [
        ("go sunday", Some(("go", "Sunday"))),
        ("the go devroom sunday beginners -lunch", Some(("the beginners -lunch", "Go and Sunday"))),
        ("go", None),
        ("workshop sunday", Some(("workshop", "Sunday"))),
        ("lunch sunday", None),
        // Without the chips, nothing would be left.
        ("sunday 9am", None),
    ] {
        let query = Query::parse(typed);
        let found = index.search(&agenda, &query, &facts(None));
        let wider = WiderQuery::of(&query, &found.words);
        let wider = wider.map(|wider| (wider.query, wider.without));
        let expected = expected.map(|(query, names)| (Query::parse(query), names.to_owned()));
        assert_eq!(wider, expected, "{typed}");
    }
}
