//! The sessions of each person.

use crate::agenda::{Agenda, SessionIx};

/// The sessions of each person of an agenda, one person after the other.
#[derive(Debug, Default)]
pub(crate) struct PersonSessions {
    sessions: Vec<SessionIx>,
    /// The end of each person's part of `sessions`, by position in `Agenda::people`.
    ends: Vec<usize>,
}

impl PersonSessions {
    pub(crate) fn new(agenda: &Agenda) -> PersonSessions {
        let credits = || {
            let sessions = agenda.sessions.iter().enumerate();
            let all = sessions.flat_map(|(ix, session)| {
                session.people.iter().map(move |credit| (credit.person, ix))
            });
            all.filter(|(person, _)| *person < agenda.people.len())
        };
        let mut starts = vec![0; agenda.people.len()];
        credits().for_each(|(person, _)| starts[person] += 1);
        let mut total = 0;
        for start in &mut starts {
            total += std::mem::replace(start, total);
        }
        let mut sessions = vec![0; total];
        // Each start moves behind the last session of its person.
        let mut ends = starts;
        for (person, ix) in credits() {
            sessions[ends[person]] = ix;
            ends[person] += 1;
        }
        PersonSessions { sessions, ends }
    }

    /// Returns the sessions of a person, in time order. A session in which the person has two parts
    /// stands twice.
    pub(crate) fn of_person(&self, person: usize) -> &[SessionIx] {
        let start = person.checked_sub(1).map_or(0, |before| self.end_of(before));
        self.sessions.get(start..self.end_of(person)).unwrap_or_default()
    }

    fn end_of(&self, person: usize) -> usize {
        self.ends.get(person).copied().unwrap_or(self.sessions.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_person_has_the_sessions_that_name_the_person() {
        let sessions = ["['Ann']", "['Bo', 'Ann']", "[]", "['Cy']"].map(|people| {
            format!(
                "[[session]]\ntitle = 'T'\nstart = 2030-05-01T09:00:00\nminutes = 5\n\
                 speakers = {people}\n"
            )
        });
        let file = format!("[event]\nname = 'E'\n{}", sessions.concat());
        let agenda = crate::format::read(file.as_bytes()).unwrap().draft.check(None).0;
        let of_people = PersonSessions::new(&agenda);
        for (ix, person) in agenda.people.iter().enumerate() {
            let expected = (0..agenda.sessions.len()).filter(|session| {
                agenda.sessions[*session].people.iter().any(|credit| credit.person == ix)
            });
            let expected: Vec<SessionIx> = expected.collect();
            assert_eq!(of_people.of_person(ix), expected, "{}", person.name);
        }
        assert_eq!(agenda.people.len(), 3);
        assert!(of_people.of_person(3).is_empty());
    }
}
