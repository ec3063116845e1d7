//! The memory of the frame before.

use super::day_map::MapMemory;
use crate::tui::layout::card_memory::CardMemory;
use crate::tui::layout::painted_tiles::FrameChange;

/// The parts of the frame before that the next frame may have, too.
///
/// A memory belongs to the cells of one screen, which keep each frame until the next one.
#[derive(Debug, Default)]
pub(crate) struct FrameMemory {
    pub(super) cards: CardMemory,
    pub(super) map: MapMemory,
}

impl FrameMemory {
    /// Returns the relation of the last frame to the frame before.
    pub(crate) fn change(&self) -> &FrameChange {
        &self.cards.change
    }

    /// Forgets all that has colours: the theme is another one.
    pub(crate) fn forget_colors(&mut self) {
        self.cards.forget_painted();
        self.map = MapMemory::default();
    }
}
