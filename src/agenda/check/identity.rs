//! The event's id: the same for all exports of one event, and another for the next year's event.
//!
//! The id of an export is the `acronym`, else the `name`. A name without the number of the
//! edition gets the year of the first session: `34c3` and `FOSDEM 2013` have a number. A name that
//! any event may have, such as the file name `all.json`, gets year and month. The id of a file of
//! hallway's own is the given `id`, else the `name`.

use super::times::YEARS;
use crate::agenda::draft::{Draft, Origin, When};
use crate::agenda::file_text::FileText;
use crate::agenda::forms::slug;
use crate::agenda::position::At;
use chrono::{Datelike, NaiveDate};

/// Longest id, in bytes.
const ID_MAX: usize = 60;
/// Slugs that identify no event.
const COMMON_NAMES: &[&str] = &[
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

/// Returns the event's id as a [`slug`]. The slug may be empty.
pub(super) fn event_id(draft: &Draft) -> String {
    let event = &draft.event;
    if let Some(id) = &event.id {
        return slug(&id.value, ID_MAX);
    }
    let (name, acronym) = (value_of(&event.name), value_of(&event.acronym));
    let file = draft.file.as_deref();
    if draft.origin == Origin::Hallway {
        return name.or(file).map_or_else(String::new, |name| slug(name, ID_MAX));
    }
    let mut names = [acronym, name].into_iter().flatten();
    // The acronym "2030" belongs to many events.
    let specific = names.find(|name| name.contains(char::is_alphabetic) && is_specific(name));
    match specific {
        // The year, or the number of the edition.
        Some(name) if longest_digit_run(name) >= 2 => slug(name, ID_MAX),
        Some(name) => dated_slug(name, first_day(draft), "%Y"),
        // People often put the year into a file name.
        None => match file.filter(|file| is_specific(file) && longest_digit_run(file) >= 4) {
            Some(file) => slug(file, ID_MAX),
            None => dated_slug(file.or(name).unwrap_or("agenda"), first_day(draft), "%Y-%m"),
        },
    }
}

fn value_of(field: &Option<At<FileText>>) -> Option<&str> {
    field.as_ref().map(|field| field.value.as_str())
}

/// Returns the slug of `name` with the date in the given format. Only the name is cut.
fn dated_slug(name: &str, day: Option<NaiveDate>, format: &str) -> String {
    let date = day.map_or_else(String::new, |day| format!("-{}", day.format(format)));
    format!("{}{date}", slug(name, ID_MAX - date.len())).trim_start_matches('-').to_owned()
}

/// Returns true if `name` has a slug that is no common name.
fn is_specific(name: &str) -> bool {
    let slug = slug(name, ID_MAX);
    !slug.is_empty() && !COMMON_NAMES.contains(&&*slug)
}

fn longest_digit_run(name: &str) -> usize {
    name.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or(0)
}

/// Returns the date of the first start. Years outside [`YEARS`] do not count.
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
    use crate::agenda::draft::{DraftEvent, DraftSession};

    /// Acronym, name, file, day of the first session, expected id.
    const EXPORTS: &[[&str; 5]] = &[
        ["36c3", "36th Congress", "schedule", "2019-12-27", "36c3"],
        ["rc3", "Remote Experience", "schedule", "2020-12-27", "rc3-2020"],
        ["rc3", "Remote Experience", "schedule", "2021-12-27", "rc3-2021"],
        ["FOSDEM_2025", "FOSDEM 2025", "x", "2025-02-01", "fosdem-2025"],
        // No session is in such a year.
        ["", "", "all", "-1026-09-19", "all"],
        // pretalx calls many events by the year alone.
        ["2025", "GOOD 2025", "x", "2025-03-17", "good-2025"],
        ["", "Rails Days", "x", "2017-04-25", "rails-days-2017"],
        ["", "", "all", "2024-09-19", "all-2024-09"],
        ["", "", "All", "2024-10-19", "all-2024-10"],
        ["", "", "linz-2020", "2020-04-24", "linz-2020"],
        ["", "Schedule", "linz", "2020-04-24", "linz-2020-04"],
        ["", "Schedule", "", "2020-04-24", "schedule-2020-04"],
        ["", "", "", "2020-04-24", "agenda-2020-04"],
        ["", "", "all", "", "all"],
    ];

    fn field(text: &str) -> Option<At<FileText>> {
        (!text.is_empty()).then(|| At { value: text.into(), at: 0..0 })
    }

    /// An export with one session on `day`.
    fn export(acronym: &str, name: &str, file: &str, day: &str) -> Draft {
        let when = match day.parse::<NaiveDate>() {
            Ok(day) => When::Wall(day.and_hms_opt(9, 0, 0).unwrap()),
            Err(_) => When::Unscheduled,
        };
        let start = Some(At { value: when, at: 0..0 });
        Draft {
            event: DraftEvent {
                acronym: field(acronym),
                name: field(name),
                ..DraftEvent::default()
            },
            sessions: vec![DraftSession { start, ..DraftSession::default() }],
            file: Some(file.to_owned()).filter(|file| !file.is_empty()),
            origin: Origin::Export,
            ..Draft::default()
        }
    }

    #[test]
    fn exports_of_one_event_share_an_id_and_other_events_do_not() {
        for [acronym, name, file, day, expected] in EXPORTS {
            let draft = export(acronym, name, file, day);
            assert_eq!(event_id(&draft), *expected, "{acronym} {name} {file} {day}");
        }
    }

    #[test]
    fn given_id_wins_over_name_and_file() {
        let mut draft = export("36c3", "36th Congress", "schedule", "2019-12-27");
        draft.event.id = field("My own");
        assert_eq!(event_id(&draft), "my-own");
    }

    #[test]
    fn long_name_is_cut_before_the_year() {
        let id = event_id(&export("", &"word ".repeat(40), "", "2030-01-01"));
        assert!(id.ends_with("-2030") && id.len() <= ID_MAX, "{id}");
    }
}
