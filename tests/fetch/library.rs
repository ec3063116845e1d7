//! Agendas of the library whose source is an address: validators, records and secrets.

use crate::fixture::{BERLIN, Home, conf_toml};
use crate::server::{Server, Step, ok, ok_with, status};

const OLD: [&str; 4] = ["One", "Two", "Three", "Four"];
const RECORD: &str = "data/hallway/sources/conf.toml";

fn conf(titles: &[&str]) -> String {
    conf_toml(BERLIN, titles)
}

/// Returns the values of a header in the heads of requests.
fn header<'a>(requests: &'a [String], name: &str) -> Vec<&'a str> {
    let lines = requests.iter().flat_map(|head| head.lines());
    lines
        .filter_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
        .collect()
}

/// A server with an agenda of four sessions that was imported and of which `One` is marked.
struct Imported {
    server: Server,
    home: Home,
}

impl Imported {
    fn new(path: &str, answer: Step) -> Imported {
        let (server, home) = (Server::start(), Home::new());
        server.route(path, [answer]);
        home.run(&["import", &server.address(path)]).assert_code(0);
        home.run_line("mark One -a conf").assert_code(0);
        server.take_requests();
        Imported { server, home }
    }
}

#[test]
fn server_that_answers_not_modified_is_asked_with_its_own_validators() {
    let text = conf(&OLD);
    for (headers, name, value) in [
        ("ETag: \"v1\"\r\n", "If-None-Match", "\"v1\""),
        ("ETag: W/\"v1\"\r\n", "If-None-Match", "W/\"v1\""),
        (
            "Last-Modified: Sun, 01 Feb 2026 10:00:00 GMT\r\n",
            "If-Modified-Since",
            "Sun, 01 Feb 2026 10:00:00 GMT",
        ),
    ] {
        let Imported { server, home } = Imported::new("/a.toml", ok_with(headers, &text));
        let before = home.read("data/hallway/agendas/conf.toml");
        server.route("/a.toml", [status("304 Not Modified", "")]);
        let answer = home.run_line("update conf");
        answer.assert_code(0);
        assert_eq!((&*answer.err, &*answer.out), ("hallway: conf: nothing has changed\n", ""));
        assert_eq!(header(&server.take_requests(), name), [value]);
        assert_eq!(home.read("data/hallway/agendas/conf.toml"), before);

        // A new version brings new validators.
        let newer = conf(&["One", "Two", "Three", "Four", "Five"]);
        server.route("/a.toml", [ok_with("ETag: \"v2\"\r\n", &newer)]);
        home.run_line("update conf").assert_code(0).assert_err("1 change; 5 sessions now");
        server.take_requests();
        server.route("/a.toml", [status("304 Not Modified", "")]);
        home.run_line("update conf").assert_code(0).assert_err("nothing has changed");
        assert_eq!(header(&server.take_requests(), "If-None-Match"), ["\"v2\""]);
    }
}

#[test]
fn same_version_with_new_validators_is_asked_with_the_new_ones() {
    let date = "Sun, 01 Feb 2026 10:00:00 GMT";
    let headers = format!("ETag: \"v2\"\r\nLast-Modified: {date}\r\n");
    for answer in [ok_with(&headers, conf(&OLD)), status("304 Not Modified", &headers)] {
        let Imported { server, home } =
            Imported::new("/a.toml", ok_with("ETag: \"v1\"\r\n", conf(&OLD)));
        server.route("/a.toml", [answer]);
        for (etag, dates) in [("\"v1\"", vec![]), ("\"v2\"", vec![date])] {
            home.run_line("update conf").assert_code(0).assert_err("nothing has changed");
            let requests = server.take_requests();
            assert_eq!(header(&requests, "If-None-Match"), [etag]);
            assert_eq!(header(&requests, "If-Modified-Since"), dates);
        }
    }
}

#[test]
fn same_bytes_of_a_server_without_validators_are_unchanged() {
    let Imported { server, home } = Imported::new("/a.toml", ok(conf(&OLD)));
    home.run_line("update conf").assert_code(0).assert_err("nothing has changed");
    let requests = server.take_requests();
    assert_eq!(requests.len(), 1);
    assert!(header(&requests, "If-None-Match").is_empty());
    assert!(header(&requests, "If-Modified-Since").is_empty());
    // Other bytes that say the same are no news either, and are known from then on.
    server.route("/a.toml", [ok(format!("{}\n# generated at noon\n", conf(&OLD)))]);
    for _ in 0..2 {
        home.run_line("update conf").assert_code(0).assert_err("nothing has changed");
    }
}

