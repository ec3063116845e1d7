//! [`Network`]: connections with `ureq` and `rustls`.
//!
//! This file alone names the provider of cryptography. `ring` needs a C compiler and nothing else:
//! `aws-lc-rs`, the provider that `rustls` takes by itself, needs `cmake` on some systems and takes
//! longer to build. Certificates are checked against the store of the system, as `curl` does: the
//! certificates of a company are there, and hallway has no list of its own that grows old.

use super::address::Address;
use super::error::FetchFault;
use super::limits::{CONNECT, STALL};
use super::transport::{HttpReply, HttpRequest, Transport};
use std::io::{self, Read};
use std::sync::Arc;
use std::time::{Duration, Instant};
use ureq::http::{HeaderMap, Response};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body, Error, Timeout};

/// The name and the version of the program: servers learn nothing else about it.
const USER_AGENT: &str = concat!("hallway/", env!("CARGO_PKG_VERSION"));
/// The number of bytes of one read.
const CHUNK: usize = 64 << 10;

/// The network of this machine. Proxies are those of `$ALL_PROXY`, `$HTTPS_PROXY`, `$HTTP_PROXY`
/// and `$NO_PROXY`.
#[derive(Debug)]
pub(crate) struct Network {
    agent: Agent,
    start: Instant,
}

impl Network {
    /// Returns the network. The certificates of the system are read at the first encrypted
    /// connection.
    pub(crate) fn new() -> Network {
        let tls = TlsConfig::builder()
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .root_certs(RootCerts::PlatformVerifier)
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .user_agent(USER_AGENT)
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_resolve(Some(CONNECT))
            .timeout_connect(Some(CONNECT))
            .timeout_per_read(Some(STALL))
            .timeout_per_write(Some(STALL))
            .build();
        Network { agent: Agent::new_with_config(config), start: Instant::now() }
    }

    fn send(&self, request: &HttpRequest<'_>) -> Result<Response<Body>, Error> {
        let mut builder = self.agent.get(request.address.to_string());
        let known = request.validators;
        let conditions =
            [("If-None-Match", &known.etag), ("If-Modified-Since", &known.last_modified)];
        for (name, value) in conditions {
            if let Some(value) = value {
                builder = builder.header(name, value);
            }
        }
        builder.config().timeout_global(Some(request.time_left)).build().call()
    }
}

impl Transport for Network {
    fn get(&mut self, request: &HttpRequest<'_>) -> Result<HttpReply, FetchFault> {
        let address = request.address;
        let response = self.send(request).map_err(|error| describe_error(error, address))?;
        let (parts, mut body) = response.into_parts();
        let status = parts.status.as_u16();
        let body = match status {
            200..=299 => read_body(body.as_reader(), request.bytes_left)
                .map_err(|error| describe_read_error(error, address))?
                .ok_or(FetchFault::TooBig)?,
            _ => Vec::new(),
        };
        Ok(HttpReply {
            status,
            location: read_header(&parts.headers, "location"),
            etag: read_header(&parts.headers, "etag"),
            last_modified: read_header(&parts.headers, "last-modified"),
            date: read_header(&parts.headers, "date"),
            retry_after: read_header(&parts.headers, "retry-after"),
            body,
        })
    }

    fn pause(&mut self, time: Duration) {
        std::thread::sleep(time);
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }
}

fn read_header(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.as_bytes();
    Some(String::from_utf8_lossy(value).trim().to_owned()).filter(|value| !value.is_empty())
}

/// Reads a body, or returns `None` if the body has more than `bytes_max` bytes. The bytes count
/// after decompression: a small reply may become a huge one.
fn read_body(reader: impl Read, bytes_max: usize) -> io::Result<Option<Vec<u8>>> {
    let mut body = Vec::new();
    let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1);
    let mut reader = io::BufReader::with_capacity(CHUNK, reader.take(limit));
    reader.read_to_end(&mut body)?;
    Ok(Some(body).filter(|body| body.len() <= bytes_max))
}

fn describe_read_error(error: io::Error, address: &Address) -> FetchFault {
    match Error::from(error) {
        Error::Io(error) if error.kind() != io::ErrorKind::TimedOut => FetchFault::Cut,
        error => describe_error(error, address),
    }
}

fn describe_error(error: Error, address: &Address) -> FetchFault {
    match error {
        Error::Timeout(timeout) => describe_timeout(timeout),
        Error::HostNotFound => FetchFault::NoHost,
        Error::Io(error) => describe_io_error(&error, address),
        Error::Rustls(error) => describe_tls_error(&error),
        Error::Decompress(..) => FetchFault::Damaged,
        Error::ConnectProxyFailed(reason) => FetchFault::Proxy(reason),
        Error::InvalidProxyUrl => FetchFault::Proxy("its address is none".to_owned()),
        Error::Tls(reason) => FetchFault::Encryption(reason.to_owned()),
        error => FetchFault::Protocol(error.to_string()),
    }
}

fn describe_timeout(timeout: Timeout) -> FetchFault {
    match timeout {
        Timeout::PerRead | Timeout::PerWrite => FetchFault::Stalled,
        Timeout::Resolve | Timeout::Connect => FetchFault::NoConnection,
        _ => FetchFault::Overtime,
    }
}

fn describe_io_error(error: &io::Error, address: &Address) -> FetchFault {
    use io::ErrorKind::{
        BrokenPipe, ConnectionAborted, ConnectionRefused, ConnectionReset, TimedOut, UnexpectedEof,
    };
    // `rustls` wraps its errors during the handshake.
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    if let Some(error) = inner {
        return describe_tls_error(error);
    }
    match error.kind() {
        ConnectionRefused => FetchFault::Refused,
        BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof => FetchFault::Cut,
        TimedOut => FetchFault::Stalled,
        _ if address.host().starts_with(|c: char| c == '[' || c.is_ascii_digit()) => {
            FetchFault::Unreachable(error.to_string())
        }
        // The resolver of the system has its own words for a host without a number.
        _ if error.raw_os_error().is_none() => FetchFault::NoHost,
        _ => FetchFault::Unreachable(error.to_string()),
    }
}

fn describe_tls_error(error: &rustls::Error) -> FetchFault {
    use rustls::CertificateError::{
        Expired, ExpiredContext, NotValidForName, NotValidForNameContext, NotValidYet,
        NotValidYetContext, UnknownIssuer,
    };
    match error {
        rustls::Error::InvalidCertificate(reason) => FetchFault::Certificate(match reason {
            Expired | ExpiredContext { .. } => "it has expired".to_owned(),
            NotValidYet | NotValidYetContext { .. } => "it is not valid yet".to_owned(),
            NotValidForName | NotValidForNameContext { .. } => {
                "it is the certificate of another host".to_owned()
            }
            UnknownIssuer => "this system does not know who issued it".to_owned(),
            // `rustls` has no words for people about the other reasons.
            _ => "its signature or its chain is not valid".to_owned(),
        }),
        rustls::Error::General(reason) if reason.contains("CA certificates") => {
            FetchFault::Encryption("this system has no list of certificates".to_owned())
        }
        error => FetchFault::Encryption(error.to_string()),
    }
}
