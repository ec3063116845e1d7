//! The sessions that a command line names: by an id, the beginning of an id, or words that fit one
//! session.

use super::context::CliContext;
use super::error::{CliError, count_noun};
use super::id_parts::{IdParts, abbreviated_ids, address_names};
use super::typed_words::{has_text, has_words};
use crate::agenda::{Agenda, Session, SessionIx, nearest_word};
use crate::plan::SessionIndex;
use crate::search::{Index, Query, SearchFacts};
use crate::store;
use std::cell::OnceCell;
use std::collections::HashSet;
use std::path::Path;

/// The shortest id in a table, in letters.
const SHORT_ID_MIN: usize = 4;
/// The shortest part of an id that leads to the id, in bytes.
const PART_MIN: usize = 3;
/// The highest number of sessions that a message lists.
const LISTED_MAX: usize = 12;
/// The number of names that get a message of their own.
const FAULTS_TOLD: usize = 10;
const EMPTY_NAME: &str = "an empty text names no session. hallway list --ids prints all ids";
/// The number of names from which an index of all ids saves time.
const INDEXED_NAMES_MIN: usize = 16;

/// A name of the command line or of standard input.
pub(crate) struct TypedName {
    pub(crate) text: String,
    /// The line of standard input, from 1. Words of standard input name no session.
    pub(crate) line: Option<usize>,
}

/// A session that a command line names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NamedSession {
    Session(SessionIx),
    /// The id of a mark whose session is not in the agenda.
    Lost(String),
}

impl NamedSession {
    fn session(&self) -> Option<SessionIx> {
        match self {
            NamedSession::Session(ix) => Some(*ix),
            NamedSession::Lost(_) => None,
        }
    }
}

/// The rule for words that fit one session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum WordRule {
    /// The search decides: a typo and a sound fit too.
    Near,
    /// Words of the session begin with the typed words.
    AsTyped,
}

/// The sessions that fit a [`TypedName`].
enum NameMatch {
    Nothing,
    One(SessionIx),
    /// The words are only like words of this session.
    Near(SessionIx),
    Several(Vec<SessionIx>),
}

impl NameMatch {
    fn of_sessions(found: Vec<SessionIx>) -> NameMatch {
        match found[..] {
            [] => NameMatch::Nothing,
            [ix] => NameMatch::One(ix),
            _ => NameMatch::Several(found),
        }
    }
}

/// Returns the positions in [`Agenda::sessions`] of the sessions with these names.
///
/// # Errors
/// Returns one message for all names that fit no session or several sessions.
pub(crate) fn find_sessions(cx: &CliContext, names: &[String]) -> Result<Vec<SessionIx>, CliError> {
    let found = find_named(cx, names, WordRule::Near, &|_| false)?;
    Ok(found.iter().filter_map(NamedSession::session).collect())
}

/// Returns the sessions with these names for a command that changes the plan: words must be in the
/// session as typed.
///
/// # Errors
/// Returns the errors of [`find_sessions`], and a usage error with the nearest session for words
/// that are only like words of a session.
pub(crate) fn find_sessions_to_change(
    cx: &CliContext,
    names: &[String],
) -> Result<Vec<SessionIx>, CliError> {
    let found = find_named(cx, names, WordRule::AsTyped, &|_| false)?;
    Ok(found.iter().filter_map(NamedSession::session).collect())
}

/// Returns the sessions of [`find_sessions_to_change`]. A name for which `is_lost` returns true is
/// the id of a mark without a session.
///
/// # Errors
/// Returns the errors of [`find_sessions_to_change`].
pub(crate) fn find_sessions_or_marks(
    cx: &CliContext,
    names: &[String],
    is_lost: &dyn Fn(&str) -> bool,
) -> Result<Vec<NamedSession>, CliError> {
    find_named(cx, names, WordRule::AsTyped, is_lost)
}

