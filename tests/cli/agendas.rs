//! `agendas`.

use crate::fixture::{BERLIN, Home, conf_toml, strip_colours};

/// Returns the rows of a pipe, each with its fields.
fn rows(home: &Home) -> Vec<Vec<String>> {
    let answer = home.run_line("agendas");
    answer.assert_code(0);
    answer.out.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn is_time(text: &str) -> bool {
    text.len() == 20 && text.ends_with('Z')
}

#[test]
fn agendas_in_a_pipe_have_source_times_and_news() {
    let home = Home::new();
    let file = home.file("in/conf.toml", &conf_toml(BERLIN, &["One", "Two"]));
    home.run(&["import", &file]).assert_code(0);
    home.run_piped(&["import", "-", "--name", "piped"], &conf_toml(BERLIN, &["X"])).assert_code(0);
    let [conf, piped, built_in] = &rows(&home)[..] else { panic!("not three rows") };
    assert_eq!(conf[..6], ["conf", "Conf", "2030-05-04", "2", "1", &file]);
    assert!(is_time(&conf[6]) && is_time(&conf[7]) && conf[8].is_empty(), "{conf:?}");
    assert_eq!((&*piped[0], &*piped[5]), ("piped", "standard input"));
    assert_eq!(built_in[..4], ["srecon16-europe", "SREcon16 Europe", "2016-07-11", "73"]);
    assert_eq!(built_in[5..], ["", "", "", ""]);

    home.run_line("mark One -a conf").assert_code(0);
    let moved = conf_toml(BERLIN, &["One", "Two", "Three"]).replace("T09", "T19");
    home.file("in/conf.toml", &moved);
    home.run_line("update conf").assert_code(0);
    assert_eq!(rows(&home)[0][8], "1 moved, 1 new, 1 of yours");
    // An update without news keeps the news of the last new version.
    home.run_line("update conf").assert_code(0);
    assert_eq!(rows(&home)[0][8], "1 moved, 1 new, 1 of yours");
}

#[test]
fn agendas_on_a_terminal_fit_its_width() {
    let home = Home::new();
    let folder = "a-long-folder/".repeat(8);
    let file = home.file(&format!("{folder}conf.toml"), &conf_toml(BERLIN, &["One", "Two"]));
    let name = "a-name-that-is-longer-than-its-column";
    home.run(&["import", &file, "--name", name]).assert_code(0);
    home.file("data/hallway/agendas/broken.toml", "[[session");
    home.file(&format!("{folder}conf.toml"), &conf_toml(BERLIN, &["One", "Two", "Three"]));
    home.run(&["update", name]).assert_code(0);
    for width in ["80", "120"] {
        let out = home.run_coloured(&["agendas"], width);
        let lines: Vec<String> = out.lines().map(strip_colours).collect();
        let [first, source, broken, built_in] = &lines[..] else { panic!("{out}") };
        let cells = |line: &str| line.chars().count();
        assert!(lines.iter().all(|line| cells(line) <= width.parse().unwrap()), "{out}");
        assert!(first.starts_with("a-name-that-is-longer-t"), "{out}");
        assert!(first.contains("2030-05-04    1 day     3 sessions"), "{out}");
        assert!(source.starts_with("  /") && source.contains("…, checked "), "{out}");
        assert!(source.ends_with(": 1 new"), "{out}");
        assert!(broken.starts_with("broken") && broken.contains("cannot be read"), "{out}");
        assert!(built_in.starts_with("srecon16-europe"), "{out}");
    }
}
