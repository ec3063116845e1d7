//! A made-up programme. The hidden number of a [`Talk`] is its identity through all versions.

use super::random::Random;
use super::words::{fold, make_name, make_title};
use std::collections::HashSet;

/// The first start of a day, in minutes since midnight.
const DAY_BEGIN: u32 = 9 * 60;
/// The largest number of talks that begin in one room on one day.
const SLOTS: usize = 12;

/// A day of May 2026, a start in minutes since midnight, and a room.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Slot {
    pub(crate) day: u32,
    pub(crate) minute: u32,
    pub(crate) room: String,
}

impl Slot {
    pub(crate) fn has_start_of(&self, other: &Slot) -> bool {
        (self.day, self.minute) == (other.day, other.minute)
    }
}

/// A session, as the organisers know it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Talk {
    /// The identity. No file shows it.
    pub(crate) number: usize,
    pub(crate) guid: String,
    pub(crate) title: String,
    pub(crate) people: Vec<String>,
    pub(crate) slot: Slot,
    pub(crate) minutes: Option<u32>,
    pub(crate) cancelled: bool,
    /// The first version that has the talk again, if the present one has not.
    pub(super) hidden_until: usize,
}

impl Talk {
    pub(crate) fn has_title_of(&self, other: &Talk) -> bool {
        fold(&self.title) == fold(&other.title)
    }

    pub(crate) fn shares_person_with(&self, other: &Talk) -> bool {
        self.people.iter().any(|name| other.people.contains(name))
    }
}

/// One published version.
#[derive(Debug, Clone)]
pub(crate) struct Version {
    pub(crate) event: String,
    /// The sessions of the file, in its order.
    pub(crate) talks: Vec<Talk>,
}

impl Version {
    pub(crate) fn find(&self, number: usize) -> Option<&Talk> {
        self.talks.iter().find(|talk| talk.number == number)
    }
}

/// A programme that changes from version to version.
#[derive(Debug)]
pub(crate) struct Programme {
    pub(super) random: Random,
    pub(super) event: String,
    pub(super) rooms: Vec<String>,
    pub(super) days: u32,
    /// The talks, with hidden ones.
    pub(super) talks: Vec<Talk>,
    pub(super) names: Vec<String>,
    pub(super) version: usize,
    next_number: usize,
    /// The folded titles of all talks so far.
    titles: HashSet<String>,
}

impl Programme {
    /// Makes a programme of about `size` sessions.
    pub(crate) fn new(seed: u64, size: usize) -> Programme {
        let mut random = Random::new(seed);
        let days = 1 + random.below(4).min(size / 20) as u32;
        let rooms = (size * 4 / 3).div_ceil(SLOTS * days as usize).max(2);
        let names = (0..size.max(4)).map(|_| make_name(&mut random)).collect();
        let mut programme = Programme {
            random,
            event: "Made-up Days 2026".into(),
            rooms: (0..rooms).map(room_name).collect(),
            days,
            talks: Vec::new(),
            names,
            version: 1,
            next_number: 0,
            titles: HashSet::new(),
        };
        programme.add_common_sessions();
        while programme.talks.len() < size && programme.add_group() {}
        programme
    }

    /// Returns the present version, in the order of days, starts and rooms.
    pub(crate) fn publish(&self) -> Version {
        let is_shown = |talk: &&Talk| talk.hidden_until <= self.version;
        let mut talks: Vec<Talk> = self.talks.iter().filter(is_shown).cloned().collect();
        talks.sort_by_key(|talk| {
            let room = self.rooms.iter().position(|room| *room == talk.slot.room);
            (talk.slot.day, talk.slot.minute, room, talk.number)
        });
        Version { event: self.event.clone(), talks }
    }

    /// Adds the opening, and breaks with the same title on each day.
    fn add_common_sessions(&mut self) {
        let slot = |day, minute| Slot { day, minute, room: room_name(0) };
        for day in 1..=self.days {
            for (title, minute) in [("Lunch", 13 * 60), ("Coffee break", 16 * 60)] {
                self.add_talk(title.into(), Vec::new(), slot(day, minute));
            }
        }
        self.add_talk("Opening keynote".into(), Vec::new(), slot(1, DAY_BEGIN));
    }

    /// Adds a talk, a workshop held twice, or a series of two. Returns false without free slots.
    fn add_group(&mut self) -> bool {
        let (title, people) = (self.fresh_title(), self.draw_people());
        match self.random.below(20) {
            0 => (0..2).all(|_| self.add_somewhere(title.clone(), people.clone())),
            1 => (1..=2)
                .all(|part| self.add_somewhere(format!("{title}, part {part}"), people.clone())),
            _ => self.add_somewhere(title, people),
        }
    }

    /// Adds a talk with a title and people of its own. Returns false without free slots.
    pub(super) fn add_fresh(&mut self) -> bool {
        let (title, people) = (self.fresh_title(), self.draw_people());
        self.add_somewhere(title, people)
    }

    fn add_somewhere(&mut self, title: String, people: Vec<String>) -> bool {
        let first = self.random.below(self.rooms.len());
        let rooms = [&self.rooms[first..], &self.rooms[..first]].concat();
        let slot = rooms.iter().find_map(|room| self.free_slot(room));
        slot.map(|slot| self.add_talk(title, people, slot)).is_some()
    }

    fn add_talk(&mut self, title: String, people: Vec<String>, slot: Slot) {
        let number = self.next_number;
        self.next_number += 1;
        let minutes = (!self.random.chance(5)).then(|| *self.random.pick(&[30, 45, 60]));
        let guid = self.fresh_guid();
        let (cancelled, hidden_until) = (false, 0);
        let talk = Talk { number, guid, title, people, slot, minutes, cancelled, hidden_until };
        self.talks.push(talk);
    }

    /// Returns a slot of `room` that no talk has.
    pub(super) fn free_slot(&mut self, room: &str) -> Option<Slot> {
        let talks = self.talks.iter().filter(|talk| talk.slot.room == room);
        let taken: HashSet<(u32, u32)> =
            talks.map(|talk| (talk.slot.day, talk.slot.minute)).collect();
        let free: Vec<(u32, u32)> = (1..=self.days)
            .flat_map(|day| (0..SLOTS as u32).map(move |slot| (day, DAY_BEGIN + 60 * slot)))
            .filter(|slot| !taken.contains(slot))
            .collect();
        (!free.is_empty()).then(|| {
            let (day, minute) = *self.random.pick(&free);
            Slot { day, minute, room: room.to_owned() }
        })
    }

    pub(super) fn fresh_guid(&mut self) -> String {
        format!("{:08x}-{:04x}", self.random.below(1 << 32), self.random.below(1 << 16))
    }

    pub(super) fn fresh_title(&mut self) -> String {
        loop {
            let title = make_title(&mut self.random);
            if self.titles.insert(fold(&title)) {
                return title;
            }
        }
    }

    fn draw_people(&mut self) -> Vec<String> {
        let count = self.random.pick_weighted(&[(0, 5), (1, 70), (2, 20), (3, 5)]);
        let drawn = self.random.sample(self.names.len(), count);
        drawn.into_iter().map(|ix| self.names[ix].clone()).collect()
    }
}

fn room_name(number: usize) -> String {
    const ROOMS: &[&str] = &["Hall 1", "Borg", "Clarke", "Room 2.01", "Attic", "Library", "Foyer"];
    ROOMS.get(number).map_or_else(|| format!("Room {number}"), |name| (*name).to_owned())
}
