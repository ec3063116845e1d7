//! A server on the loopback that answers well or badly.

use flate2::{Compression, write::GzEncoder};
use rustls::{ServerConfig, ServerConnection, StreamOwned};
use std::collections::HashMap;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// One thing that the server does with a connection. At the end the server closes the connection.
#[derive(Clone)]
pub(crate) enum Step {
    Send(Arc<[u8]>),
    /// Sends the bytes one by one, each after a pause.
    Drip(Vec<u8>, Duration),
    /// Sends the bytes again and again until the client hangs up.
    Repeat(Vec<u8>),
    /// Sends nothing until the client hangs up.
    Stall,
    /// Reads the next request of the connection.
    Await,
    /// Reads the first byte of the next request. A system resets a connection that is closed with
    /// bytes to read.
    AwaitByte,
}

/// The start of each connection to the server.
#[derive(Clone)]
pub(crate) enum Opening {
    /// The server expects a request.
    Plain,
    /// The server expects a handshake of TLS, and then a request.
    Encrypted(Arc<ServerConfig>),
    /// The server closes the connection after the first bytes of the client.
    Cut,
    /// The server answers without a length, and resets the connection before the end.
    Reset,
    /// The server sends nothing until the client hangs up.
    Silent,
}

/// A connection, encrypted or not.
trait Stream: Read + Write {}

impl<S: Read + Write> Stream for S {}

/// The path whose answer makes a server a proxy.
const TUNNEL: &str = "CONNECT";

/// The answers of the server: the steps for each path.
type Routes = HashMap<String, Vec<Step>>;

/// A server with a thread for each connection. Unknown paths are not found.
pub(crate) struct Server {
    address: SocketAddr,
    scheme: &'static str,
    shared: Arc<Shared>,
}

/// The parts of a [`Server`] that its threads use.
struct Shared {
    opening: Mutex<Opening>,
    routes: Mutex<Routes>,
    requests: Mutex<Vec<String>>,
    connections: AtomicUsize,
}

impl Server {
    pub(crate) fn start() -> Server {
        Server::listen(TcpListener::bind("127.0.0.1:0").unwrap())
    }

    /// Starts a proxy that answers for every host. The path of an answer begins with its host.
    pub(crate) fn start_proxy() -> Server {
        let proxy = Server::start();
        proxy.route(TUNNEL, []);
        proxy
    }

    /// Starts a server whose addresses begin with `https`.
    pub(crate) fn start_encrypted(config: Arc<ServerConfig>) -> Server {
        let server = Server::start();
        server.set_opening(Opening::Encrypted(config));
        Server { scheme: "https", ..server }
    }

    pub(crate) fn listen(listener: TcpListener) -> Server {
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared {
            opening: Mutex::new(Opening::Plain),
            routes: Mutex::default(),
            requests: Mutex::default(),
            connections: AtomicUsize::new(0),
        });
        let server = Server { address, scheme: "http", shared: shared.clone() };
        thread::spawn(move || {
            for stream in listener.incoming() {
                let shared = shared.clone();
                thread::spawn(move || shared.accept(stream.unwrap()));
            }
        });
        server
    }

    /// Sets the start of the next connections.
    pub(crate) fn set_opening(&self, opening: Opening) {
        *self.shared.opening.lock().unwrap() = opening;
    }

    /// Sets the answer for a path.
    pub(crate) fn route(&self, path: &str, steps: impl IntoIterator<Item = Step>) {
        let steps = steps.into_iter().collect();
        self.shared.routes.lock().unwrap().insert(path.to_owned(), steps);
    }

    /// Returns the address of a path.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("{}://{}{path}", self.scheme, self.address)
    }

    /// Returns the heads of the requests since the last call.
    pub(crate) fn take_requests(&self) -> Vec<String> {
        std::mem::take(&mut self.shared.requests.lock().unwrap())
    }

    /// Returns the number of connections since the last call.
    pub(crate) fn take_connections(&self) -> usize {
        self.shared.connections.swap(0, Ordering::Relaxed)
    }
}