/// Returns the sessions with these names. A `-` reads ids from standard input.
///
/// # Errors
/// Returns one message for all names that fit no session or several sessions. The exit code is 2
/// if sessions are near, else 1.
fn find_named(
    cx: &CliContext,
    names: &[String],
    rule: WordRule,
    is_lost: &dyn Fn(&str) -> bool,
) -> Result<Vec<NamedSession>, CliError> {
    let names = read_names(cx, names)?;
    let (ids, parts, mut index) = (SessionIndex::default(), OnceCell::new(), None);
    let parts = || parts.get_or_init(|| IdParts::new(&cx.agenda));
    let (mut found, mut faults) = (Vec::new(), NameFaults::default());
    let mut has_id = false;
    for name in &names {
        let with_id = match names.len() {
            ..INDEXED_NAMES_MIN => cx.agenda.find_session(&name.text),
            _ => {
                ids.session_with_id(&cx.agenda, &name.text).or_else(|| parts().find_own(&name.text))
            }
        };
        if with_id.is_none() && is_lost(&name.text) {
            found.push(NamedSession::Lost(name.text.clone()));
            continue;
        }
        // Two sessions are enough to know that a name fits several.
        let most = if faults.is_told() { 2 } else { usize::MAX };
        let by_part = || NameMatch::of_sessions(parts().find(&name.text, most));
        let mut fitting = with_id.map_or_else(by_part, NameMatch::One);
        has_id |= !matches!(fitting, NameMatch::Nothing);
        if matches!(fitting, NameMatch::Nothing) && name.line.is_none() {
            fitting = match_words(cx, &name.text, rule, &mut index);
        }
        match fitting {
            NameMatch::One(ix) => found.push(NamedSession::Session(ix)),
            fitting => faults.add(cx, name, &fitting),
        }
    }
    if faults.count == 0 {
        return Ok(found);
    }
    // `show liz debt` has the words of one session.
    let words: Vec<&str> = names.iter().map(|name| name.text.as_str()).collect();
    if !has_id
        && names.len() > 1
        && names.iter().all(|name| name.line.is_none())
        && let NameMatch::One(ix) = match_words(cx, &words.join(" "), rule, &mut index)
    {
        return Ok(vec![NamedSession::Session(ix)]);
    }
    Err(faults.into_error())
}

/// The names that fit no session, or not one session alone.
#[derive(Default)]
struct NameFaults {
    /// The messages of the first [`FAULTS_TOLD`] names.
    messages: Vec<String>,
    count: usize,
    /// A name is near to sessions, or is no name.
    is_usage: bool,
}

impl NameFaults {
    /// Returns true if no further name gets a message.
    fn is_told(&self) -> bool {
        self.messages.len() >= FAULTS_TOLD
    }

    fn add(&mut self, cx: &CliContext, name: &TypedName, fitting: &NameMatch) {
        self.count += 1;
        self.is_usage |= name.text.is_empty() || !matches!(fitting, NameMatch::Nothing);
        if !self.is_told() {
            self.messages.push(match fitting {
                NameMatch::Near(ix) => describe_near(cx, name, *ix),
                NameMatch::Several(sessions) => describe_several(cx, name, sessions),
                _ if name.text.is_empty() => EMPTY_NAME.to_owned(),
                _ => describe_unknown_name(&cx.agenda, name),
            });
        }
    }

    /// Returns one error with all messages. The exit code is 2 if sessions are near, else 1.
    fn into_error(mut self) -> CliError {
        if self.count > self.messages.len() {
            self.messages.push(format!("and {} more", self.count - self.messages.len()));
        }
        let message = self.messages.join("\n");
        if self.is_usage { CliError::usage(message) } else { CliError::nothing_found(message) }
    }
}

