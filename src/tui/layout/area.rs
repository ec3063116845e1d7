//! How the screen is divided, in cells. Update and view ask the same function.
//!
//! ```text
//!   header   SREcon16 Europe  ‹1 Mon 11›  2 Tue 12                      09:12 IST
//!   main             │ Lansdowne │ Ulster  ║ detail
//!            heads   │           │         ║
//!            gutter  │ grid      │         ║
//!   footer   ←→ room  ↑↓ time  ␣ attend  ? help
//! ```

/// A rectangle of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Area {
    pub(crate) x: u16,
    pub(crate) y: u16,
    pub(crate) width: u16,
    pub(crate) height: u16,
}

/// The parts of the screen; what has no room is empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Panes {
    pub(crate) header: Area,
    /// What the filter is, while there is one.
    pub(crate) filter: Area,
    pub(crate) main: Area,
    pub(crate) detail: Area,
    /// The detail pane is beside the main one, not below it.
    pub(crate) beside: bool,
    pub(crate) footer: Area,
}

/// Cells of the time gutter, left of the grid.
pub(crate) const GUTTER: u16 = 7;
/// The least cells of a column.
pub(crate) const COLUMN_MIN: u16 = 16;
/// The least cells of a column where there are many more of them than fit anyway.
const COLUMN_OF_MANY: u16 = 20;
/// The least cells of a lane, where sessions overlap in one room.
pub(crate) const LANE_MIN: u16 = 12;
/// From this width on, the detail pane stands beside the main one; from this height on, below it.
const BESIDE_FROM: u16 = 100;
const BELOW_FROM: u16 = 40;
/// A main pane smaller than this shows the list.
const GRID_MIN: (u16, u16) = (56, 10);

impl Area {
    pub(crate) fn is_empty(self) -> bool {
        self.width == 0 || self.height == 0
    }

    pub(crate) fn contains(self, x: u16, y: u16) -> bool {
        (self.x..self.x.saturating_add(self.width)).contains(&x)
            && (self.y..self.y.saturating_add(self.height)).contains(&y)
    }

    /// The area without this many cells on each side.
    pub(crate) fn inner(self, left: u16, top: u16, right: u16, bottom: u16) -> Area {
        Area {
            x: self.x + left.min(self.width),
            y: self.y + top.min(self.height),
            width: self.width.saturating_sub(left.saturating_add(right)),
            height: self.height.saturating_sub(top.saturating_add(bottom)),
        }
    }

    /// One row of it, counted from its top.
    pub(crate) fn row(self, row: u16) -> Area {
        Area { y: self.y.saturating_add(row), height: u16::from(row < self.height), ..self }
    }
}

impl Panes {
    /// The same with nothing beside nor below the main pane.
    pub(crate) fn joined(self) -> Panes {
        let (width, height) =
            if self.beside { (self.detail.width, 0) } else { (0, self.detail.height) };
        let main =
            Area { width: self.main.width + width, height: self.main.height + height, ..self.main };
        Panes { main, detail: Area::default(), beside: false, ..self }
    }
}

/// Divides a screen of that size.
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
        let detail = (width * 33 / 100).clamp(36, 72);
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

/// Whether a main pane of that size is too small for a timetable.
pub(crate) fn wants_list(main: Area) -> bool {
    main.width < GRID_MIN.0 || main.height < GRID_MIN.1
}

/// Where the tiles are: the main pane without the gutter and the heads of the columns.
pub(crate) fn grid(main: Area) -> Area {
    main.inner(GUTTER, 1, 0, 0)
}

/// What is said at the right of the heads of columns of how many are beyond those shown; nothing
/// where none is.
pub(crate) fn beyond(shown: &std::ops::Range<usize>, columns: usize) -> String {
    match columns.saturating_sub(shown.end) {
        0 => String::new(),
        beyond => format!(" {beyond} ›"),
    }
}

/// How many columns of a timetable fit into a grid.
pub(crate) fn columns_shown(grid: Area, columns: usize) -> usize {
    let fitting = |cells: u16| usize::from(grid.width / cells).max(1);
    let most = fitting(COLUMN_MIN);
    // Of many rooms one sees a part in any case: then rather one that can be read.
    if columns > 2 * most { fitting(COLUMN_OF_MANY) } else { columns.clamp(1, most) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_fill_the_screen_at_any_size() {
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
    fn usual_sizes_get_what_suits_them() {
        assert_eq!(divide(80, 24, false).main, Area { x: 0, y: 1, width: 80, height: 22 });
        assert_eq!(divide(80, 24, false).detail, Area::default());
        assert!(divide(120, 36, false).beside);
        let shown = |width, columns| columns_shown(grid(divide(width, 36, false).main), columns);
        assert_eq!(
            [shown(120, 4), shown(80, 4), shown(80, 8), shown(80, 9), shown(250, 92)],
            [4, 4, 4, 3, 8]
        );
        assert!(!divide(80, 60, false).beside && !divide(80, 60, false).detail.is_empty());
        assert!(wants_list(divide(40, 10, false).main) && !wants_list(divide(80, 24, false).main));
    }
}
