//! The names of the columns above the timetable.

use super::brush::Brush;
use crate::text;
use crate::timetable::{Column, split_width};
use crate::tui::layout::area::{self, Area, GUTTER};
use crate::tui::layout::screen;
use crate::tui::state::Model;
use crate::tui::theme::{Role, sign};

/// Draws the names of the rooms, with the room of the cursor selected, and the numbers of hidden
/// columns on both sides.
pub(super) fn draw_heads(model: &Model, brush: &mut Brush, row: Area, grid: Area) {
    let shown = screen::columns_shown(model);
    let names = column_names(model);
    let hidden = area::hidden_columns_label(&shown, names.len());
    let width = brush.right(row, Role::Key, &hidden).width.saturating_sub(GUTTER);
    let free = Area { x: grid.x, width, ..row };
    for (cells, column) in split_width(shown.len(), grid.width).into_iter().zip(shown.clone()) {
        let area = free.inner(cells.start, 0, 0, 0);
        let width = area.width.min((cells.end - cells.start).saturating_sub(1));
        let area = Area { width, ..area };
        let name = fit_name(&names, column, usize::from(area.width.saturating_sub(2)));
        let is_chosen = column == model.place.cursor.column;
        let role = if is_chosen { Role::ChosenColumn } else { Role::Column };
        let width = usize::from(area.width);
        brush.text(area, role, &format!("{:width$}", format!("  {name}")));
    }
    if shown.start > 0 {
        brush.text(row, Role::Key, &format!(" {} {}", sign::LEFT, shown.start));
    }
}

/// Returns the names of all columns from left to right.
fn column_names(model: &Model) -> Vec<&str> {
    let columns = model.derived.columns.iter();
    let elsewhere = if columns.len() == 1 { "No room" } else { "Elsewhere" };
    columns
        .map(|column| match column {
            Column::Room(room) => model.derived.room_heads.get(room).map_or("", String::as_str),
            Column::Elsewhere => elsewhere,
        })
        .collect()
}

/// Returns the name of a column in at most `cells` cells. A name that looks like another one when
/// its end is cut loses the first words that both share instead.
fn fit_name(names: &[&str], column: usize, cells: usize) -> String {
    let name = names.get(column).copied().unwrap_or_default();
    let fitted = text::fit(name, cells);
    if fitted == name {
        return fitted;
    }
    let beginning = fitted.trim_end_matches('…');
    let others = names.iter().filter(|other| **other != name && other.starts_with(beginning));
    let alike = others.filter(|other| text::fit(other, cells) == fitted);
    match alike.map(|other| shared_words(name, other)).max().unwrap_or_default() {
        0 => fitted,
        shared => text::fit(&format!("…{}", &name[shared..]), cells),
    }
}

/// Returns the number of bytes of the whole words, with the spaces behind them, at the beginning of
/// both names.
fn shared_words(name: &str, other: &str) -> usize {
    let letters = name.char_indices().zip(other.chars());
    let same = letters.take_while(|((_, letter), same)| letter == same);
    let spaces = same.filter(|((_, letter), _)| letter.is_whitespace());
    spaces.last().map_or(0, |((at, space), _)| at + space.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_alike_when_cut_lose_the_words_they_share() {
        for (names, cells, expected) in [
            (
                &["Hall 1 | Gouda Bar", "Hall 1 | Tram Stop", "Hall 1 | Tram Museum", "Pub"][..],
                9,
                &["…Gouda B…", "…Stop", "…Museum", "Pub"][..],
            ),
            // The cut ends differ, or only one name is cut.
            (&["Room A of the castle", "Room B of the castle"], 8, &["Room A…", "Room B…"]),
            (&["Hall 7 (Track 1)", "Hall 7"], 8, &["Hall 7…", "Hall 7"]),
            // The names share no whole word.
            (&["Sportplatz-Nord", "Sportplatz-Süd"], 8, &["Sportpl…", "Sportpl…"]),
            // One name begins the other one.
            (&["Grand Ballroom", "Grand Ballroom East"], 9, &["…Ballroom", "…Ballroo…"]),
            (&["Hall A", "Hall B"], 0, &["", ""]),
        ] {
            let fitted: Vec<String> =
                (0..names.len()).map(|column| fit_name(names, column, cells)).collect();
            assert_eq!(fitted, expected, "{names:?} in {cells} cells");
        }
    }
}
