//! Choices, their groups, and the filter of chosen choices.

use crate::agenda::{Agenda, Clean, Kind, Moment, Recorded, Session, SessionIx, SessionLanguage};
use std::collections::BTreeSet;

/// One choice of a filter. The name `None` stands for sessions without a track, language or room.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Choice {
    /// Marked sessions.
    Mine,
    /// Sessions that are not over yet, or have no time.
    NotOver,
    /// Sessions that are not marked as not for me.
    NotSkipped,
    /// Sessions of a kind.
    Kind(Kind),
    /// Sessions of a track.
    Track(Option<Clean>),
    /// Sessions in a language, by one of its spellings.
    Language(Option<SessionLanguage>),
    /// Sessions that are recorded, that are not, or of which nothing is known.
    Recorded(Recorded),
    /// Sessions in a room.
    Room(Option<Clean>),
}

/// A group of choices that widen each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// [`Choice::Mine`].
    Mine,
    /// [`Choice::NotOver`].
    NotOver,
    /// [`Choice::NotSkipped`].
    NotSkipped,
    /// All of [`Choice::Kind`].
    Kind,
    /// All of [`Choice::Track`].
    Track,
    /// All of [`Choice::Language`].
    Language,
    /// All of [`Choice::Recorded`].
    Recorded,
    /// All of [`Choice::Room`].
    Room,
}

impl Group {
    /// All groups, in the order of the picker.
    pub const ALL: [Group; 8] = [
        Group::Mine,
        Group::NotOver,
        Group::NotSkipped,
        Group::Kind,
        Group::Track,
        Group::Language,
        Group::Recorded,
        Group::Room,
    ];

    /// Returns the heading of the group.
    pub fn heading(self) -> &'static str {
        match self {
            Group::Mine | Group::NotOver | Group::NotSkipped => self.noun(),
            Group::Kind => "Kind",
            Group::Track => "Track",
            Group::Language => "Language",
            Group::Recorded => "Recorded",
            Group::Room => "Room",
        }
    }

    /// Returns the name of the group within a sentence.
    pub fn noun(self) -> &'static str {
        match self {
            Group::Mine => "only mine",
            Group::NotOver => "hide past",
            Group::NotSkipped => "hide what is not for me",
            Group::Kind => "kind",
            Group::Track => "track",
            Group::Language => "language",
            Group::Recorded => "recorded",
            Group::Room => "room",
        }
    }

    /// Returns true if breaks and socials pass every choice of the group.
    pub(super) fn exempts_bands(self) -> bool {
        matches!(self, Group::Track | Group::Language | Group::Recorded | Group::Room)
    }
}

impl Choice {
    /// Returns the group of the choice.
    pub fn group(&self) -> Group {
        match self {
            Choice::Mine => Group::Mine,
            Choice::NotOver => Group::NotOver,
            Choice::NotSkipped => Group::NotSkipped,
            Choice::Kind(_) => Group::Kind,
            Choice::Track(_) => Group::Track,
            Choice::Language(_) => Group::Language,
            Choice::Recorded(_) => Group::Recorded,
            Choice::Room(_) => Group::Room,
        }
    }

    /// Returns the name of the choice within its group.
    pub fn name(&self) -> &str {
        match self {
            Choice::Mine | Choice::NotOver | Choice::NotSkipped => self.group().noun(),
            Choice::Kind(kind) => kind.word(),
            Choice::Track(name) => name.as_deref().unwrap_or("no track"),
            Choice::Language(language) => {
                language.as_ref().map_or("no language", |language| &*language.written)
            }
            Choice::Recorded(recorded) => recorded.word(),
            Choice::Room(name) => name.as_deref().unwrap_or("no room"),
        }
    }

    /// Returns true for sessions without a track, language or room.
    fn is_nameless(&self) -> bool {
        matches!(self, Choice::Track(None) | Choice::Language(None) | Choice::Room(None))
    }
}

/// The facts that a filter needs beside the agenda.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// Returns true for a marked session.
    pub mine: &'a dyn Fn(SessionIx) -> bool,
    /// The sessions that are not for me, ascending.
    pub skipped: &'a [SessionIx],
    /// The present. Without a `now`, no session is over.
    pub now: Option<Moment>,
}

impl std::fmt::Debug for Facts<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Facts").field("now", &self.now).finish_non_exhaustive()
    }
}

