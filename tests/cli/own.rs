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
fn entry_that_is_not_understood_is_refused_with_the_forms() {
    let home = Home::with_small_agenda();
    for line in ["add Lunch", "add Lunch 45m", "add Lunch soon"] {
        run(&home, line).assert_code(2).assert_err("such as: Lunch tue 12:30 45m");
    }
    for line in ["add Lunch fri 12:30", "add Lunch 2028-03-06 12:30"] {
        run(&home, line).assert_code(2).assert_err("This agenda has: 1 (Sat 6 Mar 2027)");
    }
    run(&home, "add Lunch 12:30 45").assert_code(2).assert_err("\"45\" after the time");
    assert!(!run(&home, "paths").out.is_empty());
    run(&home, "mine").assert_code(1);
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
    let mut without = home.command(&["-a", "small.toml", "note", "open", "--edit"]);
    let answer = run_command(without.env_remove("VISUAL").env_remove("EDITOR"));
    answer.assert_code(2).assert_err("$EDITOR is not set");
    run(&home, "note open text --edit").assert_code(2);
    run(&home, "note --edit").assert_code(2);
}
