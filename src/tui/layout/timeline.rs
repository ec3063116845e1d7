//! My schedule as a timeline: the parts of each day, their areas, and the part at a cell.
//!
//! ```text
//!         Mon 11 July  4 ★             Tue 12 July  6 ★ · ⚠ 2      heads
//!  09:00 ▌ ★ Splicing SRE DNA     ▌ ★ The Many Ways Your Monitor    grid
//!  09:40 ╭┄ 40′ free · 2 fit ┄┄┄╮
//!  Not in the agenda                                                tail
//!  Mon 09:40–10:20  40 min free between Lansdowne and Ulster        strip
//! ```

use super::area::{Area, GUTTER, days_that_fit};
use super::free_time::without_past;
use super::grid::{TileCells, cells_of_halves};
use super::screen;
use crate::agenda::{Agenda, Moment, SessionIx};
use crate::plan::Gap;
use crate::timetable::{
    DaySession, PlacedDay, Placement, Tile, fit_scale, layout_day, split_width,
};
use crate::tui::state::{ItemContent, Model, Row, Timeline, TimelineItem};
use chrono::{NaiveTime, TimeDelta};
use std::ops::Range;

/// The minutes of a day, and the minutes after midnight that a day shows at most.
const LAST_MINUTE: i32 = 24 * 60 + 6 * 60;

/// The minutes that the timeline shows of time in which all days are free for long. Shorter free
/// time has its true height.
const FREE_MINUTES: i32 = 120;

/// The parts of the main pane. A part without room is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TimelineAreas {
    pub(crate) heads: Area,
    /// The cards, without the gutter.
    pub(crate) grid: Area,
    /// The rows that are on no day.
    pub(crate) tail: Area,
    /// The facts about the selection, if there is no pane for details.
    pub(crate) strip: Area,
}

/// The cells of a day without marks beside days with marks.
const NARROW_CELLS: u16 = 15;

/// Returns the parts of the main pane.
pub(crate) fn timeline_areas(model: &Model) -> TimelineAreas {
    let panes = screen::panes(model);
    let main = panes.main;
    let strip = match main.height {
        _ if !panes.detail.is_empty() => 0,
        0..14 => 0,
        14..18 => 1,
        18..30 => 3,
        _ => 4,
    };
    let rows = model.derived.rows.len().saturating_sub(tail_start(model));
    let tail = u16::try_from(rows).unwrap_or(u16::MAX).min(main.height / 4);
    let grid = main.inner(GUTTER, 1, 0, strip + tail);
    TimelineAreas {
        heads: main.row(0),
        grid,
        tail: Area { y: grid.y + grid.height, height: tail, ..main },
        strip: Area { y: grid.y + grid.height + tail, height: strip, ..main },
    }
}

/// Returns the first row of the list that is on no day.
fn tail_start(model: &Model) -> usize {
    let rows = &model.derived.rows;
    let last = rows.iter().rposition(|row| day_of_row(model, row).is_some());
    let from = last.map_or(0, |last| last + 1);
    let head = rows.iter().skip(from).position(|row| matches!(row, Row::Head(_)));
    head.map_or(rows.len(), |head| from + head)
}

/// The number of days that are laid out around the selection, and around the visible days.
const DAYS_AROUND: usize = 40;

/// Returns the days of an event that are laid out: of an event with thousands of days, those near
/// the selection and near the visible days.
fn days_laid_out(model: &Model) -> Vec<usize> {
    let row = model.derived.rows.get(model.place.row);
    let selected = row.and_then(|row| day_of_row(model, row));
    let centers = [selected.unwrap_or(0), model.place.first_column];
    let is_near = |day: &usize| centers.iter().any(|center| day.abs_diff(*center) < DAYS_AROUND);
    (0..model.agenda.days.len()).filter(is_near).collect()
}

