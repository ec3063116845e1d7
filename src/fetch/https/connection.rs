//! [`WatchedConnector`]: connections that note what becomes of a request.
//!
//! The interfaces of connections in `ureq` may change with each of its minor versions.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use ureq::Error;
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

/// The last link of a chain of connectors.
#[derive(Debug, Default, Clone)]
pub(super) struct WatchedConnector {
    notes: Arc<ConnectionNotes>,
}

/// What connections note for the [`Network`](super::Network). Its requests follow each other.
#[derive(Debug, Default)]
struct ConnectionNotes {
    has_broken: AtomicBool,
    is_unanswered: AtomicBool,
}

/// A connection of a [`WatchedConnector`].
#[derive(Debug)]
pub(super) struct WatchedConnection<T> {
    inner: T,
    /// True after the first byte of the server: a later request uses the connection again.
    has_answered: bool,
    notes: Arc<ConnectionNotes>,
}

impl WatchedConnector {
    /// Forgets the notes about earlier requests.
    pub(super) fn begin_request(&self) {
        self.notes.is_unanswered.store(false, Ordering::Relaxed);
    }

    /// Returns true if the request went out on a connection of an earlier request, and no byte of
    /// an answer has come back. A server may close a connection without requests at any time, also
    /// while the next request is on its way. Such a request is to be sent again (RFC 9112 9.3.1).
    pub(super) fn is_unanswered(&self) -> bool {
        self.notes.is_unanswered.load(Ordering::Relaxed)
    }

    /// Forgets how earlier connections ended.
    pub(super) fn begin_body(&self) {
        self.notes.has_broken.store(false, Ordering::Relaxed);
    }

    /// Returns true if a connection was reset, or if an encrypted connection ended without the
    /// goodbye of TLS. A body without a length lasts until the connection ends, and is incomplete
    /// after such an end (RFC 9112 8). `ureq` 3.5 takes such a body as whole.
    pub(super) fn has_broken(&self) -> bool {
        self.notes.has_broken.load(Ordering::Relaxed)
    }
}

impl<T: Transport> Connector<T> for WatchedConnector {
    type Out = WatchedConnection<T>;

    fn connect(
        &self,
        _: &ConnectionDetails<'_>,
        chained: Option<T>,
    ) -> Result<Option<WatchedConnection<T>>, Error> {
        let notes = self.notes.clone();
        Ok(chained.map(|inner| WatchedConnection { inner, has_answered: false, notes }))
    }
}

impl<T: Transport> Transport for WatchedConnection<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.notes.is_unanswered.store(self.has_answered, Ordering::Relaxed);
        self.inner.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let result = self.inner.await_input(timeout);
        match result {
            Ok(true) => {
                self.has_answered = true;
                self.notes.is_unanswered.store(false, Ordering::Relaxed);
            }
            Err(Error::Io(_)) => self.notes.has_broken.store(true, Ordering::Relaxed),
            _ => {}
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
