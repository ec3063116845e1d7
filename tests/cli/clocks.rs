//! The clock of an agenda without a zone: offsets, UTC, or wall clocks alone.

use crate::fixture::{Case, Home, case};
use serde_json::{Value, json};

/// Times with an offset, and one time without.
const OFFSETS: &str = r#"
[event]
name = "Winter"

[[session]]
id = "a"
title = "Opening"
start = 2030-12-27T11:00:00+01:00
minutes = 60

[[session]]
id = "b"
title = "Closing"
start = 2030-12-28T18:00:00+01:00
minutes = 30

[[session]]
id = "c"
title = "Dinner"
start = 2030-12-28T20:00:00
"#;

/// Times in UTC, and an all-day event.
const UTC: &str = "BEGIN:VCALENDAR\nPRODID:-//x//y//EN\nVERSION:2.0\nBEGIN:VEVENT\nUID:a\n\
    SUMMARY:Keynote\nDTSTART:20300712T090000Z\nDTEND:20300712T100000Z\nEND:VEVENT\nBEGIN:VEVENT\n\
    UID:b\nSUMMARY:Day one\nDTSTART;VALUE=DATE:20300712\nDTEND;VALUE=DATE:20300713\n\
    END:VEVENT\nEND:VCALENDAR\n";

/// Wall clocks alone.
const WALLS: &str = "[[session]]\nid = \"a\"\ntitle = \"A\"\nstart = 2030-12-27T11:00:00\n";

fn home() -> Home {
    let home = Home::new();
    home.file("offsets.toml", OFFSETS);
    home.file("utc.ics", UTC);
    home.file("walls.toml", WALLS);
    home
}

/// Commands with the start of their output, or a part of their error message.
const COMMANDS: &[Case] = &[
    case("-a offsets.toml search is:now --at 2030-12-27T11:30", 0, "a\t", "1 warning"),
    case("-a offsets.toml search is:now --at 2030-12-27T10:30:00Z", 0, "a\t", "1 warning"),
    case("-a offsets.toml list --ids --day today --at '2 12:00'", 0, "b\nc\n", "1 warning"),
    // Without a time now, nothing that needs one is ignored.
    case("-a walls.toml list --at 2030-12-27T11:30", 2, "", "the time now is unknown"),
    // An instant is of no use either: nobody knows which sessions run at it.
    case("-a walls.toml list --at 2030-12-27T11:30:00+01:00", 2, "", "the time now is unknown"),
    case("-a walls.toml search is:now --at 2030-12-27T10:30Z", 2, "", "the time now is unknown"),
    case("-a walls.toml screenshot --at '1 11:30'", 2, "", "the time now is unknown"),
    case("-a walls.toml list --day today", 2, "", "the time now is unknown"),
    case("-a walls.toml list --tz Asia/Tokyo", 2, "", "its times cannot be converted"),
    case("-a walls.toml search is:now", 2, "", "is:now: the agenda names no time zone"),
    case("-a walls.toml --zone Europe/Berlin list --ids --at '1 11:10'", 0, "a\n", ""),
];

#[test]
fn commands_know_the_time_now_unless_the_file_has_wall_clocks_alone() {
    let home = home();
    home.check_cases(COMMANDS);
    home.run_line("check offsets.toml")
        .assert_out("this time has no offset, and most times have one");
}

fn starts(home: &Home, args: &[&str]) -> Vec<Value> {
    let json = home.json(args);
    json["sessions"].as_array().unwrap().iter().map(|session| session["start"].clone()).collect()
}

#[test]
fn list_json_has_offsets_unless_the_file_has_wall_clocks_alone() {
    let home = home();
    for (args, expected) in [
        (
            "-a offsets.toml list --json",
            json!([
                "2030-12-27T11:00:00+01:00",
                "2030-12-28T18:00:00+01:00",
                "2030-12-28T20:00:00+01:00"
            ]),
        ),
        (
            "-a offsets.toml --tz Asia/Tokyo list --json --day 1",
            json!(["2030-12-27T19:00:00+09:00"]),
        ),
        (
            "-a utc.ics list --json",
            json!(["2030-07-12T00:00:00+00:00", "2030-07-12T09:00:00+00:00"]),
        ),
        ("-a walls.toml list --json", json!(["2030-12-27T11:00:00"])),
    ] {
        let args: Vec<&str> = args.split(' ').collect();
        assert_eq!(json!(starts(&home, &args)), expected, "{args:?}");
        assert_eq!(home.json(&args)["event"]["timezone"], Value::Null);
    }
}

#[test]
fn header_shows_the_time_and_the_name_of_the_clock() {
    let home = home();
    for (args, header) in [
        ("-a offsets.toml screenshot --at 2030-12-27T11:30", "11:30 UTC+1"),
        ("-a offsets.toml screenshot --at 2029-12-27T11:30", " UTC+1"),
        ("-a offsets.toml --tz Asia/Tokyo screenshot --at 2030-12-27T11:30", "19:30 JST (UTC+9)"),
        ("-a utc.ics screenshot --at 2030-07-12T11:30:00+02:00", "09:30 UTC"),
        ("-a walls.toml screenshot", "zone unknown"),
    ] {
        let drawn = home.run_line(args);
        let head = drawn.assert_code(0).out.lines().next().unwrap();
        assert!(head.trim_end().ends_with(header), "{args}: {head}");
    }
}

#[test]
fn calendar_of_offsets_and_utc_has_instants_and_dates() {
    let home = home();
    let offsets = home.run_line("-a offsets.toml export --format ics");
    offsets.assert_out("DTSTART:20301227T100000Z").assert_out("DTSTART:20301228T190000Z");
    let utc = home.run_line("-a utc.ics export --format ics");
    utc.assert_out("DTSTART:20300712T090000Z").assert_out("DTSTART;VALUE=DATE:20300712");
    home.run_line("-a walls.toml export --format ics").assert_out("DTSTART:20301227T110000\r\n");
}

#[test]
fn import_keeps_the_given_zone_and_update_too() {
    let home = home();
    home.run_line("import utc.ics --name conf --zone Europe/Berlin")
        .assert_code(0)
        .assert_err("times are in the zone Europe/Berlin");
    let berlin = json!(["2030-07-12T00:00:00+02:00", "2030-07-12T11:00:00+02:00"]);
    assert_eq!(json!(starts(&home, &["-a", "conf", "list", "--json"])), berlin);
    home.file("utc.ics", &UTC.replace("T090000Z", "T093000Z"));
    home.run_line("update conf").assert_code(0);
    let later = json!(["2030-07-12T00:00:00+02:00", "2030-07-12T11:30:00+02:00"]);
    assert_eq!(json!(starts(&home, &["-a", "conf", "list", "--json"])), later);
}

#[test]
fn all_day_session_stays_on_its_date_when_the_zone_is_named_later() {
    let home = home();
    home.run_line("import utc.ics --name conf").assert_code(0).assert_err("times are UTC");
    let args = ["-a", "conf", "--zone", "America/New_York", "list", "--json"];
    let new_york = json!(["2030-07-12T00:00:00-04:00", "2030-07-12T05:00:00-04:00"]);
    assert_eq!(json!(starts(&home, &args)), new_york);
}
