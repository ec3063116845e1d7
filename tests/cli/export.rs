//! `export`.

use crate::fixture::{Answer, Case, Home, case};

fn session(id: &str, start: &str) -> String {
    format!("[[session]]\nid = '{id}'\ntitle = 'Talk {id}'\nstart = {start}\nminutes = 30\n")
}

/// Returns an agenda with `one`, `two`, the unscheduled `three` and a session `last`.
fn agenda(last: &str) -> String {
    let head = "[event]\nid = 'conf'\nname = 'Conf'\ntimezone = 'Europe/Dublin'\n";
    let (one, two) = (session("one", "2030-05-04T09:00:00"), session("two", "2030-05-04T10:00:00"));
    let last = session(last, "2030-05-04T11:00:00");
    format!("{head}{one}{two}{}{last}", session("three", "'TBA'"))
}

fn assert_exports_mine(mine: &Answer, format: &str) {
    mine.assert_code(0).assert_out("Talk one").assert_out("Talk two");
    assert!(!mine.out.contains("Talk five"), "{format}: {}", mine.out);
    mine.assert_err("1 mark is left out because its session is gone from the agenda");
    let is_calendar = format == "ics";
    assert_eq!(mine.out.contains("Talk three"), !is_calendar, "{format}: {}", mine.out);
    let message = "1 session is left out: a calendar needs a time for each session";
    assert_eq!(mine.err.contains(message), is_calendar, "{format}: {}", mine.err);
}

#[test]
fn alarm_rings_before_sessions_that_take_place() {
    let home = Home::with_small_agenda();
    let answer = home.run_line("-a small.toml export --format ics --alarm 10m");
    let alarm =
        "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Opening\r\nTRIGGER:-PT10M\r\nEND:VALARM\r\n";
    assert_eq!(answer.assert_code(0).out.matches("BEGIN:VALARM").count(), 2);
    assert!(answer.out.contains(alarm), "{}", answer.out);
    let cancelled = "[[session]]\ntitle = 'A'\nstart = 2030-05-04T09:00:00\ncancelled = true\n";
    home.file("c.toml", cancelled);
    let answer = home.run_line("-a c.toml export --format ics --alarm 1h");
    assert!(!answer.assert_code(0).out.contains("VALARM"), "{}", answer.out);
    home.run_line("-a small.toml export --format ics --alarm soon")
        .assert_code(2)
        .assert_err("10m");
    home.run_line("-a small.toml export --format md --alarm 10m").assert_code(2).assert_err("ics");
}

#[test]
fn export_of_my_schedule_reports_lost_and_unscheduled_sessions() {
    let home = Home::new();
    home.file("conf.toml", &agenda("four"));
    home.run_line("mark one three four -a conf.toml").assert_code(0);
    home.run_line("mark two --maybe -a conf.toml").assert_code(0);
    home.file("conf.toml", &agenda("five"));
    for format in ["ics", "json", "csv", "md", "html", "toml"] {
        let mine = home.run_line(&format!("export --format {format} --mine -a conf.toml"));
        assert_exports_mine(&mine, format);
    }
    assert_eq!(home.run_line("export --format csv -a conf.toml").err, "");
}

/// Returns the lines `UID` and `SEQUENCE` of a calendar.
fn versions(calendar: &str) -> Vec<&str> {
    let is_version = |line: &&str| line.starts_with("UID:") || line.starts_with("SEQUENCE:");
    calendar.lines().filter(is_version).collect()
}

#[test]
fn calendar_of_a_changed_agenda_has_the_same_uids_and_a_later_version() {
    let home = Home::new();
    let write = |start: &str, seconds: u64| {
        let path =
            home.file("conf.toml", &format!("[[session]]\ntitle = 'A talk'\nstart = {start}"));
        let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
        std::fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
        home.run_line("export --format ics -a conf.toml").out
    };
    let first = write("2030-05-04T09:00:00", 1_900_000_000);
    assert_eq!(first, write("2030-05-04T09:00:00", 1_900_000_000));
    let moved = write("2030-05-05T11:30:00", 1_900_000_060);
    assert_eq!(versions(&first), ["UID:a-talk@conf.hallway", "SEQUENCE:322163200"]);
    assert_eq!(versions(&moved), ["UID:a-talk@conf.hallway", "SEQUENCE:322163260"]);
}