/// Returns my schedule laid out for the screen.
pub(crate) fn new_timeline(model: &Model) -> Timeline {
    let agenda = &model.agenda;
    let days = days_laid_out(model);
    let rows = model.derived.rows.iter().enumerate().filter(|(_, row)| {
        day_of_row(model, row).is_some_and(|day| days.binary_search(&day).is_ok())
    });
    let mut items: Vec<TimelineItem> = rows.filter_map(|row| item_of_row(model, row)).collect();
    let breaks = days.iter().flat_map(|&day| {
        let frame = model.day_frames().get(day);
        let breaks = frame.map(|frame| frame.breaks.as_slice()).unwrap_or_default();
        let breaks = breaks.iter().copied();
        let unmarked = breaks.filter(|ix| model.level_of(*ix).is_none());
        unmarked.map(move |ix| TimelineItem { day, content: ItemContent::Break(ix), row: None })
    });
    items.extend(breaks);
    let sessions = items.iter().enumerate().filter_map(|item| day_session(model, item)).collect();
    let is_free = |item: &&TimelineItem| matches!(item.content, ItemContent::Free(_));
    let free = (0..items.len()).filter(|at| items.get(*at).as_ref().is_some_and(is_free));
    let placed =
        PlacedDay::new(sessions, agenda.days.len()).with_free_time(free.collect(), FREE_MINUTES);
    let height = i32::from(timeline_areas(model).grid.height);
    let scale = fit_scale(&placed, height).zoom(model.settings.zoom);
    Timeline { table: layout_day(&placed, scale), items, tail: tail_start(model) }
}

/// Returns the day of a row of the list, or `None` for a row that is no part of a day.
pub(crate) fn day_of_row(model: &Model, row: &Row) -> Option<usize> {
    match row {
        Row::Session { session, proposal: None, .. } => model.agenda.sessions.get(*session)?.day,
        Row::Gap(gap) => model.day_at(gap.start),
        _ => None,
    }
}

/// Returns the part of a day that a row of the list stands for.
fn item_of_row(model: &Model, (nth, row): (usize, &Row)) -> Option<TimelineItem> {
    let day = day_of_row(model, row)?;
    let content = match row {
        Row::Session { session, .. } => ItemContent::Session(*session),
        Row::Gap(gap) => ItemContent::Free(*gap),
        _ => return None,
    };
    Some(TimelineItem { day, content, row: Some(nth) })
}

/// Returns the item with its minutes, in the column of its day.
fn day_session(model: &Model, (nth, item): (usize, &TimelineItem)) -> Option<DaySession> {
    const SHORTEST_MINUTES: i32 = 5;
    let time = item_time(model, item)?;
    let start = minute_on(&model.agenda, item.day, time.start)?;
    let end = minute_on(&model.agenda, item.day, time.end)?;
    let latest = LAST_MINUTE.max(start + SHORTEST_MINUTES);
    Some(DaySession {
        session: nth,
        start,
        end: end.clamp(start + SHORTEST_MINUTES, latest),
        ends_here: end <= latest,
        place: Placement::Column(item.day),
        ghost: false,
    })
}

/// Returns the time of an item on the screen. A long past part of free time would take rows from
/// what is ahead.
fn item_time(model: &Model, item: &TimelineItem) -> Option<Gap> {
    match &item.content {
        ItemContent::Session(ix) | ItemContent::Break(ix) => {
            let (start, end) = model.agenda.sessions.get(*ix)?.start_and_end()?;
            Some(Gap { start, end })
        }
        ItemContent::Free(gap) => Some(without_past(model, gap)),
    }
}

/// Returns the minutes from the midnight of a day to a moment, on the clock of the event.
pub(crate) fn minute_on(agenda: &Agenda, day: usize, at: Moment) -> Option<i32> {
    let midnight = agenda.days.get(day)?.date.and_time(NaiveTime::MIN);
    i32::try_from((agenda.local_time(at).naive_local() - midnight).num_minutes()).ok()
}

/// Returns a minute of a day on the clock that is shown: `09:30`.
pub(crate) fn time_label(model: &Model, day: usize, minute: i32) -> String {
    let midnight = model.agenda.days.get(day).map(|day| day.date.and_time(NaiveTime::MIN));
    let wall = midnight.and_then(|at| at.checked_add_signed(TimeDelta::minutes(minute.into())));
    wall.map_or_else(String::new, |wall| {
        let at = model.agenda.clock.resolve_wall_clock(wall).at;
        model.shown_clock(at)
    })
}

/// Returns the days that are visible.
pub(crate) fn days_shown(model: &Model) -> Range<usize> {
    let count = model.agenda.days.len();
    let shown = days_that_fit(timeline_areas(model).grid.width).min(count);
    let first = model.place.first_column.min(count.saturating_sub(shown));
    first..first + shown
}

