//! The choices of all sessions of an agenda, numbered: a filter compares numbers, not names.

use super::choice::{Choice, Facts, Filter, Group, ListedChoice, is_exempt, is_over};
use crate::agenda::{Agenda, Clean, Recorded, RoomIx, Session, SessionLanguage, sort_compactly};
use std::collections::{BTreeMap, HashMap};

/// The choices of all sessions of one agenda. Valid as long as the agenda is unchanged.
#[derive(Debug, Default)]
pub struct SessionChoices {
    /// The choices of at least one session, in the order of the agenda.
    choices: Vec<NumberedChoice>,
    /// The numbers of the choices of all sessions, one session after the other.
    numbers: Vec<u32>,
    /// The end of the numbers of each session.
    ends: Vec<usize>,
}

/// A choice with its group.
#[derive(Debug)]
struct NumberedChoice {
    choice: Choice,
    group: Group,
}

/// A set of groups.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Groups(u8);

impl Groups {
    fn of(group: Group) -> Groups {
        Groups(1 << group as u8)
    }

    fn with(self, group: Group) -> Groups {
        Groups(self.0 | Groups::of(group).0)
    }

    fn without(self, other: Groups) -> Groups {
        Groups(self.0 & !other.0)
    }

    /// The groups that let breaks and socials pass.
    fn exempting_bands() -> Groups {
        let groups = Group::ALL.into_iter().filter(|group| group.exempts_bands());
        groups.fold(Groups::default(), Groups::with)
    }
}

/// The chosen choices, by number.
struct Chosen {
    by_number: Vec<bool>,
    groups: Groups,
    exempting_bands: Groups,
}

impl SessionChoices {
    /// Numbers the choices of an agenda.
    pub fn new(agenda: &Agenda) -> SessionChoices {
        let mut builder = ChoiceBuilder::default();
        let (mut numbers, mut ends) = (Vec::new(), Vec::with_capacity(agenda.sessions.len()));
        for session in &agenda.sessions {
            builder.add_session(agenda, session, &mut numbers);
            ends.push(numbers.len());
        }
        let (choices, places) = builder.finish(agenda);
        numbers.iter_mut().for_each(|number| *number = places[*number as usize]);
        SessionChoices { choices, numbers, ends }
    }

    /// Returns for each session of `agenda` whether it passes all groups of a filter.
    pub fn admitted(&self, filter: &Filter, agenda: &Agenda, facts: Facts<'_>) -> Vec<bool> {
        let chosen = self.chosen(filter);
        let sessions = agenda.sessions.iter().enumerate();
        let refusing = sessions.map(|(ix, session)| {
            self.refusing_groups(filter, &chosen, ix, session, OwnFacts::new(ix, session, facts))
        });
        refusing.map(|groups| groups == Groups::default()).collect()
    }

    /// Lists the choices, group by group, in the order of the agenda. A group with only one choice
    /// is left out. A chosen choice is always listed, even if no session has it.
    pub fn list(&self, filter: &Filter, agenda: &Agenda, facts: Facts<'_>) -> Vec<ListedChoice> {
        let counts = self.count_sessions(filter, agenda, facts);
        let listed = |choice: &Choice, count| ListedChoice {
            chosen: filter.chosen.contains(choice),
            choice: choice.clone(),
            count,
        };
        let mut list = vec![listed(&Choice::Mine, counts.mine)];
        list.extend(facts.now.map(|_| listed(&Choice::NotOver, counts.not_over)));
        if !facts.skipped.is_empty() {
            list.push(listed(&Choice::NotSkipped, counts.not_skipped));
        }
        let known: Vec<(&NumberedChoice, &usize)> =
            self.choices.iter().zip(&counts.by_number).collect();
        for group in known.chunk_by(|(a, _), (b, _)| a.group == b.group) {
            if group.len() > 1 {
                list.extend(group.iter().map(|(known, count)| listed(&known.choice, **count)));
            }
        }
        let is_listed = |choice: &&Choice| list.iter().any(|listed| listed.choice == **choice);
        let missing: Vec<&Choice> =
            filter.chosen.iter().filter(|choice| !is_listed(choice)).collect();
        list.extend(missing.into_iter().map(|choice| {
            let count = known.iter().find(|(known, _)| known.choice == *choice);
            let count = count.map_or(0, |(_, count)| **count);
            let count = match choice {
                Choice::NotOver => counts.not_over,
                Choice::NotSkipped => counts.not_skipped,
                _ => count,
            };
            listed(choice, count)
        }));
        sort_compactly(&mut list, |listed| listed.choice.group());
        list
    }

