//! The division of the screen, in cells.
//!
//! ```text
//!   header   SREcon16 Europe  ‹1 Mon 11›  2 Tue 12                      09:12 IST
//!   main             │ Lansdowne │ Ulster  ║ detail
//!            heads   │           │         ║
//!            gutter  │ grid      │         ║
//!   footer   ←→ room  ↑↓ time  ␣ attend  ? help
//! ```

use crate::tui::state::{DetailPane, DetailPlace};
use std::ops::Range;

/// A rectangle of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct Area {
    pub(crate) x: u16,
    pub(crate) y: u16,
    pub(crate) width: u16,
    pub(crate) height: u16,
}

/// The parts of the screen. A part without room is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Panes {
    pub(crate) header: Area,
    /// The line that names the filter. Empty without a filter.
    pub(crate) filter: Area,
    pub(crate) main: Area,
    pub(crate) detail: Area,
    /// `true`: `detail` is beside `main`; `false`: below.
    pub(crate) beside: bool,
    pub(crate) footer: Area,
}

/// The width of the time gutter at the left of the grid, in cells.
pub(crate) const GUTTER: u16 = 7;
/// The least width of a column, in cells.
pub(crate) const COLUMN_MIN: u16 = 16;
/// The least width of a column, in cells, if less than half of the columns fit: 15 cells of text
/// beside edge, margins and gap.
const COLUMN_OF_MANY: u16 = 19;
/// The least width of a lane, in cells. Sessions that overlap in a room have a lane each.
pub(crate) const LANE_MIN: u16 = 12;
/// The least width of a screen with the details beside the main pane, in cells, and the least
/// height of a screen with the details below.
const BESIDE_FROM: u16 = 100;
/// The least width of a screen with the details beside a part of the columns, in cells. A narrower
/// screen has more columns instead.
const BESIDE_PART_FROM: u16 = 120;
const BELOW_FROM: u16 = 40;
/// The least width of details beside the main pane, in cells, and the least height of details
/// below.
const DETAIL_MIN: (u16, u16) = (24, 5);
/// The cells beside the text of the details.
const MARGIN_CELLS: u16 = 3;
/// The cells by which a key widens the details.
const STEP_CELLS: i16 = 8;
/// The least width and height of a main pane with a timetable, in cells.
const GRID_MIN: (u16, u16) = (56, 10);

impl Area {
    pub(crate) fn is_empty(self) -> bool {
        self.width == 0 || self.height == 0
    }

    pub(crate) fn contains(self, x: u16, y: u16) -> bool {
        (self.x..self.x.saturating_add(self.width)).contains(&x)
            && (self.y..self.y.saturating_add(self.height)).contains(&y)
    }

    /// Returns true if a cell is in both areas.
    pub(crate) fn overlaps(self, other: Area) -> bool {
        let meet = |start: u16, length: u16, other: u16, other_length: u16| {
            start < other.saturating_add(other_length) && other < start.saturating_add(length)
        };
        meet(self.x, self.width, other.x, other.width)
            && meet(self.y, self.height, other.y, other.height)
    }

    /// Returns the area without this many cells on each side.
    pub(crate) fn inner(self, left: u16, top: u16, right: u16, bottom: u16) -> Area {
        Area {
            x: self.x + left.min(self.width),
            y: self.y + top.min(self.height),
            width: self.width.saturating_sub(left.saturating_add(right)),
            height: self.height.saturating_sub(top.saturating_add(bottom)),
        }
    }

    /// Returns one row of the area, counted from the top. A row below the area is empty.
    pub(crate) fn row(self, row: u16) -> Area {
        Area { y: self.y.saturating_add(row), height: u16::from(row < self.height), ..self }
    }
}

impl Panes {
    /// Returns the panes with the main pane over the detail pane.
    pub(crate) fn joined(self) -> Panes {
        let (width, height) =
            if self.beside { (self.detail.width, 0) } else { (0, self.detail.height) };
        let main =
            Area { width: self.main.width + width, height: self.main.height + height, ..self.main };
        Panes { main, detail: Area::default(), beside: false, ..self }
    }
}