/// Returns the cells of the visible days, from the left of the grid. If a visible day has marks,
/// the days without marks are narrow, except the day of the selection.
pub(crate) fn day_cells(model: &Model) -> Vec<Range<u16>> {
    let days = days_shown(model);
    let width = timeline_areas(model).grid.width;
    let marked = |day: usize| {
        let mut rows = model.derived.rows.iter();
        rows.any(|row| matches!(row, Row::Session { .. }) && day_of_row(model, row) == Some(day))
    };
    let chosen = selected_day(model);
    let has_marks: Vec<bool> = days.clone().map(marked).collect();
    let is_wide: Vec<bool> =
        days.zip(&has_marks).map(|(day, has_marks)| *has_marks || day == chosen).collect();
    if !has_marks.contains(&true) || !is_wide.contains(&false) {
        return split_width(is_wide.len(), width).collect();
    }
    let narrow = is_wide.iter().filter(|is_wide| !**is_wide).count();
    let narrow_cells = NARROW_CELLS.saturating_mul(u16::try_from(narrow).unwrap_or(u16::MAX));
    let wide = split_width(is_wide.len() - narrow, width.saturating_sub(narrow_cells));
    let mut wide = wide.map(|cells| cells.end - cells.start);
    let mut from = 0;
    let cells = is_wide.into_iter().map(|is_wide| {
        let cells = if is_wide { wide.next().unwrap_or(0) } else { NARROW_CELLS };
        let columns = from..from + cells;
        from = columns.end;
        columns
    });
    cells.collect()
}

/// A visible part of a day.
#[derive(Debug)]
pub(crate) struct VisibleItem<'t> {
    /// The position in [`Timeline::items`].
    pub(crate) at: usize,
    pub(crate) tile: &'t Tile,
    pub(crate) cells: TileCells,
}

/// Returns the visible parts of the days.
pub(crate) fn visible_items<'m>(model: &Model, timeline: &'m Timeline) -> Vec<VisibleItem<'m>> {
    let (grid, days) = (timeline_areas(model).grid, days_shown(model));
    let columns = day_cells(model);
    let top = model.place.top * 2;
    let visible = top..top + i32::from(grid.height) * 2;
    let tiles = timeline.table.tiles.iter().filter_map(|tile| {
        let column = columns.get(tile.columns.start.checked_sub(days.start)?)?;
        let lane = split_width(tile.lanes, column.end - column.start).nth(tile.lane)?;
        let share = split_width(tile.share.of, lane.end - lane.start).nth(tile.share.nth)?;
        // One cell stays free between neighbours.
        let width = (share.end - share.start).saturating_sub(1);
        let place = Area { x: grid.x + column.start + lane.start + share.start, width, ..grid };
        let cells = cells_of_halves(place, &tile.halves, &visible)?;
        Some(VisibleItem { at: tile.session, tile, cells })
    });
    tiles.collect()
}

/// Returns the item at a cell of the screen.
pub(crate) fn item_at(model: &Model, x: u16, y: u16) -> Option<usize> {
    let timeline = model.derived.timeline.as_ref()?;
    let items = visible_items(model, timeline).into_iter();
    items.filter(|item| item.cells.area.contains(x, y)).map(|item| item.at).next()
}

/// Returns the tile of the selected row.
pub(crate) fn selected_tile(model: &Model) -> Option<&Tile> {
    let timeline = model.derived.timeline.as_ref()?;
    timeline.table.tiles_of(timeline.item_of_row(model.place.row)?).next()
}

/// Returns the day of the selected row, or of the first visible day.
pub(crate) fn selected_day(model: &Model) -> usize {
    selected_tile(model).map_or(days_shown(model).start, |tile| tile.columns.start)
}

/// Returns the day that is now, and its minute, if the timeline includes the minute.
pub(crate) fn minute_now(model: &Model, timeline: &Timeline) -> Option<(usize, i32)> {
    let now = model.time_during_event()?;
    let day = model.day_at(now)?;
    let minute = minute_on(&model.agenda, day, now)?;
    let ticks = timeline.table.axis.ticks();
    let is_inside = ticks.first()?.minute <= minute && minute < ticks.last()?.minute;
    is_inside.then_some((day, minute))
}

/// Returns the sessions of a day that my schedule attends.
pub(crate) fn attended_on(model: &Model, day: usize) -> impl Iterator<Item = SessionIx> {
    let attended = model.plan.schedule.attended_sessions().iter().copied();
    attended.filter(move |ix| model.agenda.sessions.get(*ix).is_some_and(|s| s.day == Some(day)))
}
