use super::*;
use crate::format::json::tests::{agenda, lines, survives_changes, survives_cuts};

const WIDGET: &str = r##"{"version":"1","timezone":"US/Eastern",
"tracks":[{"id":1,"name":{"de":"Technik","en":"Tech"},"color":"#0a0b0c"}],
"rooms":[{"id":4,"name":{"en":"Hall"}},{"id":2,"name":"Attic"}],
"speakers":[{"code":"AAA","name":"Ada"},{"code":"BBB","name":"Bob"},{"code":"CCC",
"name":"Nobody's"}],
"talks":[{"title":{"en":"Registration + Breakfast"},"start":"2025-03-17T16:00:00Z",
"end":"2025-03-17T13:00:00-04:00","room":4,"z":1},
{"code":"T1","title":"Talk","abstract":"About.","speakers":["BBB","AAA"],"track":1,"room":2,
"start":"2025-03-17T13:00:00-04:00","end":"2025-03-17T13:25:00-04:00","z":1},
{"title":"Opening Keynote","start":"2025-03-17T15:00:00-04:00","end":"2025-03-17T16:00:00-04:00",
"room":4,"z":1},
{"code":"T2","title":"Later","track":null,"speakers":[],"start":null,"end":null,"room":null,
"z":1}]}"##;

#[test]
fn talks_and_breaks_are_read() {
    let (agenda, problems) = agenda(read, WIDGET);
    assert_eq!(
        lines(&agenda),
        [
            "03-17 12:00 60 Hall: break [] Registration + Breakfast ()",
            "03-17 13:00 25 Attic: talk [Tech] Talk (Bob, Ada)",
            "03-17 15:00 60 Hall: keynote [] Opening Keynote ()",
            "- ? -: talk [] Later ()",
        ]
    );
    assert_eq!(problems, ["no session names this speaker"]);
    assert_eq!(agenda.tracks[0].color, Some([10, 11, 12]));
    let rooms: Vec<&str> = agenda.rooms.iter().map(|room| &*room.name).collect();
    assert_eq!(rooms, ["Hall", "Attic"]);
}

#[test]
fn entry_without_code_is_a_break_or_as_its_title_says() {
    for (title, kind) in [
        ("Group photo", Kind::Break),
        ("Speakers' dinner", Kind::Social),
        ("Lunch together", Kind::Break),
        ("Networking", Kind::Social),
        ("Keynote: Ada", Kind::Keynote),
        ("Lightning talks", Kind::Lightning),
    ] {
        let text = WIDGET.replace("Registration + Breakfast", title);
        assert_eq!(agenda(read, &text).0.sessions[0].kind, kind, "{title}");
    }
}

#[test]
fn ids_without_entry_are_reported() {
    for (from, to, line, told) in [
        (
            "\"room\":2",
            "\"room\":9",
            "03-17 13:00 25 9: talk [Tech] Talk (Bob, Ada)",
            "the file has no name for this room",
        ),
        (
            "\"track\":1",
            "\"track\":9",
            "03-17 13:00 25 Attic: talk [] Talk (Bob, Ada)",
            "this is not in the file's own list",
        ),
        (
            "[\"BBB\"",
            "[\"XXX\"",
            "03-17 13:00 25 Attic: talk [Tech] Talk (Ada)",
            "the file has no name for this speaker",
        ),
        (
            "[\"BBB\"",
            "[{\"name\":\"Eve\"}",
            "03-17 13:00 25 Attic: talk [Tech] Talk (Eve, Ada)",
            "no session names this speaker",
        ),
        (
            "\"start\":\"2025-03-17T13:00:00-04:00\"",
            "\"start\":\"noon\"",
            "- ? Attic: talk [Tech] Talk (Bob, Ada)",
            "this time cannot be read",
        ),
    ] {
        let (agenda, problems) = agenda(read, &WIDGET.replace(from, to));
        assert!(lines(&agenda).contains(&line.to_owned()), "{to}: {:?}", lines(&agenda));
        assert!(problems.iter().any(|problem| problem == told), "{to}: {problems:?}");
    }
}

#[test]
fn cut_or_changed_files_keep_sound_sessions() {
    survives_cuts(read, WIDGET);
    survives_changes(read, WIDGET);
}
