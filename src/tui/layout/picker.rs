//! The lists that open over the screen: what has no lane of its own, the filter, the rooms.

use crate::agenda::{RoomIx, SessionIx};
use crate::filter::Group;
use crate::timetable::{Arrangement, Column, Columns};
use crate::tui::layout::area::Area;
use crate::tui::layout::{grid, screen};
use crate::tui::state::{Entry, Model, PickerKind};

/// The lines of a list.
pub(crate) fn picker_entries(model: &Model, kind: PickerKind) -> Vec<Entry> {
    match kind {
        PickerKind::Overlap { session, column } => {
            let sharing =
                model.derived.table.tile_of(session, column).map(|tile| grid::sharing(model, tile));
            let mut sessions: Vec<(i32, SessionIx)> = sharing
                .unwrap_or_default()
                .into_iter()
                .map(|tile| (tile.start, tile.session))
                .collect();
            sessions.sort_unstable();
            sessions.into_iter().map(|(_, session)| Entry::Session(session)).collect()
        }
        PickerKind::Filter => {
            let mut entries = Vec::new();
            let mut group = None;
            for offer in model.offers() {
                let own = offer.choice.group();
                if group.replace(own) != Some(own) && !matches!(own, Group::Mine | Group::NotOver) {
                    entries.push(Entry::Head(own.heading()));
                }
                entries.push(Entry::Offer(offer));
            }
            entries
        }
        PickerKind::Rooms => arranged_rooms(model)
            .into_iter()
            .map(|room| Entry::Room {
                room,
                shown: !model.settings.arrangement.hides_room(&model.agenda, room),
                count: model
                    .agenda
                    .sessions
                    .iter()
                    .filter(|session| session.rooms.contains(&room))
                    .count(),
            })
            .collect(),
    }
}

/// The rooms that can have a column, in the order in which they have it, hidden ones too.
pub(crate) fn arranged_rooms(model: &Model) -> Vec<RoomIx> {
    let order = Arrangement { hidden: Default::default(), ..model.settings.arrangement.clone() };
    let columns = Columns::arranged_by(&model.agenda, &order, |_| true);
    columns
        .iter()
        .filter_map(|column| match column {
            Column::Room(room) => Some(room),
            Column::Elsewhere => None,
        })
        .collect()
}

/// Where a list of so many entries is, with its frame: over the details where they are beside the
/// timetable, so that what one chooses is seen at once, else in the middle.
pub(crate) fn picker_area(model: &Model, kind: PickerKind, entries: usize) -> Area {
    const WIDEST: u16 = 60;
    let panes = screen::panes(model);
    if model.settings.linear {
        return panes.main;
    }
    let height = u16::try_from(entries).unwrap_or(u16::MAX).saturating_add(2);
    if panes.beside && !matches!(kind, PickerKind::Overlap { .. }) {
        return Area { height: height.min(panes.detail.height), ..panes.detail };
    }
    let main = panes.main;
    let (width, height) = (main.width.saturating_sub(2).min(WIDEST), height.min(main.height));
    Area {
        x: main.x + (main.width - width) / 2,
        y: main.y + (main.height - height) / 2,
        width,
        height,
    }
}

/// The part of it within the frame; a screen too small for a frame has none, and in the linear
/// layout it is a line of its own.
pub(crate) fn picker_body(model: &Model, area: Area) -> Area {
    if model.settings.linear {
        return area.inner(0, 1, 0, 0);
    }
    if area.height > 3 && area.width > 8 { area.inner(2, 1, 2, 1) } else { area }
}
