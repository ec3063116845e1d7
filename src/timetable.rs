//! The geometry of a day: minutes become rows, rooms become columns, sessions become tiles. The
//! module computes with numbers only and draws nothing.
//!
//! ```text
//! minute  row  column 0   column 1   column 2
//!    0     0   [a─────────────────]  [b───────]  a spans a joined room, b is long
//!   40     2   [c───────]  [d──][e]  [        ]  d and e overlap in one room: two lanes
//!   80     4   [lunch─────────────]  [        ]  a band takes all free columns
//!  120     5
//! ```
//!
//! Minutes count from the first start of the day, rows, half rows and columns from 0. Half a row
//! has the same number of minutes everywhere: sessions of one length have one height, and two
//! sessions without a gap in time have no gap on the screen. Only a session that is shorter than
//! one row has more rows than its time: it takes half a row from a neighbour at most, and shares
//! its row with other short sessions. Time without sessions has fewer rows than its minutes.
//!
//! # Example
//!
//! ```
//! use hallway::timetable::{Columns, PlacedDay, Scale, layout_day};
//!
//! let file = "
//! [event]
//! name = 'Small'
//! [[session]]
//! title = 'Opening'
//! start = 2030-05-01T09:00:00
//! minutes = 60
//! room = 'Hall'
//! [[session]]
//! title = 'Workshop'
//! start = 2030-05-01T09:30:00
//! minutes = 90
//! room = 'Attic'
//! ";
//! let (agenda, problems) = hallway::format::read(file.as_bytes()).unwrap().draft.check(None);
//! assert!(problems.is_empty());
//!
//! let columns = Columns::for_agenda(&agenda);
//! let sessions = columns.day_sessions(&agenda, 0, |_| true);
//! // Half a row has five minutes.
//! let day = PlacedDay::new(sessions, columns.len());
//! let timetable = layout_day(&day, Scale { minutes: 5 });
//!
//! assert_eq!(timetable.axis.height(), 12);
//! let [opening, workshop] = &timetable.tiles[..] else { panic!("two sessions, two tiles") };
//! assert_eq!((&opening.columns, opening.rows()), (&(0..1), 0..6));
//! assert_eq!((&workshop.columns, workshop.rows()), (&(1..2), 3..12));
//! ```

mod arrangement;
mod axis;
mod colors;
mod columns;
mod day_session;
mod heads;
mod lanes;
mod layout;
mod lists;
mod movement;
mod occupancy;
mod placed;
mod room_order;
mod scale;
mod short_rows;
mod sweep;
mod tile;
mod track_runs;
mod widths;

pub use arrangement::Arrangement;
pub(crate) use arrangement::RoomMove;
pub use axis::{Axis, Tick};
pub(crate) use colors::{ColorGroup, ColorSet, GroupColors};
pub use columns::{Column, Columns, split_width};
pub use day_session::{DaySession, LONG_MINUTES, Placement};
pub use heads::room_heads;
pub use layout::{fit_scale, layout_day};
pub use movement::{Cursor, Direction, Neighbour, scroll_to_show};
pub use placed::PlacedDay;
pub use room_order::RoomOrder;
pub use scale::Scale;
pub use tile::{RowShare, Tile, Timetable};
pub use track_runs::{TrackRun, track_runs};
pub use widths::{ColumnNeed, share_width};

#[cfg(test)]
mod tests;