/// The facts that decide the place and the size of the details.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct DetailNeed {
    pub(crate) pane: DetailPane,
    /// The letters of the details of most sessions.
    pub(crate) letters: usize,
    /// The number of columns of the timetable.
    pub(crate) columns: usize,
    /// The main pane is the timetable of a day.
    pub(crate) is_timetable: bool,
}

/// The least and the most usual width of details beside the main pane, in cells.
const USUAL_CELLS: (u16, u16) = (36, 56);

impl DetailNeed {
    /// Returns the place of the details on a screen, or `None` without details.
    fn place(self, width: u16, height: u16) -> Option<DetailPlace> {
        let usual = match () {
            () if width >= BESIDE_FROM => Some(DetailPlace::Beside),
            () if height >= BELOW_FROM => Some(DetailPlace::Below),
            () => None,
        };
        let has_room = |place: &DetailPlace| match place {
            DetailPlace::Beside => width >= DETAIL_MIN.0 * 2,
            DetailPlace::Below => height >= DETAIL_MIN.1 * 3,
        };
        let wanted = self.pane.place.or(usual);
        let others = [DetailPlace::Below, DetailPlace::Beside];
        match self.pane.is_shown {
            Some(true) => wanted.into_iter().chain(others).find(has_room),
            Some(false) => None,
            None if self.pane.place.is_none() && self.gives_way(width) => {
                Some(DetailPlace::Below).filter(|_| height >= BELOW_FROM)
            }
            None => usual.and(wanted).filter(has_room),
        }
    }

    /// Returns true if a timetable takes the cells of the details: a narrow screen would have room
    /// for a part of the columns only.
    fn gives_way(self, width: u16) -> bool {
        (BESIDE_FROM..BESIDE_PART_FROM).contains(&width)
            && self.is_timetable
            && self.width_beside_all(width).is_none()
    }

    /// Returns the usual width of details if all columns fit beside them, in cells, or the width
    /// that all columns of a timetable leave. Returns `None` if that is too little.
    fn width_beside_all(self, width: u16) -> Option<u16> {
        const NARROW_CELLS: u16 = 28;
        let usual = (width * 30 / 100).clamp(USUAL_CELLS.0, USUAL_CELLS.1);
        let columns = u16::try_from(self.columns).unwrap_or(u16::MAX).saturating_mul(COLUMN_MIN);
        let left = width.saturating_sub(columns.saturating_add(GUTTER));
        let least = if self.is_timetable { NARROW_CELLS } else { usual };
        (left >= least).then_some(usual.min(left))
    }

    /// Returns the width of details beside the main pane, in cells. If the timetable has not all
    /// columns on the screen, the details have a fifth of the width, and no more than most of them
    /// need.
    fn width(self, width: u16, height: u16) -> u16 {
        let lines = usize::from(height) * 2 / 3;
        let enough = u16::try_from(self.letters / (lines + 1) + 1).unwrap_or(u16::MAX);
        let part = (width / 5).clamp(USUAL_CELLS.0, USUAL_CELLS.1);
        let enough = enough.saturating_add(MARGIN_CELLS).clamp(USUAL_CELLS.0, part);
        let needed = self.width_beside_all(width).unwrap_or(enough);
        let most = width.saturating_sub(DETAIL_MIN.0).max(DETAIL_MIN.0);
        needed.saturating_add_signed(self.pane.wider * STEP_CELLS).clamp(DETAIL_MIN.0, most)
    }

    /// Returns the height of details below the main pane, in rows, in a body of `height` rows.
    fn height(self, height: u16) -> u16 {
        const STEP_ROWS: i16 = 2;
        let most = height.saturating_sub(DETAIL_MIN.1).max(DETAIL_MIN.1);
        let usual = height * 2 / 5;
        usual.saturating_add_signed(self.pane.wider * STEP_ROWS).clamp(DETAIL_MIN.1, most)
    }
}

