//! Ids of sessions, in every format: they are unique, and of any length.

use crate::agenda::clean::LINE_MAX;
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
        }
    }
}