#[test]
fn validators_are_not_sent_for_an_agenda_that_has_changed() {
    let answer = ok_with("ETag: \"v1\"\r\n", conf(&OLD));
    for deed in ["no record", "edited", "replaced"] {
        let Imported { server, home } = Imported::new("/a.toml", answer.clone());
        let agenda = "data/hallway/agendas/conf.toml";
        match deed {
            "no record" => std::fs::remove_file(home.path(RECORD)).unwrap(),
            "edited" => {
                let text = home.read(agenda).replace("minutes = 30", "minutes = 35");
                home.file(agenda, &text);
            }
            _ => {
                let file = home.file("other/conf.toml", &conf(&["One", "Two", "Three"]));
                home.run(&["import", &file, "--name", "conf"]).assert_code(0);
                let text = home.read(agenda).replace(&file, &server.address("/a.toml"));
                home.file(agenda, &text);
            }
        }
        home.run_line("update conf").assert_code(0);
        assert!(header(&server.take_requests(), "If-None-Match").is_empty(), "{deed}");
        let list = home.run_line("list --ids -a conf").out;
        assert_eq!(list.lines().count(), 4, "{deed}");
        home.run_line("update conf").assert_code(0);
        assert_eq!(header(&server.take_requests(), "If-None-Match"), ["\"v1\""], "{deed}");
    }
}

#[test]
fn worse_version_is_refused_and_asked_for_again() {
    let other = conf(&OLD).replace("Conf", "Other").replace("2030-05", "2031-09");
    let other = OLD.iter().fold(other, |text, title| text.replace(title, &format!("{title}!x")));
    for (name, body, code, reason) in [
        ("fewer", conf(&["One", "Two"]), 65, "2 of 4 sessions are not in it"),
        ("empty", "[event]\nname = 'Conf'\n".to_owned(), 65, "there is no session in it"),
        ("another event", other, 65, "its source is another event now, Other of 2031-09-04"),
        ("errors", conf(&OLD).replace("= 30", "= 'x'"), 65, "the new version has errors"),
        ("no agenda", "Hello".to_owned(), 65, "error: "),
        ("page", "<!DOCTYPE html><title>Log in</title>".to_owned(), 69, "answers with a web page"),
    ] {
        let answer = ok_with("ETag: \"v1\"\r\n", conf(&OLD));
        let Imported { server, home } = Imported::new("/a.toml", answer);
        let files = || [home.read("data/hallway/agendas/conf.toml"), home.read(RECORD)];
        let (before, list) = (files(), home.run_line("list -a conf").out);
        server.route("/a.toml", [ok_with("ETag: \"v2\"\r\n", &body)]);
        for _ in 0..2 {
            let refused = home.run_line("update conf");
            refused.assert_code(code).assert_err(reason);
            assert_eq!(refused.out, "", "{name}");
            assert_eq!(files(), before, "{name}");
        }
        // The refused version has not become the known one.
        assert_eq!(header(&server.take_requests(), "If-None-Match"), ["\"v1\"", "\"v1\""]);
        assert_eq!(home.run_line("list -a conf").out, list, "{name}");
        if code == 65 && name != "no agenda" {
            home.run_line("update conf").assert_err("--replace");
        }
    }
}

#[test]
fn secret_address_is_private_and_never_shown() {
    let path = "/private/me.toml?token=S3CR3T";
    let Imported { server, home } = Imported::new(path, ok(conf(&OLD)));
    let agenda = "data/hallway/agendas/conf.toml";
    for file in [agenda, RECORD] {
        assert!(home.read(file).contains("S3CR3T"), "{file} keeps the address");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(home.path(file)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{file}");
        }
    }
    server.route(path, [ok(conf(&["One"]))]);
    let update = home.run_line("update conf");
    update.assert_code(65).assert_err("hallway update conf --replace");
    server.route(path, [status("404 Not Found", "")]);
    let mut answers = vec![update, home.run_line("update conf"), home.run_line("agendas")];
    for format in ["toml", "json", "csv", "md", "ics"] {
        answers.push(home.run_line(&format!("export -a conf --format {format}")));
    }
    answers.push(home.run_line("import conf -o -"));
    answers.push(home.run_line("list -a conf --json"));
    answers.push(home.run_line("check conf"));
    for answer in answers {
        let text = format!("{}{}", answer.out, answer.err);
        assert!(!text.contains("S3CR3T"), "{text}");
    }
    let toml = home.run_line("export -a conf --format toml").out;
    assert!(!toml.contains("source = "), "{toml}");
    assert!(home.run_line("agendas").out.contains("/private/me.toml?token=…\t"));
    server.route(path, [ok(conf(&["One"]))]);
    home.run_line("update conf --replace").assert_code(0).assert_err("1 session now");
}