/// Divides a screen of `width` columns and `height` rows.
pub(crate) fn divide(width: u16, height: u16, filtered: bool, need: DetailNeed) -> Panes {
    let screen = Area { x: 0, y: 0, width, height };
    let (top, bottom) = (u16::from(height >= 4), u16::from(height >= 6));
    let filter = u16::from(filtered && height >= 5);
    let body = screen.inner(0, top + filter, 0, bottom);
    let mut panes = Panes {
        header: Area { height: top, ..screen },
        filter: Area { y: top, height: filter, ..screen },
        main: body,
        detail: Area::default(),
        beside: false,
        footer: Area { y: height - bottom, height: bottom, ..screen },
    };
    match need.place(width, height) {
        Some(DetailPlace::Beside) => {
            let detail = need.width(width, body.height).min(width);
            panes.main.width = width - detail;
            panes.detail = Area { x: width - detail, width: detail, ..body };
            panes.beside = true;
        }
        Some(DetailPlace::Below) => {
            let detail = need.height(body.height).min(body.height);
            panes.main.height = body.height - detail;
            panes.detail = Area { y: body.y + panes.main.height, height: detail, ..body };
        }
        None => {}
    }
    panes
}

/// Returns true if a main pane is too small for a timetable.
pub(crate) fn wants_list(main: Area) -> bool {
    main.width < GRID_MIN.0 || main.height < GRID_MIN.1
}

/// Returns the area of the tiles: the main pane without the gutter and the rows of the heads.
pub(crate) fn grid(main: Area, heads: u16) -> Area {
    main.inner(GUTTER, heads, 0, 0)
}

/// Returns the number of columns to the right of the visible columns: ` 9 ›`, or an empty text.
pub(crate) fn hidden_columns_label(shown: &Range<usize>, columns: usize) -> String {
    match columns.saturating_sub(shown.end) {
        0 => String::new(),
        hidden => format!(" {hidden} ›"),
    }
}

/// Returns the number of days of my schedule that a width has room for, at least one.
pub(crate) fn days_that_fit(width: u16) -> usize {
    const DAY_MIN: u16 = 34;
    usize::from(width / DAY_MIN).max(1)
}

