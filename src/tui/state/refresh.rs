//! What can be derived from the rest of the model: layout, lists, selected lines, scroll.

use super::model::{Laid, Model, Screen};
use crate::agenda::Level;
use crate::agenda::SessionIx;
use crate::filter::Facts;
use crate::search::{self, Found, Query};
use crate::timetable::{Columns, DaySession, Scale, layout_day, scroll_to_show};
use crate::tui::input::action::Command;
use crate::tui::layout::linear;
use crate::tui::layout::matches;
use crate::tui::layout::rows::{self, Row};
use crate::tui::layout::screen;

impl Model {
    /// Derives everything again: layout, lists, scroll. To be called after any change.
    pub(crate) fn refresh(&mut self) {
        self.settle_passing();
        self.lay_out();
        self.settle_selection();
        let before = self.rows.get(self.place.row).cloned();
        self.rows = match &self.screen {
            Screen::Day => rows::day(&self.agenda, self.place.day, |ix| self.is_shown(ix)),
            Screen::Mine { open, kept, .. } => {
                rows::mine(&self.agenda, &self.schedule, *open, kept, &|at| self.shown(at), |day| {
                    self.day_name(day, "%A %-d %B")
                })
            }
            Screen::Search(search) => self.search_rows(&search.input),
            Screen::Agendas { .. } => self.agendas.iter().cloned().map(Row::Agenda).collect(),
        };
        if self.linear {
            let width = usize::from(self.list_area().width);
            // What the notes say, the sentence about the session says.
            let rows = std::mem::take(&mut self.rows)
                .into_iter()
                .filter(|row| !matches!(row, Row::Note(_)));
            let rows = rows.flat_map(|row| {
                let rest: Vec<Row> =
                    linear::lines(self, &row, width).into_iter().skip(1).map(Row::Rest).collect();
                std::iter::once(row).chain(rest)
            });
            self.rows = rows.collect();
        }
        if let (Screen::Mine { .. }, Some(before)) = (&self.screen, before) {
            // Lines come and go here with every mark: what was selected stays selected.
            self.place.row =
                self.rows.iter().position(|row| row.is_same(&before)).unwrap_or(self.place.row);
        }
        self.settle_row();
        self.follow_selection();
    }

    fn search_rows(&self, input: &str) -> Vec<Row> {
        let query = Query::parse(input);
        if query.is_empty() {
            let all = (0..self.agenda.sessions.len()).filter(|ix| self.passes(*ix));
            return rows::hits(all, |_| false, Vec::new());
        }
        let apart = matches::is_apart(self);
        let found = |ix| apart && matches::line(self, ix, 0).is_some();
        rows::hits(self.hits.iter().copied(), found, self.remarks())
    }