    fn chosen(&self, filter: &Filter) -> Chosen {
        Chosen {
            by_number: self
                .choices
                .iter()
                .map(|known| filter.chosen.contains(&known.choice))
                .collect(),
            groups: filter.chosen.iter().map(Choice::group).fold(Groups::default(), Groups::with),
            exempting_bands: Groups::exempting_bands(),
        }
    }

    /// Returns the numbers of the choices of a session.
    fn numbers_of(&self, session: usize) -> &[u32] {
        let start = session.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.numbers[start..self.ends[session]]
    }

    /// Returns the groups that refuse a session.
    fn refusing_groups(
        &self,
        filter: &Filter,
        chosen: &Chosen,
        ix: usize,
        session: &Session,
        own: OwnFacts,
    ) -> Groups {
        let exempt = if is_exempt(session) { chosen.exempting_bands } else { Groups::default() };
        let mut passed = exempt;
        if chosen.groups != Groups::default() {
            for number in self.numbers_of(ix) {
                if chosen.by_number[*number as usize] {
                    passed = passed.with(self.choices[*number as usize].group);
                }
            }
            if own.is_mine && filter.chosen.contains(&Choice::Mine) {
                passed = passed.with(Group::Mine);
            }
            if !own.is_over && filter.chosen.contains(&Choice::NotOver) {
                passed = passed.with(Group::NotOver);
            }
            if !own.is_skipped && filter.chosen.contains(&Choice::NotSkipped) {
                passed = passed.with(Group::NotSkipped);
            }
        }
        chosen.groups.without(passed)
    }

    fn count_sessions(&self, filter: &Filter, agenda: &Agenda, facts: Facts<'_>) -> ChoiceCounts {
        let chosen = self.chosen(filter);
        let by_number = vec![0; self.choices.len()];
        let mut counts = ChoiceCounts { by_number, mine: 0, not_over: 0, not_skipped: 0 };
        for (ix, session) in agenda.sessions.iter().enumerate() {
            let own = OwnFacts::new(ix, session, facts);
            let refusing = self.refusing_groups(filter, &chosen, ix, session, own);
            let counts_in = |group| refusing.without(Groups::of(group)) == Groups::default();
            for number in self.numbers_of(ix) {
                let is_counted = counts_in(self.choices[*number as usize].group);
                counts.by_number[*number as usize] += usize::from(is_counted);
            }
            counts.mine += usize::from(own.is_mine && counts_in(Group::Mine));
            counts.not_over += usize::from(!own.is_over && counts_in(Group::NotOver));
            counts.not_skipped += usize::from(!own.is_skipped && counts_in(Group::NotSkipped));
        }
        counts
    }
}

impl Filter {
    /// Lists the choices of an agenda. [`SessionChoices::list`] saves time if choices are listed
    /// more than once.
    pub fn list_choices(&self, agenda: &Agenda, facts: Facts<'_>) -> Vec<ListedChoice> {
        SessionChoices::new(agenda).list(self, agenda, facts)
    }
}

/// The numbers of sessions of each choice.
struct ChoiceCounts {
    by_number: Vec<usize>,
    mine: usize,
    not_over: usize,
    not_skipped: usize,
}

/// The facts of a session that change with the marks and the time.
#[derive(Clone, Copy)]
struct OwnFacts {
    is_mine: bool,
    is_over: bool,
    is_skipped: bool,
}

impl OwnFacts {
    fn new(ix: usize, session: &Session, facts: Facts<'_>) -> OwnFacts {
        OwnFacts {
            is_mine: (facts.mine)(ix),
            is_over: is_over(session, facts.now),
            is_skipped: facts.skipped.binary_search(&ix).is_ok(),
        }
    }
}

/// Choices under construction. The choices of a room, a track and a language are looked up once.
#[derive(Default)]
struct ChoiceBuilder<'a> {
    numbers: BTreeMap<Choice, u32>,
    rooms: HashMap<Option<RoomIx>, u32>,
    tracks: HashMap<Option<usize>, u32>,
    languages: HashMap<Option<&'a str>, Vec<u32>>,
}

