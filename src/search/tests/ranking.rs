use super::*;
use crate::search::short_list::LESS_SURE_MAX;

#[test]
fn search_ranks_whole_words_before_prefixes_and_inner_letters() {
    let texts: &[(&str, &[&str])] = &[
        ("Innocent bystanders", &[]),
        ("Centrally planned", &[]),
        ("One cent", &[]),
        ("Cent by cent", &["Ann Cent"]),
        ("Century", &["Cen Tauri"]),
    ];
    let agenda = agenda_of(texts);
    assert_eq!(
        titles_in(&agenda, "cent"),
        ["Cent by cent", "One cent", "Centrally planned", "Century", "Innocent bystanders"]
    );
    for (better, worse) in [
        ((Tier::Whole, FieldKind::Title), (Tier::Whole, FieldKind::Affiliation)),
        ((Tier::Whole, FieldKind::Affiliation), (Tier::Whole, FieldKind::Room)),
        ((Tier::Whole, FieldKind::Room), (Tier::Joined, FieldKind::Person)),
        ((Tier::Joined, FieldKind::Person), (Tier::Prefix, FieldKind::Person)),
        ((Tier::Joined, FieldKind::Affiliation), (Tier::Prefix, FieldKind::Affiliation)),
        ((Tier::Prefix, FieldKind::Person), (Tier::Inside, FieldKind::Title)),
        ((Tier::Inside, FieldKind::Person), (Tier::Initials(0), FieldKind::Title)),
        ((Tier::Initials(9), FieldKind::Title), (Tier::Typo(1), FieldKind::Title)),
        ((Tier::Typo(1), FieldKind::Title), (Tier::Typo(2), FieldKind::Title)),
        ((Tier::Typo(2), FieldKind::Room), (Tier::Whole, FieldKind::Abstract)),
    ] {
        assert!(better.0.points(better.1) > worse.0.points(worse.1), "{better:?} {worse:?}");
    }
}

#[test]
fn search_matches_joined_split_and_half_typed_words() {
    let texts: &[(&str, &[&str])] = &[
        ("Don't panic: open-source e-mail", &["Zoë Łukasz"]),
        ("Kubernetes in Straßburg", &["Þór Æsir"]),
        ("C++ and Go", &["山田太郎"]),
    ];
    let agenda = agenda_of(texts);
    for (query, expected) in [
        ("dont", 0),
        ("don't", 0),
        ("don’t", 0),
        ("opensource", 0),
        ("open source", 0),
        ("open-sour", 0),
        ("email", 0),
        ("lukasz", 0),
        ("ZOE", 0),
        ("strasse", 9),
        ("strassb", 1),
        ("thor aesir", 1),
        ("kuberntes", 1),
        ("kubrne", 1),
        ("kub strassburg", 1),
        ("kub-strassburg", 1),
        ("c++", 2),
        ("太", 2),
        ("go c++", 2),
        ("\"open source\"", 0),
        ("\"source open\"", 9),
        ("\"open sourc\"", 9),
        ("\"open sour", 0),
        ("ope -panic", 9),
        ("-panic -go", 1),
        ("-pani -\"and go\"", 1),
        ("-pa -go", 0),
    ] {
        let expected: Vec<&str> = texts.get(expected).map(|text| text.0).into_iter().collect();
        let first: Vec<_> = titles_in(&agenda, query).into_iter().take(1).collect();
        assert_eq!(first, expected, "{query}");
    }
}

#[test]
fn typo_in_a_room_matches_only_after_room_operator() {
    let mut draft = Draft::default();
    draft.sessions.push(draft_session("Opening", "2016-07-11T09:00:00", "Saal Zuse", &[]));
    let agenda = draft.check(None).0;
    for (query, count) in [("zuse", 1), ("zusse", 0), ("room:zusse", 1), ("openng", 1)] {
        assert_eq!(titles_in(&agenda, query).len(), count, "{query}");
    }
}

