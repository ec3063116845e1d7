use super::*;

#[test]
fn language_operator_matches_codes_and_names() {
    let mut draft = Draft::default();
    for language in ["en", "de", "Deutsch", "German/English", "tlhIngan"] {
        let session = draft_session(language, "2016-07-11T09:00:00", "R", &[]);
        draft.sessions.push(DraftSession { language: Some(at(language.into())), ..session });
    }
    let agenda = draft.check(None).0;
    for (query, expected) in [
        ("language:en", vec!["en", "German/English"]),
        ("lang:english", vec!["en", "German/English"]),
        ("lang:german", vec!["de", "Deutsch", "German/English"]),
        ("lang:deu", vec!["de", "Deutsch", "German/English"]),
        ("lang:engli", vec!["en", "German/English"]),
        ("lang:de-AT", vec!["de", "Deutsch", "German/English"]),
        ("lang:tlh", vec!["tlhIngan"]),
        ("languages:de", vec!["de", "Deutsch", "German/English"]),
        ("-lang:de", vec!["en", "tlhIngan"]),
        ("lang:fr", vec![]),
    ] {
        assert_eq!(titles_in(&agenda, query), expected, "{query}");
    }
    let hints = Query::parse("lang:fr").hints(&agenda, &Found::default());
    assert_eq!(hints, ["no such language: the agenda has German, English, tlhIngan"]);
}

#[test]
fn day_operator_finds_what_still_runs_at_the_first_start_of_the_day() {
    let mut draft = Draft::default();
    for (title, start, minutes) in [
        ("Exhibition", "2016-07-11T10:00:00", 3 * 24 * 60),
        ("Hack night", "2016-07-11T22:00:00", 15 * 60),
        ("Party", "2016-07-11T22:00:00", 5 * 60),
        ("Talk", "2016-07-12T09:00:00", 60),
        ("Later", "2016-07-13T09:00:00", 60),
    ] {
        let session = draft_session(title, start, "R", &[]);
        draft.sessions.push(DraftSession { minutes: Some(at(minutes)), ..session });
    }
    let agenda = draft.check(None).0;
    for (query, expected) in [
        ("day:1", vec!["Exhibition", "Hack night", "Party"]),
        ("day:2", vec!["Exhibition", "Hack night", "Talk"]),
        ("day:3", vec!["Exhibition", "Later"]),
        ("-day:2", vec!["Party", "Later"]),
    ] {
        assert_eq!(titles_in(&agenda, query), expected, "{query}");
    }
}

#[test]
fn is_recorded_finds_what_is_recorded_and_its_negation_the_rest() {
    let mut draft = Draft::default();
    for word in ["yes", "no", "unknown"] {
        let session = draft_session(word, "2016-07-11T09:00:00", "R", &[]);
        draft.sessions.push(DraftSession { recorded: Some(at(word.into())), ..session });
    }
    let agenda = draft.check(None).0;
    for (query, expected) in [
        ("is:recorded", vec!["yes"]),
        ("-is:recorded", vec!["no", "unknown"]),
        ("is:rec", vec!["yes"]),
    ] {
        assert_eq!(titles_in(&agenda, query), expected, "{query}");
    }
}

#[test]
fn operators_limit_the_sessions() {
    let all = BUILTIN.0.sessions.len();
    assert_eq!(all, 73);
    for (query, count) in [
        ("", all),
        ("speaker:", all),
        ("is:zzz after:x kind:zzz", all),
        ("day:tue", 28),
        ("day:2", 28),
        ("day:2016-07-12", 28),
        ("day:2016", all),
        ("day:13", 24),
        ("day:07-12", 28),
        ("day:12 jul", 28),
        ("day:jul 12 x", 0),
        ("day:foo", all),
        ("day:dienstag", 28),
        ("day:7/12", 28),
        ("after:tue 14:00 day:tue", 11),
        ("after:wed", 24),
        ("before:12 jul", 21),
        ("before:now", 0),
        ("day:0", all),
        ("day:11.7.", 21),
        ("day:14", 0),
        ("speakers:liz", 2),
        ("where:ulster", 5),
        ("type:workshop", 10),
        ("kind:workshops", 10),
        ("company:shopify", 4),
        ("lang:en", 0),
        ("day:mon after:5 pm", 2),
        ("day:sat", 0),
        ("day:9", 0),
        ("day:today", 0),
        ("kind:workshop", 10),
        ("-kind:workshop", all - 10),
        ("is:full", 1),
        ("is:cancelled", 0),
        ("is:mine", 3),
        ("is:attend", 1),
        ("is:maybe", 2),
        ("-is:maybe", all - 2),
        ("is:now", 0),
        ("day:mon after:17:00", 2),
        ("day:mon before:9", 1),
        ("room:\"Pembroke Room\" day:wed -room:lansdowne", 7),
        ("title:google", 1),
        ("affiliation:shopify", 4),
        ("tag:plenary", 1),
        ("track:anything", 0),
        ("abstract:doorman", 1),
        ("speaker:doorman", 0),
        ("room:ulstr", 5),
    ] {
        assert_eq!(found(query).hits.len(), count, "{query}: {:#?}", titles(query));
    }
}

