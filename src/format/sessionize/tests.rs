use super::*;
use crate::agenda::Severity;
use crate::format::json::tests::{agenda, lines, survives_changes, survives_cuts};

const ALL: &str = r##"{"rooms":[{"id":7,"name":"Hall"},{"id":8,"name":"Attic"}],
"questions":[{"id":1,"question":"Stream"},{"id":2,"question":"Bring:"}],
"categories":[{"id":1,"title":"Track","items":[{"id":11,"name":"Cloud"}]},
{"id":2,"title":"Session format","items":[{"id":21,"name":"Lightning talk"},{"id":22,
"name":"Session"}]},
{"id":3,"title":"Language","items":[{"id":31,"name":"German"}]},{"id":4,"title":"Level",
"items":[{"id":41,"name":"Advanced"}]}],
"speakers":[{"id":"s1","firstName":"Ada","lastName":"Lovelace","fullName":"Ada Lovelace",
"tagLine":"Analyst","bio":"B",
"links":[{"title":"T","url":"https://example.org/t","linkType":"Twitter"},{"title":"Blog",
"url":"https://example.org/b","linkType":"Blog"}]},
{"id":"s2","firstName":"Bob","lastName":null}],
"sessions":[{"id":"101","title":"Talk","description":"One.\r\n\r\nTwo.",
"startsAt":"2024-10-31T07:45:00","endsAt":"2024-10-31T08:30:00",
"isServiceSession":false,"isPlenumSession":false,"speakers":["s1","s2"],
"categoryItems":[11,22,31,41],
"questionAnswers":[{"questionId":1,"answerValue":"https://example.org/live"},{"questionId":2,
"answerValue":"a laptop"}],
"roomId":8,"liveUrl":null,"recordingUrl":"https://example.org/rec","status":"Accepted","z":1},
{"id":"g","title":"Lunch & Expo","startsAt":"2024-10-31T12:00:00","endsAt":"2024-10-31T13:00:00",
"isServiceSession":true,
"isPlenumSession":true,"speakers":[],"roomId":7,"z":1},
{"id":"102","title":"Everybody","startsAt":"2024-10-31T13:00:00Z","endsAt":"2024-10-31T14:00:00Z",
"isPlenumSession":true,"categoryItems":[],"roomId":7,"z":1},
{"id":"103","title":"Quick","startsAt":null,"endsAt":null,"categoryItems":[21],"roomId":null,
"status":"Cancelled","z":1}]}"##;

#[test]
fn view_without_sessions_is_an_agenda_without_sessions() {
    for text in [
        "[]",
        r#"{"sessions":[],"speakers":[],"questions":[],"categories":[],"rooms":[]}"#,
        r#"[{"groupId":null,"groupName":"All","sessions":[]}]"#,
        r#"[{"date":"2030-05-01T00:00:00","isDefault":true,"rooms":[],"timeSlots":[]}]"#,
    ] {
        let reading = crate::format::read(text.as_bytes()).unwrap();
        let (agenda, problems) = reading.draft.check(None);
        assert_eq!(agenda.sessions.len(), 0, "{text}");
        assert!(
            !problems.iter().any(|problem| problem.severity == Severity::Error),
            "{text}: {problems:?}"
        );
    }
}

#[test]
fn view_all_is_joined_by_ids() {
    let (agenda, problems) = agenda(read, ALL);
    assert_eq!(
        lines(&agenda),
        [
            "10-31 07:45 45 Attic: talk [Cloud] Talk (Ada Lovelace, Bob)",
            "10-31 12:00 60 Hall: other [] Lunch & Expo ()",
            "10-31 13:00 60 Hall: keynote [] Everybody ()",
            "- ? -: lightning [] Quick ()",
        ]
    );
    assert_eq!(problems, [""; 0]);
    let talk = &agenda.sessions[0];
    assert_eq!((&*talk.id, talk.language.as_deref()), ("101", Some("German")));
    assert_eq!(talk.tags.iter().map(|tag| &**tag).collect::<Vec<_>>(), ["Session", "Advanced"]);
    let links: Vec<_> =
        talk.links.iter().map(|link| (link.title.as_deref().unwrap(), &*link.url)).collect();
    assert_eq!(
        links,
        [("Recording", "https://example.org/rec"), ("Stream", "https://example.org/live")]
    );
    assert_eq!(talk.summary.as_deref(), Some("One.\n\nTwo.\n\nBring: a laptop"));
    assert!(agenda.sessions[3].cancelled);
    let ada = &agenda.people[0];
    assert_eq!(
        (ada.role.as_deref(), ada.url.as_deref()),
        (Some("Analyst"), Some("https://example.org/b"))
    );
}

