//! `update`.

use crate::fixture::{BERLIN, Home, conf_toml, frab_xml, run_command};

fn session(id: &str, title: &str, hour: &str) -> String {
    format!(
        "[[session]]\nid = '{id}'\ntitle = '{title}'\nstart = 2030-05-04T{hour}:00\n\
         minutes = 30\nroom = 'Hall'\n"
    )
}

fn agenda(sessions: &[&str]) -> String {
    format!("[event]\nname = 'Conf'\ntimezone = 'Europe/Dublin'\n{}", sessions.concat())
}

/// An imported agenda of three sessions, of which `b` is marked.
struct Imported {
    home: Home,
    file: String,
    sessions: [String; 3],
}

impl Imported {
    fn new() -> Imported {
        let sessions = [
            session("a", "Opening of all", "09:00"),
            session("b", "Kernel tales", "10:00"),
            session("c", "Lunch talk", "12:00"),
        ];
        let home = Home::new();
        let file = home.file("conf.toml", &agenda(&sessions.each_ref().map(String::as_str)));
        home.run(&["import", &file]).assert_code(0);
        home.run_line("mark b -a conf").assert_code(0);
        Imported { home, file, sessions }
    }

    fn publish(&self, sessions: &[&str]) {
        self.home.file("conf.toml", &agenda(sessions));
    }
}

#[test]
fn update_without_changes_prints_only_a_message() {
    let Imported { home, .. } = Imported::new();
    let same = home.run_line("update conf");
    same.assert_code(0).assert_err("nothing has changed");
    assert_eq!(same.out, "");
    home.run_line("update srecon16-europe").assert_code(66).assert_err("is not in the library");
}

#[test]
fn update_prints_changes_marked_sessions_first() {
    let conf = Imported::new();
    let [a, _, c] = &conf.sessions;
    let longer = a.replace("30\n", "45\n");
    let moved = session("b2", "Kernel tales", "11:00");
    conf.publish(&[&longer, &moved, c, &session("d", "Late addition", "14:00")]);
    let changed = conf.home.run_line("update conf");
    let expected = "\
moved\tb2\tattend\tKernel tales — moved: Sat 4 May 10:00 → Sat 4 May 11:00
resized\ta\t\tOpening of all — length: 30 min → 45 min
new\td\t\tLate addition — new: Sat 4 May 14:00–14:30, Hall
";
    changed.assert_code(0).assert_err("3 changes; 4 sessions now");
    assert_eq!(changed.out, expected);
    // The mark keeps the old time until the session is marked again.
    conf.home.run_line("mine -a conf").assert_err("Kernel tales — moved");
}

#[test]
fn update_that_loses_a_marked_session_keeps_the_mark() {
    let conf = Imported::new();
    let [a, _, c] = &conf.sessions;
    conf.publish(&[a, c, &session("d", "Late addition", "14:00")]);
    let gone = conf.home.run_line("update conf");
    let start = "gone\tb\tattend\tKernel tales — is no longer in the agenda";
    assert!(gone.out.starts_with(start), "{}", gone.out);
    conf.home.run_line("mine -a conf").assert_err("Kernel tales — is not in the agenda since");
}

#[test]
fn update_refuses_worse_versions_and_names_the_command_that_takes_them() {
    let conf = Imported::new();
    let [a, b, _] = &conf.sessions;
    let before = conf.home.run_line("list -a conf").out;
    for (sessions, reason) in [
        (&[a.as_str()][..], "2 of 3 sessions are not in it"),
        (&[], "there is no session in it"),
        (&[a, b, "[[session]]\ntitle = "], "it has errors, and 1 of 3 sessions is not in it"),
    ] {
        conf.publish(sessions);
        let refused = conf.home.run_line("update conf");
        refused.assert_code(65).assert_err(&format!("conf is unchanged: {reason}."));
        refused.assert_err("hallway update conf --replace\n");
        assert_eq!(refused.out, "");
        assert_eq!(conf.home.run_line("list -a conf").out, before);
    }
    std::fs::remove_file(&conf.file).unwrap();
    conf.home.run_line("update conf").assert_code(66);
}