#[test]
fn query_of_signs_finds_nothing() {
    for query in ["*", "\"", "-"] {
        assert_eq!(found(query).hits.len(), 0, "{query}");
    }
}

#[test]
fn now_today_and_tomorrow_follow_the_given_time() {
    let (agenda, index) = &*BUILTIN;
    let first = agenda.sessions[1].start.unwrap();
    let count = |query: &str, now: Moment| {
        index.search(agenda, &Query::parse(query), &facts(Some(now))).hits.len()
    };
    for (query, hours, expected) in [
        ("is:now", 0, 1),
        ("is:now", 2, 3),
        ("is:now", 15, 0),
        ("day:today", 0, 21),
        ("day:tomorrow", 0, 28),
    ] {
        assert_eq!(count(query, first + TimeDelta::hours(hours)), expected, "{query} {hours}");
    }
}

#[test]
fn after_and_before_count_from_the_start_of_the_conference_day() {
    let mut draft = Draft::default();
    for (title, start) in [("morning", "2016-07-11T09:00:00"), ("night", "2016-07-12T00:30:00")] {
        draft.sessions.push(draft_session(title, start, "R", &[]));
    }
    let agenda = draft.check(None).0;
    assert_eq!(titles_in(&agenda, "after:22:00"), ["night"]);
    assert_eq!(titles_in(&agenda, "before:12:00"), ["morning"]);
    assert_eq!(titles_in(&agenda, "day:1 after:00:30"), ["night"]);
}

#[test]
fn hints_explain_unusable_parts_of_a_query() {
    for (query, expected) in [
        ("docker", ""),
        ("room:ulster", ""),
        ("room:pemb", ""),
        ("room:ulstr", "\"ulstr\" is taken as Ulster"),
        ("is:now day:tue day:today", ""),
        ("room:foo", "there is no room like \"foo\""),
        ("speaker:zzqx", "there is no speaker like \"zzqx\""),
        ("speaker:", "speaker: needs a name, such as speaker:liz"),
        ("after:x", "after: needs a time, such as 14:00, \"tue 14:00\" or now"),
        ("day:sat", "no such day: the agenda has Mon, Tue, Wed, or 1 to 3"),
        ("day:12 jul", ""),
        ("day:14", "no such day: the agenda has Mon, Tue, Wed, or 1 to 3"),
        (
            "day:foo",
            "day: needs a weekday, a date or a number, such as day:tue, day:2016-07-12 or day:2",
        ),
        (
            "speakers:liz who:liz std::fs http://x",
            "\"std\" is nowhere in this agenda; \"fs\" is nowhere in this agenda; \
             \"http\" is nowhere in this agenda; \"x\" is nowhere in this agenda",
        ),
        ("speeker:liz", "unknown field speeker: did you mean speaker:?"),
        ("lang:en", "this agenda states no languages"),
        ("kernel xylo", "\"xylo\" is nowhere in this agenda"),
        ("kernel ipsec", "the first session lacks \"ipsec\""),
        ("lunch monday", ""),
        ("lunch sunday", "nothing of this is Sunday (\"sunday\")"),
        ("mon 11:00", ""),
        ("*", "the search has no letter, digit or symbol to look for"),
    ] {
        let hints = Query::parse(query).hints(&BUILTIN.0, &found(query));
        assert_eq!(hints.join("; "), expected, "{query}");
    }
}

#[test]
fn faults_name_each_part_that_is_not_understood() {
    let now = BUILTIN.0.sessions[1].start;
    for (query, expected) in [
        ("docker day:tue after:2pm kind:talks is:rec room:foo day:t std::fs", ""),
        ("after:now is:now day:today", ""),
        ("kind:tlk", "kind:tlk: no session has this kind; did you mean kind:talk?"),
        ("is:recrded", "is:recrded: hallway knows no such state; did you mean is:recorded?"),
        ("x -day:foo y", "-day:foo: the agenda has no such day. This agenda has: 1 (Mon 11 Jul"),
        ("after:nowish", "after:nowish: this is no time. Write 14:00"),
        ("after:sat", "after:sat: the agenda has no such day. This agenda has:"),
        ("speeker:liz", "speeker:liz: there is no field speeker:; did you mean speaker:liz?"),
        ("colour:red", "colour:red: there is no field colour:. The fields are title: speaker:"),
        ("room: x", "room: needs the name of a room"),
    ] {
        let faults = Query::find_faults(query, &BUILTIN.0, now);
        let messages: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
        let messages = messages.join("; ");
        assert!(messages.starts_with(expected), "{query}: {messages}");
        assert_eq!(messages.is_empty(), expected.is_empty(), "{query}: {messages}");
    }
    let places: Vec<_> = Query::find_faults("é  kind:zz \"a b\" is:zz", &BUILTIN.0, now)
        .into_iter()
        .map(|fault| fault.at)
        .collect();
    assert_eq!(places, [3..10, 17..22]);
    for query in ["is:now", "-day:today", "after:now"] {
        let faults = Query::find_faults(query, &BUILTIN.0, None);
        assert!(faults[0].message.contains("the time now is unknown"), "{query}: {faults:?}");
    }
    assert_eq!(Query::find_faults(&"x".repeat(300), &BUILTIN.0, now).len(), 1);
}
