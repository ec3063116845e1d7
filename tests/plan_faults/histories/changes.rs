//! Changes from one version of a programme to the next, in the measured mix.
//!
//! The weights come from 1,120 published versions of seven congresses. In one version, a talk has
//! one change besides another id: so a person can still say which talk it is. Changes of many talks
//! at once are rarer in real files; here each world needs some.

use super::programme::{Programme, Talk};
use super::words::{TitleChange, change_title, fold, make_name, rename_person};
use std::collections::HashSet;

/// A change of one talk.
#[derive(Debug, Clone, Copy)]
enum TalkChange {
    NewGuid,
    /// The talk is missing for one to three versions.
    Vanish,
    Remove,
    /// Another talk gets the slot.
    Replace,
    Add,
    Move,
    MoveToRoom,
    Relocate,
    Title(TitleChange),
    OtherTitle,
    RenamePeople,
    Join,
    Leave,
    FirstPeople,
    Resize,
    Cancel,
}

/// Each change of one talk with its measured number. `Resize` and `Cancel` were not measured.
const TALK_CHANGES: &[(TalkChange, usize)] = &[
    (TalkChange::NewGuid, 908),
    (TalkChange::Vanish, 1200),
    (TalkChange::Remove, 1000),
    (TalkChange::Replace, 100),
    (TalkChange::Add, 1000),
    (TalkChange::Move, 1300),
    (TalkChange::MoveToRoom, 500),
    (TalkChange::Relocate, 600),
    (TalkChange::Title(TitleChange::PartRemoved), 180),
    (TalkChange::Title(TitleChange::Suffix), 73),
    (TalkChange::Title(TitleChange::Prefix), 17),
    (TalkChange::Title(TitleChange::PrefixCut), 60),
    (TalkChange::Title(TitleChange::CaseOnly), 22),
    (TalkChange::Title(TitleChange::Typo), 73),
    (TalkChange::OtherTitle, 13),
    (TalkChange::RenamePeople, 152),
    (TalkChange::Join, 120),
    (TalkChange::Leave, 110),
    (TalkChange::FirstPeople, 125),
    (TalkChange::Resize, 200),
    (TalkChange::Cancel, 100),
];

/// A change of many talks at once. Returns the numbers of the talks that must not change further.
type ManyChange = fn(&mut Programme) -> Vec<usize>;

/// Each change of many talks at once, and the percent of versions that have it.
const MANY_CHANGES: &[(ManyChange, usize)] = &[
    (Programme::rename_event, 6),
    (Programme::shift_burst, 15),
    (Programme::permute_slots, 5),
    (Programme::rename_room, 12),
    (Programme::swap_rooms, 5),
    (Programme::hide_room, 12),
    (Programme::rename_logins, 5),
    (Programme::reuse_guid, 10),
    (Programme::share_guid, 10),
    (Programme::permute_guids, 8),
];

impl Programme {
    /// Makes the next version.
    pub(crate) fn change(&mut self) {
        self.version += 1;
        let mut touched = HashSet::new();
        for (change, percent) in MANY_CHANGES {
            if self.random.chance(*percent) {
                touched.extend(change(self));
            }
        }
        for _ in 0..2 + self.talks.len() / 12 {
            let change = self.random.pick_weighted(TALK_CHANGES);
            let ix = self.draw_talk();
            let Talk { number, hidden_until, .. } = self.talks[ix];
            if hidden_until < self.version && touched.insert(number) {
                self.change_talk(ix, change);
            }
        }
    }

    fn draw_talk(&mut self) -> usize {
        self.random.below(self.talks.len())
    }

    fn draw_room(&mut self) -> String {
        self.random.pick(&self.rooms).clone()
    }

    /// Draws between two and all talks.
    fn draw_talks(&mut self) -> Vec<usize> {
        let count = 2 + self.random.below(self.talks.len() - 1);
        self.random.sample(self.talks.len(), count)
    }

