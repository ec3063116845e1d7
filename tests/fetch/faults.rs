//! Answers that lead to nothing: the agenda of the library stays as it is, byte for byte.

use super::fixture::{Home, SMALL};
use super::server::{Server, Step, gzip, ok, ok_with, raw, redirect, status};
use std::time::{Duration, Instant};

/// A fault of a server.
struct Fault {
    name: &'static str,
    steps: Vec<Step>,
    /// The number of requests that the fault leads to.
    requests: usize,
    code: i32,
    /// A part of standard error. `HOST` stands for the host.
    err: &'static str,
    /// The longest time of the command in seconds.
    seconds: u64,
}

fn fault(name: &'static str, steps: impl Into<Vec<Step>>, err: &'static str) -> Fault {
    Fault { name, steps: steps.into(), requests: 1, code: 69, err, seconds: 5 }
}

impl Fault {
    fn requests(self, requests: usize) -> Fault {
        Fault { requests, ..self }
    }

    fn code(self, code: i32) -> Fault {
        Fault { code, ..self }
    }

    fn seconds(self, seconds: u64) -> Fault {
        Fault { seconds, ..self }
    }
}

const CUT: &str = "the connection to HOST ended before the whole answer";
const LOGIN: &str = "<!DOCTYPE html><html><head><title>Hotel Wi-Fi</title></head>Log in</html>";
const GZIP: &str = "Content-Encoding: gzip\r\n";

fn status_faults() -> Vec<Fault> {
    let wait = "Retry-After: 7200\r\n";
    vec![
        fault("404", [status("404 Not Found", "")], "HOST answers 404, there is no such page: "),
        fault("401", [status("401 Unauthorized", "")], "HOST answers 401, it wants a password: "),
        fault("403", [status("403 Forbidden", "")], "Download the file in a browser and give"),
        fault("500", [status("500 Oops", "")], "HOST answers 500, the server has a fault: "),
        fault("304", [status("304 Not Modified", "")], "HOST answers 304: "),
        fault("204", [status("204 No Content", "")], "HOST answers 204: "),
        fault("503", [status("503 Busy", "")], "Try again later").requests(2),
        fault("429", [status("429 Slow Down", wait)], "Try again in 120 minutes"),
        fault("soon", [status("429 Slow Down", "Retry-After: 2\r\n")], "Try again in a minute")
            .requests(2),
    ]
}

fn redirect_faults() -> Vec<Fault> {
    vec![
        fault("circle", [redirect("/a.toml#1")], "HOST redirects in a circle: "),
        fault("many", [redirect("/redirect-1")], "HOST redirects too often: ").requests(6),
        fault("nowhere", [status("302 Found", "")], "HOST redirects and does not say to which"),
        fault("file", [redirect("file:///etc/passwd")], "redirects to file:///etc/passwd, no "),
        fault(
            "password",
            [redirect("http://me:secret@127.0.0.1/")],
            "redirects to a link with a user's name, ",
        ),
        fault("refused", [redirect("http://127.0.0.1:9/")], "127.0.0.1 takes no connection: "),
        fault("no host", [redirect("http://a.invalid/")], "no host has the name a.invalid: "),
    ]
}

fn body_faults() -> Vec<Fault> {
    let head = |length: usize| format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let small = gzip(SMALL.as_bytes());
    let half = &small[..small.len() / 2];
    let mut damaged = small.clone();
    damaged[small.len() / 2] ^= 0xff;
    let bomb = gzip(&vec![b' '; 65 << 20]);
    vec![
        fault("no byte", [], CUT).requests(2),
        fault("half a head", [raw("HTTP/1.1 200 OK\r\nContent-Le")], CUT).requests(2),
        fault("cut", [raw(head(SMALL.len())), raw(&SMALL[..SMALL.len() / 2])], CUT).requests(2),
        fault("length too long", [raw(head(SMALL.len() + 1)), raw(SMALL)], CUT).requests(2),
        fault("length too short", [raw(head(SMALL.len() / 2)), raw(SMALL)], "small is unchanged")
            .code(65),
        fault("cut chunk", [raw(format!("{chunked}ffff\r\n{SMALL}"))], CUT).requests(2),
        fault("no last chunk", [raw(format!("{chunked}1\r\na\r\n"))], CUT).requests(2),
        fault("cut gzip", [ok_with(GZIP, half)], "the compressed answer is damaged").requests(2),
        fault("bad gzip", [ok_with(GZIP, damaged)], "the compressed answer is damaged").requests(2),
        fault("no gzip", [ok_with(GZIP, SMALL)], "the compressed answer is damaged").requests(2),
        fault("bomb", [ok_with(GZIP, bomb)], "the answer is larger than 64 MiB").seconds(30),
        fault("empty", [ok("")], "HOST answers with an empty document"),
        fault("blank", [ok(" \r\n\t\n")], "HOST answers with an empty document"),
        fault("no HTTP", [raw("SSH-2.0-OpenSSH_10.0\r\n")], "HOST does not answer as the web does"),
        fault("login page", [ok(LOGIN)], "HOST answers with a web page, not with a schedule"),
        fault("login redirect", [redirect("/login")], "A login page of the network").requests(2),
    ]
}

