use super::{agenda_of, calendar_of, day_lines, messages_of, session_lines};

/// Returns the starts of a calendar's sessions in `format`, separated by spaces.
fn starts(text: &str, format: &str) -> String {
    let starts: Vec<String> = agenda_of(text)
        .sessions
        .iter()
        .map(|session| session.start.unwrap().format(format).to_string())
        .collect();
    starts.join(" ")
}

/// First date, rule, and month and day of all occurrences.
const MONTHLY_AND_YEARLY: &[(&str, &str, &str)] = &[
    ("20240311", "FREQ=MONTHLY;BYDAY=2MO;COUNT=4", "0311 0408 0513 0610"),
    ("20240329", "FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20240601", "0329 0426 0531"),
    ("20240131", "FREQ=MONTHLY;COUNT=3", "0131 0331 0531"),
    ("20240115", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=15,-1;COUNT=4", "0115 0131 0315 0331"),
    ("20240105", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=1,2,3,4,5,6,7;COUNT=3", "0105 0202 0301"),
    ("20240131", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3", "0131 0229 0329"),
    ("20240101", "FREQ=MONTHLY;BYMONTH=1,5;BYDAY=1MO;COUNT=3", "0101 0506 0106"),
    ("20240229", "FREQ=YEARLY;COUNT=2", "0229 0229"),
    ("20241005", "FREQ=YEARLY;BYMONTH=10;BYDAY=1SA;COUNT=3", "1005 1004 1003"),
    // Days that never come, and unsupported rules.
    ("20240130", "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", "0130"),
    ("20240101", "FREQ=YEARLY;BYDAY=20MO;COUNT=2", "0101"),
    ("20240101", "FREQ=YEARLY;BYDAY=2MO;COUNT=2", "0101"),
    ("20240101", "FREQ=MONTHLY;BYMONTHDAY=0", "0101"),
    ("20240101", "FREQ=MONTHLY;BYMONTHDAY=32", "0101"),
    ("20240101", "FREQ=YEARLY;BYWEEKNO=20", "0101"),
];

#[test]
fn rule_of_months_or_years_gives_the_days_of_the_calendar() {
    for (first, rule, days) in MONTHLY_AND_YEARLY {
        let text = calendar_of(&format!(
            "UID:u\nSUMMARY:A\nDTSTART:{first}T180000Z\nDURATION:PT1H\nRRULE:{rule}"
        ));
        assert_eq!(starts(&text, "%m%d"), *days, "{rule}");
    }
}

/// A session on Monday 18 March 2024 at 9; the clocks change on the 31st.
const SESSION_IN_MARCH: &str = "\
SUMMARY:A
UID:u
DTSTART;TZID=Europe/Berlin:20240318T090000
DURATION:PT1H
";

/// Lines behind [`SESSION_IN_MARCH`], and the days of all occurrences.
const DAILY_AND_WEEKLY: &[(&str, &str)] = &[
    ("RRULE:FREQ=DAILY;COUNT=3", "18 19 20"),
    ("RRULE:FREQ=DAILY;INTERVAL=2;UNTIL=20240322", "18 20 22"),
    ("RRULE:FREQ=WEEKLY;BYDAY=MO,WE;COUNT=3", "18 20 25"),
    ("RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,MO;COUNT=3", "18 31 01"),
    // The last occurrence is at 7 in UTC and equal to `UNTIL`.
    ("RRULE:FREQ=WEEKLY;UNTIL=20240401T070000Z", "18 25 01"),
    ("RRULE:FREQ=WEEKLY;UNTIL=20240401T065959Z", "18 25"),
    ("RRULE:FREQ=DAILY;COUNT=3\nEXDATE;TZID=Europe/Berlin:20240319T090000", "18 20"),
    ("RRULE:FREQ=DAILY;COUNT=3\nEXDATE;VALUE=DATE:20240318", "19 20"),
    ("RDATE;TZID=Europe/Berlin:20240320T090000,20240322T090000", "18 20 22"),
    ("RDATE;VALUE=DATE:20240320,20240322", "18 20 22"),
    ("RRULE:FREQ=DAILY;COUNT=3;BYHOUR=9;BYMINUTE=0;BYSECOND=0", "18 19 20"),
    ("RRULE:FREQ=DAILY;COUNT=3;BYHOUR=9,14", "18"),
    ("RRULE:FREQ=DAILY;COUNT=3;BYMINUTE=30", "18"),
    ("RRULE:FREQ=SECONDLY", "18"),
    ("RRULE:FREQ=HOURLY;COUNT=2", "18"),
    ("RRULE:FREQ=DAILY;BYDAY=2MO", "18"),
    ("RRULE:FREQ=DAILY;COUNT=1", "18"),
    ("RRULE:nonsense", "18"),
];

#[test]
fn rules_and_dates_of_days_or_weeks_give_occurrences_without_exceptions() {
    for (lines, days) in DAILY_AND_WEEKLY {
        let text = calendar_of(&format!("{SESSION_IN_MARCH}{lines}"));
        assert_eq!(starts(&text, "%d"), *days, "{lines}");
        assert!(starts(&text, "%H").split(' ').all(|hour| hour == "09"), "{lines}");
    }
}

#[test]
fn rule_of_500_days_gives_366_occurrences_and_a_problem() {
    let text = calendar_of(&format!("{SESSION_IN_MARCH}RRULE:FREQ=DAILY;COUNT=500"));
    assert_eq!(session_lines(&text).len(), 366);
    assert_eq!(
        messages_of(&text),
        ["this event repeats more than 366 times", "this event repeats: 366 sessions"]
    );
}

#[test]
fn unsupported_rule_is_reported() {
    let text = calendar_of(&format!("{SESSION_IN_MARCH}RRULE:FREQ=SECONDLY"));
    assert_eq!(messages_of(&text), ["hallway does not read this recurrence rule"]);
}

#[test]
fn date_among_times_repeats_at_the_same_time_of_day() {
    let text = calendar_of(
        "\
SUMMARY:A
UID:u
DTSTART:20240525T090000Z
DURATION:PT1H
RDATE;VALUE=DATE:20240527",
    );
    assert_eq!(day_lines(&text), ["05-25 05-25T09:00 60 A", "05-27 05-27T09:00 60 A"]);
    assert_eq!(
        messages_of(&text),
        ["this event repeats on a day without a time", "this event repeats: 2 sessions"]
    );
}

#[test]
fn period_has_its_own_length() {
    let text = calendar_of(
        "\
SUMMARY:A
UID:u
DTSTART:20240525T090000Z
DURATION:PT30M
RDATE;VALUE=PERIOD:20240526T090000Z/PT2H,20240527T090000Z/20240527T093500Z
RDATE:20240528T090000Z",
    );
    assert_eq!(
        day_lines(&text),
        [
            "05-25 05-25T09:00 30 A",
            "05-26 05-26T09:00 120 A",
            "05-27 05-27T09:00 35 A",
            "05-28 05-28T09:00 30 A"
        ]
    );
}

#[test]
fn problem_of_a_recurring_event_is_reported_once() {
    let text = calendar_of(
        "\
UID:u
SUMMARY:A
URL:nonsense://
DTSTART:20240525T090000Z
DURATION:PT1H
RRULE:FREQ=DAILY;COUNT=5",
    );
    assert_eq!(day_lines(&text).len(), 5);
    assert_eq!(messages_of(&text), ["this is not a web address", "this event repeats: 5 sessions"]);
}
