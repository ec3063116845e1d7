//! `export --vdir`: a folder of calendar files, kept in step.

use crate::fixture::{Answer, Case, Home, case, conf_toml, run_command};
use std::collections::BTreeMap;
use std::process::Command;
use std::time::{Duration, SystemTime};

const HEAD: &str = "id = 'conf'\nname = 'Conf'\ntimezone = 'Europe/Berlin'";

/// Returns a home with a `conf.toml` of one session for each title.
fn home_with(titles: &[&str]) -> Home {
    let home = Home::new();
    home.file("conf.toml", &conf_toml(HEAD, titles));
    home
}

fn export(home: &Home, options: &str) -> Answer {
    home.run_line(&format!("export -a conf.toml --vdir cal {options}"))
}

/// Returns the names, texts and times of the files in `cal`.
fn files(home: &Home) -> BTreeMap<String, (String, SystemTime)> {
    let entries = std::fs::read_dir(home.path("cal")).unwrap().map(Result::unwrap);
    let entries = entries.filter(|entry| entry.metadata().unwrap().is_file());
    let read = |entry: std::fs::DirEntry| {
        let text = std::fs::read_to_string(entry.path()).unwrap();
        let time = entry.metadata().unwrap().modified().unwrap();
        (entry.file_name().into_string().unwrap(), (text, time))
    };
    entries.map(read).collect()
}

fn names(home: &Home) -> Vec<String> {
    files(home).into_keys().collect()
}

#[test]
fn folder_follows_the_agenda_and_unchanged_files_stay() {
    let home = home_with(&["one", "two", "three"]);
    assert_eq!(export(&home, "").assert_code(0).out, "3 written, 0 removed, 0 unchanged\n");
    let all = ["one@conf.hallway.ics", "three@conf.hallway.ics", "two@conf.hallway.ics"];
    assert_eq!(names(&home), all);
    let before = files(&home);
    // A later version of the agenda: the revision alone is no change of a session.
    let later = conf_toml(HEAD, &["one", "two", "four"]).replace("title = 'two'", "title = 'TWO'");
    let path = home.file("conf.toml", &later);
    let file = std::fs::File::options().write(true).open(path).unwrap();
    file.set_modified(SystemTime::now() + Duration::from_secs(100)).unwrap();
    assert_eq!(export(&home, "").assert_code(0).out, "2 written, 1 removed, 1 unchanged\n");
    let after = files(&home);
    assert_eq!(before[all[0]], after[all[0]], "bytes and time are the same");
    assert!(after[all[2]].0.contains("SUMMARY:TWO\r\n"), "{}", after[all[2]].0);
    assert_eq!(names(&home), ["four@conf.hallway.ics", all[0], all[2]]);
    let again = files(&home);
    assert_eq!(export(&home, "").assert_code(0).out, "0 written, 0 removed, 3 unchanged\n");
    assert_eq!(files(&home), again);
}

