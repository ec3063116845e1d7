//! The search for the session of a mark in a changed agenda.
//!
//! The search runs in [`STAGES`], the surest first, each over all marks without a session so far. A
//! stage assigns a session if exactly one session fits the mark, and exactly one mark wants the
//! session. Two fitting sessions, or two marks for one session, assign nothing: a mark shown as
//! gone is better than a mark on a wrong session.
//!
//! A title does not count if mark and session both have people and share nobody. A title alone does
//! not count for an [ambiguous](Mark::ambiguous) mark.

use super::mark::{Mark, names_without_sponsors};
use crate::agenda::{Agenda, Clean, Moment, Session, SessionIx};
use chrono::NaiveDateTime;
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

/// The lowest similarity of two similar titles, as a normalized Damerau-Levenshtein similarity from
/// 0 to 1.
const TITLE_SIMILARITY_MIN: f64 = 0.8;
/// The smallest number of letters in a title that a subtitle may follow.
const MAIN_TITLE_LETTERS_MIN: usize = 8;

/// The sessions to consider for a mark in a [`Stage`].
#[derive(Clone, Copy)]
enum Candidates {
    /// The session with the id of the mark.
    Id,
    /// The sessions with the title of the mark, without case and punctuation.
    Title,
    /// The sessions with the start or a person of the mark.
    StartOrPerson,
}

/// One stage of the search: a session fits if it is a candidate and meets the condition.
#[derive(Clone, Copy)]
struct Stage {
    candidates: Candidates,
    condition: fn(&Pair<'_>) -> bool,
}

/// The stages, the surest first.
const STAGES: [Stage; 9] = [
    Stage {
        candidates: Candidates::Id,
        condition: |pair| pair.has_same_title() && pair.has_same_facts(),
    },
    // The unchanged session under another id: some agendas number sessions by position, and the ids
    // that hallway makes follow the order of the file.
    Stage { candidates: Candidates::Title, condition: |pair| pair.has_same_facts() },
    Stage {
        candidates: Candidates::Id,
        condition: |pair| {
            let may_be_another =
                pair.mark.ambiguous && (pair.has_other_people() || !pair.has_same_room());
            pair.mark.title.is_empty()
                || pair.has_same_title() && !may_be_another
                || pair.shares_people() && pair.has_same_start()
        },
    },
    Stage {
        candidates: Candidates::Title,
        condition: |pair| {
            pair.has_same_start()
                && (!pair.mark.ambiguous || pair.has_same_room() || pair.shares_people())
        },
    },
    Stage {
        candidates: Candidates::Title,
        condition: |pair| pair.shares_people() && !pair.mark.ambiguous,
    },
    Stage {
        candidates: Candidates::Id,
        condition: |pair| pair.shares_people() || pair.has_same_start(),
    },
    Stage {
        candidates: Candidates::Title,
        condition: |pair| !pair.has_other_people() && !pair.mark.ambiguous,
    },
    Stage {
        candidates: Candidates::StartOrPerson,
        condition: |pair| {
            !pair.mark.ambiguous && !pair.has_other_people() && pair.has_similar_title()
        },
    },
    Stage {
        candidates: Candidates::Id,
        condition: |pair| {
            !pair.has_other_people()
                || !pair.mark.ambiguous && (pair.has_same_title() || pair.has_same_start())
        },
    },
];

/// Returns the session of each mark, in the order of `marks`. No session is returned twice.
pub(super) fn find_sessions(marks: &[&Mark], agenda: &Agenda) -> Vec<Option<SessionIx>> {
    let lookup = Lookup::new(agenda);
    let mut found: Vec<Option<SessionIx>> = vec![None; marks.len()];
    let mut taken: HashSet<SessionIx> = HashSet::new();
    for stage in STAGES {
        let wanted: Vec<Option<SessionIx>> = marks
            .iter()
            .zip(&found)
            .map(|(mark, session)| match session {
                Some(_) => None,
                None => lookup.find_single(mark, stage, &taken),
            })
            .collect();
        let mut marks_per_session: HashMap<SessionIx, usize> = HashMap::new();
        for session in wanted.iter().flatten() {
            *marks_per_session.entry(*session).or_default() += 1;
        }
        for (session, wanted) in found.iter_mut().zip(wanted) {
            if let Some(wanted) = wanted.filter(|ix| marks_per_session.get(ix) == Some(&1)) {
                *session = Some(wanted);
                taken.insert(wanted);
            }
        }
        if found.iter().all(Option::is_some) {
            break;
        }
    }
    found
}

/// Returns true if `agenda` has another session than `session` with the title of `mark`, or with a
/// similar title and the same start or a shared person.
pub(super) fn has_similar_session(mark: &Mark, session: SessionIx, agenda: &Agenda) -> bool {
    const SIMILAR: [Stage; 2] = [
        Stage { candidates: Candidates::Title, condition: |_| true },
        Stage {
            candidates: Candidates::StartOrPerson,
            condition: |pair| !pair.has_other_people() && pair.has_similar_title(),
        },
    ];
    let lookup = Lookup::new(agenda);
    let taken = HashSet::from([session]);
    SIMILAR.iter().any(|stage| lookup.find_fitting(mark, *stage, &taken).next().is_some())
}

/// Returns the sessions by their own ids, and by other ids of a single session.
fn index_ids(agenda: &Agenda) -> HashMap<&str, SessionIx> {
    let sessions = || agenda.sessions.iter().zip(0..);
    let mut others: HashMap<&str, Option<SessionIx>> = HashMap::new();
    for (session, ix) in sessions() {
        for named in &session.ids {
            let known = others.entry(&named.id).or_insert(Some(ix));
            *known = known.filter(|known| *known == ix);
        }
    }
    let others = others.into_iter().filter_map(|(id, ix)| Some((id, ix?)));
    others.chain(sessions().map(|(session, ix)| (&*session.id, ix))).collect()
}

/// An index of the sessions of an agenda. The maps for title, start and people are built when a
/// stage needs them: most marks are found by their id.
struct Lookup<'a> {
    agenda: &'a Agenda,
    ids: HashMap<&'a str, SessionIx>,
    /// The sessions by folded title.
    titles: OnceCell<HashMap<String, Vec<SessionIx>>>,
    /// The sessions by start, each under its local time and its UTC time.
    starts: OnceCell<HashMap<NaiveDateTime, Vec<SessionIx>>>,
    /// The sessions by the name of each person.
    people: OnceCell<HashMap<&'a str, Vec<SessionIx>>>,
}

