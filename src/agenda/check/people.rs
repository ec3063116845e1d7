//! People: listed ones, and people that only sessions name.

use super::state::{Check, clean_block, clean_line, collect_exactly};
use crate::agenda::clean::Clean;
use crate::agenda::draft::{DraftCredit, DraftPerson, DraftSession, Origin};
use crate::agenda::model::{Credit, Person};
use crate::agenda::order::sort_compactly;
use crate::agenda::position::Span;
use crate::agenda::problem::nearest_word;

impl Check {
    pub(super) fn check_people(&mut self, drafts: Vec<DraftPerson>) {
        self.people_by_name.reserve(drafts.len());
        self.unnamed_people.reserve(drafts.len());
        // The people are collected in the memory of the drafts, and the rest of it is given back.
        let people = drafts.into_iter().filter_map(|draft| self.check_person(draft));
        let mut people: Vec<Person> = people.collect();
        people.shrink_to_fit();
        self.agenda.people = people;
    }

    /// Prepares memory for the people of `sessions`, if the file lists none: a list that grows is
    /// copied to new memory several times.
    pub(super) fn reserve_people(&mut self, sessions: &[DraftSession]) {
        if self.agenda.people.is_empty() {
            let credits = sessions.iter().map(|session| session.people.len()).sum();
            self.people_by_name.reserve(credits);
            self.agenda.people.reserve_exact(credits);
        }
    }

    /// Checks a listed person. Reports a person without a name or who is listed twice.
    fn check_person(&mut self, draft: DraftPerson) -> Option<Person> {
        let name = Clean::line_of(draft.name.value);
        let ix = self.unnamed_people.len();
        if name.is_empty() || *self.people_by_name.entry(name.share()).or_insert(ix) != ix {
            self.report_error(
                &draft.name.at,
                format!("the speaker \"{name}\" is listed twice, or has no name"),
                "the second entry is ignored",
            );
            return None;
        }
        let url = self.check_address(draft.url);
        self.unnamed_people.push(Some(draft.name.at));
        Some(Person {
            name,
            role: clean_line(draft.role),
            affiliation: clean_line(draft.affiliation),
            bio: clean_block(draft.bio),
            url,
        })
    }

    /// Warns of listed people without a session: probably their name is misspelt in a session.
    pub(super) fn warn_unnamed_people(&mut self) {
        let listed = std::mem::take(&mut self.unnamed_people).into_iter();
        let mut unnamed: Vec<(Clean, Span)> = listed
            .zip(&self.agenda.people)
            .filter_map(|(at, person)| at.map(|at| (person.name.clone(), at)))
            .collect();
        sort_compactly(&mut unnamed, |(name, _)| name.clone());
        for (name, at) in unnamed {
            let may_guess = self.may_compare(self.agenda.people.len());
            let people = if may_guess { &*self.agenda.people } else { &[] };
            let others = people.iter().map(|person| &*person.name);
            let others = others.filter(|other| **other != *name);
            let help = match nearest_word(&name, others) {
                Some(other) => format!("is \"{other}\" meant? The two names must be the same"),
                None => match self.origin {
                    Origin::Hallway => "name this speaker in a session, or remove the entry".into(),
                    Origin::Export => "the entry is kept, and shown nowhere".into(),
                },
            };
            self.report_warning(&at, format!("no session names the speaker \"{name}\""), help);
        }
    }

    /// Checks the people of a session. Speakers come first, then moderators, then sponsors, each
    /// in the order of the file.
    pub(super) fn check_credits(&mut self, mut drafts: Vec<DraftCredit>) -> Vec<Credit> {
        if !drafts.is_sorted_by_key(|credit| credit.part) {
            sort_compactly(&mut drafts, |credit| credit.part);
        }
        collect_exactly(drafts, |credit| self.check_credit(credit))
    }

    /// Returns the credit of a person. Adds a new person. Returns `None` for an empty name.
    fn check_credit(&mut self, draft: DraftCredit) -> Option<Credit> {
        // A name that the list has is clean.
        let person = match self.people_by_name.get(draft.name.as_str()) {
            Some(&person) => person,
            None => self.find_or_add_person(Clean::line_of(draft.name))?,
        };
        if let Some(unnamed) = self.unnamed_people.get_mut(person) {
            *unnamed = None;
        }
        Some(Credit { person, part: draft.part })
    }

    /// Returns the person of a name. Adds a new person. Returns `None` for an empty name.
    fn find_or_add_person(&mut self, name: Clean) -> Option<usize> {
        if name.is_empty() {
            return None;
        }
        let new = self.agenda.people.len();
        let person = *self.people_by_name.entry(name.share()).or_insert(new);
        if person == new {
            let (role, affiliation, bio, url) = (None, None, None, None);
            self.agenda.people.push(Person { name, role, affiliation, bio, url });
        }
        Some(person)
    }
}
