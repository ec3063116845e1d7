//! The draft of a file in the making, filled by every reader.
//!
//! A [`Collector`] holds the [`Draft`], lists every room, track and person once, keeps each
//! [`Limit`] and reports problems in a [`Report`]:
//!
//! ```text
//! let mut collector = Collector::of_export(text); // `Collector::default()` for hallway's TOML
//! collector.report.warn(&at, "this is not a date", "the day of the list is taken");
//! collector.report.error(at, "this link has no address", format!("\"{title}\" is left out"));
//! collector.draft.event.name = Some(name);
//! collector.add_room(name, capacity);           // merges entries of the same name
//! collector.find_or_add_person(name)?.url = url; // for a merge by other rules
//! if collector.takes_session(&at) {             // reports `Limit::Sessions` once
//!     collector.cancel_by_title(&mut session);
//!     collector.add_session(session);
//! }
//! collector.finish()                            // the draft with its problems
//! ```
//!
//! A reader whose draft may have an entry twice, or whose rules differ, writes to `draft` itself.

use super::words;
use crate::agenda::{
    At, Clean, Draft, DraftPerson, DraftRoom, DraftSession, DraftTrack, FileText, Origin, Problem,
    Severity, Span, When,
};
use foldhash::HashMap;
use std::borrow::Borrow;

/// The largest number of listed problems in the [`Report`] of a file.
pub(super) const PROBLEMS_MAX: usize = 10_000;

/// A draft in the making.
#[derive(Debug, Default)]
pub(super) struct Collector {
    /// The file as far as it has been read. Its `problems` are in `report` until [`Self::finish`].
    pub(super) draft: Draft,
    pub(super) report: Report,
    /// The size of the file in bytes. The limits grow with the size.
    size: usize,
    /// Every [`Limit`] in the `report`, so that none is reported twice.
    reached: Vec<Limit>,
    /// Positions in the draft's list of rooms, tracks or people.
    positions: HashMap<(Limit, Clean), usize>,
    /// The number of people, tags and links of all sessions.
    references: usize,
}

/// A sort of entries with a largest number, [`Limit::max`], that protects the memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Limit {
    Sessions,
    Rooms,
    Tracks,
    People,
    /// People, tags and links of all sessions together.
    References,
}

impl Limit {
    /// Returns the largest number of entries of a file of `size` bytes: more than any known event
    /// has, or as many as a large file has where each takes few bytes.
    pub(super) fn max(self, size: usize) -> usize {
        let (of_any_file, bytes_of_entry) = match self {
            Limit::Sessions => (20_000, 500),
            Limit::Rooms | Limit::Tracks => (2_000, 4_000),
            Limit::People => (50_000, 200),
            Limit::References => (200_000, 50),
        };
        (size / bytes_of_entry).max(of_any_file)
    }

    fn noun(self) -> &'static str {
        match self {
            Limit::Sessions => "sessions",
            Limit::Rooms => "rooms",
            Limit::Tracks => "tracks",
            Limit::People => "people",
            Limit::References => "names, tags and links",
        }
    }
}

impl Collector {
    /// Returns a collector for `text`, a file of hallway's own.
    pub(super) fn of_file(text: &str) -> Collector {
        Collector { size: text.len(), ..Collector::default() }
    }

    /// Returns a collector for `text`, an export of another program, whose ids may repeat.
    pub(super) fn of_export(text: &str) -> Collector {
        let draft = Draft { origin: Origin::Export, ..Draft::default() };
        Collector { draft, ..Collector::of_file(text) }
    }

    pub(super) fn finish(mut self) -> Draft {
        self.draft.problems = self.report.into_problems();
        self.draft
    }

    /// Returns the draft of a file without its end.
    ///
    /// # Errors
    /// The first error of the file if no session could be read.
    pub(super) fn finish_cut_off(self) -> Result<Draft, Problem> {
        let mut draft = self.finish();
        let error = draft.problems.iter().position(|problem| problem.severity == Severity::Error);
        match error {
            Some(ix) if draft.sessions.is_empty() => Err(draft.problems.swap_remove(ix)),
            _ => Ok(draft),
        }
    }

    /// Returns true if `count` is below [`Limit::max`]. Otherwise reports the loss of further
    /// entries at `at`, once for each [`Limit`].
    pub(super) fn is_below(&mut self, limit: Limit, count: usize, at: &Span) -> bool {
        if count < limit.max(self.size) {
            return true;
        }
        if !self.reached.contains(&limit) {
            self.reached.push(limit);
            let message = format!("this file has more {} than any agenda", limit.noun());
            self.report.error(at, message, "the rest is left out");
        }
        false
    }

