//! `list`: sessions in time order, all or some.

use super::args::List;
use super::look::{BOLD, DIM, STAR, fit};
use super::{Context, Stop, json, time};
use crate::agenda::{Agenda, Kind, Level, Seats, Session, SessionIx, nearest_word};
use crate::text::{Piece, pieces};
use std::io::Write;
use std::ops::Range;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_width::UnicodeWidthStr;

pub(crate) fn run(cx: &Context, args: &List, out: &mut impl Write) -> Result<(), Stop> {
    let found = select(cx, args)?;
    if args.json {
        json::write(out, &json::answer(cx, &found))?;
    } else if args.jsonl {
        for session in found.iter().filter_map(|ix| json::session(cx, *ix)) {
            json::write(out, &session)?;
        }
    } else if args.ids {
        for session in found.iter().filter_map(|ix| cx.agenda.sessions.get(*ix)) {
            writeln!(out, "{}", session.id)?;
        }
    } else {
        table(cx, &found, out)?;
    }
    if found.is_empty() { Err(nothing(cx, args)) } else { Ok(()) }
}

fn nothing(cx: &Context, args: &List) -> Stop {
    let names = || cx.agenda.people.iter().map(|person| &*person.name);
    let meant = args.speaker.as_deref().and_then(|speaker| nearest_word(speaker, names()));
    match meant {
        Some(name) => Stop::nothing(format!("nothing found; did you mean {name}?")),
        None if args.mine => Stop::nothing("nothing found: mark sessions with hallway mark ID"),
        None => Stop::nothing("nothing found: no session fits all of that"),
    }
}

/// The sessions that fit all filters, in the agenda's order.
fn select(cx: &Context, args: &List) -> Result<Vec<SessionIx>, Stop> {
    let agenda = &cx.agenda;
    let day = args
        .day
        .as_deref()
        .map(|day| time::days(day, agenda, Some(cx.now)))
        .transpose()
        .map_err(Stop::usage)?;
    let room = args.room.as_deref().map(|room| room_filter(agenda, room)).transpose()?;
    let kind = args.kind.as_deref().map(kind_filter).transpose()?;
    let track = args.track.as_deref().map(|track| track_filter(agenda, track)).transpose()?;
    let speaker = args.speaker.as_deref().map(folded);
    let fits = |ix: &SessionIx, session: &Session| {
        day.as_ref().is_none_or(|days| session.day.is_some_and(|day| days.contains(&day)))
            && room.as_ref().is_none_or(|fits| fits(session))
            && kind.is_none_or(|kind| session.kind == kind)
            && track
                .as_ref()
                .is_none_or(|tracks| session.track.is_some_and(|track| tracks.contains(&track)))
            && speaker.as_ref().is_none_or(|name| {
                agenda.people_of(session).any(|(p, _)| folded(&p.name).contains(name))
            })
            && (!args.mine || cx.schedule.level_of(*ix).is_some())
    };
    Ok(agenda
        .sessions
        .iter()
        .enumerate()
        .filter(|(ix, session)| fits(ix, session))
        .map(|(ix, _)| ix)
        .collect())
}

/// Positions of the names that are `wanted`, else of those that contain it.
fn matching<'a>(names: &(impl Iterator<Item = &'a str> + Clone), wanted: &str) -> Vec<usize> {
    let wanted = folded(wanted);
    let with = |fits: &dyn Fn(&str) -> bool| -> Vec<usize> {
        names
            .clone()
            .enumerate()
            .filter(|(_, name)| fits(&folded(name)))
            .map(|(ix, _)| ix)
            .collect()
    };
    let same = with(&|name| name == wanted);
    if same.is_empty() { with(&|name| name.contains(&wanted)) } else { same }
}

fn unknown<'a>(what: &str, wanted: &str, names: impl Iterator<Item = &'a str> + Clone) -> Stop {
    let help = match nearest_word(wanted, names.clone()) {
        Some(near) => format!("did you mean \"{near}\"?"),
        None if names.clone().next().is_none() => format!("this agenda has no {what}s"),
        None => format!("it has {}", names.collect::<Vec<_>>().join(", ")),
    };
    Stop::usage(format!("there is no {what} \"{wanted}\": {help}"))
}

/// A joined room counts for each of its parts; named itself, it means what is published under its
/// name.
fn room_filter<'a>(
    agenda: &'a Agenda,
    wanted: &str,
) -> Result<impl Fn(&Session) -> bool + 'a, Stop> {
    let names = agenda.rooms.iter().map(|room| &*room.name);
    let found = matching(&names, wanted);
    if found.is_empty() {
        return Err(unknown("room", wanted, names));
    }
    Ok(move |session: &Session| {
        found.iter().any(|ix| {
            let published = agenda.rooms.get(*ix).map(|room| &room.name);
            session.rooms.contains(ix)
                || (published.is_some() && session.room.as_ref() == published)
        })
    })
}

fn track_filter(agenda: &Agenda, wanted: &str) -> Result<Vec<usize>, Stop> {
    let names = agenda.tracks.iter().map(|track| &*track.name);
    let found = matching(&names, wanted);
    if found.is_empty() { Err(unknown("track", wanted, names)) } else { Ok(found) }
}

