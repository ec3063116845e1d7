//! The memory of the frame before.

use super::day_map::MapMemory;
use super::detail_memory::DetailMemory;
use crate::tui::layout::card_memory::CardMemory;
use crate::tui::layout::painted_tiles::FrameChange;

/// The parts of the frame before that the next frame may have, too.
///
/// A memory belongs to the cells of one screen, which keep each frame until the next one.
#[derive(Debug, Default)]
pub(crate) struct FrameMemory {
    pub(super) cards: CardMemory,
    pub(super) map: MapMemory,
    pub(super) details: DetailMemory,
}

impl FrameMemory {
    /// Returns the relation of the last frame to the frame before.
    pub(crate) fn change(&self) -> &FrameChange {
        &self.cards.change
    }

    /// With `stay`, the next frame keeps the details of the frame before, if they have the same
    /// place.
    pub(crate) fn let_details_stay(&mut self, stay: bool) {
        self.details.stay = stay;
    }

    /// Returns true if the last frame has kept the details of the frame before.
    pub(crate) fn have_details_stayed(&self) -> bool {
        self.details.have_stayed
    }

    /// Forgets the cells of the frame before: other things lie over its panes.
    pub(super) fn forget_painted(&mut self) {
        self.cards.forget_painted();
        self.details.forget();
    }

    /// Forgets all that has colours: the theme is another one.
    pub(crate) fn forget_colors(&mut self) {
        self.forget_painted();
        self.map = MapMemory::default();
    }
}
