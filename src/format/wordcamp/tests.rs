use super::*;
use crate::format::json::tests::{agenda, lines, survives_changes, survives_cuts};

const SESSIONS: &str = r#"[{"id":101,"slug":"blocks","status":"publish","type":"wcb_session",
"link":"https://town.wordcamp.example/2030/session/blocks/",
"title":{"rendered":"Blocks &#8211; what&#8217;s new"},
"content":{"rendered":"\n<p>First &amp; second.<\/p>\n","protected":false},
"excerpt":{"rendered":"<p>First&hellip;<\/p>","protected":false},
"session_track":[11],"session_category":[21],
"meta":{"_wcpt_session_time":1906707600,"_wcpt_session_duration":2400,
"_wcpt_session_type":"session","_wcpt_session_slides":"https://slides.example/1",
"_wcpt_session_video":"https://wordpress.tv/1","_wcpt_speaker_id":[301]},
"session_date_time":{"date":"3 June 2030","time":"9:00 am"},
"session_speakers":[{"id":"301","slug":"ada","name":"Ada O&#8217;Hara",
"link":"https://town.wordcamp.example/2030/speaker/ada/"}],
"session_cats_rendered":"Workshop",
"_embedded":{"speakers":[{"id":301,"slug":"ada","title":{"rendered":"Ada O&#8217;Hara"},
"link":"https://town.wordcamp.example/2030/speaker/ada/",
"excerpt":{"rendered":"<p>Writes blocks.<\/p>"}},{"code":"rest_forbidden","message":"No"}],
"wp:term":[[{"id":11,"name":"Main &amp; Hall","slug":"main","taxonomy":"wcb_track"}],
[{"id":21,"name":"Workshop","slug":"workshop","taxonomy":"wcb_session_category"}]]},"z":1},
{"id":102,"slug":"lunch","link":"https://town.wordcamp.example/2030/session/lunch/",
"title":{"rendered":"Lunch"},"content":{"rendered":"","protected":false},
"session_track":[11,12],"session_category":[],
"meta":{"_wcpt_session_time":1906718400,"_wcpt_session_duration":3600,
"_wcpt_session_type":"custom"},
"session_speakers":[],"session_cats_rendered":null,
"_embedded":{"wp:term":[[{"id":12,"name":"Attic","taxonomy":"wcb_track"}]]},"z":1},
{"id":103,"slug":"later","title":{"rendered":"Later"},"content":{"rendered":"<p>Soon<\/p>"},
"session_track":[],"meta":{"_wcpt_session_time":0,"_wcpt_session_duration":3000,
"_wcpt_session_type":""},"session_speakers":[],"session_cats_rendered":"Design, Content &amp; Copy",
"z":1}]"#;

const INDEX: &str = r#"{"name":"WordCamp Town &amp; Country 2030","description":"",
"url":"https://town.wordcamp.example/2030",
"home":"https://town.wordcamp.example/2030","gmt_offset":"2","timezone_string":"Europe/Rome"}"#;

#[test]
fn sessions_of_the_api_are_read_with_speakers_and_tracks() {
    let (agenda, problems) = agenda(read, SESSIONS);
    assert_eq!(
        lines(&agenda),
        [
            "06-03 09:00 40 Main & Hall: workshop [] Blocks – what’s new (Ada O’Hara)",
            "06-03 12:00 60 Main & Hall + Attic: break [] Lunch ()",
            "- 50 -: talk [] Later ()",
        ]
    );
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(agenda.sessions[1].rooms.len(), 2);
    assert_eq!(agenda.people[0].bio.as_deref(), Some("Writes blocks."));
    let tags: Vec<&str> = agenda.sessions[2].tags.iter().map(|tag| &**tag).collect();
    assert_eq!(tags, ["Design", "Content & Copy"]);
    assert_eq!(agenda.sessions[0].links.len(), 2);
    assert_eq!(&*agenda.sessions[0].id, "101");
}

#[test]
fn index_and_pages_are_one_agenda_in_the_zone_of_the_site() {
    let (head, tail) = SESSIONS.split_once(",\n{\"id\":102").unwrap();
    let joined = format!("[{INDEX},{head}],[{{\"id\":102{tail}]");
    let (agenda, problems) = agenda(read, &joined);
    assert_eq!(agenda.sessions.len(), 3);
    assert_eq!(problems, Vec::<String>::new());
    assert_eq!(&*agenda.name, "WordCamp Town & Country 2030");
    assert!(lines(&agenda)[0].starts_with("06-03 11:00 40"), "{:?}", lines(&agenda));
    assert_eq!(agenda.clock.name().as_deref(), Some("Europe/Rome"));
}

#[test]
fn site_without_a_zone_has_an_offset() {
    for (offset, start) in
        [("\"-5.5\"", "03:30"), ("5.75", "14:45"), ("\"\"", "09:00"), ("99", "09:00")]
    {
        let index = format!(r#"{{"name":"A","timezone_string":"","gmt_offset":{offset}}}"#);
        let joined = format!("[{index},{SESSIONS}]")
            .replace("\"timezone_string\":\"\"", "\"timezone_string\":\" \"");
        let (agenda, _) = agenda(read, &joined);
        assert!(lines(&agenda)[0].contains(start), "{offset}: {:?}", lines(&agenda));
    }
}

#[test]
fn track_without_a_name_is_reported() {
    let (agenda, problems) = agenda(read, &SESSIONS.replace("wcb_track", "other"));
    assert_eq!(problems[0], "the file has no name for this room");
    assert!(lines(&agenda)[0].contains(" 11: "), "{:?}", lines(&agenda));
}

#[test]
fn entries_of_a_page_are_counted() {
    assert_eq!(count_entries(SESSIONS.as_bytes()), Some(3));
    for body in [&b"{}"[..], b"[1", b"\xff", b""] {
        assert_eq!(count_entries(body), None);
    }
}

#[test]
fn damaged_files_keep_the_sessions_before_the_damage() {
    survives_cuts(read, SESSIONS);
    survives_changes(read, SESSIONS);
}
