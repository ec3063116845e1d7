//! `mark`, `unmark` and `mine`.

use crate::fixture::{Home, SMALL, strip_colours};
use serde_json::json;
use std::path::PathBuf;

fn run(home: &Home, line: &str) -> crate::fixture::Answer {
    home.run_line(&format!("-a small.toml {line}"))
}

fn plan_file(home: &Home) -> PathBuf {
    let paths = run(home, "paths").out;
    paths.lines().find_map(|line| line.strip_prefix("plan\t")).unwrap().into()
}

#[test]
fn mark_with_an_unknown_id_changes_nothing() {
    let home = Home::with_small_agenda();
    let failed = run(&home, "mark open opne xyzzy");
    assert_eq!((failed.code, failed.out.as_str()), (1, ""));
    assert_eq!(failed.err.lines().count(), 2, "{}", failed.err);
    run(&home, "mine").assert_code(1).assert_err("hallway mark");
    run(&home, "unmark xyzzy").assert_code(1);
}

#[test]
fn mark_and_unmark_print_the_new_states() {
    let home = Home::with_small_agenda();
    let marked = run(&home, "mark open later open").out;
    assert_eq!(marked, "open\tattend\tOpening\nlater\tattend\tLater\n");
    assert_eq!(run(&home, "mark open --maybe").out, "open\tmaybe\tOpening\n");
    assert_eq!(run(&home, "list --mine --ids").out, "open\nlater\n");
    let unmarked = run(&home, "unmark open night").out;
    assert_eq!(unmarked, "open\tnone\tOpening\nnight\tnone\tNight\n");
    assert_eq!(run(&home, "list --mine --ids").out, "later\n");
}

#[test]
fn mark_reads_ids_from_standard_input_all_or_nothing() {
    let home = Home::with_small_agenda();
    let pipe = |line: &str, input: &str| {
        let args: Vec<&str> = ["-a", "small.toml"].into_iter().chain(line.split(' ')).collect();
        home.run_piped(&args, input)
    };
    let listed = run(&home, "list --day sat").out;
    let marked = pipe("mark - --maybe", &listed);
    assert_eq!(marked.out, "open\tmaybe\tOpening\nnight\tmaybe\tNight\n", "{}", marked.err);
    // Words and unknown ids of a pipe are refused with their lines.
    let failed = pipe("unmark -", "open\n\nopening\nnigh\nxyzzy\n");
    failed
        .assert_code(1)
        .assert_err("hallway: line 3: no session has the id opening. Did you mean");
    failed.assert_err("\nline 5: no session has the id xyzzy");
    assert_eq!((failed.out.as_str(), failed.err.lines().count()), ("", 2), "{}", failed.err);
    assert_eq!(run(&home, "list --mine --ids").out, "open\nnight\n");
    assert_eq!(pipe("unmark - later", "op\n").out, "open\tnone\tOpening\nlater\tnone\tLater\n");
    let unknown: String = (1..=30).map(|nth| format!("xyzzy{nth}\n")).collect();
    let failed = pipe("mark -", &unknown);
    failed.assert_code(1).assert_err("\nline 10: no session has the id xyzzy10");
    assert!(failed.err.ends_with("\nand 20 more\n"), "{}", failed.err);
    let empty = home.run(&["-a", "small.toml", "mark", ""]);
    empty.assert_code(2).assert_err("an empty text names no session");
    let twice = home.run_piped(&["-a", "-", "mark", "-"], SMALL);
    twice.assert_code(2).assert_err("standard input has the agenda");
}

#[test]
fn mark_by_words_marks_the_only_session_or_none() {
    let home = Home::with_small_agenda();
    assert_eq!(run(&home, "mark opening").out, "open\tattend\tOpening\n");
    let several = home.run_line("mark ebpf doorman");
    several.assert_code(2).assert_err("\"ebpf\" fits");
    assert_eq!(several.out, "");
    home.run_line("list --mine").assert_code(1);
}

