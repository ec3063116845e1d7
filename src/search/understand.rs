//! The words of a query that narrow the hits, and the sessions that lack them.

use super::ask::moments::find_moments;
use super::ask::places::find_places;
use super::chip::{Mentions, PassingWords};
use super::found::SearchFacts;
use super::matcher::{MENTIONED_POINTS, MOMENT_POINTS};
use super::points::SessionPoints;
use super::rules::SearchRule;
use super::table::{ScoreTable, TextRole};
use crate::agenda::Agenda;
use std::ops::Range;

impl ScoreTable<'_> {
    /// Gives points to the sessions of the days, times, rooms, kinds, tracks and speakers that the
    /// query names.
    pub(super) fn understand(&mut self, agenda: &Agenda, facts: &SearchFacts<'_>) {
        if self.rules.has(SearchRule::Moments) {
            self.chips = find_moments(&self.texts, agenda, facts);
            self.score_moments();
        }
        if self.rules.has(SearchRule::Places) {
            let is_taken: Vec<bool> = self.roles.iter().map(|r| *r != TextRole::Word).collect();
            let places = find_places(self.index, agenda, &self.texts, &is_taken);
            places.iter().for_each(|place| self.score_place(place));
            self.chips.extend(places);
            self.chips.sort_by_key(|chip| chip.texts.start);
        }
        if self.chips.is_empty() {
            return;
        }
        self.count_places_alone();
        self.sum_points();
    }

    /// Gives points to the sessions of days and times.
    fn score_moments(&mut self) {
        // `tonight` is a day and a time: a session has points if it fits both.
        let mut done: Option<usize> = None;
        for moment in &self.chips {
            let at = moment.texts.start;
            let Some(column) = self.columns.get_mut(at) else { continue };
            let is_second = done.replace(at) == Some(at);
            let mut all = std::mem::take(&mut column.points).into_each();
            for (points, fits) in all.iter_mut().zip(&moment.fits) {
                *points = match (*points, fits) {
                    (points, _) if points > MOMENT_POINTS => points,
                    (points, true) if !is_second || points == MOMENT_POINTS => MOMENT_POINTS,
                    _ => 0,
                };
            }
            column.points = SessionPoints::of_each(all);
            for (role, text) in self.roles.iter_mut().zip(0..) {
                if moment.texts.contains(&text) {
                    *role = if text == at { TextRole::Moment } else { TextRole::Dropped };
                }
            }
        }
    }

    /// Gives points to the sessions of a room, kind, track or speaker. A session with all of the
    /// words outside its abstract has the points of the words.
    fn score_place(&mut self, place: &PassingWords) {
        let least = |texts: Range<usize>| -> Vec<u16> {
            let columns = self.columns.get(texts).unwrap_or_default();
            let points = |at: usize| columns.iter().map(move |text| text.points.get(at));
            (0..self.index.sessions).map(|at| points(at).min().unwrap_or(0)).collect()
        };
        let (named, all) = (least(place.named.clone()), least(place.texts.clone()));
        let is_named = || {
            let others = all.iter().zip(&place.fits).filter(|(_, fits)| !**fits);
            others.clone().any(|(points, _)| *points > MENTIONED_POINTS)
        };
        let counts_mentions = match place.mentions {
            Mentions::Count => true,
            Mentions::CountIfNamed => is_named(),
            Mentions::Never => false,
        };
        let points = all.iter().zip(named).zip(&place.fits);
        let points = points.map(|((points, named), fits)| match *points {
            _ if *fits => named.max(MOMENT_POINTS),
            points if points > MENTIONED_POINTS || counts_mentions => points,
            _ => 0,
        });
        let points = points.collect();
        if let Some(column) = self.columns.get_mut(place.texts.start) {
            column.points = SessionPoints::of_each(points);
        }
        for (role, text) in self.roles.iter_mut().zip(0..) {
            if place.texts.contains(&text) {
                let is_first = text == place.texts.start;
                *role = if is_first { TextRole::Place } else { TextRole::PlacePart };
            }
        }
    }

    /// Counts rooms, kinds, tracks and speakers as words if the query has no other word. A kind
    /// without sessions is no word.
    fn count_places_alone(&mut self) {
        if !self.roles.contains(&TextRole::Word) {
            let places = self.roles.iter_mut().zip(&self.columns);
            places
                .filter(|(role, column)| **role == TextRole::Place && !column.is_empty())
                .for_each(|(role, _)| *role = TextRole::Word);
        }
    }

    /// Returns true if some session has every word outside its abstract, but none has all chips
    /// too.
    pub(super) fn lacks_only_chips(&self) -> bool {
        let has_all = |session: usize| {
            self.words().all(|(_, column)| column.points.get(session) > MENTIONED_POINTS)
        };
        let rarest = self.words().min_by_key(|(_, column)| column.points.count());
        !self.chips.is_empty()
            && rarest.is_some_and(|(_, column)| {
                column.points.iter().any(|(session, _)| has_all(session))
            })
    }
}
