//! The agenda of an address, refreshed while the screen is open.

use super::server::{Server, Step, ok, status};
use super::{Terminal, wait_until};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// An agenda with `Beta` at `hour`, and a session that only some versions have.
fn agenda(hour: u32, rest: &str) -> String {
    format!(
        "[event]\nid = 'conf'\nname = 'Conf'\ntimezone = 'Europe/Dublin'\n\
         [[session]]\nid = 'a'\ntitle = 'Alpha'\nstart = 2030-05-04T09:00:00\nroom = 'One'\n\
         [[session]]\nid = 'b'\ntitle = 'Beta'\nstart = 2030-05-04T{hour}:00:00\nroom = 'One'\n\
         {rest}"
    )
}

const GAMMA: &str =
    "[[session]]\nid = 'c'\ntitle = 'Gamma'\nstart = 2030-05-04T15:00:00\nroom = 'Two'\n";

/// The time after which the key asks again.
const KEY_REPEAT: Duration = Duration::from_millis(2100);

/// Runs a command of the program.
fn hallway(home: &Path, args: &[&str]) {
    let status = Command::new(env!("CARGO_BIN_EXE_hallway"))
        .args(args)
        .env("XDG_DATA_HOME", home.join("data"))
        .env("XDG_CONFIG_HOME", home.join("config"))
        .env_remove("HALLWAY_AGENDA")
        .output()
        .unwrap();
    assert!(status.status.success(), "{}", String::from_utf8_lossy(&status.stderr));
}

/// Returns a home directory with the agenda of the server, with `Beta` marked.
fn home_with_agenda(server: &Server) -> TempDir {
    server.route("/conf.toml", [ok(agenda(10, GAMMA))]);
    let home = TempDir::new().unwrap();
    hallway(home.path(), &["import", &server.address("/conf.toml")]);
    hallway(home.path(), &["-a", "conf", "mark", "b"]);
    home
}

/// Makes the copy in the library two days old.
fn age_copy(home: &Path) {
    let record = home.join("data/hallway/sources/conf.toml");
    let text = std::fs::read_to_string(&record).unwrap();
    let lines = text.lines().map(|line| match line.starts_with("checked = ") {
        true => "checked = \"2020-01-02T14:20:00Z\"\n".to_owned(),
        false => format!("{line}\n"),
    });
    std::fs::write(&record, lines.collect::<String>()).unwrap();
}

#[test]
fn old_copy_is_refreshed_and_its_changes_are_listed() {
    let server = Server::start();
    let home = home_with_agenda(&server);
    age_copy(home.path());
    let epsilon = GAMMA.replace("Gamma", "Epsilon").replace("'c'", "'e'");
    server.route("/conf.toml", [ok(agenda(12, &format!("{GAMMA}{epsilon}")))]);
    let mut terminal = Terminal::open_in(home, &["conf"]);
    terminal.expect("1 moved, 1 new, 1 of yours: Beta Sat 10:00 → 12:00 · Enter shows");
    terminal.expect("★ 1");
    // A person who presses the key as the message appears means the selected session.
    std::thread::sleep(Duration::from_millis(1100));
    terminal.type_keys("\r");
    terminal.expect("★ moved");
    terminal.expect("Sat 15:00, Two");
    terminal.type_keys("\r");
    terminal.expect("12:00 █ ★! Beta");
    terminal.quit();
    let plan = terminal.home.path().join("data/hallway/plans/conf.toml");
    let plan = std::fs::read_to_string(plan).unwrap();
    assert!(plan.contains("12:00:00") && plan.matches("[[mark]]").count() == 1, "{plan}");
}

#[test]
fn fresh_copy_and_never_ask_nothing_until_the_key() {
    let server = Server::start();
    let home = home_with_agenda(&server);
    server.take_requests();
    let mut terminal = Terminal::open_in(home, &["conf"]);
    terminal.expect("Alpha");
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!(server.take_requests().len(), 0);
    terminal.type_keys("r");
    terminal.expect("nothing has changed");
    assert_eq!(server.take_requests().len(), 1);
    terminal.quit();
    age_copy(terminal.home.path());
    let config = terminal.home.path().join("config/hallway");
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(config.join("config.toml"), "refresh = 'never'\n").unwrap();
    let mut terminal = Terminal::open_in(terminal.take_home(), &["conf"]);
    terminal.expect("Alpha");
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!(server.take_requests().len(), 0);
    terminal.quit();
}

#[test]
fn missing_server_is_a_label_and_a_refused_version_is_taken_by_the_key() {
    let server = Server::start();
    let home = home_with_agenda(&server);
    age_copy(home.path());
    server.route("/conf.toml", [status("503 Service Unavailable", "")]);
    let mut terminal = Terminal::open_in(home, &["conf"]);
    terminal.expect("not refreshed · as of Thu 2 Jan 14:20");
    terminal.expect("Space attend");
    server.route("/conf.toml", [ok("<!DOCTYPE html><html><title>Hotel</title></html>")]);
    std::thread::sleep(KEY_REPEAT);
    terminal.type_keys("r");
    terminal.expect("Shown is the last good agenda: ");
    // Alpha alone: two thirds of the sessions are missing.
    let alone = agenda(10, "").split("[[session]]\nid = 'b'").next().unwrap().to_owned();
    server.route("/conf.toml", [ok(&alone)]);
    std::thread::sleep(KEY_REPEAT);
    terminal.type_keys("r");
    terminal.expect("New version refused: 2 of 3 sessions are not in it · r takes it anyway");
    assert!(terminal.text().contains("Gamma"));
    std::thread::sleep(KEY_REPEAT);
    terminal.type_keys("r");
    terminal.expect("Beta is not in the agenda now");
    wait_until("Gamma is gone", || !terminal.text().contains("Gamma"));
    terminal.quit();
}

#[test]
fn running_request_is_shown_and_does_not_delay_the_end() {
    let server = Server::start();
    let home = home_with_agenda(&server);
    age_copy(home.path());
    server.route("/conf.toml", [Step::Stall]);
    let mut terminal = Terminal::open_in(home, &["conf"]);
    terminal.expect("refreshing…");
    terminal.type_keys("j");
    let start = Instant::now();
    terminal.quit();
    // The server stalls for 10 s. A busy machine gets some time.
    assert!(start.elapsed() < Duration::from_secs(4), "{:?}", start.elapsed());
}
