use super::*;
use crate::agenda::{Agenda, Severity};
use proptest::prelude::*;

const HEAD: &str = "event_key,active,name,event_start,event_end,event_type,venue,id,speakers";

/// One sound row between two others, as its agenda and the problems.
fn read_rows(head: &str, rows: &[&str]) -> (Agenda, Vec<Problem>) {
    let text = format!("{head}\n{}\n", rows.join("\n"));
    read(&text).unwrap().check(None)
}

fn severities(problems: &[Problem]) -> Vec<(Severity, &str)> {
    problems.iter().map(|problem| (problem.severity, &*problem.message)).collect()
}

fn titles(agenda: &Agenda) -> Vec<&str> {
    agenda.sessions.iter().map(|session| &*session.title).collect()
}

/// Start, length and reported problems of a session with these times.
fn timed(start: &str, end: &str) -> (String, Option<u32>, Vec<String>) {
    let row = format!("\"1\",\"Y\",\"A\",\"{start}\",\"{end}\",\"\",\"Hall\",\"x1\",\"\"");
    let (agenda, problems) = read_rows(HEAD, &[&row]);
    let session = agenda.sessions.first();
    let at = session.map_or("left out".into(), |s| {
        s.start.map_or("TBA".into(), |at| at.naive_local().to_string())
    });
    (at, session.and_then(|s| s.minutes), problems.into_iter().map(|p| p.message).collect())
}

#[test]
fn times_are_wall_clocks_or_unknown() {
    const DAY: &str = "the time of this session is not known, only its day";
    const NONE: &str = "this session has no time yet";
    const BAD: &str = "this is no date and time";
    for (start, end, at, minutes, problems) in [
        ("2031-05-04 09:00:00", "2031-05-04 10:30:00", "2031-05-04 09:00:00", Some(90), &[][..]),
        ("2031-05-04 09:00", "2031-05-05 01:00", "2031-05-04 09:00:00", Some(960), &[]),
        ("2031-05-04T09:00:00", "2031-05-04T09:30:00", "2031-05-04 09:00:00", Some(30), &[]),
        ("2031-05-04 9:00 PM", "", "2031-05-04 21:00:00", None, &[]),
        ("2031-05-04 09:00:00", "2031-05-04 09:00:00", "2031-05-04 09:00:00", Some(0), &[]),
        ("2031-05-04 09:00:00", "2031-05-04 TBA", "2031-05-04 09:00:00", None, &[]),
        ("2031-05-04 09:00:00", "later", "2031-05-04 09:00:00", None, &[BAD]),
        (
            "2031-05-04 09:00:00",
            "2031-05-04 08:00:00",
            "2031-05-04 09:00:00",
            None,
            &["the end is before the start"],
        ),
        ("2031-05-04 TBA", "2031-05-04 TBA", "TBA", None, &[DAY]),
        ("2031-05-04", "", "TBA", None, &[DAY]),
        ("TBA", "", "TBA", None, &[NONE]),
        ("", "", "TBA", None, &[NONE]),
        ("0000-00-00 00:00:00", "", "TBA", None, &[NONE]),
        ("tomorrow", "", "TBA", None, &[BAD]),
        ("2031-02-30 09:00:00", "", "TBA", None, &[BAD]),
    ] {
        let wanted = (at.to_owned(), minutes, problems.iter().map(|p| (*p).to_owned()).collect());
        assert_eq!(timed(start, end), wanted, "{start} {end}");
    }
}

#[test]
fn columns_come_in_any_order() {
    let (agenda, problems) = read_rows(
        "\"Speakers\",venue, name ,id,event_end,EVENT_START",
        &["\"Ann Otter, Bo Finch\",Hall,Otters,x1,2031-05-04 10:00:00,2031-05-04 09:00:00"],
    );
    assert_eq!(problems, []);
    let session = &agenda.sessions[0];
    assert_eq!(
        (&*session.title, session.minutes, session.room.as_deref()),
        ("Otters", Some(60), Some("Hall"))
    );
    assert_eq!(agenda.presenter_names(session), "Ann Otter, Bo Finch");
}

