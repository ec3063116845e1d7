//! The model as lines and areas, in cells.
//!
//! `update` and `view` call the same functions, so that a click finds the drawn cell.
//!
//! ```text
//! area     the division of the screen          screen     the parts for the model
//! grid     the areas of the tiles              card       the cells of a tile
//! rows     the rows of the lists               row        the cells of a row
//! detail, help, picker, tabs, linear           line, paragraphs, notes: their parts
//! ```

pub(crate) mod area;
pub(crate) mod card;
pub(crate) mod changes;
pub(crate) mod detail;
pub(crate) mod grid;
pub(crate) mod help;
pub(crate) mod hit_line;
pub(crate) mod line;
pub(crate) mod linear;
mod matches;
pub(crate) mod news_message;
pub(crate) mod notes;
mod paragraphs;
pub(crate) mod picker;
pub(crate) mod refresh_label;
pub(crate) mod row;
pub(crate) mod rows;
mod schedule_rows;
pub(crate) mod screen;
pub(crate) mod scroll;
pub(crate) mod tabs;
