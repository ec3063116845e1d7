#!/usr/bin/env bash
# ureq 3.5.2: an entry of `NO_PROXY` after a comma and a space never matches, and so its host is asked
# through the proxy. `NO_PROXY="localhost,127.0.0.1"` works, `NO_PROXY="localhost, 127.0.0.1"` does
# not. curl, Go and Python's urllib ignore the spaces.
# Expected by the usual practice: both lists name the same hosts.
# hallway reads NO_PROXY itself, and gives ureq the proxy of each request.
#
# Needs cargo and the network. Exits 0 while the behaviour is as described, 1 if it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cargo init --quiet --vcs none --name finding .
cat >> Cargo.toml <<'TOML'
ureq = { version = "=3.5.2", default-features = false }
TOML
cat > src/main.rs <<'RUST'
use std::io::{Read, Write};
use std::net::TcpListener;

/// Answers each connection with a short text, also as a proxy, and returns its port.
fn serve(text: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let (mut head, mut byte) = (Vec::new(), [0]);
            while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() > 0 {
                head.push(byte[0]);
            }
            if head.starts_with(b"CONNECT ") {
                write!(stream, "HTTP/1.1 200 OK\r\n\r\n").unwrap();
                let _ = stream.read(&mut [0; 1000]);
            }
            let length = text.len();
            let end = "Connection: close\r\n\r\n";
            write!(stream, "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n{end}{text}").unwrap();
        }
    });
    port
}

fn main() {
    let address = format!("http://127.0.0.1:{}/", serve("direct"));
    let proxy = format!("http://127.0.0.1:{}", serve("through the proxy"));
    for list in ["localhost,127.0.0.1", "localhost, 127.0.0.1", "127.0.0.1, localhost"] {
        // No other thread reads the environment.
        unsafe {
            std::env::set_var("HTTP_PROXY", &proxy);
            std::env::set_var("NO_PROXY", list);
        }
        let agent = ureq::Agent::new_with_defaults();
        let text = agent.get(&address).call().unwrap().body_mut().read_to_string().unwrap();
        println!("NO_PROXY=\"{list}\": {text}");
    }
}
RUST
seen=$(env -u ALL_PROXY -u all_proxy -u HTTPS_PROXY -u https_proxy cargo run --quiet)
expected='NO_PROXY="localhost,127.0.0.1": direct
NO_PROXY="localhost, 127.0.0.1": through the proxy
NO_PROXY="127.0.0.1, localhost": direct'
printf '%s\n' "$seen"
if [ "$seen" = "$expected" ]; then
  echo "as described: ureq 3.5.2 keeps the spaces of NO_PROXY"
else
  echo "changed; expected was:"; printf '%s\n' "$expected"; exit 1
fi
