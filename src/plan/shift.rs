//! Differences between a session as it was, and the session in an agenda.

use super::facts::{SessionFacts, is_same_start};
use super::mark_match::MarkMatch;
use super::matching::{SessionMatch, fold_title};
use super::schedule::Schedule;
use crate::agenda::{Agenda, Moment, Session, SessionIx, format_minutes};
use chrono::{DateTime, Utc};

/// A difference between a session as it was, and the session in an agenda.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// The facts of the session as it was.
    pub before: SessionFacts,
    /// The session in the agenda. Not found exactly for [`ShiftKind::Gone`].
    pub found: SessionMatch,
    /// The time since which the session is missing, if a plan knows the time.
    pub missing_since: Option<DateTime<Utc>>,
    /// The fact that differs.
    pub kind: ShiftKind,
}

/// A fact in which a session differs. The first kinds weigh most for a person who wants to attend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ShiftKind {
    /// The session is cancelled.
    Cancelled,
    /// The agenda does not have the session.
    Gone,
    /// The session was cancelled, and takes place after all.
    Reinstated,
    /// The session starts at another time, or gained or lost its start.
    Moved,
    /// The session is in another room.
    Relocated,
    /// The session has another length, or its length became known or unknown.
    Resized,
    /// The session has another title.
    Retitled,
    /// The session has another id.
    Renumbered,
}

impl ShiftKind {
    /// Returns the word for output, such as `moved`.
    pub const fn as_word(self) -> &'static str {
        match self {
            ShiftKind::Cancelled => "cancelled",
            ShiftKind::Gone => "gone",
            ShiftKind::Reinstated => "reinstated",
            ShiftKind::Moved => "moved",
            ShiftKind::Relocated => "relocated",
            ShiftKind::Resized => "resized",
            ShiftKind::Retitled => "retitled",
            ShiftKind::Renumbered => "renumbered",
        }
    }

    /// Returns the word for a person, as in `2 in another room`.
    pub const fn described(self) -> &'static str {
        match self {
            ShiftKind::Cancelled => "cancelled",
            ShiftKind::Gone => "missing",
            ShiftKind::Reinstated => "on again",
            ShiftKind::Moved => "moved",
            ShiftKind::Relocated => "in another room",
            ShiftKind::Resized => "longer or shorter",
            ShiftKind::Retitled | ShiftKind::Renumbered => "renamed",
        }
    }
}

impl Schedule {
    /// Returns the differences between the sessions when they were marked and the sessions in
    /// `agenda`, in the order of the marks. One mark may have several.
    pub fn find_shifts(&self, agenda: &Agenda) -> Vec<Shift> {
        let marks = self.mark_matches().iter();
        let shifts = marks.flat_map(|MarkMatch { mark, found }| {
            let shifts = find_shifts_of(&mark.marked, found, agenda).into_iter();
            shifts.map(|shift| Shift { missing_since: mark.missing_since, ..shift })
        });
        shifts.collect()
    }
}

/// Returns the differences between `before` and its session in `agenda`, the weightiest first.
pub(super) fn find_shifts_of(
    before: &SessionFacts,
    found: &SessionMatch,
    agenda: &Agenda,
) -> Vec<Shift> {
    let kinds = find_shift_kinds(before, found, agenda).into_iter();
    kinds.map(|kind| Shift::new(before, found, kind)).collect()
}

/// Returns the facts in which `before` and its session in `agenda` differ, the weightiest first.
pub(super) fn find_shift_kinds(
    before: &SessionFacts,
    found: &SessionMatch,
    agenda: &Agenda,
) -> Vec<ShiftKind> {
    match found.session().and_then(|ix| agenda.sessions.get(ix)) {
        None => vec![ShiftKind::Gone],
        Some(session) => compare_with_session(before, session),
    }
}