    /// Calls `change` for each talk that `is_meant`. Returns the numbers of the talks.
    fn change_all(
        &mut self,
        is_meant: impl Fn(&Talk) -> bool,
        change: impl Fn(&mut Talk),
    ) -> Vec<usize> {
        let talks = self.talks.iter_mut().filter(|talk| is_meant(talk));
        talks.map(|talk| (change(talk), talk.number).1).collect()
    }

    fn rename_event(&mut self) -> Vec<usize> {
        self.event = format!("{}th Made-up Days", 20 + self.version);
        Vec::new()
    }

    /// Moves a day, a room or a third of the talks by one or two hours, as a fault of a zone does.
    fn shift_burst(&mut self) -> Vec<usize> {
        let minutes: i32 = *self.random.pick(&[-120, -60, 60, 120]);
        let (day, room) = (1 + self.random.below(self.days as usize) as u32, self.draw_room());
        let (kind, third) = (self.random.below(3), self.random.below(3));
        let is_meant = move |talk: &Talk| match kind {
            0 => talk.slot.day == day,
            1 => talk.slot.room == room,
            _ => talk.number % 3 == third,
        };
        let stays_on_its_day =
            |talk: &Talk| (360..=1380).contains(&talk.slot.minute.saturating_add_signed(minutes));
        if self.talks.iter().any(|talk| is_meant(talk) && !stays_on_its_day(talk)) {
            return Vec::new();
        }
        self.change_all(is_meant, |talk| {
            talk.slot.minute = talk.slot.minute.saturating_add_signed(minutes);
        })
    }

    /// Gives the slots of a few talks to each other.
    fn permute_slots(&mut self) -> Vec<usize> {
        let chosen = self.random.sample(self.talks.len(), 10);
        for pair in chosen.windows(2) {
            let slot = self.talks[pair[0]].slot.clone();
            self.talks[pair[0]].slot = std::mem::replace(&mut self.talks[pair[1]].slot, slot);
        }
        chosen.iter().map(|ix| self.talks[*ix].number).collect()
    }

    fn rename_room(&mut self) -> Vec<usize> {
        let ix = self.random.below(self.rooms.len());
        let new = format!("{} (level {})", self.rooms[ix], self.version);
        let old = std::mem::replace(&mut self.rooms[ix], new.clone());
        self.change_all(|talk| talk.slot.room == old, |talk| talk.slot.room.clone_from(&new))
    }

    fn swap_rooms(&mut self) -> Vec<usize> {
        let rooms = [self.draw_room(), self.draw_room()];
        self.change_all(
            |talk| rooms[0] != rooms[1] && rooms.contains(&talk.slot.room),
            |talk| talk.slot.room = rooms[usize::from(talk.slot.room == rooms[0])].clone(),
        )
    }

    fn hide_room(&mut self) -> Vec<usize> {
        let (room, back) = (self.draw_room(), self.version + 1 + self.random.below(2));
        self.change_all(
            |talk| talk.slot.room == room,
            |talk| talk.hidden_until = talk.hidden_until.max(back),
        )
    }

    /// Turns every login into a full name.
    fn rename_logins(&mut self) -> Vec<usize> {
        let old = self.names.clone();
        for name in self.names.iter_mut().filter(|name| !name.contains(' ')) {
            *name = rename_person(name, &mut self.random);
        }
        let new_name = |name: &String| old.iter().position(|known| known == name);
        let names = self.names.clone();
        self.change_all(
            |talk| talk.people.iter().any(|name| !name.contains(' ')),
            |talk| {
                for name in &mut talk.people {
                    *name = new_name(name).map_or_else(|| name.clone(), |ix| names[ix].clone());
                }
            },
        )
    }

    /// Gives the id, and sometimes the slot, of a removed talk to a new one.
    fn reuse_guid(&mut self) -> Vec<usize> {
        let ix = self.draw_talk();
        let takes_slot = self.random.chance(50);
        let Talk { guid, slot, .. } = self.talks[ix].clone();
        if self.talks[ix].hidden_until >= self.version || !self.add_fresh() {
            return Vec::new();
        }
        // The new talk is the last one, and takes the position of the removed one.
        self.talks.swap_remove(ix);
        self.talks[ix].guid = guid;
        if takes_slot {
            self.talks[ix].slot = slot;
        }
        vec![self.talks[ix].number]
    }