    /// Returns true if the draft may have one more session: see [`Self::is_below`].
    pub(super) fn takes_session(&mut self, at: &Span) -> bool {
        self.is_below(Limit::Sessions, self.draft.sessions.len(), at)
    }

    /// Appends a session. People, tags and links beyond [`Limit::References`] are cut off and
    /// reported.
    pub(super) fn add_session(&mut self, mut session: DraftSession) {
        self.name_untitled(&mut session);
        let most = Limit::References.max(self.size);
        let left = most - self.references;
        let named = session.people.len() + session.tags.len() + session.links.len();
        if named > left {
            self.is_below(Limit::References, most, &session.at);
            session.people.truncate(left);
            session.tags.truncate(left - session.people.len());
            session.links.truncate(left - session.people.len() - session.tags.len());
        }
        self.references += named.min(left);
        self.push_session(session);
    }

    /// Appends a session as it is.
    pub(super) fn push_session(&mut self, session: DraftSession) {
        self.reserve_sessions(session.at.start);
        self.draft.sessions.push(session);
    }

    /// Makes room for a session at byte `at` of the file, and for those after it as far as their
    /// number can be estimated: a list that grows often is copied often, and moved to new memory.
    fn reserve_sessions(&mut self, at: usize) {
        /// The number of sessions before the first estimate.
        const FIRST: usize = 16;
        let sessions = &mut self.draft.sessions;
        if sessions.len() < sessions.capacity() {
            return;
        }
        let start = sessions.first().map_or(at, |first| first.at.start);
        let (read, left) = (at.saturating_sub(start), self.size.saturating_sub(at));
        let count = sessions.len();
        let more = left.saturating_mul(count).checked_div(read).unwrap_or_default();
        let more = (more + more / 16).min(Limit::Sessions.max(self.size));
        // The list grows by half at least, so that a poor estimate is not made often.
        sessions.reserve_exact(more.max(count / 2).max(FIRST));
    }

    /// Gives a session without a title the title "(no title)" and reports the session. A session
    /// without start and people stays without a title: it is no session.
    fn name_untitled(&mut self, session: &mut DraftSession) {
        let is_blank = |title: &At<FileText>| Clean::is_empty_line(&title.value);
        let has_start =
            session.start.as_ref().is_some_and(|start| start.value != When::Unscheduled);
        if session.title.as_ref().is_none_or(is_blank) && (has_start || !session.people.is_empty())
        {
            let at = session.at.clone();
            self.report.warn(&at, "this session has no title", "it is shown as \"(no title)\"");
            session.title = Some(At { value: "(no title)".to_owned().into(), at });
        }
    }

    /// Sets `cancelled` and reports the session if its title begins with a word like "Cancelled":
    /// see [`words::announces_cancellation`].
    pub(super) fn cancel_by_title(&mut self, session: &mut DraftSession) {
        if let Some(title) = &session.title
            && !session.cancelled
            && words::announces_cancellation(&title.value)
        {
            session.cancelled = true;
            let message = "a title says that the session is cancelled";
            self.report.warn(&title.at, message, "it is shown as cancelled");
        }
    }

    /// Returns the room of a name, and adds a new one. Names are equal if [`Clean::line`] of them
    /// is. `None`: the name is empty, or the draft has [`Limit::Rooms`].
    pub(super) fn find_or_add_room(&mut self, name: At<FileText>) -> Option<&mut DraftRoom> {
        let ix = self.position(Limit::Rooms, self.draft.rooms.len(), &name)?;
        if ix == self.draft.rooms.len() {
            self.draft.rooms.push(DraftRoom { name, capacity: None, joins: Vec::new() });
        }
        self.draft.rooms.get_mut(ix)
    }

    /// Returns the track of a name like [`Self::find_or_add_room`].
    pub(super) fn find_or_add_track(&mut self, name: At<FileText>) -> Option<&mut DraftTrack> {
        let ix = self.position(Limit::Tracks, self.draft.tracks.len(), &name)?;
        if ix == self.draft.tracks.len() {
            self.draft.tracks.push(DraftTrack { name, color: None });
        }
        self.draft.tracks.get_mut(ix)
    }

