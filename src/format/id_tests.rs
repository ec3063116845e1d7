//! Ids of sessions, in every format: they are unique, of any length, and safe in scripts.

use super::{WritableFormat, ical, read, write};
use crate::agenda::clean::LINE_MAX;
use crate::agenda::{Agenda, Problem};
use proptest::prelude::*;
use std::collections::HashSet;

/// Writes a file of `count` sessions with one id. All have one title and one start.
type FileWriter = fn(id: &str, count: usize) -> String;

const WRITERS: &[FileWriter] = &[
    write_toml,
    write_frab_xml,
    write_frab_json,
    write_widget,
    write_ical,
    write_sched,
    write_all,
    write_cfp_dev,
    write_wordcamp,
    write_json_ld,
];

fn write_toml(id: &str, count: usize) -> String {
    format!("[[session]]\nid='{id}'\ntitle='T'\nstart=2030-05-01T10:00:00\n").repeat(count)
}

fn write_frab_xml(id: &str, count: usize) -> String {
    let event = format!(
        "<event guid='{id}' id='{id}'><title>T</title><start>10:00</start>\
         <duration>0:30</duration></event>"
    );
    format!(
        "<schedule><conference/><day date='2030-05-01'><room name='R'>{}</room></day></schedule>",
        event.repeat(count)
    )
}

fn write_frab_json(id: &str, count: usize) -> String {
    let event = format!(
        r#"{{"guid":"{id}","id":"{id}","title":"T","date":"2030-05-01T10:00:00Z",
        "start":"10:00","duration":"0:30"}}"#
    );
    let events = vec![event; count].join(",");
    format!(
        r#"{{"schedule":{{"conference":{{"title":"C","days":[
        {{"date":"2030-05-01","rooms":{{"R":[{events}]}}}}]}}}}}}"#
    )
}

fn write_widget(id: &str, count: usize) -> String {
    let talk = format!(
        r#"{{"code":"{id}","title":"T","start":"2030-05-01T10:00:00Z",
        "end":"2030-05-01T10:30:00Z","room":1}}"#
    );
    let talks = vec![talk; count].join(",");
    format!(
        r#"{{"talks":[{talks}],"version":"1","timezone":"UTC","tracks":[],
        "rooms":[{{"id":1,"name":"R"}}],"speakers":[]}}"#
    )
}

fn write_ical(id: &str, count: usize) -> String {
    let event = format!(
        "BEGIN:VEVENT\nUID:{id}\nDTSTART:20300501T100000Z\nDURATION:PT30M\nSUMMARY:T\nEND:VEVENT\n"
    );
    format!("BEGIN:VCALENDAR\n{}END:VCALENDAR\n", event.repeat(count))
}

fn write_sched(id: &str, count: usize) -> String {
    let row = format!("\"{id}\",\"Y\",\"T\",\"2030-05-01 10:00:00\",\"2030-05-01 10:30:00\"\n");
    format!("event_key,active,name,event_start,event_end\n{}", row.repeat(count))
}

/// Writes the view "All" of Sessionize.
fn write_all(id: &str, count: usize) -> String {
    let session = format!(
        r#"{{"id":"{id}","title":"T","startsAt":"2030-05-01T10:00:00",
        "endsAt":"2030-05-01T10:30:00"}}"#
    );
    let sessions = vec![session; count].join(",");
    format!(r#"{{"sessions":[{sessions}],"speakers":[],"rooms":[]}}"#)
}

/// Writes talks with a slot each. Slots of one talk with one start are one session.
fn write_cfp_dev(id: &str, count: usize) -> String {
    let talks = (0..count).map(|minute| {
        format!(
            r#"{{"id":"{id}","fromDate":"2030-05-01T10:{:02}:00Z","timezone":"UTC",
"sessionType":{{"id":"{minute}","name":"T"}}}}"#,
            minute % 60
        )
    });
    format!("[{}]", talks.collect::<Vec<_>>().join(","))
}

fn write_wordcamp(id: &str, count: usize) -> String {
    let session = format!(
        r#"{{"id":"{id}","title":{{"rendered":"T"}},"meta":{{"_wcpt_session_time":1900000000}}}}"#
    );
    format!("[{}]", vec![session; count].join(","))
}

