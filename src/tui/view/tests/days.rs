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
    for (keys, expected) in [
        ("", "Days ‹1 Fri 1›  2 Sat 2   3 Sun 3   4 Mon 4 "),
        ("<Space>4<Space>j<Space>1", "Days ‹1 Fri 1 ★1›  2 Sat 2   3 Sun 3   4 Mon 4 ★2 "),
        ("/talk 11<Enter>2", "Days  1 Fri 1  ‹2 Sat 2›  3 Sun 3   4 Mon 4 ·1 "),
        ("fde<Space><Enter>", "Days ‹1 Fri 1 ·0›  2 Sat 2 ·0   3 Sun 3 ·0   4 Mon 4 ·1 "),
    ] {
        let header = lines_after(4, 120, keys).remove(0);
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