    /// Returns the person of a name like [`Self::find_or_add_room`].
    pub(super) fn find_or_add_person(&mut self, name: At<FileText>) -> Option<&mut DraftPerson> {
        let ix = self.position(Limit::People, self.draft.people.len(), &name)?;
        if ix == self.draft.people.len() {
            let (role, affiliation, bio, url) = (None, None, None, None);
            self.draft.people.push(DraftPerson { name, role, affiliation, bio, url });
        }
        self.draft.people.get_mut(ix)
    }

    /// Adds a room, or the `capacity` of a known room without one.
    pub(super) fn add_room(&mut self, name: At<FileText>, capacity: Option<At<i64>>) {
        if let Some(room) = self.find_or_add_room(name) {
            room.capacity = room.capacity.take().or(capacity);
        }
    }

    /// Adds a track, or the `color` of a known track without one.
    pub(super) fn add_track(&mut self, name: At<FileText>, color: Option<At<FileText>>) {
        if let Some(track) = self.find_or_add_track(name) {
            track.color = track.color.take().or(color);
        }
    }

    /// Adds a person, or fills the empty fields of a known person of the same name. Of two
    /// different `bio`s, the longer one is kept and the second one reported.
    pub(super) fn add_person(&mut self, person: DraftPerson) {
        let Some(known) = self.find_or_add_person(person.name) else { return };
        known.role = known.role.take().or(person.role);
        known.affiliation = known.affiliation.take().or(person.affiliation);
        known.url = known.url.take().or(person.url);
        let Some(bio) = person.bio else { return };
        match &mut known.bio {
            Some(first) if first.value == bio.value => {}
            Some(first) => {
                let at = bio.at.clone();
                if bio.value.len() > first.value.len() {
                    *first = bio;
                }
                self.report.warn(
                    at,
                    "one name has two biographies",
                    "it is taken for one person, and the longer one is kept",
                );
            }
            None => known.bio = Some(bio),
        }
    }

    /// Returns the position of a name in a list of `count` entries: `count` for a new name.
    fn position(&mut self, list: Limit, count: usize, name: &At<FileText>) -> Option<usize> {
        let key = (list, Clean::line_of(name.value.share()));
        if key.1.is_empty() {
            return None;
        }
        if let Some(ix) = self.positions.get(&key) {
            return Some(*ix);
        }
        self.is_below(list, count, &name.at).then(|| *self.positions.entry(key).or_insert(count))
    }
}

/// The problems of a file in the order of the reader. [`PROBLEMS_MAX`] are listed, the others
/// counted.
#[derive(Debug, Clone, Default)]
pub(super) struct Report {
    problems: Vec<Problem>,
    unlisted: usize,
    /// The worst severity of an unlisted problem.
    worst_unlisted: Option<Severity>,
}

/// A state of a [`Report`].
pub(super) struct ReportMark {
    listed: usize,
    unlisted: usize,
    worst_unlisted: Option<Severity>,
}

impl Report {
    /// Reports at `at`, in bytes of the file, a guess or an oddity. `help` states the outcome.
    pub(super) fn warn(
        &mut self,
        at: impl Borrow<Span>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let at = Some(at.borrow().clone());
        self.push_with(Severity::Warning, || Problem::warning(at, message).help(help));
    }

    /// Reports at `at`, in bytes of the file, a loss. `help` states the outcome.
    pub(super) fn error(
        &mut self,
        at: impl Borrow<Span>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let at = Some(at.borrow().clone());
        self.push_with(Severity::Error, || Problem::error(at, message).help(help));
    }

    pub(super) fn push(&mut self, problem: Problem) {
        self.push_with(problem.severity, || problem);
    }