#[test]
fn equal_scores_put_the_literal_title_first() {
    let agenda = agenda_of(&[
        ("Talks about Lightning", &[]),
        ("More Lightning Talks", &[]),
        ("Lightning Talks", &[]),
        ("The Hedy Language", &[]),
        ("Hedy", &[]),
    ]);
    for (query, expected) in [
        (
            "lightning talks",
            vec!["Lightning Talks", "More Lightning Talks", "Talks about Lightning"],
        ),
        (
            "talks lightning",
            vec!["Talks about Lightning", "More Lightning Talks", "Lightning Talks"],
        ),
        ("hedy", vec!["Hedy", "The Hedy Language"]),
    ] {
        assert_eq!(titles_in(&agenda, query), expected, "{query}");
    }
}

#[test]
fn whole_word_holds_back_sessions_with_its_parts() {
    let titles: Vec<String> =
        (0..9).map(|n| format!("In Go {n}")).chain(["Ingo talks".to_owned()]).collect();
    let sessions: Vec<(&str, &[&str])> =
        titles.iter().map(|title| (title.as_str(), &[][..])).collect();
    let agenda = agenda_of(&sessions);
    let found = Index::new(&agenda).search(&agenda, &Query::parse("ingo"), &facts(None));
    assert_eq!(
        (found.hits.len(), found.hits[0].session, found.more.len()),
        (1 + LESS_SURE_MAX, 9, 4)
    );
}

#[test]
fn typo_that_is_a_word_is_guessed_only_without_other_matches() {
    let agenda = agenda_of(&[
        ("Docker From Scratch", &[]),
        ("Form Design", &[]),
        ("Design From Within", &[]),
    ]);
    for (query, expected) in [
        ("form", vec!["Form Design"]),
        ("docker form", vec!["Docker From Scratch"]),
        ("form design", vec!["Form Design"]),
    ] {
        assert_eq!(titles_in(&agenda, query), expected, "{query}");
    }
}

#[test]
fn search_leaves_weak_matches_out() {
    let agenda = agenda_with(&[("Container", "beta"), ("Contained", "x"), ("Beta gamma", "x")]);
    for (query, expected) in [
        ("containar", vec!["Container"]),
        ("cont", vec!["Container", "Contained"]),
        ("tain", vec!["Container", "Contained"]),
        ("nt", vec![]),
        ("container beta", vec!["Container"]),
        ("container beta gamma", vec!["Beta gamma"]),
    ] {
        assert_eq!(titles_in(&agenda, query), expected, "{query}");
    }
}

#[test]
fn written_words_rank_before_guesses() {
    let agenda = agenda_with(&[
        ("Curls", "x"),
        ("Tightening bolts", "on curl"),
        ("Cultural curb", "x"),
        ("Carlos", "x"),
    ]);
    for (query, expected) in [
        ("curl", vec!["Curls", "Tightening bolts"]),
        ("bolds", vec!["Tightening bolts"]),
        ("curx", vec!["Cultural curb"]),
    ] {
        assert_eq!(titles_in(&agenda, query), expected, "{query}");
    }
    let agenda = agenda_with(&[("Crul", "x"), ("Tightening bolts", "on curl")]);
    assert_eq!(titles_in(&agenda, "curl"), ["Tightening bolts", "Crul"]);
}

#[test]
fn query_without_full_match_allows_one_missing_word() {
    for (query, expected) in [
        (
            "doorman ipsec",
            vec![
                "Doorman: Global Distributed Client Side Rate Limiting",
                "Full-Mesh IPsec Network: 10 Dos and 500 Don'ts",
            ],
        ),
        // A word that is nowhere does not empty the answer, if a title has the other words.
        ("doorman zzqx", vec!["Doorman: Global Distributed Client Side Rate Limiting"]),
        ("doorm zzqx", vec!["Doorman: Global Distributed Client Side Rate Limiting"]),
        ("kernal zzqx", vec!["Linux Kernel Building, Testing and Deployment at Facebook"]),
        ("uakz zzqx", vec![]),
        ("doorman ipsec naoru", vec![]),
        (
            "doorman speaker:garcia",
            vec!["Lightning Talks", "Full-Mesh IPsec Network: 10 Dos and 500 Don'ts"],
        ),
        ("doorman \"ipsec\"", vec!["Full-Mesh IPsec Network: 10 Dos and 500 Don'ts"]),
    ] {
        assert_eq!(titles(query), expected, "{query}");
        assert_eq!(found(query).lacks_words, !expected.is_empty(), "{query}");
    }
    assert!(!found("facebook incident").lacks_words);
}