impl Shared {
    fn accept(&self, mut stream: TcpStream) {
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        self.connections.fetch_add(1, Ordering::Relaxed);
        let opening = self.opening.lock().unwrap().clone();
        // The client may hang up at any time.
        let _ = match opening {
            Opening::Plain => self.answer(&mut stream),
            Opening::Encrypted(config) => {
                let connection = ServerConnection::new(config).unwrap();
                self.answer(&mut StreamOwned::new(connection, stream))
            }
            Opening::Cut => stream.read(&mut [0; 64]).map(drop),
            Opening::Reset => reset(&mut stream),
            Opening::Silent => read_to_the_end(&mut stream),
        };
    }

    fn answer(&self, stream: &mut dyn Stream) -> io::Result<()> {
        let Ok(head) = read_head(stream) else {
            return stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        };
        let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
        let is_proxy = self.routes.lock().unwrap().contains_key(TUNNEL);
        if is_proxy && let Some(host) = path.strip_suffix(":80") {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
            let head = read_head(stream)?;
            let path = format!("{host}{}", head.split(' ').nth(1).unwrap_or_default());
            return self.answer_request(stream, &path, path.clone());
        }
        self.answer_request(stream, &path, head)
    }

    fn answer_request(&self, stream: &mut dyn Stream, path: &str, head: String) -> io::Result<()> {
        self.requests.lock().unwrap().push(head);
        let steps = self.routes.lock().unwrap().get(path).cloned();
        perform_steps(stream, &steps.unwrap_or_else(|| vec![status("404 Not Found", "")]))
    }
}

fn perform_steps(stream: &mut dyn Stream, steps: &[Step]) -> io::Result<()> {
    for step in steps {
        match step {
            Step::Send(bytes) => stream.write_all(bytes)?,
            Step::Drip(bytes, pause) => {
                for byte in bytes.chunks(1) {
                    thread::sleep(*pause);
                    stream.write_all(byte)?;
                }
            }
            Step::Repeat(bytes) => loop {
                stream.write_all(bytes)?;
            },
            Step::Stall => read_to_the_end(stream)?,
            Step::Await => drop(read_head(stream)?),
            Step::AwaitByte => stream.read_exact(&mut [0])?,
        }
    }
    stream.flush()
}

fn read_to_the_end(stream: &mut dyn Stream) -> io::Result<()> {
    while stream.read(&mut [0; 64])? > 0 {}
    Ok(())
}

/// A system resets a connection that is closed with bytes to read.
fn reset(stream: &mut TcpStream) -> io::Result<()> {
    stream.read_exact(&mut [0])?;
    stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n[event]\nname = 'Sma")?;
    thread::sleep(Duration::from_millis(100));
    Ok(())
}

/// Reads up to the empty line after the headers.
fn read_head(stream: &mut dyn Stream) -> io::Result<String> {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        stream.read_exact(&mut byte)?;
        head.push(byte[0]);
        if !head[0].is_ascii_uppercase() {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
    String::from_utf8(head).map_err(io::Error::other)
}

/// Returns text that is sent as it is.
pub(crate) fn raw(text: impl Into<Vec<u8>>) -> Step {
    Step::Send(text.into().into())
}

/// Returns a whole answer with a length.
pub(crate) fn ok(body: impl AsRef<[u8]>) -> Step {
    ok_with("", body)
}

/// Returns a whole answer with a length and further header lines.
pub(crate) fn ok_with(headers: &str, body: impl AsRef<[u8]>) -> Step {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 200 OK\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
    raw([head.as_bytes(), body].concat())
}

/// Returns an answer without a body.
pub(crate) fn status(status: &str, headers: &str) -> Step {
    raw(format!("HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\n\r\n"))
}

pub(crate) fn redirect(location: &str) -> Step {
    status("302 Found", &format!("Location: {location}\r\n"))
}

pub(crate) fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).unwrap();
    encoder.finish().unwrap()
}
