//! Clocks, days and lengths of events.

use super::*;

const KOLKATA: &str = "<time_zone_name>Asia/Kolkata</time_zone_name>";
const VANCOUVER: &str = "<time_zone_name>America/Vancouver</time_zone_name>";
const CONTRADICTION: &str = "the date and the start of a session contradict each other";
const FALSE_UTC: &str = "a date claims UTC, but shows the clock of the start";

/// Elements of the conference, elements of the event, the start, and the message.
const TIMES: &[(&str, &str, &str, Option<&str>)] = &[
    // The offset is a lie: the file names no zone, the clock is that of the start.
    (
        "",
        "<date>2030-07-01T10:00:00+00:00</date><start>10:00</start>",
        "07-01T10:00-04:00",
        Some(FALSE_UTC),
    ),
    (
        "",
        "<date>2030-07-01T10:00:00Z</date><start>10:00:00</start>",
        "07-01T10:00-04:00",
        Some(FALSE_UTC),
    ),
    // An instant, and the local clock.
    (
        KOLKATA,
        "<date>2030-07-01T05:00:00+00:00</date><start>10:30</start>",
        "07-01T10:30+05:30",
        None,
    ),
    (
        KOLKATA,
        "<date>2030-06-30T20:00:00+00:00</date><start>01:30</start>",
        "07-01T01:30+05:30",
        None,
    ),
    // Where the zone is named, the instant holds.
    (
        KOLKATA,
        "<date>2030-07-01T10:00:00Z</date><start>10:00</start>",
        "07-01T15:30+05:30",
        Some(CONTRADICTION),
    ),
    ("", "<date>2030-07-01T10:00:00+02:00</date><start>10:00</start>", "07-01T04:00-04:00", None),
    (
        "",
        "<date>2030-07-01T10:00:00+02:00</date><start>11:00</start>",
        "07-01T04:00-04:00",
        Some(CONTRADICTION),
    ),
    ("", "<date>2030-07-01T10:00:00Z</date>", "07-01T06:00-04:00", None),
    // No offset.
    ("", "<date>2030-07-02T10:00:00</date><start>10:00</start>", "07-02T10:00-04:00", None),
    (
        "",
        "<date>2030-07-02T00:00:00</date><start>10:00</start>",
        "07-02T10:00-04:00",
        Some(CONTRADICTION),
    ),
    ("", "<date>2030-07-02</date><start>10:00</start>", "07-02T10:00-04:00", None),
    (
        "",
        "<date>tomorrow</date><start>10:00</start>",
        "07-01T10:00-04:00",
        Some("this is not a date"),
    ),
    // The day of the list, and its change.
    ("", "<start>00:30</start>", "07-02T00:30-04:00", Some(NIGHT)),
    ("<day_change>00:00</day_change>", "<start>00:30</start>", "07-01T00:30-04:00", None),
    ("<day_change>09:00:00</day_change>", "<start>08:59</start>", "07-02T08:59-04:00", None),
    ("<day_change>09:00:00</day_change>", "<start>09:00</start>", "07-01T09:00-04:00", None),
    (
        "<day_change>nine</day_change>",
        "<start>08:59</start>",
        "07-01T08:59-04:00",
        Some("this is not a time of day"),
    ),
    // Nothing.
    ("", "", "TBA", None),
    ("", "<date>2030-07-01</date>", "TBA", None),
    ("", "<start>25:00</start>", "TBA", Some("this is not a time of day")),
];

#[test]
fn times_are_the_clocks_of_the_venue() {
    for (conference, event, start, message) in TIMES {
        let text = around(conference, &format!("<event>{event}<title>One</title></event>"));
        let agenda = agenda(&text, Some("America/Toronto"));
        assert_eq!(rows(&agenda), [format!("{start} ? R One []")], "{event}");
        assert_eq!(messages(&draft(&text)), Vec::from_iter(*message), "{event}");
    }
}

/// The date of an event in Vancouver and its clock, the start, and the message.
const OLD_RULES: &[(&str, &str, &str, Option<&str>)] = &[
    // The offset is of the zone's old rules: date and start agree.
    (
        "2030-12-10T09:00:00-08:00",
        "09:00",
        "12-10T09:00-07:00",
        Some("a date has the offset -08:00, but the offset of America/Vancouver is -07:00 then"),
    ),
    ("2030-12-10T09:00:00-08:00", "10:00", "12-10T10:00-07:00", None),
    ("2030-07-10T09:00:00-07:00", "09:00", "07-10T09:00-07:00", None),
    // An offset of another place.
    ("2030-12-10T09:00:00-05:00", "09:00", "12-10T07:00-07:00", Some(CONTRADICTION)),
];