fn write_json_ld(id: &str, count: usize) -> String {
    let event = format!(
        r#"{{"@type":"Event","identifier":"{id}","name":"T","startDate":"2030-05-01T10:00:00"}}"#
    );
    format!("[{}]", vec![event; count].join(","))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn sessions_with_one_id_of_any_length_get_ids_of_their_own(
        letter in prop::sample::select(vec!["a", "é", "字", "a\u{301}", "-", "12"]),
        length in prop_oneof![0..8_usize, LINE_MAX - 20..LINE_MAX + 20, 3000..3002_usize],
        count in 2..14_usize,
    ) {
        for write in WRITERS {
            let file = write(&letter.repeat(length), count);
            let reading = crate::format::read(file.as_bytes()).unwrap();
            let (format, (agenda, _)) = (reading.format, reading.draft.check(None));
            let ids: HashSet<&str> = agenda.sessions.iter().map(|session| &*session.id).collect();
            prop_assert_eq!((ids.len(), agenda.sessions.len()), (count, count), "{:?}", format);
            prop_assert!(ids.iter().all(|id| !id.starts_with('-')), "{:?}: {:?}", format, ids);
        }
    }

    #[test]
    fn different_ids_stay_different_and_name_their_sessions(
        ids in prop::collection::btree_set("[-id2x]{1,5}", 1..20),
    ) {
        let ids: Vec<&str> = ids.iter().map(|id| &**id).collect();
        let (agenda, problems) = read_sessions(&ids);
        prop_assert_eq!(problems, []);
        for (position, id) in ids.iter().enumerate() {
            prop_assert_eq!(agenda.find_session(id), Some(position));
            let own = &*agenda.sessions[position].id;
            prop_assert!(!own.starts_with('-'), "{}", own);
            prop_assert!(id.starts_with('-') || own == *id, "{}", own);
        }
        let read = read_back(&agenda, WritableFormat::Toml);
        prop_assert_eq!(written_ids(&read), written_ids(&agenda));
    }
}

/// Ids of a file, and the ids that hallway uses.
const ODD_IDS: &[(&str, &str)] = &[
    ("id-x", "id-x"),
    ("-x", "id-x-2"),
    ("--maybe", "id--maybe"),
    ("-", "id-"),
    ("--", "id--"),
    ("a/../b", "a/../b"),
    ("/", "/"),
    ("-/etc", "id-/etc"),
    ("two words", "two-words-2"),
    ("two-words", "two-words"),
    (" -y ", "id-y"),
    ("- z", "id--z"),
    ("--z", "id--z-2"),
    ("\u{200b}-q", "id-q"),
    ("a=b; c", "a=b;-c"),
];

/// Returns hallway's TOML with a session for each id, one an hour.
fn read_sessions(ids: &[&str]) -> (Agenda, Vec<Problem>) {
    let session = |(id, minute): (&&str, usize)| {
        let time = format!("{:02}:{:02}", minute / 60, minute % 60);
        format!("[[session]]\nid='{id}'\ntitle='T{minute}'\nstart=2030-05-01T{time}:00Z\n")
    };
    let sessions: String = ids.iter().zip(600..).map(session).collect();
    read(format!("[event]\nname='E'\n{sessions}").as_bytes()).unwrap().draft.check(None)
}

fn read_back(agenda: &Agenda, format: WritableFormat) -> Agenda {
    read(write(format, agenda, &|_| true).as_bytes()).unwrap().draft.check(None).0
}

/// Returns the ids of the sessions, each with all ids of the source.
fn written_ids(agenda: &Agenda) -> Vec<String> {
    agenda.sessions.iter().map(|session| format!("{} {:?}", session.id, session.ids)).collect()
}

#[test]
fn odd_ids_are_made_safe_and_still_name_their_sessions() {
    let (given, own): (Vec<&str>, Vec<&str>) = ODD_IDS.iter().copied().unzip();
    let (agenda, problems) = read_sessions(&given);
    assert_eq!(problems, []);
    let ids: Vec<&str> = agenda.sessions.iter().map(|session| &*session.id).collect();
    assert_eq!(ids, own);
    for (position, id) in given.iter().enumerate() {
        let id = id.trim().trim_start_matches('\u{200b}');
        assert_eq!(agenda.find_session(id), Some(position), "{id}");
    }
    let calendar = ical::write(&agenda, None, None);
    for (name, read) in [
        ("TOML", read_back(&agenda, WritableFormat::Toml)),
        ("CSV", read_back(&agenda, WritableFormat::Csv)),
        ("calendar", read(calendar.as_bytes()).unwrap().draft.check(None).0),
    ] {
        assert_eq!(written_ids(&read), written_ids(&agenda), "{name}");
    }
}

#[test]
fn id_of_white_space_is_none() {
    let (agenda, problems) = read_sessions(&[" "]);
    assert_eq!(&*agenda.sessions[0].id, "t600-0501-1000");
    assert_eq!(problems.len(), 1);
}

#[test]
fn id_that_loses_its_dash_keeps_the_names_of_all_others() {
    let text = "[[session]]\nid='-x'\nids={ id = '7', guid = 'g' }\ntitle='T'\nstart='TBA'\n";
    let (agenda, _) = read(text.as_bytes()).unwrap().draft.check(None);
    let ids = ["g", "7", "-x"].map(|id| agenda.find_session(id));
    assert_eq!(ids, [Some(0); 3], "{:?}", agenda.sessions[0].ids);
}
