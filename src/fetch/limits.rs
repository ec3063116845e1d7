//! The bounds of requests, and of the visit that one address of a person leads to.

use std::time::Duration;

/// The number of redirects from one address to its document.
pub(super) const REDIRECTS_MAX: usize = 5;
/// The number of requests of the search for a schedule, with redirects and second tries.
pub(super) const REQUESTS_MAX: usize = 8;
/// The number of further requests for the parts of a schedule: days of CFP.dev, at most seven, or
/// pages of a WordCamp with a hundred sessions each.
pub(super) const PARTS_MAX: usize = 16;
/// The size of all bodies of a visit, in bytes after decompression.
pub(super) const BYTES_MAX: usize = 64 << 20;
/// The time of a visit.
pub(super) const TIME_MAX: Duration = Duration::from_secs(60);
/// The time for the look-up of a host, and for the connection with the handshake of TLS.
pub(super) const CONNECT: Duration = Duration::from_secs(5);
/// The time without a byte after which a connection is given up.
pub(super) const STALL: Duration = Duration::from_secs(10);
/// The pause before a second try, if the server does not name one.
pub(super) const PAUSE: Duration = Duration::from_secs(1);
/// The longest pause that a person waits for without being asked.
pub(super) const PAUSE_MAX: Duration = Duration::from_secs(10);
