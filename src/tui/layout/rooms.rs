//! The names of the rooms above the columns, and their order.

use crate::agenda::RoomIx;
use crate::text;
use crate::timetable::{Column, Columns};
use crate::tui::state::Model;

/// Returns the names of all columns from left to right.
pub(crate) fn column_names(model: &Model) -> Vec<&str> {
    let columns = model.derived.columns.iter();
    let elsewhere = if columns.len() == 1 { "No room" } else { "Elsewhere" };
    columns
        .map(|column| match column {
            Column::Room(room) => model.derived.room_heads.get(room).map_or("", String::as_str),
            Column::Mine => "Mine",
            Column::Elsewhere => elsewhere,
        })
        .collect()
}

/// Returns the rooms that can have a column, hidden rooms too, in the order of the columns.
pub(crate) fn arranged_rooms(model: &Model) -> Vec<RoomIx> {
    Columns::arrange_rooms(&model.agenda, &model.derived.room_order.with_all_shown(), |_| true)
}

/// Returns the name of a column in at most `cells` cells. A name without room loses the part in
/// parentheses at its end, if no other name begins like the rest. A name that looks like another
/// one when its end is cut loses the first words that both share instead.
pub(crate) fn fit_name(names: &[&str], column: usize, cells: usize) -> String {
    let name = names.get(column).copied().unwrap_or_default();
    let fitted = text::fit(name, cells);
    if fitted == name {
        return fitted;
    }
    let mut others = names.iter().filter(|other| **other != name);
    if let Some((short, _)) = name.strip_suffix(')').and_then(|name| name.split_once(" ("))
        && text::width(short) <= cells
        && !short.is_empty()
        && !others.any(|other| other.starts_with(short))
    {
        return short.to_owned();
    }
    let beginning = fitted.trim_end_matches('…');
    let others = names.iter().filter(|other| **other != name && other.starts_with(beginning));
    let alike = others.filter(|other| text::fit(other, cells) == fitted);
    match alike.map(|other| shared_words(name, other)).max().unwrap_or_default() {
        0 => fitted,
        shared => text::fit(&format!("…{}", &name[shared..]), cells),
    }
}

/// Returns the number of bytes of the whole words, with the spaces or the colons behind them, at
/// the beginning of both names.
fn shared_words(name: &str, other: &str) -> usize {
    let letters = name.char_indices().zip(other.chars());
    let same = letters.take_while(|((_, letter), same)| letter == same);
    let spaces = same.filter(|((_, letter), _)| letter.is_whitespace() || *letter == ':');
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
            (&["Assembly:About:future", "Assembly:Backspace"], 7, &["…About…", "…Backs…"]),
            // The cut ends differ, or only one name is cut.
            (&["Room A of the castle", "Room B of the castle"], 8, &["Room A…", "Room B…"]),
            (&["Hall 7 (Track 1)", "Hall 7"], 8, &["Hall 7…", "Hall 7"]),
            // The end in parentheses is a second name.
            (&["H.1301 (Cornil)", "H.1302 (Depage)"], 12, &["H.1301", "H.1302"]),
            (&["H.1301 (Cornil)", "H.1302 (Depage)"], 4, &["H.1…", "H.1…"]),
            (&["Hall (north)", "Hall (south)"], 10, &["Hall (nor…", "Hall (sou…"]),
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