impl<'a> Lookup<'a> {
    fn new(agenda: &'a Agenda) -> Lookup<'a> {
        let ids = index_ids(agenda);
        Lookup {
            agenda,
            ids,
            titles: OnceCell::new(),
            starts: OnceCell::new(),
            people: OnceCell::new(),
        }
    }

    /// Returns the fitting session if there is exactly one. If several sessions fit, returns the
    /// session with the id of `mark`.
    fn find_single(
        &self,
        mark: &Mark,
        stage: Stage,
        taken: &HashSet<SessionIx>,
    ) -> Option<SessionIx> {
        let fitting: Vec<SessionIx> = self.find_fitting(mark, stage, taken).collect();
        match fitting[..] {
            [single] => Some(single),
            _ => self.session_with_id(mark).filter(|ix| fitting.contains(ix)),
        }
    }

    /// Returns the fitting sessions without `taken`.
    fn find_fitting(
        &self,
        mark: &Mark,
        stage: Stage,
        taken: &HashSet<SessionIx>,
    ) -> impl Iterator<Item = SessionIx> {
        self.find_candidates(mark, stage.candidates).into_iter().filter(move |ix| {
            let session = self.agenda.sessions.get(*ix).filter(|_| !taken.contains(ix));
            session.is_some_and(|session| {
                (stage.condition)(&Pair { agenda: self.agenda, mark, session })
            })
        })
    }

    fn find_candidates(&self, mark: &Mark, candidates: Candidates) -> Vec<SessionIx> {
        match candidates {
            Candidates::Id => self.session_with_id(mark).into_iter().collect(),
            Candidates::Title => self.sessions_with_title(mark),
            Candidates::StartOrPerson => {
                let mut sessions = self.sessions_with_start(mark);
                sessions.extend(self.sessions_with_people(mark));
                sessions.sort_unstable();
                sessions.dedup();
                sessions
            }
        }
    }

    fn session_with_id(&self, mark: &Mark) -> Option<SessionIx> {
        self.ids.get(mark.session_id.as_str()).copied()
    }

    /// Returns nothing for a title without letters and digits.
    fn sessions_with_title(&self, mark: &Mark) -> Vec<SessionIx> {
        let titles =
            self.titles.get_or_init(|| self.group_sessions(|it| vec![fold_title(&it.title)]));
        let title = Some(fold_title(&mark.title)).filter(|title| !title.is_empty());
        title.and_then(|title| titles.get(&title).cloned()).unwrap_or_default()
    }

    fn sessions_with_start(&self, mark: &Mark) -> Vec<SessionIx> {
        let starts =
            self.starts.get_or_init(|| self.group_sessions(|session| start_keys(session.start)));
        start_keys(mark.start)
            .iter()
            .filter_map(|time| starts.get(time))
            .flatten()
            .copied()
            .filter(|ix| {
                let session = self.agenda.sessions.get(*ix);
                session.is_some_and(|session| is_same_start(mark.start, session.start))
            })
            .collect()
    }

    fn sessions_with_people(&self, mark: &Mark) -> Vec<SessionIx> {
        let people = self.people.get_or_init(|| {
            self.group_sessions(|session| {
                names_without_sponsors(self.agenda, session).map(Clean::as_str).collect()
            })
        });
        let names = mark.people.iter().filter_map(|name| people.get(name.as_str()));
        names.flatten().copied().collect()
    }

    /// Returns all sessions by their keys. A session may have several keys.
    fn group_sessions<K: std::hash::Hash + Eq>(
        &self,
        keys: impl Fn(&'a Session) -> Vec<K>,
    ) -> HashMap<K, Vec<SessionIx>> {
        let mut groups: HashMap<K, Vec<SessionIx>> =
            HashMap::with_capacity(self.agenda.sessions.len());
        for (session, ix) in self.agenda.sessions.iter().zip(0..) {
            for key in keys(session) {
                groups.entry(key).or_default().push(ix);
            }
        }
        groups
    }
}

/// Returns the local time and the UTC time of a start. Two starts for which [`is_same_start`]
/// returns true share one of them.
fn start_keys(start: Option<Moment>) -> Vec<NaiveDateTime> {
    start.map(|start| vec![start.naive_local(), start.naive_utc()]).unwrap_or_default()
}

/// A mark, and a candidate for its session.
struct Pair<'a> {
    agenda: &'a Agenda,
    mark: &'a Mark,
    session: &'a Session,
}

impl Pair<'_> {
    fn has_same_title(&self) -> bool {
        self.mark.title == self.session.title
            || fold_title(&self.mark.title) == fold_title(&self.session.title)
    }

