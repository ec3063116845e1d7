//! `add`, `remove` and `note`, and sessions that are not for me.

use crate::fixture::{Answer, Home, SMALL, run_command};

fn run(home: &Home, line: &str) -> Answer {
    home.run_line(&format!("-a small.toml {line}"))
}

fn json(home: &Home) -> serde_json::Value {
    home.json(&["-a", "small.toml", "mine", "--json"])
}

fn plan_text(home: &Home) -> String {
    let paths = run(home, "paths").out;
    let path = paths.lines().find_map(|line| line.strip_prefix("plan\t")).unwrap();
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn added_entry_is_in_mine_with_clashes_gaps_and_exports() {
    let home = Home::with_small_agenda();
    run(&home, "mark open");
    let day = "2027-03-06";
    let added = run(&home, &format!("add Lunch {day} 9:15 45m Foyer")).out;
    let fields = "own-0306-0915-lunch\t2027-03-06\t09:15\t10:00\tFoyer\town\tattend\tLunch\t\n";
    assert_eq!(added, fields);
    let mine = run(&home, "mine").out;
    assert!(mine.contains("own-0306-0915-lunch\n"), "names the clash: {mine}");
    assert!(mine.contains("\tLunch\t\topen\n"), "{mine}");
    assert_eq!(run(&home, "list --mine --ids").out, "open\nown-0306-0915-lunch\n");
    let json = json(&home);
    assert_eq!(json["sessions"][1]["kind"], "own");
    assert_eq!(json["clashes"][0][1], "own-0306-0915-lunch");
    for format in ["ics", "json", "csv", "md"] {
        let mine = run(&home, &format!("export --mine --format {format}")).out;
        let all = run(&home, &format!("export --format {format}")).out;
        assert_eq!((mine.contains("Lunch"), all.contains("Lunch")), (true, false), "{format}");
    }
    assert!(!run(&home, "list").out.contains("Lunch"), "the programme has no entries");
}

#[test]
fn entry_of_the_morning_is_on_the_day_that_was_named() {
    let home = Home::with_small_agenda();
    let late = SMALL.replacen("[event]\n", "[event]\nday_start = 09:00:00\n", 1);
    home.file("small.toml", &late);
    let added = run(&home, "add Breakfast sat 8:00 45m");
    let next = run(&home, "next --at 'sat 8:50' --json");
    assert!(added.out.contains("\t08:00\t08:45\t"), "{} {}", added.out, added.err);
    assert!(added.out.starts_with("own-0306-0800-breakfast\t"), "{}", added.out);
    assert!(next.out.contains("\"now\":\"2027-03-06T08:50:00"), "{} {}", next.out, next.err);
}

#[test]
fn entry_is_edited_and_removed_by_the_beginning_of_its_id() {
    let home = Home::with_small_agenda();
    run(&home, "add Lunch 2027-03-06 12:30 45m");
    let edited = run(&home, "add --edit own-0306 Dinner 2027-03-06 19:00 1h").out;
    assert!(edited.starts_with("own-0306-1230-lunch\t2027-03-06\t19:00\t20:00"), "{edited}");
    assert!(!run(&home, "mine").out.contains("Lunch"));
    run(&home, "remove open").assert_code(1).assert_err("no entry of your own");
    assert_eq!(run(&home, "remove own").out, "own-0306-1230-lunch\tnone\tDinner\n");
    run(&home, "mine").assert_code(1);
    run(&home, "remove own-0306").assert_code(1);
}

#[test]
fn edited_entry_keeps_what_is_not_typed() {
    let home = Home::with_small_agenda();
    run(&home, "add Lunch 2027-03-06 12:30 45m Foyer");
    run(&home, "note own-0306 'Bring Ann'").assert_code(0);
    for (typed, expected) in [
        ("'Late lunch'", "12:30\t13:15\tFoyer"),
        ("Lunch 13:00", "13:00\t13:45\tFoyer"),
        ("Lunch 13:30 1h", "13:30\t14:30\tFoyer"),
        ("Lunch 13:30 1h Garden", "13:30\t14:30\tGarden"),
    ] {
        let edited = run(&home, &format!("add --edit own-0306 {typed}"));
        assert!(edited.out.contains(expected), "{typed}: {} {}", edited.out, edited.err);
    }
    assert_eq!(run(&home, "note own-0306").out, "Bring Ann\n");
}

#[test]
fn entry_with_title_and_start_of_another_is_refused() {
    let home = Home::with_small_agenda();
    let line = "add Lunch 2027-03-06 12:30 45m Foyer";
    let added = run(&home, line).out;
    assert_eq!(run(&home, line).assert_code(0).out, added, "the same entry is one entry");
    let refused = run(&home, "add Lunch 2027-03-06 12:30 20m");
    refused.assert_code(2).assert_err("hallway add --edit own-0306-1230-lunch");
    assert!(run(&home, "mine").out.contains("\t12:30\t13:15\t"));
    let long = "x".repeat(1_001);
    run(&home, &format!("add {long} 2027-03-06 14:00")).assert_code(2).assert_err("1000 letters");
}

#[test]
fn entry_that_is_not_understood_is_refused_with_the_forms() {
    let home = Home::with_small_agenda();
    for line in ["add Lunch", "add Lunch 45m", "add Lunch soon"] {
        run(&home, line).assert_code(2).assert_err("such as: Lunch tue 12:30 45m");
    }
    for line in ["add Lunch wed 12:30", "add Lunch 2028-03-06 12:30"] {
        run(&home, line).assert_code(2).assert_err("This agenda has: 1 (Sat 6 Mar 2027)");
    }
    run(&home, "add Lunch 12:30 45").assert_code(2).assert_err("\"45\" after the time");
    assert!(!run(&home, "paths").out.is_empty());
    run(&home, "mine").assert_code(1);
}

#[test]
fn json_of_notes_and_of_removed_entries_has_ids_and_titles() {
    let home = Home::with_small_agenda();
    let note = r#"{"id":"open","title":"Opening","note":"Bring cable"}"#;
    assert!(run(&home, "note --json open Bring cable").out.contains(note));
    for line in ["note open --json", "note --json"] {
        assert!(run(&home, line).assert_code(0).out.contains(note), "{line}");
    }
    let removed = home.run(&["-a", "small.toml", "note", "open", "", "--json"]);
    assert!(removed.out.contains(r#""note":null"#), "{}", removed.out);
    let empty = run(&home, "note --json");
    assert!(empty.assert_code(1).out.contains(r#""notes":[]"#), "{}", empty.out);
    run(&home, "add Lunch 12:30 45m");
    let removed = run(&home, "remove lunch --json").out;
    let mark = r#"{"id":"own-0306-1230-lunch","title":"Lunch","mark":null}"#;
    assert!(removed.contains(mark), "{removed}");
}

#[test]
fn entry_has_an_end_in_words_and_may_be_on_the_evening_before() {
    let home = Home::with_small_agenda();
    for (line, expected) in [
        ("add Zi sat 14:00 until 15:00", "\t14:00\t15:00\t\town\t"),
        ("add Zj 9-10 Foyer", "\t09:00\t10:00\tFoyer\town\t"),
        ("add Zk sat 1230", "\t12:30\t13:00\t\town\t"),
        ("add Zl now 20m --at 2027-03-06T10:05", "\t10:05\t10:25\t\town\t"),
        ("add Arrival fri 20:00 2h", "own-0305-2000-arrival\t2027-03-05\t20:00\t22:00\t"),
    ] {
        let answer = run(&home, line);
        assert!(answer.assert_code(0).out.contains(expected), "{line}: {}", answer.out);
    }
    // The numbers of the days stay.
    let first = run(&home, "list --mine --day 1 --ids").out;
    assert!(first.contains("zj\n") && !first.contains("arrival"), "{first}");
    let long = format!("add Lunch 12:30 45m {}", "x".repeat(1001));
    run(&home, &long).assert_code(2).assert_err("a place has at most");
}

#[test]
fn kind_own_lists_and_exports_own_entries() {
    let home = Home::with_small_agenda();
    run(&home, "list --kind own").assert_code(1);
    run(&home, "add Lunch 12:30 45m");
    assert_eq!(run(&home, "list --kind own --ids").out, "own-0306-1230-lunch\n");
    let exported = run(&home, "export --kind OWN --format csv").out;
    assert!(exported.contains("Lunch") && !exported.contains("Opening"), "{exported}");
}

#[test]
fn note_is_kept_found_and_exported_and_an_empty_text_removes_it() {
    let home = Home::with_small_agenda();
    run(&home, "note open").assert_code(1).assert_err("no note");
    assert_eq!(run(&home, "note open Bring cable").out, "open\tOpening\tBring cable\n");
    assert_eq!(run(&home, "note open").out, "Bring cable\n");
    run(&home, "mine").assert_code(1);
    for query in ["note:cable", "cable"] {
        assert!(run(&home, &format!("search {query}")).out.starts_with("open\t"), "{query}");
    }
    run(&home, "mark open");
    assert_eq!(json(&home)["sessions"][0]["note"], "Bring cable");
    for format in ["ics", "json", "csv", "md"] {
        let mine = run(&home, &format!("export --mine --format {format}")).out;
        let all = run(&home, &format!("export --format {format}")).out;
        assert_eq!((mine.contains("cable"), all.contains("cable")), (true, false), "{format}");
    }
    // The note follows its session to another id, and stays in the plan without it.
    home.file("small.toml", &SMALL.replace("\"open\"", "\"opening\""));
    assert_eq!(run(&home, "note opening").out, "Bring cable\n");
    let other = SMALL.replace("\"open\"", "\"x\"").replace("Opening", "Other");
    home.file("small.toml", &other.replace("T09:00", "T13:00").replace("Zoë Ærø", "Ann"));
    assert_eq!(run(&home, "note").out, "open\tOpening\tBring cable\n");
    home.file("small.toml", SMALL);
    assert_eq!(home.run(&["-a", "small.toml", "note", "open", ""]).out, "open\tOpening\t\n");
    run(&home, "note").assert_code(1).assert_err("no notes");
    assert_eq!(run(&home, "list --mine --ids").out, "open\n");
}

#[test]
fn skipped_session_is_never_mine() {
    let home = Home::with_small_agenda();
    run(&home, "mark open");
    assert_eq!(run(&home, "mark open --skip").out, "open\tskip\tOpening\n");
    assert!(plan_text(&home).contains("removed = true\nskip = true\n"));
    run(&home, "mine").assert_code(1);
    for (query, expected) in [("is:skip", "open"), ("is:hidden", "open"), ("is:mine", "")] {
        let found = run(&home, &format!("search {query}")).out;
        assert_eq!(found.split('\t').next().unwrap(), expected, "{query}");
    }
    assert_eq!(run(&home, "unmark open").out, "open\tnone\tOpening\n");
    run(&home, "search is:skip").assert_code(1);
}

#[test]
fn marks_from_another_plan_come_with_notes_skips_and_entries() {
    let home = Home::with_small_agenda();
    for line in ["mark open", "note open Cable", "note later Why", "mark night --skip"] {
        run(&home, line);
    }
    run(&home, "add Lunch 2027-03-06 12:30 45m");
    let before = plan_text(&home);
    let named = SMALL.replace("name = \"Small\"", "name = \"Big\"");
    assert_ne!(named, SMALL, "the fixture names its event");
    home.file("big.toml", &named);
    let event = before.lines().find_map(|line| line.strip_prefix("event = ")).unwrap();
    let event = event.trim_matches('"');
    home.run_line(&format!("-a big.toml mark --from {event}")).assert_code(0);
    assert_eq!(home.run_line("-a big.toml note").out.lines().count(), 2);
    let mine = home.run_line("-a big.toml list --mine --ids").out;
    assert!(mine.contains("open\n") && mine.contains("own-0306-1230-lunch\n"), "{mine}");
    assert!(home.run_line("-a big.toml search is:skip").out.starts_with("night\t"));
    assert_eq!(plan_text(&home), before);
}

/// Runs `note open --edit` with an editor: a script of a shell, in the file `editor`.
#[cfg(unix)]
fn edit_note(home: &Home, script: &str) -> Answer {
    use std::os::unix::fs::PermissionsExt;
    let path = home.file("editor", &format!("#!/bin/sh\n{script}\n"));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
    let mut command = home.command(&["-a", "small.toml", "note", "open", "--edit"]);
    run_command(command.env("VISUAL", "").env("EDITOR", format!("{path} -x")))
}

#[cfg(unix)]
#[test]
fn note_is_edited_in_the_editor_and_stays_if_the_editor_fails() {
    let home = Home::with_small_agenda();
    // The editor has its own argument before the file.
    let answer = edit_note(&home, "test \"$1\" = -x; printf 'Bring\\na cable\\n' > \"$2\"");
    assert_eq!(answer.assert_code(0).out, "open\tOpening\tBring a cable\n");
    edit_note(&home, "echo and tape >> \"$2\"").assert_code(0);
    assert_eq!(run(&home, "note open").out, "Bring\na cable\nand tape\n");
    edit_note(&home, "echo lost > \"$2\"; exit 3").assert_code(74).assert_err("nothing is edited");
    assert_eq!(run(&home, "note open").out, "Bring\na cable\nand tape\n");
    edit_note(&home, ": > \"$2\"").assert_code(0);
    run(&home, "note open").assert_code(1).assert_err("no note");
    // A text that is no note is kept in a file.
    run(&home, "note open kept");
    for script in ["head -c 65537 /dev/zero | tr '\\0' x > \"$2\"", "printf '\\377' > \"$2\""] {
        let answer = edit_note(&home, script);
        answer.assert_code(65).assert_err("The note is unchanged; the edited text is kept in /");
        let path = answer.err.trim_end().rsplit(' ').next().unwrap().to_owned();
        assert!(!std::fs::read(&path).unwrap().is_empty(), "{path}");
        std::fs::remove_file(path).unwrap();
        assert_eq!(run(&home, "note open").out, "kept\n");
    }
    run_command(home.command(&["-a", "small.toml", "note", "open", ""]).env("EDITOR", ""));
    let mut without = home.command(&["-a", "small.toml", "note", "open", "--edit"]);
    let answer = run_command(without.env_remove("VISUAL").env_remove("EDITOR"));
    answer.assert_code(2).assert_err("$EDITOR is not set");
    run(&home, "note open text --edit").assert_code(2);
    run(&home, "note --edit").assert_code(2);
}

#[test]
fn entry_of_the_morning_is_on_its_date_and_one_of_the_night_on_the_day_before() {
    let home = Home::new();
    let session = |id: &str, start: &str, minutes: u32| {
        format!(
            "[[session]]\nid='{id}'\ntitle='{id}'\nstart={start}:00\nminutes={minutes}\nroom='H'\n"
        )
    };
    let head = "[event]\nname='F'\ntimezone='Europe/Brussels'\nday_start=09:00:00\n";
    let text = [
        head.to_owned(),
        session("beer", "2025-01-31T22:00", 510),
        session("talk", "2025-02-01T09:30", 30),
        session("end", "2025-02-02T17:00", 30),
    ];
    home.file("f.toml", &text.concat());
    for (typed, day, time) in [
        ("sat 8:00", "2025-02-01", "08:00"),
        ("sat 6:40", "2025-02-01", "06:40"),
        ("sun 7:30", "2025-02-02", "07:30"),
        ("fri 8:00", "2025-01-31", "08:00"),
        // The beer event ends at half past six, and the night before talks at five.
        ("fri 6:20", "2025-01-31", "06:20"),
        ("fri 1:00", "2025-01-31", "01:00"),
        ("sat 1:00", "2025-02-01", "01:00"),
        ("sat 12:00", "2025-02-01", "12:00"),
    ] {
        let added = home.run_line(&format!("-a f.toml add X {typed}"));
        let fields: Vec<&str> = added.assert_code(0).out.split('\t').collect();
        assert_eq!((fields[1], fields[2]), (day, time), "{typed}: {}", added.out);
        home.run_line(&format!("-a f.toml remove {}", fields[0])).assert_code(0);
    }
    // The entry is the first of its day.
    home.run_line("-a f.toml add Breakfast sat 8:00 45m").assert_code(0);
    let listed = home.run_line("-a f.toml list --mine --day sat").out;
    assert!(listed.starts_with("own-0201-0800-breakfast\t2025-02-01\t08:00"), "{listed}");
    let next = home.run_line("-a f.toml next --at '2025-02-01 07:50'").out;
    assert!(next.contains("Breakfast") && next.contains("talk"), "{next}");
}

#[test]
fn note_is_read_from_standard_input() {
    let home = Home::with_small_agenda();
    let note = ["-a", "small.toml", "note", "open", "-"];
    let answer = home.run_piped(&note, "Bring\na cable\n");
    assert_eq!(answer.assert_code(0).out, "open\tOpening\tBring a cable\n");
    assert_eq!(run(&home, "note open").out, "Bring\na cable\n");
    // A command that failed before the pipe removes no note.
    home.run_piped(&note, "").assert_code(2).assert_err("standard input is empty");
    assert_eq!(run(&home, "note open").out, "Bring\na cable\n");
    home.run_piped(&["-a", "-", "note", "open", "-"], SMALL).assert_code(2).assert_err("cannot");
}

#[cfg(unix)]
#[test]
fn editor_with_quotes_is_split_as_a_shell_does() {
    let home = Home::with_small_agenda();
    let editor = "sh -c 'printf \"Two words\" > \"$1\"' --";
    let mut command = home.command(&["-a", "small.toml", "note", "open", "--edit"]);
    let answer = run_command(command.env("VISUAL", "").env("EDITOR", editor));
    assert_eq!(answer.assert_code(0).out, "open\tOpening\tTwo words\n");
    let mut command = home.command(&["-a", "small.toml", "note", "open", "--edit"]);
    let answer = run_command(command.env("VISUAL", "vi '"));
    answer.assert_code(74).assert_err("a quote without an end");
}

#[test]
fn remove_finds_entries_by_words_beside_sessions_of_the_same_name() {
    let home = Home::with_small_agenda();
    run(&home, "add 'Opening party' 12:30 45m");
    run(&home, "add 'Night walk' 22:00 45m");
    run(&home, "remove n").assert_code(0).assert_out("own-0306-2200-night-walk\tnone");
    run(&home, "add --edit opening 'Opening dinner' 19:00").assert_out("own-0306-1230-opening");
    run(&home, "add Lunch 13:00");
    run(&home, "remove own").assert_code(2).assert_err("\"own\" fits 2 sessions:");
    run(&home, "remove OPENING").assert_code(0);
    run(&home, "remove opening").assert_code(1).assert_err("no entry of your own");
}

#[test]
fn remove_reads_whole_ids_from_standard_input() {
    let home = Home::with_small_agenda();
    run(&home, "add Lunch 12:30 45m");
    let remove = ["-a", "small.toml", "remove", "-"];
    let unknown = home.run_piped(&remove, "own-9999\n");
    unknown.assert_code(1).assert_err("line 1: own-9999 is no entry of your own");
    home.run_piped(&remove, "lunch\n").assert_code(1);
    run(&home, "remove +").assert_code(1).assert_err("no session has the id +");
    assert_eq!(run(&home, "list --mine --ids").out, "own-0306-1230-lunch\n");
    let listed = run(&home, "list --mine").out;
    home.run_piped(&remove, &listed).assert_code(0).assert_out("own-0306-1230-lunch\tnone");
    run(&home, "mine").assert_code(1);
}

#[test]
fn note_beyond_the_limit_or_without_utf8_is_refused() {
    let home = Home::with_small_agenda();
    let note = ["-a", "small.toml", "note", "open", "-"];
    let long = home.run_piped(&note, &"x".repeat(65_537));
    long.assert_code(2).assert_err("at most 65536 bytes. This one has 65537");
    run(&home, "note open").assert_code(1);
    home.run_piped(&note, &"x".repeat(65_536)).assert_code(0);
}

#[test]
fn entry_before_the_event_answers_on_its_day_and_the_event_begins_with_its_programme() {
    let home = Home::with_small_agenda();
    run(&home, "add Arrival 2027-03-05 20:00 2h");
    run(&home, "add Train 2027-03-09 9:00 1h");
    for (line, out, err) in [
        ("now --at 'fri 20:30' --format '{title} {minutes}'", "Arrival 90\n", ""),
        ("next --at '5 mar 19:00' --format '{title} {minutes}'", "Arrival 60\n", ""),
        ("next --at 2027-03-09T08:00 --format '{title} {minutes}'", "Train 60\n", ""),
        ("next --at 2027-03-05T23:00", "", " begins in 1 day: Sat 6 Mar 2027"),
        ("now --at 2027-03-09T08:00", "", " ended on "),
    ] {
        let answer = run(&home, line);
        assert_eq!(answer.out, out, "{line}: {}", answer.err);
        assert!(answer.err.contains(err), "{line}: {}", answer.err);
    }
    let json = home.json(&["-a", "small.toml", "now", "--at", "fri 20:30", "--json"]);
    assert_eq!(
        (json["state"].as_str(), json["sessions"][0]["kind"].as_str()),
        (Some("before"), Some("own"))
    );
    assert!(json["begins"].as_str().unwrap().starts_with("2027-03-06T"), "{}", json["begins"]);
}

#[test]
fn added_entry_as_json_has_the_keys_of_a_mark() {
    let home = Home::with_small_agenda();
    let line = ["-a", "small.toml", "add", "Lunch", "2027-03-06", "12:30", "45m", "--json"];
    let mark = &home.json(&line)["marks"][0];
    let expected = serde_json::json!({
        "id": "own-0306-1230-lunch", "title": "Lunch", "mark": "attend",
    });
    assert_eq!(*mark, expected);
}
