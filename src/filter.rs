//! Which sessions one wants to see: choices of room, track, kind and language, only mine, nothing
//! that is over.
//!
//! Choices of one group widen each other (this room or that one), groups narrow each other (this
//! room, and in English). Breaks and socials are for everybody: no choice of rooms, tracks or
//! languages leaves them out.

use crate::agenda::{Agenda, Clean, Kind, Moment, Session, SessionIx};
use std::collections::{BTreeMap, BTreeSet};

/// One thing that can be chosen. `None` stands for sessions that have no track, language or room.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Choice {
    /// What is marked.
    Mine,
    /// What is not over yet, or has no time.
    NotOver,
    Kind(Kind),
    Track(Option<Clean>),
    Language(Option<Clean>),
    Room(Option<Clean>),
}

/// Choices that widen each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    Mine,
    NotOver,
    Kind,
    Track,
    Language,
    Room,
}

impl Group {
    pub const ALL: [Group; 6] =
        [Group::Mine, Group::NotOver, Group::Kind, Group::Track, Group::Language, Group::Room];

    /// The heading of its choices.
    pub fn heading(self) -> &'static str {
        match self {
            Group::Mine | Group::NotOver => self.noun(),
            Group::Kind => "Kind",
            Group::Track => "Track",
            Group::Language => "Language",
            Group::Room => "Room",
        }
    }

    /// What its choices are called in a sentence.
    pub fn noun(self) -> &'static str {
        match self {
            Group::Mine => "only mine",
            Group::NotOver => "hide past",
            Group::Kind => "kind",
            Group::Track => "track",
            Group::Language => "language",
            Group::Room => "room",
        }
    }

    /// Whether breaks and socials pass it whatever is chosen.
    fn is_about_talks(self) -> bool {
        matches!(self, Group::Track | Group::Language | Group::Room)
    }
}

impl Choice {
    pub fn group(&self) -> Group {
        match self {
            Choice::Mine => Group::Mine,
            Choice::NotOver => Group::NotOver,
            Choice::Kind(_) => Group::Kind,
            Choice::Track(_) => Group::Track,
            Choice::Language(_) => Group::Language,
            Choice::Room(_) => Group::Room,
        }
    }

    /// What it is called within its group.
    pub fn name(&self) -> &str {
        match self {
            Choice::Mine | Choice::NotOver => self.group().noun(),
            Choice::Kind(kind) => kind.word(),
            Choice::Track(name) => name.as_deref().unwrap_or("no track"),
            Choice::Language(name) => name.as_deref().unwrap_or("no language"),
            Choice::Room(name) => name.as_deref().unwrap_or("no room"),
        }
    }
}

/// What a filter has to know beside the agenda.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// Whether a session is marked.
    pub mine: &'a dyn Fn(SessionIx) -> bool,
    /// `None`: there is no now, and nothing is over.
    pub now: Option<Moment>,
}

impl std::fmt::Debug for Facts<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Facts").field("now", &self.now).finish_non_exhaustive()
    }
}

/// A choice as it stands to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedChoice {
    pub choice: Choice,
    pub chosen: bool,
    /// How many sessions have it, of those that the other groups let pass.
    pub count: usize,
}

/// What was chosen; nothing chosen lets everything pass. Choices are names, so that they outlast a
/// new version of the agenda.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    chosen: BTreeSet<Choice>,
}

impl Filter {
    pub fn is_empty(&self) -> bool {
        self.chosen.is_empty()
    }

    /// Makes a choice, or takes it back.
    pub fn toggle_choice(&mut self, choice: Choice) {
        if !self.chosen.remove(&choice) {
            self.chosen.insert(choice);
        }
    }

    /// Whether a session is let pass.
    pub fn admits_session(&self, agenda: &Agenda, session: SessionIx, facts: Facts<'_>) -> bool {
        let has = choices_of(agenda, session, facts);
        agenda.sessions.get(session).is_none_or(|session| self.refused_by(session, &has).is_empty())
    }

    /// The groups that refuse a session with these choices.
    fn refused_by(&self, session: &Session, has: &[Choice]) -> BTreeSet<Group> {
        let refuses = |group: &Group| {
            let exempt = session.kind.is_band() && group.is_about_talks();
            !exempt
                && !has
                    .iter()
                    .any(|choice| choice.group() == *group && self.chosen.contains(choice))
        };
        self.chosen.iter().map(Choice::group).filter(refuses).collect()
    }

