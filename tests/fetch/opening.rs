//! `hallway ADDRESS` and `-a ADDRESS`: the library's copy of an agenda of the web.
#![cfg(unix)]

use super::fixture::{Home, SMALL, conf_toml};
use super::screen::Screen;
use super::server::{Server, ok, status};

const HTML: &str = "<!DOCTYPE html><html><head><title>Conf</title></head>";

/// Returns a server with a page, and with a schedule behind the page.
fn server() -> Server {
    let server = Server::start();
    server.route("/", [ok(format!("{HTML}<a href=/schedule.xml>XML</a>"))]);
    server.route("/schedule.xml", [ok(SMALL)]);
    server
}

/// Opens an address on the screen, and quits.
fn open_and_quit(home: &Home, address: &str) {
    let screen = Screen::open(home, &[address]);
    screen.expect("Opening");
    screen.quit();
}

const AGENDA: &str = "data/hallway/agendas/small.toml";

#[test]
fn opened_address_is_stored_and_opens_without_a_request_from_then_on() {
    let (server, home) = (server(), Home::new());
    let (page, schedule) = (server.address("/"), server.address("/schedule.xml"));
    open_and_quit(&home, &page);
    assert_eq!(server.take_requests().len(), 2);
    assert!(home.read(AGENDA).contains(&format!("source = \"{schedule}\"")));
    assert_eq!(home.read("data/hallway/last-agenda"), "small\n");
    let other_spelling = page.replace("http://", "HTTP://") + "#friday";
    for typed in [&page, &schedule, &other_spelling] {
        open_and_quit(&home, typed);
        assert_eq!(home.run(&["list", "--ids", "-a", typed]).err, "", "{typed}");
    }
    assert_eq!(server.take_requests(), [""; 0]);
}

#[test]
fn copy_opens_without_a_network_and_without_a_copy_the_exit_code_is_69() {
    let (server, home) = (server(), Home::new());
    let page = server.address("/");
    open_and_quit(&home, &page);
    for path in ["/", "/schedule.xml"] {
        server.route(path, [status("503 Service Unavailable", "")]);
    }
    open_and_quit(&home, &page);
    let listed = home.run(&["list", "--ids", "-a", &page]);
    assert_eq!((listed.code, listed.out.as_str()), (0, "open\nnight\nlater\n"));
    let without_copy = Home::new();
    let mut screen = Screen::open(&without_copy, &[&page]);
    let (code, text) = screen.wait_for_end();
    assert!(code == 69 && text.contains("503"), "{code}: {text}");
    without_copy.run(&["list", "-a", &page]).assert_code(69).assert_err("503");
    assert_eq!(without_copy.count_files(), 0);
}

/// Makes the library's copy look as old as a copy of 2020.
fn age_copy(home: &Home) {
    let record = home.read("data/hallway/sources/small.toml");
    let lines = record.lines().map(|line| match line.starts_with("checked") {
        true => "checked = \"2020-01-01T00:00:00Z\"".to_owned(),
        false => line.to_owned(),
    });
    home.file("data/hallway/sources/small.toml", &lines.collect::<Vec<_>>().join("\n"));
}

#[test]
fn commands_that_show_name_the_age_of_an_old_copy() {
    let (server, home) = (server(), Home::new());
    let page = server.address("/");
    home.run(&["import", &page]).assert_code(0);
    age_copy(&home);
    server.take_requests();
    for args in [
        vec!["list", "--ids"],
        vec!["search", "opening"],
        vec!["show", "open"],
        vec!["export", "--format", "ics"],
        vec!["screenshot"],
        vec!["mark", "open"],
        vec!["mine"],
    ] {
        let answer = home.run(&[&args[..], &["-a", &page]].concat());
        answer.assert_code(0).assert_err("hallway: small was fetched ");
        answer.assert_err(" days ago. hallway update small fetches it again\n");
    }
    home.file("config/hallway/config.toml", "refresh = \"never\"\n");
    assert_eq!(home.run(&["list", "--ids", "-a", &page]).err, "");
    home.file("config/hallway/config.toml", "refresh = 1\n");
    let answer = home.run(&["list", "--ids", "-a", &page]);
    answer.assert_code(78).assert_err("config.toml:1:11");
    home.file("config/hallway/config.toml", "refresh = \"1h\"\n");
    home.run(&["list", "--ids", "-a", &page]).assert_code(0).assert_err("small was fetched ");
    home.run(&["paths", "-a", &page]).assert_code(0).assert_out("plans/small.toml");
    assert_eq!(home.run_line("list --ids -a small").err, "");
    assert_eq!(server.take_requests(), [""; 0]);
    home.run(&["update", &page]).assert_code(0).assert_err("small: nothing has changed");
    assert_eq!(home.run(&["list", "--ids", "-a", &page]).err, "");
}

#[test]
fn commands_that_show_store_nothing_without_a_copy() {
    let (server, home) = (server(), Home::new());
    let schedule = server.address("/schedule.xml");
    for args in [vec!["list", "--ids"], vec!["mine", "--json"], vec!["screenshot"]] {
        home.run(&[&args[..], &["-a", &schedule]].concat());
        assert_eq!(server.take_requests().len(), 1, "{args:?}");
    }
    assert_eq!(home.count_files(), 0);
    let piped = home.run(&[&schedule]);
    piped.assert_code(74).assert_err("standard output is not a terminal");
    assert_eq!(home.count_files(), 0);
}

