//! Tests of the days in the header, and of days without sessions.

use super::*;

/// An agenda of `days` days with two talks each, the second one in German.
fn agenda_of_days(days: u32) -> Agenda {
    let talk = |day: u32, hour: u32, language: &str| {
        let date =
            chrono::NaiveDate::from_ymd_opt(2026, 5, 1).unwrap() + chrono::Days::new(day.into());
        format!(
            "[[session]]\ntitle = 'Talk {day} {hour}'\nroom = 'Hall'\nlanguage = '{language}'\n\
             start = {date}T{hour:02}:00:00\nminutes = 30\n"
        )
    };
    let talks = (0..days).map(|day| {
        let second = if day == 3 { talk(day, 11, "de") } else { String::new() };
        talk(day, 10, "en") + &second
    });
    parse_agenda(&format!("[event]\nname = 'Days'\n{}", talks.collect::<String>()))
}

fn lines_after(days: u32, width: u16, keys: &str) -> Vec<String> {
    let model = model(agenda_of_days(days), BEFORE, (width, 24), keys);
    let text = render_text(&drawn(&model, &Theme::in_full_color(Look::Mono, false)));
    text.lines().map(str::to_owned).collect()
}

#[test]
fn days_in_the_header_count_marks_hits_and_what_the_filter_leaves() {
    let filter = "fde<Space><Enter>";
    for (width, keys, expected) in [
        (120, "", "Days ‹1 Fri 1›  2 Sat 2   3 Sun 3   4 Mon 4 "),
        (120, "<Space>4<Space>j<Space>1", "Days ‹1 Fri 1 ★1›  2 Sat 2   3 Sun 3   4 Mon 4 ★2 "),
        (120, "/talk 11<Enter>2", "Days  1 Fri 1  ‹2 Sat 2›  3 Sun 3   4 Mon 4 · 1 hit "),
        (
            140,
            filter,
            "Days ‹1 Fri 1 · 0 of 1›  2 Sat 2 · 0 of 1   3 Sun 3 · 0 of 1   4 Mon 4 · 1 of 2 ",
        ),
        (90, filter, "Days ‹1 Fri 1 ·0›  2 Sat 2 ·0   3 Sun 3 ·0   4 Mon 4 ·1 "),
    ] {
        let header = lines_after(4, width, keys).remove(0);
        assert!(header.starts_with(&format!(" {expected}")), "{keys}: {header}");
    }
}

#[test]
fn labels_of_many_days_are_dates() {
    for (days, width, expected) in [
        (7, 64, "1   2   3   4   5   6  ‹7 Thu 7›"),
        (49, 120, "45 Sun 14   46 Mon 15   47 Tue 16  ‹48 Wed 17› 1 ›"),
    ] {
        let keys = format!("{}H", "L".repeat(days as usize));
        let keys = if days == 7 { "7".to_owned() } else { keys };
        let header = lines_after(days, width, &keys).remove(0);
        assert!(header.contains(expected), "{header}");
    }
}

#[test]
fn day_without_sessions_says_what_hides_them_and_where_some_are() {
    let filter = "fde<Space><Enter>";
    for (keys, expected) in [
        (filter.to_owned(), "1 on Mon 4 May: 4 goes there."),
        (format!("{filter}3"), "1 on Mon 4 May: L goes there."),
        (format!("v{filter}"), "1 on Mon 4 May: 4 goes there."),
    ] {
        let lines = lines_after(4, 80, &keys).join("\n");
        assert!(lines.contains("The filter hides all sessions of this day."), "{lines}");
        assert!(lines.contains("F clears the filter."), "{lines}");
        assert!(lines.contains(expected), "{keys}: {lines}");
    }
}

/// An agenda whose first day lasts until two in the night.
const NIGHT: &str = "
[event]
name = 'Night'
day_start = 04:00:00
[[session]]
title = 'Evening talk'
room = 'Hall'
start = 2026-05-01T20:00:00
minutes = 60
[[session]]
title = 'Night talk'
room = 'Hall'
start = 2026-05-02T00:30:00
minutes = 60
[[session]]
title = 'Morning talk'
room = 'Hall'
start = 2026-05-02T10:00:00
minutes = 60
";

#[test]
fn day_that_runs_past_midnight_has_two_dates_in_header_and_search() {
    let model = model(parse_agenda(NIGHT), BEFORE, (80, 24), "/talk");
    let text = render_text(&drawn(&model, &Theme::in_full_color(Look::Mono, false)));
    assert!(text.starts_with(" Night  1 Fri 1/2 · 2 hits   2 Sat 2 · 1 hit "), "{text}");
    for row in ["Fri 20:00", "Fri/Sat 00:30", "Sat 10:00"] {
        assert!(text.contains(row), "{row} is not in:\n{text}");
    }
}

#[test]
fn number_goes_to_its_day_while_the_details_have_the_focus() {
    for keys in ["<Tab>2", "<Enter>2"] {
        let header = lines_after(3, 120, keys).remove(0);
        assert!(header.starts_with(" Days  1 Fri 1  ‹2 Sat 2›"), "{keys}: {header}");
    }
}

#[test]
fn day_and_session_that_run_now_are_open_at_the_start() {
    let night = NIGHT.replace("day_start", "timezone = 'UTC'\nday_start");
    for (agenda, now, day, session) in [
        (
            srecon(),
            BEFORE,
            0,
            "Splicing SRE DNA Sequences in the Biggest Software Company on the \
                               Planet",
        ),
        (
            srecon(),
            "2016-07-12T09:10:00+01:00",
            1,
            "Incident Response @ FB, Facebook's SEV process",
        ),
        // The evening goes on after midnight.
        (parse_agenda(&night), "2026-05-02T01:00:00Z", 0, "Night talk"),
        (parse_agenda(&night), "2026-05-02T10:30:00Z", 1, "Morning talk"),
    ] {
        let model = model(agenda, now, (120, 36), "");
        let selected = model.place.selected.map(|ix| model.agenda.sessions[ix].title.to_string());
        assert_eq!((model.place.day, selected.as_deref()), (day, Some(session)), "{now}");
    }
}

#[test]
fn details_are_never_blank() {
    for (keys, expected) in [
        ("fde<Space><Enter>", "The filter hides all sessions of this day."),
        ("/qqqqqq", "Nothing is selected."),
        ("c", "Nothing is selected.  Esc goes back."),
    ] {
        let model = model(agenda_of_days(4), BEFORE, (120, 36), keys);
        let text = render_text(&drawn(&model, &Theme::in_full_color(Look::Mono, false)));
        let behind = text.lines().filter_map(|line| line.split_once('│')).map(|(_, pane)| pane);
        let pane = behind.map(str::trim).collect::<Vec<_>>().join(" ");
        assert!(pane.contains(expected), "{keys}: {text}");
    }
}

#[test]
fn day_before_the_event_with_an_own_entry_leaves_the_number_keys_of_the_days() {
    let entry = "aArrival<C-k> thu 20:00 1h<Enter>";
    for (width, keys, expected) in [
        (120, "2", "Days  Thu 30 ★1   1 Fri 1  ‹2 Sat 2›  3 Sun 3   4 Mon 4 "),
        (120, "2[[", "Days ‹Thu 30 ★1›  1 Fri 1   2 Sat 2   3 Sun 3   4 Mon 4 "),
        (58, "1", "Thu  ‹1"),
    ] {
        let header = lines_after(4, width, &format!("{entry}{keys}")).remove(0);
        assert!(header.contains(expected), "{keys}: {header}");
    }
}