    fn has_similar_title(&self) -> bool {
        are_similar_titles(&self.mark.title, &self.session.title)
    }

    fn has_same_start(&self) -> bool {
        is_same_start(self.mark.start, self.session.start)
    }

    /// Returns true also if the mark has no room.
    fn has_same_room(&self) -> bool {
        let room = self.session.room.as_deref().unwrap_or_default();
        self.mark.room.as_deref().is_none_or(|marked| marked == room)
    }

    /// Returns true if start, room and people are equal.
    fn has_same_facts(&self) -> bool {
        let (shared, all) = (self.count_shared_people(), self.session_people().count());
        self.has_same_start()
            && self.has_same_room()
            && shared == all
            && shared == self.mark.people.len()
    }

    /// Returns true if both have people, and share nobody.
    fn has_other_people(&self) -> bool {
        !self.mark.people.is_empty()
            && !self.shares_people()
            && self.session_people().next().is_some()
    }

    fn shares_people(&self) -> bool {
        self.count_shared_people() > 0
    }

    fn count_shared_people(&self) -> usize {
        self.session_people().filter(|name| self.mark.people.contains(*name)).count()
    }

    fn session_people(&self) -> impl Iterator<Item = &Clean> {
        names_without_sponsors(self.agenda, self.session)
    }
}

/// Returns true if one title differs by few letters, or adds a subtitle. The parts of a series are
/// not similar: their numbers differ.
fn are_similar_titles(a: &Clean, b: &Clean) -> bool {
    let (a, b) = (&*fold_title(a), &*fold_title(b));
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !short.is_empty()
        && number_words(a).eq(number_words(b))
        && (is_main_title(short, long)
            || strsim::normalized_damerau_levenshtein(a, b) >= TITLE_SIMILARITY_MIN)
}

/// Returns true if `long` is `short` with a subtitle.
fn is_main_title(short: &str, long: &str) -> bool {
    short.chars().count() >= MAIN_TITLE_LETTERS_MIN
        && long.strip_prefix(short).is_some_and(|rest| rest.starts_with(' '))
}

/// Returns the numbering words of a folded title: `2`, `3b`, `ii`, `day3`, `a`.
fn number_words(title: &str) -> impl Iterator<Item = &str> {
    title.split(' ').filter(|word| {
        word.contains(|c: char| c.is_numeric())
            || word.chars().all(|c| matches!(c, 'i' | 'v' | 'x'))
            || word.len() == 1
    })
}

