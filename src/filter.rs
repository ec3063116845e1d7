//! The filter: the sessions that a person wants to see.
//!
//! Two choices of one group widen each other: room A or room B. Groups narrow each other: room A
//! and English. Breaks and socials are for everybody: they pass every choice of rooms, tracks,
//! languages and recordings.

use crate::agenda::{
    Agenda, Clean, Kind, Moment, Recorded, Session, SessionIx, SessionLanguage, sort_compactly,
};
use std::collections::{BTreeMap, BTreeSet};

/// One choice of a filter. The name `None` stands for sessions without a track, language or room.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Choice {
    /// Marked sessions.
    Mine,
    /// Sessions that are not over yet, or have no time.
    NotOver,
    /// Sessions of a kind.
    Kind(Kind),
    /// Sessions of a track.
    Track(Option<Clean>),
    /// Sessions in a language, by one of its spellings.
    Language(Option<SessionLanguage>),
    /// Sessions that are recorded, that are not, or of which nothing is known.
    Recorded(Recorded),
    /// Sessions in a room.
    Room(Option<Clean>),
}

/// A group of choices that widen each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// [`Choice::Mine`].
    Mine,
    /// [`Choice::NotOver`].
    NotOver,
    /// All of [`Choice::Kind`].
    Kind,
    /// All of [`Choice::Track`].
    Track,
    /// All of [`Choice::Language`].
    Language,
    /// All of [`Choice::Recorded`].
    Recorded,
    /// All of [`Choice::Room`].
    Room,
}

impl Group {
    /// All groups, in the order of the picker.
    pub const ALL: [Group; 7] = [
        Group::Mine,
        Group::NotOver,
        Group::Kind,
        Group::Track,
        Group::Language,
        Group::Recorded,
        Group::Room,
    ];

    /// Returns the heading of the group.
    pub fn heading(self) -> &'static str {
        match self {
            Group::Mine | Group::NotOver => self.noun(),
            Group::Kind => "Kind",
            Group::Track => "Track",
            Group::Language => "Language",
            Group::Recorded => "Recorded",
            Group::Room => "Room",
        }
    }

    /// Returns the name of the group within a sentence.
    pub fn noun(self) -> &'static str {
        match self {
            Group::Mine => "only mine",
            Group::NotOver => "hide past",
            Group::Kind => "kind",
            Group::Track => "track",
            Group::Language => "language",
            Group::Recorded => "recorded",
            Group::Room => "room",
        }
    }

    /// Returns true if breaks and socials pass every choice of the group.
    fn exempts_bands(self) -> bool {
        matches!(self, Group::Track | Group::Language | Group::Recorded | Group::Room)
    }
}

impl Choice {
    /// Returns the group of the choice.
    pub fn group(&self) -> Group {
        match self {
            Choice::Mine => Group::Mine,
            Choice::NotOver => Group::NotOver,
            Choice::Kind(_) => Group::Kind,
            Choice::Track(_) => Group::Track,
            Choice::Language(_) => Group::Language,
            Choice::Recorded(_) => Group::Recorded,
            Choice::Room(_) => Group::Room,
        }
    }

    /// Returns the name of the choice within its group.
    pub fn name(&self) -> &str {
        match self {
            Choice::Mine | Choice::NotOver => self.group().noun(),
            Choice::Kind(kind) => kind.word(),
            Choice::Track(name) => name.as_deref().unwrap_or("no track"),
            Choice::Language(language) => {
                language.as_ref().map_or("no language", |language| &*language.written)
            }
            Choice::Recorded(recorded) => recorded.word(),
            Choice::Room(name) => name.as_deref().unwrap_or("no room"),
        }
    }

    /// Returns true for sessions without a track, language or room.
    fn is_nameless(&self) -> bool {
        matches!(self, Choice::Track(None) | Choice::Language(None) | Choice::Room(None))
    }
}

