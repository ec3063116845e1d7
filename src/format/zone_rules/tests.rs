use crate::agenda::{Agenda, Problem};
use crate::format::read;

const VANCOUVER: &str = "America/Vancouver";

/// The zone of a file, its starts, the starts of the agenda, and whether old rules are reported.
type RulesCase = (&'static str, &'static [&'static str], &'static [&'static str], bool);

/// Starts without a clock of the programme beside them.
const EARLIER_YEARS: &[RulesCase] = &[
    (VANCOUVER, &["2026-12-10T09:00:00-08:00"], &["2026-12-10T09:00:00-07:00"], true),
    ("Canada/Pacific", &["2026-12-10T09:00:00-08:00"], &["2026-12-10T09:00:00-07:00"], true),
    ("America/Havana", &["2027-01-10T09:00:00-05:00"], &["2027-01-10T09:00:00-04:00"], true),
    ("Africa/Casablanca", &["2026-12-10T09:00:00+01:00"], &["2026-12-10T09:00:00+00:00"], true),
    // Before and after the old clock change.
    (
        VANCOUVER,
        &["2026-10-31T09:00:00-07:00", "2026-11-01T09:00:00-08:00"],
        &["2026-10-31T09:00:00-07:00", "2026-11-01T09:00:00-07:00"],
        true,
    ),
    // UTC, which is right by old rules too.
    (VANCOUVER, &["2026-12-10T17:00:00+00:00"], &["2026-12-10T10:00:00-07:00"], false),
    ("Africa/Casablanca", &["2019-12-10T09:00:00+00:00"], &["2019-12-10T10:00:00+01:00"], false),
    (VANCOUVER, &["2026-12-10T09:00:00-07:00"], &["2026-12-10T09:00:00-07:00"], false),
    // An offset that the zone had in no earlier summer, and one of the day before a clock change.
    ("Europe/Berlin", &["2026-07-10T09:00:00+01:00"], &["2026-07-10T10:00:00+02:00"], false),
    ("Europe/Berlin", &["2023-03-26T12:00:00+01:00"], &["2023-03-26T13:00:00+02:00"], false),
    // The offsets of several places.
    (
        VANCOUVER,
        &["2026-12-10T09:00:00-08:00", "2026-12-11T09:00:00-05:00"],
        &["2026-12-10T10:00:00-07:00", "2026-12-11T07:00:00-07:00"],
        false,
    ),
];

/// Starts with their clocks beside them.
const CLOCKS: &[RulesCase] = &[
    (VANCOUVER, &["2026-12-10T09:00:00-08:00"], &["2026-12-10T09:00:00-07:00"], true),
    ("Africa/Casablanca", &["2026-12-10T09:00:00+01:00"], &["2026-12-10T09:00:00+00:00"], true),
    (VANCOUVER, &["2026-12-10T09:00:00-07:00"], &["2026-12-10T09:00:00-07:00"], false),
    (VANCOUVER, &["2026-12-10T09:00:00-05:00"], &["2026-12-10T07:00:00-07:00"], false),
];

/// The end of a session of 30 minutes from a full hour.
fn end_of(start: &str) -> String {
    start.replacen(":00:00", ":30:00", 1)
}

fn widget(zone: &str, starts: &[&str]) -> String {
    let talk = |start: &&str| {
        format!(r#"{{"code":"{start}","title":"T","start":"{start}","end":"{}"}}"#, end_of(start))
    };
    let talks: Vec<String> = starts.iter().map(talk).collect();
    format!(r#"{{"timezone":"{zone}","tracks":[],"rooms":[],"talks":[{}]}}"#, talks.join(","))
}

fn own_json(zone: &str, starts: &[&str]) -> String {
    let session = |start: &&str| {
        format!(r#"{{"id":"{start}","title":"T","start":"{start}","end":"{}"}}"#, end_of(start))
    };
    let sessions: Vec<String> = starts.iter().map(session).collect();
    format!(r#"{{"schema":1,"event":{{"timezone":"{zone}"}},"sessions":[{}]}}"#, sessions.join(","))
}

fn own_csv(zone: &str, starts: &[&str]) -> String {
    let row =
        |start: &&str| format!("{start},2026-12-10,{start},{},,T,,talk,{zone}\n", end_of(start));
    let rows: String = starts.iter().map(row).collect();
    format!("id,day,start,end,minutes,title,room,kind,timezone\n{rows}")
}

/// Times with offsets, as people write them.
fn calendar(zone: &str, starts: &[&str]) -> String {
    let event = |start: &&str| {
        format!("BEGIN:VEVENT\nSUMMARY:T\nDTSTART:{start}\nDTEND:{}\nEND:VEVENT\n", end_of(start))
    };
    let events: String = starts.iter().map(event).collect();
    format!("BEGIN:VCALENDAR\nX-WR-TIMEZONE:{zone}\n{events}END:VCALENDAR\n")
}

fn frab_xml(zone: &str, starts: &[&str]) -> String {
    let event = |start: &&str| {
        format!(
            "<event id='{start}'><date>{start}</date><start>{}</start><duration>0:30</duration>\
             <title>T</title></event>",
            &start[11..16]
        )
    };
    let events: String = starts.iter().map(event).collect();
    let (start, end) = whole_day(starts);
    format!(
        "<schedule><conference><title>S</title><time_zone_name>{zone}</time_zone_name>\
         </conference><day start='{start}' end='{end}'><room name='R'>{events}</room></day>\
         </schedule>"
    )
}

fn frab_json(zone: &str, starts: &[&str]) -> String {
    let event = |start: &&str| {
        format!(
            r#"{{"id":"{start}","date":"{start}","start":"{}","duration":"0:30","title":"T"}}"#,
            &start[11..16]
        )
    };
    let events: Vec<String> = starts.iter().map(event).collect();
    let (start, end) = whole_day(starts);
    format!(
        r#"{{"schedule":{{"conference":{{"title":"S","time_zone_name":"{zone}",
"days":[{{"day_start":"{start}","day_end":"{end}","rooms":{{"R":[{}]}}}}]}}}}}}"#,
        events.join(",")
    )
}

/// Returns start and end of a day from 4:00 until 3:59, by the offset of the first start.
fn whole_day(starts: &[&str]) -> (String, String) {
    let offset = &starts[0][19..];
    (format!("2026-12-10T04:00:00{offset}"), format!("2026-12-11T03:59:00{offset}"))
}

fn read_agenda(text: &str) -> (Agenda, Vec<Problem>) {
    read(text.as_bytes()).unwrap().draft.check(None)
}

fn assert_starts(text: &str, &(zone, written, expected, is_old): &RulesCase) {
    let (agenda, problems) = read_agenda(text);
    let starts: Vec<String> =
        agenda.sessions.iter().map(|session| session.start.unwrap().to_rfc3339()).collect();
    assert_eq!(starts, expected, "{zone} {written:?}\n{text}");
    assert!(agenda.sessions.iter().all(|session| session.minutes == Some(30)), "{text}");
    let is_reported =
        problems.iter().any(|problem| problem.message.starts_with("a date has the offset"));
    assert_eq!(is_reported, is_old, "{text}\n{problems:?}");
}

#[test]
fn offsets_of_earlier_years_do_not_move_sessions() {
    for case in EARLIER_YEARS {
        for file in [widget, own_json, own_csv] {
            assert_starts(&file(case.0, case.1), case);
        }
    }
    // A calendar decides each time by itself.
    for case in EARLIER_YEARS.iter().filter(|case| !case.1[0].contains("+00") && case.1.len() < 2) {
        assert_starts(&calendar(case.0, case.1), case);
    }
}

#[test]
fn offsets_that_contradict_clocks_move_neither_sessions_nor_the_start_of_days() {
    for case in CLOCKS {
        for file in [frab_xml, frab_json] {
            let text = file(case.0, case.1);
            assert_starts(&text, case);
            let shown = case.2[0].starts_with(&case.1[0][..16]);
            let day_start = if shown { "04:00:00" } else { "02:00:00" };
            assert_eq!(read_agenda(&text).0.day_start.to_string(), day_start, "{text}");
        }
    }
}
