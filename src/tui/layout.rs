//! The model as lines and areas, in cells. Read by `update` and by `view`: both see the same numbers.

pub(crate) mod detail;
pub(crate) mod grid;
pub(crate) mod help;
pub(crate) mod linear;
pub(crate) mod matches;
pub(crate) mod picker;
pub(crate) mod row;
pub(crate) mod rows;
pub(crate) mod screen;
pub(crate) mod tabs;
pub(crate) mod text;