/// Returns `title` in lowercase, with one space instead of punctuation and spaces.
pub(super) fn fold_title(title: &Clean) -> String {
    let lowercase = title.to_lowercase();
    let words = lowercase.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// Returns true if both starts are the same instant or the same local time. An agenda may gain its
/// zone after a mark was made. The offset of every start changes then, and nothing has moved.
pub(super) fn is_same_start(a: Option<Moment>, b: Option<Moment>) -> bool {
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

    /// Reads an agenda, one session per line: `ID|TITLE|START|NAME,NAME|ROOM`. An empty `ID` leaves
    /// the id to the check. `START` is `HH:MM` on 11 July 2016, or `DDTHH:MM`.
    fn read_agenda(lines: &[&str]) -> Agenda {
        let text: String = lines.iter().map(|line| session_toml(line)).collect();
        crate::format::read(text.as_bytes()).unwrap().draft.check(None).0
    }

    fn session_toml(line: &str) -> String {
        let parts: Vec<&str> = line.trim_start_matches('*').split('|').collect();
        let id = Some(parts[0]).filter(|id| !id.is_empty());
        let id = id.map(|id| format!("id = '{id}'\n")).unwrap_or_default();
        let title = parts[1];
        let start = Some(parts[2].to_owned()).filter(|start| start.contains('T'));
        let start = start.unwrap_or_else(|| format!("11T{}", parts[2]));
        let people: Vec<&str> = parts[3].split(',').filter(|name| !name.is_empty()).collect();
        let room = parts.get(4).map(|room| format!("room = '{room}'\n")).unwrap_or_default();
        format!(
            "[[session]]\n{id}title = \"{title}\"\nstart = 2016-07-{start}:00\n\
             speakers = {people:?}\n{room}"
        )
    }

    fn is_session_of_line(session: &Session, line: &str) -> bool {
        let parts: Vec<&str> = line.trim_start_matches('*').split('|').collect();
        (parts[0].is_empty() || *session.id == *parts[0])
            && *session.title == *parts[1]
            && parts.get(4).is_none_or(|room| session.room.as_deref() == Some(room))
    }

    /// Marks the sessions of `before` with a star. Returns the session of each mark in `after`.
    fn find_starred(before: &[&str], after: &[&str]) -> Vec<Option<SessionIx>> {
        let (old, new) = (read_agenda(before), read_agenda(after));
        let mut plan = Plan::default();
        for line in before.iter().filter(|line| line.starts_with('*')) {
            let session =
                old.sessions.iter().find(|session| is_session_of_line(session, line)).unwrap();
            let now = DateTime::<Utc>::UNIX_EPOCH;
            plan.apply_changes(&[Change::set_level(&old, session, Some(Level::Attend), now)]);
        }
        plan.schedule_for(&new).mark_matches().iter().map(|found| found.session).collect()
    }

    /// The agenda before, and after the marked session is gone.
    const REMOVED_BESIDE_SIMILAR: &[(&[&str], &[&str])] = &[
        (
            &["*1|Introduction to Rust|09:00|Ann", "2|Introduction to Ruby|09:00|Bob"],
            &["2|Introduction to Ruby|09:00|Bob"],
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
        (&["*o1|Workshop|09:00|Ann|X", "o2|Workshop|09:00|Bob|Y"], &["o2|Workshop|09:00|Bob|Y"]),
        (&["*|Office hours|11T14:00|", "|Office hours|12T14:00|"], &["|Office hours|12T14:00|"]),
        // A new session of other people with a similar title.
        (&["*1|Introduction to Rust|09:00|Ann"], &["2|Introduction to Ruby|09:00|Bob"]),
    ];

    #[test]
    fn a_mark_of_a_removed_session_does_not_match_a_similar_one() {
        for (before, after) in REMOVED_BESIDE_SIMILAR {
            assert_eq!(find_starred(before, after), [None], "{before:?} in {after:?}");
        }
    }

    /// The agenda before and after, and the positions of the marked sessions after, in time order.
    const RENUMBERED: &[(&[&str], &[&str], &[SessionIx])] = &[
        // Ids made by hallway follow the order of the file.
        (
            &["*|Workshop|09:00||X", "|Workshop|09:00||Y"],
            &["|Workshop|09:00||Y", "|Workshop|09:00||X"],
            &[1],
        ),
        (
            &["*|Workshop|09:00|Ann", "|Workshop|09:00|Bob"],
            &["|Workshop|09:00|Bob", "|Workshop|09:00|Ann"],
            &[1],
        ),
        // Only the id distinguishes two equal sessions.
        (
            &["*a|Workshop|09:00|", "b|Workshop|09:00|"],
            &["b|Workshop|09:00|", "a|Workshop|09:00|"],
            &[1],
        ),
        // Ids count sessions, and a session is inserted at the beginning.
        (
            &["*1|Talk 1|09:00|", "*2|Talk 2|10:00|", "3|Talk 3|11:00|"],
            &["1|Opening|08:00|", "2|Talk 1|09:00|", "3|Talk 2|10:00|", "4|Talk 3|11:00|"],
            &[1, 2],
        ),
        // The inserted session moves the others by an hour.
        (
            &["*1|Talk 1|09:00|Ann", "*2|Talk 2|10:00|Bob"],
            &["1|Opening|09:00|Zoe", "2|Talk 1|10:00|Ann", "3|Talk 2|11:00|Bob"],
            &[1, 2],
        ),
        // The sessions of a series keep their times and get other ids.
        (
            &["*o1|Office hours|11T14:00|", "o2|Office hours|12T14:00|"],
            &["x|Office hours|11T14:00|", "y|Office hours|12T14:00|"],
            &[0],
        ),
    ];

    #[test]
    fn a_mark_matches_an_unchanged_session_under_another_id() {
        for (before, after, positions) in RENUMBERED {
            let positions: Vec<_> = positions.iter().copied().map(Some).collect();
            assert_eq!(find_starred(before, after), positions, "{before:?} in {after:?}");
        }
    }

    const TALK: &str = "*1|Doorman: Global Rate Limiting|09:00|Jos";

    /// The marked sessions, the agenda after, and the position of the first mark's session.
    const CHANGED: &[(&[&str], &[&str], Option<SessionIx>)] = &[
        (&[TALK], &["1|Another|10:00|Ann"], None),
        (&[TALK], &["1|Another|09:00|Ann"], Some(0)),
        (&[TALK], &["1|Another|10:00|"], Some(0)),
        (&[TALK], &["9|doorman – global rate limiting|09:00|"], Some(0)),
        (
            &[TALK],
            &[
                "8|Doorman: Global Rate Limiting|11:00|Ann",
                "9|Doorman: Global Rate Limiting|12:00|Jos",
            ],
            Some(1),
        ),
        (
            &[TALK],
            &[
                "8|Doorman: Global Rate Limiting|11:00|Jos",
                "9|Doorman: Global Rate Limiting|12:00|Jos",
            ],
            None,
        ),
        (&[TALK], &["9|Doorman: Global Rate Limiting|11:00|Ann"], None),
        (&[TALK], &["9|Doorman: Global Rate Limiting|11:00|"], Some(0)),
        (&[TALK], &["9|Doorman: Global Rate Limits|09:00|"], Some(0)),
        (&[TALK], &["9|Doorman: Global Rate Limits|11:00|Ann,Jos"], Some(0)),
        (&[TALK], &["9|Doorman: Global Rate Limits|11:00|Ann"], None),
        (&[TALK], &["9|Doorman|11:00|"], None),
        (&["*1|Doorman|09:00|Jos"], &["9|Doorman: Global Rate Limiting|11:00|Jos"], None),
        (
            &["*1|The Doorman|09:00|Jos"],
            &["9|The Doorman: Global Rate Limiting|11:00|Jos"],
            Some(0),
        ),
        (&[TALK], &["9|Something Else|09:00|Jos"], None),
        (&["*1|Kernel Workshop, part 1|09:00|Jos"], &["2|Kernel Workshop, part 2|09:00|Jos"], None),
        (&["*1|Kernel Workshop I|09:00|Jos"], &["2|Kernel Workshop II|09:00|Jos"], None),
        (&["*1|Kernel Workshop A|09:00|Jos"], &["2|Kernel Workshop B|09:00|Jos"], None),
        (
            &["*1|Opening Keynotes|09:00|", "*2|Opening Keynotess|09:00|"],
            &["9|Opening Keynote|09:00|"],
            None,
        ),
        (
            &["*1|Opening Keynotes|09:00|", "*2|Opening Keynote|09:00|"],
            &["2|Opening Keynote|09:00|"],
            None,
        ),
        (&["*1|!!!|09:00|Jos"], &["9|???|09:00|Jos"], None),
    ];

    #[test]
    fn a_mark_matches_a_changed_session_by_id_title_start_and_people() {
        for (before, after, position) in CHANGED {
            assert_eq!(find_starred(before, after)[0], *position, "{before:?} in {after:?}");
        }
    }
}
