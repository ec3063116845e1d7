//! [`Transport`]: one request and its reply, as values.

use super::address::Address;
use super::error::FetchFault;
use std::time::Duration;

/// The headers of an earlier reply that let a server answer "not modified" (RFC 9110 13.1), and a
/// checksum of its body, because some servers always answer with the whole body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Validators {
    /// The header `ETag`.
    pub(crate) etag: Option<String>,
    /// The header `Last-Modified`.
    pub(crate) last_modified: Option<String>,
    /// The [checksum](super::visit::checksum) of the body.
    pub(crate) checksum: Option<u64>,
}

impl Validators {
    /// Returns true if a request with these validators lets the server answer "not modified".
    pub(super) fn has_conditions(&self) -> bool {
        self.etag.is_some() || self.last_modified.is_some()
    }
}

/// A `GET` request for one address.
#[derive(Debug)]
#[cfg_attr(
    not(feature = "https"),
    expect(dead_code, reason = "only the feature `https` sends requests")
)]
pub(crate) struct HttpRequest<'a> {
    pub(crate) address: &'a Address,
    pub(crate) validators: &'a Validators,
    /// The time for the request with its reply.
    pub(crate) time_left: Duration,
    /// The size of the largest body, in bytes after decompression.
    pub(crate) bytes_left: usize,
}

/// A reply with the headers that matter here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct HttpReply {
    pub(crate) status: u16,
    pub(crate) location: Option<String>,
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
    /// The header `Date`: the clock of the server.
    pub(crate) date: Option<String>,
    pub(crate) retry_after: Option<String>,
    /// The body after decompression; empty if `status` is no success.
    pub(crate) body: Vec<u8>,
}

/// The network and the clock of one [`Visit`](super::Visit).
pub(crate) trait Transport {
    /// Sends a request and returns the whole reply. Redirects are not followed.
    ///
    /// # Errors
    /// Returns the fault if there is no complete reply in the bounds of the request.
    fn get(&mut self, request: &HttpRequest<'_>) -> Result<HttpReply, FetchFault>;

    /// Waits before a second try.
    fn pause(&mut self, time: Duration);

    /// Returns the time since the transport was made.
    fn elapsed(&self) -> Duration;

    /// Returns the number of bytes of all bodies since the transport was made, after decompression.
    /// The bodies of failed requests count.
    fn received(&self) -> usize;
}
