//! `now` and `next`.

use crate::fixture::{Case, Home, case, strip_colours};
use serde_json::json;

const CASES: &[Case] = &[
    case(
        "now --at 'tue 11:05' --format '{title} | {room} | {minutes} | {start}–{end} {day} {kind}'",
        0,
        "The Next Linux Superpower: eBPF Primer | Lansdowne | 35 | 11:00–11:40 Tue talk\n",
        "",
    ),
    case("now --room ulster --at 'tue 11:05' --format '{{{in}}}'", 0, "{1 h 15}\n", ""),
    case("next --room ULSTER --at 'tue 11:05' --format {minutes}", 0, "155\n", ""),
    case("next --at 'tue 22:10' --format '{in}'", 0, "9 h 50\n", ""),
    // A minute that has begun counts.
    case("now --room ulster --at 2016-07-12T12:18:30 --format {minutes}", 0, "2\n", ""),
    case("now --at 'tue 12:20' --room ulster", 1, "", "nothing runs now. In 1 h 20: DivOps"),
    case("next --at 'wed 16:59'", 1, "", "no further session begins"),
    // Outside the event.
    case("now --at 2016-07-08T10:00", 1, "", "SREcon16 Europe begins in 3 days: Mon 11 Jul 2016"),
    case("next --at 2016-07-10T23:00", 1, "", "SREcon16 Europe begins in 1 day: Mon 11 Jul 2016"),
    case("next --at 2016-07-13T17:00", 1, "", "SREcon16 Europe ended on Wed 13 Jul 2016 17:00"),
    case("now --room ulster --at 'tue 11:05' --ids", 0, "tue-0900-statistics-for-engineers\n", ""),
    case("next --room ulster --at 'tue 11:05' --ids", 0, "tue-1340-divops\n", ""),
    case("now --at 2016-07-08T10:00 --ids", 1, "", "SREcon16 Europe begins in 3 days"),
    // A prompt wants no message.
    case("now --at 2016-07-08T10:00 --format {title}", 1, "", ""),
    case("next --mine --at 'mon 9:00' --format {title}", 1, "", ""),
    case(
        "now --format {tilte}",
        2,
        "",
        "there is no field {tilte}. The fields are {minutes}, {in}",
    ),
    case("now --json --format {title}", 2, "", "cannot be used with"),
    case("now --room nowhere", 2, "", "no room matches \"nowhere\""),
    case("now --at foo", 2, "", "\"foo\" is not a time"),
    case("--zone Europe/Dublin nxet", 2, "", "there is no command nxet; did you mean next?"),
];

#[test]
fn now_and_next_answer_for_the_time_of_at() {
    Home::new().check_cases(CASES);
}

/// Two rooms, a joined room, a cancelled session, a session without a room or a known length, and
/// one of the next day.
const ROOMS: &str = r#"[event]
name = "Rooms"
timezone = "Europe/Berlin"
[[room]]
name = "A"
[[room]]
name = "B"
[[room]]
name = "A+B"
joins = ["A", "B"]
[[session]]
id = "long"
title = "Long"
start = 2027-03-06T09:00:00
minutes = 60
room = "B"
[[session]]
id = "short"
title = "Short"
start = 2027-03-06T09:00:00
room = "A"
[[session]]
id = "off"
title = "Off"
start = 2027-03-06T09:30:00
minutes = 30
room = "A"
cancelled = true
[[session]]
id = "both"
title = "Both"
start = 2027-03-06T10:00:00
minutes = 30
room = "A+B"
[[session]]
id = "after"
title = "After"
start = 2027-03-06T11:00:00
minutes = 30
room = "B"
[[session]]
id = "lunch"
title = "Lunch"
start = 2027-03-06T12:00:00
minutes = 30
[[session]]
id = "last"
title = "Last"
start = 2027-03-07T09:00:00
minutes = 30
room = "A"
"#;

fn ids(home: &Home, line: &str) -> String {
    let answer = home.run_line(&format!("-a rooms.toml {line} --format '{{id}}'"));
    answer.out.lines().collect::<Vec<_>>().join(" ")
}

