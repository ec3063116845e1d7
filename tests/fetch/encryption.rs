//! Encrypted connections: certificates that are good, and certificates that nobody should trust.
//!
//! On macOS and Windows, the store of the system has all certificates, and no test writes there.
#![cfg(target_os = "linux")]

use super::certificates::Authority;
use super::fault_table::{AUTHORITY, Fault, fault, run_trusting};
use super::fixture::{Home, SMALL};
use super::server::{Opening, Server, ok, raw, redirect};

const UNTRUSTED: &str = "the certificate of HOST is not trusted ";

pub(crate) fn encryption_faults() -> Vec<Fault> {
    let trusted =
        |host: &str, years: (i32, i32)| Opening::Encrypted(AUTHORITY.certify(host, years));
    let strange = Authority::new("Nobody").certify_loopback();
    let certificate = |name, err, opening| fault(name, [ok(SMALL)], err).opening(opening);
    let now = (2020, 2120);
    let head = raw("HTTP/1.1 200 OK\r\n\r\n[event]\nname = 'Sma");
    vec![
        certificate("other name", "the certificate of another host", trusted("b.example", now)),
        certificate("expired", "(it has expired)", trusted("127.0.0.1", (2020, 2021))),
        certificate("not valid yet", "(it is not valid yet)", trusted("127.0.0.1", (2119, 2120))),
        certificate("unknown issuer", UNTRUSTED, Opening::Encrypted(strange)),
        certificate(
            "HTTP on port of HTTPS",
            "no encrypted connection to HOST (it answers without encryption)",
            Opening::Plain,
        ),
        certificate("cut in handshake", "the connection to HOST ended", Opening::Cut).tries(2),
        certificate("silent in handshake", "within 5 seconds", Opening::Silent).seconds(8),
        fault("https to http", [redirect("http://127.0.0.1:9/")], "to the unencrypted address"),
        fault("cut without goodbye", [head], "the connection to HOST ended before").tries(2),
    ]
    .into_iter()
    .map(Fault::encrypted)
    .collect()
}

#[test]
fn certificate_of_a_known_authority_is_trusted() {
    let server = Server::start_encrypted(AUTHORITY.certify_loopback());
    server.route("/a.toml", [ok(SMALL)]);
    server.route("/moved", [redirect("/a.toml")]);
    let home = Home::new();
    let certificates = home.file("authority.pem", &AUTHORITY.pem());
    let calendar = server.address("/a.toml").replace("https://", "webcal://");
    for address in [server.address("/a.toml"), server.address("/moved"), calendar] {
        let answer = run_trusting(certificates.as_ref(), &home, &["list", "--ids", "-a", &address]);
        assert_eq!(
            (answer.out.as_str(), answer.code),
            ("open\nnight\nlater\n", 0),
            "{}",
            answer.err
        );
    }
}

#[test]
fn system_without_certificates_is_named() {
    let server = Server::start_encrypted(AUTHORITY.certify_loopback());
    let home = Home::new();
    let address = server.address("/a.toml");
    let answer = run_trusting(&home.path("missing.pem"), &home, &["import", &address]);
    answer.assert_code(69).assert_err("this system has no list of certificates");
    assert_eq!(home.count_files(), 0);
}
