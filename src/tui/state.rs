//! The state of the running program: plain data and questions about the data.
//!
//! `update` alone changes a [`Model`]. `layout` and `view` read a [`Model`].

mod derived;
mod history;
mod model;
mod news_log;
mod now;
mod person_sessions;
mod picker;
mod place;
mod plan_state;
mod query_line;
mod refresh_state;
mod row;
mod search_state;
mod settings;
mod timeline;

pub(crate) use derived::{
    ColumnFacts, ColumnsKey, Derived, FittedDay, RowsKey, TimetableKey, Visibility,
};
pub(crate) use history::History;
pub(crate) use model::{Message, Model};
pub(crate) use news_log::{NewsEntry, NewsLog, NewsPlace, SessionNews, VersionNews};
pub(crate) use person_sessions::PersonSessions;
pub(crate) use picker::{Destination, Entry, PaletteNames, Picker, PickerKind, PickerList};
pub(crate) use place::{
    BeforeChanges, BeforeSearch, Concurrent, Covered, DayWalk, Focus, Place, Screen, Search,
};
pub(crate) use plan_state::{
    LeftSession, PlanCounts, PlanState, RoomsBefore, Saving, UndoOnFailure, UndoStep, ViewStep,
};
pub(crate) use query_line::QueryLine;
pub(crate) use refresh_state::{RefreshState, RefreshTrouble, RefusedVersion};
pub(crate) use row::{Note, Proposal, Row};
pub(crate) use search_state::{Highlights, Hits, QueryWord, SearchState, SharedIndexes};
pub(crate) use settings::{DetailPane, DetailPlace, Settings};
pub(crate) use timeline::{ItemContent, Timeline, TimelineItem};

#[cfg(test)]
mod tests;
