//! Which event a file is about: the name under which its plan is kept.
//!
//! Plans of different events must never mix, and all exports of one event should share a plan. So
//! the id is made of what the exports of one event have in common: the short name, else the name.
//! Where that has no number of the edition in it, as `34c3` and `FOSDEM 2013` have, the year of the
//! first session is added: the next year's programme is another event. A name that any event might
//! have, such as that of a file called `all.json`, gets the month as well, unless it has a year.
//! hallway's own files say their id, or are called by their name as it is.

use super::times::YEARS;
use crate::agenda::forms::slug;
use crate::agenda::{Draft, Origin, When};
use chrono::{Datelike, NaiveDate};

/// The longest id, in characters.
const LONGEST: usize = 60;
/// Names that tell nothing of the event.
const ANY: &[&str] = &[
    "agenda",
    "all",
    "basic",
    "calendar",
    "conference",
    "event-calendar",
    "events",
    "export",
    "fahrplan",
    "gridsmart",
    "program",
    "programme",
    "public",
    "schedule",
    "sessions",
    "timetable",
];

/// The event's id, as far as it is a slug of something; it may be empty.
pub(super) fn id(draft: &Draft) -> String {
    let event = &draft.event;
    let text =
        |text: &Option<crate::agenda::At<String>>| text.as_ref().map(|text| text.value.clone());
    if let Some(id) = text(&event.id) {
        return slug(&id, LONGEST);
    }
    let file = draft.file.clone();
    if draft.origin == Origin::Hallway {
        return text(&event.name).or(file).map_or_else(String::new, |name| slug(&name, LONGEST));
    }
    let first = first_day(draft);
    let named = [text(&event.acronym), text(&event.name)].into_iter().flatten();
    // "2030" is the short name of many events.
    let mut named =
        named.filter(|name| name.contains(char::is_alphabetic)).filter(|name| tells(name));
    let (name, day) = match named.next() {
        // The year, or the number of the edition.
        Some(name) if digits(&name) >= 2 => return slug(&name, LONGEST),
        Some(name) => (name, first.map(|day| day.format("%Y").to_string())),
        None => {
            // What somebody has called a file often has the year in it.
            if let Some(file) = file.as_ref().filter(|file| tells(file) && digits(file) >= 4) {
                return slug(file, LONGEST);
            }
            let name = file.or_else(|| text(&event.name)).unwrap_or_else(|| "agenda".to_owned());
            (name, first.map(|day| day.format("%Y-%m").to_string()))
        }
    };
    // The day is never cut off.
    let day = day.map_or_else(String::new, |day| format!("-{day}"));
    format!("{}{day}", slug(&name, LONGEST - day.len())).trim_start_matches('-').to_owned()
}

fn tells(name: &str) -> bool {
    let slug = slug(name, LONGEST);
    !slug.is_empty() && !ANY.contains(&&*slug)
}

/// How many digits the longest number in it has.
fn digits(name: &str) -> usize {
    name.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0)
}

fn first_day(draft: &Draft) -> Option<NaiveDate> {
    let starts = draft.sessions.iter().filter_map(|session| session.start.as_ref());
    let days = starts.filter_map(|start| match start.value {
        When::Wall(wall) => Some(wall.date()),
        When::Instant(at) => Some(at.naive_local().date()),
        When::Unscheduled => None,
    });
    days.filter(|day| YEARS.contains(&day.year())).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::{At, DraftEvent, DraftSession};

    fn at<T>(value: T) -> Option<At<T>> {
        Some(At { value, at: 0..0 })
    }

    #[test]
    fn exports_of_one_event_share_an_id_and_other_events_do_not() {
        // Short name, name, file, first day, id.
        for (acronym, name, file, day, expected) in [
            ("36c3", "36th Congress", "schedule", "2019-12-27", "36c3"),
            ("rc3", "Remote Experience", "schedule", "2020-12-27", "rc3-2020"),
            ("rc3", "Remote Experience", "schedule", "2021-12-27", "rc3-2021"),
            ("FOSDEM_2025", "FOSDEM 2025", "x", "2025-02-01", "fosdem-2025"),
            // No session is in such a year.
            ("", "", "all", "-1026-09-19", "all"),
            // pretalx calls many events by the year alone.
            ("2025", "GOOD 2025", "x", "2025-03-17", "good-2025"),
            ("", "Rails Days", "x", "2017-04-25", "rails-days-2017"),
            ("", "", "all", "2024-09-19", "all-2024-09"),
            ("", "", "All", "2024-10-19", "all-2024-10"),
            ("", "", "linz-2020", "2020-04-24", "linz-2020"),
            ("", "Schedule", "linz", "2020-04-24", "linz-2020-04"),
            ("", "Schedule", "", "2020-04-24", "schedule-2020-04"),
            ("", "", "", "2020-04-24", "agenda-2020-04"),
            ("", "", "all", "", "all"),
        ] {
            let text = |text: &str| at(text.to_owned()).filter(|text| !text.value.is_empty());
            let start = day
                .parse::<NaiveDate>()
                .ok()
                .map(|day| When::Wall(day.and_hms_opt(9, 0, 0).unwrap()));
            let start = start.or(Some(When::Unscheduled)).and_then(at);
            let mut draft = Draft {
                event: DraftEvent {
                    acronym: text(acronym),
                    name: text(name),
                    ..DraftEvent::default()
                },
                sessions: vec![DraftSession { start, ..DraftSession::default() }],
                file: Some(file.to_owned()).filter(|file| !file.is_empty()),
                origin: Origin::Export,
                ..Draft::default()
            };
            assert_eq!(id(&draft), expected, "{acronym} {name} {file} {day}");
            draft.event.id = at("My own".to_owned());
            assert_eq!(id(&draft), "my-own", "what a file says of itself holds");
        }
        let long = Draft {
            event: DraftEvent { name: at("word ".repeat(40)), ..DraftEvent::default() },
            sessions: vec![DraftSession {
                start: at(When::Wall("2030-01-01T00:00:00".parse().unwrap())),
                ..DraftSession::default()
            }],
            origin: Origin::Export,
            ..Draft::default()
        };
        assert!(id(&long).ends_with("-2030") && id(&long).len() <= LONGEST, "{}", id(&long));
    }
}