    /// Gives the id of a talk to a second one.
    fn share_guid(&mut self) -> Vec<usize> {
        let (from, to) = (self.draw_talk(), self.draw_talk());
        self.talks[to].guid = self.talks[from].guid.clone();
        Vec::new()
    }

    /// Gives the ids of some talks to each other.
    fn permute_guids(&mut self) -> Vec<usize> {
        for pair in self.draw_talks().windows(2) {
            let guid = self.talks[pair[0]].guid.clone();
            self.talks[pair[0]].guid = std::mem::replace(&mut self.talks[pair[1]].guid, guid);
        }
        Vec::new()
    }

    fn change_talk(&mut self, ix: usize, change: TalkChange) {
        match change {
            TalkChange::NewGuid => self.talks[ix].guid = self.fresh_guid(),
            TalkChange::Vanish => {
                self.talks[ix].hidden_until = self.version + 1 + self.random.below(3);
            }
            TalkChange::Remove => drop(self.talks.remove(ix)),
            TalkChange::Replace => self.replace(ix),
            TalkChange::Add => _ = self.add_fresh(),
            TalkChange::Move => self.move_talk(ix, &self.talks[ix].slot.room.clone()),
            TalkChange::MoveToRoom => {
                let room = self.draw_room();
                self.move_talk(ix, &room);
            }
            TalkChange::Relocate => self.relocate(ix),
            TalkChange::Resize => {
                self.talks[ix].minutes = Some(*self.random.pick(&[20, 30, 45, 60, 90]));
            }
            TalkChange::Cancel => self.talks[ix].cancelled ^= true,
            // Twins and series change together or not at all.
            _ if self.talks[ix].title.contains(", part ") || self.has_twin(ix) => {}
            TalkChange::Title(change) => {
                let title = change_title(&self.talks[ix].title, change, &mut self.random);
                self.talks[ix].title = title.unwrap_or_else(|| self.talks[ix].title.clone());
            }
            TalkChange::OtherTitle => {
                if !self.talks[ix].people.is_empty() && self.has_own_slot(ix) {
                    self.talks[ix].title = self.fresh_title();
                }
            }
            _ => self.change_people(ix, change),
        }
    }

    fn change_people(&mut self, ix: usize, change: TalkChange) {
        let (people, random) = (&mut self.talks[ix].people, &mut self.random);
        match change {
            TalkChange::RenamePeople => {
                people.iter_mut().for_each(|name| *name = rename_person(name, random));
            }
            TalkChange::Join if !people.is_empty() => people.push(make_name(random)),
            TalkChange::Leave if people.len() > 1 => drop(people.remove(0)),
            TalkChange::FirstPeople if people.is_empty() => people.push(make_name(random)),
            _ => {}
        }
    }

    /// Removes a talk, and adds a talk of other people in its slot.
    fn replace(&mut self, ix: usize) {
        let old = self.talks.remove(ix);
        if self.add_fresh() {
            let new = self.talks.last_mut().unwrap();
            new.people.retain(|name| !old.people.contains(name));
            new.slot = old.slot;
        }
    }

    fn move_talk(&mut self, ix: usize, room: &str) {
        if let Some(slot) = self.free_slot(room) {
            self.talks[ix].slot = slot;
        }
    }

    fn relocate(&mut self, ix: usize) {
        let mut slot = self.talks[ix].slot.clone();
        slot.room = self.draw_room();
        if self.talks.iter().all(|talk| talk.slot != slot) {
            self.talks[ix].slot = slot;
        }
    }

    fn has_own_slot(&self, ix: usize) -> bool {
        self.talks.iter().filter(|talk| talk.slot == self.talks[ix].slot).count() == 1
    }

    fn has_twin(&self, ix: usize) -> bool {
        let title = fold(&self.talks[ix].title);
        self.talks.iter().filter(|talk| fold(&talk.title) == title).count() > 1
    }
}