#[test]
fn calendar_of_standard_input_has_the_last_change_that_its_content_states() {
    let home = Home::new();
    let event = "BEGIN:VEVENT\nUID:u\nSUMMARY:A\nDTSTART:20300504T090000Z\nSTAMPSEND:VEVENT\n";
    for (stamps, expected) in [
        ("", "DTSTAMP:19700101T000000Z"),
        // A time without a zone is no instant.
        ("DTSTAMP:20240302T100000\n", "DTSTAMP:19700101T000000Z"),
        ("DTSTAMP:20240302T100000Z\n", "DTSTAMP:20240302T100000Z SEQUENCE:131536800"),
        (
            "LAST-MODIFIED:20240302T100005Z\nDTSTAMP:20240302T100000Z\n",
            "DTSTAMP:20240302T100005Z SEQUENCE:131536805",
        ),
    ] {
        let events = event.replace("STAMPS", stamps) + &event.replace("STAMPS", "");
        let text = format!("BEGIN:VCALENDAR\n{events}END:VCALENDAR\n");
        let export = || home.run_piped(&["export", "--format", "ics", "-a", "-"], &text).out;
        let calendar = export();
        let is_version = |line: &&str| line.starts_with("DTSTAMP") || line.starts_with("SEQUENCE");
        let versions: Vec<&str> = calendar.lines().filter(is_version).collect();
        // Both sessions have the version of the whole agenda.
        assert_eq!(versions.join(" "), format!("{expected} {expected}"), "{stamps}");
        assert_eq!(calendar, export());
    }
}

#[test]
fn exported_json_and_toml_have_the_walks() {
    let home = Home::new();
    let walk = "[walk]\nminutes = 5\n[[walk.between]]\nrooms = ['Big', 'Small']\nminutes = 8\n";
    let head = "[event]\nname = 'Conf'\ntimezone = 'Europe/Dublin'\n";
    home.file("a.toml", &format!("{head}{walk}{}", EVERY_FIELD.replace("OFFSET", "")));
    let json = home.run_line("export --format json -a a.toml").out;
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    let expected = serde_json::json!(
        {"minutes": 5, "between": [{"rooms": ["Big", "Small"], "minutes": 8}]}
    );
    assert_eq!(value["event"]["walk"], expected);
    home.file("b.json", &json);
    assert_eq!(home.run_line("export --format json -a b.json").out, json);
    let toml = home.run_line("export --format toml -a b.json").out;
    let written =
        "[walk]\nminutes = 5\n\n[[walk.between]]\nrooms = [\"Big\", \"Small\"]\nminutes = 8";
    assert!(toml.contains(written), "{toml}");
}

#[test]
fn update_without_a_change_leaves_the_calendar_as_it_is() {
    let home = Home::new();
    home.file("conf.toml", &agenda("four"));
    home.run_line("import conf.toml").assert_code(0);
    let first = home.run_line("export --format ics -a conf").out;
    std::thread::sleep(std::time::Duration::from_millis(1_100));
    home.run_line("update conf").assert_code(0);
    assert_eq!(first, home.run_line("export --format ics -a conf").out);
}

#[test]
fn exported_json_and_csv_are_read_back_as_the_same_agenda() {
    let home = Home::new();
    let toml = home.run_line("export --format toml").assert_code(0).out.clone();
    for format in ["json", "csv"] {
        let file = format!("copy.{format}");
        home.file(&file, &home.run_line(&format!("export --format {format}")).out);
        home.run_line(&format!("check {file}")).assert_code(0);
        let again = home.run_line(&format!("export --format {format} -a {file}"));
        assert_eq!(again.out, home.read(&file), "{format}");
    }
    // TOML also has the order of people.
    let copy = home.run_line("export --format toml -a copy.json").out;
    let sessions = |text: &str| text.split("[[session]]").skip(1).map(str::to_owned).collect();
    let (copied, original): (Vec<String>, Vec<String>) = (sessions(&copy), sessions(&toml));
    assert_eq!(copied, original);
}

/// The parts of an agenda with every field of `--json`. `OFFSET` stands for the offset of a time.
const EVERY_FIELD: &str = r#"
[[room]]
name = "Big"
capacity = 200
[[room]]
name = "Small"
[[room]]
name = "Big + Small"
joins = ["Big", "Small"]
[[track]]
name = "Later, first in the list"
color = '#aa00ff'
[[track]]
name = "Web"
[[speaker]]
name = "Ann Example"
role = "Chair, Board"
affiliation = "Example; Ltd"
bio = "One.\n\nTwo."
url = "https://ann.example/"
[[session]]
id = "one"
ids = { code = "ABC", guid = "1,2" }
title = "One; two, ⚠️"
start = 2030-05-04T02:00:00OFFSET
minutes = 90
room = "Big + Small"
kind = "panel"
track = "Web"
tags = ["a, b"]
language = "de, en"
seats = "full"
speakers = ["Ann Example", "Bob Other"]
moderators = ["Cy Third"]
sponsors = ["Org"]
abstract = "First.\n\n- second"
url = "https://example.org/one"
links = [{ title = "Slides", url = "https://example.org/s" }, { url = "https://example.org/v" }]
[[session]]
title = "No length"
start = 2030-05-05T09:00:00OFFSET
track = "Later, first in the list"
cancelled = true
[[session]]
title = "Fair"
start = 2030-05-04T00:00:00OFFSET
minutes = 2880
all_day = true
"#;

