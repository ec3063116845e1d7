//! Colours of the sessions of an agenda: those of a track have one colour, and those without a
//! track have the colour of their room and kind. Neighbours in time and room have different ones.

use super::columns::Columns;
use super::day_session::{DaySession, Placement};
use super::lanes::place_in_columns;
use crate::agenda::{Agenda, Kind, RoomIx, Session, sort_compactly};
use std::collections::BTreeMap;

/// The colours to choose from, numbered from 0.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ColorSet<'a> {
    /// The hue of each colour, in degrees.
    pub(crate) hues: &'a [u16],
    /// The number of colours, from the first, that can be told apart wherever they are.
    pub(crate) distinct: usize,
    /// Returns the number of the colour that a kind has in an agenda without tracks, if no
    /// neighbour has it.
    pub(crate) of_kind: fn(Kind) -> usize,
}

/// Sessions that have one colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ColorGroup<'s> {
    /// The sessions of a track.
    Track(usize),
    /// The sessions of a kind in the same rooms.
    Rooms(&'s [RoomIx], Kind),
}

/// A number of a colour for each track, and for each kind and room of sessions without a track.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct GroupColors {
    tracks: Vec<usize>,
    /// True for each track that keeps its own colour.
    keeps_own: Vec<bool>,
    /// The tracks tell no sessions apart: all have one track, or none has any.
    is_by_room: bool,
    rooms: BTreeMap<Vec<RoomIx>, BTreeMap<Kind, usize>>,
}

impl GroupColors {
    /// Chooses colours for the tracks of `agenda`, and for the kinds in each room. `own` has a
    /// number for each track, or `None` for a track without a colour of its own. Of two neighbours
    /// with nearly one colour, the first keeps its own.
    pub(crate) fn new(
        agenda: &Agenda,
        own: &[Option<usize>],
        palette: ColorSet<'_>,
    ) -> GroupColors {
        let mut chosen = GroupColors {
            keeps_own: own.iter().map(Option::is_some).collect(),
            is_by_room: !has_two_tracks(agenda),
            ..GroupColors::default()
        };
        // The numbers of the groups stand in for their colours: tracks first.
        let kinds = chosen.number_groups(agenda);
        let count = agenda.tracks.len() + kinds.len();
        let has_own = chosen.keeps_own.contains(&true);
        let colors = if count <= palette.distinct && !has_own && !chosen.is_by_room {
            (0..count).collect()
        } else {
            let neighbours = chosen.neighbours(agenda, count);
            keep_distant_colors(&mut chosen.keeps_own, own, &neighbours, palette);
            let kept = own.iter().zip(&chosen.keeps_own).map(|(own, keeps)| own.filter(|_| *keeps));
            let mut coloring = Coloring::new(neighbours, &kept.collect::<Vec<_>>());
            if chosen.is_by_room {
                let usual = kinds.iter().map(|kind| Some((palette.of_kind)(*kind)));
                coloring.usual = vec![None; agenda.tracks.len()];
                coloring.usual.extend(usual);
            }
            coloring.choose_all(palette);
            coloring.colors.into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>()
        };
        let rooms = chosen.rooms.values_mut().flat_map(BTreeMap::values_mut);
        for number in chosen.tracks.iter_mut().chain(rooms) {
            *number = colors.get(*number).copied().unwrap_or(0);
        }
        chosen
    }

    /// Numbers the tracks, then each kind in each room. Returns the kinds of the latter.
    fn number_groups(&mut self, agenda: &Agenda) -> Vec<Kind> {
        self.tracks = (0..agenda.tracks.len()).collect();
        let mut kinds = Vec::new();
        for session in &agenda.sessions {
            let ColorGroup::Rooms(rooms, kind) = self.group_of(session) else { continue };
            // Breaks, socials and own entries have a ground of their own.
            if kind.is_band() || kind == Kind::Own || self.number_of(session).is_some() {
                continue;
            }
            let of_rooms = self.rooms.entry(rooms.to_vec()).or_default();
            of_rooms.insert(kind, agenda.tracks.len() + kinds.len());
            kinds.push(kind);
        }
        kinds
    }

