//! The news of all versions of the agenda since the program was opened.

use crate::agenda::{Level, SessionIx};
use crate::plan::{SessionFacts, ShiftKind};
use chrono::{DateTime, Utc};

/// The news since the program was opened.
#[derive(Debug, Default)]
pub(crate) struct NewsLog {
    /// The versions with news, the newest first.
    pub(crate) versions: Vec<VersionNews>,
    /// The number of versions since the list of changes was open.
    pub(crate) unread: usize,
}

/// The news of one version.
#[derive(Debug)]
pub(crate) struct VersionNews {
    /// The time when the screen showed the version first.
    pub(crate) shown: DateTime<Utc>,
    /// The news of marked sessions first, and the weightiest first.
    pub(crate) entries: Vec<NewsEntry>,
}

/// One line of the list of changes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum NewsEntry {
    Session(Box<SessionNews>),
    /// A sentence about several sessions.
    Joined(String),
}

/// The changes of one session in one version.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SessionNews {
    /// The position of the session in the agenda on the screen. `None`: the session is not there.
    pub(crate) session: Option<SessionIx>,
    /// The level of the session when the version came.
    pub(crate) level: Option<Level>,
    /// The session before the version. `None`: the session was new.
    pub(crate) before: Option<SessionFacts>,
    /// The session in the version. `None`: the version did not have the session.
    pub(crate) after: Option<SessionFacts>,
    /// The facts that differ, the weightiest first. Empty for a new session.
    pub(crate) kinds: Vec<ShiftKind>,
}

/// The place of an entry: the number of the version, counted from the oldest, and of the entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NewsPlace {
    pub(crate) version: usize,
    pub(crate) entry: usize,
}

impl NewsLog {
    /// Adds the news of a new version.
    pub(crate) fn add_version(&mut self, news: VersionNews) {
        self.versions.insert(0, news);
        self.unread += 1;
    }

    /// Returns the entries of all versions with their places, the newest version first.
    pub(crate) fn places(&self) -> impl Iterator<Item = (NewsPlace, &NewsEntry)> {
        let count = self.versions.len();
        self.versions.iter().enumerate().flat_map(move |(at, news)| {
            let version = count - 1 - at;
            let entries = news.entries.iter().enumerate();
            entries.map(move |(entry, news)| (NewsPlace { version, entry }, news))
        })
    }

    /// Returns the entry at a place.
    pub(crate) fn entry_at(&self, place: NewsPlace) -> Option<&NewsEntry> {
        let at = self.versions.len().checked_sub(place.version + 1)?;
        self.versions.get(at)?.entries.get(place.entry)
    }

    /// Replaces the position of each session. `None`: the session is gone.
    pub(crate) fn renumber_sessions(&mut self, renumber: impl Fn(SessionIx) -> Option<SessionIx>) {
        for entry in self.versions.iter_mut().flat_map(|news| &mut news.entries) {
            if let NewsEntry::Session(news) = entry {
                news.session = news.session.and_then(&renumber);
            }
        }
    }
}

impl NewsEntry {
    /// Returns the news of one session, or `None` for a sentence about several.
    pub(crate) fn session_news(&self) -> Option<&SessionNews> {
        match self {
            NewsEntry::Session(news) => Some(news),
            NewsEntry::Joined(_) => None,
        }
    }

    /// Returns true for the news of a marked session.
    pub(crate) fn is_own(&self) -> bool {
        self.session_news().is_some_and(|news| news.level.is_some())
    }
}

impl SessionNews {
    /// Returns the facts in the version, or before the version if the session is gone.
    pub(crate) fn known_facts(&self) -> Option<&SessionFacts> {
        self.after.as_ref().or(self.before.as_ref())
    }
}
