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
    server.route("/", [ok(format!("{HTML}<a href='{elsewhere}?token=hush'>"))]);
    let answer = home.run(&["import", &server.address("/")]);
    let advice = format!("If you trust {elsewhere}?token=…, copy the whole address from a browser");
    answer.assert_code(69).assert_err(&advice);
    assert!(!answer.err.contains("hush"), "{}", answer.err);
    assert_eq!(other.take_requests().len(), 0);
}

#[test]
fn redirect_of_a_schedule_to_another_site_is_told_and_not_followed() {
    let (other, home) = (Server::start(), Home::new());
    other.route("/private.ics", [ok(SMALL)]);
    let elsewhere = other.address("/private.ics").replace("127.0.0.1", "localhost");
    let server = serve_page("/", "<a href=/all.ics>", "/nothing");
    server.route("/all.ics", [redirect(&elsewhere)]);
    let answer = home.run(&["import", &server.address("/")]);
    answer.assert_code(69).assert_err(&format!("If you trust it, give {elsewhere}"));
    assert_eq!(other.take_requests().len(), 0);
    server.route("/schedule.xml", [ok(SMALL)]);
    home.run(&["import", &server.address("/")]).assert_code(0);
}

#[test]
fn found_schedule_stays_on_its_site_and_its_page_is_named_when_it_is_gone() {
    let (other, home) = (Server::start(), Home::new());
    other.route("/private.ics", [ok(SMALL.replace("09:00:00", "09:30:00"))]);
    let elsewhere = other.address("/private.ics").replace("127.0.0.1", "localhost");
    let server = serve_page("/conf/", "<a href=/all.ics>", "/all.ics");
    let page = server.address("/conf/");
    home.run(&["import", &page]).assert_code(0);
    server.route("/all.ics", [redirect(&elsewhere)]);
    let answer = home.run_line("update small");
    answer.assert_code(69).assert_err(&format!("redirects to another site, {elsewhere}"));
    answer.assert_err("; small stays as of ");
    assert_eq!(other.take_requests().len(), 0);
    for gone in ["404 Not Found", "410 Gone"] {
        server.route("/all.ics", [status(gone, "")]);
        let command = format!("hallway import {page} --name small; small stays as of ");
        home.run_line("update small").assert_code(69).assert_err(&command);
    }
    let moved = format!("{HTML}<a href=/new.ics>");
    server.route("/conf/", [ok(moved)]);
    server.route("/new.ics", [ok(SMALL)]);
    home.run(&["import", &page, "--name", "small"]).assert_code(0);
    home.run_line("update small").assert_code(0).assert_err("nothing has changed");
}

#[test]
fn link_to_an_agenda_in_toml_is_tried() {
    let home = Home::new();
    let server = serve_page("/", "<a href=/pyproject.toml><a href=/agenda.toml>", "/agenda.toml");
    home.run(&["import", &server.address("/")]).assert_code(0).assert_err("imported small");
    assert_eq!(server.take_requests().len(), 2);
}

#[test]
fn secret_page_of_a_gone_schedule_is_not_shown() {
    let home = Home::new();
    let server = serve_page("/conf/?token=hush", "<a href=/all.ics>", "/all.ics");
    home.run(&["import", &server.address("/conf/?token=hush")]).assert_code(0);
    server.route("/all.ics", [status("404 Not Found", "")]);
    let answer = home.run_line("update small");
    answer.assert_code(69).assert_err("hallway import ADDRESS --name small; small stays as of ");
    assert!(!answer.err.contains("hush"), "{}", answer.err);
}

#[test]
fn redirect_of_a_given_schedule_to_another_site_is_followed_and_told() {
    let (other, server, home) = (Server::start(), Server::start(), Home::new());
    other.route("/moved.toml", [ok(SMALL)]);
    let elsewhere = other.address("/moved.toml").replace("127.0.0.1", "localhost");
    server.route("/a.toml", [redirect(&elsewhere)]);
    let told = format!("hallway: {} redirects to localhost\n", server.address("/a.toml"));
    let answer = home.run(&["import", &server.address("/a.toml")]);
    answer.assert_code(0).assert_err(&told);
    home.run_line("update small").assert_code(0).assert_err(&told);
    other.route("/moved.toml", [ok(SMALL.replace("09:00:00", "09:30:00"))]);
    home.run_line("update small").assert_code(0).assert_err(&told).assert_err("1 change");
    server.route("/a.toml", [status("404 Not Found", "")]);
    home.run_line("update small").assert_code(69).assert_err("Check the address in a browser;");
}

