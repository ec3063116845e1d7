//! The filters that `list`, `export`, `now` and `next` share.

use super::args::FilterArgs;
use super::context::CliContext;
use super::error::CliError;
use super::time::parse_days;
use crate::agenda::{Agenda, Kind, Session, SessionIx, nearest_word, sessions_on_day};
use std::collections::BTreeSet;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// The filters of a command. A session must match all of them; `None` matches every session.
pub(crate) struct SessionFilter {
    /// The sessions of the days. A session over several days is of each of them.
    of_days: Option<BTreeSet<SessionIx>>,
    /// Positions in [`Agenda::rooms`].
    rooms: Option<BTreeSet<usize>>,
    /// Positions in [`Agenda::tracks`].
    tracks: Option<Vec<usize>>,
    kind: Option<Kind>,
    /// A folded part of a name: see [`fold_name`].
    speaker: Option<String>,
    only_mine: bool,
}

impl SessionFilter {
    /// # Errors
    /// Returns a usage error for an unknown day, room, track or kind, and for a person without a
    /// name.
    pub(crate) fn from_args(cx: &CliContext, args: &FilterArgs) -> Result<SessionFilter, CliError> {
        let agenda = &cx.agenda;
        let rooms = || agenda.rooms.iter().map(|room| &*room.name);
        let tracks = agenda.tracks.iter().map(|track| &*track.name);
        let track = args.track.as_deref();
        Ok(SessionFilter {
            of_days: find_each(&args.day, |day| sessions_of_days(cx, day))?,
            rooms: find_each(&args.room, |room| find_names("room", room, rooms()))?,
            tracks: track.map(|track| find_names("track", track, tracks)).transpose()?,
            kind: args.kind.as_deref().map(parse_kind).transpose()?,
            speaker: args.speaker.as_deref().map(fold_speaker).transpose()?,
            only_mine: args.mine,
        })
    }

    /// Returns the sessions that match, in time order.
    pub(crate) fn find_sessions(&self, cx: &CliContext) -> Vec<SessionIx> {
        let sessions = cx.agenda.sessions.iter().enumerate();
        let found = sessions.filter(|(ix, session)| self.matches_session(cx, *ix, session));
        found.map(|(ix, _)| ix).collect()
    }

    fn matches_session(&self, cx: &CliContext, ix: SessionIx, session: &Session) -> bool {
        let is_among = |position: Option<usize>, wanted: &Option<Vec<usize>>| match wanted {
            Some(wanted) => position.is_some_and(|position| wanted.contains(&position)),
            None => true,
        };
        self.of_days.as_ref().is_none_or(|sessions| sessions.contains(&ix))
            && is_among(session.track, &self.tracks)
            && self.matches_room(&cx.agenda, session)
            && self.kind.is_none_or(|kind| session.kind == kind)
            && self.matches_speaker(&cx.agenda, session)
            && (!self.only_mine || cx.schedule.level_of(ix).is_some())
    }

    /// A joined room matches each of its parts. The name of the joined room matches only sessions
    /// published under this name.
    fn matches_room(&self, agenda: &Agenda, session: &Session) -> bool {
        let Some(rooms) = &self.rooms else { return true };
        rooms.iter().any(|ix| {
            let published = agenda.rooms.get(*ix).map(|room| &room.name);
            session.rooms.contains(ix)
                || (published.is_some() && session.room.as_ref() == published)
        })
    }

    fn matches_speaker(&self, agenda: &Agenda, session: &Session) -> bool {
        let Some(wanted) = &self.speaker else { return true };
        agenda.people_of(session).any(|(person, _)| fold_name(&person.name).contains(wanted))
    }
}

/// Returns the positions that any of the names has, or `None` without a name.
fn find_each<P: IntoIterator<Item = usize>>(
    names: &[String],
    find: impl Fn(&str) -> Result<P, CliError>,
) -> Result<Option<BTreeSet<usize>>, CliError> {
    let mut found = BTreeSet::new();
    for name in names {
        found.extend(find(name)?);
    }
    Ok((!names.is_empty()).then_some(found))
}

/// Returns the sessions that run on a day of this name.
///
/// # Errors
/// Returns a usage error for an unknown day.
fn sessions_of_days(cx: &CliContext, name: &str) -> Result<BTreeSet<SessionIx>, CliError> {
    let days = parse_days(name, &cx.agenda, cx.now)?;
    Ok(days.into_iter().flat_map(|day| sessions_on_day(&cx.agenda, day)).collect())
}

/// Returns the folded part of a person's name.
///
/// # Errors
/// Returns a usage error for an empty name, which every name contains.
fn fold_speaker(name: &str) -> Result<String, CliError> {
    match name.trim().is_empty() {
        true => Err(CliError::usage("--speaker needs a part of a name")),
        false => Ok(fold_name(name)),
    }
}

/// Returns the positions of the names that equal `wanted`, else of the names that contain
/// `wanted`, without regard to case and accents.
///
/// # Errors
/// Returns a usage error that suggests or lists names if none matches. `noun` is the kind of
/// the names.
fn find_names<'a>(
    noun: &str,
    wanted: &str,
    names: impl Iterator<Item = &'a str> + Clone,
) -> Result<Vec<usize>, CliError> {
    if wanted.trim().is_empty() {
        return Err(unknown_name(noun, wanted, names));
    }
    let folded = fold_name(wanted);
    let (mut equal, mut containing) = (Vec::new(), Vec::new());
    for (ix, name) in names.clone().map(fold_name).enumerate() {
        if name == folded {
            equal.push(ix);
        } else if name.contains(&folded) {
            containing.push(ix);
        }
    }
    let found = if equal.is_empty() { containing } else { equal };
    if found.is_empty() { Err(unknown_name(noun, wanted, names)) } else { Ok(found) }
}

fn unknown_name<'a>(
    noun: &str,
    wanted: &str,
    names: impl Iterator<Item = &'a str> + Clone,
) -> CliError {
    let help = match nearest_word(wanted, names.clone()) {
        Some(near) => format!("Did you mean \"{near}\"?"),
        None if names.clone().next().is_none() => format!("This agenda has no {noun}s"),
        None => format!("Known {noun}s: {}", names.collect::<Vec<_>>().join(", ")),
    };
    CliError::usage(format!("no {noun} matches \"{wanted}\". {help}"))
}

fn parse_kind(wanted: &str) -> Result<Kind, CliError> {
    let words = Kind::ALL.iter().map(|kind| kind.word());
    Kind::parse(&wanted.to_lowercase()).ok_or_else(|| unknown_name("kind", wanted, words))
}

/// Returns a name in lower case and without accents.
pub(crate) fn fold_name(name: &str) -> String {
    name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}
