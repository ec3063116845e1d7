//! Answers that lead to an agenda.

use super::fixture::{Answer, Home, SMALL};
use super::server::{Server, Step, gzip, ok, ok_with, raw, redirect, status};
use std::net::TcpListener;
use std::time::Duration;

fn import(server: &Server, path: &str) -> (Home, Answer) {
    let home = Home::new();
    let answer = home.run(&["import", &server.address(path)]);
    (home, answer)
}

fn chunked(body: &str) -> Step {
    let (one, other) = body.split_at(10);
    let chunk = |text: &str| format!("{:x}\r\n{text}\r\n", text.len());
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    raw(format!("{head}{}{}0\r\n\r\n", chunk(one), chunk(other)))
}

#[test]
fn every_form_of_a_whole_answer_is_imported() {
    let server = Server::start();
    let gzip_head = "Content-Encoding: gzip\r\n";
    server.route("/length", [ok(SMALL)]);
    server.route("/gzip", [ok_with(gzip_head, gzip(SMALL.as_bytes()))]);
    server.route("/chunked", [chunked(SMALL)]);
    server.route("/closed", [raw(format!("HTTP/1.0 200 OK\r\n\r\n{SMALL}"))]);
    let head = raw(format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n", SMALL.len()));
    server.route("/slow", [head, Step::Drip(SMALL.into(), Duration::from_millis(2))]);
    server.route("/moved", [redirect("1")]);
    for number in 1..4 {
        server.route(&format!("/{number}"), [redirect(&format!("/{}", number + 1))]);
    }
    server.route("/4", [redirect(&server.address("/length#top"))]);
    for path in ["/length", "/gzip", "/chunked", "/closed", "/slow", "/moved"] {
        let (home, answer) = import(&server, path);
        assert_eq!(answer.code, 0, "{path}: {}", answer.err);
        let stored = home.read("data/hallway/agendas/small.toml");
        let source = format!("source = \"{}\"", server.address(path));
        assert!(stored.contains(&source), "{path}: {stored}");
    }
}

#[test]
fn address_opens_and_lists_and_checks_an_agenda() {
    let server = Server::start();
    server.route("/a.toml", [ok(SMALL)]);
    let (home, address) = (Home::new(), server.address("/a.toml"));
    for (args, out) in [
        (vec!["list", "--ids", "-a", &address], "open\nnight\nlater\n".to_owned()),
        (vec!["check", &address], format!("{address}: 3 sessions on 1 day, no problems\n")),
    ] {
        let answer = home.run(&args);
        assert_eq!((answer.out, answer.code), (out, 0), "{}", answer.err);
    }
    let answer = home.run(&[&address, "screenshot", "--format", "txt"]);
    assert!(answer.out.contains("Opening"), "{}{}", answer.out, answer.err);
    assert_eq!(home.count_files(), 0);
}

#[test]
fn update_fetches_the_new_version() {
    let server = Server::start();
    server.route("/a.toml", [ok(SMALL)]);
    let (home, _) = import(&server, "/a.toml");
    server.take_requests();
    assert_eq!(home.run_line("update small").err, "hallway: small: nothing has changed\n");
    server.route("/a.toml", [ok(SMALL.replace("09:00:00", "09:30:00"))]);
    let answer = home.run_line("update small");
    assert!(answer.out.starts_with("moved\topen\t"), "{}{}", answer.out, answer.err);
    assert_eq!(server.take_requests().len(), 2);
}

#[test]
fn requests_say_name_and_version_and_nothing_else() {
    let server = Server::start();
    let moved = "Location: /a.toml?day=1\r\nSet-Cookie: visitor=7; Path=/\r\n";
    server.route("/moved", [status("302 Found", moved)]);
    server.route("/a.toml?day=1", [ok(SMALL)]);
    let (_, answer) = import(&server, "/moved#me");
    assert_eq!(answer.code, 0, "{}", answer.err);
    let host = server.address("").replace("http://", "host: ");
    let version = concat!("user-agent: hallway/", env!("CARGO_PKG_VERSION"));
    let requests = server.take_requests();
    assert_eq!(requests.len(), 2);
    for (request, path) in requests.iter().zip(["/moved", "/a.toml?day=1"]) {
        let mut lines: Vec<String> = request.lines().map(str::to_ascii_lowercase).collect();
        lines.retain(|line| !line.is_empty());
        lines[1..].sort();
        let first = format!("get {path} http/1.1");
        let expected = [&first, "accept-encoding: gzip", "accept: */*", &host, version];
        assert_eq!(lines, expected);
    }
}

#[test]
fn address_of_ipv6_is_fetched() {
    let Ok(listener) = TcpListener::bind("[::1]:0") else {
        println!("SKIPPED: the loopback has no IPv6");
        return;
    };
    let server = Server::listen(listener);
    server.route("/a.toml", [ok(SMALL)]);
    let (_, answer) = import(&server, "/a.toml");
    assert_eq!(answer.code, 0, "{}", answer.err);
}

#[test]
fn proxy_of_the_environment_is_asked() {
    let (proxy, server, home) = (Server::start(), Server::start(), Home::new());
    server.route("/a.toml", [ok(SMALL)]);
    let host = server.address("").replace("http://", "");
    proxy.route(&host, [status("403 Forbidden", "")]);
    let address = server.address("/a.toml");
    let run_with = |proxy: &str, no_proxy: &str| {
        let mut command = home.command(&["import", &address]);
        command.env("HTTP_PROXY", proxy).env("NO_PROXY", no_proxy);
        Answer::from(command.output().unwrap())
    };
    let run = |no_proxy: &str| run_with(&proxy.address(""), no_proxy);
    let answer = run("");
    assert_eq!(answer.code, 69, "{}", answer.err);
    assert!(answer.err.starts_with("hallway: the proxy does not connect to 127.0.0.1 ("));
    assert!(answer.err.contains("Check HTTPS_PROXY, HTTP_PROXY"), "{}", answer.err);
    let name = proxy.address("").replace("http://", "");
    answer.assert_err(&format!("({name}: ")).assert_err("a tunnel, for http:// too)");
    let dead = run_with("http://127.0.0.1:9", "");
    dead.assert_code(69).assert_err("(127.0.0.1:9 takes no connection): ");
    let unknown = run_with("http://me:secret@a.invalid:8080", "");
    unknown.assert_code(69).assert_err("(a.invalid:8080 cannot be reached: ");
    assert!(!unknown.err.contains("secret"), "{}", unknown.err);
    assert!(proxy.take_requests()[0].starts_with("CONNECT "));
    assert_eq!(server.take_requests().len(), 0);
    assert_eq!(run("localhost, 127.0.0.1").code, 0);
    // The proxy is not blamed for a host that is asked without it.
    let mut command = home.command(&["import", "http://127.0.0.1:9/"]);
    let own = command.env("HTTP_PROXY", proxy.address("")).env("NO_PROXY", "127.0.0.1");
    let own = Answer::from(own.output().unwrap());
    assert!(own.err.starts_with("hallway: 127.0.0.1 takes no connection: "), "{}", own.err);
    assert_eq!(proxy.take_requests().len(), 0);
}
