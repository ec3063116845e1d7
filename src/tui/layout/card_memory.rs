//! The cards of the last frame. A key that moves the selection draws the other cards again as they
//! are.

use super::area::Area;
use super::grid::{TileCells, VisibleGrid};
use super::tile_drawing::TileBody;
use crate::agenda::SessionIx;
use crate::timetable::Tile;
use crate::tui::state::Model;
use foldhash::HashMap;
use std::ops::Range;
use std::rc::Rc;

/// The cards of the last frame, without the selected one.
#[derive(Debug, Default)]
pub(crate) struct CardMemory {
    facts: Option<CardFacts>,
    cards: HashMap<CardPlace, Rc<TileBody>>,
}

/// The session of a card, the first of its columns, and its cells.
type CardPlace = (SessionIx, usize, TileCells);

/// All that decides the text and the colours of cards, besides their cells and the selection.
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
        let place = (tile.session, tile.columns.start, cells);
        Rc::clone(self.cards.entry(place).or_insert_with(|| Rc::new(draw())))
    }
}
