//! Plans under another id of the same sessions: `mine`, `import`, the screen and `mark --from`.

use crate::fixture::{BERLIN, Home, case, conf_toml};

const TALKS: [&str; 5] = ["Opening", "Kernels", "Maps", "Lunch", "Radio"];
const RENAMED: &str = "name = '36th Conf'\ntimezone = 'Europe/Berlin'";
const COMMAND: &str = "hallway mark -a new.toml --from conf";

/// Returns a home with marks of three sessions of `old.toml`, whose event `conf` has another name
/// in `new.toml`. The id of `Radio` is another one in `new.toml`, and `Maps` moved.
fn home_with_renamed_event() -> Home {
    let home = Home::new();
    home.file("old.toml", &conf_toml(BERLIN, &TALKS));
    let new = conf_toml(RENAMED, &TALKS).replace("id = 'Radio'", "id = 'waves'");
    home.file("new.toml", &new.replace("T11:00", "T11:30"));
    home.run_line("mark -a old.toml Kernels Radio").assert_code(0);
    home.run_line("mark -a old.toml --maybe Maps").assert_code(0);
    home
}

#[test]
fn plan_under_another_id_is_offered_and_its_marks_are_copied() {
    let home = home_with_renamed_event();
    let old_plan = home.read("data/hallway/plans/conf.toml");
    let offer = format!("empty. 2 marks of conf are of the same sessions: {COMMAND} brings them");
    home.run_line("mine -a new.toml").assert_code(1).assert_err(&offer);
    let copied = home.run_line("mark -a new.toml --from conf");
    copied.assert_code(0).assert_err("3 marks of conf copied\n");
    assert_eq!(copied.out, "Kernels\tattend\tKernels\nMaps\tmaybe\tMaps\nwaves\tattend\tRadio\n");
    let mine = home.run_line("mine -a new.toml");
    mine.assert_code(0).assert_err("Maps — moved: Sat 4 May 11:00 → Sat 4 May 11:30");
    assert_eq!(home.run_line("list -a new.toml --mine --ids").out, "Kernels\nMaps\nwaves\n");
    assert_eq!(home.read("data/hallway/plans/conf.toml"), old_plan, "the other plan has changed");
    let again = home.run_line("mark -a new.toml --from conf");
    again.assert_code(0).assert_err("0 marks of conf copied; 3 sessions are marked already\n");
}

#[test]
fn copied_marks_are_undone_as_one_step() {
    let home = home_with_renamed_event();
    home.run_line("mark -a new.toml Opening").assert_code(0);
    home.run_line("mark -a new.toml --from conf").assert_code(0);
    let screen = "screenshot -a new.toml --size 80x24 --keys";
    for (keys, marks) in [("j", 4), ("u", 1), ("uu", 1)] {
        let frame = home.run_line(&format!("{screen} {keys}")).out;
        let marked = TALKS.iter().filter(|talk| {
            ["★ ", "★! ", "☆ ", "☆! "].iter().any(|sign| frame.contains(&format!("{sign}{talk}")))
        });
        assert_eq!(marked.count(), marks, "{keys}:\n{frame}");
    }
}

#[test]
fn import_offers_a_plan_under_another_id() {
    let home = home_with_renamed_event();
    let imported = home.run_line("import new.toml");
    let offer = "2 marks of conf are of the same sessions: hallway mark -a 36th-conf --from conf";
    imported.assert_code(0).assert_err(offer);
    home.run_line("mark -a 36th-conf Opening").assert_code(0);
    let again = home.run_line("import new.toml").err;
    assert!(!again.contains("--from"), "{again}");
}

#[test]
fn mark_from_copies_what_is_found_and_reports_the_rest() {
    let home = home_with_renamed_event();
    home.file("new.toml", &conf_toml(RENAMED, &["Opening", "Kernels", "Maps", "Bread"]));
    home.run_line("mark -a new.toml Maps").assert_code(0);
    let copied = home.run_line("mark -a new.toml --from conf");
    copied.assert_code(0).assert_err(
        "1 mark of conf copied; 1 session is marked already\n\
         1 mark stays behind, because this agenda does not have the session:\n  Radio\n",
    );
    assert_eq!(copied.out, "Kernels\tattend\tKernels\n");
    assert_eq!(home.json(&["mine", "--json", "-a", "new.toml"])["sessions"][1]["mark"], "attend");
    home.check_cases(&[
        case("mark -a new.toml --from 36th-conf", 2, "", "is the event of this agenda"),
        case(
            "mark -a new.toml --from cond",
            66,
            "",
            "no schedule of cond. There are schedules of conf\n",
        ),
        case("mark -a new.toml --from conf Maps", 2, "", "cannot be used with"),
        case("mark -a new.toml", 2, "", "required"),
    ]);
    home.file("new.toml", &conf_toml(RENAMED, &["Bread", "Tides"]).replace("2030", "2031"));
    home.check_cases(&[case("mark -a new.toml --from conf", 1, "", "no mark of conf is of a")]);
    home.file("data/hallway/plans/conf.toml", "version = 1\n[[mark]");
    home.check_cases(&[case("mark -a new.toml --from conf", 65, "", "conf.toml")]);
}

