//! How a mark finds its session again when the agenda no longer has its id.
//!
//! First those that are surest, over all marks: title and start; title and people; the title alone, where no other session
//! has it and it is not of other people; at last a title that is clearly near, where start or people speak for it too.
//! What fits two sessions, or two marks, fits none: a mark that is shown as gone is better than one on another session.

use super::{Mark, people};
use crate::agenda::{Agenda, Clean, Moment, Session, SessionIx};
use std::collections::HashSet;

/// How alike two titles are that are near, from 0 to 1.
const NEAR: f64 = 0.8;
/// How many letters of a title have to be there for the rest to be a subtitle.
const HEAD: usize = 8;

/// Gives sessions to the marks that have none. A session that one mark means is never another's.
pub(super) fn find_again(found: &mut [(Mark, Option<SessionIx>)], agenda: &Agenda) {
    let mut taken: HashSet<SessionIx> = found.iter().filter_map(|(_, session)| *session).collect();
    let folded: Vec<String> = agenda.sessions.iter().map(|session| fold(&session.title)).collect();
    for fits in [by_start, by_people, by_title, nearly] {
        let candidate = |mark: &Mark| {
            let title = fold(&mark.title);
            let free = agenda.sessions.iter().zip(&folded).zip(0..).filter(|(_, ix)| !taken.contains(ix));
            let mut fitting = free.filter(|((session, now), _)| {
                !title.is_empty() && fits(&Pair { agenda, mark, session, titles: [&title, now.as_str()] })
            });
            let only = fitting.next().map(|(_, ix)| ix);
            only.filter(|_| fitting.next().is_none())
        };
        let wanted: Vec<Option<SessionIx>> =
            found.iter().map(|(mark, session)| if session.is_none() { candidate(mark) } else { None }).collect();
        for ((_, session), want) in found.iter_mut().zip(&wanted) {
            if want.is_some() && wanted.iter().filter(|other| *other == want).count() == 1 {
                *session = *want;
                taken.extend(want);
            }
        }
    }
}

/// A mark, and a session that it may mean.
struct Pair<'a> {
    agenda: &'a Agenda,
    mark: &'a Mark,
    session: &'a Session,
    /// Theirs, folded.
    titles: [&'a str; 2],
}

fn by_start(pair: &Pair<'_>) -> bool {
    same_title(pair) && same_start(pair.mark.start, pair.session.start)
}

fn by_people(pair: &Pair<'_>) -> bool {
    same_title(pair) && shared(pair) > 0
}

fn by_title(pair: &Pair<'_>) -> bool {
    let others = shared(pair) == 0 && !pair.mark.people.is_empty() && people(pair.agenda, pair.session).count() > 0;
    same_title(pair) && !others
}

fn nearly(pair: &Pair<'_>) -> bool {
    let evidence = shared(pair) > 0 || (pair.mark.start.is_some() && same_start(pair.mark.start, pair.session.start));
    evidence && near(pair.titles)
}

fn same_title(pair: &Pair<'_>) -> bool {
    pair.titles[0] == pair.titles[1]
}

/// How many people are in both.
fn shared(pair: &Pair<'_>) -> usize {
    people(pair.agenda, pair.session).filter(|name| pair.mark.people.contains(*name)).count()
}

/// Whether two folded titles are nearly the same: a word or two is different, or one has a subtitle more.
/// Parts of a series are not near, however alike: their numbers differ.
fn near([a, b]: [&str; 2]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let subtitle =
        || short.chars().count() >= HEAD && long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '));
    numbers(a).eq(numbers(b)) && (subtitle() || strsim::normalized_damerau_levenshtein(a, b) >= NEAR)
}

/// The words of a title that count something: `2`, `3b`, `ii`, `day3`.
fn numbers(title: &str) -> impl Iterator<Item = &str> {
    title.split(' ').filter(|word| {
        word.contains(|c: char| c.is_numeric()) || word.chars().all(|c| matches!(c, 'i' | 'v' | 'x')) || word.len() == 1
    })
}

