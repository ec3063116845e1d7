//! The picker: opens lists over the screen, and selects and toggles their entries.

use super::movement::target_entry;
use super::rooms::{move_room, room_name, save_arrangement, show_changed_filter};
use super::schedule;
use super::step::StepDirection;
use crate::agenda::{Clean, Level, SessionIx};
use crate::filter::Choice;
use crate::plan::VersionMap;
use crate::timetable::Column;
use crate::tui::input::action::{Command, Effect};
use crate::tui::layout::picker::{arranged_rooms, picker_area, picker_body, picker_entries};
use crate::tui::layout::scroll::scroll_list;
use crate::tui::state::{Entry, Focus, Model, Picker, PickerKind, Screen};
use chrono::{DateTime, Utc};

/// Opens a picker. The selected session or the room of the cursor is selected.
pub(super) fn open_picker(model: &mut Model, kind: PickerKind) {
    if model.screen != Screen::Day {
        return model.show_message("The filter and the rooms are those of the timetable.");
    }
    let here = match model.derived.columns.iter().nth(model.place.cursor.column) {
        Some(Column::Room(room)) => Some(room),
        _ => None,
    };
    let entries = picker_entries(model, kind);
    let at = entries.iter().position(|entry| match entry {
        Entry::Session(session) => Some(*session) == model.place.selected,
        Entry::Room { room, .. } => Some(*room) == here,
        _ => false,
    });
    let first = entries.iter().position(Entry::is_selectable);
    if let Some(row) = at.or(first) {
        select_entry(model, Picker { kind, row, first: 0 });
    }
}

/// Selects the entry of `picker`. A session of the entry is selected in the timetable, too.
fn select_entry(model: &mut Model, menu: Picker) {
    let entries = picker_entries(model, menu.kind);
    let row = menu.row.min(entries.len().saturating_sub(1));
    let height = picker_body(model, picker_area(model, menu.kind, entries.len())).height;
    // The heading above the first entry belongs to the entry.
    let from = if entries.iter().take(row).any(Entry::is_selectable) { row } else { 0 };
    let first = scroll_list(menu.first, height.into(), from..row + 1, entries.len());
    if let Some(Entry::Session(session)) = entries.get(row) {
        model.place.selected = Some(*session);
    }
    model.focus = Focus::Picker(Picker { kind: menu.kind, row, first });
}

/// An entry of the open picker that can be found in another version of the agenda.
#[derive(PartialEq)]
pub(super) enum LastingEntry {
    Choice(Choice),
    Room(Clean),
    Session(SessionIx),
}

impl LastingEntry {
    /// Returns the entry in the next version, or `None` if its session is gone.
    pub(super) fn in_next_version(self, map: &VersionMap) -> Option<LastingEntry> {
        match self {
            LastingEntry::Session(old) => map.session(old).map(LastingEntry::Session),
            other => Some(other),
        }
    }
}

fn lasting_entry(model: &Model, entry: &Entry) -> Option<LastingEntry> {
    match entry {
        Entry::Choice(offer) => Some(LastingEntry::Choice(offer.choice.clone())),
        Entry::Room { room, .. } => room_name(model, *room).map(LastingEntry::Room),
        Entry::Session(session) => Some(LastingEntry::Session(*session)),
        Entry::Head(_) => None,
    }
}

/// Returns the entries of the open picker that another version of the agenda may have: the selected
/// entry and the entries below, then the entries above, the nearest first.
pub(super) fn remember_entries(model: &Model) -> Vec<LastingEntry> {
    let Focus::Picker(menu) = model.focus else { return Vec::new() };
    let entries = picker_entries(model, menu.kind);
    let (above, below) = entries.split_at(menu.row.min(entries.len()));
    let nearest = below.iter().chain(above.iter().rev());
    nearest.filter_map(|entry| lasting_entry(model, entry)).collect()
}

/// Selects the first entry of [`remember_entries`] that another version of the agenda has, on its
/// line. Closes the picker if there is none.
pub(super) fn select_remembered_entry(model: &mut Model, remembered: &[LastingEntry]) {
    let Focus::Picker(menu) = model.focus else { return };
    let entries = picker_entries(model, menu.kind);
    let entries: Vec<_> = entries.iter().map(|entry| lasting_entry(model, entry)).collect();
    let row = remembered
        .iter()
        .find_map(|entry| entries.iter().position(|known| known.as_ref() == Some(entry)));
    match row {
        Some(row) => {
            let first = row.saturating_sub(menu.row.saturating_sub(menu.first));
            select_entry(model, Picker { row, first, ..menu });
        }
        None => model.focus = Focus::Main,
    }
}