fn kind_filter(wanted: &str) -> Result<Kind, Stop> {
    let words = Kind::ALL.iter().map(|kind| kind.word());
    Kind::parse(&wanted.to_lowercase()).ok_or_else(|| unknown("kind", wanted, words))
}

/// Without case and accents.
fn folded(text: &str) -> String {
    text.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// The sessions as a table for a person, under a heading for each day, or as lines for a program.
pub(crate) fn table(cx: &Context, found: &[SessionIx], out: &mut impl Write) -> Result<(), Stop> {
    let Some(width) = cx.look.width else {
        for ix in found {
            writeln!(out, "{}", line(cx, *ix).join("\t"))?;
        }
        return Ok(());
    };
    let columns = Columns::by_day(cx, found, width);
    let mut shown = None;
    for &ix in found {
        let Some(session) = cx.agenda.sessions.get(ix) else { continue };
        if shown != Some(session.day) {
            head(cx, session, shown.is_none(), out)?;
            shown = Some(session.day);
        }
        writeln!(out, "{}", columns.row(cx, ix, &Marks::default()))?;
    }
    Ok(())
}

/// Begins the day of a session, after an empty line unless it is the first.
pub(crate) fn head(
    cx: &Context,
    session: &Session,
    first: bool,
    out: &mut impl Write,
) -> Result<(), Stop> {
    writeln!(
        out,
        "{}{}",
        if first { "" } else { "\n" },
        cx.look.paint(BOLD, &heading(cx, session))
    )?;
    Ok(())
}

/// The fields of a session for a program, in the order that the help gives.
pub(crate) fn line(cx: &Context, ix: SessionIx) -> Vec<String> {
    let agenda = &cx.agenda;
    let Some(session) = agenda.sessions.get(ix) else { return Vec::new() };
    let clock = |at| cx.clock.hour(agenda, at);
    let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
    vec![
        session.id.to_string(),
        session
            .day
            .and_then(|ix| agenda.days.get(ix))
            .map(|day| day.date.to_string())
            .unwrap_or_default(),
        session.start.map(clock).unwrap_or_default(),
        session.end().map(clock).unwrap_or_default(),
        text(session.room.as_deref()),
        session.kind.word().to_owned(),
        text(cx.schedule.level_of(ix).map(Level::word)),
        session.title.to_string(),
        agenda.presenter_names(session),
    ]
}

/// The day of a session, as a heading.
pub(crate) fn heading(cx: &Context, session: &Session) -> String {
    match session.day.and_then(|ix| cx.agenda.days.get(ix)) {
        Some(day) => day.date.format("%A %-d %B %Y").to_string(),
        None => "Not scheduled yet".to_owned(),
    }
}

/// `09:00–09:40`, or as much of it as is known.
pub(crate) fn hours(cx: &Context, session: &Session) -> String {
    let clock = |at| cx.clock.hour(&cx.agenda, at);
    match (session.start.map(clock), session.end().map(clock)) {
        (Some(start), Some(_)) if session.lasts_days() => {
            let end =
                session.end().map(|at| cx.clock.show(&cx.agenda, at).format("–%a").to_string());
            start + &end.unwrap_or_default()
        }
        (Some(start), Some(end)) => format!("{start}–{end}"),
        (start, _) => start.unwrap_or_default(),
    }
}

/// The star of a session.
pub(crate) fn star(level: Option<Level>) -> &'static str {
    match level {
        Some(Level::Attend) => "★",
        Some(Level::Maybe) => "☆",
        None => " ",
    }
}

/// Widths of the columns, in cells; 0: left out.
pub(crate) struct Columns {
    time: usize,
    title: usize,
    people: usize,
    room: usize,
    id: usize,
}

/// What a column shows of a text.
struct Column<'m> {
    pieces: Vec<Piece>,
    width: usize,
    /// The letters to be marked, in characters of the text.
    marks: &'m [Range<usize>],
}

/// The letters of a row that are marked, in characters.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    pub(crate) title: Vec<Range<usize>>,
    pub(crate) people: Vec<Range<usize>>,
    pub(crate) room: Vec<Range<usize>>,
}

const HOURS: usize = 11;
/// `Mon 11 Jul `
const DAY: usize = 11;
const GAP: &str = "  ";

impl Columns {
    /// Under headings for the days: title first, then room, then id, then people, as far as there
    /// is space.
    pub(crate) fn by_day(cx: &Context, found: &[SessionIx], width: usize) -> Columns {
        let mut columns = Columns { time: HOURS, title: 0, people: 0, room: 0, id: 0 };
        let natural = Columns::natural(cx, found);
        let mut left = columns.left(width);
        columns.room = take(&mut left, natural.room.min(20), 20);
        columns.id = take(&mut left, natural.id, natural.title.min(30));
        columns.people = take(&mut left, natural.people.min(30), natural.title.clamp(30, 60));
        columns.share(&natural, left);
        columns
    }

