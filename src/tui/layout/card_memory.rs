//! The cards of the last frame of a timetable. After a key that moves the selection, marks a
//! session or closes another screen, most cards are as they were, and most cells, too.

use super::area::Area;
use super::grid::{TileCells, VisibleGrid};
use super::painted_tiles::{FrameChange, PaintedTiles, Repaint};
use super::screen;
use super::tile_drawing::{TileBody, TileDrawing};
use crate::agenda::{Level, SessionIx};
use crate::plan::Overlap;
use crate::timetable::Tile;
use crate::tui::state::{Focus, Model, Screen};
use foldhash::HashMap;
use std::hash::{Hash, Hasher};
use std::mem::{Discriminant, discriminant};
use std::ops::Range;
use std::rc::Rc;

/// The cards of the last timetable, and the tiles of the frame before.
#[derive(Debug, Default)]
pub(crate) struct CardMemory {
    facts: Option<CardFacts>,
    cards: HashMap<CardKey, Rc<TileBody>>,
    /// The tiles of the frame before. `None`: the frame had no timetable, or a list lay over it.
    painted: Option<PaintedTiles>,
    /// The contents of the last frame.
    contents: Option<FrameContents>,
    /// The relation of the last frame to the frame before.
    pub(crate) change: FrameChange,
}

/// The contents of a frame. If two frames have the same contents, one may be the other scrolled up
/// or down.
#[derive(Debug, PartialEq, Eq)]
struct FrameContents {
    screen: Discriminant<Screen>,
    focus: Discriminant<Focus>,
    is_list: bool,
    day: usize,
    columns: Range<usize>,
    /// The number of the layout.
    layout: u64,
    /// The number of the search.
    search: u64,
}

impl FrameContents {
    fn new(model: &Model) -> FrameContents {
        FrameContents {
            screen: discriminant(&model.screen),
            focus: discriminant(&model.focus),
            is_list: screen::is_list(model),
            day: model.place.day,
            columns: screen::columns_shown(model),
            layout: model.derived.layouts,
            search: model.search.searches,
        }
    }
}

/// All that decides the text and the colours of one card.
#[derive(Debug, PartialEq, Eq)]
struct CardKey {
    tile: Tile,
    cells: TileCells,
    plan: PlanFacts,
    is_selected: bool,
}

impl Hash for CardKey {
    /// Hashes the session and the place: few cards have the same ones, and other facts take longer
    /// to hash than to compare.
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.tile.session, self.cells.area.x, self.cells.area.y).hash(state);
    }
}

/// The facts of the plan about a session.
#[derive(Debug, PartialEq, Eq)]
struct PlanFacts {
    level: Option<Level>,
    is_saving: bool,
    is_skipped: bool,
    is_changed: bool,
    /// The longest overlap with an attended session, also of a session that is over: its signs name
    /// the overlap.
    overlap: Option<Overlap>,
}

impl PlanFacts {
    fn new(model: &Model, session: SessionIx) -> PlanFacts {
        PlanFacts {
            level: model.level_of(session),
            is_saving: model.is_saving(session),
            is_skipped: model.plan.schedule.is_skipped(session),
            is_changed: model.plan.changed.contains(&session),
            overlap: model.plan.schedule.longest_overlap(&model.agenda, session),
        }
    }
}

/// All that decides the text and the colours of all cards.
#[derive(Debug, PartialEq, Eq)]
struct CardFacts {
    revision: u64,
    /// The number of the layout.
    layout: u64,
    /// The number of the search whose hits are shown. `None`: no hits are shown.
    search: Option<u64>,
    top: i32,
    area: Area,
    columns: Range<usize>,
    named_minutes: Vec<Option<i32>>,
}

impl CardMemory {
    /// Forgets the cards if they may look different in `grid`.
    pub(super) fn prepare(&mut self, model: &Model, grid: &VisibleGrid<'_>) {
        let facts = CardFacts {
            revision: model.revision,
            layout: model.derived.layouts,
            search: (!model.search.query.is_empty()).then_some(model.search.searches),
            top: model.place.top,
            area: grid.area,
            columns: grid.columns.clone(),
            named_minutes: grid.named_minutes.clone(),
        };
        if self.facts.as_ref() != Some(&facts) {
            self.cards.clear();
            self.painted = None;
            self.facts = Some(facts);
        }
    }

    /// Returns the grid of the frame before, if the frame had a timetable.
    pub(crate) fn painted_grid(&self) -> Option<Area> {
        self.painted.as_ref().and(self.facts.as_ref()).map(|facts| facts.area)
    }

    /// Forgets the tiles of the frame before: other things are drawn into their cells.
    pub(crate) fn forget_painted(&mut self) {
        self.painted = None;
        self.change.kept = Area::default();
    }

    /// Begins a frame.
    pub(crate) fn begin_frame(&mut self, model: &Model) {
        let contents = FrameContents::new(model);
        let is_other = self.contents.as_ref() != Some(&contents);
        self.change = FrameChange { is_other, ..FrameChange::default() };
        self.contents = Some(contents);
    }

    /// Returns the part of a timetable with `drawings` that differs from the frame before, and
    /// `row`. Returns `None` if everything has to be painted.
    pub(crate) fn repaint(
        &mut self,
        drawings: &[TileDrawing],
        has_focus: bool,
        row: Option<Area>,
    ) -> Option<Repaint> {
        let before = self.painted.replace(PaintedTiles::new(drawings, has_focus));
        let repaint = before?.repaint(drawings, has_focus, row)?;
        self.change.kept = self.facts.as_ref().map(|facts| facts.area).unwrap_or_default();
        self.change.drawn.clone_from(&repaint.areas);
        Some(repaint)
    }

    /// Returns the card of a tile in `cells`: the one of an earlier frame, else the one that `draw`
    /// returns.
    pub(super) fn card(
        &mut self,
        model: &Model,
        tile: &Tile,
        cells: TileCells,
        draw: impl FnOnce() -> TileBody,
    ) -> Rc<TileBody> {
        let key = CardKey {
            tile: tile.clone(),
            cells,
            plan: PlanFacts::new(model, tile.session),
            is_selected: model.place.selected == Some(tile.session),
        };
        Rc::clone(self.cards.entry(key).or_insert_with(|| Rc::new(draw())))
    }
}
