//! The meaning of the colours: the tracks of a day, or the rooms and kinds of its sessions.

use super::accents::{accent_of_session, color_group};
use super::notes::room_text;
use crate::agenda::{Session, sort_compactly};
use crate::timetable::ColorGroup;
use crate::tui::state::Model;
use crate::tui::theme::Accent;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A colour and its meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LegendEntry {
    pub(crate) accent: Accent,
    /// The name of a track, or of a room with the word for a kind.
    pub(crate) name: String,
    /// The number of sessions of the day.
    pub(crate) count: usize,
}

/// Returns the tracks of the visible sessions of the day, and the rooms and kinds of sessions
/// without a track: those with most sessions first.
pub(crate) fn day_legend(model: &Model) -> Vec<LegendEntry> {
    let mut counts: BTreeMap<ColorGroup<'_>, LegendEntry> = BTreeMap::new();
    let tiles = model.derived.table.live_tiles().filter(|tile| !tile.band && tile.shows_text);
    for session in tiles.filter_map(|tile| model.agenda.sessions.get(tile.session)) {
        let entry = counts.entry(color_group(model, session)).or_insert_with(|| LegendEntry {
            accent: accent_of_session(model, session),
            name: legend_name(model, session),
            count: 0,
        });
        entry.count += 1;
    }
    let mut entries: Vec<LegendEntry> = counts.into_values().collect();
    sort_compactly(&mut entries, |entry| Reverse(entry.count));
    entries
}

fn legend_name(model: &Model, session: &Session) -> String {
    match color_group(model, session) {
        ColorGroup::Track(track) => {
            model.agenda.tracks.get(track).map(|track| track.name.to_string()).unwrap_or_default()
        }
        ColorGroup::Rooms(_, kind) => format!("{}, {}", room_text(session), kind.word()),
    }
}