    /// Everything that can be chosen in this agenda, group by group, in the agenda's order; with
    /// what is chosen and is not in this agenda. A group in which all sessions are alike is left
    /// out.
    pub fn list_choices(&self, agenda: &Agenda, facts: Facts<'_>) -> Vec<ListedChoice> {
        let mut counts: BTreeMap<Choice, usize> = BTreeMap::new();
        for (ix, session) in agenda.sessions.iter().enumerate() {
            let choices = choices_of(agenda, ix, facts);
            let refused = self.refused_by(session, &choices);
            for choice in choices {
                let counted = refused.iter().all(|group| *group == choice.group());
                *counts.entry(choice).or_default() += usize::from(counted);
            }
        }
        let mut choices: Vec<Choice> = vec![Choice::Mine];
        choices.extend(facts.now.map(|_| Choice::NotOver));
        for group in [Group::Kind, Group::Track, Group::Language, Group::Room] {
            let of_group = in_order(agenda, group, &counts);
            if of_group.len() > 1 {
                choices.extend(of_group);
            }
        }
        let missing: Vec<Choice> =
            self.chosen.iter().filter(|choice| !choices.contains(choice)).cloned().collect();
        choices.extend(missing);
        choices.sort_by_key(Choice::group);
        choices
            .into_iter()
            .map(|choice| ListedChoice {
                chosen: self.chosen.contains(&choice),
                count: counts.get(&choice).copied().unwrap_or(0),
                choice,
            })
            .collect()
    }

    /// What is chosen, a group each: `track Rust, Go`.
    pub fn describe_choices(&self) -> Vec<String> {
        let of_group = |group: Group| {
            let names: Vec<&str> = self
                .chosen
                .iter()
                .filter(|choice| choice.group() == group)
                .map(Choice::name)
                .collect();
            match (group, names.is_empty()) {
                (_, true) => None,
                (Group::Mine | Group::NotOver, _) => Some(group.noun().to_owned()),
                (Group::Track | Group::Language | Group::Room, _)
                    if names.iter().all(|name| name.starts_with("no ")) =>
                {
                    Some(names.join(", "))
                }
                _ => Some(format!("{} {}", group.noun(), names.join(", "))),
            }
        };
        Group::ALL.into_iter().filter_map(of_group).collect()
    }
}

/// Every choice that a session has.
fn choices_of(agenda: &Agenda, ix: SessionIx, facts: Facts<'_>) -> Vec<Choice> {
    let Some(session) = agenda.sessions.get(ix) else { return Vec::new() };
    let track =
        session.track.and_then(|track| agenda.tracks.get(track)).map(|track| track.name.clone());
    let mut choices = vec![
        Choice::Kind(session.kind),
        Choice::Track(track),
        Choice::Language(session.language.clone()),
    ];
    let rooms = session.rooms.iter().filter_map(|room| agenda.rooms.get(*room));
    choices.extend(rooms.map(|room| Choice::Room(Some(room.name.clone()))));
    if session.rooms.is_empty() {
        choices.push(Choice::Room(None));
    }
    if (facts.mine)(ix) {
        choices.push(Choice::Mine);
    }
    let over = facts.now.zip(session.start_and_end()).is_some_and(|(now, (_, end))| end <= now);
    if !over {
        choices.push(Choice::NotOver);
    }
    choices
}

