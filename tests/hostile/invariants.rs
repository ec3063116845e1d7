//! The invariants of every file, whatever its content.

use chrono::NaiveTime;
use hallway::agenda::clean::{BLOCK_MAX, LINE_MAX};
use hallway::agenda::{Agenda, LineIndex, MINUTES_MAX, Problem, Zone, format_problems};
use hallway::format::{ReadError, WritableFormat, read, write};
use std::collections::HashSet;
use unicode_normalization::{char::is_combining_mark, is_nfc};

/// The agenda and the problems of a file that was not refused.
pub(crate) struct CheckedFile {
    pub(crate) agenda: Agenda,
    pub(crate) problems: Vec<Problem>,
}

/// Reads and checks a file as the program does. Panics if an invariant is broken.
///
/// # Errors
/// The problem of a file that is refused.
pub(crate) fn check_file(bytes: &[u8], zone: Option<&Zone>) -> Result<CheckedFile, Problem> {
    let reading = match read(bytes) {
        Ok(reading) => reading,
        Err(ReadError { problem, text }) => {
            assert_printable_problem(&problem, &text);
            assert_place_in_text(&problem, &text);
            return Err(problem);
        }
    };
    let (agenda, problems) = reading.draft.check(zone);
    let all = format_problems(&problems, "FILE", &reading.text);
    assert_eq!(all.is_empty(), problems.is_empty());
    assert!(
        !all.contains(|c: char| c.is_control() && c != '\n') && all.len() < 1_000_000,
        "{}",
        clip_text(&all)
    );
    let lines = LineIndex::new(&reading.text);
    for problem in problems.iter().take(100) {
        assert_printable_problem(problem, &reading.text);
        let position = problem.at.as_ref().and_then(|at| lines.position(at.start));
        assert_eq!(position, problem.position_in(&reading.text), "{problem:?}");
    }
    for problem in &problems {
        assert_place_in_text(problem, &reading.text);
    }
    assert_consistent(&agenda);
    assert_clean_texts(&agenda);
    assert_same_after_writing(&agenda);
    Ok(CheckedFile { agenda, problems })
}

/// Asserts that a problem has a sentence without a full stop, and reports without control
/// characters.
fn assert_printable_problem(problem: &Problem, text: &str) {
    assert!(!problem.message.is_empty() && !problem.message.ends_with('.'), "{problem:?}");
    let report = problem.report("FILE", text);
    assert!(!report.chars().any(|c| c.is_control() && c != '\n'), "{report:?}");
    assert!(report.len() < 20_000, "a report of {} bytes", report.len());
    let headline = problem.headline("FILE", text);
    assert!(!headline.contains(|c: char| c.is_control()), "{headline:?}");
}

/// Asserts that a place begins and ends at letters of the text.
fn assert_place_in_text(problem: &Problem, text: &str) {
    if let Some(at) = &problem.at {
        let inside = at.start <= at.end && text.get(at.clone()).is_some();
        assert!(inside, "{at:?} is no place in a text of {} bytes: {problem:?}", text.len());
    }
}

/// Asserts that ids and names are unique, that all positions exist, and that days and sessions
/// are in order.
fn assert_consistent(agenda: &Agenda) {
    assert!(!agenda.id.is_empty());
    assert!(agenda.id.chars().all(|c| c.is_alphanumeric() || c == '-'), "{:?}", agenda.id);
    let mut ids = HashSet::new();
    let mut names = HashSet::new();
    for room in &agenda.rooms {
        assert!(!room.name.is_empty() && names.insert(&room.name), "room {:?}", room.name);
        assert!(room.joins.iter().all(|ix| agenda.rooms[*ix].joins.is_empty()), "{room:?}");
    }
    for (ix, session) in agenda.sessions.iter().enumerate() {
        assert!(!session.id.is_empty() && ids.insert(&session.id), "id {:?}", session.id);
        assert!(!session.title.is_empty());
        assert!(session.minutes.is_none_or(|minutes| minutes <= MINUTES_MAX));
        assert!(
            session
                .rooms
                .iter()
                .all(|room| *room < agenda.rooms.len() && agenda.rooms[*room].joins.is_empty())
        );
        assert!(session.track.is_none_or(|track| track < agenda.tracks.len()));
        assert!(session.people.iter().all(|credit| credit.person < agenda.people.len()));
        assert!(session.room.is_some() || session.rooms.is_empty());
        assert_eq!(session.day.is_some(), session.start.is_some());
        if let (Some(day), Some(start)) = (session.day, session.start) {
            assert!(agenda.days[day].sessions.contains(&ix));
            // A session of a whole date belongs to the date, not to the evening before.
            let whole = start.time() == NaiveTime::MIN
                && session.minutes.is_some_and(|minutes| minutes >= 23 * 60);
            let date = if whole { start.date_naive() } else { agenda.date_of(start) };
            assert_eq!(agenda.days[day].date, date);
        }
    }
    for pair in agenda.sessions.windows(2) {
        let place = |ix: usize| (pair[ix].start.is_none(), pair[ix].day, pair[ix].start);
        assert!(place(0) <= place(1), "by day and in time order");
    }
    for pair in agenda.days.windows(2) {
        assert!(
            pair[0].date < pair[1].date && pair[0].sessions.end == pair[1].sessions.start,
            "days in order"
        );
    }
}

