//! `list`: prints sessions in time order, all or filtered.

use super::args::ListArgs;
use super::context::CliContext;
use super::error::CliError;
use super::json;
use super::other_plan::describe_empty_schedule;
use super::sentences::print_sentences;
use super::table::print_sessions;
use super::time::parse_days;
use crate::agenda::{Agenda, Kind, Moment, Session, SessionIx, nearest_word, sessions_on_day};
use std::collections::BTreeSet;
use std::io::Write;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

pub(crate) fn run(cx: &CliContext, args: &ListArgs, out: &mut impl Write) -> Result<(), CliError> {
    let filter = SessionFilter::from_args(cx, args)?;
    let sessions = cx.agenda.sessions.iter().enumerate();
    let found: Vec<SessionIx> = sessions
        .filter(|(ix, session)| filter.matches_session(cx, *ix, session))
        .map(|(ix, _)| ix)
        .collect();
    if args.json {
        json::write_json(out, &json::agenda_json(cx, &found))?;
    } else if args.jsonl {
        for session in found.iter().filter_map(|ix| json::session_json(cx, *ix)) {
            json::write_json(out, &session)?;
        }
    } else if args.ids {
        for session in found.iter().filter_map(|ix| cx.agenda.sessions.get(*ix)) {
            writeln!(out, "{}", session.id)?;
        }
    } else if cx.style.sentences {
        print_sentences(cx, &found, out)?;
    } else {
        print_sessions(cx, &found, out)?;
    }
    // An event whose sessions are not published yet has an agenda without sessions.
    let is_missing = found.is_empty() && !cx.agenda.sessions.is_empty();
    if is_missing { Err(nothing_found(cx, args)) } else { Ok(()) }
}

fn nothing_found(cx: &CliContext, args: &ListArgs) -> CliError {
    let names = cx.agenda.people.iter().map(|person| &*person.name);
    let near = args.speaker.as_deref().and_then(|speaker| nearest_word(speaker, names));
    CliError::nothing_found(match near {
        Some(name) => format!("nothing found. Did you mean {name}?"),
        None if args.mine && cx.plan.is_empty() => {
            format!("nothing found: {}", describe_empty_schedule(cx))
        }
        None if args.mine => "nothing found. Mark sessions with hallway mark ID".to_owned(),
        None => match cx.pretended.filter(|_| args.day.is_none()) {
            Some(at) => {
                let at = cx.clock.local_time(&cx.agenda, at).format("%a %-d %b %Y %H:%M");
                format!("nothing found: no session that matches runs at {at}")
            }
            None => "nothing found: no session matches all filters".to_owned(),
        },
    })
}

/// The filters of `list`. A session must match all of them; `None` matches every session.
struct SessionFilter {
    /// The sessions of the days. A session over several days is of each of them.
    of_days: Option<BTreeSet<SessionIx>>,
    /// Positions in [`Agenda::rooms`].
    rooms: Option<Vec<usize>>,
    /// Positions in [`Agenda::tracks`].
    tracks: Option<Vec<usize>>,
    kind: Option<Kind>,
    /// A folded part of a name: see [`fold_name`].
    speaker: Option<String>,
    only_mine: bool,
    /// The time of `--at`, without `--day`: the session runs at this time.
    at: Option<Moment>,
}

impl SessionFilter {
    /// # Errors
    /// Returns a usage error for an unknown day, room, track or kind.
    fn from_args(cx: &CliContext, args: &ListArgs) -> Result<SessionFilter, CliError> {
        let agenda = &cx.agenda;
        let rooms = agenda.rooms.iter().map(|room| &*room.name);
        let tracks = agenda.tracks.iter().map(|track| &*track.name);
        let day = args.day.as_deref();
        let (room, track) = (args.room.as_deref(), args.track.as_deref());
        Ok(SessionFilter {
            of_days: day.map(|day| sessions_of_days(cx, day)).transpose()?,
            rooms: room.map(|room| find_names("room", room, rooms)).transpose()?,
            tracks: track.map(|track| find_names("track", track, tracks)).transpose()?,
            kind: args.kind.as_deref().map(parse_kind).transpose()?,
            speaker: args.speaker.as_deref().map(fold_name),
            only_mine: args.mine,
            at: cx.pretended.filter(|_| args.day.is_none()),
        })
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
            && self.at.is_none_or(|at| session.runs_at(at))
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

/// Returns the sessions that run on a day of this name.
///
/// # Errors
/// Returns a usage error for an unknown day.
fn sessions_of_days(cx: &CliContext, name: &str) -> Result<BTreeSet<SessionIx>, CliError> {
    let days = parse_days(name, &cx.agenda, cx.now)?;
    Ok(days.into_iter().flat_map(|day| sessions_on_day(&cx.agenda, day)).collect())
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
fn fold_name(name: &str) -> String {
    name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}