/// The facts that a filter needs beside the agenda.
#[derive(Clone, Copy)]
pub struct Facts<'a> {
    /// Returns true for a marked session.
    pub mine: &'a dyn Fn(SessionIx) -> bool,
    /// The present. Without a `now`, no session is over.
    pub now: Option<Moment>,
}

impl std::fmt::Debug for Facts<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Facts").field("now", &self.now).finish_non_exhaustive()
    }
}

/// A [`Choice`] of the picker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedChoice {
    /// The choice.
    pub choice: Choice,
    /// True if the filter contains `choice`.
    pub chosen: bool,
    /// The number of sessions with `choice` that pass all other groups.
    pub count: usize,
}

/// The chosen choices. An empty filter admits every session. A `Filter` stores names, so that it
/// is valid for the next version of the agenda.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    chosen: BTreeSet<Choice>,
}

impl Filter {
    /// Returns true if the filter contains no choice.
    pub fn is_empty(&self) -> bool {
        self.chosen.is_empty()
    }

    /// Adds `choice`, or removes a `choice` that the filter contains.
    pub fn toggle_choice(&mut self, choice: Choice) {
        if !self.chosen.remove(&choice) {
            self.chosen.insert(choice);
        }
    }

    /// Returns true if `session` passes all groups.
    pub fn admits_session(&self, agenda: &Agenda, session: SessionIx, facts: Facts<'_>) -> bool {
        let own = choices_of(agenda, session, facts);
        agenda
            .sessions
            .get(session)
            .is_none_or(|session| self.refusing_groups(session, &own).is_empty())
    }

    /// Returns the groups that refuse a session with the choices `own`.
    fn refusing_groups(&self, session: &Session, own: &[Choice]) -> BTreeSet<Group> {
        self.chosen
            .iter()
            .map(Choice::group)
            .filter(|group| !(session.kind.is_band() && group.exempts_bands()))
            .filter(|group| {
                !own.iter().any(|choice| choice.group() == *group && self.chosen.contains(choice))
            })
            .collect()
    }

    /// Lists the choices of an agenda, group by group, in the order of the agenda. A group with
    /// only one choice is left out. A chosen choice is always listed, even if no session has it.
    pub fn list_choices(&self, agenda: &Agenda, facts: Facts<'_>) -> Vec<ListedChoice> {
        let counts = self.count_sessions(agenda, facts);
        let mut choices: Vec<Choice> = vec![Choice::Mine];
        choices.extend(facts.now.map(|_| Choice::NotOver));
        for group in [Group::Kind, Group::Track, Group::Language, Group::Recorded, Group::Room] {
            let of_group = choices_of_group(agenda, group, &counts);
            if of_group.len() > 1 {
                choices.extend(of_group);
            }
        }
        let missing: Vec<Choice> =
            self.chosen.iter().filter(|choice| !choices.contains(choice)).cloned().collect();
        choices.extend(missing);
        sort_compactly(&mut choices, Choice::group);
        choices
            .into_iter()
            .map(|choice| ListedChoice {
                chosen: self.chosen.contains(&choice),
                count: counts.get(&choice).copied().unwrap_or(0),
                choice,
            })
            .collect()
    }

    /// Counts the sessions of each choice. Only sessions that pass all other groups count.
    fn count_sessions(&self, agenda: &Agenda, facts: Facts<'_>) -> BTreeMap<Choice, usize> {
        let mut counts: BTreeMap<Choice, usize> = BTreeMap::new();
        for (ix, session) in agenda.sessions.iter().enumerate() {
            let own = choices_of(agenda, ix, facts);
            let refusing = self.refusing_groups(session, &own);
            for choice in own {
                let counts_here = refusing.iter().all(|group| *group == choice.group());
                *counts.entry(choice).or_default() += usize::from(counts_here);
            }
        }
        counts
    }

    /// Describes the chosen choices, one text for each group: `track Rust, Go`.
    pub fn describe_choices(&self) -> Vec<String> {
        Group::ALL.into_iter().filter_map(|group| self.describe_group(group)).collect()
    }