    /// Returns the sessions that have the colour of `session`.
    pub(crate) fn group_of<'s>(&self, session: &'s Session) -> ColorGroup<'s> {
        match session.track.filter(|_| !self.is_by_room) {
            Some(track) => ColorGroup::Track(track),
            None => ColorGroup::Rooms(&session.rooms, session.kind),
        }
    }

    /// Returns the number of the colour of a session. `None` for a break, a social and an own entry
    /// without a track.
    pub(crate) fn number_of(&self, session: &Session) -> Option<usize> {
        match self.group_of(session) {
            ColorGroup::Track(track) => Some(self.of_track(track)),
            ColorGroup::Rooms(rooms, kind) => self.rooms.get(rooms)?.get(&kind).copied(),
        }
    }

    /// Returns the number of the colour of a track.
    pub(crate) fn of_track(&self, track: usize) -> usize {
        self.tracks.get(track).copied().unwrap_or(track)
    }

    /// Returns true if a track has its own colour, and not the one of its number.
    pub(crate) fn keeps_own(&self, track: usize) -> bool {
        self.keeps_own.get(track).copied().unwrap_or(false)
    }

    /// Returns true if the sessions of a track have one colour.
    pub(crate) fn is_by_track(&self) -> bool {
        !self.is_by_room
    }

    /// Returns the neighbours of each of `count` groups by their numbers. Neighbours are sessions
    /// one after the other in a room, and sessions at the same time in one room or in adjacent
    /// rooms.
    fn neighbours(&self, agenda: &Agenda, count: usize) -> Neighbours {
        let columns = Columns::for_agenda(agenda);
        let mut neighbours = vec![BTreeMap::new(); count];
        let mut entries: Vec<Vec<ColumnEntry>> = vec![Vec::new(); columns.len().max(1)];
        for day in 0..agenda.days.len() {
            entries.iter_mut().for_each(Vec::clear);
            let sessions = columns.day_sessions(agenda, day, |_| true);
            // The others have the columns of their rooms, or none of their own.
            let is_unplaced = |session: &DaySession| session.place == Placement::Unplaced;
            let has_unplaced = sessions.iter().any(is_unplaced);
            let placed = has_unplaced.then(|| place_in_columns(&sessions, entries.len()));
            for (ix, session) in sessions.iter().enumerate() {
                let places = placed.as_ref().map(|placed| placed.get(ix));
                let places = places.unwrap_or(session.place.columns());
                let group = agenda.sessions.get(session.session);
                let group = group.and_then(|session| self.number_of(session));
                let group = group.filter(|_| session.place != Placement::Band);
                let Some(group) = group else { continue };
                // A session has a room twice if its parts share one.
                for same in places.chunk_by(|a, b| a == b) {
                    let (start, end) = (session.start, session.end);
                    entries[same[0]].push(ColumnEntry { start, end, group });
                }
            }
            for column in &mut entries {
                column.sort_by_key(|entry| (entry.start, entry.end));
            }
            for column in &entries {
                add_followers(column, &mut neighbours);
            }
            for pair in entries.windows(2) {
                add_parallel(&pair[0], &pair[1], &mut neighbours);
            }
        }
        neighbours
    }
}

/// Returns true if two sessions have different tracks, or one of two has none.
fn has_two_tracks(agenda: &Agenda) -> bool {
    let sessions = agenda.sessions.iter();
    let programme = sessions.filter(|known| !known.kind.is_band() && known.kind != Kind::Own);
    let mut tracks = programme.map(|session| session.track);
    let first = tracks.next();
    tracks.any(|track| Some(track) != first)
}

/// Takes their own colours from the tracks whose neighbours before have nearly the same.
fn keep_distant_colors(
    keeps: &mut [bool],
    own: &[Option<usize>],
    neighbours: &Neighbours,
    palette: ColorSet<'_>,
) {
    /// Hues with a smaller distance look like one beside each other, in degrees.
    const NEAR: u16 = 20;
    for track in 0..keeps.len() {
        let before = neighbours[track].keys().filter(|other| **other < track && keeps[**other]);
        let is_near = |other: &usize| match (own[track], own[*other]) {
            (Some(a), Some(b)) => hue_distance(palette.hues, a, b) < NEAR,
            _ => false,
        };
        let loses = before.into_iter().any(is_near);
        keeps[track] &= !loses;
    }
}

/// The number of times that two groups are neighbours, for each group by the other one.
type Neighbours = Vec<BTreeMap<usize, usize>>;

/// A session in a column: its time in minutes of the day, and its group.
#[derive(Debug, Clone, Copy)]
struct ColumnEntry {
    start: i32,
    end: i32,
    group: usize,
}

fn add_pair(a: usize, b: usize, neighbours: &mut Neighbours) {
    if a != b {
        *neighbours[a].entry(b).or_default() += 1;
        *neighbours[b].entry(a).or_default() += 1;
    }
}