#[test]
fn plans_of_other_sessions_and_unreadable_plans_are_not_offered() {
    let home = home_with_renamed_event();
    home.run_line("mark -a old.toml Opening Lunch").assert_code(0);
    // All are newer than the plan `conf`.
    for (name, text) in [
        ("broken", "version = 1\n[[mark]"),
        ("cut-off", "version = 1\n[[mark]]\nid = 'Opening'\n"),
        ("empty", ""),
        ("foreign", "name = 'something else'\n# end of plan\n"),
        ("later", "version = 99\n# end of plan\n"),
        ("picture", "\u{0}PNG"),
        ("folder.toml/file", ""),
    ] {
        home.file(&format!("data/hallway/plans/{name}.toml"), text);
    }
    // The next edition has an opening and a lunch too.
    let next = conf_toml(RENAMED, &["Opening", "Bread", "Tides", "Lunch", "Paper"]);
    home.file("new.toml", &next.replace("2030", "2031"));
    let empty = home.run_line("mine -a new.toml");
    empty.assert_code(1).assert_err("Put sessions into your schedule");
    // A removed mark does not count as a mark of the agenda's own.
    home.file("new.toml", &conf_toml(RENAMED, &TALKS));
    home.run_line("mark -a new.toml Maps").assert_code(0);
    home.run_line("unmark -a new.toml Maps").assert_code(0);
    let offered = home.run_line("mine -a new.toml");
    offered.assert_code(1).assert_err("5 marks of conf are of the same sessions");
    assert_eq!(offered.err.lines().count(), 1, "{}", offered.err);
}

#[test]
fn commands_on_an_empty_schedule_name_the_marks_of_the_other_plan() {
    let home = home_with_renamed_event();
    let offer = format!("2 marks of conf are of the same sessions: {COMMAND} brings them\n");
    for (command, code) in [
        ("mine", 1),
        ("list --mine", 1),
        ("export --mine --format ics", 0),
        ("mark Opening", 0),
        ("unmark Opening", 0),
    ] {
        let answer = home.run_line(&format!("{command} -a new.toml"));
        let is_offered = answer.err.ends_with(&offer);
        assert_eq!(
            (answer.code, is_offered),
            (code, command != "unmark Opening"),
            "{}",
            answer.err
        );
    }
    // The schedule has a mark, and its owner has seen the offer.
    home.run_line("mark -a new.toml Opening").assert_code(0);
    let second = home.run_line("mark -a new.toml Maps");
    assert_eq!((second.code, second.err.as_str()), (0, ""));
}

#[test]
fn import_reports_marks_without_a_session_in_the_agenda() {
    let home = Home::new();
    home.file("conf.toml", &conf_toml(BERLIN, &TALKS));
    home.run_line("import conf.toml").assert_code(0);
    home.run_line("mark -a conf Kernels Radio").assert_code(0);
    for (titles, report) in [
        (&TALKS[..4], "1 of your 2 marks has no session in it, and your schedule keeps it: "),
        (&["Bread", "Tides"], "2 of your 2 marks have no session in it, and your schedule keeps "),
        (&TALKS[..], ""),
    ] {
        home.file("conf.toml", &conf_toml(BERLIN, titles));
        let imported = home.run_line("import conf.toml --replace");
        imported.assert_code(0).assert_err(report);
        assert_eq!(imported.err.contains("hallway mine -a conf"), !report.is_empty());
    }
    assert_eq!(home.run_line("list -a conf --mine --ids").out, "Kernels\nRadio\n");
}

#[test]
fn removed_agenda_is_named_and_its_schedule_is_kept() {
    let home = Home::new();
    home.file("conf.toml", &conf_toml(BERLIN, &TALKS));
    home.run_line("import conf.toml").assert_code(0);
    home.run_line("mark -a conf Kernels").assert_code(0);
    home.file("data/hallway/last-agenda", "conf\n");
    home.run_line("mine").assert_code(0);
    std::fs::remove_file(home.path("data/hallway/agendas/conf.toml")).unwrap();
    let kept = "Your schedule of conf is kept: import its agenda again";
    home.run_line("mine -a conf").assert_code(66).assert_err(kept);
    let missing = "conf, opened last, is missing; this is srecon16-europe\n";
    home.run_line("mine").assert_code(1).assert_err(missing);
    home.run_line("import conf.toml").assert_code(0);
    assert_eq!(home.run_line("list -a conf --mine --ids").out, "Kernels\n");
}