    fn push_with(&mut self, severity: Severity, problem: impl FnOnce() -> Problem) {
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(problem());
        } else {
            self.unlisted += 1;
            self.worst_unlisted = self.worst_unlisted.max(Some(severity));
        }
    }

    /// Returns the number of problems reported so far, listed or not.
    pub(super) fn count(&self) -> usize {
        self.problems.len() + self.unlisted
    }

    /// Returns the state of the report for [`Self::rewind`].
    pub(super) fn mark(&self) -> ReportMark {
        ReportMark {
            listed: self.problems.len(),
            unlisted: self.unlisted,
            worst_unlisted: self.worst_unlisted,
        }
    }

    /// Forgets the problems after `mark`.
    pub(super) fn rewind(&mut self, mark: &ReportMark) {
        self.problems.truncate(mark.listed);
        self.unlisted = mark.unlisted;
        self.worst_unlisted = mark.worst_unlisted;
    }

    /// Returns the number of problems beyond [`PROBLEMS_MAX`].
    pub(super) fn unlisted(&self) -> usize {
        self.unlisted
    }

    /// Returns the problem at `ix` in the order of reporting; `None` beyond [`PROBLEMS_MAX`].
    pub(super) fn problem_mut(&mut self, ix: usize) -> Option<&mut Problem> {
        self.problems.get_mut(ix)
    }

    /// Returns the listed problems. If there are more, the last entry gives their number, with the
    /// worst of their severities.
    pub(super) fn into_problems(mut self) -> Vec<Problem> {
        if let Some(severity) = self.worst_unlisted {
            let message = format!("{} more problems are not listed", self.unlisted);
            self.problems.push(Problem { severity, ..Problem::warning(None, message) });
        }
        self.problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at<T>(value: T) -> At<T> {
        At { value, at: 3..4 }
    }

    #[test]
    fn names_that_look_the_same_are_one_room() {
        let mut collector = Collector::of_export("");
        collector.add_room(at("Main  Hall".into()), None);
        collector.add_room(at("Main Hall".into()), Some(at(90)));
        collector.add_room(at(" ".into()), None);
        let draft = collector.finish();
        assert_eq!(draft.origin, Origin::Export);
        assert_eq!(draft.rooms.len(), 1);
        assert_eq!(draft.rooms[0].capacity, Some(at(90)));
    }

    #[test]
    fn rooms_beyond_the_limit_are_reported_once() {
        let mut collector = Collector::default();
        for number in 0..Limit::Rooms.max(0) + 2 {
            collector.add_room(at(format!("Room {number}").into()), None);
        }
        collector.add_room(at("Room 1".into()), Some(at(9)));
        let draft = collector.finish();
        assert_eq!(draft.rooms.len(), Limit::Rooms.max(0));
        assert_eq!(draft.rooms[1].capacity, Some(at(9)));
        assert_eq!(draft.problems.len(), 1);
        assert_eq!(draft.problems[0].message, "this file has more rooms than any agenda");
    }

    #[test]
    fn limits_grow_with_the_file() {
        const MIB: usize = 1 << 20;
        for (limit, of_any_file, of_the_largest) in [
            (Limit::Sessions, 20_000, 41_943),
            (Limit::Rooms, 2_000, 5_242),
            (Limit::People, 50_000, 104_857),
            (Limit::References, 200_000, 419_430),
        ] {
            assert_eq!([limit.max(0), limit.max(MIB)], [of_any_file; 2], "{limit:?}");
            assert_eq!(limit.max(20 * MIB), of_the_largest, "{limit:?}");
        }
        let text = " ".repeat(20 * MIB);
        let mut collector = Collector::of_export(&text);
        for number in 0..3_000 {
            collector.add_room(at(format!("Room {number}").into()), None);
        }
        assert_eq!(collector.finish().rooms.len(), 3_000);
    }

    #[test]
    fn tags_beyond_the_limit_are_cut_off() {
        let mut collector = Collector::default();
        for _ in 0..3 {
            let tags = vec![at("a".into()); Limit::References.max(0) / 2 + 1];
            collector.add_session(DraftSession { tags, ..DraftSession::default() });
        }
        let draft = collector.finish();
        let tags: usize = draft.sessions.iter().map(|session| session.tags.len()).sum();
        assert_eq!(tags, Limit::References.max(0));
        assert_eq!(draft.problems.len(), 1);
    }

    #[test]
    fn problems_beyond_the_limit_are_counted_with_the_worst_severity() {
        let mut report = Report::default();
        for _ in 0..PROBLEMS_MAX {
            report.warn(0..1, "odd", "kept");
        }
        report.error(&(0..1), "bad", "left out");
        report.warn(0..1, "odd", "kept");
        assert_eq!((report.count(), report.unlisted()), (PROBLEMS_MAX + 2, 2));
        assert!(report.problem_mut(PROBLEMS_MAX).is_none());
        let problems = report.into_problems();
        assert_eq!(problems.len(), PROBLEMS_MAX + 1);
        assert_eq!(problems[PROBLEMS_MAX].message, "2 more problems are not listed");
        assert_eq!(problems[PROBLEMS_MAX].severity, Severity::Error);
    }
}
