use super::{calendar, messages_of, session_lines};

/// Lines of an event, and the start and minutes of its session.
type TimeCase = (&'static str, &'static str);

/// Asserts start and minutes of the only session of a calendar for each case.
fn assert_times(head: &str, cases: &[TimeCase]) {
    for (lines, expected) in cases {
        let found = session_lines(&calendar(head, &[&format!("SUMMARY:A\n{lines}")]));
        assert_eq!(found.len(), 1, "{lines}");
        assert!(found[0].starts_with(&format!("{expected} ")), "{lines}: {found:?}");
    }
}

#[test]
fn time_in_utc_with_end_or_duration() {
    assert_times(
        "",
        &[
            ("DTSTART:20240310T090000Z\nDTEND:20240310T100000Z", "2024-03-10T09:00:00+00:00 60"),
            ("DTSTART:20240310T090000Z\nDURATION:PT1H30M", "2024-03-10T09:00:00+00:00 90"),
        ],
    );
    assert_times(
        "X-WR-TIMEZONE:UTC\n",
        &[("DTSTART:20240310T090000Z\nDURATION:PT1H30M", "2024-03-10T09:00:00+00:00 90")],
    );
}

#[test]
fn time_by_the_zone_of_the_calendar() {
    assert_times(
        "X-WR-TIMEZONE:Europe/Berlin\n",
        &[
            ("DTSTART:20240710T090000Z\nDURATION:P1DT2H", "2024-07-10T11:00:00+02:00 1560"),
            ("DTSTART:20240710T090000\nDURATION:PT0S", "2024-07-10T09:00:00+02:00 0"),
        ],
    );
    assert_times(
        "VTIMEZONE: Europe/Rome\n",
        &[("DTSTART:20240710T090000\nDURATION:P1W", "2024-07-10T09:00:00+02:00 10080")],
    );
}

