//! A server may close a connection at any time between two requests.

use super::fault_table::{AUTHORITY, run_trusting};
use super::fixture::{Answer, Home, SMALL};
use super::server::{Server, Step, ok, redirect};

fn import(server: &Server, home: &Home) -> Answer {
    home.file("authority.pem", &AUTHORITY.pem());
    run_trusting(&home.path("authority.pem"), home, &["import", &server.address("/1")])
}

fn start_servers() -> [Server; 2] {
    [Server::start(), Server::start_encrypted(AUTHORITY.certify_loopback())]
}

#[test]
fn request_on_a_closed_connection_is_sent_again_at_once() {
    for server in start_servers() {
        for end in [Step::Await, Step::AwaitByte] {
            for number in 1..4 {
                let next = redirect(&format!("/{}", number + 1));
                server.route(&format!("/{number}"), [next, end.clone()]);
            }
            server.route("/4", [ok(SMALL)]);
            let answer = import(&server, &Home::new());
            answer.assert_code(0).assert_err("imported small");
            assert!(!answer.err.contains("Trying again"), "{}", answer.err);
            assert_eq!(server.take_connections(), 4);
        }
    }
}

#[test]
fn new_connection_that_is_closed_leads_to_one_more_try() {
    for server in start_servers() {
        server.route("/1", [redirect("/2"), Step::Await]);
        server.route("/2", []);
        let answer = import(&server, &Home::new());
        answer.assert_code(69).assert_err("ended before the whole answer");
        answer.assert_err(". Trying again in 1 second\n");
        assert_eq!(server.take_connections(), 3);
        assert_eq!(server.take_requests().len(), 3);
    }
}