#[test]
fn files_of_others_stay_and_are_no_error() {
    let home = home_with(&["one", "two", "three", "four"]);
    let edited = "BEGIN:VCALENDAR\r\nPRODID:-//someone//else//EN\r\nX-HALLWAY-VDIR:conf\r\n";
    let whole = home.run_line("export -a conf.toml --format ics").out;
    let theirs = [
        ("displayname", "My conference"),
        ("color", "#ff0000"),
        ("note.txt", "mine"),
        ("abc.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
        ("whole.ics", whole.as_str()),
        ("edited.ics", edited),
        ("two@conf.hallway.ics", edited),
    ];
    for (name, text) in theirs {
        home.file(&format!("cal/{name}"), text);
    }
    home.file("cal/three@conf.hallway.ics/inside", "a folder");
    let answer = export(&home, "");
    assert_eq!(answer.assert_code(0).out, "2 written, 0 removed, 0 unchanged\n");
    answer.assert_err("2 sessions are left out because another program wrote the file");
    answer.assert_err("two@conf.hallway.ics");
    home.file("other.toml", &conf_toml("id = 'other'\nname = 'O'", &["one"]));
    let other = home.run_line("export -a other.toml --vdir cal");
    assert_eq!(other.assert_code(0).out, "1 written, 0 removed, 0 unchanged\n");
    home.file("conf.toml", &conf_toml(HEAD, &["five"]));
    assert_eq!(export(&home, "").assert_code(0).out, "1 written, 2 removed, 0 unchanged\n");
    let left = files(&home);
    for (name, text) in theirs {
        assert_eq!(left[name].0, text, "{name}");
    }
    assert!(left.contains_key("one@other.hallway.ics"), "the other event keeps its file");
    assert_eq!(left.len(), theirs.len() + 2);
    assert_eq!(home.read("cal/three@conf.hallway.ics/inside"), "a folder");
}

#[test]
fn message_names_three_files_of_others_and_counts_the_rest() {
    let home = home_with(&["one", "two", "three", "four", "five"]);
    export(&home, "").assert_code(0);
    for name in names(&home) {
        home.file(&format!("cal/{name}"), "theirs");
    }
    let answer = export(&home, "");
    assert_eq!(answer.assert_code(0).out, "0 written, 0 removed, 0 unchanged\n");
    answer.assert_err("5 sessions are left out").assert_err("one@conf.hallway.ics");
    answer.assert_err(" and 2 more\n");
    assert!(files(&home).values().all(|(text, _)| text == "theirs"));
}

#[cfg(unix)]
#[test]
fn link_at_the_place_of_a_file_is_not_followed() {
    let home = home_with(&["one"]);
    export(&home, "").assert_code(0);
    let path = home.path("cal/one@conf.hallway.ics");
    std::fs::rename(&path, home.path("elsewhere.ics")).unwrap();
    std::os::unix::fs::symlink(home.path("elsewhere.ics"), &path).unwrap();
    home.file("conf.toml", &conf_toml(HEAD, &["two"]));
    assert_eq!(export(&home, "").assert_code(0).out, "1 written, 0 removed, 0 unchanged\n");
    assert!(path.is_symlink() && path.exists());
}

#[test]
fn folder_has_the_filters_of_list_and_alarms() {
    let home = home_with(&["one", "two", "three"]);
    home.run_line("mark -a conf.toml one").assert_code(0);
    home.run_line("mark -a conf.toml two --maybe").assert_code(0);
    home.run_line("note -a conf.toml one 'Bring a cable'").assert_code(0);
    home.run_line("add -a conf.toml Lunch 'sat 12:30 45m'").assert_code(0);
    let answer = export(&home, "--mine --alarm 10m");
    assert_eq!(answer.assert_code(0).out, "3 written, 0 removed, 0 unchanged\n");
    let files = files(&home);
    let text = |part: &str| &files.iter().find(|(name, _)| name.contains(part)).unwrap().1.0;
    assert!(text("one").contains("TRIGGER:-PT10M\r\n"), "{}", text("one"));
    assert!(text("one").contains("My note: Bring a cable"), "{}", text("one"));
    assert!(text("two").contains("STATUS:TENTATIVE\r\n"), "{}", text("two"));
    assert_eq!(files.values().filter(|(text, _)| text.contains("SUMMARY:Lunch")).count(), 1);
    home.run_line("unmark -a conf.toml one").assert_code(0);
    let answer = export(&home, "--mine --alarm 10m");
    assert_eq!(answer.out, "0 written, 1 removed, 2 unchanged\n");
    // Another alarm is another file.
    assert_eq!(export(&home, "--mine").out, "2 written, 0 removed, 0 unchanged\n");
    // Without --mine, own entries and the status of marks are left out.
    assert_eq!(export(&home, "--day sat").out, "3 written, 1 removed, 0 unchanged\n");
}

const REFUSED: &[Case] = &[
    case("export -a conf.toml", 2, "", "--format"),
    case("export -a conf.toml --vdir cal --format ics", 2, "", "--vdir"),
    case("export -a conf.toml --vdir cal -o out", 2, "", "--vdir"),
    case("export -a conf.toml --vdir cal --day fri", 1, "", "no session matches all filters"),
    case("export -a conf.toml --vdir cal --kind tlk", 2, "", "tlk"),
    case("export -a conf.toml --vdir conf.toml", 74, "", "conf.toml"),
];

#[test]
fn wrong_usage_and_a_file_for_a_folder_change_nothing() {
    let home = home_with(&["one"]);
    export(&home, "").assert_code(0);
    let before = files(&home);
    home.check_cases(REFUSED);
    assert_eq!(files(&home), before);
}

#[test]
fn session_without_a_time_has_no_file() {
    let home = Home::with_small_agenda();
    let answer = home.run_line("export -a small.toml --vdir a/b/cal");
    assert_eq!(answer.assert_code(0).out, "2 written, 0 removed, 0 unchanged\n");
    answer.assert_err("1 session is left out: a calendar needs a time for each session");
    assert_eq!(std::fs::read_dir(home.path("a/b/cal")).unwrap().count(), 2);
}

#[test]
fn hostile_ids_stay_inside_the_folder() {
    let long = "x".repeat(300);
    let ids = ["../../evil", "..", "/abs", "A", "a", "Ä", "ä", ".dot", "a/b", "-rf", &long];
    let home = home_with(&ids);
    let answer = export(&home, "");
    assert_eq!(
        answer.assert_code(0).out,
        format!("{} written, 0 removed, 0 unchanged\n", ids.len())
    );
    let names = names(&home);
    let folded: std::collections::BTreeSet<String> =
        names.iter().map(|name| name.to_lowercase()).collect();
    assert_eq!((names.len(), folded.len()), (ids.len(), ids.len()), "{names:?}");
    assert_eq!(home.count_files(), 2, "conf.toml and cal");
    let all = format!("0 written, 0 removed, {} unchanged\n", ids.len());
    assert_eq!(export(&home, "").out, all);
}

/// The files may not grow beyond 4 KB: writing fails in the middle of a file.
#[cfg(unix)]
#[test]
fn export_that_fails_in_the_middle_leaves_whole_files() {
    let home = home_with(&["one", "two"]);
    export(&home, "").assert_code(0);
    let before = files(&home);
    let long = format!("abstract = '{}'\nid = 't", "text ".repeat(4_000));
    let agenda = conf_toml(HEAD, &["one", "two", "three"]);
    home.file("conf.toml", &agenda.replace("id = 't", &long));
    let command = "ulimit -f 8 && exec \"$0\" export -a conf.toml --vdir cal";
    let mut sh = Command::new("sh");
    sh.args(["-c", command, env!("CARGO_BIN_EXE_hallway")]).current_dir(home.path(""));
    for name in ["data", "config"] {
        sh.env(format!("XDG_{}_HOME", name.to_uppercase()), home.path(name));
    }
    run_command(&mut sh).assert_code(74).assert_err("cannot save").assert_err("two@conf");
    assert_eq!(files(&home), before);
    assert_eq!(export(&home, "").assert_code(0).out, "2 written, 0 removed, 1 unchanged\n");
    assert!(files(&home).values().all(|(text, _)| text.ends_with("END:VCALENDAR\r\n")));
}

#[test]
fn khal_lists_the_sessions_of_the_folder() {
    let home = home_with(&["one", "two"]);
    export(&home, "--alarm 10m").assert_code(0);
    home.file(
        "khal.conf",
        "[calendars]\n[[conf]]\npath = cal\n[locale]\ntimeformat = %H:%M\n\
         dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n\
         longdatetimeformat = %Y-%m-%d %H:%M\nlocal_timezone = Europe/Berlin\n\
         default_timezone = Europe/Berlin\n[sqlite]\npath = ./khal.db\n",
    );
    let mut khal = Command::new("khal");
    khal.args(["-c", "khal.conf", "list", "--format", "{start-time} {title}", "2030-05-04", "1d"]);
    khal.current_dir(home.path("")).env("HOME", home.path("")).env("LC_ALL", "C.UTF-8");
    for (name, folder) in [("CONFIG", "config"), ("DATA", "data"), ("CACHE", "cache")] {
        khal.env(format!("XDG_{name}_HOME"), home.path(folder));
    }
    let Ok(output) = khal.output() else {
        use std::io::Write;
        writeln!(std::io::stderr(), "SKIPPED: khal is not installed").unwrap();
        return;
    };
    let out = String::from_utf8_lossy(&output.stdout).into_owned();
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(out.contains("09:00 one") && out.contains("10:00 two"), "{out}\n{err}");
}

#[test]
fn folder_of_my_schedule_stays_without_a_plan() {
    let home = home_with(&["one", "two"]);
    home.run_line("mark -a conf.toml one two").assert_code(0);
    export(&home, "--mine").assert_code(0);
    let before = files(&home);
    let plan = home.path("data/hallway/plans/conf.toml");
    let text = std::fs::read_to_string(&plan).unwrap();
    std::fs::remove_file(&plan).unwrap();
    let answer = export(&home, "--mine");
    answer.assert_code(66).assert_err("there is no schedule of conf, and cal has 2 files of one");
    assert_eq!((answer.out.as_str(), files(&home)), ("", before.clone()));
    std::fs::write(&plan, "[[mark").unwrap();
    assert_ne!(export(&home, "--mine").code, 0);
    assert_eq!(files(&home), before);
    // A schedule that a person empties is no lost one.
    std::fs::write(&plan, text).unwrap();
    home.run_line("unmark -a conf.toml one two").assert_code(0);
    assert_eq!(export(&home, "--mine").assert_code(0).out, "0 written, 2 removed, 0 unchanged\n");
    // Without the schedule of a person, a new folder is empty.
    std::fs::remove_file(&plan).unwrap();
    let answer = home.run_line("export -a conf.toml --vdir new --mine");
    assert_eq!(answer.assert_code(0).out, "0 written, 0 removed, 0 unchanged\n");
}
