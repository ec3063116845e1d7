//! One event on its way to a session.

use super::time::{self, Date};
use crate::agenda::{
    At, Clean, DraftCredit, DraftLink, DraftSession, Part, Problem, Span, Text, When,
};
use crate::format::times::{self, Length, Night};
use crate::format::{text, words};
use chrono::{NaiveDate, NaiveTime};
use std::borrow::Cow;

/// A text of the file, as long as it is not known whether it is needed.
pub(super) type Said<'a> = At<Cow<'a, str>>;

/// An event as far as it has been read.
#[derive(Debug, Default, Clone)]
pub(super) struct Entry<'a> {
    /// Where it begins.
    pub(super) at: Span,
    pub(super) id: Option<At<String>>,
    pub(super) people: Vec<DraftCredit>,
    pub(super) links: Vec<DraftLink>,
    pub(super) title: Option<Said<'a>>,
    pub(super) date: Option<Said<'a>>,
    pub(super) start: Option<Said<'a>>,
    pub(super) duration: Option<Said<'a>>,
    pub(super) room: Option<Said<'a>>,
    pub(super) subtitle: Option<Said<'a>>,
    pub(super) track: Option<Said<'a>>,
    pub(super) sort: Option<Said<'a>>,
    pub(super) language: Option<Said<'a>>,
    /// Abstract and description as written. wafer writes the first twice, once of them empty.
    pub(super) texts: Vec<Said<'a>>,
    pub(super) url: Option<Said<'a>>,
    pub(super) other_url: Option<Said<'a>>,
    pub(super) feedback: Option<Said<'a>>,
}

/// Where an event stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Listed {
    pub(super) day: Option<NaiveDate>,
    /// Until when it lasts in the next morning.
    pub(super) night: Night,
    pub(super) room: Option<At<String>>,
}

/// What can be decided only when the whole file has been read.
#[derive(Debug, Default, Clone)]
pub(super) struct Open {
    /// The clock of `<start>`, where `<date>` has an offset.
    pub(super) clock: Option<NaiveTime>,
    /// What the length is if the file writes hours and minutes elsewhere, and if not.
    pub(super) length: Option<(i64, i64)>,
    /// Whether the length is in hours and minutes only.
    pub(super) short: bool,
}

impl Entry<'_> {
    /// The session, what is open about it, and what is odd.
    pub(super) fn finish(
        mut self: Box<Self>,
        listed: &mut Listed,
        sorts: &mut words::Sorts,
        problems: &mut Vec<Problem>,
    ) -> (DraftSession, Open) {
        let mut open = Open::default();
        let room = self.place(listed, problems);
        let minutes = self.length(problems, &mut open);
        let whole = minutes.as_ref().is_some_and(|minutes| minutes.value >= times::WHOLE_DAY);
        let start = self.when(listed, whole, problems, &mut open);
        let cancelled = self.titled(problems);
        let kind = self.kind(sorts);
        self.links.extend(self.feedback.map(|url| DraftLink {
            title: Some(At { value: "Feedback".to_owned(), at: url.at.clone() }),
            url: owned(url),
        }));
        let session = DraftSession {
            at: self.at,
            id: self.id,
            title: self.title.map(owned),
            start: Some(start),
            minutes,
            rooms: room.into_iter().collect(),
            kind,
            track: self.track.map(owned),
            language: self.language.map(owned),
            cancelled,
            people: self.people,
            summary: summary(self.subtitle, self.texts),
            url: self.url.or(self.other_url).map(owned),
            links: self.links,
            ..DraftSession::default()
        };
        (session, open)
    }

    /// The room that an event is listed in is where it is: the name it repeats is often an older
    /// one.
    fn place(&mut self, listed: &Listed, problems: &mut Vec<Problem>) -> Option<At<String>> {
        match (&listed.room, self.room.take()) {
            (Some(room), own) => {
                if let Some(own) = own
                    && own.value != room.value
                    && !own.value.split_whitespace().eq(room.value.split_whitespace())
                {
                    let problem = Problem::warning(
                        Some(own.at),
                        "a session names another room than the one it is in",
                    );
                    let help =
                        format!("it is listed in \"{}\" and names \"{}\"", room.value, own.value);
                    problems.push(problem.help(format!("{help}: the first is taken")));
                }
                Some(room.clone())
            }
            (None, own) => own.map(owned),
        }
    }

    /// `<date>` with an offset is the truth. Without it the day of the list and `<start>` are:
    /// times before the change of day belong to the next morning (Pentabarf, FOSDEM until 2024).
    fn when(
        &mut self,
        listed: &mut Listed,
        whole: bool,
        problems: &mut Vec<Problem>,
        open: &mut Open,
    ) -> At<When> {
        let date = self.date.take().and_then(|date| match time::date(&date.value) {
            Some(value) => Some(At { value, at: date.at }),
            None => {
                let problem = Problem::warning(Some(date.at), "this is not a date");
                problems.push(problem.help("the day that the session is listed under is taken"));
                None
            }
        });
        let clock =
            self.start.take().and_then(|start| {
                let full = || time::date(&start.value).and_then(Date::written);
                match time::clock(&start.value).or_else(full) {
                    Some(value) => Some(At { value, at: start.at }),
                    None => {
                        let problem = Problem::error(Some(start.at), "this is not a time of day");
                        problems.push(problem.help(
                            "write 09:30; without a time the session is shown as unscheduled",
                        ));
                        None
                    }
                }
            });
        let at = self.at.clone();
        match (date, clock) {
            (Some(At { value: Date::Instant(instant), at }), clock) => {
                open.clock = clock.map(|clock| clock.value);
                At { value: When::Instant(instant), at }
            }
            (Some(At { value: Date::Wall(wall), at }), clock) => {
                let start = clock.map_or(wall.time(), |clock| clock.value);
                if start != wall.time() {
                    problems.push(contradiction(&at, "the start is taken"));
                }
                At { value: When::Wall(wall.date().and_time(start)), at }
            }
            (Some(At { value: Date::Day(day), .. }), Some(clock)) => {
                At { value: When::Wall(day.and_time(clock.value)), at: clock.at }
            }
            (_, Some(clock)) => match listed.day {
                Some(day) => {
                    let (wall, guessed) = listed.night.dated(day, clock.value, whole);
                    if guessed {
                        let problem = Problem::warning(Some(clock.at.clone()), times::NIGHT);
                        problems.push(problem.help(times::NIGHT_HELP));
                    }
                    At { value: When::Wall(wall), at: clock.at }
                }
                None => {
                    let problem = Problem::error(
                        Some(clock.at.clone()),
                        "this session has a time, but no day",
                    );
                    problems.push(problem.help("it is shown as unscheduled"));
                    At { value: When::Unscheduled, at: clock.at }
                }
            },
            (_, None) => At { value: When::Unscheduled, at },
        }
    }

    fn length(&mut self, problems: &mut Vec<Problem>, open: &mut Open) -> Option<At<i64>> {
        let text = self.duration.take()?;
        let minutes = match times::length(&text.value) {
            Some(Length::Minutes(minutes)) => {
                open.short = times::is_short(&text.value);
                minutes
            }
            Some(Length::DayOrHour { day, hour }) => {
                open.length = Some((day, hour));
                day
            }
            None => {
                let problem = Problem::error(Some(text.at), "this is not a length");
                problems.push(problem.help("write 00:45; the length is shown as unknown"));
                return None;
            }
        };
        Some(At { value: minutes, at: text.at })
    }

    /// Sees to it that there is a title, if there can be one. Whether it says that the session is
    /// cancelled.
    fn titled(&mut self, problems: &mut Vec<Problem>) -> bool {
        if self.title.is_none()
            && let Some(subtitle) = self.subtitle.take()
        {
            let problem = Problem::warning(
                Some(subtitle.at.clone()),
                "a session has a subtitle, but no title",
            );
            problems.push(problem.help("the subtitle is taken for it"));
            self.title = Some(subtitle);
        }
        let Some(title) = self.title.as_ref().filter(|title| words::says_cancelled(&title.value))
        else {
            return false;
        };
        problems.push(words::told_cancelled(title.at.clone()));
        true
    }

    fn kind(&mut self, sorts: &mut words::Sorts) -> Option<At<String>> {
        let title = self.title.as_ref().map_or("", |title| &*title.value);
        let sort = self.sort.take();
        let kind = sorts.kind(sort.as_ref().map_or("", |sort| &sort.value), title)?;
        Some(At {
            value: kind.word().to_owned(),
            at: sort.map_or_else(|| self.at.clone(), |sort| sort.at),
        })
    }
}