#[test]
fn update_refuses_errors() {
    let home = Home::new();
    let text = conf_toml(BERLIN, &["One", "Two", "Three"]);
    let file = home.file("a folder/conf.toml", &text);
    home.run(&["import", &file]).assert_code(0);
    home.file("a folder/conf.toml", &text.replace("minutes = 30", "minutes = 'many'"));
    let refused = home.run_line("update conf");
    refused.assert_code(65).assert_err("error: ").assert_err("conf.toml:");
    assert_eq!(refused.out, "");
    let end = "conf is unchanged: the new version has errors. To take the new version \
               nevertheless: hallway update conf --replace\n";
    assert!(refused.err.ends_with(end), "{}", refused.err);
    home.run(&["import", &file, "--name", "conf"]).assert_code(0);
}

#[test]
fn update_counts_warnings() {
    let home = Home::new();
    let file = home.file("a folder/conf.toml", &conf_toml(BERLIN, &["One", "Two", "Three"]));
    home.run(&["import", &file]).assert_code(0);
    let head = format!("{BERLIN}\nid = 'CONF'");
    home.file("a folder/conf.toml", &conf_toml(&head, &["One", "Two", "Three", "Four"]));
    let taken = home.run_line("update conf");
    taken.assert_code(0).assert_err("change");
    taken.assert_err(&format!("\n1 warning: hallway check '{file}' lists all problems\n"));
}

fn imported_conf(titles: &[&str]) -> (Home, String) {
    let home = Home::new();
    let file = home.file("in/conf.toml", &conf_toml(BERLIN, titles));
    home.run(&["import", &file]).assert_code(0);
    (home, file)
}

fn count_sessions(home: &Home) -> usize {
    home.run_line("list --ids -a conf").out.lines().count()
}

#[test]
fn update_stores_nothing_before_the_changes_are_printed() {
    let (home, _) = imported_conf(&["One", "Two"]);
    home.file("in/conf.toml", &conf_toml(BERLIN, &["One", "Two", "Three"]));
    home.run_line("update conf --tz Nowhere/At").assert_code(2);
    assert_eq!(count_sessions(&home), 2, "stored though the zone is unknown");
    #[cfg(target_os = "linux")]
    {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let output = home.command(&["update", "conf"]).stdout(full).output().unwrap();
        assert_eq!(output.status.code(), Some(74));
        assert_eq!(count_sessions(&home), 2, "stored though nothing was printed");
    }
}

#[test]
fn update_works_without_a_readable_plan() {
    let (home, _) = imported_conf(&["One", "Two"]);
    home.file("in/conf.toml", &conf_toml(BERLIN, &["One", "Two", "Three"]));
    home.file("data/hallway/plans/conf.toml", "version = 1\n[[mark]");
    let taken = home.run_line("update conf");
    taken.assert_code(0).assert_err("shown without your marks");
    assert!(taken.out.starts_with("new\tThree\t\t"), "{}", taken.out);
    assert_eq!(count_sessions(&home), 3);
}

#[test]
fn update_refuses_another_event() {
    let home = Home::new();
    let file = home.file("conf.xml", &frab_xml("Conf", "", "2030-01-01", 6));
    home.run_line("import conf.xml --name mine --zone Europe/Berlin").assert_code(0);
    home.file("conf.xml", &frab_xml("Conf", "", "2031-01-01", 6));
    let refused = home.run_line("update mine");
    refused.assert_code(65);
    let end = format!(
        "mine is unchanged: its source is another event now, Conf of 2031-01-01: 6 of 6 sessions \
         are not in it, or only as a title on another day. To store the other event as well: \
         hallway import {file} --name conf-2031 --zone Europe/Berlin. To take it all the same: \
         hallway import {file} --name mine --replace --zone Europe/Berlin\n"
    );
    assert!(refused.err.ends_with(&end), "{}", refused.err);
    home.run_line("import conf.xml --name conf-2031 --zone Europe/Berlin").assert_code(0);
    home.run_line("update mine").assert_err("--name OTHER-NAME");
}

