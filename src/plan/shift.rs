//! Differences between a mark and its session in the agenda.

use super::mark::Mark;
use super::matching::is_same_start;
use super::schedule::{MarkMatch, Schedule};
use crate::agenda::{Agenda, Moment, Session, SessionIx, format_minutes};

/// A difference between a mark and its session. The mark has the facts before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// The mark.
    pub mark: Mark,
    /// The session in the agenda. `None` exactly for [`ShiftKind::Gone`].
    pub session: Option<SessionIx>,
    /// The fact that differs.
    pub kind: ShiftKind,
}

/// A fact in which a session can differ from its [`Mark`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ShiftKind {
    /// The session has another id.
    Renumbered,
    /// The session has another title.
    Retitled,
    /// The session starts at another time, or gained or lost its start.
    Moved,
    /// The session has another length, or its length is not known any more.
    Resized,
    /// The session is in another room.
    Relocated,
    /// The session is cancelled.
    Cancelled,
    /// The session was cancelled at the time of marking, and takes place after all.
    Reinstated,
    /// The agenda does not have the session.
    Gone,
}

impl ShiftKind {
    /// Returns the word for output, such as `moved`.
    pub const fn as_word(self) -> &'static str {
        match self {
            ShiftKind::Renumbered => "renumbered",
            ShiftKind::Retitled => "retitled",
            ShiftKind::Moved => "moved",
            ShiftKind::Resized => "resized",
            ShiftKind::Relocated => "relocated",
            ShiftKind::Cancelled => "cancelled",
            ShiftKind::Reinstated => "reinstated",
            ShiftKind::Gone => "gone",
        }
    }
}

impl Schedule {
    /// Returns the differences between the marks and their sessions, in the order of the marks. One
    /// mark may have several.
    pub fn find_shifts(&self, agenda: &Agenda) -> Vec<Shift> {
        let mut shifts = Vec::new();
        for MarkMatch { mark, session } in self.mark_matches() {
            let kinds = match session.and_then(|ix| agenda.sessions.get(ix)) {
                None => vec![ShiftKind::Gone],
                Some(session) => compare_with_session(mark, session),
            };
            shifts.extend(kinds.into_iter().map(|kind| Shift {
                mark: mark.clone(),
                session: *session,
                kind,
            }));
        }
        shifts
    }
}

/// Returns the facts in which `session` differs from `mark`. A hand-written plan may give an id
/// alone, and an old plan has no room and no length: a fact missing in `mark` does not differ.
fn compare_with_session(mark: &Mark, session: &Session) -> Vec<ShiftKind> {
    let has_title = !mark.title.is_empty();
    let room = session.room.as_deref().unwrap_or_default();
    [
        (ShiftKind::Renumbered, session.id != mark.session_id),
        (ShiftKind::Retitled, has_title && !session.title.equals_without_selectors(&mark.title)),
        (
            ShiftKind::Moved,
            (has_title || mark.start.is_some()) && !is_same_start(mark.start, session.start),
        ),
        (ShiftKind::Resized, mark.minutes.is_some() && mark.minutes != session.minutes),
        (
            ShiftKind::Relocated,
            mark.room.as_ref().is_some_and(|before| !before.equals_without_selectors(room)),
        ),
        (ShiftKind::Cancelled, session.cancelled && !mark.cancelled),
        (ShiftKind::Reinstated, mark.cancelled && !session.cancelled),
    ]
    .into_iter()
    .filter_map(|(kind, differs)| differs.then_some(kind))
    .collect()
}

impl Shift {
    /// Returns the end of a sentence about the session, such as `moved: Mon 09:00 → Mon 10:00`.
    /// `show_time` writes a time.
    pub fn describe(&self, agenda: &Agenda, show_time: &dyn Fn(Moment) -> String) -> String {
        let mark = &self.mark;
        let before = mark.start.map_or("no time".into(), show_time);
        let Some(session) = self.session.and_then(|ix| agenda.sessions.get(ix)) else {
            return format!("is no longer in the agenda; it was {before}");
        };
        match self.kind {
            ShiftKind::Renumbered => format!("had the id {}", mark.session_id),
            ShiftKind::Retitled => format!("was called {}", mark.title),
            ShiftKind::Moved => {
                format!("moved: {before} → {}", session.start.map_or("no time".into(), show_time))
            }
            ShiftKind::Resized => format!(
                "length: {} → {}",
                describe_length(mark.minutes),
                describe_length(session.minutes)
            ),
            ShiftKind::Relocated => format!(
                "room: {} → {}",
                describe_room(mark.room.as_deref()),
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
