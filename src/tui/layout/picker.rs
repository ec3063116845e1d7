//! The area and the entries of the list over the screen.

use super::area::Area;
use super::now_rooms::now_entries;
use super::problems::problem_entries;
use super::rooms::arranged_rooms;
use super::{free_time, grid, own, palette, screen};
use crate::agenda::{SessionIx, sort_compactly};
use crate::filter::Group;
use crate::plan::Gap;
use crate::search::Narrowing;
use crate::tui::state::{Entry, Model, PickerKind, PickerList};
use std::borrow::Cow;

/// The parts of a picker on the screen. A part without room is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PickerParts {
    /// The picker with its frame.
    pub(crate) area: Area,
    /// The picker has a frame.
    pub(crate) has_frame: bool,
    /// The line with the title. Empty if the frame has the title.
    pub(crate) title: Area,
    /// The line with the typed text.
    pub(crate) input: Area,
    pub(crate) entries: Area,
}

/// Returns the entries of a picker that fit the typed text.
pub(crate) fn picker_list(model: &Model, kind: PickerKind) -> PickerList {
    let typed = model.list_input.text();
    let mut entries = match kind {
        PickerKind::Palette => {
            let entries = palette::palette_entries(model, typed);
            return PickerList { lines: palette::LINES, entries, ..PickerList::default() };
        }
        PickerKind::Overlap { session, column } => overlap_entries(model, session, column),
        PickerKind::Filter => filter_entries(model),
        PickerKind::Rooms => room_entries(model),
        PickerKind::Gap(gap) => gap_entries(model, &gap),
        PickerKind::NowRooms => now_entries(model),
        PickerKind::Agendas => model.settings.agendas.iter().cloned().map(Entry::Agenda).collect(),
        PickerKind::Problems => problem_entries(model, entry_cells(model, kind)),
        PickerKind::FileName => file_name_entries(model),
        PickerKind::Entry { .. } => own::entry_remarks(model),
        PickerKind::Note { .. } => own::note_remarks(model),
    };
    let lines = entries.len().max(1);
    let total = entries.iter().filter(|entry| entry.is_selectable()).count();
    if kind != PickerKind::FileName && !kind.is_personal() {
        retain_fitting(model, &mut entries, &Narrowing::new(typed));
    }
    if entries.is_empty() {
        let none = match (typed.is_empty(), kind) {
            (false, _) => "Nothing matches.",
            (true, PickerKind::Gap(_)) => "Nothing fits.",
            (true, PickerKind::Problems) => "There are no problems.",
            (true, PickerKind::NowRooms) => "Nothing runs, and nothing comes soon.",
            (true, _) => "There is nothing.",
        };
        entries.push(Entry::Remark(none.to_owned()));
    }
    PickerList { entries, lines, total, is_current: false }
}

/// Removes the entries that do not fit the typed text, and the headings without entries.
fn retain_fitting(model: &Model, entries: &mut Vec<Entry>, typed: &Narrowing) {
    if typed.is_empty() {
        return;
    }
    // The next line of a problem stays with its first line.
    let mut is_first_kept = false;
    entries.retain(|entry| match entry {
        Entry::Head(_) => true,
        Entry::Remark(_) => is_first_kept,
        entry => {
            is_first_kept = typed.fits(&entry_text(model, entry));
            is_first_kept
        }
    });
    let has_entry: Vec<bool> = (0..entries.len())
        .map(|at| {
            let next = entries.get(at + 1);
            !matches!(entries.get(at), Some(Entry::Head(_)))
                || next.is_some_and(Entry::is_selectable)
        })
        .collect();
    let mut has_entry = has_entry.into_iter();
    entries.retain(|_| has_entry.next().unwrap_or(false));
}

/// Returns the text of an entry that the typed text is a part of.
pub(crate) fn entry_text<'a>(model: &'a Model, entry: &'a Entry) -> Cow<'a, str> {
    match entry {
        Entry::Head(text) => Cow::Borrowed(text),
        Entry::Choice(listed) => Cow::Borrowed(listed.choice.name()),
        Entry::Room { room, .. } => {
            Cow::Borrowed(model.agenda.rooms.get(*room).map_or("", |room| &*room.name))
        }
        Entry::Agenda(text) | Entry::Problem(text) | Entry::Remark(text) => Cow::Borrowed(text),
        Entry::Session(session) => match model.agenda.sessions.get(*session) {
            Some(session) => {
                let people = model.agenda.presenter_names(session);
                Cow::Owned(format!("{} {people}", session.title))
            }
            None => Cow::Borrowed(""),
        },
        Entry::Destination(to) => Cow::Owned(palette::destination_name(model, *to)),
    }
}

/// Returns the sessions that fit into free time, the best first, below a line with their order. Of
/// free time that is over, all sessions are there.
fn gap_entries(model: &Model, gap: &Gap) -> Vec<Entry> {
    let fitting = match free_time::is_past(model, gap) {
        true => model.plan.schedule.rank_fitting(&model.agenda, gap),
        false => free_time::fitting_sessions(model, gap),
    };
    let order = (fitting.len() > 1).then(|| Entry::Head(free_time::order_sentence(gap)));
    order.into_iter().chain(fitting.into_iter().map(Entry::Session)).collect()
}