#[test]
fn matches_in_abstracts_are_followed_by_sessions_without_a_word() {
    let agenda = agenda_with(&[
        ("Sticker exchange", "the bits und baeume people"),
        ("Bits & Bäume Meetup", "x"),
        ("Bits und Bytes", "x"),
        ("Bäume und mehr", "x"),
        ("Weather", "x"),
    ]);
    for (query, expected) in [
        ("bits und baeume", vec!["Bits & Bäume Meetup", "Sticker exchange"]),
        ("bits und meetup", vec!["Bits & Bäume Meetup"]),
        ("bits and meetup", vec!["Bits & Bäume Meetup"]),
        ("sticker people", vec!["Sticker exchange"]),
        ("bits und people", vec!["Sticker exchange"]),
    ] {
        assert_eq!(titles_in(&agenda, query), expected, "{query}");
    }
    // No more than a few.
    let titles: Vec<String> = (1..=9).map(|number| format!("Bits {number}")).collect();
    let sessions: Vec<(&str, &str)> = titles.iter().map(|title| (&**title, "x")).collect();
    // A word in many abstracts may be missing.
    let others = vec![("Weather", "people"); 20];
    let agenda = agenda_with(&[&[("Sticker", "bits people")], &*sessions, &*others].concat());
    let found = Index::new(&agenda).search(&agenda, &Query::parse("bits people"), &facts(None));
    assert_eq!((found.hits.len(), found.more.len()), (1 + 1, 9 - 1));
}

#[test]
fn single_letters_of_a_hyphenated_word_match_only_adjacent() {
    let titles = [
        "D&D",
        "Dungeon Dance",
        "AT&T at home",
        "At the table",
        "Attack",
        "ATT",
        "I/O of e-mail",
        "Email",
        "I other",
    ];
    let agenda = agenda_with(&titles.map(|title| (title, "d for dinner, at tea")));
    for (query, expected) in [
        ("d&d", vec!["D&D"]),
        ("at&t", vec!["AT&T at home", "ATT"]),
        ("i/o", vec!["I/O of e-mail"]),
        ("e-m", vec!["I/O of e-mail", "Email"]),
        ("dungeon-dan", vec!["Dungeon Dance"]),
        ("dance-dungeon", vec!["Dungeon Dance"]),
    ] {
        assert_eq!(titles_in(&agenda, query), expected, "{query}");
    }
}

#[test]
fn complete_word_holds_back_weaker_matches() {
    let mut checked = 0;
    for word in [
        "kernel",
        "incident",
        "facebook",
        "google",
        "design",
        "network",
        "alert",
        "load",
        "response",
        "engineering",
    ] {
        let Found { hits, more, .. } = found(word);
        let whole = hits
            .iter()
            .filter(|hit| hit.score >= Tier::Whole.points(FieldKind::Title).into())
            .count();
        if hits.iter().any(|hit| hit.score == i64::from(Tier::Whole.points(FieldKind::Title))) {
            checked += 1;
            assert!(hits.len() <= whole + LESS_SURE_MAX, "{word}: {whole} of {}", hits.len());
        }
        assert!(more.iter().all(|less| hits.iter().all(|hit| hit.score >= less.score)), "{word}");
    }
    assert!(checked >= 7, "{checked}");
    assert!(!found("service").more.is_empty());
    assert!(found("kernel testing").more.is_empty());
}

#[test]
fn short_word_shows_whole_words_and_holds_back_prefixes() {
    let mentioned: Vec<String> = (1..=9).map(|number| format!("Monitor {number}")).collect();
    let mut sessions = vec![("Tor", "x"), ("Torrent", "x"), ("Torsten", "x")];
    sessions.extend(mentioned.iter().map(|title| (&**title, "tor")));
    let agenda = agenda_with(&sessions);
    let found = Index::new(&agenda).search(&agenda, &Query::parse("tor"), &facts(None));
    assert_eq!((found.hits.len(), found.more.len()), (10, 2));
}

#[test]
fn empty_agenda_has_no_hits() {
    let agenda = Draft::default().check(None).0;
    for query in ["", "x", "day:tue", "room:x", "\"a b\"", "-x", "a-b"] {
        assert!(titles_in(&agenda, query).is_empty(), "{query}");
    }
}