/// Returns the number of columns that a grid shows.
pub(crate) fn columns_shown(grid: Area, columns: usize) -> usize {
    let most = usize::from(grid.width / COLUMN_MIN).max(1);
    if columns > 2 * most {
        // A screen shows a part of many rooms in any case. Wide columns are easier to read.
        usize::from(grid.width / COLUMN_OF_MANY).max(1)
    } else {
        columns.clamp(1, most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panes_of_any_size_fill_the_screen() {
        for width in 0..260 {
            for height in 0..90 {
                let panes = divide(width, height, width % 2 == 0, DetailNeed::default());
                let cells = [panes.header, panes.filter, panes.main, panes.detail, panes.footer]
                    .map(|area| u32::from(area.width) * u32::from(area.height));
                assert_eq!(
                    cells.iter().sum::<u32>(),
                    u32::from(width) * u32::from(height),
                    "{width}x{height}"
                );
                let grid = grid(panes.main, 1);
                assert!(grid.x <= width && grid.y <= height);
                assert!(columns_shown(grid, 99) >= 1);
            }
        }
    }

    /// The panes of a screen, with the usual place of the details.
    fn usual_panes(width: u16, height: u16) -> Panes {
        divide(width, height, false, DetailNeed::default())
    }

    #[test]
    fn usual_sizes_get_details_and_columns() {
        assert_eq!(usual_panes(80, 24).main, Area { x: 0, y: 1, width: 80, height: 22 });
        assert_eq!(usual_panes(80, 24).detail, Area::default());
        assert!(usual_panes(120, 36).beside);
        let shown = |width, columns| columns_shown(grid(usual_panes(width, 36).main, 1), columns);
        assert_eq!(
            [shown(120, 4), shown(80, 4), shown(80, 8), shown(80, 9), shown(250, 92)],
            [4, 4, 4, 3, 9]
        );
        assert!(!usual_panes(80, 60).beside && !usual_panes(80, 60).detail.is_empty());
        assert!(wants_list(usual_panes(40, 10).main) && !wants_list(usual_panes(80, 24).main));
    }

    #[test]
    fn details_take_no_more_than_they_need_from_hidden_columns() {
        let width = |letters, columns| {
            let need = DetailNeed { letters, columns, is_timetable: true, ..DetailNeed::default() };
            divide(200, 50, false, need).detail.width
        };
        // Thirty columns do not fit beside narrow details, ten do, four fit beside the usual ones.
        assert_eq!([width(600, 30), width(1300, 30), width(3000, 30)], [36, 40, 40]);
        assert_eq!([width(600, 10), width(3000, 10)], [33, 33]);
        assert_eq!([width(600, 4), width(3000, 4)], [56, 56]);
    }

    #[test]
    fn details_of_a_narrow_screen_give_way_to_columns_that_do_not_fit() {
        let detail = |size: (u16, u16), columns, pane| {
            let need = DetailNeed { pane, columns, is_timetable: true, ..DetailNeed::default() };
            let panes = divide(size.0, size.1, false, need);
            let shown = columns_shown(grid(panes.main, 1), columns);
            (panes.detail.width, panes.detail.height, shown)
        };
        let usual = DetailPane::default();
        let shown = DetailPane { is_shown: Some(true), ..usual };
        for (size, columns, pane, expected) in [
            ((100, 30), 3, usual, (36, 28, 3)),
            // Four columns leave 29 cells.
            ((100, 30), 4, usual, (29, 28, 4)),
            ((100, 30), 5, usual, (0, 0, 5)),
            ((100, 30), 29, usual, (0, 0, 4)),
            ((119, 30), 29, usual, (0, 0, 5)),
            ((120, 30), 29, usual, (36, 28, 4)),
            ((100, 30), 29, shown, (36, 28, 3)),
            // Below is room.
            ((100, 50), 29, usual, (100, 19, 4)),
        ] {
            assert_eq!(detail(size, columns, pane), expected, "{size:?} {columns}");
        }
    }

    #[test]
    fn details_are_hidden_widened_and_put_below() {
        use DetailPlace::{Below, Beside};
        let detail = |size: (u16, u16), is_shown, place, wider| {
            let pane = DetailPane { is_shown, place, wider };
            let need = DetailNeed { pane, ..DetailNeed::default() };
            let detail = divide(size.0, size.1, false, need).detail;
            (detail.width, detail.height)
        };
        let (wide, small) = ((120, 36), (80, 24));
        for (size, is_shown, place, wider, expected) in [
            (wide, None, None, 0, (36, 34)),
            (wide, Some(false), None, 0, (0, 0)),
            (wide, None, None, 2, (52, 34)),
            (wide, None, None, -9, (24, 34)),
            (wide, None, None, 99, (96, 34)),
            (wide, None, Some(Below), 0, (120, 13)),
            (wide, None, Some(Below), 2, (120, 17)),
            (wide, None, Some(Below), -9, (120, 5)),
            (small, None, None, 1, (0, 0)),
            (small, Some(true), None, 0, (80, 8)),
            (small, Some(true), Some(Beside), 0, (36, 22)),
            ((20, 5), Some(true), None, 0, (0, 0)),
            // Where the wanted place has no room, the other place has.
            ((26, 27), Some(true), Some(Beside), 0, (26, 10)),
            ((60, 10), Some(true), Some(Below), 0, (36, 8)),
        ] {
            assert_eq!(detail(size, is_shown, place, wider), expected, "{size:?} {place:?}");
        }
    }
}
