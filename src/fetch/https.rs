//! [`Network`]: connections with `ureq` and `rustls`.
//!
//! This file alone names the provider of cryptography. `ring` needs a C compiler and nothing else:
//! `aws-lc-rs`, the provider that `rustls` takes by itself, needs `cmake` on some systems and takes
//! longer to build. Certificates are checked against the store of the system, as `curl` does: the
//! certificates of a company are there, and hallway has no list of its own that grows old.

mod connection;
mod faults;
mod proxies;

use super::error::FetchFault;
use super::limits::{CONNECT, STALL};
use super::progress::Progress;
use super::transport::{HttpReply, HttpRequest, Transport};
use connection::WatchedConnector;
use faults::{blame_proxy, describe_error, describe_read_error};
use flate2::bufread::MultiGzDecoder;
use proxies::Proxies;
use std::io::{self, BufReader, Read};
use std::sync::Arc;
use std::time::{Duration, Instant};
use ureq::http::{HeaderMap, Response};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::{Connector, DefaultConnector};
use ureq::{Agent, Body, Error, Proxy};

/// The name and the version of the program: servers learn nothing else about it.
const USER_AGENT: &str = concat!("hallway/", env!("CARGO_PKG_VERSION"));
/// The number of bytes of one read.
const CHUNK: usize = 64 << 10;
/// The usual size of a schedule, in sizes of the schedule in `gzip`.
const GZIP_RATIO: usize = 5;
/// The size of the largest buffer that is made before the first byte of a body.
const EXPECTED_MAX: usize = 8 << 20;
/// The time after which a connection without requests is not used again.
const IDLE: Duration = Duration::from_secs(15);

/// The network of this machine.
#[derive(Debug)]
pub(crate) struct Network {
    agent: Agent,
    watch: WatchedConnector,
    proxies: Proxies,
    progress: Progress,
    start: Instant,
    /// The number of bytes of all bodies after decompression.
    received: usize,
}

impl Network {
    /// Returns the network. The certificates of the system are read at the first encrypted
    /// connection.
    pub(crate) fn new(progress: &Progress, variable: fn(&str) -> Option<String>) -> Network {
        let tls = TlsConfig::builder()
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .root_certs(RootCerts::PlatformVerifier)
            .build();
        let config = Agent::config_builder()
            .tls_config(tls)
            .user_agent(USER_AGENT)
            .accept_encoding("gzip")
            .http_status_as_error(false)
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_resolve(Some(CONNECT))
            .timeout_connect(Some(CONNECT))
            .timeout_per_read(Some(STALL))
            .timeout_per_write(Some(STALL))
            .build();
        let watch = WatchedConnector::default();
        let connector = Connector::<()>::chain(DefaultConnector::new(), watch.clone());
        let agent = Agent::with_parts(config, connector, DefaultResolver::default());
        let (proxies, progress) = (Proxies::read(variable), progress.clone());
        Network { agent, watch, proxies, progress, start: Instant::now(), received: 0 }
    }

    /// Sends a request. If the server closes a connection of an earlier request in place of an
    /// answer, the request is sent again at once on a new connection.
    fn send(
        &self,
        request: &HttpRequest<'_>,
        proxy: Option<&Proxy>,
    ) -> Result<Response<Body>, Error> {
        let start = Instant::now();
        self.watch.begin_request();
        let result = self.send_once(request, proxy, request.time_left, IDLE);
        if !(matches!(result, Err(Error::Io(_))) && self.watch.is_unanswered()) {
            return result;
        }
        let time_left = request.time_left.saturating_sub(start.elapsed());
        self.send_once(request, proxy, time_left, Duration::ZERO)
    }

    /// Sends a request on a connection that was without requests for less than `idle`, or on a new
    /// one.
    fn send_once(
        &self,
        request: &HttpRequest<'_>,
        proxy: Option<&Proxy>,
        time_left: Duration,
        idle: Duration,
    ) -> Result<Response<Body>, Error> {
        let mut builder = self.agent.get(request.address.to_string());
        let known = request.validators;
        let conditions =
            [("If-None-Match", &known.etag), ("If-Modified-Since", &known.last_modified)];
        for (name, value) in conditions {
            if let Some(value) = value {
                builder = builder.header(name, value);
            }
        }
        let config = builder.config().proxy(proxy.cloned());
        config.timeout_global(Some(time_left)).max_idle_age(idle).build().call()
    }

