//! [`Progress`]: the size of the body that is on its way.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// The size of the body that is on its way, before decompression. A clone shows the same body to
/// another thread.
#[derive(Debug, Clone, Default)]
pub(crate) struct Progress(Arc<BodySize>);

#[derive(Debug, Default)]
struct BodySize {
    received: AtomicUsize,
    /// 0 if the server does not say the length.
    length: AtomicUsize,
}

#[cfg_attr(
    not(feature = "https"),
    expect(dead_code, reason = "only the feature `https` receives bytes")
)]
impl Progress {
    /// Begins a body with a length in bytes, or with an unknown length.
    pub(super) fn begin_body(&self, length: Option<usize>) {
        self.0.received.store(0, Ordering::Relaxed);
        self.0.length.store(length.unwrap_or(0), Ordering::Relaxed);
    }

    pub(super) fn add_bytes(&self, count: usize) {
        self.0.received.fetch_add(count, Ordering::Relaxed);
    }
}

impl Progress {
    /// Returns the number of bytes that have come.
    pub(crate) fn received(&self) -> usize {
        self.0.received.load(Ordering::Relaxed)
    }

    /// Returns the length of the body in bytes, or `None` if the server does not say the length.
    pub(crate) fn length(&self) -> Option<usize> {
        Some(self.0.length.load(Ordering::Relaxed)).filter(|length| *length > 0)
    }
}
