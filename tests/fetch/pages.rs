//! Pages of conferences, and the schedules behind them.

use super::fixture::{Home, SMALL};
use super::server::{Server, ok, redirect, status};

const HTML: &str = "<!DOCTYPE html><html><head><title>Conf</title></head>";

/// Returns a server with a page, and with a schedule at another path.
fn serve_page(page_path: &str, page: &str, schedule_path: &str) -> Server {
    let server = Server::start();
    server.route(page_path, [ok(format!("{HTML}{page}"))]);
    server.route(schedule_path, [ok(SMALL)]);
    server
}

#[test]
fn schedule_behind_a_page_is_imported_and_remembered() {
    for (page_path, page, schedule) in [
        ("/conf/schedule/", "<meta content=pretalx>", "/conf/schedule/export/schedule.json"),
        ("/event/7/", "", "/event/7/event.ics?scope=contribution"),
        ("/en/conf/public/events", "", "/en/conf/public/schedule.xml"),
        ("/congress/Fahrplan/", "", "/congress/Fahrplan/schedule.xml"),
        ("/2026/", "<a href='/2026/schedule/xml'>XML</a>", "/2026/schedule/xml"),
        ("/", "<link rel=alternate type=text/calendar href=/cal?all>", "/cal?all"),
        ("/programme", "<a href=\"webcal-less.ics\">", "/webcal-less.ics"),
        ("/programme", "", "/schedule.xml"),
    ] {
        let (server, home) = (serve_page(page_path, page, schedule), Home::new());
        let answer = home.run(&["import", &server.address(page_path)]);
        let report = format!("{page_path} {schedule}: {}", answer.err);
        assert_eq!(answer.code, 0, "{report}");
        let found = server.address(schedule);
        assert!(answer.err.contains(&format!("is a web page, trying {found}\n")), "{report}");
        let stored = home.read("data/hallway/agendas/small.toml");
        assert!(stored.contains(&format!("source = \"{found}\"")), "{report}");
        server.take_requests();
        home.run_line("update small").assert_err("nothing has changed");
        assert_eq!(server.take_requests().len(), 1, "{report}");
    }
}

#[test]
fn page_without_a_schedule_costs_eight_requests() {
    let server = Server::start();
    let links: String = (0..20).map(|number| format!("<a href=/{number}.ics>")).collect();
    server.route("/", [ok(format!("{HTML}{links}"))]);
    let home = Home::new();
    let answer = home.run(&["import", &server.address("/")]);
    assert_eq!(server.take_requests().len(), 8);
    answer.assert_code(69).assert_err("no schedule is behind this web page (7 addresses tried)");
    assert_eq!(home.count_files(), 0);
}

#[test]
fn page_that_names_a_schedule_of_another_site_is_told_and_not_followed() {
    let (other, home) = (Server::start(), Home::new());
    let elsewhere = other.address("/schedule.xml").replace("127.0.0.1", "localhost");
    let server = serve_page("/", &format!("<a href='{elsewhere}'>"), "/nothing");
    let answer = home.run(&["import", &server.address("/")]);
    answer.assert_code(69).assert_err(&format!("If you trust it, give {elsewhere}"));
    assert_eq!(other.take_requests().len(), 0);
}

#[test]
fn login_page_of_another_host_is_not_searched() {
    let (portal, server, home) = (Server::start(), Server::start(), Home::new());
    portal.route("/login", [ok(format!("{HTML}<a href=/schedule.xml>"))]);
    portal.route("/schedule.xml", [ok(SMALL)]);
    let login = portal.address("/login").replace("127.0.0.1", "localhost");
    server.route("/conf/", [redirect(&login)]);
    let answer = home.run(&["import", &server.address("/conf/")]);
    answer.assert_code(69).assert_err("127.0.0.1 leads to a web page of another site, localhost: ");
    assert_eq!(portal.take_requests().len(), 1);
    assert_eq!(home.count_files(), 0);
}

#[test]
fn search_ends_at_a_fault_of_the_host() {
    let server = serve_page("/", "<a href=/schedule.json><a href=/schedule.xml>", "/schedule.xml");
    server.route("/schedule.json", [status("403 Forbidden", "")]);
    Home::new().run(&["import", &server.address("/")]).assert_code(0);
    server.route("/schedule.json", []);
    let answer = Home::new().run(&["import", &server.address("/")]);
    answer.assert_code(69).assert_err("ended before the whole answer");
}
