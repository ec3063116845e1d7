//! A server on the loopback that answers well or badly.

use flate2::{Compression, write::GzEncoder};
use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// One thing that the server does with a connection. At the end the server closes the connection.
#[derive(Clone)]
pub(crate) enum Step {
    Send(Vec<u8>),
    /// Sends the bytes again and again until the client hangs up.
    Repeat(Vec<u8>),
    /// Sends nothing until the client hangs up.
    Stall,
}

/// The answers of the server: the steps for each path.
type Routes = HashMap<String, Vec<Step>>;

/// A server with a thread for each connection. Unknown paths are not found.
pub(crate) struct Server {
    address: SocketAddr,
    routes: Arc<Mutex<Routes>>,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub(crate) fn start() -> Server {
        Server::listen(TcpListener::bind("127.0.0.1:0").unwrap())
    }

    pub(crate) fn listen(listener: TcpListener) -> Server {
        let address = listener.local_addr().unwrap();
        let routes = Arc::new(Mutex::new(Routes::new()));
        let requests = Arc::new(Mutex::new(Vec::new()));
        let server = Server { address, routes: routes.clone(), requests: requests.clone() };
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (routes, requests) = (routes.clone(), requests.clone());
                thread::spawn(move || answer(stream.unwrap(), &routes, &requests));
            }
        });
        server
    }

    /// Sets the answer for a path.
    pub(crate) fn route(&self, path: &str, steps: impl IntoIterator<Item = Step>) {
        self.routes.lock().unwrap().insert(path.to_owned(), steps.into_iter().collect());
    }

    /// Returns the address of a path.
    pub(crate) fn address(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Returns the heads of the requests since the last call.
    pub(crate) fn take_requests(&self) -> Vec<String> {
        std::mem::take(&mut self.requests.lock().unwrap())
    }
}

fn answer(mut stream: TcpStream, routes: &Mutex<Routes>, requests: &Mutex<Vec<String>>) {
    let Some(head) = read_head(&mut stream) else { return };
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    requests.lock().unwrap().push(head);
    let steps = routes.lock().unwrap().get(&path).cloned();
    // The client may hang up at any time.
    let _ = perform_steps(&mut stream, &steps.unwrap_or_else(|| vec![status("404 Not Found", "")]));
}

fn perform_steps(stream: &mut TcpStream, steps: &[Step]) -> std::io::Result<()> {
    for step in steps {
        match step {
            Step::Send(bytes) => stream.write_all(bytes)?,
            Step::Repeat(bytes) => loop {
                stream.write_all(bytes)?;
            },
            Step::Stall => while stream.read(&mut [0; 64])? > 0 {},
        }
    }
    Ok(())
}

/// Reads up to the empty line after the headers.
fn read_head(stream: &mut TcpStream) -> Option<String> {
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    String::from_utf8(head).ok()
}

/// Returns text that is sent as it is.
pub(crate) fn raw(text: impl Into<Vec<u8>>) -> Step {
    Step::Send(text.into())
}

/// Returns a whole answer with a length.
pub(crate) fn ok(body: impl AsRef<[u8]>) -> Step {
    ok_with("", body)
}

/// Returns a whole answer with a length and further header lines.
pub(crate) fn ok_with(headers: &str, body: impl AsRef<[u8]>) -> Step {
    let body = body.as_ref();
    let head = format!("HTTP/1.1 200 OK\r\n{headers}Content-Length: {}\r\n\r\n", body.len());
    Step::Send([head.as_bytes(), body].concat())
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