#[test]
fn next_has_the_first_session_of_each_room_and_my_next_session_first() {
    let home = Home::new();
    home.file("rooms.toml", ROOMS);
    assert_eq!(ids(&home, "now --at 9:10"), "short long");
    // A joined room has one line. Nothing of the next day is told while today goes on.
    assert_eq!(ids(&home, "next --at 9:10"), "both lunch");
    assert_eq!(ids(&home, "next --at 10:10"), "after lunch");
    assert_eq!(ids(&home, "next --at 9:10 --room B"), "both");
    assert_eq!(ids(&home, "next --at 12:10"), "last");
    home.run_line("-a rooms.toml mark last --maybe");
    home.run_line("-a rooms.toml mark after");
    assert_eq!(ids(&home, "next --at 9:10"), "after both lunch");
    assert_eq!(ids(&home, "next --at 9:10 --mine"), "after");
    assert_eq!(ids(&home, "next --at 11:10 --mine"), "last");
    assert_eq!(ids(&home, "now --at 11:10 --mine"), "after");
    home.run_line("-a rooms.toml mark long");
    assert_eq!(ids(&home, "now --at 9:10"), "long short");
}

#[test]
fn own_entries_run_now_and_come_next() {
    let home = Home::new();
    home.file("rooms.toml", ROOMS);
    home.run_line("-a rooms.toml add 'My call' 'sat 9:20' 50m 'Phone box'").assert_code(0);
    home.run_line("-a rooms.toml add Walk 'sun 7:00' 30m").assert_code(0);
    assert_eq!(ids(&home, "now --at 9:25"), "own-0306-0920-my-call short long");
    assert_eq!(ids(&home, "next --at 9:10 --mine"), "own-0306-0920-my-call");
    assert_eq!(ids(&home, "next --at 12:40 --mine"), "own-0307-0700-walk");
    let form = "--format '{title}, {room}, {minutes}, {mark}'";
    let next = home.run_line(&format!("-a rooms.toml next --at 9:10 --mine {form}")).out;
    assert_eq!(next, "My call, Phone box, 10, ★\n");
}

#[test]
fn now_prints_lines_tables_and_json() {
    let home = Home::new();
    home.file("rooms.toml", ROOMS);
    let piped = home.run_line("-a rooms.toml now --at 9:10").out;
    let expected = "short\t2027-03-06\t09:00\t\tA\ttalk\t\tShort\t\t\n\
                    long\t2027-03-06\t09:00\t10:00\tB\ttalk\t\tLong\t\t50\n";
    assert_eq!(piped, expected);
    let table = home.run_coloured(&["-a", "rooms.toml", "now", "--at", "9:10"], "80");
    assert!(strip_colours(&table).starts_with("end unknown  09:00           Short"), "{table}");
    let json = home.json(&["-a", "rooms.toml", "now", "--at", "9:10", "--json"]);
    assert_eq!(json["sessions"][0]["minutes_left"], json!(null));
    assert_eq!(json["sessions"][1]["minutes_left"], 50);
    assert_eq!(
        (&json["state"], &json["now"]),
        (&json!("during"), &json!("2027-03-06T09:10:00+01:00"))
    );
    let json = home.json(&["-a", "rooms.toml", "next", "--at", "2027-3-1T9:00", "--json"]);
    assert_eq!((&json["state"], &json["sessions"]), (&json!("before"), &json!([])));
    assert_eq!(json["begins"], "2027-03-06T09:00:00+01:00");
    let next = home.json(&["-a", "rooms.toml", "next", "--at", "9:10", "--json"]);
    assert_eq!(next["sessions"][0]["minutes_to_go"], 50);
    let linear = home.run_line("-a rooms.toml next --at 9:10 --linear").out;
    assert!(linear.starts_with("in 50 min: 10:00 to 10:30: Both. A+B.\n"), "{linear}");
}

#[test]
fn next_of_an_empty_schedule_tells_the_next_step() {
    let home = Home::new();
    for line in ["next --mine --at 'mon 9:00'", "now --mine --at 'mon 9:00'"] {
        let answer = home.run_line(line);
        answer.assert_code(1).assert_err("your schedule is empty. Put sessions into your schedule");
    }
    home.run_line("mark doorman").assert_code(0);
    home.run_line("next --mine --at 'tue 9:00'").assert_code(1).assert_err("no further session");
}
