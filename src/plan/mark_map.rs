//! The marks of a plan, by id.

use super::mark::Mark;
use crate::agenda::Clean;
use std::sync::Arc;

/// Marks by id, each id once. Schedules and copies of the plan share the marks. A sorted list takes
/// a fifth of the memory of a map with its own ids.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct MarkMap(Vec<Arc<Mark>>);

impl MarkMap {
    /// Returns the marks by id.
    pub(super) fn values(&self) -> impl Iterator<Item = &Arc<Mark>> {
        self.0.iter()
    }

    pub(super) fn get(&self, id: &Clean) -> Option<&Arc<Mark>> {
        self.0.get(self.position_of(id).ok()?)
    }

    /// Stores a mark under its id.
    pub(super) fn insert(&mut self, mark: Arc<Mark>) {
        // The marks of a file come in their order.
        if self.0.last().is_none_or(|last| last.id() < mark.id()) {
            return self.0.push(mark);
        }
        match self.position_of(mark.id()) {
            Ok(at) => self.0[at] = mark,
            Err(at) => self.0.insert(at, mark),
        }
    }

    /// Takes over every newer mark and every newer note. Returns true if there was one.
    pub(super) fn merge_newer(&mut self, others: &MarkMap) -> bool {
        let mut is_merged = false;
        let mut unknown: Vec<Arc<Mark>> = Vec::new();
        for other in &others.0 {
            match self.position_of(other.id()) {
                Err(_) => unknown.push(Arc::clone(other)),
                Ok(at) => {
                    if let Some(merged) = self.0[at].merged_with(other) {
                        self.0[at] = Arc::new(merged);
                        is_merged = true;
                    }
                }
            }
        }
        is_merged |= !unknown.is_empty();
        self.0.append(&mut unknown);
        self.0.sort_by(|a, b| a.id().cmp(b.id()));
        is_merged
    }

    /// Returns the position of the mark with this id, or as an error the position at which the mark
    /// would stand.
    fn position_of(&self, id: &Clean) -> Result<usize, usize> {
        self.0.binary_search_by(|mark| mark.id().cmp(id))
    }
}