/// Runs a command while a picker is open.
pub(super) fn run_picker_command(
    model: &mut Model,
    menu: Picker,
    command: Command,
    clock: DateTime<Utc>,
) -> Option<Effect> {
    use Command::*;
    match (command, menu.kind) {
        (Back, _) | (Filter, PickerKind::Filter) | (Rooms, PickerKind::Rooms) => {
            model.set_focus(Focus::Main);
        }
        (Up | Down | PageUp | PageDown | HalfUp | HalfDown | First | Last, _) => {
            move_selection(model, menu, command);
        }
        (Left, _) => go_to_part(model, menu, StepDirection::Back),
        (Right, _) => go_to_part(model, menu, StepDirection::Forward),
        (Open, PickerKind::Overlap { .. }) => model.set_focus(Focus::Detail { full: true }),
        (Attend, PickerKind::Overlap { .. }) => {
            return schedule::toggle_mark(model, Level::Attend, clock);
        }
        (Maybe, PickerKind::Overlap { .. }) => {
            return schedule::toggle_mark(model, Level::Maybe, clock);
        }
        (Open | Attend | HideRoom, _) => return toggle_entry(model, menu),
        (RoomLeft, PickerKind::Rooms) => return shift_entry(model, menu, StepDirection::Back),
        (RoomRight, PickerKind::Rooms) => return shift_entry(model, menu, StepDirection::Forward),
        (ClearFilter, PickerKind::Filter) => clear_filter(model),
        (Filter, _) => open_picker(model, PickerKind::Filter),
        (Rooms, _) => open_picker(model, PickerKind::Rooms),
        (Help, _) => model.set_focus(Focus::Help),
        (Redraw, _) => return Some(Effect::Redraw),
        (Suspend, _) => return Some(Effect::Suspend),
        (Quit, _) => return Some(Effect::Quit),
        _ => {}
    }
    None
}

/// Moves the selection by a command for movement in lists.
fn move_selection(model: &mut Model, menu: Picker, command: Command) {
    let entries = picker_entries(model, menu.kind);
    let height = picker_body(model, picker_area(model, menu.kind, entries.len())).height;
    let lines: Vec<usize> = (0..entries.len())
        .filter(|row| entries.get(*row).is_some_and(Entry::is_selectable))
        .collect();
    let at = lines.iter().position(|row| *row >= menu.row).unwrap_or(0);
    if let Some(row) = lines.get(target_entry(command, height, at, lines.len())) {
        select_entry(model, Picker { row: *row, ..menu });
    }
}

/// Selects the first entry of the next part. A step back selects the first entry of this part, and
/// from there the first entry of the previous part.
fn go_to_part(model: &mut Model, menu: Picker, step: StepDirection) {
    let entries = picker_entries(model, menu.kind);
    let mut starts = (0..entries.len())
        .filter(|row| entries.get(*row).is_some_and(Entry::is_selectable))
        .filter(|row| *row == 0 || matches!(entries.get(*row - 1), Some(Entry::Head(_))));
    let row = match step {
        StepDirection::Forward => starts.find(|row| *row > menu.row),
        StepDirection::Back => starts.rfind(|row| *row < menu.row),
    };
    if let Some(row) = row {
        select_entry(model, Picker { row, ..menu });
    }
}

/// Toggles the selected choice of the filter, or shows or hides the selected room.
fn toggle_entry(model: &mut Model, menu: Picker) -> Option<Effect> {
    let entry = picker_entries(model, menu.kind).into_iter().nth(menu.row)?;
    match entry {
        Entry::Choice(offer) => {
            model.settings.filter.toggle_choice(offer.choice.clone());
            show_changed_filter(model);
            // Entries above may have disappeared: choices that matched no session.
            let entries = picker_entries(model, menu.kind);
            let same = entries.iter().position(
                |entry| matches!(entry, Entry::Choice(other) if other.choice == offer.choice),
            );
            select_entry(model, Picker { row: same.unwrap_or(menu.row), ..menu });
            None
        }
        Entry::Room { room, .. } => {
            let name = room_name(model, room)?;
            model.settings.arrangement.toggle_hidden(&name);
            Some(save_arrangement(model))
        }
        Entry::Head(_) | Entry::Session(_) => None,
    }
}