#[test]
fn agenda_with_each_clock_has_the_same_json_after_a_calendar() {
    let home = Home::new();
    for (zone, offset, name) in [
        ("timezone = 'Europe/Dublin'", "", "zone"),
        ("", "+05:45", "offset"),
        ("", "Z", "utc"),
        ("", "", "wall"),
    ] {
        let head = format!(
            "[event]\nid = 'conf'\nname = 'Conf'\n{zone}\nday_start = 01:00:00\n\
             venue = 'Hall'\nurl = 'https://example.org/'\ndescription = 'Text'\n"
        );
        let (toml, ics) = (format!("{name}.toml"), format!("{name}.ics"));
        home.file(&toml, &(head + &EVERY_FIELD.replace("OFFSET", offset)));
        home.run_line(&format!("check {toml}")).assert_code(0);
        home.run_line(&format!("export --format ics -o {ics} -a {toml}")).assert_code(0);
        home.run_line(&format!("check {ics}")).assert_code(0);
        let [before, after] =
            [&toml, &ics].map(|file| home.run_line(&format!("list --json -a {file}")).out);
        assert!(offset.is_empty() || before.contains(&offset.replace('Z', "+00:00")), "{before}");
        assert_eq!(after, before, "{name}");
    }
}

const FILTERED: &[Case] = &[
    case("export --format csv -a conf.toml --day sun", 1, "", "no session matches all filters"),
    case("export --format csv -a conf.toml --room x", 2, "", "This agenda has no rooms"),
    case("export --format md -a conf.toml --kind panel -o out.md", 1, "", "nothing found"),
];

#[test]
fn export_has_the_filters_of_list() {
    let home = Home::new();
    home.file("conf.toml", &agenda("four"));
    home.check_cases(FILTERED);
    assert!(!home.path("out.md").exists(), "nothing is written without a session");
    for format in ["ics", "json", "csv", "md", "html", "toml"] {
        let all = home.run_line(&format!("export --format {format} -a conf.toml --day sat")).out;
        assert!(all.contains("Talk one") && all.contains("Talk four"), "{format}: {all}");
        assert!(!all.contains("Talk three"), "{format}: {all}");
        let workshops = home.run_line(&format!(
            "export --format {format} --kind workshop --room munster --room ulster --day 2"
        ));
        workshops.assert_code(0).assert_out("Statistics for Engineers");
        assert!(!workshops.out.contains("Doorman: Global"), "{format}: {}", workshops.out);
    }
    // The status of a calendar is that of the mark only if my schedule is asked for.
    home.run_line("mark one --maybe -a conf.toml");
    let calendar = home.run_line("export --format ics --day sat -a conf.toml").out;
    assert!(!calendar.contains("TENTATIVE"), "{calendar}");
    home.run_line("export --format ics --mine --day sat -a conf.toml").assert_out("TENTATIVE");
}

#[test]
fn html_page_has_own_entries_and_notes_of_my_schedule_alone() {
    let home = Home::with_small_agenda();
    home.run_line("-a small.toml mark open --maybe").assert_code(0);
    home.run_line("-a small.toml note open 'Bring a <cable>'").assert_code(0);
    home.run_line("-a small.toml add Lunch '1 12:30 45m Canteen'").assert_code(0);
    let mine = home.run_line("-a small.toml export --format html --mine -o my.html");
    assert_eq!(mine.assert_code(0).out, "");
    let page = home.read("my.html");
    for text in ["My schedule", "Lunch", "Canteen", "Bring a &lt;cable&gt;", "<p>Maybe · A+B</p>"]
    {
        assert!(page.contains(text), "{text}\n{page}");
    }
    assert!(!page.contains("Night"), "{page}");
    let all = home.run_line("-a small.toml export --format html").assert_code(0).out.clone();
    assert!(all.contains("Night") && all.contains("Later"), "{all}");
    for text in ["My schedule", "Lunch", "cable", "Maybe"] {
        assert!(!all.contains(text), "{text}\n{all}");
    }
}

#[test]
fn html_page_has_abstracts_if_asked() {
    let home = Home::new();
    let with = home.run_line("export --format html --abstracts --day tue").assert_code(0).out.len();
    let without = home.run_line("export --format html --day tue").assert_code(0).out.len();
    assert!(with > without + 5_000, "{with} {without}");
    home.run_line("export --format md --abstracts").assert_code(2).assert_err("html");
}