/// A [`Choice`] of the picker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedChoice {
    /// The choice.
    pub choice: Choice,
    /// True if the filter contains `choice`.
    pub chosen: bool,
    /// The number of sessions with `choice` that pass all other groups.
    pub count: usize,
}

/// The chosen choices. An empty filter admits every session. A `Filter` stores names, so that it
/// is valid for the next version of the agenda.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub(super) chosen: BTreeSet<Choice>,
}

impl Filter {
    /// Returns true if the filter contains no choice.
    pub fn is_empty(&self) -> bool {
        self.chosen.is_empty()
    }

    /// Adds `choice`, or removes a `choice` that the filter contains.
    pub fn toggle_choice(&mut self, choice: Choice) {
        if !self.chosen.remove(&choice) {
            self.chosen.insert(choice);
        }
    }

    /// Returns true if `session` passes all groups.
    pub fn admits_session(&self, agenda: &Agenda, session: SessionIx, facts: Facts<'_>) -> bool {
        let own = choices_of(agenda, session, facts);
        agenda.sessions.get(session).is_none_or(|session| !self.refuses_by_group(session, &own))
    }

    /// Returns true if a group refuses a session with the choices `own`.
    fn refuses_by_group(&self, session: &Session, own: &[Choice]) -> bool {
        self.chosen
            .iter()
            .map(Choice::group)
            .filter(|group| !(is_exempt(session) && group.exempts_bands()))
            .any(|group| {
                !own.iter().any(|choice| choice.group() == group && self.chosen.contains(choice))
            })
    }

    /// Describes the chosen choices, one text for each group: `track Rust, Go`.
    pub fn describe_choices(&self) -> Vec<String> {
        Group::ALL.into_iter().filter_map(|group| self.describe_group(group)).collect()
    }

    /// Describes the chosen choices of a group. Returns `None` for a group without any.
    fn describe_group(&self, group: Group) -> Option<String> {
        let chosen: Vec<&Choice> =
            self.chosen.iter().filter(|choice| choice.group() == group).collect();
        let names = chosen.iter().map(|choice| choice.name()).collect::<Vec<_>>().join(", ");
        match group {
            _ if chosen.is_empty() => None,
            Group::Mine | Group::NotOver | Group::NotSkipped => Some(group.noun().to_owned()),
            _ if chosen.iter().all(|choice| choice.is_nameless()) => Some(names),
            _ => Some(format!("{} {names}", group.noun())),
        }
    }
}

/// Returns every [`Choice`] of a session.
pub(super) fn choices_of(agenda: &Agenda, ix: SessionIx, facts: Facts<'_>) -> Vec<Choice> {
    let Some(session) = agenda.sessions.get(ix) else { return Vec::new() };
    let track = session.track.and_then(|track| agenda.tracks.get(track));
    let mut choices =
        vec![Choice::Kind(session.kind), Choice::Track(track.map(|track| track.name.clone()))];
    let languages = session.languages();
    if languages.is_empty() {
        choices.push(Choice::Language(None));
    }
    choices.extend(languages.into_iter().map(|language| Choice::Language(Some(language))));
    if !session.kind.is_band() || session.recorded != Recorded::Unknown {
        choices.push(Choice::Recorded(session.recorded));
    }
    let rooms = session.rooms.iter().filter_map(|room| agenda.rooms.get(*room));
    choices.extend(rooms.map(|room| Choice::Room(Some(room.name.clone()))));
    if session.rooms.is_empty() {
        choices.push(Choice::Room(None));
    }
    if (facts.mine)(ix) {
        choices.push(Choice::Mine);
    }
    if !is_over(session, facts.now) {
        choices.push(Choice::NotOver);
    }
    if facts.skipped.binary_search(&ix).is_err() {
        choices.push(Choice::NotSkipped);
    }
    choices
}

/// Returns true for breaks, socials and own entries, which pass the groups that
/// [`Group::exempts_bands`] names.
pub(super) fn is_exempt(session: &Session) -> bool {
    session.kind.is_band() || session.is_own()
}

/// Returns true if a session has ended. A session without a time never ends.
pub(super) fn is_over(session: &Session, now: Option<Moment>) -> bool {
    now.zip(session.start_and_end()).is_some_and(|(now, (_, end))| end <= now)
}