    /// Describes the chosen choices of a group. Returns `None` for a group without any.
    fn describe_group(&self, group: Group) -> Option<String> {
        let chosen: Vec<&Choice> =
            self.chosen.iter().filter(|choice| choice.group() == group).collect();
        let names = chosen.iter().map(|choice| choice.name()).collect::<Vec<_>>().join(", ");
        match group {
            _ if chosen.is_empty() => None,
            Group::Mine | Group::NotOver => Some(group.noun().to_owned()),
            _ if chosen.iter().all(|choice| choice.is_nameless()) => Some(names),
            _ => Some(format!("{} {names}", group.noun())),
        }
    }
}

/// Returns every [`Choice`] of a session.
fn choices_of(agenda: &Agenda, ix: SessionIx, facts: Facts<'_>) -> Vec<Choice> {
    let Some(session) = agenda.sessions.get(ix) else { return Vec::new() };
    let track = session.track.and_then(|track| agenda.tracks.get(track));
    let mut choices =
        vec![Choice::Kind(session.kind), Choice::Track(track.map(|track| track.name.clone()))];
    let languages = session.languages();
    if languages.is_empty() {
        choices.push(Choice::Language(None));
    }
    choices.extend(languages.into_iter().map(|language| Choice::Language(Some(language))));
    if !session.kind.is_band() || session.recorded != Recorded::Unknown {
        choices.push(Choice::Recorded(session.recorded));
    }
    let rooms = session.rooms.iter().filter_map(|room| agenda.rooms.get(*room));
    choices.extend(rooms.map(|room| Choice::Room(Some(room.name.clone()))));
    if session.rooms.is_empty() {
        choices.push(Choice::Room(None));
    }
    if (facts.mine)(ix) {
        choices.push(Choice::Mine);
    }
    let is_over = facts.now.zip(session.start_and_end()).is_some_and(|(now, (_, end))| end <= now);
    if !is_over {
        choices.push(Choice::NotOver);
    }
    choices
}

/// Returns the choices of a group in the order of the agenda. The choice without a name is last.
fn choices_of_group(
    agenda: &Agenda,
    group: Group,
    counts: &BTreeMap<Choice, usize>,
) -> Vec<Choice> {
    let mut choices: Vec<Choice> =
        counts.keys().filter(|choice| choice.group() == group).cloned().collect();
    sort_compactly(&mut choices, |choice| index_in_agenda(agenda, choice).unwrap_or(usize::MAX));
    choices
}

