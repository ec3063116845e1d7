//! [`WatchedConnector`]: connections that note how they ended.
//!
//! The interfaces of connections in `ureq` may change with each of its minor versions.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use ureq::Error;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

/// The last link of a chain of connectors. The link notes that a connection was reset, or that an
/// encrypted connection ended without the goodbye of TLS.
///
/// A body without a length lasts until the connection ends, and is incomplete after such an end
/// (RFC 9112 8). `ureq` 3.5 takes such a body as whole.
#[derive(Debug)]
pub(super) struct WatchedConnector {
    /// True after such an end.
    pub(super) has_broken: Arc<AtomicBool>,
}

/// A connection of a [`WatchedConnector`].
#[derive(Debug)]
pub(super) struct WatchedConnection<T> {
    inner: T,
    has_broken: Arc<AtomicBool>,
}

impl<T: Transport> Connector<T> for WatchedConnector {
    type Out = WatchedConnection<T>;

    fn connect(
        &self,
        _: &ConnectionDetails<'_>,
        chained: Option<T>,
    ) -> Result<Option<WatchedConnection<T>>, Error> {
        let has_broken = self.has_broken.clone();
        Ok(chained.map(|inner| WatchedConnection { inner, has_broken }))
    }
}

impl<T: Transport> Transport for WatchedConnection<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.inner.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let result = self.inner.await_input(timeout);
        if matches!(result, Err(Error::Io(_))) {
            self.has_broken.store(true, Ordering::Relaxed);
        }
        result
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}