#[test]
fn offset_by_old_rules_of_a_zone_is_not_taken() {
    for (date, clock, start, message) in OLD_RULES {
        let event =
            format!("<event><date>{date}</date><start>{clock}</start><title>One</title></event>");
        let text = around(VANCOUVER, &event).replace("2030-07-01", &date[..10]);
        assert_eq!(rows(&agenda(&text, None)), [format!("{start} ? R One []")], "{date} {clock}");
        assert_eq!(messages(&draft(&text)), Vec::from_iter(*message), "{date} {clock}");
    }
}

/// The date of an event listed on 1 July 2030, and true if the difference is reported.
const OTHER_DAYS: &[(&str, bool)] = &[
    ("2030-07-01T23:00:00-04:00", false),
    // The list has the night after the day too.
    ("2030-07-02T04:00:00-04:00", false),
    ("2030-06-30T23:00:00-04:00", true),
    ("2030-07-03T00:00:00-04:00", true),
    ("2030-07-03T00:00:00", true),
    ("2030-07-03", true),
    // A date in UTC may be another than at the venue.
    ("2030-06-30T23:00:00Z", false),
];

#[test]
fn date_of_another_day_than_the_list_is_taken_and_reported() {
    const MESSAGE: &str = "a session has another date than the day it is listed under";
    for (date, is_reported) in OTHER_DAYS {
        let text = around("", &format!("<event><date>{date}</date><title>One</title></event>"));
        let expected = if *is_reported { vec![MESSAGE] } else { vec![] };
        assert_eq!(messages(&draft(&text)), expected, "{date}");
    }
}

#[test]
fn false_utc_is_found_beside_one_odd_date() {
    let event = |date: &str| {
        format!(
            "<event><date>2030-07-01T{date}</date><start>10:00</start><title>One</title></event>"
        )
    };
    let starts = |dates: &[&str]| {
        let text = around("", &dates.iter().map(|date| event(date)).collect::<String>());
        rows(&agenda(&text, Some("America/Toronto")))
            .iter()
            .map(|row| row[6..11].to_owned())
            .collect::<Vec<_>>()
    };
    let lies = ["10:00:00+00:00"; 11];
    let mut all = lies.to_vec();
    all.push("12:00:00+00:00");
    assert_eq!(starts(&all), [["08:00"].as_slice(), &["10:00"; 11]].concat());
    // Offsets that are meant: London in summer and one talk from Iceland.
    assert_eq!(
        starts(&["10:00:00+01:00", "10:00:00+01:00", "10:00:00+00:00"]),
        ["05:00", "05:00", "06:00"]
    );
}

#[test]
fn lengths_with_two_readings_follow_the_file() {
    let event = |length: &str| {
        format!(
            "<event><start>10:00</start><duration>{length}</duration><title>One</title></event>"
        )
    };
    for (lengths, minutes) in [
        (["1:00:00", "00:30"], [Some(1440), Some(30)]),
        (["1:00:00", "0:30:00"], [Some(60), Some(30)]),
        (["1:02:30", "00:30"], [Some(1590), Some(30)]),
        (["00:00", "half an hour"], [Some(0), None]),
    ] {
        let draft = draft(&around("", &lengths.map(event).concat()));
        let read: Vec<_> = draft
            .sessions
            .iter()
            .map(|s| s.minutes.as_ref().map(|minutes| minutes.value))
            .collect();
        assert_eq!(read, minutes, "{lengths:?}");
    }
}

#[test]
fn night_without_stated_end_is_a_reported_guess() {
    let event = |start: &str| {
        format!(
            "<event><start>{start}</start><duration>0:30</duration><title>{start}</title></event>"
        )
    };
    let text = around("", &["22:00", "00:15", "05:30"].map(event).concat());
    assert_eq!(
        rows(&agenda(&text, None)),
        [
            "07-01T22:00+00:00 30 R 22:00 []",
            "07-02T00:15+00:00 30 R 00:15 []",
            "07-02T05:30+00:00 30 R 05:30 []"
        ]
    );
    assert_eq!(messages(&draft(&text)), [NIGHT; 2]);
    // Another room begins in the morning; and wafer says that the day is that of the calendar.
    let rooms = format!("{}</room><room name='S'>{}", event("22:00"), event("05:30"));
    assert_eq!(rows(&agenda(&around("", &rooms), None))[0], "07-01T05:30+00:00 30 S 05:30 []");
    let wafer = around("<day_change>00:00</day_change>", &event("00:15"));
    assert_eq!(rows(&agenda(&wafer, None)), ["07-01T00:15+00:00 30 R 00:15 []"]);
    assert_eq!(messages(&draft(&wafer)), [""; 0]);
    // No morning ends at eleven.
    let late = text.replace(
        "<day ",
        "<day start='2030-07-01T11:00:00+02:00' end='2030-07-02T04:00:00+02:00' ",
    );
    let late = late.replace("22:00", "10:30");
    assert_eq!(rows(&agenda(&late, None))[1], "07-01T10:30+00:00 30 R 10:30 []");
}