/// Returns the facts in which `session` differs from `before`. A hand-written plan may give an id
/// alone, and an old plan has no room and no length: a missing fact does not differ.
fn compare_with_session(before: &SessionFacts, session: &Session) -> Vec<ShiftKind> {
    let has_title = !before.title.is_empty();
    let room = session.room.as_deref().unwrap_or_default();
    // A plan that stores the room stores every fact that is known.
    let has_length = before.minutes.is_some() || before.room.is_some();
    [
        (ShiftKind::Cancelled, session.cancelled && !before.cancelled),
        (ShiftKind::Reinstated, before.cancelled && !session.cancelled),
        (
            ShiftKind::Moved,
            (has_title || before.start.is_some()) && !is_same_start(before.start, session.start),
        ),
        (
            ShiftKind::Relocated,
            before.room.as_ref().is_some_and(|before| !before.equals_without_selectors(room)),
        ),
        (ShiftKind::Resized, has_length && before.minutes != session.minutes),
        (ShiftKind::Retitled, has_title && !session.title.equals_without_selectors(&before.title)),
        (ShiftKind::Renumbered, session.id != before.id),
    ]
    .into_iter()
    .filter_map(|(kind, differs)| differs.then_some(kind))
    .collect()
}

impl Shift {
    pub(super) fn new(before: &SessionFacts, found: &SessionMatch, kind: ShiftKind) -> Shift {
        Shift { before: before.clone(), found: found.clone(), missing_since: None, kind }
    }

    /// Returns the session in the agenda. `None` exactly for [`ShiftKind::Gone`].
    pub fn session(&self) -> Option<SessionIx> {
        self.found.session()
    }

    /// Returns true if the difference matters to a person. A new id does not, and neither does a
    /// title that differs in case or punctuation alone.
    pub fn is_news(&self, agenda: &Agenda) -> bool {
        match self.kind {
            ShiftKind::Renumbered => false,
            ShiftKind::Retitled => {
                let session = self.session().and_then(|ix| agenda.sessions.get(ix));
                let title = session.map(|session| fold_title(&session.title));
                title
                    .is_none_or(|title| title.is_empty() || title != fold_title(&self.before.title))
            }
            _ => true,
        }
    }

    /// Returns the end of a sentence about the session, such as `moved: Mon 09:00 → Mon 10:00`.
    /// `show_time` writes a time.
    pub fn describe(&self, agenda: &Agenda, show_time: &dyn Fn(Moment) -> String) -> String {
        let before = &self.before;
        let start = before.start.map_or("no time".into(), show_time);
        let Some(session) = self.session().and_then(|ix| agenda.sessions.get(ix)) else {
            // Without instants, a time of today cannot be shown on the clock of the agenda.
            let since = self.missing_since.filter(|_| agenda.clock.has_instants());
            return match since.map(|since| show_time(since.fixed_offset())) {
                Some(since) => format!("is not in the agenda since {since}; it was {start}"),
                None => format!("is no longer in the agenda; it was {start}"),
            };
        };
        match self.kind {
            ShiftKind::Renumbered => format!("had the id {}", before.id),
            ShiftKind::Retitled => format!("was called {}", before.title),
            ShiftKind::Moved => {
                format!("moved: {start} → {}", session.start.map_or("no time".into(), show_time))
            }
            ShiftKind::Resized => format!(
                "length: {} → {}",
                describe_length(before.minutes),
                describe_length(session.minutes)
            ),
            ShiftKind::Relocated => format!(
                "room: {} → {}",
                describe_room(before.room.as_deref()),
                describe_room(session.room.as_deref())
            ),
            ShiftKind::Cancelled => "is cancelled".into(),
            ShiftKind::Reinstated => "is not cancelled any more".into(),
            ShiftKind::Gone => "is gone".into(),
        }
    }
}

fn describe_length(minutes: Option<u32>) -> String {
    minutes.map_or("unknown".into(), format_minutes)
}

fn describe_room(room: Option<&str>) -> &str {
    room.filter(|room| !room.is_empty()).unwrap_or("no room")
}
