//! The model as lines and areas, in cells.
//!
//! `update` and `view` call the same functions, so that a click finds the cell that was drawn.

pub(crate) mod area;
pub(crate) mod detail;
pub(crate) mod grid;
pub(crate) mod help;
pub(crate) mod line;
pub(crate) mod linear;
pub(crate) mod matches;
pub(crate) mod picker;
pub(crate) mod row;
pub(crate) mod rows;
pub(crate) mod screen;
pub(crate) mod scroll;
pub(crate) mod tabs;
pub(crate) mod text;