#[test]
fn session_list_is_known_by_one_column_of_sched() {
    for head in [
        "name,event_start,venue",
        "\"Name\",\"event_start\",venue",
        "venue,event_key,name,Event_Start",
    ] {
        let cells = head.to_lowercase();
        let cells = cells.split(',').map(|column| match column.trim().trim_matches('"') {
            "name" => "\"A \"\"b\"\",\nc\"",
            "event_start" => "2031-05-04 09:00",
            _ => "x",
        });
        let text = format!("{head}\n{}\n", cells.collect::<Vec<_>>().join(","));
        let agenda = crate::format::read(text.as_bytes()).unwrap().draft.check(None).0;
        assert_eq!(titles(&agenda), ["A \"b\", c"], "{head}");
    }
}

#[test]
fn names_are_split_at_commas_except_before_suffixes() {
    for (cell, names, warned) in [
        ("Ann Otter, Bo Finch", &["Ann Otter", "Bo Finch"][..], false),
        ("Ann &quot;Ox&quot; Otter,Bo &amp; Co", &["Ann \"Ox\" Otter", "Bo & Co"], false),
        ("Ann Otter, Ph.D., Bo Finch, Jr.", &["Ann Otter, Ph.D.", "Bo Finch, Jr."], true),
        ("Ann Otter, Ann Otter, ,", &["Ann Otter"], false),
        ("PhD", &["PhD"], false),
        ("O&#44; Neil", &["O, Neil"], false),
        ("", &[], false),
    ] {
        let (agenda, problems) = read_rows(
            HEAD,
            &[&format!("1,Y,A,2031-05-04 09:00:00,2031-05-04 10:00:00,,Hall,x1,\"{cell}\"")],
        );
        let found: Vec<&str> = agenda.people.iter().map(|person| &*person.name).collect();
        assert_eq!(found, names, "{cell}");
        assert_eq!(
            severities(&problems) == [(Severity::Warning, "a comma in a name")],
            warned,
            "{cell} {problems:?}"
        );
    }
    let head = format!("{HEAD},moderators,artists,sponsors,exhibitors,staff");
    let row = "1,Y,A,2031-05-04 09:00:00,,,Hall,x1,S,M,A,P,E,F";
    let (agenda, problems) = read_rows(&head, &[row]);
    let parts: Vec<(&str, Part)> =
        agenda.people_of(&agenda.sessions[0]).map(|(p, part)| (&*p.name, part)).collect();
    assert_eq!(
        parts,
        [
            ("S", Part::Speaker),
            ("A", Part::Speaker),
            ("M", Part::Moderator),
            ("P", Part::Sponsor),
            ("E", Part::Sponsor)
        ]
    );
    assert_eq!(severities(&problems), [(Severity::Warning, "this column is not read")]);
}

#[test]
fn types_become_track_and_tags() {
    let rows = [
        "1,Y,A,2031-05-04 09:00:00,,Games,Hall,x1,",
        "2,Y,B,2031-05-04 10:00:00,,\"Games, Late\",Hall,x2,",
        "3,Y,C,2031-05-04 11:00:00,,\"Eat, Drink &amp; Talk\",Hall,x3,",
        "4,Y,D,2031-05-04 12:00:00,,,Hall,x4,",
        "5,Y,E,2031-05-04 13:00:00,,Workshops,Hall,x5,",
    ];
    let (agenda, problems) = read_rows(HEAD, &rows);
    assert_eq!(problems, []);
    let sorts: Vec<(Option<&str>, Vec<&str>)> = agenda
        .sessions
        .iter()
        .map(|s| {
            (s.track.map(|ix| &*agenda.tracks[ix].name), s.tags.iter().map(|tag| &**tag).collect())
        })
        .collect();
    assert_eq!(
        sorts,
        [
            (Some("Games"), vec![]),
            (Some("Games"), vec!["Late"]),
            (Some("Eat, Drink & Talk"), vec![]),
            (None, vec![]),
            (Some("Workshops"), vec![])
        ]
    );
    assert_eq!(agenda.sessions[4].kind, crate::agenda::Kind::Workshop);
}

