//! The plan of an event: the id under which the plan is stored, and plans that cannot be read.

use crate::fixture::{Home, frab_xml};

/// Stores a file, and returns the id of its event.
fn event_id(home: &Home, name: &str, text: &str) -> String {
    let file = home.file(name, text);
    let id = &home.json(&["list", "--json", "-a", &file])["event"]["id"];
    id.as_str().unwrap().to_owned()
}

fn sessionize_json(title: &str, day: &str) -> String {
    format!(
        r#"{{"sessions":[{{"id":"1","title":"{title}","startsAt":"{day}T09:00:00"}}],
"speakers":[],"rooms":[]}}"#
    )
}

const FRAB_JSON: &str = r#"{"schedule":{"conference":{"acronym":"cf30","title":"Conf",
"days":[{"date":"2030-01-01","rooms":{"Hall":[
{"id":1,"title":"A","start":"10:00","duration":"0:30"}]}}]}}}"#;

const PRETALX_ICAL: &str = "\
BEGIN:VCALENDAR
PRODID:-//pretalx//talks.example.org//
BEGIN:VEVENT
UID:pretalx-cf-30-ABC@talks.example.org
SUMMARY:A - B
DTSTART:20300101T090000Z
DTEND:20300101T093000Z
END:VEVENT
END:VCALENDAR
";

#[test]
fn files_and_events_of_one_name_have_different_ids() {
    let home = Home::new();
    let acronym = "<acronym>cf30</acronym>";
    for (name, text, id) in [
        ("a.xml", frab_xml("Conf", "", "2030-01-01", 1).as_str(), "conf-2030"),
        ("a.xml", &frab_xml("Conf", "", "2031-01-01", 1), "conf-2031"),
        ("a.xml", &frab_xml("Conf", acronym, "2030-01-01", 1), "cf30"),
        // The JSON of the same event has the same id.
        ("a.json", FRAB_JSON, "cf30"),
        ("all.json", &sessionize_json("A", "2030-05-01"), "all-2030-05"),
        ("all.json", &sessionize_json("A", "2030-06-01"), "all-2030-06"),
        ("a.ics", PRETALX_ICAL, "cf-30"),
    ] {
        assert_eq!(event_id(&home, name, text), id, "{name}");
    }
}

#[test]
fn import_replaces_an_agenda_only_by_the_same_event() {
    let home = Home::new();
    for (title, day, code, message) in [
        ("A", "2030-05-01", 0, "imported all-2030-05"),
        (
            "Z",
            "2030-05-20",
            2,
            "all-2030-05 is another event in the library, all of 2030-05-01: 1 of 1 sessions is \
             not in it. Give the new event another name with --name, or put it in place of \
             all-2030-05 with --name all-2030-05 --replace",
        ),
        ("A", "2030-05-02", 0, "replaced all-2030-05"),
    ] {
        let file = home.file("all.json", &sessionize_json(title, day));
        home.run(&["import", &file]).assert_code(code).assert_err(message);
    }
}

#[test]
fn import_with_name_gives_a_nameless_event_this_id() {
    let home = Home::new();
    home.file("all.json", &sessionize_json("A", "2030-05-01"));
    home.run_line("import all.json --name mine-30").assert_code(0);
    assert_eq!(home.json(&["list", "--json", "-a", "mine-30"])["event"]["id"], "mine-30");
}

/// Returns a calendar with sessions of these titles and dates.
fn calendar(sessions: &[(&str, &str)]) -> String {
    let event = |(title, day): &(&str, &str)| {
        format!(
            "BEGIN:VEVENT\r\nUID:{title}\r\nSUMMARY:{title}\r\nDTSTART:{day}T090000Z\r\n\
             END:VEVENT\r\n"
        )
    };
    let events: String = sessions.iter().map(event).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n")
}

#[test]
fn plan_of_a_nameless_event_is_found_after_its_first_session_is_gone() {
    let home = Home::new();
    let all = [("Evening", "20261231"), ("Morning", "20270101"), ("Noon", "20270102")];
    home.file("schedule.ics", &calendar(&all));
    home.run_line("mark -a schedule.ics Morning Noon").assert_code(0);
    assert!(home.path("data/hallway/plans/schedule-2026-12.toml").exists());

    home.file("schedule.ics", &calendar(&all[1..]));
    let list = "list -a schedule.ics --mine --ids";
    assert_eq!(home.run_line(list).out, "Morning\nNoon\n");
    home.run_line("mark -a schedule.ics --maybe Noon").assert_code(0);
    assert!(!home.path("data/hallway/plans/schedule-2027-01.toml").exists(), "a second plan");

    // The programme of the next year has the same titles and is another event.
    home.file("schedule.ics", &calendar(&[("Morning", "20280101"), ("Noon", "20280102")]));
    assert_eq!(home.run_line(list).out, "");
}

#[test]
fn agenda_is_shown_without_an_unreadable_plan() {
    let home = Home::new();
    home.file(
        "conf.toml",
        "[[session]]\nid = 'a'\ntitle = 'A talk'\nstart = 2026-05-04T09:00:00\n",
    );
    home.file("data/hallway/plans/conf.toml", "version = 1\n[[mark]");
    for (line, code) in [
        ("list", 0),
        ("search talk", 0),
        ("show a", 0),
        ("search talk -is:cancelled", 0),
        ("list --mine", 65),
        ("search is:mine", 65),
        ("search is:attend", 65),
        ("search IS:Attending", 65),
        ("search is:maybe", 65),
        ("search talk -is:a", 65),
        ("mine", 65),
        ("mark a", 65),
    ] {
        let answer = home.run_line(&format!("{line} -a conf.toml"));
        answer.assert_code(code).assert_err("your schedule cannot be read");
        assert_eq!(answer.out.contains("A talk"), code == 0, "{line}: {}", answer.out);
        let is_shown = answer.err.contains("shown without your marks");
        assert_eq!(is_shown, code == 0, "{line}: {}", answer.err);
    }
}
