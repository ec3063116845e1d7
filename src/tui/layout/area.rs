//! The division of the screen, in cells.
//!
//! ```text
//!   header   SREcon16 Europe  ‹1 Mon 11›  2 Tue 12                      09:12 IST
//!   main             │ Lansdowne │ Ulster  ║ detail
//!            heads   │           │         ║
//!            gutter  │ grid      │         ║
//!   footer   ←→ room  ↑↓ time  ␣ attend  ? help
//! ```

use std::ops::Range;

/// A rectangle of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
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
/// The least width of a column, in cells, if less than half of the columns fit.
const COLUMN_OF_MANY: u16 = 20;
/// The least width of a lane, in cells. Sessions that overlap in a room have a lane each.
pub(crate) const LANE_MIN: u16 = 12;
/// The least width of a screen with the details beside the main pane, in cells, and the least
/// height of a screen with the details below.
const BESIDE_FROM: u16 = 100;
const BELOW_FROM: u16 = 40;
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

/// Divides a screen of `width` columns and `height` rows.
pub(crate) fn divide(width: u16, height: u16, filtered: bool) -> Panes {
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
    if width >= BESIDE_FROM {
        let detail = (width * 30 / 100).clamp(36, 56);
        panes.main.width = width - detail;
        panes.detail = Area { x: width - detail, width: detail, ..body };
        panes.beside = true;
    } else if height >= BELOW_FROM {
        let detail = body.height * 2 / 5;
        panes.main.height = body.height - detail;
        panes.detail = Area { y: body.y + panes.main.height, height: detail, ..body };
    }
    panes
}

/// Returns true if a main pane is too small for a timetable.
pub(crate) fn wants_list(main: Area) -> bool {
    main.width < GRID_MIN.0 || main.height < GRID_MIN.1
}

/// Returns the area of the tiles: the main pane without the gutter and the heads of the columns.
pub(crate) fn grid(main: Area) -> Area {
    main.inner(GUTTER, 1, 0, 0)
}

/// Returns the number of columns to the right of the visible columns: ` 9 ›`, or an empty text.
pub(crate) fn hidden_columns_label(shown: &Range<usize>, columns: usize) -> String {
    match columns.saturating_sub(shown.end) {
        0 => String::new(),
        hidden => format!(" {hidden} ›"),
    }
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
                let panes = divide(width, height, width % 2 == 0);
                let cells = [panes.header, panes.filter, panes.main, panes.detail, panes.footer]
                    .map(|area| u32::from(area.width) * u32::from(area.height));
                assert_eq!(
                    cells.iter().sum::<u32>(),
                    u32::from(width) * u32::from(height),
                    "{width}x{height}"
                );
                let grid = grid(panes.main);
                assert!(grid.x <= width && grid.y <= height);
                assert!(columns_shown(grid, 99) >= 1);
            }
        }
    }

    #[test]
    fn usual_sizes_get_details_and_columns() {
        assert_eq!(divide(80, 24, false).main, Area { x: 0, y: 1, width: 80, height: 22 });
        assert_eq!(divide(80, 24, false).detail, Area::default());
        assert!(divide(120, 36, false).beside);
        let shown = |width, columns| columns_shown(grid(divide(width, 36, false).main), columns);
        assert_eq!(
            [shown(120, 4), shown(80, 4), shown(80, 8), shown(80, 9), shown(250, 92)],
            [4, 4, 4, 3, 9]
        );
        assert!(!divide(80, 60, false).beside && !divide(80, 60, false).detail.is_empty());
        assert!(wants_list(divide(40, 10, false).main) && !wants_list(divide(80, 24, false).main));
    }
}