#[test]
fn seats_and_activity_are_read() {
    let head = format!("{HEAD},seats,goers,invite_only");
    for (tail, seats, cancelled, tags) in [
        ("Y,0,900,N", None, false, 0),
        ("Y,20,20,N", Some("full"), false, 0),
        ("Y,20,25,N", Some("full"), false, 0),
        ("Y,20,18,N", Some("limited"), false, 0),
        ("Y,20,3,N", None, false, 0),
        ("Y,many,few,Y", None, false, 1),
        ("N,0,0,N", None, true, 0),
    ] {
        let (active, tail) = tail.split_once(',').unwrap();
        let row = format!("1,{active},A,2031-05-04 09:00:00,,,,x1,,{tail}");
        let (agenda, problems) = read_rows(&head, &[&row]);
        let session = &agenda.sessions[0];
        assert_eq!(session.seats.map(|seats| seats.word()), seats, "{tail}");
        assert_eq!(
            (session.cancelled, session.tags.len(), session.room.is_none()),
            (cancelled, tags, true)
        );
        assert_eq!(problems.len(), usize::from(cancelled), "{tail}: {problems:?}");
    }
}

#[test]
fn damaged_row_costs_no_other() {
    let before = "\"1\",\"Y\",\"One\",\"2031-05-04 09:00:00\",\"\",\"\",\"Hall\",\"x1\",\"Ann\"";
    let after = "\"3\",\"Y\",\"Three\",\"2031-05-04 11:00:00\",\"\",\"\",\"Hall\",\"x3\",\"Bo\"";
    const SHORT: &str = "this row has fewer columns than the header";
    const LONG: &str = "this row has more columns than the header";
    for (middle, sessions, message) in [
        ("2,Y,Two", 2, SHORT),
        ("2,Y,Two,2031-05-04 10:00:00,2031-05-04 11:00:00", 3, SHORT),
        ("2,Y,Two,2031-05-04 10:00:00,,,,x2,Cy,more", 3, LONG),
        ("2,Y,Two,and a half,2031-05-04 10:00:00,,,,x2,Cy", 2, LONG),
        ("2,Y,\"Two,2031-05-04 10:00:00,,,,x2,Cy", 2, SHORT),
        ("\"2\",\"Y\",\"Two\",\"2031-05-04 10:00:00\",\"\",\"\",\"Hall,\"x2\",\"Cy\"", 3, SHORT),
        ("2,Y,,2031-05-04 10:00:00,,,,x2,Cy", 2, "this session has no title"),
        ("%%%", 2, SHORT),
    ] {
        let (agenda, problems) = read_rows(HEAD, &[before, middle, after]);
        let titles = titles(&agenda);
        assert_eq!(
            (titles.len(), titles[0], titles[sessions - 1]),
            (sessions, "One", "Three"),
            "{middle} {problems:?}"
        );
        assert_eq!(severities(&problems), [(Severity::Error, message)], "{middle}");
        let at = problems[0].at.clone().unwrap();
        assert_eq!(at.start, HEAD.len() + 1 + before.len() + 1, "{middle}");
    }
    let (_, problems) =
        read_rows(HEAD, &[before, "2,Y,Two,2031-05-04 10:00:00,,,,x2,Cy,,,", "", after]);
    assert_eq!(problems, [], "empty columns and rows are nothing");
}

#[test]
fn cut_off_file_is_reported_at_its_end() {
    let rows = r#"1,Y,One,2031-05-04 09:00:00,,,Hall,x1,Ann
"2","Y","Two","2031-05-04 10:00:00","2031-05-04 11:00:00","","Hall","x2","Bo"
"#;
    let text = format!("{HEAD}\n{rows}");
    for (cut, kept) in [
        ("\"Tw", 1),
        ("\"2031-05-04 10", 1),
        ("\"2031-05-04 10:00:00\"", 1),
        ("\"2031-05-04 11:0", 2),
        ("\"x", 2),
        ("\"B", 2),
    ] {
        let end = text.find(cut).unwrap() + cut.len();
        let (agenda, problems) = read(&text[..end]).unwrap().check(None);
        assert_eq!(agenda.sessions.len(), kept, "{cut}");
        let ends = problems.iter().find(|p| p.message == "the file ends in the middle of this row");
        assert_eq!(ends.unwrap().at.as_ref().unwrap().start, text.find("\"2\"").unwrap(), "{cut}");
    }
    let whole = read(text.trim_end()).unwrap();
    assert_eq!(
        (whole.sessions.len(), whole.problems.len()),
        (2, 0),
        "no line end at the end is no damage"
    );
}