    /// What is to be said of a search beside its hits.
    fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        match (self.hits.is_empty(), self.hidden_hits) {
            (true, 0) => remarks.push("Nothing matches.".to_owned()),
            (true, _) => remarks.push(self.all_hidden()),
            (false, 0) => {}
            (false, hidden) => {
                let key = self.key_of(Command::ClearFilter);
                remarks.push(format!("{hidden} more hidden by the filter: {key} clears it"));
            }
        }
        remarks.extend(
            self.all_but_one
                .then(|| "No session has all the words. These have all but one:".to_owned()),
        );
        remarks.extend(self.hints.iter().cloned());
        if self.less_likely > 0 {
            remarks.push(format!("… and {} that fit less well", self.less_likely));
        }
        remarks
    }

    /// That there are hits, and how to see them.
    pub(crate) fn all_hidden(&self) -> String {
        let key = self.key_of(Command::ClearFilter);
        let hits = if self.hidden_hits == 1 {
            "the one hit".to_owned()
        } else {
            format!("all {} hits", self.hidden_hits)
        };
        format!("The filter hides {hits}: {key} clears it.")
    }

    /// The name of a day, by chrono's format.
    pub(crate) fn day_name(&self, day: usize, format: &str) -> String {
        self.agenda
            .days
            .get(day)
            .map_or_else(String::new, |day| day.date.format(format).to_string())
    }

    /// The hits of the words typed.
    pub(crate) fn search(&mut self) {
        let Screen::Search(search) = &self.screen else { return };
        self.query.clone_from(&search.input);
        self.find_again();
    }

    /// The hits of the last search anew, since the filter may have changed.
    pub(crate) fn find_again(&mut self) {
        self.settle_passing();
        let query = Query::parse(&self.query);
        let level = |session| self.schedule.level_of(session).map(|level| level == Level::Attend);
        let facts = search::SearchFacts { mine: &level, now: self.now };
        let found = if query.is_empty() {
            Found::default()
        } else {
            self.index().search(&self.agenda, &query, &facts)
        };
        self.hints = query.hints(&self.agenda, &found);
        let hits: Vec<_> = found.hits.into_iter().map(|hit| hit.session).collect();
        self.hits = hits.iter().copied().filter(|ix| self.passes(*ix)).collect();
        self.hidden_hits = hits.len() - self.hits.len();
        self.less_likely = found.more.iter().filter(|hit| self.passes(hit.session)).count();
        self.all_but_one = found.all_but_one;
    }

    /// How many hits are on other days than the one that is shown, if none is on it.
    pub(crate) fn hits_elsewhere(&self) -> usize {
        let day = |ix: &SessionIx| self.agenda.sessions.get(*ix).and_then(|session| session.day);
        let here = self.screen != Screen::Day
            || self.hits.iter().any(|ix| day(ix) == Some(self.place.day));
        if here { 0 } else { self.hits.len() }
    }

    pub(super) fn lay_out(&mut self) {
        let height = screen::grid(self.panes().main).height;
        let wanted = Laid { day: self.place.day, height, zoom: self.zoom };
        if self.laid == Some(wanted) {
            return;
        }
        let items = self.items();
        self.table = layout_day(
            &items,
            self.columns.len(),
            Scale::fit(&items, i32::from(height)).zoom(self.zoom),
        );
        self.laid = Some(wanted);
    }

    fn items(&self) -> Vec<DaySession> {
        self.columns.day_sessions(&self.agenda, self.place.day, |ix| self.is_shown(ix))
    }

    /// Decides anew which sessions are shown, and with them which columns there are.
    pub(super) fn settle_passing(&mut self) {
        let mine = |ix| self.level(ix).is_some();
        let facts = Facts { mine: &mine, now: self.now };
        let passing: Vec<(bool, bool)> = (self.agenda.sessions.iter().enumerate())
            .map(|(ix, session)| {
                let passes =
                    self.filter.is_empty() || self.filter.admits_session(&self.agenda, ix, facts);
                (passes, passes && !self.arrangement.hides_session(&self.agenda, session))
            })
            .collect();
        if passing == self.passing && self.arranged.as_ref() == Some(&self.arrangement) {
            return;
        }
        let wanted =
            |ix: SessionIx| passing.get(ix).is_some_and(|passing: &(bool, bool)| passing.1);
        let columns = Columns::arranged_by(&self.agenda, &self.arrangement, wanted);
        // The eye stays in its room.
        let room = self.columns.iter().nth(self.place.cursor.column);
        let column = columns
            .iter()
            .position(|column| Some(column) == room)
            .unwrap_or(self.place.cursor.column);
        self.place.cursor.column = column.min(columns.len().saturating_sub(1));
        (self.passing, self.columns, self.arranged) =
            (passing, columns, Some(self.arrangement.clone()));
        self.laid = None;
    }

    /// Zooms by that many steps, as far as it goes, or back to the whole day. What is selected
    /// stays where it is on the screen. `false`: it went no further.
    pub(crate) fn zoom_by(&mut self, steps: Option<i32>) -> bool {
        let items = self.items();
        let fit = Scale::fit(&items, i32::from(screen::grid(self.panes().main).height));
        let begins = |model: &Model| {
            let tile = model
                .place
                .selected
                .and_then(|ix| model.table.tile_of(ix, model.place.cursor.column));
            tile.map_or(0, |tile| tile.rows.start)
        };
        let (before, zoom, axis) = (begins(self), self.zoom, self.table.axis.clone());
        // Where sessions ask for all the rows that there are, some steps change nothing.
        while self.table.axis == axis {
            let next = steps.map_or(0, |steps| self.zoom + steps);
            if fit.zoom(next) == fit.zoom(self.zoom) {
                self.zoom = zoom;
                self.lay_out();
                return false;
            }
            self.zoom = next;
            self.lay_out();
        }
        let height = i32::from(screen::grid(self.panes().main).height);
        let tile =
            self.place.selected.and_then(|ix| self.table.tile_of(ix, self.place.cursor.column));
        if let Some(tile) =
            tile.filter(|tile| tile.rows.end - tile.rows.start > height && before >= self.place.top)
        {
            // It grew out of the screen: then its beginning is what is kept.
            self.place.cursor.minute = tile.start;
        }
        self.place.top += begins(self) - before;
        true
    }

    /// In the timetable something is selected, if there is anything.
    fn settle_selection(&mut self) {
        if self.screen != Screen::Day || self.place.selected.is_some() {
            return;
        }
        match self.table.nearest_tile(self.place.cursor).map(|tile| (tile.session, tile.start)) {
            Some((session, start)) => {
                (self.place.selected, self.place.cursor.minute) = (Some(session), start)
            }
            None => self.place.selected = self.first_of_day(),
        }
    }

    /// The first session of the day that is shown; where there are no days, of all.
    pub(super) fn first_of_day(&self) -> Option<SessionIx> {
        let all = 0..self.agenda.sessions.len();
        self.agenda
            .days
            .get(self.place.day)
            .map_or(all, |day| day.sessions.clone())
            .find(|ix| self.is_shown(*ix))
    }

    /// Puts the selected line of a list where the selected session is, or the other way round.
    fn settle_row(&mut self) {
        let of = |session| {
            self.rows.iter().position(|row| row.session() == session && session.is_some())
        };
        let here = self.rows.get(self.place.row).is_some_and(|row| {
            row.selectable() && (row.session() == self.place.selected || self.screen != Screen::Day)
        });
        if !here {
            let first = self.rows.iter().position(Row::selectable);
            let near =
                self.rows.iter().take(self.place.row.saturating_add(1)).rposition(Row::selectable);
            self.place.row = of(self.place.selected).or(near).or(first).unwrap_or(0);
        }
        if self.screen != Screen::Day {
            self.place.selected = self.rows.get(self.place.row).and_then(Row::session);
        }
    }

    /// Scrolls as little as is needed to show what is selected.
    fn follow_selection(&mut self) {
        let list = self.list_area();
        let to_i32 = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
        let (row, count) = (self.place.row, self.rows.len());
        // The heading above the first line belongs to it.
        let from = if self.rows.iter().take(row).any(Row::selectable) { row } else { 0 };
        let rest = self
            .rows
            .iter()
            .skip(row + 1)
            .take_while(|row| matches!(row, Row::Rest(_) | Row::Found(_)))
            .count();
        let wanted = to_i32(from)..to_i32(row + 1 + rest);
        // What is far away comes with something of what is above and much of what follows.
        let height = usize::from(list.height);
        let near = self.place.first_row.saturating_sub(height)..self.place.first_row + 2 * height;
        if !near.contains(&row) {
            self.place.first_row = row.saturating_sub(height / 3);
        }
        let top = scroll_to_show(
            to_i32(self.place.first_row),
            i32::from(list.height),
            wanted,
            to_i32(count),
        );
        self.place.first_row = usize::try_from(top).unwrap_or(0);
        if self.is_list() {
            return;
        }
        let grid = screen::grid(self.panes().main);
        let Some(tile) =
            self.place.selected.and_then(|ix| self.table.tile_of(ix, self.place.cursor.column))
        else {
            return;
        };
        let wanted = self.wanted_rows().unwrap_or_default();
        self.place.top = scroll_to_show(
            self.place.top,
            i32::from(grid.height),
            wanted,
            self.table.axis.height(),
        );
        let shown = screen::columns_shown(grid, self.columns.len());
        let column = self.place.cursor.column.clamp(tile.columns.start, tile.columns.end - 1);
        let whole = !tile.band && tile.columns.len() <= shown;
        let wanted = if whole { tile.columns.clone() } else { column..column + 1 };
        let first = scroll_to_show(
            to_i32(self.place.first_column),
            to_i32(shown),
            to_i32(wanted.start)..to_i32(wanted.end),
            to_i32(self.columns.len()),
        );
        self.place.first_column = usize::try_from(first).unwrap_or(0);
    }
}
