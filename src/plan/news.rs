//! The report of a new version: what an attendee wants to know, the own sessions first.

use super::schedule::Schedule;
use super::shift::{Shift, ShiftKind};
use super::version::VersionMap;
use crate::agenda::{Agenda, Clean, Level, Moment, SessionIx, sort_compactly};
use std::collections::BTreeMap;

/// The number of sessions from which moves by the same whole hours are one piece of news. Feeds
/// with a bug in their zone move ten sessions and more at once.
const BURST_MIN: usize = 10;
/// The longest move of a burst, in minutes: the widest difference between two zones.
const BURST_MINUTES_MAX: i64 = 26 * 60;
/// The number of sessions from which a room that is missing as a whole is one piece of news.
const ROOM_MIN: usize = 3;
/// The number of sessions from which a room with another name is one piece of news.
const RENAMED_ROOM_MIN: usize = 2;

/// A piece of news about a new version of an agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// One session has changed.
    Shift(Shift),
    /// A session is new.
    New(SessionIx),
    /// All sessions of a room are in a room that the version before did not have.
    RoomRenamed {
        /// The name before.
        before: Clean,
        /// The name now.
        after: Clean,
        /// The number of sessions, at least 2.
        sessions: usize,
    },
    /// Sessions moved by the same whole hours.
    Burst {
        /// The difference in hours, not 0. Negative: earlier.
        hours: i64,
        /// The number of sessions, at least 10.
        sessions: usize,
        /// The number of marked sessions among them.
        marked: usize,
    },
    /// All sessions of a room are missing, or a tenth of all sessions. Most of such sessions come
    /// back within hours.
    Outage {
        /// The room. `None`: sessions of several rooms are missing.
        room: Option<Clean>,
        /// The number of missing sessions, at least 3.
        sessions: usize,
    },
}

/// A piece of news, and the level of its session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewsItem {
    /// The piece of news.
    pub news: News,
    /// The level of the session. `None`: the session is not marked, or the news is of several.
    pub level: Option<Level>,
}

/// Both versions of an agenda, with the plan for each.
#[derive(Debug, Clone, Copy)]
pub struct Versions<'a> {
    /// The map between both versions.
    pub map: &'a VersionMap,
    /// The version before.
    pub old: &'a Agenda,
    /// The new version.
    pub new: &'a Agenda,
    /// The plan for the version before.
    pub old_schedule: &'a Schedule,
    /// The plan for the new version.
    pub new_schedule: &'a Schedule,
}

