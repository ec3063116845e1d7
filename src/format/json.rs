//! JSON for the exports of several programs: a tree with the place of every value, and the steps
//! from a value to a session.
//!
//! serde_json gives no places, rejects a file for half a surrogate pair and returns nothing of a
//! file without its end. [`parse`] keeps everything before the damage. Tests compare both parsers.

mod escapes;
mod lists;
mod node;
mod parse;
mod sessions;
mod times;

pub(super) use lists::{NamesById, PersonList, find_by_id, insert_name, room_by_id};
pub(super) use node::{JsonValue, Node, one_or_many};
pub(super) use parse::{parse, parse_part};
pub(super) use sessions::{
    TIME_UNREADABLE, begin_session, bounded_name, is_cancelled, join_texts, read_links, read_time,
};
pub(super) use times::{parse_clock, parse_date, parse_moment};

#[cfg(test)]
pub(super) mod tests;
