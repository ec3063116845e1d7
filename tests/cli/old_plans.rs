//! Plans that hallway 0.1 wrote keep their marks. The first plans of 0.1 had no rooms, lengths and
//! people, and no undo.

use crate::fixture::Home;

const CONF: &str = include_str!("old_plans/conf.toml");
const CONF_PLAN: &str = include_str!("old_plans/conf-plan.toml");
const BUILT_IN: &str = include_str!("../../data/srecon16-europe.toml");
const BUILT_IN_PLAN: &str = include_str!("old_plans/srecon16-europe-plan.toml");

/// The changes of a later version of [`CONF`]: a text, and the text in its place.
const CONF_CHANGES: &[(&str, &str)] = &[
    ("deep sea", "deep sea: an update"),
    ("10:00:00\nminutes = 45\nroom = \"Attic\"", "11:30:00\nminutes = 45\nroom = \"Attic\""),
    ("noor12", "Noor Abe"),
    ("\"Hall\"", "\"Great hall\""),
    ("\"107\"", "\"207\""),
    ("2030-05-05T12:00:00", "2030-05-05T12:30:00"),
    (
        "[[session]]\nid = \"110\"\ntitle = \"Closing\"\nstart = \"TBA\"\nroom = \"Great hall\"\n",
        "",
    ),
];
const CONF_IDS: &str = "101\n102\n103\n105\n107\n108\n109\n110\n";
const CHANGED_CONF_IDS: &str = "101\n102\n103\n105\n207\n108\n109\n";

const BUILT_IN_CHANGES: &[(&str, &str)] = &[
    ("id = \"mon-0940-doorman\"", "id = \"rate-limits\""),
    ("eBPF Primer\"", "eBPF Primer (with a live demo)\""),
    ("start = 2016-07-12T17:30:00", "start = 2016-07-12T17:10:00"),
];
const BUILT_IN_IDS: &str = "mon-0940-doorman\nmon-1100-ebpf-abyss\nmon-1500-break\n\
    tue-1100-ebpf-primer\ntue-1340-lightning-talks\ntue-1730-happy-hour\n\
    wed-1340-lightning-talks\nwed-1620-government-needs-sre\n";

/// Returns a plan as hallway wrote it, and as the first versions wrote it.
fn both_ages(plan: &str) -> [String; 2] {
    const LATER_KEYS: [&str; 5] = ["room", "minutes", "people", "alike", "cancelled"];
    let (marks, end) = (plan.split("[[undo]]").next().unwrap(), "# end of plan\n");
    let lines = marks.lines().filter(|line| !LATER_KEYS.iter().any(|key| line.starts_with(key)));
    let first = lines.flat_map(|line| [line, "\n"]).collect::<String>() + end;
    [plan.to_owned(), first]
}

fn change(agenda: &str, changes: &[(&str, &str)]) -> String {
    changes.iter().fold(agenda.to_owned(), |agenda, (old, new)| {
        assert!(agenda.contains(old), "no {old} in the agenda");
        agenda.replace(old, new)
    })
}

/// Returns the session and the level of each mark in the text of a plan, and if it is removed.
fn marks_of(plan: &str) -> Vec<[String; 3]> {
    let plan: toml::Table = plan.parse().unwrap();
    let marks = plan["mark"].as_array().unwrap().iter();
    let keys = ["session", "level", "removed"];
    marks
        .map(|mark| keys.map(|key| mark.get(key).map(toml::Value::to_string).unwrap_or_default()))
        .collect()
}

/// Checks the marked sessions in their order.
fn assert_mine(home: &Home, agenda: &str, ids: &str) {
    assert_eq!(home.run(&["list", "--mine", "--ids", "-a", agenda]).out, ids, "{agenda}");
}

/// Marks another session, the first save by this version, and checks that the plan `name` has all
/// marks of the `old` plan besides.
fn assert_first_save_keeps(home: &Home, name: &str, agenda: &str, id: &str, old: &str) {
    home.run(&["mark", "-a", agenda, id]).assert_code(0);
    let marks = marks_of(&home.read(&format!("data/hallway/plans/{name}.toml")));
    let old_marks = marks_of(old);
    let lost = old_marks.iter().find(|mark| !marks.contains(mark));
    assert_eq!(lost, None, "in {marks:?}");
    assert_eq!(marks.len(), old_marks.len() + 1);
}

#[test]
fn plan_of_0_1_for_the_built_in_agenda_keeps_its_marks() {
    for plan in both_ages(BUILT_IN_PLAN) {
        let home = Home::new();
        home.file("data/hallway/plans/srecon16-europe.toml", &plan);
        let mine = home.run_line("mine");
        mine.assert_code(0);
        assert_eq!(mine.err, "", "nothing has changed");
        assert_mine(&home, "srecon16-europe", BUILT_IN_IDS);
        let changed = home.file("changed.toml", &change(BUILT_IN, BUILT_IN_CHANGES));
        home.run(&["mine", "-a", &changed]).assert_code(0).assert_err("17:10");
        assert_mine(&home, &changed, &BUILT_IN_IDS.replace("mon-0940-doorman", "rate-limits"));
        assert_first_save_keeps(
            &home,
            "srecon16-europe",
            &changed,
            "mon-0900-splicing-sre-dna",
            &plan,
        );
    }
}

#[test]
fn plan_of_0_1_keeps_its_marks_over_update_and_import() {
    for plan in both_ages(CONF_PLAN) {
        for command in [&["update", "conf"][..], &["import", "conf.toml", "--name", "conf"]] {
            let home = Home::new();
            let file = home.file("conf.toml", CONF);
            home.run(&["import", &file]).assert_code(0);
            home.file("data/hallway/plans/conf.toml", &plan);
            assert_mine(&home, "conf", CONF_IDS);
            home.file("conf.toml", &change(CONF, CONF_CHANGES));
            home.run(command).assert_code(0);
            assert_mine(&home, "conf", CHANGED_CONF_IDS);
            home.run_line("mine -a conf").assert_code(0).assert_err("Closing — ");
            assert_first_save_keeps(&home, "conf", "conf", "104", &plan);
        }
    }
}
