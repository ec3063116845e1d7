//! How a mark finds its session again, whatever the agenda has become.
//!
//! First those that are surest, over all marks. What stands unchanged is it, under whatever id:
//! some agendas have ids by position, and those that hallway makes itself follow the order of the
//! file. Then the id, where the title agrees; title and start; title and people; the id, where
//! people or start agree; the title alone; a title that is clearly near, where start or people
//! speak for it too; the id alone, where not everything speaks against it. What fits two sessions,
//! or two marks, fits none: a mark that is shown as gone is better than one on another session.
//! Titles do not count between people of whom none is the same, and alone not where the agenda had
//! the like already when the mark was made: [`Mark::alike`].

use super::{Mark, people};
use crate::agenda::{Agenda, Clean, Moment, Session, SessionIx};
use chrono::NaiveDateTime;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

/// How alike two titles are that are near, from 0 to 1.
const NEAR: f64 = 0.8;
/// How many letters of a title have to be there for the rest to be a subtitle.
const HEAD: usize = 8;

/// Where sessions are looked for that may fit.
#[derive(Clone, Copy)]
enum Among {
    Id,
    Title,
    /// Those that share start or people.
    Near,
}

type Fits = fn(&Pair<'_>) -> bool;

/// The surest first.
const STAGES: [(Among, Fits); 9] = [
    (Among::Id, |pair| pair.same_title() && pair.unchanged()),
    (Among::Title, |pair| pair.unchanged()),
    (Among::Id, |pair| {
        let of_others = pair.mark.alike && (pair.of_others() || !pair.same_room());
        pair.mark.title.is_empty()
            || pair.same_title() && !of_others
            || pair.shared() > 0 && pair.same_start()
    }),
    (Among::Title, |pair| {
        pair.same_start() && (!pair.mark.alike || pair.same_room() || pair.shared() > 0)
    }),
    (Among::Title, |pair| pair.shared() > 0 && !pair.mark.alike),
    (Among::Id, |pair| pair.shared() > 0 || pair.same_start()),
    (Among::Title, |pair| !pair.of_others() && !pair.mark.alike),
    (Among::Near, |pair| {
        !pair.of_others() && !pair.mark.alike && near(&pair.mark.title, &pair.session.title)
    }),
    (Among::Id, |pair| {
        !pair.of_others() || !pair.mark.alike && (pair.same_title() || pair.same_start())
    }),
];

/// For each mark the session that it means. A session that one mark means is never another's.
pub(super) fn find(marks: &[&Mark], agenda: &Agenda) -> Vec<Option<SessionIx>> {
    let lookup = Lookup::new(agenda);
    let mut found: Vec<Option<SessionIx>> = vec![None; marks.len()];
    let mut taken: HashSet<SessionIx> = HashSet::new();
    for (among, fits) in STAGES {
        let open = marks.iter().zip(&found).filter(|(_, session)| session.is_none());
        let wants =
            open.map(|(mark, _)| lookup.only(mark, among, fits, &taken)).collect::<Vec<_>>();
        let mut wanted: HashMap<SessionIx, usize> = HashMap::new();
        wants.iter().flatten().for_each(|ix| *wanted.entry(*ix).or_default() += 1);
        for (session, want) in found.iter_mut().filter(|session| session.is_none()).zip(wants) {
            *session = want.filter(|ix| wanted.get(ix) == Some(&1));
        }
        taken.extend(found.iter().flatten());
        if found.iter().all(Option::is_some) {
            break;
        }
    }
    found
}

/// Whether that agenda has another session that could be taken for the one of this mark, if that
/// were not there.
pub(super) fn has_alike(mark: &Mark, session: SessionIx, agenda: &Agenda) -> bool {
    let taken = HashSet::from([session]);
    let lookup = Lookup::new(agenda);
    let same = |_: &Pair<'_>| true;
    let is_near: Fits = |pair| !pair.of_others() && near(&pair.mark.title, &pair.session.title);
    lookup.some(mark, Among::Title, same, &taken).next().is_some()
        || lookup.some(mark, Among::Near, is_near, &taken).next().is_some()
}

/// The sessions of an agenda by what a mark knows of them.
struct Lookup<'a> {
    agenda: &'a Agenda,
    ids: HashMap<&'a str, SessionIx>,
    /// Made when something is not where it was: by folded title, by the time on the clocks, by the
    /// names of people.
    titles: OnceCell<HashMap<String, Vec<SessionIx>>>,
    starts: OnceCell<HashMap<NaiveDateTime, Vec<SessionIx>>>,
    people: OnceCell<HashMap<&'a str, Vec<SessionIx>>>,
}

