//! Going to a session or to a day, and where the eye is then.

use super::model::Model;
use crate::agenda::SessionIx;
use crate::timetable::Cursor;
use crate::tui::layout::screen;

impl Model {
    /// The minute within the selected session that is nearest to where the eye is.
    pub(crate) fn eye(&self) -> i32 {
        let Cursor { column, minute } = self.place.cursor;
        let tile = self.place.selected.and_then(|ix| self.table.tile_of(ix, column));
        tile.map_or(minute, |tile| minute.clamp(tile.start, tile.end - 1))
    }

    /// The rows that are to be seen of the selected session: all, or those around the eye where the
    /// screen is not high enough.
    pub(crate) fn wanted_rows(&self) -> Option<std::ops::Range<i32>> {
        let tile =
            self.place.selected.and_then(|ix| self.table.tile_of(ix, self.place.cursor.column))?;
        let height = i32::from(screen::grid(self.panes().main).height);
        let eye = self.table.axis.row_of_minute(self.eye());
        Some(if tile.rows.end - tile.rows.start <= height {
            tile.rows.clone()
        } else {
            eye..eye + 2
        })
    }

    /// Selects a session, on its day.
    pub(crate) fn go_to(&mut self, session: SessionIx) {
        let day = self.agenda.sessions.get(session).and_then(|s| s.day);
        self.go_to_on(session, day.unwrap_or(self.agenda.days.len().saturating_sub(1)));
    }

    /// Selects a session on a day on which it runs. Where it would come to lie at the edge of the
    /// screen, it comes to lie where one sees what follows.
    pub(super) fn go_to_on(&mut self, session: SessionIx, day: usize) {
        self.place.day = day;
        self.place.selected = Some(session);
        self.lay_out();
        let Some(tile) = self.table.tile_of(session, self.place.cursor.column) else { return };
        let rows = tile.rows.clone();
        let column = if tile.columns.contains(&self.place.cursor.column) {
            self.place.cursor.column
        } else {
            tile.columns.start
        };
        self.place.cursor = Cursor { column, minute: tile.start };
        let height = i32::from(screen::grid(self.panes().main).height);
        let seen = self.place.top..self.place.top + height * 2 / 3;
        if !(seen.contains(&rows.start) && rows.end <= seen.end) {
            self.place.top = rows.start - height / 3;
        }
    }

    /// Goes to a day, to the same time and room as far as that day has them.
    pub(crate) fn go_to_day(&mut self, day: usize) {
        let minute_of_day = self.clock_minute();
        self.place.day = day.min(self.agenda.days.len().saturating_sub(1));
        self.lay_out();
        let minute = match (minute_of_day, self.day_start_minute()) {
            (Some(minute), Some(start)) => (minute - start).max(0),
            _ => 0,
        };
        let cursor = Cursor { minute, ..self.place.cursor };
        self.place.selected = self
            .table
            .nearest_tile(cursor)
            .map(|tile| tile.session)
            .or_else(|| self.first_of_day());
        let start = self
            .place
            .selected
            .and_then(|ix| self.table.tile_of(ix, cursor.column))
            .map(|tile| tile.start);
        self.place.cursor.minute = start.unwrap_or(0);
        self.place.top = 0;
    }

    /// The selected session's start, in minutes of the clock; `None` before anything was selected.
    fn clock_minute(&self) -> Option<i32> {
        self.place.selected?;
        Some(self.day_start_minute()? + self.place.cursor.minute)
    }

    fn day_start_minute(&self) -> Option<i32> {
        use chrono::Timelike;
        let day = self.agenda.days.get(self.place.day)?;
        let start = self.agenda.sessions.get(day.sessions.start)?.start?;
        i32::try_from(start.num_seconds_from_midnight() / 60).ok()
    }
}