pub(super) fn contradiction(at: &Span, taken: &str) -> Problem {
    Problem::warning(Some(at.clone()), "the date and the start of a session contradict each other")
        .help(taken)
}

pub(super) fn owned(text: Said<'_>) -> At<String> {
    text.map(Cow::into_owned)
}

fn summary(subtitle: Option<Said<'_>>, texts: Vec<Said<'_>>) -> Option<At<Text>> {
    let at = subtitle
        .iter()
        .chain(&texts)
        .map(|text| text.at.clone())
        .reduce(|all, at| all.start..at.end)?;
    let subtitle = subtitle.map_or_else(String::new, |text| text.value.into_owned());
    let parts =
        std::iter::once(subtitle).chain(texts.into_iter().map(|text| text.value.into_owned()));
    Some(At { value: Text::new(parts.collect(), readable), at })
}

/// Subtitle, which may be empty, abstract and description, each once, as a person reads them.
fn readable(written: &[String]) -> String {
    let (subtitle, texts) = written.split_at(written.len().min(1));
    let mut parts: Vec<String> = subtitle.iter().filter(|text| !text.is_empty()).cloned().collect();
    for text in texts {
        let read = text::plain_text(text);
        if !parts.iter().any(|part| part.split_whitespace().eq(read.split_whitespace())) {
            text::remove_repeated(&mut parts, &read);
            parts.push(read);
        }
    }
    if parts.len() == 1 { parts.swap_remove(0) } else { parts.join("\n\n") }
}

/// A person of a list of its own, or of an event, with what the file tells.
#[derive(Debug, Default, Clone)]
pub(super) struct Somebody {
    pub(super) name: Option<At<String>>,
    pub(super) bio: Option<At<String>>,
    pub(super) url: Option<At<String>>,
    pub(super) affiliation: Option<At<String>>,
}

impl Somebody {
    pub(super) fn tells_more(&self) -> bool {
        self.bio.is_some() || self.url.is_some() || self.affiliation.is_some()
    }
}

/// The part of a person by the `role` that some exports write.
pub(super) fn part(role: &str) -> Part {
    let role = role.to_lowercase();
    if ["moderator", "host", "chair"].iter().any(|word| role.contains(word)) {
        Part::Moderator
    } else {
        Part::Speaker
    }
}

/// A name as it will be compared with others.
pub(super) fn name<'t>(text: At<impl Into<Cow<'t, str>>>) -> At<String> {
    text.map(|text| Clean::line(text).into())
}
