//! The conference as a whole, and what only the whole file can decide.

use super::entry::contradiction;
use super::names::{Field, Sort};
use super::time::{self, Date};
use super::{Open, Walk};
use crate::agenda::{At, Draft, DraftSession, Origin, Problem, Span, When, Zone};
use crate::format::times;
use chrono::{NaiveTime, Timelike};

impl Walk<'_> {
    pub(super) fn end_conference(&mut self, field: Field, text: At<String>) {
        let event = &mut self.draft.event;
        let place = match field {
            Field::Acronym => &mut event.acronym,
            Field::City => {
                if let Some(venue) = &mut event.venue {
                    venue.value = format!("{}, {}", venue.value, text.value);
                    return;
                }
                &mut event.venue
            }
            Field::DayChange => return self.day_change(&text),
            Field::Name => &mut event.name,
            Field::Tagline => &mut event.description,
            Field::Venue => &mut event.venue,
            Field::Zone => &mut event.timezone,
            Field::Base => {
                event.base = event.base.take().or_else(|| Some(text.clone()));
                &mut event.url
            }
            _ => &mut event.url,
        };
        // The home page is written after the base of the schedule's addresses, and wins.
        if place.is_none() || field == Field::Home {
            *place = Some(text);
        }
    }

    fn day_change(&mut self, text: &At<String>) {
        match time::clock(&text.value) {
            Some(change) => {
                self.day_change = Some(change);
                self.cut_days(change, text.at.clone());
            }
            None => {
                let problem = Problem::warning(Some(text.at.clone()), "this is not a time of day");
                self.tell(problem.help("it is taken as if it were not there"));
            }
        }
    }

    /// A day that lasts from one time to the same time of the next morning says when the
    /// programme's days begin.
    pub(super) fn whole_day(&mut self, start: Option<Date>, end: Option<Date>, at: &Span) {
        if let (Some(Date::Instant(start)), Some(Date::Instant(end))) = (start, end)
            && self.draft.event.day_start.is_none()
            && times::is_whole_day(end - start)
        {
            let zone =
                self.draft.event.timezone.as_ref().and_then(|zone| Zone::by_name(&zone.value).ok());
            let local = zone.map_or(start, |zone| zone.local_time(start));
            self.cut_days(local.time(), at.clone());
        }
    }

    /// After noon it would be no morning.
    fn cut_days(&mut self, time: NaiveTime, at: Span) {
        if time.hour() < 12 {
            self.draft.event.day_start = Some(At { value: time, at });
        }
    }

    pub(super) fn finish(mut self) -> Result<Draft, Problem> {
        if !self.is_schedule {
            let problem =
                Problem::error(None, "this is XML, but not a schedule that hallway knows");
            return Err(
                problem.help("a schedule of frab, Pentabarf or pretalx begins with <schedule>")
            );
        }
        self.cut_off();
        self.settle_lengths();
        self.settle_clocks();
        if self.untold > 0 {
            let problem =
                Problem::warning(None, format!("{} more problems are not listed", self.untold));
            self.draft.problems.push(problem);
        }
        if self.draft.sessions.is_empty() && !self.draft.problems.is_empty() {
            let problem = Problem::error(None, "there is no session in this file");
            self.draft.problems.push(problem.help("a session is an <event> within a <day>"));
        }
        self.draft.origin = Origin::Export;
        Ok(self.draft)
    }

    /// The file ends too early: what is whole is kept, and a session if title and time are.
    fn cut_off(&mut self) {
        let Some(inner) = self.stack.last().copied() else { return };
        if !self.lost {
            let end = self.text.trim_end().len();
            let start = self.text.floor_char_boundary(end.saturating_sub(1));
            let problem =
                Problem::error(Some(start..end), "the file ends here, and is not complete");
            let help = format!(
                "<{}> is not closed: what would follow is missing",
                super::short(inner.name)
            );
            self.tell(problem.help(help));
        }
        if let Sort::Field(field) = inner.sort
            && !field.is_prose()
        {
            self.stack.pop();
        }
        self.entry = self.entry.take().filter(|entry| {
            entry.title.is_some() && (entry.date.is_some() || entry.start.is_some())
        });
        self.pop_to(0);
    }

    /// See [`times::settled`].
    fn settle_lengths(&mut self) {
        let short = self.open.iter().any(|open| open.short);
        let mut told = Vec::new();
        for (session, open) in self.draft.sessions.iter_mut().zip(&self.open) {
            if let (Some((day, hour)), Some(minutes)) = (open.length, &mut session.minutes) {
                let (taken, help) = times::settled(short, day, hour);
                minutes.value = taken;
                told.push(Problem::warning(Some(minutes.at.clone()), times::TWO_WAYS).help(help));
            }
        }
        told.into_iter().for_each(|problem| self.tell(problem));
    }

    /// Compares `<date>` with `<start>`, which is the clock that attendees read.
    ///
    /// An offset is the truth, with one exception. Some exports write the clock of the event and
    /// claim that it is UTC. That is so where the file names no zone and nearly all of its dates
    /// claim UTC and show the clock of their start: then the clock is right. (If the event is in
    /// UTC indeed, it makes no difference.)
    fn settle_clocks(&mut self) {
        let named = self.draft.event.timezone.as_ref().map(|zone| Zone::by_name(&zone.value).ok());
        let claims_utc = |session: &DraftSession, open: &Open| match instant(session) {
            Some(at) => {
                at.offset().local_minus_utc() == 0 && open.clock == Some(at.naive_local().time())
            }
            None => false,
        };
        let each = || self.draft.sessions.iter().zip(&self.open);
        let dated = each().filter(|(session, _)| instant(session).is_some()).count();
        let claiming = each().filter(|(session, open)| claims_utc(session, open)).count();
        let pretence = named.is_none() && claiming * 10 > dated * 9;
        let mut told = Vec::new();
        for (session, open) in self.draft.sessions.iter_mut().zip(&self.open) {
            let claims = claims_utc(session, open);
            let (Some(instant), Some(clock)) = (instant(session), open.clock) else { continue };
            let Some(start) = &mut session.start else { continue };
            if pretence && claims {
                start.value = When::Wall(instant.naive_utc());
                let problem = Problem::warning(
                    Some(start.at.clone()),
                    "a date claims UTC, but shows the clock of the start",
                );
                told.push(problem.help("the clock is taken, in the zone of the event"));
                continue;
            }
            let shown = match &named {
                Some(Some(zone)) => zone.local_time(instant).time(),
                _ => instant.naive_local().time(),
            };
            if shown != clock {
                told.push(contradiction(&start.at, "the date is taken"));
            }
        }
        told.into_iter().for_each(|problem| self.tell(problem));
    }
}

fn instant(session: &DraftSession) -> Option<chrono::DateTime<chrono::FixedOffset>> {
    match session.start.as_ref()?.value {
        When::Instant(at) => Some(at),
        _ => None,
    }
}