#[test]
fn update_takes_an_event_whose_first_day_is_in_another_year() {
    /// Returns a schedule with a first day and 1 January 2031.
    fn two_days(first: &str) -> String {
        let second = frab_xml("Conf", "", "2031-01-01", 2).replace("id='", "id='x");
        let (_, second) = second.split_once("</conference>").unwrap();
        frab_xml("Conf", "", first, 2).replace("</schedule>", &second.replace("Talk", "Word"))
    }
    let home = Home::new();
    home.file("eve.xml", &two_days("2030-12-31"));
    home.run_line("import eve.xml --name eve").assert_code(0);
    home.file("eve.xml", &two_days("2031-01-02"));
    home.run_line("update eve").assert_code(0).assert_out("moved");
    assert_eq!(home.json(&["list", "--json", "-a", "eve"])["event"]["id"], "conf-2030");
}

#[test]
fn update_ignores_files_of_the_current_folder_with_the_name() {
    let (home, _) = imported_conf(&["One", "Two"]);
    for name in ["conf-2", "conf-3"] {
        home.run(&["import", "conf", "--name", name]).assert_code(0);
    }
    for name in ["conf", "conf-2", "conf-3"] {
        home.file(name, "x");
    }
    home.file("in/conf.toml", &conf_toml(BERLIN, &["One", "Two", "Three"]));
    for line in ["update conf", "update -a conf-2", "update --agenda conf-3"] {
        let updated = home.run_line(line);
        updated.assert_code(0);
        assert!(updated.out.starts_with("new\tThree"), "{line}: {}", updated.out);
    }
}

#[test]
fn update_refuses_relative_sources() {
    let (home, file) = imported_conf(&["One", "Two"]);
    let imported = home.read("data/hallway/agendas/conf.toml");
    for source in ["conf", "in/conf.toml"] {
        home.file("data/hallway/agendas/odd.toml", &imported.replace(&file, source));
        let message = format!(
            "imported from \"{source}\", and this is no absolute path. Import the source again \
             with --name odd"
        );
        home.run_line("update odd").assert_code(2).assert_err(&message);
    }
}

#[test]
fn update_of_standard_input_names_the_command() {
    let home = Home::new();
    let text = conf_toml(BERLIN, &["One", "Two"]);
    home.run_piped(&["import", "-"], &text).assert_code(0);
    let known = home.run_line("update conf");
    known.assert_code(2).assert_err("COMMAND | hallway import - --name conf\n");
    // Without the record, the agenda itself names no source.
    std::fs::remove_file(home.path("data/hallway/sources/conf.toml")).unwrap();
    assert_eq!(home.run_line("update conf").err, known.err);
}

#[test]
fn update_names_a_new_zone_and_keeps_the_old_one() {
    let (home, _) = imported_conf(&["One", "Two"]);
    let dublin = BERLIN.replace("Berlin", "Dublin");
    home.file("in/conf.toml", &conf_toml(&dublin, &["One", "Two"]));
    home.run_line("update conf").assert_err("; times are in the zone Europe/Dublin now");
    // If the source names no zone, the known zone stays.
    home.file("in/conf.toml", &conf_toml("name = 'Conf'", &["One"]));
    home.run_line("update conf").assert_code(65).assert_err("hallway update conf --replace");
    home.run_line("update conf --replace").assert_code(0);
    assert!(home.read("data/hallway/agendas/conf.toml").contains("Europe/Dublin"));
}

const TALKS: [&str; 6] = ["Opening", "Kernels", "Maps", "Lunch", "Radio", "Closing"];

/// Heads of one event after a rename.
const RENAMED: [&str; 3] = [
    "name = 'The 36th Conf'\ntimezone = 'Europe/Berlin'",
    "id = 'c36'\nname = '36. Conf'\ntimezone = 'Europe/Berlin'",
    "id = 'c36'\nname = 'C36'\ntimezone = 'Europe/Berlin'",
];