/// Returns the position of `choice` within its [`Group`]. Languages share position 0.
fn index_in_agenda(agenda: &Agenda, choice: &Choice) -> Option<usize> {
    match choice {
        Choice::Track(Some(name)) => agenda.tracks.iter().position(|track| track.name == *name),
        Choice::Room(Some(name)) => agenda.rooms.iter().position(|room| room.name == *name),
        Choice::Kind(kind) => Some(*kind as usize),
        Choice::Recorded(recorded) => Some(*recorded as usize),
        Choice::Language(Some(_)) => Some(0),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FILE: &str = "
        [event]
        name = 'Filters'
        timezone = 'Europe/Berlin'
        [[room]]
        name = 'B'
        [[room]]
        name = 'A'
        [[room]]
        name = 'AB'
        joins = ['A', 'B']
        [[track]]
        name = 'Rust'
        [[track]]
        name = 'Go'
        [[session]]
        title = 'One'
        start = 2025-03-01T09:00:00
        minutes = 60
        room = 'A'
        track = 'Rust'
        language = 'en'
        [[session]]
        title = 'Two'
        start = 2025-03-01T09:00:00
        minutes = 60
        room = 'B'
        track = 'Go'
        language = 'de'
        [[session]]
        title = 'Both'
        start = 2025-03-01T10:00:00
        minutes = 60
        room = 'AB'
        kind = 'keynote'
        [[session]]
        title = 'Lunch'
        start = 2025-03-01T11:00:00
        minutes = 60
        kind = 'break'
        [[session]]
        title = 'Some day'
        start = 'TBA'
        track = 'Rust'";

    const NOW: &str = "2025-03-01T10:00:00+01:00";

    fn agenda() -> Agenda {
        let (agenda, problems) = crate::format::read(FILE.as_bytes()).unwrap().draft.check(None);
        assert_eq!(problems, []);
        agenda
    }

    /// The first session is marked.
    fn facts() -> Facts<'static> {
        Facts { mine: &|ix| ix == 0, now: NOW.parse().ok() }
    }

    fn name(text: &str) -> Option<Clean> {
        Some(Clean::line(text))
    }

    fn language(text: &str) -> Option<SessionLanguage> {
        SessionLanguage::parse_list(text).pop()
    }

    fn filter_with(choices: &[Choice]) -> Filter {
        Filter { chosen: choices.iter().cloned().collect() }
    }

    fn admitted_titles(filter: &Filter) -> Vec<String> {
        let agenda = agenda();
        (0..agenda.sessions.len())
            .filter(|ix| filter.admits_session(&agenda, *ix, facts()))
            .map(|ix| agenda.sessions[ix].title.to_string())
            .collect()
    }

    /// The listed choices as `name count`, with a plus before chosen ones.
    fn listed(filter: &Filter) -> Vec<String> {
        filter
            .list_choices(&agenda(), facts())
            .iter()
            .map(|listed| {
                let sign = if listed.chosen { "+" } else { "" };
                format!("{sign}{} {}", listed.choice.name(), listed.count)
            })
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
            (vec![Choice::NotOver, Choice::Language(language("German"))], &["Lunch"]),
            (vec![Choice::Room(name("gone"))], &["Lunch"]),
        ] {
            assert_eq!(admitted_titles(&filter_with(&choices)), expected, "{choices:?}");
        }
    }

    #[test]
    fn empty_filter_lists_all_choices_in_the_order_of_the_agenda() {
        let expected = "only mine 1, hide past 3, talk 3, keynote 1, break 1, Rust 2, Go 1, \
                        no track 2, de 1, en 1, no language 3, B 2, A 2, no room 2";
        assert_eq!(listed(&Filter::default()).join(", "), expected);
    }

    #[test]
    fn session_in_two_languages_has_a_choice_for_each() {
        let session = |title: &str, language: &str| {
            format!("[[session]]\ntitle='{title}'\nstart='TBA'\nlanguage='{language}'\n")
        };
        let file = [session("Both", "Deutsch, en"), session("One", "English"), session("None", "")];
        let agenda = crate::format::read(file.concat().as_bytes()).unwrap().draft.check(None).0;
        let choices = Filter::default().list_choices(&agenda, Facts { now: None, ..facts() });
        let languages = choices.iter().filter(|listed| listed.choice.group() == Group::Language);
        let languages: Vec<String> =
            languages.map(|listed| format!("{} {}", listed.choice.name(), listed.count)).collect();
        assert_eq!(languages, ["Deutsch 1", "en 2", "no language 1"]);
        let german = filter_with(&[Choice::Language(language("German"))]);
        let admitted = (0..3).filter(|ix| german.admits_session(&agenda, *ix, facts()));
        assert_eq!(admitted.map(|ix| &*agenda.sessions[ix].title).collect::<Vec<_>>(), ["Both"]);
    }

    #[test]
    fn recordings_are_choices_if_the_agenda_knows_of_any() {
        let file = |words: &[&str]| -> String {
            let session = |word: &&str| {
                format!("[[session]]\ntitle='{word}'\nstart='TBA'\nrecorded='{word}'\n")
            };
            let lunch = "[[session]]\ntitle='Lunch'\nstart='TBA'\nkind='break'\n";
            words.iter().map(session).chain([lunch.to_owned()]).collect()
        };
        for (words, choices, not_recorded) in [
            (&["yes", "no", "unknown"][..], "yes 1, no 1, unknown 1", "no, Lunch"),
            (&["yes", "no"], "yes 1, no 1", "no, Lunch"),
            (&["unknown"], "", "Lunch"),
        ] {
            let agenda = crate::format::read(file(words).as_bytes()).unwrap().draft.check(None).0;
            let listed = Filter::default().list_choices(&agenda, Facts { now: None, ..facts() });
            let listed = listed.iter().filter(|listed| listed.choice.group() == Group::Recorded);
            let listed: Vec<String> =
                listed.map(|listed| format!("{} {}", listed.choice.name(), listed.count)).collect();
            assert_eq!(listed.join(", "), choices);
            let filter = filter_with(&[Choice::Recorded(Recorded::No)]);
            assert_eq!(filter.describe_choices(), ["recorded no"]);
            let admitted = agenda.sessions.iter().enumerate();
            let admitted = admitted.filter(|(ix, _)| filter.admits_session(&agenda, *ix, facts()));
            let mut titles: Vec<&str> = admitted.map(|(_, session)| &*session.title).collect();
            titles.sort_by_key(|title| *title == "Lunch");
            assert_eq!(titles.join(", "), not_recorded);
        }
    }

    #[test]
    fn chosen_track_narrows_other_groups_and_a_missing_one_is_listed() {
        let chosen = [Choice::Track(name("Rust")), Choice::Track(name("gone"))];
        let expected = "+Rust 2, Go 1, no track 2, +gone 0, de 0, en 1, no language 2, B 0, A 1";
        assert_eq!(listed(&filter_with(&chosen))[5..14].join(", "), expected);
    }

    #[test]
    fn description_has_one_text_for_each_group() {
        let chosen = [
            Choice::Room(name("B")),
            Choice::Room(name("A")),
            Choice::Mine,
            Choice::NotOver,
            Choice::Kind(Kind::Talk),
            Choice::Track(None),
        ];
        assert_eq!(
            filter_with(&chosen).describe_choices(),
            ["only mine", "hide past", "kind talk", "no track", "room A, B"]
        );
    }

    /// A filter of some of the 14 listed choices, and one more choice.
    fn filters() -> impl Strategy<Value = (Filter, Choice)> {
        (prop::collection::vec(0..14_usize, 0..6), 0..14_usize).prop_map(|(picks, pick)| {
            let all = Filter::default().list_choices(&agenda(), facts());
            let mut filter = Filter::default();
            picks.iter().for_each(|pick| filter.toggle_choice(all[*pick].choice.clone()));
            (filter, all[pick].choice.clone())
        })
    }

    /// The filter without the group of `choice`.
    fn without_group(filter: &Filter, choice: &Choice) -> Filter {
        let others = filter.chosen.iter().filter(|chosen| chosen.group() != choice.group());
        Filter { chosen: others.cloned().collect() }
    }

    proptest! {
        #[test]
        fn count_is_the_number_of_sessions_that_the_choice_admits((filter, choice) in filters()) {
            let agenda = agenda();
            let listed = filter.list_choices(&agenda, facts());
            let count = listed.iter().find(|listed| listed.choice == choice).unwrap().count;
            let mut only = without_group(&filter, &choice);
            only.toggle_choice(choice.clone());
            let admitted = (0..agenda.sessions.len())
                .filter(|ix| only.admits_session(&agenda, *ix, facts()))
                .filter(|ix| choices_of(&agenda, *ix, facts()).contains(&choice));
            prop_assert_eq!(count, admitted.count());
        }

        #[test]
        fn choice_of_a_new_group_narrows_and_of_a_chosen_group_widens(
            (mut filter, choice) in filters(),
        ) {
            let mut only = without_group(&filter, &choice);
            let others = admitted_titles(&only).len();
            only.toggle_choice(choice.clone());
            prop_assert!(admitted_titles(&only).len() <= others);
            let before = admitted_titles(&filter);
            let has_group = filter.chosen.iter().any(|chosen| chosen.group() == choice.group());
            if has_group && !filter.chosen.contains(&choice) {
                filter.toggle_choice(choice);
                let after = admitted_titles(&filter);
                prop_assert!(before.iter().all(|title| after.contains(title)));
            }
        }
    }
}
