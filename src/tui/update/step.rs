//! A step in a sequence.

/// The direction of a step in a sequence: rooms, hits, entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum StepDirection {
    Back,
    Forward,
}

impl StepDirection {
    /// Returns the position beside `at`, or `None` before the first.
    pub(super) fn position_beside(self, at: usize) -> Option<usize> {
        match self {
            StepDirection::Back => at.checked_sub(1),
            StepDirection::Forward => Some(at + 1),
        }
    }

    /// Returns the position beside `at` in a circle of `count` positions. `count` is at least 1.
    pub(super) fn around(self, at: usize, count: usize) -> usize {
        match self {
            StepDirection::Back => (at + count - 1) % count,
            StepDirection::Forward => (at + 1) % count,
        }
    }
}