#[test]
fn update_of_a_renamed_event_keeps_id_and_marks() {
    for head in RENAMED {
        let (home, _) = imported_conf(&TALKS);
        home.run_line("mark -a conf Maps Radio").assert_code(0);
        home.file("in/conf.toml", &conf_toml(head, &TALKS[1..]));
        let updated = home.run_line("update conf");
        updated.assert_code(0).assert_out("gone\tOpening").assert_err("the event is called ");
        assert_eq!(home.run_line("list -a conf --mine --ids").out, "Maps\nRadio\n", "{head}");
        let event = &home.json(&["list", "--json", "-a", "conf"])["event"];
        assert_eq!(event["id"], "conf", "{head}");
        assert_ne!(event["name"], "Conf", "{head}");
    }
}

#[test]
fn import_over_a_renamed_event_keeps_id_and_marks() {
    for head in RENAMED {
        let (home, file) = imported_conf(&TALKS);
        home.run_line("mark -a conf Maps Radio").assert_code(0);
        home.file("in/conf.toml", &conf_toml(head, &TALKS[1..]));
        home.run(&["import", &file, "--name", "conf"]).assert_code(0);
        assert_eq!(home.run_line("list -a conf --mine --ids").out, "Maps\nRadio\n", "{head}");
    }
}

#[test]
fn next_edition_is_refused_and_stored_beside_the_old_one_or_in_its_place() {
    const NEXT: [&str; 6] = ["Opening", "Bread", "Tides", "Lunch", "Paper", "Closing"];
    let (home, file) = imported_conf(&TALKS);
    home.run_line("mark -a conf Maps").assert_code(0);
    home.file("in/conf.toml", &conf_toml(BERLIN, &NEXT).replace("2030", "2031"));
    let reason = "6 of 6 sessions are not in it, or only as a title on another day";
    home.run_line("update conf").assert_code(65).assert_err(reason);
    let refused = home.run(&["import", &file]);
    refused.assert_code(2).assert_err("conf is another event in the library, Conf of 2030-05-04");
    refused.assert_err(reason).assert_err("--name conf --replace");
    // Each of two events has a plan of its own, even if both have one name.
    home.run(&["import", &file, "--name", "conf-31"]).assert_code(0);
    home.run_line("mine -a conf-31").assert_code(1);
    home.run_line("mark -a conf-31 Tides").assert_code(0);
    assert_eq!(home.run_line("list -a conf --mine --ids").out, "Maps\n");
    home.run(&["import", &file, "--name", "conf", "--replace"]).assert_code(0);
    home.run_line("mine -a conf").assert_err("Maps — is not in the agenda since");
}

#[test]
fn update_without_a_name_updates_all_agendas_that_have_a_source() {
    let home = Home::new();
    home.run_line("update").assert_code(66).assert_err("no agenda of the library has a source");
    let names = ["a", "b", "c"];
    let files = names.map(|name| {
        let head = format!("name = 'Conf {name}'\ntimezone = 'Europe/Berlin'");
        let text = conf_toml(&head, &["One", "Two"]);
        let file = home.file(&format!("in/{name}.toml"), &text);
        home.run(&["import", &file, "--name", name]).assert_code(0);
        home.file(&format!("in/{name}.toml"), &text.replace("T10", "T12"));
        file
    });
    let text = conf_toml(BERLIN, &["One"]);
    home.run_piped(&["import", "-", "--name", "piped"], &text).assert_code(0);
    // The first failure is a missing file, the second one a damaged file.
    std::fs::remove_file(&files[0]).unwrap();
    home.file("in/b.toml", "[[session");
    let all = home.run_line("update");
    all.assert_code(66).assert_err("hallway: a: there is no file ");
    all.assert_err("\nhallway: b: error: ").assert_err("\nhallway: c: 1 change; 2 sessions now\n");
    assert!(!all.err.contains("piped"), "{}", all.err);
    assert_eq!(all.out, "moved\tTwo\t\tTwo — moved: Sat 4 May 10:00 → Sat 4 May 12:00\tc\n");
    for args in ["update c", "update -a c"] {
        let one = home.run_line(args);
        one.assert_code(0);
        assert_eq!(one.err, "hallway: c: nothing has changed\n");
    }
    home.file("in/b.toml", &conf_toml("name = 'Conf b'", &["One", "Two", "Three"]));
    let table = home.run_coloured(&["update"], "80");
    let table: Vec<String> = table.lines().map(crate::fixture::strip_colours).collect();
    assert_eq!(table.first().map(String::as_str), Some("b"), "{table:?}");
}