/// Returns the names, with the ids of standard input in the place of `-`. A session may have the id
/// `-` itself.
///
/// # Errors
/// Returns an error if standard input has the agenda or cannot be read.
pub(crate) fn read_names(cx: &CliContext, names: &[String]) -> Result<Vec<TypedName>, CliError> {
    let mut read = Vec::new();
    for name in names {
        if name != "-" || cx.agenda.find_session("-").is_some() {
            read.push(TypedName { text: name.trim().to_owned(), line: None });
            continue;
        }
        if cx.named_agenda.as_deref() == Some("-") {
            return Err(CliError::usage(
                "standard input has the agenda, and cannot have the ids too",
            ));
        }
        let bytes = store::read_source(Path::new("-"))?;
        let text = String::from_utf8_lossy(&bytes);
        // A line of `list` or `search` begins with the id and a tab.
        let ids = text.lines().map(|line| line.split('\t').next().unwrap_or_default().trim());
        let ids = ids.zip(1..).filter(|(id, _)| !id.is_empty());
        read.extend(ids.map(|(id, nth)| TypedName { text: id.to_owned(), line: Some(nth) }));
    }
    Ok(read)
}

/// Returns the only session that fits the words, or whose title is the words.
fn match_words(
    cx: &CliContext,
    words: &str,
    rule: WordRule,
    index: &mut Option<Index>,
) -> NameMatch {
    let agenda = &cx.agenda;
    let query = Query::parse(words);
    if query.is_empty() || !Query::find_faults(words, agenda, cx.now).is_empty() {
        return NameMatch::Nothing;
    }
    let facts = SearchFacts {
        level: &|ix| cx.schedule.level_of(ix),
        is_skipped: &|ix| cx.schedule.is_skipped(ix),
        now: cx.now,
    };
    let index = index.get_or_insert_with(|| Index::new(agenda));
    let found = index.search(agenda, &query, &facts);
    let has_every_word = |ix: &SessionIx| found.words.iter().all(|word| word.is_in(*ix));
    let hits = found.hits.iter().chain(&found.more).map(|hit| hit.session);
    let hits: Vec<SessionIx> = hits.filter(has_every_word).collect();
    let has_title = |ix: &SessionIx| {
        let session = agenda.sessions.get(*ix);
        session.is_some_and(|session| session.title.to_lowercase() == words.to_lowercase())
    };
    let titled: Vec<SessionIx> = hits.iter().copied().filter(has_title).collect();
    match (&hits[..], &titled[..]) {
        ([], _) => NameMatch::Nothing,
        (_, [ix]) => NameMatch::One(*ix),
        ([ix], _) if rule == WordRule::AsTyped && !has_words(agenda, *ix, &found.words) => {
            NameMatch::Near(*ix)
        }
        ([ix], _) => NameMatch::One(*ix),
        _ => NameMatch::Several(hits),
    }
}

fn describe_unknown_name(agenda: &Agenda, name: &TypedName) -> String {
    let line = name.line.map(|line| format!("line {line}: ")).unwrap_or_default();
    let ids = agenda.sessions.iter().map(|session| &*session.id);
    let id = &name.text;
    let mut with_part = ids.clone().filter(|known| id.len() >= PART_MIN && known.contains(&**id));
    let only = with_part.next().filter(|_| with_part.next().is_none());
    let abbreviated = abbreviated_ids(agenda, id, 3);
    match only.or_else(|| nearest_word(id, ids)) {
        Some(near) => format!("{line}no session has the id {id}. Did you mean {near}?"),
        None if !abbreviated.is_empty() => {
            format!("{line}no session has the id {id}. Did you mean {}?", abbreviated.join(" or "))
        }
        // Words of standard input name no session.
        None if name.line.is_some() => {
            format!("{line}no session has the id {id}. hallway list --ids prints all ids")
        }
        None => format!(
            "{line}no session has the id {id}, and no session fits it as words. hallway list --ids \
             prints all ids"
        ),
    }
}

/// Returns a message with the session that words are like.
fn describe_near(cx: &CliContext, name: &TypedName, session: SessionIx) -> String {
    let typed = &name.text;
    let session = describe_session(cx, session);
    format!("no session has \"{typed}\" as typed. The nearest is, by its id:{session}")
}