/// Returns the sessions in a column at the time of a session, by start.
fn overlap_entries(model: &Model, session: SessionIx, column: usize) -> Vec<Entry> {
    let tile = model.derived.table.tile_of(session, column);
    let tiles = tile.map(|tile| grid::overlapping_tiles(model, tile)).unwrap_or_default();
    let mut sessions: Vec<(i32, SessionIx)> =
        tiles.into_iter().map(|tile| (tile.start, tile.session)).collect();
    sort_compactly(&mut sessions, |session| *session);
    sessions.into_iter().map(|(_, session)| Entry::Session(session)).collect()
}

/// Returns the choices of the filter, each group below its heading.
fn filter_entries(model: &Model) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut before = None;
    for choice in model.filter_choices() {
        let group = choice.choice.group();
        let is_new = before.replace(group) != Some(group);
        if is_new && !matches!(group, Group::Mine | Group::NotOver | Group::NotSkipped) {
            entries.push(Entry::Head(group.heading()));
        }
        entries.push(Entry::Choice(choice));
    }
    entries
}

fn room_entries(model: &Model) -> Vec<Entry> {
    let mut counts = vec![0; model.agenda.rooms.len()];
    for room in model.agenda.sessions.iter().flat_map(|session| &session.rooms) {
        if let Some(count) = counts.get_mut(*room) {
            *count += 1;
        }
    }
    let entries = arranged_rooms(model).into_iter().map(|room| Entry::Room {
        room,
        shown: !model.derived.room_order.hides_room(room),
        count: counts.get(room).copied().unwrap_or(0),
    });
    entries.collect()
}

/// Returns the sentences below the name of the file.
fn file_name_entries(model: &Model) -> Vec<Entry> {
    let folder = &model.settings.folder;
    let marked = (0..model.agenda.sessions.len()).filter(|ix| model.level_of(*ix).is_some());
    let noun = match marked.count() {
        1 => "1 session".to_owned(),
        count => format!("{count} sessions"),
    };
    let content = format!("{noun} of my schedule, as iCalendar.");
    let place = (!folder.is_empty()).then(|| format!("Folder: {folder}"));
    std::iter::once(content).chain(place).map(Entry::Remark).collect()
}

/// Returns the parts of a picker with room for `lines` entries.
pub(crate) fn picker_parts(model: &Model, kind: PickerKind, lines: usize) -> PickerParts {
    let area = picker_area(model, kind, lines);
    let none = Area { height: 0, ..area };
    if model.settings.linear {
        let rest = area.inner(0, 1, 0, 0);
        return PickerParts {
            area,
            has_frame: false,
            title: area.row(0),
            input: rest.row(0),
            entries: rest.inner(0, 1, 0, 0),
        };
    }
    let has_frame = has_frame(area);
    let inner = if has_frame { area.inner(2, 1, 2, 1) } else { area };
    // A typed text is always visible. Without a text, two lines of a small picker are entries.
    let has_input = inner.height >= 3
        || (inner.height >= 2 && !model.list_input.text().is_empty())
        || kind.has_text_line();
    let input = if has_input { inner.row(0) } else { none };
    let entries = inner.inner(0, input.height, 0, 0);
    PickerParts { area, has_frame, title: none, input, entries }
}

/// Returns the cells of a line of a picker.
fn entry_cells(model: &Model, kind: PickerKind) -> u16 {
    picker_parts(model, kind, usize::from(u16::MAX)).entries.width
}

/// Returns the area of a picker with room for `lines` entries, with its frame.
///
/// The filter and the rooms cover the details beside the timetable, so that a choice is seen at
/// once. Other pickers are in the middle of the main pane.
fn picker_area(model: &Model, kind: PickerKind, lines: usize) -> Area {
    const MAX_WIDTH: u16 = 60;
    /// The width of a picker with long lines.
    const MAX_WIDE: u16 = 84;
    let panes = screen::panes(model);
    if model.settings.linear {
        return panes.main;
    }
    let height = u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(3);
    if panes.beside && kind.has_boxes() {
        let area = Area { height: height.min(panes.detail.height), ..panes.detail };
        // Without a frame, the line between the panes stays.
        return if has_frame(area) { area } else { area.inner(1, 0, 0, 0) };
    }
    let (width, height_of_screen) = model.settings.size;
    let screen = Area { x: 0, y: 0, width, height: height_of_screen };
    let body = screen.inner(0, panes.header.height, 0, panes.footer.height);
    let (pane, most) = match kind {
        PickerKind::Palette | PickerKind::Problems | PickerKind::NowRooms => (body, MAX_WIDE),
        _ => (panes.main, MAX_WIDTH),
    };
    // Beside a list of almost the whole width, single cells of the screen would be a riddle.
    const MIN_BESIDE: u16 = 6;
    let width = match pane.width.saturating_sub(most) {
        0..MIN_BESIDE => pane.width,
        _ => most,
    };
    let height = height.min(pane.height);
    Area {
        x: pane.x + (pane.width - width) / 2,
        y: pane.y + (pane.height - height) / 2,
        width,
        height,
    }
}

/// Returns true if a picker in this area has a frame.
fn has_frame(area: Area) -> bool {
    area.height > 3 && area.width > 8
}