impl Versions<'_> {
    /// Returns the news: of marked sessions first, and the weightiest first. New ids are no news,
    /// and neither are titles that differ in case or punctuation alone.
    pub fn find_news(&self) -> Vec<NewsItem> {
        let mut shifts = self.find_shifts();
        let mut items = self.join_renamed_rooms(&mut shifts);
        items.extend(join_bursts(&mut shifts, self.new));
        items.extend(self.join_outages(&mut shifts));
        items.extend(
            shifts.into_iter().map(|(shift, level)| NewsItem { news: News::Shift(shift), level }),
        );
        items.extend(self.find_new_sessions());
        sort_compactly(&mut items, |item| {
            (!item.concerns_marked(), item.kind().is_none(), item.kind())
        });
        items
    }

    /// Returns the news of each marked session, the weightiest first, also of the sessions that
    /// [`Versions::find_news`] joins.
    pub fn find_marked_news(&self) -> Vec<NewsItem> {
        let shifts = self.find_shifts().into_iter();
        let shifts = shifts.map(|(shift, level)| NewsItem { news: News::Shift(shift), level });
        let mut items: Vec<NewsItem> = shifts.chain(self.find_new_sessions()).collect();
        items.retain(|item| item.level.is_some());
        sort_compactly(&mut items, |item| (item.kind().is_none(), item.kind()));
        items
    }

    fn find_shifts(&self) -> Vec<(Shift, Option<Level>)> {
        let shifts = self.map.find_shifts(self.new).into_iter();
        let shifts = shifts.filter(|(_, shift)| shift.is_news(self.new));
        shifts.map(|(before, shift)| (shift, self.old_schedule.level_of(before))).collect()
    }

    fn find_new_sessions(&self) -> impl Iterator<Item = NewsItem> {
        let mut is_known = vec![false; self.new.sessions.len()];
        for ix in self.map.sessions().filter_map(|(_, found)| found.session()) {
            is_known.get_mut(ix).into_iter().for_each(|known| *known = true);
        }
        let new = (0..).zip(is_known).filter(|(_, is_known)| !is_known);
        new.map(|(ix, _)| NewsItem { news: News::New(ix), level: self.new_schedule.level_of(ix) })
    }

    /// Takes the moves from a room to a room with another name out of `shifts`.
    fn join_renamed_rooms(&self, shifts: &mut Vec<(Shift, Option<Level>)>) -> Vec<NewsItem> {
        let mut renamed: Vec<NewsItem> = Vec::new();
        for (before, rooms) in self.rooms_after() {
            let [(after, sessions)] = &rooms.into_iter().collect::<Vec<_>>()[..] else { continue };
            let is_new = self.old.sessions.iter().all(|known| known.room.as_ref() != Some(*after));
            if *sessions >= RENAMED_ROOM_MIN && is_new {
                shifts.retain(|(shift, _)| {
                    shift.kind != ShiftKind::Relocated || shift.before.room.as_ref() != Some(before)
                });
                let (before, after) = (before.clone(), (*after).clone());
                let news = News::RoomRenamed { before, after, sessions: *sessions };
                renamed.push(NewsItem { news, level: None });
            }
        }
        renamed
    }

    /// Returns the rooms of the sessions of each room now, with their numbers of sessions.
    fn rooms_after(&self) -> BTreeMap<&Clean, BTreeMap<&Clean, usize>> {
        let mut rooms: BTreeMap<&Clean, BTreeMap<&Clean, usize>> = BTreeMap::new();
        for (before, found) in self.map.sessions() {
            let after = found.session().and_then(|ix| self.new.sessions.get(ix)?.room.as_ref());
            if let (Some(before), Some(after)) = (before.known_room(), after) {
                *rooms.entry(before).or_default().entry(after).or_default() += 1;
            }
        }
        rooms
    }

    /// Returns one piece of news for a tenth of all sessions that are missing, or one for each
    /// missing room. Takes the sessions without a mark out of `shifts`.
    fn join_outages(&self, shifts: &mut Vec<(Shift, Option<Level>)>) -> Vec<NewsItem> {
        let gone = self.map.count_gone();
        if gone >= BURST_MIN && gone * 10 >= self.old.sessions.len() {
            shifts.retain(|(shift, level)| shift.kind != ShiftKind::Gone || level.is_some());
            let news = News::Outage { room: None, sessions: gone };
            return vec![NewsItem { news, level: None }];
        }
        let mut rooms: BTreeMap<&Clean, (usize, usize)> = BTreeMap::new();
        for (before, found) in self.map.sessions() {
            if let Some(room) = before.known_room() {
                let (gone, all) = rooms.entry(room).or_default();
                *gone += usize::from(found.session().is_none());
                *all += 1;
            }
        }
        rooms.retain(|_, (gone, all)| gone == all && *all >= ROOM_MIN);
        shifts.retain(|(shift, level)| {
            let room = shift.before.known_room();
            let is_joined = room.is_some_and(|room| rooms.contains_key(room));
            shift.kind != ShiftKind::Gone || level.is_some() || !is_joined
        });
        let outage = |(room, (sessions, _)): (&Clean, (usize, usize))| NewsItem {
            news: News::Outage { room: Some(room.clone()), sessions },
            level: None,
        };
        rooms.into_iter().map(outage).collect()
    }
}