#[test]
fn mark_of_a_lost_session_stays_until_unmark() {
    let home = Home::with_small_agenda();
    run(&home, "mark later");
    home.file("small.toml", &SMALL.replace("\"later\"", "\"other\"").replace("Later", "Other"));
    run(&home, "mine").assert_err("Later — is no longer in the agenda");
    assert_eq!(run(&home, "unmark later").out, "later\tnone\tLater\n");
    run(&home, "mine").assert_code(1);
}

#[test]
fn unreadable_plan_is_never_overwritten() {
    let home = Home::with_small_agenda();
    run(&home, "mark later");
    let plan = plan_file(&home);
    assert!(plan.exists());
    std::fs::write(&plan, "nonsense").unwrap();
    for (line, code) in [("mark open", 65), ("list --mine", 65), ("list", 0)] {
        run(&home, line).assert_code(code);
    }
    assert_eq!(std::fs::read_to_string(&plan).unwrap(), "nonsense");
}

#[test]
fn mine_prints_clashes_and_gaps() {
    let home = Home::new();
    let (ebpf, teams) = ("mon-1100-ebpf-abyss", "mon-1140-building-sre-teams");
    home.run(&["mark", "mon-0900-splicing-sre-dna", ebpf, teams]);
    let mine = home.json(&["mine", "--json"]);
    assert_eq!(mine["clashes"], json!([[ebpf, teams, 40]]));
    let gap = json!({"day": "2016-07-11", "start": "2016-07-11T09:40:00+01:00",
        "end": "2016-07-11T11:00:00+01:00", "minutes": 80});
    assert_eq!((&mine["gaps"][0], &mine["changes"]), (&gap, &json!([])));
    assert_eq!(mine["sessions"][0]["mark"], "attend");
    let lines = home.run_line("mine").out;
    let second = lines.lines().nth(1).unwrap();
    assert!(second.ends_with(&format!("\tSasha Goldshtein\t{teams}")), "{lines}");
    let table = home.run_line("mine --color always").out;
    let rows: Vec<String> = table.lines().map(strip_colours).collect();
    assert!(rows[2].starts_with("09:40–11:00     free for 1 h 20"), "{table}");
    assert!(table.contains("overlaps by 40 min: Staring into the eBPF Abyss"), "{table}");
}

#[test]
fn words_that_are_only_like_a_session_change_nothing() {
    let home = Home::new();
    let session = |id: &str, title: &str, speaker: &str| {
        format!(
            "[[session]]\nid='{id}'\ntitle='{title}'\nstart=2025-02-01T09:00:00\n\
             speakers=['{speaker}']\n"
        )
    };
    let text = session("vm", "Virtual machines", "Thomas Stüfe")
        + &session("db", "Databases without locks", "Zoë Ærø");
    home.file("a.toml", &text);
    for line in ["mark tue", "mark databaces", "mark --skip tue", "note tue Cable", "unmark tue"] {
        let answer = home.run_line(&format!("-a a.toml {line}"));
        answer.assert_code(2).assert_err("as typed. The nearest is, by its id:");
        assert_eq!(answer.out, "", "{line}");
    }
    home.run_line("-a a.toml mine").assert_code(1);
    // Reading a session changes nothing.
    home.run_line("-a a.toml show databaces").assert_code(0);
    for (typed, id) in [
        ("databases", "db"),
        ("locks", "db"),
        ("data lock", "db"),
        ("zoe", "db"),
        ("stufe", "vm"),
        ("speaker:thomas", "vm"),
        ("' vm'", "vm"),
    ] {
        let answer = home.run_line(&format!("-a a.toml mark {typed}"));
        answer.assert_code(0).assert_out(&format!("{id}\tattend\t"));
    }
}

#[test]
fn unmark_takes_marks_and_entries_from_mine() {
    let home = Home::with_small_agenda();
    home.run_line("-a small.toml mark open").assert_code(0);
    home.run_line("-a small.toml add Lunch 12:30 45m").assert_code(0);
    let ids = home.run_line("-a small.toml mine --ids").out;
    let answer = home.run_piped(&["-a", "small.toml", "unmark", "-"], &ids);
    assert_eq!(
        answer.assert_code(0).out,
        "open\tnone\tOpening\nown-0306-1230-lunch\tnone\tLunch\n"
    );
    home.run_line("-a small.toml mine").assert_code(1);
}