/// Runs `update` for each fault, and checks that the agenda is unchanged.
fn check_faults(faults: Vec<Fault>) {
    let (server, home) = (Server::start(), Home::new());
    server.route("/a.toml", [ok(SMALL)]);
    server.route("/login", [ok(LOGIN)]);
    for number in 1..9 {
        server
            .route(&format!("/redirect-{number}"), [redirect(&format!("redirect-{}", number + 1))]);
    }
    home.run(&["import", &server.address("/a.toml")]).assert_code(0);
    let stored = || home.read("data/hallway/agendas/small.toml");
    let before = stored();
    for Fault { name, steps, requests, code, err, seconds } in faults {
        server.take_requests();
        server.route("/a.toml", steps);
        let start = Instant::now();
        let answer = home.run_line("update small");
        let report = format!("{name}: {} in {:?}", answer.err, start.elapsed());
        assert!(answer.err.contains(&err.replace("HOST", "127.0.0.1")), "{report}");
        assert!(!answer.err.contains("secret"), "{report}");
        assert_eq!((answer.code, answer.out.as_str()), (code, ""), "{report}");
        assert_eq!(server.take_requests().len(), requests, "{report}");
        assert!(start.elapsed() < Duration::from_secs(seconds), "{report}");
        assert_eq!(stored(), before, "{report}");
    }
}

#[test]
fn agenda_survives_every_status() {
    check_faults(status_faults());
}

#[test]
fn agenda_survives_every_redirect() {
    check_faults(redirect_faults());
}

#[test]
fn agenda_survives_every_body() {
    check_faults(body_faults());
}

#[test]
fn agenda_survives_a_body_without_end() {
    let head = "HTTP/1.1 200 OK\r\n\r\n";
    let endless = [raw(head), Step::Repeat(vec![b'#'; 1 << 20])];
    check_faults(vec![fault("endless", endless, "the answer is larger than 64 MiB").seconds(30)]);
}

#[test]
fn agenda_survives_silence_in_head_and_body() {
    const SILENT: &str = "HOST sent nothing for 10 seconds: ";
    let head = raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    check_faults(vec![
        fault("no head", [Step::Stall], SILENT).seconds(14),
        fault("half a body", [head, Step::Stall], SILENT).seconds(14),
    ]);
}

#[test]
fn address_that_cannot_be_fetched_leaves_no_file() {
    let home = Home::new();
    for (address, code, err) in [
        ("http://127.0.0.1:9/a.ics", 69, "127.0.0.1 takes no connection: http://127.0.0.1:9/a.ics"),
        ("http://a.invalid/a.ics?token=x", 69, "a.invalid: http://a.invalid/a.ics?token=…. Check"),
        ("https://me:secret@a.invalid/", 2, "hallway sends neither"),
        ("http://127.0.0.1:99999/", 2, "the port of the address is no number up to 65535"),
    ] {
        for args in [vec!["import", address], vec!["list", "-a", address], vec!["check", address]] {
            let answer = home.run(&args);
            assert!(answer.err.contains(err), "{address}: {}", answer.err);
            assert_eq!((answer.code, answer.out.as_str()), (code, ""), "{address}: {}", answer.err);
        }
    }
    assert_eq!(home.count_files(), 0);
}