/// Adds the sessions of a column that overlap, and those that follow each other.
fn add_followers(column: &[ColumnEntry], neighbours: &mut Neighbours) {
    for (at, entry) in column.iter().enumerate() {
        let later = column.get(at + 1..).unwrap_or_default();
        let next = later.partition_point(|other| other.start < entry.end);
        let next_start = later.get(next).map_or(i32::MAX, |other| other.start);
        let near = later.iter().take_while(|other| other.start <= next_start).take(MOST_NEAR);
        near.for_each(|other| add_pair(entry.group, other.group, neighbours));
    }
}

/// The most sessions of a room that count as neighbours of one session.
const MOST_NEAR: usize = 64;

/// Adds the sessions of two adjacent columns that run at the same time or touch in time.
fn add_parallel(left: &[ColumnEntry], right: &[ColumnEntry], neighbours: &mut Neighbours) {
    let longest = right.iter().map(|entry| entry.end - entry.start).max().unwrap_or(0);
    for entry in left {
        let first = right.partition_point(|other| other.start < entry.start - longest);
        let later = right.get(first..).unwrap_or_default();
        let meanwhile = later.iter().take_while(|other| other.start <= entry.end);
        let near = meanwhile.filter(|other| other.end >= entry.start).take(MOST_NEAR);
        near.for_each(|other| add_pair(entry.group, other.group, neighbours));
    }
}

/// Groups that get colours one by one.
struct Coloring {
    neighbours: Neighbours,
    colors: Vec<Option<usize>>,
    /// The number of groups with each colour.
    groups: Vec<usize>,
    /// The colour of each group that is best if it is as far from the neighbours as others.
    usual: Vec<Option<usize>>,
}

impl Coloring {
    fn new(neighbours: Neighbours, own: &[Option<usize>]) -> Coloring {
        let mut colors = vec![None; neighbours.len()];
        colors.iter_mut().zip(own).for_each(|(color, own)| *color = *own);
        Coloring { neighbours, colors, groups: Vec::new(), usual: Vec::new() }
    }

    /// Gives each group a colour: first the group whose neighbours have most colours, of equal ones
    /// the group with most neighbours.
    fn choose_all(&mut self, palette: ColorSet<'_>) {
        /// Of more groups, only their numbers of neighbours decide.
        const MANY_GROUPS: usize = 200;
        let mut open: Vec<usize> =
            (0..self.colors.len()).filter(|group| self.colors[*group].is_none()).collect();
        sort_compactly(&mut open, |group| self.neighbours[*group].len());
        self.groups = vec![0; palette.hues.len()];
        for color in self.colors.iter().flatten() {
            self.groups[color % palette.hues.len()] += 1;
        }
        while !open.is_empty() {
            let last = open.len() - 1;
            let at = match open.len() > MANY_GROUPS {
                true => last,
                false => (0..=last).max_by_key(|at| self.taken(open[*at]).len()).unwrap_or(last),
            };
            let group = open.remove(at);
            let color = self.best_color(group, palette);
            self.colors[group] = Some(color);
            self.groups[color] += 1;
        }
    }

    /// Returns the colours of the neighbours of a group, with the number of times.
    fn taken(&self, group: usize) -> BTreeMap<usize, usize> {
        let mut taken = BTreeMap::new();
        for (other, times) in &self.neighbours[group] {
            if let Some(color) = self.colors[*other] {
                *taken.entry(color).or_default() += times;
            }
        }
        taken
    }

    /// Returns the colour that no neighbour has, with a hue far from theirs, that is the usual one,
    /// and that the fewest groups have. If neighbours have all colours, returns the one that they
    /// have least often.
    fn best_color(&self, group: usize, palette: ColorSet<'_>) -> usize {
        /// Hues with this distance or more, in degrees, are equally good.
        const FAR: u16 = 45;
        let taken = self.taken(group);
        let usual = self.usual.get(group).copied().flatten();
        let key = |color: usize| {
            let distances = taken.keys().map(|other| hue_distance(palette.hues, color, *other));
            let nearest = distances.min().unwrap_or(FAR).min(FAR);
            let groups = self.groups.get(color).copied().unwrap_or(0);
            let is_usual = usual == Some(color);
            (taken.get(&color).copied().unwrap_or(0), FAR - nearest, !is_usual, groups)
        };
        (0..palette.hues.len()).min_by_key(|color| key(*color)).unwrap_or(0)
    }
}

/// Returns the distance of two hues, in degrees up to 180.
fn hue_distance(hues: &[u16], a: usize, b: usize) -> u16 {
    let hue = |color: usize| hues.get(color).copied().unwrap_or(0);
    let distance = hue(a).abs_diff(hue(b));
    distance.min(360_u16.saturating_sub(distance))
}