/// Takes moves by the same whole hours out of `shifts` if they are many.
fn join_bursts(shifts: &mut Vec<(Shift, Option<Level>)>, agenda: &Agenda) -> Vec<NewsItem> {
    let mut bursts: BTreeMap<i64, (usize, usize)> = BTreeMap::new();
    for (shift, level) in shifts.iter() {
        if let Some(hours) = moved_hours(shift, agenda) {
            let (sessions, marked) = bursts.entry(hours).or_default();
            *sessions += 1;
            *marked += usize::from(level.is_some());
        }
    }
    bursts.retain(|_, (sessions, _)| *sessions >= BURST_MIN);
    shifts.retain(|(shift, _)| {
        moved_hours(shift, agenda).is_none_or(|hours| !bursts.contains_key(&hours))
    });
    bursts
        .into_iter()
        .map(|(hours, (sessions, marked))| NewsItem {
            news: News::Burst { hours, sessions, marked },
            level: None,
        })
        .collect()
}

/// Returns the hours by which a session moved, if they are whole.
fn moved_hours(shift: &Shift, agenda: &Agenda) -> Option<i64> {
    if shift.kind != ShiftKind::Moved {
        return None;
    }
    let after = agenda.sessions.get(shift.session()?)?.start?;
    let shown = |at: Moment| agenda.local_time(at).naive_local();
    let minutes = (shown(after) - shown(shift.before.start?)).num_minutes();
    let is_burst = minutes % 60 == 0 && minutes != 0 && minutes.abs() <= BURST_MINUTES_MAX;
    is_burst.then_some(minutes / 60)
}

/// Returns the numbers of sessions for a person, by the kind of their change: `1 missing, 2 moved`.
/// `None` is the kind of a new session.
pub fn describe_counts(kinds: impl IntoIterator<Item = (Option<ShiftKind>, usize)>) -> String {
    let mut counts: BTreeMap<(bool, Option<ShiftKind>), usize> = BTreeMap::new();
    for (kind, count) in kinds {
        // Both have one word.
        let kind = kind.map(|kind| match kind {
            ShiftKind::Renumbered => ShiftKind::Retitled,
            kind => kind,
        });
        *counts.entry((kind.is_none(), kind)).or_default() += count;
    }
    let words = counts.into_iter().map(|((_, kind), count)| {
        let word = kind.map_or("new", ShiftKind::described);
        format!("{count} {word}")
    });
    words.collect::<Vec<_>>().join(", ")
}

impl NewsItem {
    /// Returns the kind of the news, or `None` for a new session. The kinds are ordered by their
    /// weight.
    pub fn kind(&self) -> Option<ShiftKind> {
        match &self.news {
            News::Shift(shift) => Some(shift.kind),
            News::Outage { .. } => Some(ShiftKind::Gone),
            News::Burst { .. } => Some(ShiftKind::Moved),
            News::RoomRenamed { .. } => Some(ShiftKind::Relocated),
            News::New(_) => None,
        }
    }

    /// Returns the word for output: a word of [`ShiftKind::as_word`], or `new`.
    pub fn as_word(&self) -> &'static str {
        self.kind().map_or("new", ShiftKind::as_word)
    }

    /// Returns true if a marked session is concerned.
    pub fn concerns_marked(&self) -> bool {
        self.level.is_some() || matches!(self.news, News::Burst { marked: 1.., .. })
    }
}

impl News {
    /// Returns a sentence about several sessions. `None` for the news of one session.
    pub fn describe_joined(&self) -> Option<String> {
        match self {
            News::Shift(_) | News::New(_) => None,
            News::RoomRenamed { before, after, sessions } => {
                Some(format!("{before} is called {after} now: {sessions} sessions"))
            }
            News::Burst { hours, sessions, marked } => {
                let yours = match marked {
                    0 => String::new(),
                    marked => format!(", {marked} of yours,"),
                };
                let unit = if hours.abs() == 1 { "hour" } else { "hours" };
                let direction = if *hours < 0 { "earlier" } else { "later" };
                Some(format!(
                    "{sessions} sessions{yours} {} {unit} {direction}: the feed's zone?",
                    hours.abs()
                ))
            }
            News::Outage { room: Some(room), sessions } => {
                Some(format!("all {sessions} sessions of {room} are not in the feed"))
            }
            News::Outage { room: None, sessions } => {
                Some(format!("{sessions} sessions at once are not in the feed"))
            }
        }
    }
}

#[cfg(test)]
mod tests;