#[test]
fn rare_word_of_an_abstract_is_found_without_the_other_words() {
    let others = vec![("Weather", "somebody wrote of people"); 9];
    let agenda = agenda_with(&[&[("Tightening bolts", "the people of curl")], &*others].concat());
    for (query, expected) in [
        ("wrote curl", vec!["Tightening bolts"]),
        ("guy who wrote curl", vec!["Tightening bolts"]),
        ("wrote people xylo", vec![]),
    ] {
        assert_eq!(titles_in(&agenda, query), expected, "{query}");
    }
}

#[test]
fn words_of_a_title_come_before_mentions_of_all_words() {
    let others = vec![("Weather", "common"); 9];
    let sessions = [("Browsers", "lisp is common and everywhere"), ("Lisp everywhere!", "x")];
    let agenda = agenda_with(&[&sessions, &*others].concat());
    assert_eq!(titles_in(&agenda, "everywhere common lisp"), ["Lisp everywhere!", "Browsers"]);
}

#[test]
fn whole_word_of_a_title_is_no_end_of_another_word() {
    let agenda = agenda_with(&[
        ("Rust", "x"),
        ("A chain of trust", "x"),
        ("The oxirust project", "x"),
        ("Containers", "written in rust"),
    ]);
    assert_eq!(titles_in(&agenda, "rust"), ["Rust", "The oxirust project", "Containers"]);
    assert_eq!(
        titles_in(&agenda, "rus"),
        ["Rust", "A chain of trust", "The oxirust project", "Containers"]
    );
}

#[test]
fn word_of_a_title_is_not_taken_for_the_beginning_of_another_word() {
    let agenda = agenda_of(&[("Transcultural hack", &[]), ("Cosmic rays and trains", &[])]);
    assert_eq!(titles_in(&agenda, "hacking trains"), ["Cosmic rays and trains"]);
    // A word that is nowhere may be unfinished, with a typo.
    assert_eq!(titles_in(&agenda, "hacking transk"), ["Transcultural hack"]);
}

#[test]
fn titles_that_begin_with_the_words_that_count_come_first() {
    let agenda = agenda_of(&[("Secure Rust", &[]), ("Rust at last", &[]), ("Go", &[])]);
    assert_eq!(titles_in(&agenda, "the talk about rust"), ["Rust at last", "Secure Rust"]);
}

#[test]
fn part_of_a_compound_stands_outside_the_abstract() {
    let agenda = agenda_with(&[
        ("Chips", "Micro parts of many systems."),
        ("Micro scopes", "They are systems."),
        ("Systems", "They are micro."),
    ]);
    assert_eq!(titles_in(&agenda, "microsystems"), ["Micro scopes", "Systems"]);
}

#[test]
fn kind_that_no_session_has_is_said_and_not_guessed() {
    let agenda = agenda_with(&[("Genode", "x"), ("Rust", "x")]);
    let index = Index::new(&agenda);
    for (typed, hits) in [("keynote", 0), ("rust keynote", 1)] {
        let query = Query::parse(typed);
        let found = index.search(&agenda, &query, &facts(None));
        assert_eq!(found.hits.len(), hits, "{typed}");
        let hints = query.hints(&agenda, &found);
        assert_eq!(hints, ["this agenda has no session of the kind keynote (\"keynote\")"]);
    }
    let agenda = agenda_with(&[("Genode", "a keynote of last year"), ("Rust", "x")]);
    assert_eq!(titles_in(&agenda, "keynote"), ["Genode"]);
}

#[test]
fn sessions_that_lack_words_are_few() {
    let rust = std::iter::repeat_n(("Rust kernels and memory", &[][..]), 9);
    let lunches = std::iter::repeat_n(("Lunch", &[][..]), 60);
    let agenda = agenda_of(&rust.chain(lunches).collect::<Vec<_>>());
    let query = Query::parse("rust kernels memory xylo");
    let found = Index::new(&agenda).search(&agenda, &query, &facts(None));
    assert_eq!((found.hits.len(), found.more.len(), found.lacks_words), (5, 4, true));
}