const GRID: &str = r##"[{"date":"2024-09-19T00:00:00","rooms":[{"id":1,"name":"Hall","sessions":[
{"id":"a","title":"Welcome","startsAt":"2024-09-19T09:00:00","endsAt":"2024-09-19T09:15:00",
"isServiceSession":true,"speakers":[],"categories":[],"roomId":1,"room":"Hall","z":1},
{"id":"b","title":"Talk","startsAt":"2024-09-19T10:00:00","endsAt":"2024-09-19T10:40:00",
"isServiceSession":false,
"speakers":[{"id":"s","name":"Ada"}],"categories":[{"id":5,"name":"Tracks",
"categoryItems":[{"id":6,"name":"Web"}]}],"z":1}]},
{"id":2,"name":"Attic","sessions":[]}],
"timeSlots":[{"slotStart":"09:00:00","rooms":[{"id":1,"name":"Hall","session":{"id":"a",
"title":"Welcome","startsAt":"2024-09-19T09:00:00"}}]}]},
{"date":"2024-09-20T00:00:00","rooms":[{"id":2,"name":"Attic","sessions":[
{"id":"c","title":"-","startsAt":"2024-09-20T10:00:00","endsAt":"2024-09-20T10:40:00",
"speakers":[],"z":1}]}]}]"##;

#[test]
fn view_gridsmart_is_read_once() {
    let (agenda, problems) = agenda(read, GRID);
    assert_eq!(
        lines(&agenda),
        [
            "09-19 09:00 15 Hall: other [] Welcome ()",
            "09-19 10:00 40 Hall: talk [Web] Talk (Ada)",
            "09-20 10:00 40 Attic: talk [] - ()",
        ]
    );
    assert_eq!(problems, [""; 0]);
}

#[test]
fn view_sessions_is_read() {
    let text = r#"[{"groupId":null,"groupName":"All","sessions":[{"id":"1","title":"Talk",
"startsAt":"2024-10-31T07:45:00",
        "endsAt":"2024-10-31T08:00:00","room":"Hall","speakers":[{"id":"s","name":"Ada"}]}]}]"#;
    let (agenda, problems) = agenda(read, text);
    assert_eq!(lines(&agenda), ["10-31 07:45 15 Hall: talk [] Talk (Ada)"]);
    assert_eq!(problems, [""; 0]);
}

#[test]
fn ids_without_entry_are_reported() {
    for (from, to, line, told) in [
        (
            "\"roomId\":8",
            "\"roomId\":9",
            "45 9: talk [Cloud] Talk (Ada Lovelace, Bob)",
            "the file has no name for this room",
        ),
        (
            "[11,",
            "[99,",
            "45 Attic: talk [] Talk (Ada Lovelace, Bob)",
            "this is not in the file's own list",
        ),
        ("[\"s1\",", "[", "45 Attic: talk [Cloud] Talk (Bob)", "no session names this speaker"),
        (
            "[\"s1\",",
            "[\"s9\",",
            "45 Attic: talk [Cloud] Talk (Bob)",
            "the file has no name for this speaker",
        ),
    ] {
        let (agenda, problems) = agenda(read, &ALL.replace(from, to));
        assert_eq!(lines(&agenda)[0], format!("10-31 07:45 {line}"), "{to}");
        assert!(problems.iter().any(|problem| problem == told), "{to}: {problems:?}");
    }
}

#[test]
fn cut_or_changed_files_keep_sound_sessions() {
    for text in [ALL, GRID] {
        survives_cuts(read, text);
        survives_changes(read, text);
    }
}
