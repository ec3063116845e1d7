//! `import` and `agendas`.

use crate::fixture::{BERLIN, Home, conf_toml, frab_xml};

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nX-WR-CALNAME:Conf X\r\nBEGIN:VEVENT\r\nUID:1\r\n\
    SUMMARY:A talk\r\nLOCATION:R\r\nDTSTART:20260504T090000Z\r\nDTEND:20260504T093000Z\r\n\
    END:VEVENT\r\nEND:VCALENDAR\r\n";

#[test]
fn imported_calendar_is_listed_and_exported() {
    let home = Home::new();
    home.file("schedule.ics", CALENDAR);
    let imported = home.run_line("import schedule.ics --zone Europe/Berlin");
    imported.assert_code(0).assert_err("1 session in 1 room").assert_err("Europe/Berlin");
    let name = home.run_line("agendas").out.split('\t').next().unwrap().to_owned();
    let listed = home.json(&["list", "--json", "-a", &name]);
    assert_eq!(listed["sessions"][0]["start"], "2026-05-04T11:00:00+02:00");
    for (format, part) in [
        ("ics", "SUMMARY:A talk"),
        ("csv", "A talk"),
        ("md", "A talk"),
        ("toml", "[[session]]"),
        ("json", "\"schema\":1"),
    ] {
        home.run(&["export", "--format", format, "-a", &name]).assert_code(0).assert_out(part);
    }
    home.run_line("import missing.xml").assert_code(66);
}

const BASE_URL: &str = "<base_url>https://example.org/2030/</base_url>";

#[test]
fn import_reports_every_guess_and_loss() {
    let home = Home::new();
    home.file("a.xml", &frab_xml("Conf 2030", BASE_URL, "2030-01-01", 40));
    let imported = home.run_line("import a.xml");
    imported.assert_code(0);
    for text in [
        "imported conf-2030: Conf 2030\n  40 sessions in 1 room on 1 day (2030-01-01), no people\n",
        "times are UTC+1 as in the file, which names no zone: give the event's with --zone NAME \
         (Europe/Berlin, Europe/Amsterdam, Europe/Paris, Africa/Lagos fit)",
        "warning: this is not a web address\n --> ",
        "a.xml:5:60\n",
        "\n  and 39 more in lines 8, 11, 14, 17, 20, 23, 26, 29, 32, 35, …\n",
        "\n80 warnings\n",
    ] {
        imported.assert_err(text);
    }
    assert_eq!(imported.err.matches("another room than the one it is in").count(), 1);
    home.run_line("import a.xml --strict").assert_code(65);
    let toml = home.run_line("import a.xml -o -");
    toml.assert_out("https://example.org/slides/39.pdf");
}

#[test]
fn import_of_one_long_line_counts_problems_by_column() {
    let home = Home::new();
    let text = frab_xml("Conf 2030", BASE_URL, "2030-01-01", 3).replace('\n', " ");
    home.file("b.xml", &text);
    home.run_line("import b.xml -o -").assert_err("\n  and 2 more in columns ");
}

/// Returns the line of an agenda in the library with its source.
fn source_line(home: &Home, name: &str) -> String {
    let text = home.read(&format!("data/hallway/agendas/{name}.toml"));
    text.lines().find(|line| line.starts_with("source")).unwrap_or_default().to_owned()
}

#[test]
fn import_of_an_agenda_in_the_library_keeps_its_source() {
    let home = Home::new();
    let file = home.file("in/conf.toml", &conf_toml(BERLIN, &["One", "Two"]));
    home.run(&["import", &file]).assert_code(0);
    let source = source_line(&home, "conf");
    assert!(source.contains(&file), "{source}");
    for (line, name) in [
        ("import conf", "conf"),
        ("import conf --name conf-2", "conf-2"),
        ("import data/hallway/agendas/conf.toml --name conf-3", "conf-3"),
    ] {
        home.run_line(line).assert_code(0);
        assert_eq!(source_line(&home, name), source, "{line}");
        home.run(&["update", name]).assert_code(0);
    }
}

#[test]
fn import_refuses_a_name_that_no_command_line_takes() {
    let home = Home::with_small_agenda();
    for name in ["-x", "--", "a/b", "../a", "", "a b", ".a"] {
        let import = home.run(&["import", "small.toml", &format!("--name={name}")]);
        import.assert_code(2).assert_err("only letters, digits and dashes, and no dash at the");
    }
    home.run_line("import small.toml --name a-1-").assert_code(0);
}
