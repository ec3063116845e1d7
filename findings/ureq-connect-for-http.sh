#!/usr/bin/env bash
# ureq 3.5.2: with `HTTP_PROXY`, a request for `http://` asks the proxy for a tunnel (`CONNECT
# 127.0.0.1:80`). ureq 2.12.1 sent `GET http://127.0.0.1/` for the same call. Proxies in their usual
# configuration give tunnels to port 443 alone, so that `http://` worked with version 2 and fails now.
# Expected by RFC 9112 3.2.2: a request to a proxy has the whole address, as with version 2 and curl.
# hallway says in its message about the proxy that it asks for a tunnel, for http:// too.
#
# Needs cargo and the network. Exits 0 while the behaviour is as described, 1 if it has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cargo init --quiet --vcs none --name finding .
cat >> Cargo.toml <<'TOML'
two = { package = "ureq", version = "=2.12.1", default-features = false }
three = { package = "ureq", version = "=3.5.2", default-features = false }
TOML
cat > src/main.rs <<'RUST'
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;

/// Returns the first line that a proxy receives during `call`. The proxy refuses.
fn first_line(call: impl FnOnce(&str)) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let proxy = format!("http://{}", listener.local_addr().unwrap());
    let server = std::thread::spawn(move || {
        let mut reader = BufReader::new(listener.accept().unwrap().0);
        let (mut first, mut line) = (String::new(), String::new());
        reader.read_line(&mut first).unwrap();
        while reader.read_line(&mut line).unwrap() > 2 {
            line.clear();
        }
        let refusal = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        write!(reader.get_mut(), "{refusal}").unwrap();
        first
    });
    call(&proxy);
    server.join().unwrap().trim_end().to_owned()
}

fn main() {
    let address = "http://127.0.0.1/schedule.json";
    let line = first_line(|proxy| {
        let proxy = two::Proxy::new(proxy).unwrap();
        let agent = two::AgentBuilder::new().proxy(proxy).build();
        assert!(agent.get(address).call().is_err());
    });
    println!("2.12.1: {line}");
    let line = first_line(|proxy| {
        let proxy = three::Proxy::new(proxy).unwrap();
        let agent: three::Agent =
            three::Agent::config_builder().proxy(Some(proxy)).build().into();
        assert!(agent.get(address).call().is_err());
    });
    println!("3.5.2: {line}");
}
RUST
seen=$(cargo run --quiet)
expected='2.12.1: GET http://127.0.0.1/schedule.json HTTP/1.1
3.5.2: CONNECT 127.0.0.1:80 HTTP/1.1'
printf '%s\n' "$seen"
if [ "$seen" = "$expected" ]; then
  echo "as described: ureq 3.5.2 asks for a tunnel to http://"
else
  echo "changed; expected was:"; printf '%s\n' "$expected"; exit 1
fi