#[test]
fn update_of_all_goes_on_after_a_server_that_fails() {
    let (server, home) = (Server::start(), Home::new());
    for name in ["a", "b"] {
        let path = format!("/{name}.toml");
        server.route(&path, [ok(conf(&OLD).replace("'Conf'", &format!("'Conf {name}'")))]);
        home.run(&["import", &server.address(&path), "--name", name]).assert_code(0);
    }
    server.route("/a.toml", [status("500 Oops", "")]);
    let moved = conf(&OLD).replace("'Conf'", "'Conf b'").replace("T10", "T20");
    server.route("/b.toml", [ok(moved)]);
    let all = home.run_line("update");
    all.assert_code(69).assert_err("hallway: a: 127.0.0.1 answers 500");
    all.assert_err("Try again later; a stays as of ");
    all.assert_err("\nhallway: b: 1 change; 4 sessions now\n");
    let row = home.run_line("agendas").out;
    let rows: Vec<Vec<&str>> = row.lines().map(|line| line.split('\t').collect()).collect();
    assert_eq!((rows[0][5], rows[0][8]), (&*server.address("/a.toml"), ""));
    assert_eq!((rows[1][5], rows[1][8]), (&*server.address("/b.toml"), "1 moved"));
}

#[test]
fn worse_version_replaces_nothing_by_import_or_by_another_address() {
    let Imported { server, home } = Imported::new("/a.toml", ok(conf(&OLD)));
    let before = home.read("data/hallway/agendas/conf.toml");
    let record = home.read(RECORD);
    let whole = conf(&OLD);
    let cut = &whole[..whole.len() * 3 / 5];
    for body in [conf(&OLD[..2]), cut.to_owned()] {
        for path in ["/a.toml", "/b.toml"] {
            server.route(path, [ok(&body)]);
            let address = server.address(path);
            let refused = home.run(&["import", &address]);
            refused.assert_code(65).assert_err("conf is unchanged: ").assert_err("--replace");
            assert_eq!(home.read("data/hallway/agendas/conf.toml"), before, "{body}");
            assert_eq!(home.read(RECORD), record, "{body}");
        }
    }
    home.run(&["import", &server.address("/a.toml"), "--replace"]).assert_code(0);
    assert_ne!(home.read("data/hallway/agendas/conf.toml"), before);
}

#[test]
fn import_of_a_known_address_updates_its_agenda_under_any_name() {
    let (server, home) = (Server::start(), Home::new());
    let address = server.address("/a.toml");
    server.route("/a.toml", [ok(conf(&OLD))]);
    home.run(&["import", &address, "--name", "mine"]).assert_code(0);
    server.route("/a.toml", [ok(conf(&["One", "Two", "Three", "Four", "Five"]))]);
    let answer = home.run(&["import", &address]);
    answer.assert_code(0).assert_err("updated the agenda of this address, mine: ");
    assert_eq!(home.run_line("agendas").out.lines().count(), 2, "with the built-in agenda");
    assert_eq!(home.run_line("list -a mine --ids").out.lines().count(), 5);
    // A name asks for a second entry, and so does another event.
    home.run(&["import", &address, "--name", "other"]).assert_code(0).assert_err("imported other");
    let next = conf(&["Six", "Seven"]).replace("2030", "2031");
    server.route("/a.toml", [ok(next)]);
    home.run(&["import", &address]).assert_code(0).assert_err("imported conf: ");
}

#[test]
fn updates_at_the_same_time_all_succeed() {
    let Imported { server, home } = Imported::new("/a.toml", ok(conf(&OLD)));
    server.route("/a.toml", [ok(conf(&["One", "Two", "Three", "Four", "Five"]))]);
    let answers: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..6).map(|_| scope.spawn(|| home.run_line("update conf"))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    for answer in answers {
        answer.assert_code(0);
    }
    assert_eq!(home.run_line("list -a conf --ids").out.lines().count(), 5);
    assert_eq!(home.run_line("list -a conf --mine --ids").out.lines().count(), 1);
}