#[test]
fn update_replaces_a_worse_version_or_another_event_on_demand() {
    let conf = Imported::new();
    let [a, _, _] = &conf.sessions;
    conf.publish(&[a]);
    conf.home.run_line("update conf").assert_code(65);
    conf.home.run_line("update --replace").assert_code(2);
    conf.home.run_line("update conf --replace").assert_code(0).assert_err("1 session now");
    conf.publish(&["[[session]]\ntitle = "]);
    let unusable = conf.home.run_line("update conf --replace");
    unusable.assert_code(65).assert_err("conf is unchanged: ");
    assert_eq!(count_sessions(&conf.home), 1);
}

const AGENDA: &str = "data/hallway/agendas/conf.toml";
const RECORD: &str = "data/hallway/sources/conf.toml";

#[test]
fn record_is_used_only_while_it_fits() {
    type Deed = fn(&Home);
    let deeds: [(&str, Deed, bool); 5] = [
        ("nothing", |_| {}, true),
        ("no record", |home| std::fs::remove_file(home.path(RECORD)).unwrap(), false),
        ("damaged record", |home| drop(home.file(RECORD, "checked = 1")), false),
        (
            "edited agenda",
            |home| {
                let text = home.read(AGENDA).replace("minutes = 30", "minutes = 35");
                home.file(AGENDA, &text);
            },
            false,
        ),
        (
            "record of another hallway",
            |home| {
                let text = home.read(RECORD).replace(env!("CARGO_PKG_VERSION"), "0.0.1");
                home.file(RECORD, &text);
            },
            false,
        ),
    ];
    for (name, deed, is_used) in deeds {
        let (home, file) = imported_conf(&["One", "Two"]);
        // The record says that the library has the newer version, and is wrong. Only a record that
        // is not used lets the update find the newer version.
        let text = home.read("in/conf.toml").replace("minutes = 30", "minutes = 45");
        home.file("in/conf.toml", &text);
        let other = Home::new();
        let copy = other.file("in/conf.toml", &text);
        other.run(&["import", &copy]).assert_code(0);
        let checksum = |text: String| {
            let line = text.lines().find(|line| line.starts_with("checksum = ")).unwrap();
            line.to_owned()
        };
        let (known, wrong) = (checksum(home.read(RECORD)), checksum(other.read(RECORD)));
        home.file(RECORD, &home.read(RECORD).replace(&known, &wrong));
        deed(&home);
        let updated = home.run_line("update conf");
        updated.assert_code(0);
        let is_unchanged = updated.err.contains("nothing has changed");
        assert_eq!(is_unchanged, is_used, "{name}: {}", updated.err);
        assert_eq!(home.read(AGENDA).contains("minutes = 45"), !is_used, "{name}");
        // Afterwards the record fits.
        home.run(&["update", "conf"]).assert_err("nothing has changed");
        assert!(home.read(RECORD).contains(&file), "{name}");
    }
}

#[test]
fn update_heeds_a_zone_though_the_source_is_unchanged() {
    let home = Home::new();
    let file = home.file("conf.toml", &conf_toml("name = 'Conf'", &["One", "Two"]));
    home.run(&["import", &file]).assert_code(0);
    home.run_line("update conf").assert_err("nothing has changed");
    let zoned = home.run_line("update conf --zone Europe/Berlin");
    zoned.assert_code(0).assert_err("times are in the zone Europe/Berlin now");
    home.run_line("update conf").assert_err("nothing has changed");
}

#[test]
fn update_without_a_name_ignores_an_agenda_of_the_environment_that_has_no_source() {
    let home = Imported::new().home;
    for name in ["srecon16-europe", "no-such", "small.toml"] {
        let answer = run_command(home.command(&["update"]).env("HALLWAY_AGENDA", name));
        answer.assert_code(0).assert_err("nothing has changed");
    }
    // A name of the command line is meant.
    home.run_line("update -a srecon16-europe").assert_code(66);
}