/// Asserts that every text can be printed and has no invisible characters.
fn assert_clean_texts(agenda: &Agenda) {
    let event = [&agenda.venue, &agenda.url, &agenda.source]
        .into_iter()
        .flatten()
        .chain([&agenda.id, &agenda.name]);
    let names = agenda
        .rooms
        .iter()
        .map(|room| &room.name)
        .chain(agenda.tracks.iter().map(|track| &track.name));
    let people = agenda.people.iter().flat_map(|person| {
        [&person.role, &person.affiliation, &person.url].into_iter().flatten().chain([&person.name])
    });
    let sessions = agenda.sessions.iter().flat_map(|session| {
        let links = session.links.iter().flat_map(|link| link.title.iter().chain([&link.url]));
        let some = [&session.room, &session.language, &session.url].into_iter().flatten();
        some.chain([&session.id, &session.title]).chain(&session.tags).chain(links)
    });
    for line in event.chain(names).chain(people).chain(sessions) {
        assert_printable(line);
        assert!(
            !line.contains('\n') && line.trim() == &**line && line.chars().count() <= LINE_MAX + 1,
            "{line:?}"
        );
    }
    let bios = agenda.people.iter().filter_map(|person| person.bio.as_deref());
    let summaries = agenda.sessions.iter().filter_map(|session| session.summary.as_deref());
    for block in bios.chain(summaries).chain(agenda.description.as_deref()) {
        assert_printable(block);
        assert!(
            !block.contains("\n\n\n") && block.len() <= BLOCK_MAX + '…'.len_utf8(),
            "{}",
            clip_text(block)
        );
    }
}

fn assert_printable(text: &str) {
    let unseen = |c: char| {
        c != '\n' && c.is_control()
            || matches!(
                c,
                '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
                    | '\u{2066}'..='\u{2069}' | '\u{feff}'
            )
    };
    assert!(is_nfc(text) && !text.contains(unseen), "{:?}", clip_text(text));
    let heaps = text.split(|c| !is_combining_mark(c)).map(|marks| marks.chars().count());
    assert!(heaps.max() <= Some(4), "{:?}", clip_text(text));
}

/// Asserts that the agenda is the same after writing and reading it as TOML. The time of the
/// version is not in TOML: a file has its own.
fn assert_same_after_writing(agenda: &Agenda) {
    let text = write(WritableFormat::Toml, agenda, &|_| true);
    let again = match read(text.as_bytes()) {
        Ok(reading) => reading,
        // A large agenda of another format may exceed the limits of TOML.
        Err(error) => {
            return assert!(text.len() > 5_000_000, "{:?} {}", error.problem, clip_text(&text));
        }
    };
    assert_eq!(again.draft.problems, [], "{}", clip_text(&text));
    let (mut again, _) = again.draft.check(None);
    again.revised = agenda.revised;
    if again != *agenda {
        let second = write(WritableFormat::Toml, &again, &|_| true);
        let differs = text.lines().zip(second.lines()).find(|(one, other)| one != other);
        panic!("not the same agenda: {differs:?}\n{agenda:#?}\n{again:#?}\n{}", clip_text(&text));
    }
}

fn clip_text(text: &str) -> &str {
    text.get(..text.floor_char_boundary(4000)).unwrap_or_default()
}