#[test]
fn mark_of_an_address_marks_the_session_of_the_copy() {
    let (server, home) = (server(), Home::new());
    let schedule = server.address("/schedule.xml");
    home.run(&["import", &schedule, "--name", "mine"]).assert_code(0);
    home.run(&["mark", "open", "-a", &schedule]).assert_code(0);
    assert_eq!(home.run_line("list --ids --mine -a mine").out, "open\n");
    // A new name of the event makes no new plan.
    server.route("/schedule.xml", [ok(SMALL.replace("\"Small\"", "\"Small Conf\""))]);
    home.run_line("update mine").assert_code(0);
    home.run(&["mark", "night", "-a", &schedule]).assert_code(0);
    assert_eq!(home.run_line("list --ids --mine -a mine").out, "open\nnight\n");
}

#[test]
fn check_and_import_fetch_the_address_again() {
    let (server, home) = (server(), Home::new());
    let schedule = server.address("/schedule.xml");
    home.run(&["import", &schedule]).assert_code(0);
    server.route("/schedule.xml", [ok(SMALL.replace("Night", "Dawn"))]);
    server.take_requests();
    home.run(&["check", &schedule]).assert_code(0);
    home.run(&["check", "-a", &schedule]).assert_code(0);
    home.run(&["import", &schedule]).assert_code(0).assert_err("replaced small");
    assert_eq!(server.take_requests().len(), 3);
    home.run(&["list", "-a", &schedule]).assert_out("Dawn");
}

#[test]
fn damaged_copy_or_record_is_fetched_again() {
    for file in [AGENDA, "data/hallway/sources/small.toml"] {
        let (server, home) = (server(), Home::new());
        let schedule = server.address("/schedule.xml");
        open_and_quit(&home, &schedule);
        home.file(file, "[[");
        open_and_quit(&home, &schedule);
        assert_eq!(server.take_requests().len(), 2, "{file}");
        assert_eq!(home.run_line("list --ids -a small").out, "open\nnight\nlater\n", "{file}");
    }
}

#[test]
fn other_event_of_the_same_name_is_not_opened_over_the_first() {
    let (server, home) = (server(), Home::new());
    home.run(&["import", &server.address("/schedule.xml")]).assert_code(0);
    let kept = home.read(AGENDA);
    let other = conf_toml("name = 'Small'\ntimezone = 'Europe/Berlin'", &["One", "Two", "Three"]);
    server.route("/next.toml", [ok(other)]);
    let next = server.address("/next.toml");
    let (code, text) = Screen::open(&home, &[&next]).wait_for_end();
    assert_eq!(code, 2, "{text}");
    let text = text.replace('\n', "");
    assert!(text.contains("small is another event in the library"), "{text}");
    assert!(text.contains(&format!("hallway import {next} --name NAME")), "{text}");
    assert_eq!(home.read(AGENDA), kept);
}

#[test]
fn forget_by_name_or_address_removes_agenda_and_record() {
    for by_address in [false, true] {
        let (server, home) = (server(), Home::new());
        let page = server.address("/");
        open_and_quit(&home, &page);
        let typed = if by_address { &page } else { "Small" };
        let forgotten = home.run(&["forget", typed]);
        forgotten.assert_code(0).assert_err(&format!("To have it again: hallway import {page}\n"));
        for folder in ["agendas", "sources"] {
            assert!(!home.path(&format!("data/hallway/{folder}/small.toml")).exists(), "{folder}");
        }
        assert!(!home.path("data/hallway/last-agenda").exists());
        let unknown = home.run(&["forget", &page]);
        unknown.assert_code(66).assert_err("no agenda of the library is from http://127.0.0.1");
        home.run(&["update", &page]).assert_code(66).assert_err("hallway import http://127.0.0.1");
    }
}

#[test]
fn agenda_is_shown_where_the_library_cannot_be_written() {
    let (server, home) = (server(), Home::new());
    home.file("data/hallway/agendas", "no folder");
    let mut screen = Screen::open(&home, &[&server.address("/")]);
    screen.expect("Opening");
    screen.type_keys("q");
    let (code, text) = screen.wait_for_end();
    assert!(code == 0 && text.contains("the agenda is not stored in the library: "), "{text}");
    assert!(!home.path("data/hallway/last-agenda").exists());
}

#[test]
fn secret_of_an_address_is_kept_and_not_shown() {
    let (server, home) = (server(), Home::new());
    server.route("/my.ics?token=s3cr3t", [ok(SMALL)]);
    let address = server.address("/my.ics?token=s3cr3t");
    open_and_quit(&home, &address);
    age_copy(&home);
    for args in [
        vec!["list", "-a", &address],
        vec!["mine", "-a", &address],
        vec!["mark", "open", "-a", &address],
        vec!["export", "--format", "toml", "-a", &address],
        vec!["export", "--format", "ics", "-a", &address],
        vec!["import", &address, "-o", "-"],
        vec!["agendas"],
        vec!["update", &address],
        vec!["forget", &address],
        vec!["forget", &address],
    ] {
        let answer = home.run(&args);
        let text = answer.out + &answer.err;
        assert!(!text.contains("s3cr3t"), "{args:?}: {text}");
    }
    let (code, text) = Screen::open(&home, &["list", "-a", &address]).wait_for_end();
    assert!(code == 0 && !text.contains("s3cr3t"), "{text}");
}