#[test]
fn login_page_at_the_address_of_a_schedule_is_named() {
    let login = "A login page of the network may be in the way";
    for path in ["/a.ics", "/schedule/xml", "/export?format=json", "/2026/Schedule.XML"] {
        let server = serve_page(path, "Log in", "/nothing");
        let answer = Home::new().run(&["import", &server.address(path)]);
        answer.assert_code(69).assert_err("answers with a web page, not with a schedule: ");
        answer.assert_err(login);
    }
    let server = serve_page("/export?view=all", "Log in", "/nothing");
    let answer = Home::new().run(&["import", &server.address("/export?view=all")]);
    answer.assert_code(69).assert_err("Give the address of the schedule itself");
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

/// Returns a page with `count` events of JSON-LD, the first at 9:00 and the others an hour later.
fn page_of_events(count: usize) -> String {
    let events = (0..count).map(|ix| {
        format!(
            r#"{{"@type":"Event","name":"Talk {ix}","startDate":"2030-05-04T{:02}:00+02:00"}}"#,
            ix + 9
        )
    });
    let events = events.collect::<Vec<_>>().join(",");
    format!(
        "{HTML}<script type='application/ld+json'>{{\"@type\":\"Event\",\"name\":\"Conf\",\
         \"subEvent\":[{events}]}}</script>"
    )
}

#[test]
fn events_of_a_page_are_the_last_resort() {
    let (server, home) = (Server::start(), Home::new());
    let link = "<a href=/schedule.xml>";
    server.route("/", [ok(format!("{}{link}", page_of_events(2)))]);
    let address = server.address("/");
    let answer = home.run(&["import", &address, "--name", "conf"]);
    answer.assert_code(0).assert_err("imported conf: Conf\n  2 sessions");
    assert!(answer.err.contains(&format!("reading the 2 events of {address} itself")));
    assert_eq!(server.take_requests().len(), 2, "the link, and no usual names");
    assert!(home.read("data/hallway/agendas/conf.toml").contains(&format!("= \"{address}\"")));
    home.run_line("update conf").assert_code(0).assert_err("nothing has changed");
    server.route("/", [ok(page_of_events(3))]);
    let answer = home.run_line("update conf");
    assert!(answer.out.contains("Talk 2"), "{} {}", answer.out, answer.err);
    assert_eq!(server.take_requests().len(), 2);
    // A page without events is no new version.
    server.route("/", [ok(HTML)]);
    home.run_line("update conf").assert_code(69).assert_err("answers with a web page");
    server.route("/", [ok(page_of_events(1))]);
    home.run_line("update conf").assert_code(69).assert_err("answers with a web page");
    server.route("/", [ok(format!("{}{link}", page_of_events(2)))]);
    server.route("/schedule.xml", [ok(SMALL)]);
    home.run(&["import", &address]).assert_code(0).assert_err("imported small");
}

#[test]
fn page_of_events_is_opened_as_a_file() {
    let home = Home::new();
    let path = home.file("page.html", &page_of_events(2));
    home.run(&["list", "-a", &path]).assert_code(0);
    let path = home.file("page.html", &page_of_events(1));
    home.run(&["list", "-a", &path]).assert_code(65).assert_err("this is a web page");
}

#[test]
fn dry_run_fetches_the_page_alone_and_stores_nothing() {
    let (server, home) = (Server::start(), Home::new());
    let address = server.address("/conf/schedule/");
    let elsewhere = "https://sessionize.com/api/v2/abc123/view/All";
    let page = format!("{HTML}pretalx <a href=/agenda.ics><a href='{elsewhere}'>");
    server.route("/conf/schedule/", [ok(&page)]);
    let answer = home.run(&["import", "--dry-run", &address]);
    let lines: Vec<(&str, &str)> =
        answer.out.lines().map(|line| line.split_once('\t').unwrap()).collect();
    let expected = [
        ("/conf/schedule/export/schedule.json", "address of pretalx"),
        ("/conf/schedule/export/schedule.xml", "address of pretalx"),
        ("/agenda.ics", "link of the page"),
        ("/conf/schedule/schedule.json", "usual name"),
        ("/conf/schedule/schedule.xml", "usual name"),
        ("/conf/schedule/schedule/xml", "usual name"),
        ("/conf/schedule/schedule.ics", "usual name"),
    ]
    .map(|(path, reason)| (server.address(path), reason));
    assert_eq!(lines, expected.each_ref().map(|(path, reason)| (path.as_str(), *reason)));
    answer.assert_code(0).assert_err("is a web page, would try 7 addresses");
    answer.assert_err(&format!("would not try another site, {elsewhere} (address of Sessionize)"));
    assert_eq!(server.take_requests().len(), 1);
    server.route("/conf/schedule/", [ok(page_of_events(2))]);
    let answer = home.run(&["import", "--dry-run", &address]);
    answer.assert_code(0).assert_err("would read the page itself, which has 2 events");
    assert_eq!(home.count_files(), 0);
}

#[test]
fn dry_run_tells_of_a_schedule_and_stores_nothing() {
    let (server, home) = (Server::start(), Home::with_small_agenda());
    server.route("/a.toml", [ok(SMALL)]);
    for (source, file) in [(server.address("/a.toml"), ""), ("small.toml".to_owned(), "")] {
        let answer = home.run(&["import", "--dry-run", &source]);
        answer.assert_code(0).assert_err("is a schedule, would import small: Small");
        assert_eq!(answer.out, file, "{source}");
    }
    let broken = home.file("broken.ics", "BEGIN:VCALENDAR\nEND:VCALENDAR\n");
    home.run(&["import", "--dry-run", &broken]);
    home.run_line("import --dry-run missing.ics").assert_code(66);
    assert!(!home.path("data").exists());
}