/// The choices of a group that some session has: as the agenda lists them, those without one last.
fn in_order(agenda: &Agenda, group: Group, counts: &BTreeMap<Choice, usize>) -> Vec<Choice> {
    let place = |choice: &Choice| match choice {
        Choice::Track(Some(name)) => agenda.tracks.iter().position(|track| track.name == *name),
        Choice::Room(Some(name)) => agenda.rooms.iter().position(|room| room.name == *name),
        Choice::Kind(kind) => Some(*kind as usize),
        Choice::Language(Some(_)) => Some(0),
        _ => None,
    };
    let mut choices: Vec<Choice> =
        counts.keys().filter(|choice| choice.group() == group).cloned().collect();
    choices.sort_by_key(|choice| place(choice).unwrap_or(usize::MAX));
    choices
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "
        [event]\nname = 'Filters'\ntimezone = 'Europe/Berlin'
        [[room]]\nname = 'B'\n[[room]]\nname = 'A'\n[[room]]\nname = 'AB'\njoins = ['A', 'B']
        [[track]]\nname = 'Rust'\n[[track]]\nname = 'Go'
        [[session]]\ntitle = 'One'\nstart = 2025-03-01T09:00:00\nminutes = 60\nroom = 'A'\ntrack = 'Rust'\nlanguage = 'en'
        [[session]]\ntitle = 'Two'\nstart = 2025-03-01T09:00:00\nminutes = 60\nroom = 'B'\ntrack = 'Go'\nlanguage = 'de'
        [[session]]\ntitle = 'Both'\nstart = 2025-03-01T10:00:00\nminutes = 60\nroom = 'AB'\nkind = 'keynote'
        [[session]]\ntitle = 'Lunch'\nstart = 2025-03-01T11:00:00\nminutes = 60\nkind = 'break'
        [[session]]\ntitle = 'Some day'\nstart = 'TBA'\ntrack = 'Rust'";

    fn agenda() -> Agenda {
        let (agenda, problems) = crate::format::read(TEXT.as_bytes()).unwrap().draft.check(None);
        assert_eq!(problems, []);
        agenda
    }

    fn name(text: &str) -> Option<Clean> {
        Some(Clean::line(text))
    }

    fn filter(choices: &[Choice]) -> Filter {
        Filter { chosen: choices.iter().cloned().collect() }
    }

    const NOW: &str = "2025-03-01T10:00:00+01:00";

    fn admitted(filter: &Filter) -> Vec<String> {
        let agenda = agenda();
        let facts = Facts { mine: &|ix| ix == 0, now: NOW.parse().ok() };
        let all = 0..agenda.sessions.len();
        all.filter(|ix| filter.admits_session(&agenda, *ix, facts))
            .map(|ix| agenda.sessions[ix].title.to_string())
            .collect()
    }

    #[test]
    fn choices_of_a_group_widen_and_groups_narrow() {
        let (a, b) = (Choice::Room(name("A")), Choice::Room(name("B")));
        let (rust, go) = (Choice::Track(name("Rust")), Choice::Track(name("Go")));
        for (choices, expected) in [
            (vec![], &["Two", "One", "Both", "Lunch", "Some day"][..]),
            (vec![a.clone()], &["One", "Both", "Lunch"]),
            (vec![a.clone(), b], &["Two", "One", "Both", "Lunch"]),
            (vec![rust.clone()], &["One", "Lunch", "Some day"]),
            (vec![rust, go, a], &["One", "Lunch"]),
            (vec![Choice::Track(None)], &["Both", "Lunch"]),
            (vec![Choice::Room(None)], &["Lunch", "Some day"]),
            (vec![Choice::Kind(Kind::Keynote)], &["Both"]),
            (vec![Choice::Mine], &["Two"]),
            (vec![Choice::NotOver], &["Both", "Lunch", "Some day"]),
            (vec![Choice::NotOver, Choice::Language(name("de"))], &["Lunch"]),
            (vec![Choice::Room(name("gone"))], &["Lunch"]),
        ] {
            assert_eq!(admitted(&filter(&choices)), expected, "{choices:?}");
        }
    }

    #[test]
    fn offers_come_in_the_agendas_order_with_their_counts() {
        let agenda = agenda();
        let facts = Facts { mine: &|ix| ix == 0, now: NOW.parse().ok() };
        let list = |filter: &Filter| -> Vec<String> {
            let offers = filter.list_choices(&agenda, facts);
            offers
                .iter()
                .map(|o| {
                    format!("{}{} {}", if o.chosen { "+" } else { "" }, o.choice.name(), o.count)
                })
                .collect()
        };
        let all = [
            "only mine 1",
            "hide past 3",
            "talk 3",
            "keynote 1",
            "break 1",
            "Rust 2",
            "Go 1",
            "no track 2",
            "de 1",
            "en 1",
            "no language 3",
            "B 2",
            "A 2",
            "no room 2",
        ];
        assert_eq!(list(&Filter::default()), all);
        let some = list(&filter(&[Choice::Track(name("Rust")), Choice::Track(name("gone"))]));
        let expected = [
            "+Rust 2",
            "Go 1",
            "no track 2",
            "+gone 0",
            "de 0",
            "en 1",
            "no language 2",
            "B 0",
            "A 1",
        ];
        assert_eq!(&some[5..14], expected);
    }

    #[test]
    fn what_is_chosen_is_said() {
        let chosen = [
            Choice::Room(name("B")),
            Choice::Room(name("A")),
            Choice::Mine,
            Choice::NotOver,
            Choice::Kind(Kind::Talk),
            Choice::Track(None),
        ];
        assert_eq!(
            filter(&chosen).describe_choices(),
            ["only mine", "hide past", "kind talk", "no track", "room A, B"]
        );
    }

    proptest! {
        #[test]
        fn a_count_is_what_a_choice_would_let_pass(picks in prop::collection::vec(0..14_usize, 0..6), of in 0..14_usize) {
            let agenda = agenda();
            let facts = Facts { mine: &|ix| ix == 0, now: NOW.parse().ok() };
            let all: Vec<Choice> = Filter::default().list_choices(&agenda, facts).into_iter().map(|offer| offer.choice).collect();
            let mut filter = Filter::default();
            picks.iter().for_each(|pick| filter.toggle_choice(all[*pick].clone()));
            let count = filter.list_choices(&agenda, facts).into_iter().find(|offer| offer.choice == all[of]).unwrap().count;
            // The same with this choice as the only one of its group.
            let mut only = Filter { chosen: filter.chosen.iter().filter(|c| c.group() != all[of].group()).cloned().collect() };
            let others = (0..agenda.sessions.len()).filter(|ix| only.admits_session(&agenda, *ix, facts)).count();
            only.toggle_choice(all[of].clone());
            let passing: Vec<SessionIx> = (0..agenda.sessions.len()).filter(|ix| only.admits_session(&agenda, *ix, facts)).collect();
            let having = passing.iter().filter(|ix| choices_of(&agenda, **ix, facts).contains(&all[of]));
            prop_assert_eq!(count, having.count());
            prop_assert!(passing.len() <= others, "groups narrow");
            let before = admitted(&filter);
            if !filter.chosen.contains(&all[of]) && filter.chosen.iter().any(|c| c.group() == all[of].group()) {
                filter.toggle_choice(all[of].clone());
                prop_assert!(before.iter().all(|title| admitted(&filter).contains(title)), "choices widen");
            }
        }
    }
}