impl<'a> ChoiceBuilder<'a> {
    /// Adds the numbers of a session's choices to `numbers`.
    fn add_session(&mut self, agenda: &Agenda, session: &'a Session, numbers: &mut Vec<u32>) {
        let all = &mut self.numbers;
        numbers.push(number_of(all, || Choice::Kind(session.kind)));
        let track = session.track.filter(|track| *track < agenda.tracks.len());
        numbers.push(*self.tracks.entry(track).or_insert_with(|| {
            let track = track.and_then(|track| agenda.tracks.get(track));
            number_of(all, || Choice::Track(track.map(|track| track.name.clone())))
        }));
        let language = session.language.as_deref();
        let languages = self.languages.entry(language).or_insert_with(|| {
            let mut languages: Vec<Option<SessionLanguage>> =
                session.languages().into_iter().map(Some).collect();
            if languages.is_empty() {
                languages.push(None);
            }
            let languages = languages.into_iter();
            languages.map(|language| number_of(all, || Choice::Language(language))).collect()
        });
        numbers.extend(languages.iter().copied());
        if !session.kind.is_band() || session.recorded != Recorded::Unknown {
            numbers.push(number_of(all, || Choice::Recorded(session.recorded)));
        }
        let rooms = session.rooms.iter().filter(|room| **room < agenda.rooms.len());
        let mut rooms: Vec<Option<RoomIx>> = rooms.copied().map(Some).collect();
        if session.rooms.is_empty() {
            rooms.push(None);
        }
        for room in rooms {
            numbers.push(*self.rooms.entry(room).or_insert_with(|| {
                let room = room.and_then(|room| agenda.rooms.get(room));
                number_of(all, || Choice::Room(room.map(|room| room.name.clone())))
            }));
        }
    }

    /// Returns the choices in the order of the agenda, and the place of each number among them.
    fn finish(self, agenda: &Agenda) -> (Vec<NumberedChoice>, Vec<u32>) {
        let order = AgendaOrder::new(agenda);
        let mut choices: Vec<(Choice, u32)> = self.numbers.into_iter().collect();
        sort_compactly(&mut choices, |(choice, _)| (choice.group(), order.rank(choice)));
        let mut places = vec![0; choices.len()];
        for ((_, number), place) in choices.iter().zip(0..) {
            places[*number as usize] = place;
        }
        let choices = choices.into_iter();
        let numbered =
            choices.map(|(choice, _)| NumberedChoice { group: choice.group(), choice }).collect();
        (numbered, places)
    }
}

/// Returns the number of a choice. A new choice gets the next number.
fn number_of(numbers: &mut BTreeMap<Choice, u32>, choice: impl FnOnce() -> Choice) -> u32 {
    let next = numbers.len() as u32;
    *numbers.entry(choice()).or_insert(next)
}

/// The places of rooms and tracks in the agenda, by name. Of equal names, the first counts.
struct AgendaOrder<'a> {
    rooms: HashMap<&'a Clean, usize>,
    tracks: HashMap<&'a Clean, usize>,
}

impl AgendaOrder<'_> {
    fn new(agenda: &Agenda) -> AgendaOrder<'_> {
        let rooms = agenda.rooms.iter().enumerate().rev();
        let tracks = agenda.tracks.iter().enumerate().rev();
        AgendaOrder {
            rooms: rooms.map(|(at, room)| (&room.name, at)).collect(),
            tracks: tracks.map(|(at, track)| (&track.name, at)).collect(),
        }
    }

    /// Returns the position of `choice` within its [`Group`]. Languages share position 0. The
    /// choice without a name is last.
    fn rank(&self, choice: &Choice) -> usize {
        let rank = match choice {
            Choice::Track(Some(name)) => self.tracks.get(name).copied(),
            Choice::Room(Some(name)) => self.rooms.get(name).copied(),
            Choice::Kind(kind) => Some(*kind as usize),
            Choice::Recorded(recorded) => Some(*recorded as usize),
            Choice::Language(Some(_)) => Some(0),
            _ => None,
        };
        rank.unwrap_or(usize::MAX)
    }
}