/// A title in small letters, without punctuation.
fn fold(title: &Clean) -> String {
    let small = title.to_lowercase();
    let words = small.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Whether both are the same instant, or show the same time on the event's clocks: an agenda may come to know its zone
/// after a mark was made, and nothing has moved then.
pub(super) fn same_start(a: Option<Moment>, b: Option<Moment>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b || a.naive_local() == b.naive_local(),
        (a, b) => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Change, Level, Plan};
    use chrono::{DateTime, Utc};

    /// Each line: id, title, start on one day, people with a comma between; `|` between them.
    fn agenda(lines: &[&str]) -> Agenda {
        let session = |line: &&str| {
            let parts: Vec<&str> = line.split('|').collect();
            let people: Vec<String> = parts[3].split(',').filter(|n| !n.is_empty()).map(|n| format!("'{n}'")).collect();
            format!(
                "[[session]]\nid = '{}'\ntitle = \"{}\"\nstart = 2016-07-11T{}:00\nspeakers = [{}]\n",
                parts[0],
                parts[1],
                parts[2],
                people.join(", ")
            )
        };
        let text: String = lines.iter().map(session).collect();
        crate::format::read(text.as_bytes()).unwrap().draft.check(None).0
    }

    #[test]
    fn a_mark_finds_its_session_and_never_another() {
        let talk = "1|Doorman: Global Rate Limiting|09:00|Jos";
        // What was marked, what the agenda has now, and the id that the (first) mark is found at.
        for (marked, now, at) in [
            (&[talk][..], &["1|Another|10:00|Ann"][..], "1"),
            (&[talk], &["9|doorman – global rate limiting|09:00|"], "9"),
            (&[talk], &["8|Doorman: Global Rate Limiting|11:00|Ann", "9|Doorman: Global Rate Limiting|12:00|Jos"], "9"),
            (&[talk], &["8|Doorman: Global Rate Limiting|11:00|Jos", "9|Doorman: Global Rate Limiting|12:00|Jos"], ""),
            (&[talk], &["9|Doorman: Global Rate Limiting|11:00|Ann"], ""),
            (&[talk], &["9|Doorman: Global Rate Limiting|11:00|"], "9"),
            (&[talk], &["9|Doorman: Global Rate Limits|09:00|"], "9"),
            (&[talk], &["9|Doorman: Global Rate Limits|11:00|Ann,Jos"], "9"),
            (&[talk], &["9|Doorman: Global Rate Limits|11:00|Ann"], ""),
            (&[talk], &["9|Doorman|11:00|"], ""),
            (&["1|Doorman|09:00|Jos"], &["9|Doorman: Global Rate Limiting|11:00|Jos"], ""),
            (&["1|The Doorman|09:00|Jos"], &["9|The Doorman: Global Rate Limiting|11:00|Jos"], "9"),
            (&[talk], &["9|Something Else|09:00|Jos"], ""),
            (&["1|Kernel Workshop, part 1|09:00|Jos"], &["2|Kernel Workshop, part 2|09:00|Jos"], ""),
            (&["1|Kernel Workshop I|09:00|Jos"], &["2|Kernel Workshop II|09:00|Jos"], ""),
            (&["1|Kernel Workshop A|09:00|Jos"], &["2|Kernel Workshop B|09:00|Jos"], ""),
            (&["1|Opening Keynotes|09:00|", "2|Opening Keynotess|09:00|"], &["9|Opening Keynote|09:00|"], ""),
            (&["1|Opening Keynotes|09:00|", "2|Opening Keynote|09:00|"], &["2|Opening Keynote|09:00|"], ""),
            (&["1|!!!|09:00|Jos"], &["9|???|09:00|Jos"], ""),
        ] {
            let (before, after) = (agenda(marked), agenda(now));
            let mut plan = Plan::default();
            for session in &before.sessions {
                plan.apply(&[Change::set(&before, session, Some(Level::Attend), DateTime::<Utc>::UNIX_EPOCH)]);
            }
            let shifts = plan.on(&after).shifts(&after);
            let found = shifts.iter().find(|shift| shift.mark.session.as_str() == "1").and_then(|shift| shift.session);
            assert_eq!(found.map_or("", |ix| &*after.sessions[ix].id), at, "{marked:?} in {now:?}");
        }
    }
}