const ZONE_NAMES: &[TimeCase] = &[
    (
        "DTSTART;TZID=America/Phoenix:20240710T200000\n\
         DTEND;TZID=America/Phoenix:20240710T235959",
        "2024-07-10T20:00:00-07:00 240",
    ),
    (
        r#"DTSTART;TZID="W. Europe Standard Time":20240710T090000
DTEND:20240710T093000"#,
        "2024-07-10T09:00:00+02:00 30",
    ),
    (
        "DTSTART;TZID=/example.org/20210210_1/Europe/London:20240710T090000",
        "2024-07-10T09:00:00+01:00 0",
    ),
    (
        r#"DTSTART;TZID="(UTC+01:00) Amsterdam, Berlin, Bern, Rome":20240710T090000"#,
        "2024-07-10T09:00:00+02:00 0",
    ),
    (
        r#"DTSTART;TZID="(UTC-05:00) Eastern Time (US & Canada)":20240710T090000"#,
        "2024-07-10T09:00:00-04:00 0",
    ),
    (
        "DTSTART;TZID=/citadel.org/20250101_1/America/Argentina/Buenos_Aires:20240710T090000",
        "2024-07-10T09:00:00-03:00 0",
    ),
    ("DTSTART;TZID=US/Eastern;VALUE=DATE-TIME:20240710T090000", "2024-07-10T09:00:00-04:00 0"),
    ("DTSTART;TZID=Mars/Base:20240710T090000", "2024-07-10T09:00:00+00:00 0"),
    ("DTSTART;TZID=UTC+1:20240710T090000", "2024-07-10T09:00:00+01:00 0"),
    (r#"DTSTART;TZID="GMT-03:30":20240710T090000"#, "2024-07-10T09:00:00-03:30 0"),
    ("DTSTART;TZID=UTC+0545:20240710T090000", "2024-07-10T09:00:00+05:45 0"),
    ("DTSTART;TZID=Etc/GMT-2:20240710T090000", "2024-07-10T09:00:00+02:00 0"),
    ("DTSTART;TZID=UTC+é:20240710T090000", "2024-07-10T09:00:00+00:00 0"),
    // The clocks go forward while the session runs.
    (
        "DTSTART;TZID=Europe/Berlin:20270328T013000\nDTEND;TZID=Europe/Berlin:20270328T033000",
        "2027-03-28T01:30:00+01:00 60",
    ),
];

#[test]
fn time_by_zone_names_of_iana_windows_outlook_and_libical() {
    assert_times("", ZONE_NAMES);
}

const UNQUOTED_PARAMETERS: &[TimeCase] = &[
    (
        "DTSTART;TZID=(UTC-05:00) Eastern Time (US & Canada):20240710T090000",
        "2024-07-10T09:00:00-04:00 0",
    ),
    (
        "DTSTART;TZID=(UTC-05:00) Eastern Time (US and Canada):20240710T090000",
        "2024-07-10T09:00:00-04:00 0",
    ),
    ("DTSTART;X=A (B;TZID=Europe/Berlin:20240710T090000", "2024-07-10T09:00:00+02:00 0"),
    ("DTSTART;TZID=tzone://Microsoft/Utc:20260117T090000", "2026-01-17T09:00:00+00:00 0"),
    (
        "DTSTART;TZID=GMT+01:00:20260117T090000\nDTEND;TZID=GMT+01:00:20260117T093000",
        "2026-01-17T09:00:00+01:00 30",
    ),
    (r#"DTSTART;X=a:b;TZID="Asia/Tokyo":20260117T090000"#, "2026-01-17T09:00:00+09:00 0"),
    ("DTSTART:TZID=Asia/Tokyo:20260117T090000", "2026-01-17T09:00:00+09:00 0"),
];

#[test]
fn time_behind_parameters_with_unquoted_colons() {
    assert_times("", UNQUOTED_PARAMETERS);
}

#[test]
fn time_in_other_notations() {
    assert_times(
        "",
        &[
            ("DTSTART:2026-01-17T09:00:00+01:00", "2026-01-17T09:00:00+01:00 0"),
            ("DTSTART:20260117T090000+0100", "2026-01-17T09:00:00+01:00 0"),
            ("DTSTART:20260117T090000-0130", "2026-01-17T09:00:00-01:30 0"),
            ("DTSTART:2026-01-17T09:00-05:00", "2026-01-17T09:00:00-05:00 0"),
            ("DTSTART:20260117T090000.000Z", "2026-01-17T09:00:00+00:00 0"),
            ("DTSTART:20260117T090000.5+0100", "2026-01-17T09:00:00+01:00 0"),
        ],
    );
}

#[test]
fn malformed_or_missing_time_leaves_a_session_without_a_start() {
    assert_times(
        "",
        &[
            ("DTSTART:20260117T090000.Z", "- -1"),
            ("DTSTART:someday", "- -1"),
            ("LOCATION:Hall", "- -1"),
        ],
    );
}

#[test]
fn date_lasts_whole_days() {
    assert_times(
        "",
        &[
            (
                "DTSTART;VALUE=DATE:20260117\nDTEND;VALUE=DATE:20260119",
                "2026-01-17T00:00:00+00:00 2880",
            ),
            ("DTSTART;VALUE=DATE:20260117", "2026-01-17T00:00:00+00:00 1440"),
        ],
    );
    // The clocks go back on the second day of the first, and forward on the second.
    assert_times(
        "X-WR-TIMEZONE:Europe/London\n",
        &[
            (
                "DTSTART;VALUE=DATE:20251025\nDTEND;VALUE=DATE:20251027",
                "2025-10-25T00:00:00+01:00 2940",
            ),
            ("DTSTART;VALUE=DATE:20260329", "2026-03-29T00:00:00+00:00 1380"),
        ],
    );
}

#[test]
fn zone_with_a_location_is_that_of_the_location() {
    let head = "\
BEGIN:VTIMEZONE
TZID:Mine
X-LIC-LOCATION:Europe/Berlin
END:VTIMEZONE
";
    assert_times(head, &[("DTSTART;TZID=Mine:20240710T090000", "2024-07-10T09:00:00+02:00 0")]);
}

#[test]
fn zone_with_one_observance_has_one_offset() {
    let head = "\
BEGIN:VTIMEZONE
TZID:Own
BEGIN:STANDARD
TZOFFSETTO:+0530
END:STANDARD
END:VTIMEZONE
";
    assert_times(head, &[("DTSTART;TZID=Own:20240710T090000", "2024-07-10T09:00:00+05:30 0")]);
}

/// A zone with rules as Outlook writes them.
const ZONE_WITH_RULES: &str = "\
BEGIN:VTIMEZONE
TZID:Ours
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19960331T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3;UNTIL=20290325T010000Z
END:DAYLIGHT
END:VTIMEZONE
";

#[test]
fn zone_with_rules_changes_its_offset_every_year() {
    assert_times(
        ZONE_WITH_RULES,
        &[
            ("DTSTART;TZID=Ours:20240710T090000", "2024-07-10T09:00:00+02:00 0"),
            ("DTSTART;TZID=Ours:20240331T015959", "2024-03-31T01:59:59+01:00 0"),
            ("DTSTART;TZID=Ours:20240331T030000", "2024-03-31T03:00:00+02:00 0"),
            ("DTSTART;TZID=Ours:20241027T030000", "2024-10-27T03:00:00+01:00 0"),
            ("DTSTART;TZID=Ours:20300110T090000", "2030-01-10T09:00:00+01:00 0"),
            ("DTSTART;TZID=Ours:19950710T090000", "1995-07-10T09:00:00+01:00 0"),
        ],
    );
}

/// A zone with single dates as libical writes them.
const ZONE_WITH_DATES: &str = "\
BEGIN:VTIMEZONE
TZID:Dated
BEGIN:STANDARD
DTSTART:20231105T020000
TZOFFSETFROM:-0300
TZOFFSETTO:-0400
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20230312T020000
RDATE:20240310T020000
TZOFFSETFROM:-0400
TZOFFSETTO:-0300
END:DAYLIGHT
END:VTIMEZONE
";

#[test]
fn zone_with_dates_changes_its_offset_on_the_dates() {
    assert_times(
        ZONE_WITH_DATES,
        &[
            ("DTSTART;TZID=Dated:20240710T090000", "2024-07-10T09:00:00-03:00 0"),
            ("DTSTART;TZID=Dated:20240110T090000", "2024-01-10T09:00:00-04:00 0"),
        ],
    );
}

#[test]
fn unknown_zone_is_reported_once() {
    let event = "SUMMARY:A\nDTSTART;TZID=Dublin/Pub:20240525T090000\nDURATION:PT1H";
    for head in ["", "X-WR-TIMEZONE:Dublin/Pub\n"] {
        let messages = super::messages_of(&calendar(head, &[event]));
        assert!(messages.len() == 1 && messages[0].contains("Dublin/Pub"), "{messages:?}");
    }
}

#[test]
fn unknown_zone_of_the_calendar_yields_to_the_zone_of_the_events() {
    let event = "SUMMARY:A\nDTSTART;TZID=Europe/Paris:20240525T090000";
    let agenda = super::agenda_of(&calendar("X-WR-TIMEZONE:Nowhere\n", &[event]));
    assert_eq!(agenda.clock.zone().unwrap().name(), "Europe/Paris");
}

/// A definition of Vancouver's zone by the rules before 2026.
const OLD_DEFINITIONS: &str = "BEGIN:VTIMEZONE
TZID:America/Vancouver
BEGIN:STANDARD
DTSTART:20071104T020000
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
TZOFFSETFROM:-0700
TZOFFSETTO:-0800
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20070311T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
TZOFFSETFROM:-0800
TZOFFSETTO:-0700
END:DAYLIGHT
END:VTIMEZONE
";

#[test]
fn old_definition_of_a_zone_leaves_wall_clocks_as_they_are() {
    const OLD: &str =
        "a date has the offset -08:00, but the offset of America/Vancouver is -07:00 then";
    for (zone, start, expected, is_reported) in [
        ("", ";TZID=America/Vancouver:20261210T090000", "2026-12-10T09:00:00-07:00", true),
        ("", ";TZID=America/Vancouver:20260710T090000", "2026-07-10T09:00:00-07:00", false),
        ("", ";TZID=America/Vancouver:20251210T090000", "2025-12-10T09:00:00-08:00", false),
        (
            "X-WR-TIMEZONE:America/Toronto\n",
            ";TZID=America/Vancouver:20261210T090000",
            "2026-12-10T11:00:00-05:00",
            true,
        ),
        // A time in UTC does not show the clock of its server.
        (
            "X-WR-TIMEZONE:America/Vancouver\n",
            ":20261210T170000Z",
            "2026-12-10T10:00:00-07:00",
            false,
        ),
    ] {
        let head = format!("{zone}{OLD_DEFINITIONS}");
        let text = calendar(&head, &[&format!("SUMMARY:A\nDTSTART{start}\nDURATION:PT1H")]);
        let lines = session_lines(&text);
        assert!(lines[0].starts_with(&format!("{expected} 60 ")), "{start}: {lines:?}");
        assert_eq!(messages_of(&text).contains(&OLD.to_owned()), is_reported, "{start}");
    }
}