    /// Reads a body, and decompresses the body if its headers say so. The bytes that are left for
    /// the request count after decompression: a small reply may become a huge one.
    fn read_body(
        &mut self,
        headers: &HeaderMap,
        body: Body,
        request: &HttpRequest<'_>,
    ) -> Result<Vec<u8>, FetchFault> {
        self.watch.begin_body();
        let limit = u64::try_from(request.bytes_left).unwrap_or(u64::MAX).saturating_add(1);
        let length = read_header(headers, "content-length");
        let length: Option<usize> = length.and_then(|length| length.parse().ok());
        self.progress.begin_body(length);
        let progress = &self.progress;
        let encoded = EncodedBody { reader: body.into_reader(), progress, error: None };
        let mut encoded = BufReader::with_capacity(CHUNK, encoded);
        let encoding = read_header(headers, "content-encoding").unwrap_or_default();
        let is_gzip = ["gzip", "x-gzip"].iter().any(|name| encoding.eq_ignore_ascii_case(name));
        let ratio = if is_gzip { GZIP_RATIO } else { 1 };
        let expected = length.unwrap_or(0).saturating_mul(ratio).min(EXPECTED_MAX);
        let mut bytes = Vec::with_capacity(expected);
        let result = match is_gzip {
            true => MultiGzDecoder::new(&mut encoded).take(limit).read_to_end(&mut bytes),
            false => (&mut encoded).take(limit).read_to_end(&mut bytes),
        };
        let error = encoded.into_inner().error;
        self.received += bytes.len();
        if let Some(error) = error {
            return Err(describe_read_error(error, request.address));
        }
        // A body in `gzip` has its own length and checksum.
        let is_cut = !is_gzip && self.watch.has_broken();
        match result {
            Err(_) => Err(FetchFault::Damaged),
            Ok(_) if bytes.len() > request.bytes_left => Err(FetchFault::TooBig),
            Ok(_) if is_cut => Err(FetchFault::Cut),
            Ok(_) => Ok(bytes),
        }
    }
}

impl Transport for Network {
    fn get(&mut self, request: &HttpRequest<'_>) -> Result<HttpReply, FetchFault> {
        let address = request.address;
        self.progress.begin_body(None);
        let proxy = self.proxies.choose(address)?;
        let response = self.send(request, proxy.as_ref()).map_err(|error| {
            let fault = describe_error(error, address);
            match &proxy {
                Some(proxy) if !proxy.resolve_target() => blame_proxy(fault, proxy, address),
                _ => fault,
            }
        })?;
        let (parts, body) = response.into_parts();
        let status = parts.status.as_u16();
        let body = match status {
            200..=299 => self.read_body(&parts.headers, body, request)?,
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

    fn received(&self) -> usize {
        self.received
    }
}

fn read_header(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.as_bytes();
    Some(String::from_utf8_lossy(value).trim().to_owned()).filter(|value| !value.is_empty())
}

/// The bytes of a body before decompression.
struct EncodedBody<'p, R> {
    reader: R,
    progress: &'p Progress,
    /// The error of the connection, which a decoder may hide.
    error: Option<io::Error>,
}

impl<R: Read> Read for EncodedBody<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reader.read(buffer).inspect(|count| self.progress.add_bytes(*count)).map_err(|error| {
            self.error = Some(error);
            io::ErrorKind::ConnectionAborted.into()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::address::Address;
    use crate::fetch::transport::Validators;
    use std::io::Write;
    use std::net::{SocketAddr, TcpListener};
    use std::thread;
    use ureq::config::Config;
    use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
    use ureq::unversioned::transport::NextTimeout;

    /// A resolver that finds these addresses for each host.
    #[derive(Debug)]
    struct FixedAddresses(Vec<SocketAddr>);

    impl Resolver for FixedAddresses {
        fn resolve(
            &self,
            _: &ureq::http::Uri,
            _: &Config,
            _: NextTimeout,
        ) -> Result<ResolvedSocketAddrs, Error> {
            let mut found = self.empty();
            self.0.iter().for_each(|address| found.push(*address));
            Ok(found)
        }
    }

    /// Starts a server for one connection: sends a head, and then a byte every 20 milliseconds.
    fn start_slow_server(bytes: usize) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n").unwrap();
            for _ in 0..bytes {
                thread::sleep(Duration::from_millis(20));
                if stream.write_all(b"x").is_err() {
                    return;
                }
            }
            // The request is read to its end: a system resets a connection with bytes to read.
            stream.shutdown(std::net::Shutdown::Write).unwrap();
            let _ = io::copy(&mut stream, &mut io::sink());
        });
        address
    }

    fn get(network: &mut Network, address: &str, milliseconds: u64) -> Result<usize, FetchFault> {
        let (address, validators) = (Address::parse(address).unwrap(), Validators::default());
        let time_left = Duration::from_millis(milliseconds);
        let request =
            HttpRequest { address: &address, validators: &validators, time_left, bytes_left: 1000 };
        network.get(&request).map(|reply| reply.body.len())
    }

    #[test]
    fn steady_bytes_are_read_up_to_the_time_of_the_request() {
        for (bytes, milliseconds, result) in
            [(20, 20_000, Ok(20)), (500, 500, Err(FetchFault::Overtime))]
        {
            let address = format!("http://{}/", start_slow_server(bytes));
            let mut network = Network::new(&Progress::default(), |_| None);
            assert_eq!(get(&mut network, &address, milliseconds), result);
            assert!(network.elapsed() < Duration::from_secs(5), "{:?}", network.elapsed());
        }
    }

    #[test]
    fn host_with_a_dead_address_is_reached_by_its_next_address() {
        let alive = start_slow_server(1);
        // Addresses of 100::/64 lead nowhere (RFC 6666). Nobody listens at port 9.
        let dead = ["[100::1]:80", "[::1]:9", "127.0.0.1:9"].map(|text| text.parse().unwrap());
        let addresses = FixedAddresses([&dead[..], &[alive]].concat());
        let mut network = Network::new(&Progress::default(), |_| None);
        network.agent =
            Agent::with_parts(network.agent.config().clone(), DefaultConnector::new(), addresses);
        assert_eq!(get(&mut network, "http://a.example/", 20_000), Ok(1));
        assert!(network.elapsed() < CONNECT, "{:?}", network.elapsed());
    }
}