#[test]
fn descriptions_may_have_lines_and_quotes() {
    let head = format!("description,{HEAD}");
    let (agenda, problems) = read_rows(
        &head,
        &["\"One\n\n\"\"two\"\", a<br />b &amp; c\",1,Y,A,2031-05-04 09:00:00,,,Hall,x1,"],
    );
    assert_eq!(problems, []);
    assert_eq!(agenda.sessions[0].summary.as_deref(), Some("One\n\n\"two\", a\nb & c"));
}

#[test]
fn file_without_needed_column_is_refused() {
    let problem = read("event_key,title\n1,A\n").unwrap_err();
    assert_eq!(problem.help.as_deref(), Some("it has no column `name`"));
    assert_eq!(read(HEAD).unwrap().check(None).1.len(), 1, "no session");
}

#[test]
fn hostile_files_take_little_time() {
    let row = "1,Y,A,2031-05-04 09:00:00,,,Hall,x1,";
    for text in [
        format!("{HEAD}\n{row}{}\n", "\"\n1,".repeat(1 << 18)),
        format!("{HEAD}\n{row}{}\n", "\n\"".repeat(1 << 18)),
        format!("{HEAD}\n{row}{}\n", ",".repeat(900_000)),
        format!("{HEAD}\n{row}{}\n", "x".repeat(20 << 20)),
        format!("{HEAD}{}\n{row}\n", ",a".repeat(50_000)),
        format!("{HEAD}\n{row}{}\n", "a,".repeat(1 << 18)),
    ] {
        let sessions = read(&text).unwrap().sessions;
        assert!(!sessions.is_empty());
    }
    let cells = format!("{HEAD}\n{row}{}\n", ",".repeat(4 << 20));
    assert_eq!(read(&cells).unwrap_err().position_in(&cells).map(|place| place.line), Some(2));
}

proptest! {
    #[test]
    fn damage_costs_no_row_before(
        at in 0..400_usize,
        put in "(\\PC|[\"\n,]){0,4}",
        cut in any::<bool>(),
    ) {
        let row = |n: usize| {
            let start = format!(r#""{n}","Y","T{n}","2031-05-04 0{n}:00:00","""#);
            format!(r#"{start},"Games","Hall","x{n}","Ann &amp; Bo""#)
        };
        let rows: Vec<String> = (1..8).map(row).collect();
        let mut text = format!("{HEAD}\n{}\n", rows.join("\n"));
        let at = HEAD.len() + 1 + at;
        if cut { text.truncate(at); } else { text.insert_str(at, &put); }
        let whole = text[HEAD.len() + 1..at].matches('\n').count();
        let draft = read(&text).unwrap();
        for (n, session) in draft.sessions.iter().take(whole).enumerate() {
            prop_assert_eq!(&*session.title.as_ref().unwrap().value, format!("T{}", n + 1));
        }
        prop_assert!(draft.sessions.len() >= whole);
        let (_, problems) = draft.check(None);
        for problem in problems {
            problem.report("f", &text);
        }
    }

    #[test]
    fn odd_texts_do_not_panic(text in "(\\PC|[\"\n\r,]|2031-05-04 09:00:00|TBA){0,60}") {
        if let Ok(draft) = read(&format!("name,event_start\n{text}")) {
            draft.check(None);
        }
    }
}

#[test]
fn title_with_cancelled_cancels_the_session() {
    let row = |title: &str, active: &str| {
        format!(r#""1","{active}","{title}","2031-05-04 09:00","","","Hall","{title}","""#)
    };
    let rows = [row("Canceled: Otters", "Y"), row("Canceled otters", "Y"), row("CANCELED", "N")];
    let (agenda, problems) = read_rows(HEAD, &rows.each_ref().map(String::as_str));
    let cancelled: Vec<_> =
        agenda.sessions.iter().filter(|s| s.cancelled).map(|s| &*s.title).collect();
    assert_eq!(cancelled, ["Canceled: Otters", "CANCELED"]);
    assert_eq!(
        severities(&problems),
        [
            (Severity::Warning, "a title says that the session is cancelled"),
            (Severity::Warning, "this session is not active"),
        ]
    );
}
