//! `export`.

use crate::fixture::{Answer, Home};

fn session(id: &str, start: &str) -> String {
    format!("[[session]]\nid = '{id}'\ntitle = 'Talk {id}'\nstart = {start}\nminutes = 30\n")
}

/// Returns an agenda with `one`, `two`, the unscheduled `three` and a session `last`.
fn agenda(last: &str) -> String {
    let head = "[event]\nid = 'conf'\nname = 'Conf'\ntimezone = 'Europe/Dublin'\n";
    let (one, two) = (session("one", "2030-05-04T09:00:00"), session("two", "2030-05-04T10:00:00"));
    let last = session(last, "2030-05-04T11:00:00");
    format!("{head}{one}{two}{}{last}", session("three", "'TBA'"))
}

fn assert_exports_mine(mine: &Answer, format: &str) {
    mine.assert_code(0).assert_out("Talk one").assert_out("Talk two");
    assert!(!mine.out.contains("Talk five"), "{format}: {}", mine.out);
    mine.assert_err("1 mark is left out because its session is gone from the agenda");
    let is_calendar = format == "ics";
    assert_eq!(mine.out.contains("Talk three"), !is_calendar, "{format}: {}", mine.out);
    let message = "1 session is left out: a calendar needs a time for each session";
    assert_eq!(mine.err.contains(message), is_calendar, "{format}: {}", mine.err);
}

#[test]
fn export_of_my_schedule_reports_lost_and_unscheduled_sessions() {
    let home = Home::new();
    home.file("conf.toml", &agenda("four"));
    home.run_line("mark one three four -a conf.toml").assert_code(0);
    home.run_line("mark two --maybe -a conf.toml").assert_code(0);
    home.file("conf.toml", &agenda("five"));
    for format in ["ics", "json", "csv", "md", "toml"] {
        let mine = home.run_line(&format!("export --format {format} --mine -a conf.toml"));
        assert_exports_mine(&mine, format);
    }
    assert_eq!(home.run_line("export --format csv -a conf.toml").err, "");
}
