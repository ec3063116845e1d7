//! Answers that lead to nothing: the agenda of the library stays as it is, byte for byte.

use super::fault_table::{Fault, LOGIN, check_faults, fault};
use super::fixture::{Home, SMALL};
use super::server::{Opening, Step, gzip, ok, ok_with, raw, redirect, status};

const CUT: &str = "the connection to HOST ended before the whole answer";
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
        fault("511", [status("511 Login", "")], "HOST answers 511, the network wants a login: "),
        fault("408", [status("408 Timeout", "")], "HOST answers 408: ").tries(2),
        fault("503", [status("503 Busy", "")], "Try again later").tries(2),
        fault("429", [status("429 Slow Down", wait)], "Try again in 120 minutes"),
        fault("soon", [status("429 Slow Down", "Retry-After: 2\r\n")], "Try again in a minute")
            .tries(2),
    ]
}

fn redirect_faults() -> Vec<Fault> {
    vec![
        fault("circle", [redirect("/a.toml#1")], "HOST redirects in a circle: "),
        fault("many", [redirect("/redirect-1")], "HOST redirects too often: ").tries(6),
        fault("nowhere", [status("302 Found", "")], "HOST redirects and does not say to which"),
        fault("file", [redirect("file:///x?t=secret")], "redirects to file:///x?…, no address "),
        fault(
            "password",
            [redirect("http://me:secret@127.0.0.1/")],
            "redirects to a link with a user's name, ",
        ),
        fault("refused by IPv6", [redirect("http://[::1]:9/")], "[::1] takes no connection: "),
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
        fault("no byte", [], CUT).tries(2),
        fault("half a head", [raw("HTTP/1.1 200 OK\r\nContent-Le")], CUT).tries(2),
        fault("cut", [raw(head(SMALL.len())), raw(&SMALL[..SMALL.len() / 2])], CUT).tries(2),
        fault("length too long", [raw(head(SMALL.len() + 1)), raw(SMALL)], CUT).tries(2),
        fault("length too short", [raw(head(SMALL.len() / 2)), raw(SMALL)], "small is unchanged")
            .code(65),
        fault("cut chunk", [raw(format!("{chunked}ffff\r\n{SMALL}"))], CUT).tries(2),
        fault("no last chunk", [raw(format!("{chunked}1\r\na\r\n"))], CUT).tries(2),
        fault("reset", [], CUT).opening(Opening::Reset).tries(2),
        fault("cut gzip", [ok_with(GZIP, half)], "the compressed answer is damaged").tries(2),
        fault("bad gzip", [ok_with(GZIP, damaged)], "the compressed answer is damaged").tries(2),
        fault("no gzip", [ok_with(GZIP, SMALL)], "the compressed answer is damaged").tries(2),
        fault("bomb", [ok_with(GZIP, bomb)], "the answer is larger than 64 MiB").seconds(30),
        fault("empty", [ok("")], "HOST answers with an empty document"),
        fault("blank", [ok(" \r\n\t\n")], "HOST answers with an empty document"),
        fault("no HTTP", [raw("SSH-2.0-OpenSSH_10.0\r\n")], "HOST does not answer as the web does"),
        fault("login page", [ok(LOGIN)], "HOST answers with a web page, not with a schedule"),
        fault("login redirect", [redirect("/login")], "A login page of the network").tries(2),
    ]
}

fn endless_faults() -> Vec<Fault> {
    const SILENT: &str = "HOST sent nothing for 10 seconds: ";
    let endless = [raw("HTTP/1.1 200 OK\r\n\r\n"), Step::Repeat(vec![b'#'; 1 << 20])];
    let head = raw("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    vec![
        fault("no end", endless, "the answer is larger than 64 MiB").seconds(30),
        fault("silent", [Step::Stall], SILENT).seconds(14),
        fault("silent in the body", [head, Step::Stall], SILENT).seconds(14),
    ]
}

#[test]
fn agenda_survives_every_fault() {
    let mut faults = status_faults();
    faults.extend(redirect_faults());
    faults.extend(body_faults());
    faults.extend(endless_faults());
    #[cfg(target_os = "linux")]
    faults.extend(super::encryption::encryption_faults());
    check_faults(faults);
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
