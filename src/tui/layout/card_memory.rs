//! The cards of the last frame. After a key that moves the selection or marks a session, most cards
//! are as they were.

use super::area::Area;
use super::clashes::longest_overlap;
use super::grid::{TileCells, VisibleGrid};
use super::tile_drawing::TileBody;
use crate::agenda::{Level, SessionIx};
use crate::plan::Overlap;
use crate::timetable::Tile;
use crate::tui::state::Model;
use foldhash::HashMap;
use std::ops::Range;
use std::rc::Rc;

/// The cards of the last frame, without the selected one.
#[derive(Debug, Default)]
pub(crate) struct CardMemory {
    facts: Option<CardFacts>,
    cards: HashMap<CardKey, Rc<TileBody>>,
}

/// All that decides the text and the colours of one card.
#[derive(Debug, PartialEq, Eq, Hash)]
struct CardKey {
    tile: Tile,
    cells: TileCells,
    plan: PlanFacts,
}

/// The facts of the plan about a session.
#[derive(Debug, PartialEq, Eq, Hash)]
struct PlanFacts {
    level: Option<Level>,
    is_saving: bool,
    is_skipped: bool,
    is_changed: bool,
    overlap: Option<Overlap>,
}

impl PlanFacts {
    fn new(model: &Model, session: SessionIx) -> PlanFacts {
        PlanFacts {
            level: model.level_of(session),
            is_saving: model.is_saving(session),
            is_skipped: model.plan.schedule.is_skipped(session),
            is_changed: model.plan.changed.contains(&session),
            overlap: longest_overlap(model, session),
        }
    }
}

/// All that decides the text and the colours of all cards.
#[derive(Debug, PartialEq, Eq)]
struct CardFacts {
    revision: u64,
    day: usize,
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
            day: model.place.day,
            top: model.place.top,
            area: grid.area,
            columns: grid.columns.clone(),
            named_minutes: grid.named_minutes.clone(),
        };
        if self.facts.as_ref() != Some(&facts) {
            self.cards.clear();
            self.facts = Some(facts);
        }
    }

    /// Returns the card of a tile in `cells`: the one of the last frame, else the one that `draw`
    /// returns. The card of the selected session is drawn anew.
    pub(super) fn card(
        &mut self,
        model: &Model,
        tile: &Tile,
        cells: TileCells,
        draw: impl FnOnce() -> TileBody,
    ) -> Rc<TileBody> {
        if model.place.selected == Some(tile.session) {
            return Rc::new(draw());
        }
        let plan = PlanFacts::new(model, tile.session);
        let key = CardKey { tile: tile.clone(), cells, plan };
        Rc::clone(self.cards.entry(key).or_insert_with(|| Rc::new(draw())))
    }
}