    /// With the day in each row: title first, then people, then room, then id.
    pub(crate) fn ranked(cx: &Context, found: &[SessionIx], width: usize) -> Columns {
        let mut columns = Columns { time: DAY + HOURS, title: 0, people: 0, room: 0, id: 0 };
        let natural = Columns::natural(cx, found);
        let mut left = columns.left(width);
        columns.people = take(&mut left, natural.people.min(20), natural.title.min(24));
        columns.room = take(&mut left, natural.room.min(20), natural.title.min(30));
        columns.id = take(&mut left, natural.id, natural.title.min(40));
        columns.share(&natural, left);
        columns
    }

    /// What is left is the title's; what that does not need is for long lists of people.
    fn share(&mut self, natural: &Columns, left: usize) {
        self.title = natural.title.min(left);
        if self.people > 0 {
            self.people += (left - self.title).min(natural.people.saturating_sub(self.people));
        }
    }

    /// As wide as the widest of each.
    fn natural(cx: &Context, found: &[SessionIx]) -> Columns {
        let widest = |cells: &dyn Fn(&Session) -> usize| {
            found.iter().filter_map(|ix| cx.agenda.sessions.get(*ix)).map(cells).max().unwrap_or(0)
        };
        Columns {
            time: HOURS,
            title: widest(&|session| described(session).width()),
            people: widest(&|session| cx.agenda.presenter_names(session).width()),
            room: widest(&|session| session.room.as_deref().unwrap_or_default().width()),
            id: widest(&|session| session.id.width()),
        }
    }

    fn left(&self, width: usize) -> usize {
        width.saturating_sub(self.before())
    }

    /// Title, people and room, as far as they have a column.
    fn texts<'m>(&self, cx: &Context, session: &Session, marks: &'m Marks) -> Vec<Column<'m>> {
        let columns = [
            (described(session), self.title, &*marks.title),
            (cx.agenda.presenter_names(session), self.people, &*marks.people),
            (session.room.as_deref().unwrap_or_default().to_owned(), self.room, &*marks.room),
        ];
        let wide = columns.into_iter().filter(|(_, width, _)| *width > 0);
        wide.map(|(text, width, marks)| Column {
            pieces: pieces(&text, width, marks),
            width,
            marks,
        })
        .collect()
    }

    /// Whether a row with these marks shows any letters of one word.
    pub(crate) fn shows(&self, cx: &Context, ix: SessionIx, marks: &Marks, word: &Marks) -> bool {
        let Some(session) = cx.agenda.sessions.get(ix) else { return false };
        let has = |piece: &Piece, of: &Range<usize>| {
            piece.shown.start <= of.start && of.end <= piece.shown.end
        };
        let shown = self.texts(cx, session, marks);
        let wanted = self.texts(cx, session, word);
        shown.iter().zip(wanted).any(|(shown, wanted)| {
            wanted.marks.iter().any(|range| shown.pieces.iter().any(|piece| has(piece, range)))
        })
    }

    /// The cells before the title.
    pub(crate) fn before(&self) -> usize {
        self.time + 1 + 2 * GAP.len()
    }

    /// One session, with its marked letters.
    pub(crate) fn row(&self, cx: &Context, ix: SessionIx, marks: &Marks) -> String {
        let Some(session) = cx.agenda.sessions.get(ix) else { return String::new() };
        let star = match cx.schedule.level_of(ix) {
            None => " ".to_owned(),
            level => cx.look.paint(STAR, star(level)),
        };
        let day =
            session.start.map(|at| cx.clock.show(&cx.agenda, at).format("%a %-d %b ").to_string());
        let day = day.filter(|_| self.time > HOURS).unwrap_or_default();
        let mut row =
            format!("{}{GAP}{star}", fit(&format!("{day}{}", hours(cx, session)), self.time));
        for Column { pieces, width, marks } in self.texts(cx, session, marks) {
            let used: usize = pieces.iter().map(|piece| piece.text.width()).sum();
            let found = |piece: &Piece| -> Vec<Range<usize>> {
                let here = |at: usize| at.saturating_sub(piece.before);
                marks.iter().map(|range| here(range.start)..here(range.end)).collect()
            };
            let text = pieces.iter().map(|piece| cx.look.marked(&piece.text, &found(piece)));
            row += &format!(
                "{GAP}{}{}",
                text.collect::<String>(),
                " ".repeat(width.saturating_sub(used))
            );
        }
        if self.id > 0 {
            return format!("{row}{GAP}{}", cx.look.paint(DIM, &session.id));
        }
        row.trim_end().to_owned()
    }
}

/// The width of a column, if so many cells are left beside it for the title.
fn take(left: &mut usize, wanted: usize, title: usize) -> usize {
    let fits = wanted > 0 && *left >= title + GAP.len() + wanted;
    *left -= if fits { GAP.len() + wanted } else { 0 };
    if fits { wanted } else { 0 }
}

/// The title with what one must know of the session.
fn described(session: &Session) -> String {
    let note = match session.seats {
        _ if session.cancelled => " (cancelled)",
        Some(Seats::Full) => " (full)",
        _ => "",
    };
    format!("{}{note}", session.title)
}
