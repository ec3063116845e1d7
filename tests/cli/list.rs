//! `list`: filters, tables and JSON.

use crate::fixture::{Case, Home, SMALL, case, run_command, split_words, strip_colours};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

const FILTERS: &[Case] = &[
    case("list --ids -a small.toml", 0, "open\nnight\nlater\n", ""),
    case("-a small.toml list --ids --day sat", 0, "open\nnight\n", ""),
    case("-a small.toml list --ids --day 2027-03-06", 0, "open\n", ""),
    case("-a small.toml list --ids --day 1", 0, "open\n", ""),
    case("-a small.toml list --ids --day today --at 'sat 10:00'", 0, "open\n", ""),
    case("-a small.toml list --ids --day today --at 2027-03-07T02:00", 0, "open\n", ""),
    case("-a small.toml list --ids --day sun", 1, "", "nothing found"),
    case(
        "-a small.toml list --day 2",
        2,
        "",
        r#"no day matches "2". This agenda has: 1 (Sat 6 Mar 2027)"#,
    ),
    case("-a small.toml list --ids --day 2027-3-6", 0, "open\n", ""),
    case("-a small.toml list --ids --day 6/3", 0, "open\n", ""),
    case("-a small.toml list --ids --day Samstag", 0, "open\n", ""),
    case("-a small.toml list --ids --day '6 mar'", 0, "open\n", ""),
    // Without --day, --at asks for what runs.
    case("-a small.toml list --ids --at 'sat 9:10am'", 0, "open\n", ""),
    case("-a small.toml list --ids --at '6 Mar 9h29' --room a", 0, "open\n", ""),
    case("-a small.toml list --ids --at noon", 1, "", "runs at Sat 6 Mar 2027 12:00"),
    case("-a small.toml list --at someday", 2, "", "is not a time. Write 14:00, 2:30pm"),
    case("-a small.toml list --at 'fri 9:00'", 2, "", "This agenda has: 1 (Sat 6 Mar 2027)"),
    case("-a small.toml list --day someday", 2, "", r#"no day matches "someday""#),
    case(
        "list --ids --day 1 --day wed --room ulster --room munster --kind workshop",
        0,
        "mon-1100-",
        "",
    ),
    case("-a small.toml list --ids --day 1 --day sun", 0, "open\nnight\n", ""),
    case("-a small.toml list --ids --room a --room B", 0, "open\nnight\n", ""),
    case("-a small.toml list --room a --room C", 2, "", r#"no room matches "C""#),
    case("-a small.toml list --ids --room b", 0, "open\nnight\n", ""),
    case("-a small.toml list --ids --room a+b", 0, "open\n", ""),
    case("-a small.toml list --room C", 2, "", r#"no room matches "C""#),
    case("-a small.toml list --ids --track dee", 0, "later\n", ""),
    case("-a small.toml list --track x", 2, "", r#"no track matches "x". Known tracks: Deep"#),
    case("-a small.toml list --ids --kind Workshop", 0, "later\n", ""),
    case("-a small.toml list --kind workshp", 2, "", r#"Did you mean "workshop"?"#),
    case("-a small.toml list --ids --speaker zoe", 0, "open\n", ""),
    case("-a small.toml list --speaker 'zoë ero'", 1, "", "Did you mean Zoë Ærø?"),
    case("-a small.toml list --mine", 1, "", "nothing found"),
];

#[test]
fn list_with_filters_prints_matching_sessions() {
    let home = Home::with_small_agenda();
    home.check_cases(FILTERS);
    assert_eq!(home.count_files(), 1, "a command that prints wrote a file");
}

#[test]
fn list_in_a_pipe_prints_nine_fields() {
    let home = Home::with_small_agenda();
    home.run_line("-a small.toml mark night --maybe");
    let expected = "\
open\t2027-03-06\t09:00\t09:30\tA+B\ttalk\t\tOpening\tZoë Ærø
night\t2027-03-06\t00:30\t01:00\tB\ttalk\tmaybe\tNight\t
later\t\t\t\t\tworkshop\t\tLater\t
";
    assert_eq!(home.run_line("-a small.toml list").out, expected);
}

#[test]
fn list_and_mine_print_sentences_for_a_reader() {
    let home = Home::with_small_agenda();
    home.run_line("-a small.toml mark night --maybe");
    let night = "Maybe. 00:30 to 01:00: Night. B.";
    let expected = format!(
        "Saturday 6 March 2027.\n09:00 to 09:30: Opening. A+B. By Zoë Ærø. 1 of 3. Id open.\n\
         {night} 2 of 3. Id night.\nNot scheduled yet.\n\
         No time yet: Later. No room. 3 of 3. Id later.\n"
    );
    assert_eq!(home.run_line("-a small.toml list --linear").out, expected);
    let mut command = home.command(&["-a", "small.toml", "list"]);
    assert_eq!(run_command(command.env("HALLWAY_LINEAR", "1")).out, expected);
    let mine = home.run_line("-a small.toml mine --linear").out;
    assert_eq!(mine, format!("Saturday 6 March 2027.\n{night} 1 of 1. Id night.\n"));
}

#[test]
fn list_has_colours_only_on_request() {
    let home = Home::new();
    for (args, env) in [
        ("", ("X", "")),
        ("--color never", ("CLICOLOR_FORCE", "1")),
        ("--color auto", ("NO_COLOR", "1")),
    ] {
        let args: Vec<&str> = ["list"].into_iter().chain(args.split_whitespace()).collect();
        let mut command = home.command(&args);
        assert!(!run_command(command.env(env.0, env.1)).out.contains('\u{1b}'), "{args:?}");
    }
    let mut both = home.command(&["list"]);
    both.envs([("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]);
    assert!(!run_command(&mut both).out.contains('\u{1b}'));
}

#[test]
fn coloured_list_fits_every_width() {
    let home = Home::new();
    for width in ["1", "20", "40", "80", "200"] {
        let mut forced = home.command(&["list", "--day", "1"]);
        let forced = run_command(forced.envs([("CLICOLOR_FORCE", "1"), ("COLUMNS", width)])).out;
        let table = home.run_coloured(&["list", "--day", "1"], width);
        assert_eq!(forced, table);
        assert!(table.starts_with("\u{1b}[1mMonday 11 July 2016\u{1b}[0m\n08:00"), "{table}");
        let widths = table.lines().skip(1).map(|line| strip_colours(line).chars().count());
        // The time, the star and the gaps of a table are 17 cells wide.
        let limit = width.parse::<usize>().unwrap().max(17);
        assert!(widths.max().unwrap() <= limit, "{width}\n{table}");
    }
}

#[test]
fn list_json_has_the_shape_of_the_manual() {
    let home = Home::with_small_agenda();
    let all = home.json(&["-a", "small.toml", "list", "--json"]);
    let event = json!({
        "id": "small", "name": "Small", "timezone": "Europe/Berlin",
        "day_start": "05:00:00", "venue": null, "url": null, "description": null,
        "days": ["2027-03-06"], "rooms": ["A", "B"],
        "room_details": [
            {"name": "A", "capacity": null, "joins": []},
            {"name": "B", "capacity": null, "joins": []},
            {"name": "A+B", "capacity": null, "joins": ["A", "B"]},
        ],
        "tracks": [{"name": "Deep", "color": null}],
    });
    assert_eq!((&all["schema"], &all["event"]), (&Value::from(1), &event));
    let first = json!({
        "id": "open", "ids": {}, "title": "Opening", "start": "2027-03-06T09:00:00+01:00",
        "end": "2027-03-06T09:30:00+01:00", "minutes": 30, "all_day": false, "day": "2027-03-06",
        "room": "A+B", "rooms": ["A", "B"], "kind": "talk", "track": null, "tags": [],
        "language": null, "seats": null, "cancelled": false, "recorded": "unknown",
        "people": [{
            "name": "Zoë Ærø", "role": "speaker", "affiliation": null, "job": null, "bio": null,
            "url": null,
        }],
        "abstract": null, "url": null, "links": [], "mark": null,
    });
    assert_eq!(all["sessions"][0], first);
    let later = &all["sessions"][2];
    assert_eq!((&later["start"], &later["end"]), (&Value::Null, &Value::Null));
    let lines = home.run_line("-a small.toml list --jsonl").out;
    assert_eq!(serde_json::from_str::<Value>(lines.lines().next().unwrap()).unwrap(), first);
    let none = home.run_line("list --json --day sun");
    none.assert_code(1).assert_out("\"sessions\":[]");
}

#[test]
fn list_without_event_zone_has_no_offsets() {
    let home = Home::new();
    home.file("floating.toml", &SMALL.replace("timezone = \"Europe/Berlin\"\n", ""));
    let all = home.json(&["-a", "floating.toml", "list", "--json"]);
    assert_eq!(all["sessions"][0]["start"], "2027-03-06T09:00:00");
    assert_eq!(all["event"]["timezone"], Value::Null);
    home.run_line("-a floating.toml list --tz UTC").assert_code(2).assert_err("--zone");
    let args = ["-a", "floating.toml", "--zone", "Asia/Tokyo", "--tz", "UTC", "list", "--json"];
    assert_eq!(home.json(&args)["sessions"][0]["start"], "2027-03-06T00:00:00+00:00");
}

#[test]
#[expect(clippy::print_stderr, reason = "says why it did nothing")]
fn list_json_of_built_in_agenda_has_the_published_facts() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seed/expected.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("SKIPPED: there is no {}", path.display());
        return;
    };
    let expected: Value = serde_json::from_str(&text).unwrap();
    let facts = expected["sessions"].as_array().unwrap();
    let listed = Home::new().json(&["list", "--json"]);
    let sessions: BTreeMap<_, _> = listed["sessions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|session| (key(session), session))
        .collect();
    assert_eq!((sessions.len(), facts.len()), (73, 73));
    for fact in facts {
        check_fact(sessions[&key(fact)], fact);
    }
}

/// Returns start, room and title, the key of a session.
fn key(session: &Value) -> [String; 3] {
    ["start", "room", "title"].map(|key| session[key].as_str().unwrap().to_owned())
}

fn check_fact(session: &Value, fact: &Value) {
    let title = &fact["title"];
    for key in ["end", "minutes", "day"] {
        assert_eq!(session[key], fact[key], "{title}");
    }
    assert_eq!(session["abstract"].is_string(), fact["has_abstract"] == true, "{title}");
    let people = session["people"].as_array().unwrap();
    for (role, key) in
        [("speaker", "speakers"), ("moderator", "moderators"), ("sponsor", "sponsors")]
    {
        for person in fact[key].as_array().unwrap() {
            let is_same = |p: &&Value| p["name"] == person["name"] && p["role"] == role;
            let listed = people.iter().find(is_same).unwrap();
            if person["company"].is_string() {
                assert_eq!(listed["affiliation"], person["company"], "{}", person["name"]);
            }
        }
    }
}

const LONG: &str = "\
[[session]]
id = 'exhibition'
title = 'Exhibition'
start = 2030-05-04T10:00:00
end = 2030-05-06T18:00:00
[[session]]
id = 'night'
title = 'Party until three, of the day before'
start = 2030-05-04T22:00:00
end = 2030-05-05T03:00:00
[[session]]
id = 'second'
title = 'Talk of the second day'
start = 2030-05-05T11:00:00
minutes = 30
[[session]]
id = 'third'
title = 'Talk of the third day'
start = 2030-05-06T11:00:00
minutes = 30
";

#[test]
fn list_of_a_day_has_the_sessions_of_earlier_days_that_still_run() {
    let home = Home::new();
    home.file("long.toml", LONG);
    for (day, ids) in [
        ("1", "exhibition\nnight\n"),
        ("2", "exhibition\nsecond\n"),
        ("mon", "exhibition\nthird\n"),
    ] {
        let listed = home.run(&["-a", "long.toml", "list", "--ids", "--day", day]);
        assert_eq!((listed.code, &*listed.out), (0, ids), "day {day}");
    }
}

#[test]
fn list_of_an_agenda_without_sessions_is_empty() {
    let home = Home::new();
    home.file("view.json", r#"[{"groupId":null,"groupName":"All","sessions":[]}]"#);
    let listed = home.run(&["-a", "view.json", "list", "--ids"]);
    assert_eq!((listed.code, &*listed.out), (0, ""));
    assert!(listed.err.contains("view.json has 1 warning"), "{}", listed.err);
}

/// Every command with a table, at a time with a marked session.
const TABLES: [&str; 5] =
    ["list --day tue", "search panel", "mine", "now --at 'tue 14:25'", "next --at 'tue 13:00'"];

#[test]
fn tables_show_the_short_id_at_60_cells_and_more() {
    let home = Home::new();
    home.run_line("mark tue-1420-panel tue-1340-design").assert_code(0);
    for line in TABLES {
        for width in ["60", "80", "120", "200"] {
            let out = home.run_coloured(&split_words(line), width);
            let is_row = |row: &&str| {
                let row = strip_colours(row);
                row.contains(':') && !row.starts_with(' ') && !row.contains("free for")
            };
            let rows: Vec<&str> = out.lines().filter(is_row).collect();
            assert!(!rows.is_empty(), "{line} {width}\n{out}");
            for row in rows {
                // The id is dim, and the last text of its row.
                let id = row.rsplit("\u{1b}[2m").next().unwrap().trim_end_matches("\u{1b}[0m");
                let shown = home.run(&["show", "--json", id]);
                assert_eq!(shown.code, 0, "{line} {width}: {row}\n{}", shown.err);
            }
        }
    }
    // The title keeps 16 cells: a narrower table has no ids.
    let out = home.run_coloured(&["list", "--day", "tue"], "30");
    assert!(!out.contains("\u{1b}[2m"), "{out}");
}

#[test]
fn long_id_takes_cells_from_its_own_row_alone() {
    let home = Home::new();
    let session = |id: &str| {
        format!(
            "[[session]]\nid='{id}'\ntitle='The title of a session'\nroom='Hall'\n\
             start=2030-05-04T09:00:00\nminutes=30\n"
        )
    };
    let ids = ["aaaaaaaa-1", "219d8a4f-cb9b-41cf-bcef-1", "219d8a4f-cb9b-41cf-bcef-2", "bbbbbb"];
    home.file("ids.toml", &ids.map(session).concat());
    let rows = |width: &str| -> Vec<String> {
        let out = home.run_coloured(&["-a", "ids.toml", "list"], width);
        out.lines().skip(1).map(|row| strip_colours(row).trim_end().to_owned()).collect()
    };
    let wide = rows("80");
    assert!(wide[0].ends_with("The title of a session  Hall  aaaa"), "{wide:?}");
    assert!(wide[1].ends_with("The title of a session  219d8a4f-cb9b-41cf-bcef-1"), "{wide:?}");
    assert!(wide[3].ends_with("Hall  bbbb"), "{wide:?}");
    let narrow = rows("54");
    assert!(narrow[1].ends_with("Hall") && narrow[3].ends_with("Hall  bbbb"), "{narrow:?}");
    for (width, rows) in [(80, wide), (54, narrow)] {
        assert!(rows.iter().all(|row| row.chars().count() <= width), "{rows:?}");
    }
}

#[test]
fn filter_without_a_name_is_refused() {
    let home = Home::new();
    for (command, option) in [
        ("list", "--room"),
        ("list", "--speaker"),
        ("list", "--track"),
        ("list", "--day"),
        ("list", "--kind"),
        ("now", "--room"),
        ("export", "--speaker"),
    ] {
        for name in ["", " "] {
            let answer = home.run(&[command, option, name, "--at", "2016-07-12 11:00"]);
            assert_eq!(answer.assert_code(2).out, "", "{command} {option}");
        }
    }
}

#[test]
fn day_outside_the_event_is_named_with_the_days_of_the_event() {
    let home = Home::with_small_agenda();
    home.run_line("-a small.toml list --day 2027-03-09")
        .assert_code(1)
        .assert_err("2027-03-09 has no session. This agenda has: 1 (Sat 6 Mar 2027)");
    home.run_line("list --day today").assert_code(1).assert_err("today has no session. This");
}