impl<'a> Lookup<'a> {
    fn new(agenda: &'a Agenda) -> Lookup<'a> {
        let ids = agenda.sessions.iter().zip(0..).map(|(session, ix)| (&*session.id, ix)).collect();
        Lookup {
            agenda,
            ids,
            titles: OnceCell::new(),
            starts: OnceCell::new(),
            people: OnceCell::new(),
        }
    }

    /// The one session that fits; of several the one with the mark's id.
    fn only(
        &self,
        mark: &Mark,
        among: Among,
        fits: Fits,
        taken: &HashSet<SessionIx>,
    ) -> Option<SessionIx> {
        let fitting: Vec<SessionIx> = self.some(mark, among, fits, taken).collect();
        match fitting[..] {
            [only] => Some(only),
            _ => self.ids.get(mark.session.as_str()).copied().filter(|ix| fitting.contains(ix)),
        }
    }

    /// The sessions that fit and are not taken.
    fn some(
        &self,
        mark: &Mark,
        among: Among,
        fits: impl Fn(&Pair<'_>) -> bool,
        taken: &HashSet<SessionIx>,
    ) -> impl Iterator<Item = SessionIx> {
        self.candidates(mark, among).into_iter().filter(move |ix| {
            let session = self.agenda.sessions.get(*ix).filter(|_| !taken.contains(ix));
            session.is_some_and(|session| fits(&Pair { agenda: self.agenda, mark, session }))
        })
    }

    fn candidates(&self, mark: &Mark, among: Among) -> Vec<SessionIx> {
        match among {
            Among::Id => self.ids.get(mark.session.as_str()).copied().into_iter().collect(),
            Among::Title => {
                let titles =
                    self.titles.get_or_init(|| self.by(|session| vec![fold(&session.title)]));
                let title = fold(&mark.title);
                if title.is_empty() {
                    Vec::new()
                } else {
                    titles.get(&title).cloned().unwrap_or_default()
                }
            }
            Among::Near => {
                // The same instant, or the same time on the clocks.
                let times = |at: Moment| vec![at.naive_local(), at.naive_utc()];
                let starts = self.starts.get_or_init(|| {
                    self.by(|session| session.start.map(times).unwrap_or_default())
                });
                let people = self.people.get_or_init(|| {
                    self.by(|session| people(self.agenda, session).map(Clean::as_str).collect())
                });
                let times = mark.start.map(times).unwrap_or_default();
                let by_start =
                    times.iter().filter_map(|at| starts.get(at)).flatten().filter(|ix| {
                        let session = self.agenda.sessions.get(**ix);
                        session.is_some_and(|session| same_start(mark.start, session.start))
                    });
                let by_people =
                    mark.people.iter().filter_map(|name| people.get(name.as_str())).flatten();
                let mut all: Vec<SessionIx> = by_start.chain(by_people).copied().collect();
                all.sort_unstable();
                all.dedup();
                all
            }
        }
    }

    /// All sessions by what `keys` gives of each.
    fn by<K: std::hash::Hash + Eq>(
        &self,
        keys: impl Fn(&'a Session) -> Vec<K>,
    ) -> HashMap<K, Vec<SessionIx>> {
        let mut by: HashMap<K, Vec<SessionIx>> = HashMap::with_capacity(self.agenda.sessions.len());
        for (session, ix) in self.agenda.sessions.iter().zip(0..) {
            keys(session).into_iter().for_each(|key| by.entry(key).or_default().push(ix));
        }
        by
    }
}

/// A mark, and a session that it may mean.
struct Pair<'a> {
    agenda: &'a Agenda,
    mark: &'a Mark,
    session: &'a Session,
}

impl Pair<'_> {
    fn same_title(&self) -> bool {
        self.mark.title == self.session.title || fold(&self.mark.title) == fold(&self.session.title)
    }

    fn same_start(&self) -> bool {
        same_start(self.mark.start, self.session.start)
    }

    /// Also where the plan does not say.
    fn same_room(&self) -> bool {
        self.mark
            .room
            .as_deref()
            .is_none_or(|room| room == self.session.room.as_deref().unwrap_or_default())
    }

    /// All but the title, which is looked at before.
    fn unchanged(&self) -> bool {
        let (shared, all) = (self.shared(), people(self.agenda, self.session).count());
        self.same_start() && self.same_room() && shared == all && shared == self.mark.people.len()
    }

    /// Both have people, and none is in both.
    fn of_others(&self) -> bool {
        !self.mark.people.is_empty()
            && self.shared() == 0
            && people(self.agenda, self.session).next().is_some()
    }

    /// How many people are in both.
    fn shared(&self) -> usize {
        people(self.agenda, self.session).filter(|name| self.mark.people.contains(*name)).count()
    }
}

/// Whether two titles are nearly the same: a word or two is different, or one has a subtitle more.
/// Parts of a series are not near, however alike: their numbers differ.
fn near(a: &Clean, b: &Clean) -> bool {
    let (a, b) = (&*fold(a), &*fold(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let subtitle = || {
        short.chars().count() >= HEAD
            && long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '))
    };
    !short.is_empty()
        && numbers(a).eq(numbers(b))
        && (subtitle() || strsim::normalized_damerau_levenshtein(a, b) >= NEAR)
}

/// The words of a title that count something: `2`, `3b`, `ii`, `day3`.
fn numbers(title: &str) -> impl Iterator<Item = &str> {
    title.split(' ').filter(|word| {
        word.contains(|c: char| c.is_numeric())
            || word.chars().all(|c| matches!(c, 'i' | 'v' | 'x'))
            || word.len() == 1
    })
}

/// A title in small letters, without punctuation.
fn fold(title: &Clean) -> String {
    let small = title.to_lowercase();
    let words = small.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Whether both are the same instant, or show the same time on the event's clocks: an agenda may
/// come to know its zone after a mark was made, and nothing has moved then.
pub(super) fn same_start(a: Option<Moment>, b: Option<Moment>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a == b || a.naive_local() == b.naive_local(),
        (a, b) => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agenda::Level;
    use crate::plan::{Change, Plan};
    use chrono::{DateTime, Utc};

    /// Each line: id, which may be empty, title, start on one day or with the day, people with a
    /// comma between, and a room; `|` between them.
    fn agenda(lines: &[&str]) -> Agenda {
        let session = |line: &&str| {
            let parts: Vec<&str> = line.trim_start_matches('*').split('|').collect();
            let people: Vec<String> =
                parts[3].split(',').filter(|n| !n.is_empty()).map(|n| format!("'{n}'")).collect();
            let id =
                if parts[0].is_empty() { String::new() } else { format!("id = '{}'\n", parts[0]) };
            let start = if parts[2].contains('T') {
                parts[2].to_owned()
            } else {
                format!("11T{}", parts[2])
            };
            let room = parts.get(4).map_or(String::new(), |room| format!("room = '{room}'\n"));
            format!(
                "[[session]]\n{id}title = \"{}\"\nstart = 2016-07-{start}:00\nspeakers = [{}]\n{room}",
                parts[1],
                people.join(", ")
            )
        };
        let text: String = lines.iter().map(session).collect();
        crate::format::read(text.as_bytes()).unwrap().draft.check(None).0
    }

    /// What became of the sessions whose lines begin with a star: what they were called, and what
    /// is found, by the lines.
    fn found(before: &[&str], after: &[&str]) -> Vec<Option<SessionIx>> {
        let (old, new) = (agenda(before), agenda(after));
        let mut plan = Plan::default();
        for line in before.iter().filter(|line| line.starts_with('*')) {
            let parts: Vec<&str> = line.trim_start_matches('*').split('|').collect();
            let is = |session: &&Session| {
                (parts[0].is_empty() || *session.id == *parts[0])
                    && *session.title == *parts[1]
                    && parts.get(4).is_none_or(|room| session.room.as_deref() == Some(room))
            };
            let session = old.sessions.iter().find(is).unwrap();
            plan.apply_changes(&[Change::set_level(
                &old,
                session,
                Some(Level::Attend),
                DateTime::<Utc>::UNIX_EPOCH,
            )]);
        }
        plan.schedule_for(&new).mark_matches().iter().map(|found| found.session).collect()
    }

    #[test]
    fn a_session_that_was_always_there_is_not_taken_for_one_that_is_gone() {
        for (before, after) in [
            (
                &["*1|Introduction to Rust|09:00|Ann", "2|Introduction to Ruby|09:00|Bob"][..],
                &["2|Introduction to Ruby|09:00|Bob"][..],
            ),
            (
                &["*1|Introduction to Rust|09:00|", "2|Introduction to Ruby|09:00|"],
                &["2|Introduction to Ruby|09:00|"],
            ),
            (
                &["*1|Introduction to Rust|09:00|Ann", "2|Introduction to Ruby|10:00|Ann"],
                &["2|Introduction to Ruby|10:00|Ann"],
            ),
            (
                &["*o1|Office hours|11T14:00|", "o2|Office hours|12T14:00|"],
                &["o2|Office hours|12T14:00|"],
            ),
            (
                &["*o1|Office hours|11T14:00|Ann|X", "o2|Office hours|12T14:00|Ann|X"],
                &["o2|Office hours|12T14:00|Ann|X"],
            ),
            (
                &["*o1|Workshop|09:00|Ann|X", "o2|Workshop|09:00|Bob|Y"],
                &["o2|Workshop|09:00|Bob|Y"],
            ),
            (
                &["*|Office hours|11T14:00|", "|Office hours|12T14:00|"],
                &["|Office hours|12T14:00|"],
            ),
        ] {
            assert_eq!(found(before, after), [None], "{before:?} in {after:?}");
        }
        // A talk by others that was not there before, with a title that is near.
        assert_eq!(
            found(&["*1|Introduction to Rust|09:00|Ann"], &["2|Introduction to Ruby|09:00|Bob"]),
            [None]
        );
    }

    #[test]
    fn what_stands_unchanged_is_found_under_whatever_id() {
        // By the position in the file as it is now, in time order.
        for (before, after, at) in [
            // Ids made by hallway follow the order in the file.
            (
                &["*|Workshop|09:00||X", "|Workshop|09:00||Y"][..],
                &["|Workshop|09:00||Y", "|Workshop|09:00||X"][..],
                &[1][..],
            ),
            (
                &["*|Workshop|09:00|Ann", "|Workshop|09:00|Bob"],
                &["|Workshop|09:00|Bob", "|Workshop|09:00|Ann"],
                &[1],
            ),
            // Of two that nothing tells apart, the id does.
            (
                &["*a|Workshop|09:00|", "b|Workshop|09:00|"],
                &["b|Workshop|09:00|", "a|Workshop|09:00|"],
                &[1],
            ),
            // Ids that count, and one more at the beginning, which takes the hour of the first or
            // not.
            (
                &["*1|Talk 1|09:00|", "*2|Talk 2|10:00|", "3|Talk 3|11:00|"],
                &["1|Opening|08:00|", "2|Talk 1|09:00|", "3|Talk 2|10:00|", "4|Talk 3|11:00|"],
                &[1, 2],
            ),
            (
                &["*1|Talk 1|09:00|Ann", "*2|Talk 2|10:00|Bob"],
                &["1|Opening|09:00|Zoe", "2|Talk 1|10:00|Ann", "3|Talk 2|11:00|Bob"],
                &[1, 2],
            ),
            // A series of which all are there still, at the same time under other ids.
            (
                &["*o1|Office hours|11T14:00|", "o2|Office hours|12T14:00|"],
                &["x|Office hours|11T14:00|", "y|Office hours|12T14:00|"],
                &[0],
            ),
        ] {
            let at: Vec<Option<SessionIx>> = at.iter().copied().map(Some).collect();
            assert_eq!(found(before, after), at, "{before:?} in {after:?}");
        }
    }

    #[test]
    fn a_mark_finds_its_session_and_never_another() {
        let talk = "1|Doorman: Global Rate Limiting|09:00|Jos";
        // What was marked, what the agenda has now, and the id that the (first) mark is found at.
        for (marked, now, at) in [
            (&[talk][..], &["1|Another|10:00|Ann"][..], ""),
            (&[talk], &["1|Another|09:00|Ann"], "1"),
            (&[talk], &["1|Another|10:00|"], "1"),
            (&[talk], &["9|doorman – global rate limiting|09:00|"], "9"),
            (
                &[talk],
                &[
                    "8|Doorman: Global Rate Limiting|11:00|Ann",
                    "9|Doorman: Global Rate Limiting|12:00|Jos",
                ],
                "9",
            ),
            (
                &[talk],
                &[
                    "8|Doorman: Global Rate Limiting|11:00|Jos",
                    "9|Doorman: Global Rate Limiting|12:00|Jos",
                ],
                "",
            ),
            (&[talk], &["9|Doorman: Global Rate Limiting|11:00|Ann"], ""),
            (&[talk], &["9|Doorman: Global Rate Limiting|11:00|"], "9"),
            (&[talk], &["9|Doorman: Global Rate Limits|09:00|"], "9"),
            (&[talk], &["9|Doorman: Global Rate Limits|11:00|Ann,Jos"], "9"),
            (&[talk], &["9|Doorman: Global Rate Limits|11:00|Ann"], ""),
            (&[talk], &["9|Doorman|11:00|"], ""),
            (&["1|Doorman|09:00|Jos"], &["9|Doorman: Global Rate Limiting|11:00|Jos"], ""),
            (&["1|The Doorman|09:00|Jos"], &["9|The Doorman: Global Rate Limiting|11:00|Jos"], "9"),
            (&[talk], &["9|Something Else|09:00|Jos"], ""),
            (
                &["1|Kernel Workshop, part 1|09:00|Jos"],
                &["2|Kernel Workshop, part 2|09:00|Jos"],
                "",
            ),
            (&["1|Kernel Workshop I|09:00|Jos"], &["2|Kernel Workshop II|09:00|Jos"], ""),
            (&["1|Kernel Workshop A|09:00|Jos"], &["2|Kernel Workshop B|09:00|Jos"], ""),
            (
                &["1|Opening Keynotes|09:00|", "2|Opening Keynotess|09:00|"],
                &["9|Opening Keynote|09:00|"],
                "",
            ),
            (
                &["1|Opening Keynotes|09:00|", "2|Opening Keynote|09:00|"],
                &["2|Opening Keynote|09:00|"],
                "",
            ),
            (&["1|!!!|09:00|Jos"], &["9|???|09:00|Jos"], ""),
        ] {
            let (before, after) = (agenda(marked), agenda(now));
            let mut plan = Plan::default();
            for session in &before.sessions {
                plan.apply_changes(&[Change::set_level(
                    &before,
                    session,
                    Some(Level::Attend),
                    DateTime::<Utc>::UNIX_EPOCH,
                )]);
            }
            let shifts = plan.schedule_for(&after).find_shifts(&after);
            let found = shifts
                .iter()
                .find(|shift| shift.mark.session.as_str() == "1")
                .and_then(|shift| shift.session);
            assert_eq!(found.map_or("", |ix| &*after.sessions[ix].id), at, "{marked:?} in {now:?}");
        }
    }
}