/// Removes all choices of the filter.
pub(super) fn clear_filter(model: &mut Model) {
    if model.settings.filter.is_empty() {
        return model.show_message("There is no filter.");
    }
    model.settings.filter = Default::default();
    show_changed_filter(model);
}

/// Moves the room of the selected entry one place up or down.
fn shift_entry(model: &mut Model, menu: Picker, step: StepDirection) -> Option<Effect> {
    let rooms = arranged_rooms(model);
    let row = step.position_beside(menu.row)?;
    let room = room_name(model, *rooms.get(menu.row)?)?;
    let to = room_name(model, *rooms.get(row)?)?;
    let effect = move_room(model, &room, &to);
    select_entry(model, Picker { row, ..menu });
    Some(effect)
}

/// Moves the selection of the open picker by one notch of the wheel.
pub(super) fn turn_picker_wheel(model: &mut Model, command: Command) {
    if let Focus::Picker(menu) = model.focus {
        move_selection(model, menu, command);
    }
}

/// Handles a click: a click on an entry selects and toggles the entry, and a click beside the
/// picker closes the picker.
pub(super) fn handle_picker_click(
    model: &mut Model,
    menu: Picker,
    x: u16,
    y: u16,
    double: bool,
) -> Option<Effect> {
    let entries = picker_entries(model, menu.kind);
    let area = picker_area(model, menu.kind, entries.len());
    if !area.contains(x, y) {
        model.set_focus(Focus::Main);
        return None;
    }
    let body = picker_body(model, area);
    let row = menu.first + usize::from(y.checked_sub(body.y)?);
    if y >= body.y + body.height || !entries.get(row).is_some_and(Entry::is_selectable) {
        return None;
    }
    let menu = Picker { row, ..menu };
    select_entry(model, menu);
    match menu.kind {
        PickerKind::Overlap { .. } if double => model.set_focus(Focus::Detail { full: true }),
        PickerKind::Overlap { .. } => {}
        PickerKind::Filter | PickerKind::Rooms => return toggle_entry(model, menu),
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::input::action::Action;
    use crate::tui::screenshot::after_keys;
    use crate::tui::update::apply_action;
    use crate::tui::update::tests::{CLOCK, after, options, parse_agenda, selected};

    fn columns(model: &Model) -> Vec<String> {
        let name = |column| match column {
            Column::Room(room) => model.agenda.rooms[room].name.to_string(),
            Column::Elsewhere => "Elsewhere".to_owned(),
        };
        model.derived.columns.iter().map(name).collect()
    }

    #[test]
    fn room_keys_hide_move_and_show_rooms() {
        let all = ["Lansdowne", "Pembroke Room", "Munster", "Ulster"];
        for (keys, expected) in [
            ("", &all[..]),
            ("jjjjx", &["Pembroke Room", "Munster", "Ulster"]),
            ("jjjj>", &["Pembroke Room", "Lansdowne", "Munster", "Ulster"]),
            ("jjjj>>", &["Pembroke Room", "Munster", "Lansdowne", "Ulster"]),
            ("jjjj>><lt>", &["Pembroke Room", "Lansdowne", "Munster", "Ulster"]),
            ("jjjj<lt>", &all),
            ("jjjjllx", &["Lansdowne", "Pembroke Room", "Munster"]),
            ("jjjjxxxx", &["Ulster", "Elsewhere"]),
            ("jjjjxRk<Space>", &all),
            ("jjjjRG<Space>k<Enter>", &["Lansdowne", "Pembroke Room"]),
            ("jjjjRG<lt><lt>", &["Lansdowne", "Ulster", "Pembroke Room", "Munster"]),
            ("R>>>>>><Esc>", &["Pembroke Room", "Munster", "Ulster", "Lansdowne"]),
        ] {
            assert_eq!(columns(&after(keys)), expected, "{keys}");
        }
    }

    #[test]
    fn cursor_stays_in_the_moved_room() {
        let model = after("jjjj>");
        assert_eq!((selected(&model).as_str(), model.place.cursor.column), ("Panel: What is S", 1));
    }

    #[test]
    fn hidden_room_has_no_shown_session() {
        let model = after("jjjjllx");
        assert!(model.place.selected.is_some_and(|session| model.is_shown(session)));
        let ulster = model.agenda.rooms.iter().position(|room| &*room.name == "Ulster").unwrap();
        for (ix, session) in model.agenda.sessions.iter().enumerate() {
            assert_eq!(model.is_shown(ix), session.rooms != [ulster], "{}", session.title);
        }
    }

    #[test]
    fn hiding_a_room_saves_the_arrangement() {
        let mut model = after("jjjj");
        let press =
            |model: &mut Model, command| apply_action(model, Action::Command(command), CLOCK);
        let Some(Effect::Arrange(arrangement)) = press(&mut model, Command::HideRoom) else {
            panic!("nothing is kept")
        };
        assert_eq!(
            arrangement.hidden.iter().map(|name| &**name).collect::<Vec<_>>(),
            ["Lansdowne"]
        );
        // And it is there again when the agenda is opened again.
        let mut again = options(model.agenda.clone(), "2016-01-01T00:00:00Z");
        again.arrangement = arrangement;
        assert_eq!(columns(&after_keys(again, (120, 36), "", CLOCK).unwrap()), columns(&model));
        assert_eq!(press(&mut model, Command::Filter), None, "the filter is for this time");
    }

    /// The number of visible sessions, and the selected session.
    fn filtered(keys: &str) -> (usize, String) {
        let model = after(keys);
        (
            (0..model.agenda.sessions.len()).filter(|ix| model.is_shown(*ix)).count(),
            selected(&model),
        )
    }

    #[test]
    fn filter_hides_all_other_sessions() {
        let all = after("").agenda.sessions.len();
        for (keys, shown, expected) in [
            ("F", all, "Morning Coffee &"),
            ("f<Space>", 0, "nothing (menu)"),
            ("f<Space><Space><Esc>", all, "Morning Coffee &"),
            ("f<Space><Esc>F", all, "Morning Coffee &"),
            ("j<Space>jf<Space><Esc>", 1, "Splicing SRE DNA"),
            ("j<Space>jf<Space><Esc>2", 1, "nothing"),
            ("j<Space>jf<Space><Esc>2F", all, "Morning Coffee &"),
            ("fl<Space>F", all, "Doorman: Global  (menu)"),
        ] {
            assert_eq!(filtered(keys), (shown, expected.to_owned()), "{keys}");
        }
        // The first kind after "only mine" is talks.
        let talks = filtered("fl<Space><Esc>");
        assert!(talks.0 < all && talks.1 == "Doorman: Global ", "{talks:?}");
    }

    #[test]
    fn search_counts_the_hits_hidden_by_the_filter() {
        let all = after("/linux");
        let workshops = after("fl<Down><Down><Down><Space><Esc>/linux");
        assert_eq!(workshops.settings.filter.describe_choices(), ["kind workshop"]);
        assert!(
            workshops.search.hits.len() < all.search.hits.len()
                && !workshops.search.hits.is_empty()
        );
        assert_eq!(
            workshops.search.hits.len() + workshops.search.hidden_hits,
            all.search.hits.len()
        );
        let cleared = after("fl<Down><Down><Down><Space><Esc>/linux<Enter>F");
        assert_eq!(
            (cleared.search.hits.len(), cleared.search.hidden_hits),
            (all.search.hits.len(), 0)
        );
        let first_remark = |model: &crate::tui::state::Model| match model.derived.rows.first() {
            Some(crate::tui::state::Row::Remark(text)) => text.clone(),
            _ => String::new(),
        };
        assert_eq!(
            first_remark(&workshops),
            "3 more hidden by the filter: Ctrl-X clears it",
            "above the hits, with a key that is one here"
        );
        let cleared = after("fl<Down><Down><Down><Space><Esc>/linux<C-x>");
        assert_eq!(
            (cleared.search.hits.len(), cleared.search.hidden_hits, first_remark(&cleared)),
            (all.search.hits.len(), 0, String::new())
        );
        assert_eq!(
            first_remark(&after("f<Space><Esc>/splicing")),
            "The filter hides the one hit: Ctrl-X clears it."
        );
    }

    #[test]
    fn going_to_a_hidden_session_shows_the_reason() {
        for (keys, expected) in [
            ("jjjjlx/abyss<Enter>", "The room of this session is hidden: R lists the rooms."),
            (
                "jjjj<Space>f<Space><Esc>/splicing<Enter>",
                "The filter hides the one hit: Ctrl-X clears it.",
            ),
            ("jjjj<Space>f<Space><Esc>/splicing<C-x><Enter>", ""),
            ("/splicing<Enter>f<Space><Esc>n", "The filter hides the one hit: F clears it."),
            ("jjjj<Space>fl<Space><Esc>pp", "The filter hides this session: F clears it."),
            (
                "fl<Down><Down><Down><Space><Esc>/linux<Enter>n",
                "hit 2 of 2 for linux, 3 more hidden by the filter",
            ),
        ] {
            let message = after(keys).message.map_or_else(String::new, |message| message.text);
            assert_eq!(message, expected, "{keys}");
        }
    }

    #[test]
    fn sessions_behind_a_tile_are_listed_in_a_picker() {
        let text: String = (0..9)
            .map(|n| {
                format!(
                    "[[session]]\ntitle='Poster {n}'\nstart=2025-03-01T10:00:00\n\
             minutes=60\nroom='Hall'\n"
                )
            })
            .collect();
        let text = format!(
            "[event]\nname='P'\n{text}[[session]]\ntitle='B'\nstart=2025-03-01T10:00:00\nroom='B'"
        );
        let agenda = parse_agenda(&text);
        let after = |keys: &str| {
            after_keys(options(agenda.clone(), "2016-01-01T00:00:00Z"), (80, 24), keys, CLOCK)
                .unwrap()
        };
        for (keys, expected) in [
            ("", "Poster 0"),
            ("<Enter>", "Poster 0 (details)"),
            ("ll<Enter>", "Poster 2 (menu)"),
            ("ll<Enter>jj", "Poster 4 (menu)"),
            ("ll<Enter>G<Enter>", "Poster 8 (details)"),
            ("ll<Enter>G<Enter><Esc>", "Poster 8"),
            ("ll<Enter>k<Esc>", "Poster 1"),
        ] {
            assert_eq!(selected(&after(keys)), expected, "{keys}");
        }
        assert_eq!(
            after("ll<Enter>jm").plan.current.active_marks().len(),
            1,
            "marks are made in the list too"
        );
        // A click on the count opens the list.
        let mut model = after("ll");
        let tile = model.derived.table.tile_of(model.place.selected.unwrap(), 0).unwrap().clone();
        let cells = crate::tui::layout::grid::tile_cells(&model, &tile).remove(0);
        assert_eq!(cells.behind, 6);
        let (x, y) = (cells.area.x + cells.area.width - 1, cells.area.y);
        apply_action(&mut model, Action::Click { x, y, double: false }, CLOCK);
        assert_eq!(selected(&model), "Poster 2 (menu)");
    }

    #[test]
    fn click_on_a_room_name_selects_in_the_room() {
        let mut model = after("jjjj");
        apply_action(&mut model, Action::Click { x: 50, y: 1, double: false }, CLOCK);
        assert_eq!((selected(&model).as_str(), model.place.cursor.column), ("Staring into the", 2));
    }

    #[test]
    fn click_toggles_an_entry_and_a_click_beside_closes() {
        let mut model = after("f");
        let click = |model: &mut Model, x, y| {
            apply_action(model, Action::Click { x, y, double: false }, CLOCK)
        };
        let area = picker_area(
            &model,
            PickerKind::Filter,
            picker_entries(&model, PickerKind::Filter).len(),
        );
        let body = picker_body(&model, area);
        click(&mut model, body.x + 5, body.y + 2);
        assert_eq!(
            model.settings.filter.describe_choices(),
            Vec::<String>::new(),
            "the heading of the kinds is no choice"
        );
        click(&mut model, body.x + 5, body.y + 3);
        assert_eq!(model.settings.filter.describe_choices().len(), 1);
        click(&mut model, 1, 5);
        assert_eq!(model.focus, Focus::Main);
    }
}
