//! The model as lines and areas, in cells.
//!
//! `update` and `view` call the same functions, so that a click finds the drawn cell.
//!
//! ```text
//! area     the division of the screen          screen     the parts for the model
//! grid     the areas of the tiles              card       the cells of a tile
//! gutter   the times beside the tiles          tile_rows  the rows of text and of now
//! rows     the rows of the lists               list_lines the lines of the rows
//! row      the cells of a row
//! day_map  all rooms and the whole day         map_screen  the map over the whole screen
//! detail, help, picker, tabs, linear           line, paragraphs, notes, hit_line: their parts
//! track_heads: tracks above the columns
//! palette, problems, now_rooms: entries        hints, message, status: the last and first line
//! ```

pub(crate) mod accents;
pub(crate) mod area;
pub(crate) mod card;
mod card_end;
mod card_facts;
pub(crate) mod card_memory;
pub(crate) mod changes;
pub(crate) mod chips;
mod clashes;
pub(crate) mod column_widths;
pub(crate) mod day_map;
pub(crate) mod detail;
mod detail_people;
mod detail_sessions;
mod detail_state;
pub(crate) mod empty_day;
pub(crate) mod free_time;
pub(crate) mod grid;
pub(crate) mod gutter;
pub(crate) mod help;
pub(crate) mod hints;
pub(crate) mod hit_card;
pub(crate) mod hit_line;
pub(crate) mod legend;
pub(crate) mod line;
pub(crate) mod linear;
pub(crate) mod linear_help;
pub(crate) mod linear_list;
pub(crate) mod list_lines;
pub(crate) mod map_blocks;
pub(crate) mod map_screen;
mod map_state;
mod matches;
pub(crate) mod message;
pub(crate) mod news_message;
mod night;
pub(crate) mod notes;
mod now_rooms;
pub(crate) mod own;
pub(crate) mod painted_tiles;
pub(crate) mod palette;
mod paragraphs;
pub(crate) mod picker;
mod problems;
pub(crate) mod refresh_label;
pub(crate) mod remaining;
pub(crate) mod rooms;
pub(crate) mod row;
pub(crate) mod rows;
mod schedule_rows;
pub(crate) mod screen;
pub(crate) mod scroll;
mod shared_lane;
pub(crate) mod status;
pub(crate) mod tabs;
pub(crate) mod tile_drawing;
pub(crate) mod tile_rows;
pub(crate) mod timeline;
pub(crate) mod timeline_card;
pub(crate) mod timeline_strip;
pub(crate) mod track_heads;
