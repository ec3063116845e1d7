//! State derived from the rest of the model.

use super::{PaletteNames, PersonSessions, PickerList, Row, Timeline};
use crate::agenda::{Level, Moment, SessionIx};
use crate::filter::{Filter, SessionChoices};
use crate::plan::DayFrame;
use crate::timetable::{
    Arrangement, ColumnNeed, Columns, GroupColors, PlacedDay, RoomOrder, Scale, Timetable,
    TrackRun, layout_day,
};
use std::cell::OnceCell;
use std::sync::Arc;

/// The state derived by `update::refresh` after every change.
#[derive(Debug)]
pub(crate) struct Derived {
    pub(crate) columns: Columns,
    /// The arrangement for the rooms of the agenda.
    pub(crate) room_order: RoomOrder,
    /// The name of each room above its column, by [`crate::agenda::RoomIx`].
    pub(crate) room_heads: Vec<String>,
    /// The first start and the last end of the agenda. `None`: no session has a start.
    pub(crate) time_span: Option<(Moment, Moment)>,
    /// The letters of the details of most sessions: four in five have no more.
    pub(crate) detail_letters: usize,
    /// The names of the palette, made when the palette needs them.
    pub(crate) palette_names: OnceCell<PaletteNames>,
    /// The colours of tracks and kinds, chosen when the screen needs them.
    pub(crate) group_colors: OnceCell<GroupColors>,
    /// The choices of the filter, made when the filter needs them.
    pub(crate) choices: OnceCell<SessionChoices>,
    /// The days whose sessions run past midnight, found when the header needs them.
    pub(crate) late_days: OnceCell<Vec<bool>>,
    /// The frames of the days, found when my schedule needs them.
    pub(crate) day_frames: OnceCell<Vec<DayFrame>>,
    /// The sessions of each person, made when the details need them.
    pub(crate) person_sessions: OnceCell<PersonSessions>,
    /// The input of `visibility` and `columns`. `None`: the agenda is new.
    pub(crate) columns_key: Option<ColumnsKey>,
    /// The visibility of each session, by [`crate::agenda::SessionIx`].
    pub(crate) visibility: Vec<Visibility>,
    /// The day laid out for the height of the screen.
    pub(crate) table: Timetable,
    /// The cells that each column of `table` needs, measured when the screen needs them.
    pub(crate) column_needs: Vec<OnceCell<ColumnNeed>>,
    /// The columns of `table` with a session that is no band, found when the map needs them.
    pub(crate) day_columns: OnceCell<Vec<usize>>,
    /// The tracks of each column of the day of `fitted`. No columns: their names have no row.
    pub(crate) track_runs: Vec<Vec<TrackRun>>,
    /// The day that `table` shows, before the zoom. `None`: the columns are new.
    pub(crate) fitted: Option<FittedDay>,
    /// The scale of the day before the columns got another order.
    pub(crate) fitted_scale: Option<FittedScale>,
    /// The input of `table`. `None`: `table` has to be laid out.
    pub(crate) laid_out_for: Option<TimetableKey>,
    /// The number of layouts that were made. Another number means another `table`.
    pub(crate) layouts: u64,
    /// The rows of the list, if the main pane is a list.
    pub(crate) rows: Vec<Row>,
    /// My schedule, if the main pane shows my schedule as a timeline.
    pub(crate) timeline: Option<Timeline>,
    /// The entries of the open picker.
    pub(crate) list: PickerList,
    /// The input of `rows`. `None`: the rows depend on more than a [`RowsKey`].
    pub(crate) rows_key: Option<RowsKey>,
}

/// The visibility of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Visibility {
    Shown,
    /// The filter lets the session pass, and all rooms of the session are hidden.
    RoomHidden,
    FilteredOut,
}

/// The input of the visibility and of the columns, besides the agenda.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ColumnsKey {
    pub(crate) filter: Filter,
    pub(crate) arrangement: Arc<Arrangement>,
    /// The marks and the time now, if there is a filter.
    pub(crate) marks_and_now: Option<ColumnFacts>,
    /// The day has entries of the person's own.
    pub(crate) has_mine: bool,
}

/// The facts that decide which sessions pass a filter.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ColumnFacts {
    pub(crate) levels: Vec<Option<Level>>,
    pub(crate) skipped: Vec<SessionIx>,
    pub(crate) now: Option<Moment>,
}

/// The input of the rows of a day, or of the rows of a search without a query. The input is valid
/// as long as the visibility of the sessions stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RowsKey {
    Day(usize),
    EmptySearch,
}

/// The sessions of a day in their columns, and the scale that fits the day into a grid.
#[derive(Debug)]
pub(crate) struct FittedDay {
    pub(crate) day: usize,
    /// The height of the grid, in rows.
    pub(crate) height: u16,
    pub(crate) placed: PlacedDay,
    pub(crate) scale: Scale,
}

/// The scale that fits a day into a grid, for any order of its columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct FittedScale {
    pub(crate) day: usize,
    /// The height of the grid, in rows.
    pub(crate) height: u16,
    pub(crate) scale: Scale,
}

impl FittedDay {
    pub(crate) fn fitted_scale(&self) -> FittedScale {
        FittedScale { day: self.day, height: self.height, scale: self.scale }
    }
}

/// The input of a timetable's layout. Another input requires another layout.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct TimetableKey {
    pub(crate) day: usize,
    /// The height of the grid, in rows.
    pub(crate) height: u16,
    pub(crate) zoom: i32,
}

impl Default for Derived {
    fn default() -> Derived {
        Derived {
            columns: Columns::default(),
            room_order: RoomOrder::default(),
            room_heads: Vec::new(),
            time_span: None,
            detail_letters: 0,
            palette_names: OnceCell::new(),
            group_colors: OnceCell::new(),
            choices: OnceCell::new(),
            late_days: OnceCell::new(),
            day_frames: OnceCell::new(),
            person_sessions: OnceCell::new(),
            columns_key: None,
            visibility: Vec::new(),
            table: layout_day(&PlacedDay::new(Vec::new(), 1), Scale::SMALLEST),
            column_needs: Vec::new(),
            day_columns: OnceCell::new(),
            track_runs: Vec::new(),
            fitted: None,
            fitted_scale: None,
            laid_out_for: None,
            layouts: 0,
            rows: Vec::new(),
            timeline: None,
            list: PickerList::default(),
            rows_key: None,
        }
    }
}
