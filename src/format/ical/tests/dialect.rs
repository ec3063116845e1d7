use super::{agenda_of, calendar, titles_of};

const PRETALX: &str = "PRODID:-//pretalx//example.org//\n";
const INDICO: &str = "PRODID:-//CERN//INDICO//EN\n";
const RI_CAL: &str = "PRODID;X-RICAL-TZSOURCE=TZINFO:-//com.denhaven2.com/NONSGML ri_cal gem//EN\n";
const FRAB_UID: &str = "UID:01234567-89ab-cdef-0123-456789abcdef@example.org";

/// Returns `NAME/AFFILIATION + …` of the session of an event, and asserts that its abstract has no
/// line of people.
fn people_in(head: &str, event: &str) -> String {
    let agenda = agenda_of(&calendar(head, &[&format!("DTSTART:20240310T090000Z\n{event}")]));
    let session = &agenda.sessions[0];
    assert!(matches!(session.summary.as_deref(), None | Some("Text")), "{event}");
    let people: Vec<String> = agenda
        .people_of(session)
        .map(|(person, _)| {
            format!("{}/{}", person.name, person.affiliation.as_deref().unwrap_or(""))
        })
        .collect();
    people.join(" + ")
}

#[test]
fn title_of_pretalx_ends_with_speakers_behind_the_last_dash() {
    let title = r"SUMMARY:On - and off - A B [X - Y\, Z]\, C D";
    assert_eq!(people_in(PRETALX, title), "A B [X - Y, Z]/ + C D/");
    assert_eq!(people_in(PRETALX, "SUMMARY:Nobody speaks - "), "");
}

#[test]
fn title_of_frab_ends_with_speakers_behind_the_last_dash() {
    let title = r"SUMMARY:On - and off - A B\, C D";
    assert_eq!(people_in(RI_CAL, &format!("{FRAB_UID}\n{title}")), "A B/ + C D/");
}

#[test]
fn title_of_another_producer_with_the_library_of_frab_has_no_speakers() {
    assert_eq!(people_in(RI_CAL, "UID:7@example.org\nSUMMARY:On - and off"), "");
}

#[test]
fn dash_without_speakers_is_cut_off_titles_of_frab_only() {
    let lines = format!("{FRAB_UID}\nDTSTART:20240310T090000Z\nDURATION:PT1H");
    let events = [format!("{lines}\nSUMMARY:Opening - "), format!("{lines}\nSUMMARY:On - A B")];
    let events: Vec<&str> = events.iter().map(String::as_str).collect();
    for (head, titles) in
        [(RI_CAL, ["On - A B", "Opening"]), ("PRODID:-//x/any//EN\n", ["On - A B", "Opening -"])]
    {
        let agenda = agenda_of(&calendar(head, &events));
        let mut found = titles_of(&agenda);
        found.sort_unstable();
        assert_eq!(found, titles);
    }
}

#[test]
fn label_at_the_head_of_a_description_names_speakers() {
    for (label, people) in [
        ("Speaker: A B", "A B/"),
        ("von: A B", "A B/"),
        (r"Speakers: A B (Cern)\, C D (X\, Y)", "A B/Cern + C D/X, Y"),
        (
            r"Speakers: A B (Cern)\, C D (University of X (GB))",
            "A B/Cern + C D/University of X (GB)",
        ),
    ] {
        let event = format!(r"SUMMARY:T{}DESCRIPTION:{label}\nText", '\n');
        assert_eq!(people_in(INDICO, &event), people, "{label}");
        assert_eq!(people_in("", &event), people, "{label}");
    }
}

#[test]
fn attendee_without_a_mail_address_is_a_speaker() {
    let attendee = r#"ATTENDEE;CN="A B";CUTYPE=INDIVIDUAL:invalid:nomail"#;
    assert_eq!(people_in("", &format!("SUMMARY:T\n{attendee}")), "A B/");
    assert_eq!(people_in("", "SUMMARY:T\nATTENDEE;CN=A B:mailto:a@example.org"), "");
}

#[test]
fn brackets_with_kind_and_by_name_speakers() {
    for (title, people) in [
        ("T (talk by A B)", "A B/"),
        ("T (workshop by A B & C D)", "A B/ + C D/"),
        (r"T (talk by A B\, University of X)", "A B/University of X"),
        ("T (stand by me)", ""),
    ] {
        assert_eq!(people_in("", &format!("SUMMARY:{title}")), people, "{title}");
    }
}

#[test]
fn list_of_known_rooms_joins_the_rooms() {
    let locations = ["Arena", "Room 1", "Room 2", r"Arena\, Room 1\, Room 2", r"Bar\, Deck 2"];
    let events = locations.map(|location| format!("SUMMARY:T\nLOCATION:{location}"));
    let agenda = agenda_of(&calendar("", &events.each_ref().map(String::as_str)));
    let rooms_of = |name: &str| {
        let mut sessions = agenda.sessions.iter();
        sessions.find(|session| session.room.as_deref() == Some(name)).unwrap().rooms.clone()
    };
    assert_eq!(rooms_of("Arena, Room 1, Room 2"), [0, 1, 2]);
    assert_eq!(rooms_of("Bar, Deck 2"), [4]);
}

#[test]
fn first_category_is_track_and_kind() {
    let agenda = agenda_of(&calendar("", &["SUMMARY:T\nCATEGORIES:PARTY"]));
    assert_eq!(agenda.sessions[0].kind.word(), "social");
    assert_eq!(&*agenda.tracks[0].name, "PARTY");
}

#[test]
fn brackets_behind_every_title_are_tracks() {
    let titles = (0..8).map(|ix| format!("SUMMARY:T{ix} ({})", ["Keys", "Workshop"][ix % 2]));
    let events: Vec<String> = titles.collect();
    let events: Vec<&str> = events.iter().map(String::as_str).collect();
    let agenda = agenda_of(&calendar("", &events));
    let tracks: Vec<&str> = agenda.tracks.iter().map(|track| &*track.name).collect();
    assert_eq!(tracks, ["Keys", "Workshop"]);
    let session = &agenda.sessions[1];
    assert_eq!((session.kind.word(), &*session.title), ("workshop", "T1 (Workshop)"));
}