/// Returns a line with time, room, id and title of a session, after a line end.
fn describe_session(cx: &CliContext, ix: SessionIx) -> String {
    let Some(session) = cx.agenda.sessions.get(ix) else { return String::new() };
    let start = session.start.map(|at| cx.clock.local_time(&cx.agenda, at));
    let time = start.map_or("no time".to_owned(), |at| at.format("%a %-d %b %H:%M").to_string());
    let room = session.room.as_deref().unwrap_or("no room");
    format!("\n  {time}  {room}  {}  {}", session.id, session.title)
}

/// Returns the session among `candidates` whose id or words begin as typed, or `None` if there is
/// none.
///
/// # Errors
/// Returns a usage error that lists the sessions if there are several.
pub(crate) fn find_among(
    cx: &CliContext,
    typed: &str,
    candidates: impl Iterator<Item = SessionIx>,
) -> Result<Option<SessionIx>, CliError> {
    let typed = typed.trim();
    let id = |ix: SessionIx| cx.agenda.sessions.get(ix).map(|session| session.id.as_str());
    let mut fitting: Vec<SessionIx> = candidates
        .filter(|ix| {
            let has_id = !typed.is_empty() && id(*ix).is_some_and(|id| id.starts_with(typed));
            has_id || has_text(&cx.agenda, *ix, typed)
        })
        .collect();
    if let Some(known) = fitting.iter().copied().find(|ix| id(*ix) == Some(typed)) {
        fitting = vec![known];
    }
    match fitting[..] {
        [] => Ok(None),
        [ix] => Ok(Some(ix)),
        _ => {
            let name = TypedName { text: typed.to_owned(), line: None };
            Err(CliError::usage(describe_several(cx, &name, &fitting)))
        }
    }
}

/// Returns a message with time, room, id and title of the sessions that a name fits.
fn describe_several(cx: &CliContext, name: &TypedName, sessions: &[SessionIx]) -> String {
    let line = name.line.map(|line| format!("line {line}: ")).unwrap_or_default();
    let count = count_noun(sessions.len(), "session", "sessions");
    let mut message = format!("{line}\"{}\" fits {count}:", name.text);
    for ix in sessions.iter().take(LISTED_MAX) {
        message += &describe_session(cx, *ix);
    }
    match sessions.len().saturating_sub(LISTED_MAX) {
        0 => message,
        more => message + &format!("\n  and {more} more"),
    }
}

/// Returns the length in bytes of the shortest beginning of each session's id that names no other
/// session: [`SHORT_ID_MIN`] letters or more.
pub(crate) fn short_id_lengths(agenda: &Agenda) -> Vec<usize> {
    let ids: Vec<String> =
        agenda.sessions.iter().map(|session| session.id.to_ascii_lowercase()).collect();
    let mut sorted: Vec<SessionIx> = (0..ids.len()).collect();
    sorted.sort_unstable_by_key(|ix| ids.get(*ix));
    let mut lengths = vec![0; ids.len()];
    for pair in sorted.windows(2) {
        let [first, second] = pair else { continue };
        let (Some(a), Some(b)) = (ids.get(*first), ids.get(*second)) else { continue };
        let common = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
        for ix in [*first, *second] {
            if let Some(length) = lengths.get_mut(ix) {
                *length = common.max(*length);
            }
        }
    }
    // An id that another session has beside its own names that session.
    let others: HashSet<&str> = agenda.sessions.iter().flat_map(other_names).collect();
    for (length, session) in lengths.iter_mut().zip(&agenda.sessions) {
        let ends = session.id.char_indices().map(|(at, c)| at + c.len_utf8());
        let mut ends = ends.skip(SHORT_ID_MIN - 1).filter(|end| *end > *length);
        let is_free = |end: &usize| session.id.get(..*end).is_some_and(|id| !others.contains(id));
        *length = ends.find(is_free).unwrap_or(session.id.len());
    }
    lengths
}

/// Returns the ids of a session in other programs, and its address with the last part.
pub(crate) fn other_names(session: &Session) -> impl Iterator<Item = &str> {
    session.ids.iter().map(|named| &*named.id).chain(address_names(session))
}
