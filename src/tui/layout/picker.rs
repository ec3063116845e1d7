//! The entries and the area of the list over the screen.

use super::area::Area;
use super::{grid, screen};
use crate::agenda::{RoomIx, SessionIx};
use crate::filter::Group;
use crate::timetable::{Arrangement, Column, Columns};
use crate::tui::state::{Entry, Model, PickerKind};
use std::collections::BTreeSet;

/// Returns the entries of a picker.
pub(crate) fn picker_entries(model: &Model, kind: PickerKind) -> Vec<Entry> {
    match kind {
        PickerKind::Overlap { session, column } => overlap_entries(model, session, column),
        PickerKind::Filter => filter_entries(model),
        PickerKind::Rooms => room_entries(model),
    }
}

/// Returns the sessions in a column at the time of a session, by start.
fn overlap_entries(model: &Model, session: SessionIx, column: usize) -> Vec<Entry> {
    let tile = model.derived.table.tile_of(session, column);
    let tiles = tile.map(|tile| grid::overlapping_tiles(model, tile)).unwrap_or_default();
    let mut sessions: Vec<(i32, SessionIx)> =
        tiles.into_iter().map(|tile| (tile.start, tile.session)).collect();
    sessions.sort_unstable();
    sessions.into_iter().map(|(_, session)| Entry::Session(session)).collect()
}

/// Returns the choices of the filter, each group below its heading.
fn filter_entries(model: &Model) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut before = None;
    for choice in model.filter_choices() {
        let group = choice.choice.group();
        let is_new = before.replace(group) != Some(group);
        if is_new && !matches!(group, Group::Mine | Group::NotOver) {
            entries.push(Entry::Head(group.heading()));
        }
        entries.push(Entry::Choice(choice));
    }
    entries
}

fn room_entries(model: &Model) -> Vec<Entry> {
    let rooms = arranged_rooms(model).into_iter();
    let entries = rooms.map(|room| Entry::Room {
        room,
        shown: !model.settings.arrangement.hides_room(&model.agenda, room),
        count: model.agenda.sessions.iter().filter(|known| known.rooms.contains(&room)).count(),
    });
    entries.collect()
}

/// Returns the rooms that can have a column, hidden rooms too, in the order of the columns.
pub(crate) fn arranged_rooms(model: &Model) -> Vec<RoomIx> {
    let order = Arrangement { hidden: BTreeSet::default(), ..model.settings.arrangement.clone() };
    let columns = Columns::arranged_by(&model.agenda, &order, |_| true);
    let rooms = columns.iter().filter_map(|column| match column {
        Column::Room(room) => Some(room),
        Column::Elsewhere => None,
    });
    rooms.collect()
}

/// Returns the area of a picker with `entries` entries, with its frame.
///
/// The filter and the rooms cover the details beside the timetable, so that a choice is seen at
/// once. Other pickers are in the middle of the main pane.
pub(crate) fn picker_area(model: &Model, kind: PickerKind, entries: usize) -> Area {
    const MAX_WIDTH: u16 = 60;
    let panes = screen::panes(model);
    if model.settings.linear {
        return panes.main;
    }
    let height = u16::try_from(entries).unwrap_or(u16::MAX).saturating_add(2);
    if panes.beside && !matches!(kind, PickerKind::Overlap { .. }) {
        let area = Area { height: height.min(panes.detail.height), ..panes.detail };
        // Without a frame, the line between the panes stays.
        return if has_frame(area) { area } else { area.inner(1, 0, 0, 0) };
    }
    let main = panes.main;
    let (width, height) = (main.width.saturating_sub(2).min(MAX_WIDTH), height.min(main.height));
    Area {
        x: main.x + (main.width - width) / 2,
        y: main.y + (main.height - height) / 2,
        width,
        height,
    }
}

/// Returns the part of a picker's area for its entries: the area without the frame.
///
/// A small area has no frame. In the linear layout, the title has the first line.
pub(crate) fn picker_body(model: &Model, area: Area) -> Area {
    if model.settings.linear {
        return area.inner(0, 1, 0, 0);
    }
    if has_frame(area) { area.inner(2, 1, 2, 1) } else { area }
}

/// Returns true if a picker in this area has a frame.
fn has_frame(area: Area) -> bool {
    area.height > 3 && area.width > 8
}
