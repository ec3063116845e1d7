//! `forget`: an agenda leaves the library, and the plan stays.

use crate::fixture::{BERLIN, Home, conf_toml};

/// Returns a home with an imported agenda, and the path of its source.
fn imported(name: &str) -> (Home, String) {
    let home = Home::new();
    let file = home.file("in/conf.toml", &conf_toml(BERLIN, &["One", "Two"]));
    home.run(&["import", &file, "--name", name]).assert_code(0);
    (home, file)
}

const PLAN: &str = "data/hallway/plans/conf.toml";

#[test]
fn forgotten_agenda_leaves_and_its_schedule_stays() {
    let (home, file) = imported("conf-2030");
    home.run_line("mark One -a conf-2030").assert_code(0);
    home.file("data/hallway/last-agenda", "conf-2030\n");
    let plan = home.read(PLAN);
    let forgotten = home.run_line("forget CONF-2030");
    let message = format!(
        "hallway: conf-2030 is no longer in the library. Your schedule stays: {}\n\
         To have it again: hallway import {file} --name conf-2030\n",
        home.path(PLAN).display()
    );
    assert_eq!((forgotten.code, forgotten.out.as_str()), (0, ""));
    assert_eq!(forgotten.err, message);
    assert_eq!(home.read(PLAN), plan);
    assert!(!home.path("data/hallway/agendas/conf-2030.toml").exists());
    assert!(!home.run_line("agendas").out.contains("conf-2030"));
    // The agenda opened last is forgotten too, without a message.
    let listed = home.run_line("list --ids");
    assert!(listed.out.starts_with("mon-0800-") && listed.err.is_empty(), "{}", listed.err);
    home.run_line(&format!("import {file} --name conf-2030")).assert_code(0);
    assert_eq!(home.run_line("list --ids --mine -a conf-2030").out, "One\n");
}

#[test]
fn forget_without_a_schedule_does_not_speak_of_one() {
    let (home, _) = imported("conf");
    home.file("data/hallway/last-agenda", "other\n");
    let forgotten = home.run_line("forget conf");
    assert!(!forgotten.assert_code(0).err.contains("schedule"), "{}", forgotten.err);
    assert!(!forgotten.err.contains("--name"), "{}", forgotten.err);
    assert_eq!(home.read("data/hallway/last-agenda"), "other\n");
}

#[test]
fn forget_takes_whole_names_of_the_library_only() {
    let (home, _) = imported("conf-2030");
    for (typed, code, err) in [
        ("conf", 66, "conf is not in the library; did you mean conf-2030?"),
        ("2030", 66, "2030 is not in the library; did you mean conf-2030?"),
        ("conf-2029", 66, "did you mean conf-2030?"),
        ("qqqq", 66, "qqqq is not in the library. hallway agendas lists its agendas"),
        ("srecon16-europe", 2, "srecon16-europe is built in and cannot be forgotten"),
        ("SREcon16-Europe", 2, "srecon16-europe is built in and cannot be forgotten"),
        ("in/conf.toml", 66, "in/conf.toml is not in the library"),
        ("", 66, " is not in the library"),
    ] {
        home.run(&["forget", typed]).assert_code(code).assert_err(err);
    }
    assert!(home.path("data/hallway/agendas/conf-2030.toml").exists());
}

#[test]
fn forget_says_how_each_source_comes_back() {
    for (source, message) in [
        ("source = 'https://a.example/s.ics'", "hallway import https://a.example/s.ics\n"),
        (
            "source = 'https://a.example/s.ics?token=abc'",
            "hallway import 'https://a.example/s.ics?token=…', with the secret part of the address",
        ),
        ("source = '/my folder/s.ics'", "hallway import '/my folder/s.ics'\n"),
        ("", "It named no source: only a copy of its file brings it back\n"),
    ] {
        let home = Home::new();
        let text = conf_toml(&format!("id = 'conf'\n{source}\n{BERLIN}"), &["One"]);
        home.file("data/hallway/agendas/conf.toml", &text);
        let forgotten = home.run_line("forget conf");
        forgotten.assert_code(0).assert_err(message);
        assert!(!forgotten.err.contains("abc"), "{}", forgotten.err);
    }
}

#[test]
fn damaged_agenda_can_be_forgotten() {
    let home = Home::new();
    home.file("data/hallway/agendas/conf.toml", "[[session");
    home.run_line("forget conf").assert_code(0);
    assert!(!home.path("data/hallway/agendas/conf.toml").exists());
}
