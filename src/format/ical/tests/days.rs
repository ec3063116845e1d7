use super::{agenda_of, calendar, day_lines, messages_of};

#[test]
fn date_with_an_end_on_the_same_day_lasts_the_whole_day() {
    const SHORT: &str = "this event lasts whole days, but ends on its first day";
    for (end, message) in [
        ("DTEND;VALUE=DATE:20240525", SHORT),
        ("DTEND;VALUE=DATE:20240524", SHORT),
        ("DTEND:20240525T170000", SHORT),
        ("DURATION:PT0S", SHORT),
        ("DURATION:-P1D", "this is not a duration"),
        ("DTEND;VALUE=DATE:202405", "this end is not a time"),
    ] {
        let event = format!("SUMMARY:Desk\nDTSTART;VALUE=DATE:20240525\n{end}");
        let text = calendar("X-WR-TIMEZONE:Europe/Paris\n", &[&event]);
        assert_eq!(day_lines(&text), ["05-25 05-25T00:00 1440 Desk"], "{end}");
        assert_eq!(messages_of(&text), [message], "{end}");
    }
}

#[test]
fn whole_day_is_not_part_of_the_night_before() {
    let text = calendar(
        "X-WR-TIMEZONE:Europe/London\n",
        &[
            "SUMMARY:Party\nDTSTART:20251024T210000Z\nDTEND:20251025T003000Z",
            "SUMMARY:Late\nDTSTART:20251025T000000Z\nDTEND:20251025T003000Z",
            "SUMMARY:Hack\nDTSTART;VALUE=DATE:20251025\nDTEND;VALUE=DATE:20251027",
            "SUMMARY:Talk\nDTSTART:20251025T080000Z\nDTEND:20251025T090000Z",
        ],
    );
    let agenda = agenda_of(&text);
    let days = agenda.days.iter().map(|day| {
        let sessions = &agenda.sessions[day.sessions.clone()];
        let titles: Vec<&str> = sessions.iter().map(|session| &*session.title).collect();
        format!("{} {}", day.date, titles.join(" "))
    });
    assert_eq!(days.collect::<Vec<_>>(), ["2025-10-24 Party Late", "2025-10-25 Hack Talk"]);
}
