//! Names of agendas: `AGENDA`, `-a`, `$HALLWAY_AGENDA`, `update NAME`, and the agenda opened last.

use crate::fixture::{Answer, BERLIN, Case, Home, case, conf_toml};

/// Returns a home whose library has an agenda with a session of the same name for each name.
fn home_with_library(names: &[&str]) -> Home {
    let home = Home::new();
    for name in names {
        home.file("in/conf.toml", &conf_toml(BERLIN, &[name]));
        home.run(&["import", "in/conf.toml", "--name", name]).assert_code(0);
    }
    home
}

fn library() -> Home {
    home_with_library(&["fosdem-2026", "eurorust-2025", "rustfest-2025"])
}

const CASES: &[Case] = &[
    case("list --ids -a fosdem-2026", 0, "fosdem-2026\n", ""),
    case("list --ids -a FOSDEM-2026", 0, "fosdem-2026\n", ""),
    case("list --ids -a fosdem", 0, "fosdem-2026\n", ""),
    case("fosdem list --ids", 0, "fosdem-2026\n", ""),
    case("list --ids -a rustf", 0, "rustfest-2025\n", ""),
    case("SRECON check", 0, "srecon16-europe: 73 sessions", ""),
    case("check Fosdem", 0, "fosdem-2026: 1 session", ""),
    case("import fosdem -o -", 0, "[event]\n", "Conf"),
    case(
        "list -a rust",
        66,
        "",
        "\"rust\" fits 2 agendas: eurorust-2025, rustfest-2025. Type more",
    ),
    case("check 20", 66, "", "fits 3 agendas: eurorust-2025, fosdem-2026, rustfest-2025."),
    case("update rust", 66, "", "\"rust\" fits 2 agendas: "),
    case("list -a fosdm", 66, "", "no agenda fosdm in the library; did you mean fosdem-2026?"),
    case("fosdm", 66, "", "did you mean fosdem-2026?"),
    case(
        "lits",
        2,
        "",
        "hallway: there is no command lits; did you mean list? A file of this name",
    ),
    case("serach kernel", 2, "", "there is no command serach; did you mean search?"),
    case("fosdem serach kernel", 2, "", "there is no command serach; did you mean search?"),
    case("serach liz", 2, "", "there is no command serach; did you mean search?"),
    case("marc x", 2, "", "there is no command marc; did you mean mark?"),
    case("nwo", 2, "", "there is no command nwo; did you mean now?"),
    case("nwo x", 2, "", "there is no command nwo; did you mean now?"),
    case("find dns", 2, "", "there is no command find; did you mean search?"),
    case("hlep", 2, "", "there is no command hlep; did you mean help?"),
    case("sea liz", 2, "", "there is no command sea; did you mean search?"),
    case("fosdem nwo", 2, "", "there is no command nwo; did you mean now?"),
    case("fosdem marc x", 2, "", "there is no command marc; did you mean mark?"),
    case("-a fosdem lsit tue", 2, "", "there is no command lsit; did you mean list?"),
    case("serach list --ids", 2, "", "there is no command serach; did you mean search?"),
    case("fosdem kernel", 2, "", "unexpected argument 'kernel'"),
    case("update fosdm", 66, "", "fosdm is not in the library; did you mean fosdem-2026?"),
    case("update lits", 66, "", "lits is not in the library. hallway agendas lists its agendas"),
    case(
        "list -a qqqq",
        66,
        "",
        "no agenda qqqq in the library. hallway agendas lists the agendas, and hallway https://…",
    ),
    case("list -a ./fosdem", 66, "", "there is no file ./fosdem"),
    case("list -a fosdem.ics", 66, "", "there is no file fosdem.ics"),
    case("list -a fosdem.org/2026", 66, "", "For the address, give https://fosdem.org/2026"),
    case("list -a conf.example", 66, "", "For the address, give https://conf.example/"),
    case("list -a a.example/?token=x", 66, "", "https://a.example/?token=…', begin with https://"),
    case("list -a ''", 66, "", "the name of the agenda is empty. hallway agendas lists"),
];

#[test]
fn name_of_the_library_is_whole_or_a_unique_part_in_any_case() {
    let home = library();
    let files = home.count_files();
    home.check_cases(CASES);
    assert_eq!(home.count_files(), files, "a command that prints wrote a file");
}

#[test]
fn environment_and_update_take_a_part_of_a_name() {
    let home = library();
    let mut command = home.command(&["list", "--ids"]);
    let answer = Answer::from(command.env("HALLWAY_AGENDA", "FEST").output().unwrap());
    assert_eq!((answer.out.as_str(), answer.code), ("rustfest-2025\n", 0));
    home.file("in/conf.toml", &conf_toml(BERLIN, &["rustfest-2025"]));
    home.run_line("update fest").assert_code(0).assert_err("rustfest-2025: nothing has changed");
}

/// A file of the current folder, the agenda that the command line means, and a part of the message.
const SHADOWS: [(&str, &str, &str, &str); 10] = [
    ("conf", "list --ids -a conf", "conf\n", "For the file of this folder, give ./conf"),
    ("Conf", "list --ids -a Conf", "conf\n", "For the file of this folder, give ./Conf"),
    ("conf", "list --ids -a ./conf", "File\n", ""),
    ("con", "list --ids -a con", "File\n", ""),
    ("srecon16-europe", "list --ids -a srecon16-europe", "mon-0800-", "give ./srecon16-europe"),
    ("conf", "check conf", "conf: 1 session", "conf is the file of this folder"),
    ("conf", "import conf -o -", "[event]", "conf is the file of this folder"),
    ("conf", "list --ids", "conf\n", ""),
    ("conf", "agendas", "conf\t", ""),
    ("other", "list --ids -a other", "File\n", ""),
];

#[test]
fn file_of_the_current_folder_and_agenda_of_the_same_name() {
    for (file, line, out, err) in SHADOWS {
        let home = home_with_library(&["conf"]);
        home.file("data/hallway/last-agenda", "conf\n");
        home.file(file, &conf_toml(BERLIN, &["File"]));
        let answer = home.run_line(line);
        answer.assert_code(0).assert_err(err);
        assert!(answer.out.starts_with(out), "{line}: {}{}", answer.out, answer.err);
        assert!(!err.is_empty() || answer.err.is_empty(), "{line}: {}", answer.err);
    }
}

#[test]
fn folder_with_the_name_of_an_agenda_is_no_agenda() {
    let home = home_with_library(&["conf-2026"]);
    for (folder, line, code) in [
        ("conf-2026", "list --ids -a conf-2026", 0),
        ("conf", "list --ids -a conf", 0),
        ("other", "list --ids -a other", 74),
    ] {
        std::fs::create_dir(home.path(folder)).unwrap();
        home.run_line(line).assert_code(code);
    }
}

#[test]
fn agenda_opened_last_is_a_name_or_an_absolute_path() {
    let home = home_with_library(&["conf"]);
    let file = home.file("work/conf.toml", &conf_toml(BERLIN, &["File"]));
    home.file("other", &conf_toml(BERLIN, &["Other"]));
    for (last, out, err) in [
        ("conf", "conf\n", ""),
        ("Conf", "conf\n", ""),
        (file.as_str(), "File\n", ""),
        ("srecon16-europe", "mon-0800-", ""),
        ("other", "mon-0800-", "other, opened last, is missing; this is srecon16-europe"),
        ("work/conf.toml", "mon-0800-", "work/conf.toml, opened last, is missing"),
        ("con", "mon-0800-", "con, opened last, is missing"),
        ("/no/such.toml", "mon-0800-", "/no/such.toml, opened last, is missing"),
    ] {
        home.file("data/hallway/last-agenda", &format!("{last}\n"));
        let answer = home.run_line("list --ids");
        answer.assert_code(0).assert_err(err);
        assert!(answer.out.starts_with(out), "{last}: {}", answer.out);
        assert!(!err.is_empty() || answer.err.is_empty(), "{last}: {}", answer.err);
    }
}

#[test]
fn import_under_a_name_in_another_case_replaces_the_agenda() {
    let home = home_with_library(&["conf-2026"]);
    home.run_line("mark conf-2026 -a conf-2026").assert_code(0);
    home.file("in/conf.toml", &conf_toml(BERLIN, &["conf-2026", "New"]));
    let imported = home.run_line("import in/conf.toml --name CONF-2026");
    imported.assert_code(0).assert_err("replaced conf-2026: Conf\n");
    assert_eq!(home.run_line("list --ids -a Conf-2026").out, "conf-2026\nNew\n");
    assert_eq!(home.run_line("list --ids --mine -a CONF").out, "conf-2026\n");
    assert_eq!(home.run_line("agendas").out.matches("conf-2026\t").count(), 1);
    let built_in = home.run_line("import in/conf.toml --name SREcon16-Europe");
    built_in.assert_code(2).assert_err("is the built-in agenda");
}

#[test]
fn address_of_a_file_opens_lists_checks_and_imports_the_file() {
    let home = Home::new();
    let path = home.file("my conf/a.toml", &conf_toml(BERLIN, &["One"]));
    let address = format!("file://{}", path.replace(' ', "%20"));
    let other_spelling = address.replace("file://", "FILE://localhost");
    for address in [&address, &other_spelling] {
        let listed = home.run(&["list", "--ids", "-a", address]);
        assert_eq!((listed.out.as_str(), listed.code), ("One\n", 0), "{}", listed.err);
        home.run(&["check", address]).assert_code(0).assert_out("no problems");
        let shot = home.run(&[address, "screenshot"]);
        shot.assert_code(0).assert_out("One");
        home.run(&["import", address, "--name", "conf"]).assert_code(0);
    }
    assert!(home.read("data/hallway/agendas/conf.toml").contains(&format!("source = \"{path}\"")));
    home.file("my conf/a.toml", &conf_toml(BERLIN, &["One", "Two"]));
    for address in [&address, &other_spelling] {
        home.run(&["update", address]).assert_code(0);
    }
    home.run_line("list --ids -a conf").assert_out("Two");
    let unknown = home.run_line("forget file:///no/such.toml");
    unknown.assert_code(66).assert_err("no agenda of the library is from /no/such.toml");
    let refused = home.run_line("list -a file://server/a.toml");
    refused.assert_code(2).assert_err("a file of another machine, server");
    home.run_line("list -a file:///no/such.toml").assert_code(66).assert_err("no file /no/such");
    home.run(&["forget", &address]).assert_code(0).assert_err("conf is no longer in the library");
}

#[test]
fn file_with_the_name_of_a_misspelt_command_is_opened_by_its_path() {
    let home = home_with_library(&["shows-2026"]);
    for name in ["serach", "conference", "show"] {
        home.file(name, &conf_toml(BERLIN, &["File"]));
    }
    for (line, code, out, err) in [
        (
            "serach list --ids",
            2,
            "",
            "did you mean search? A file of this name is opened by ./serach",
        ),
        ("./serach list --ids", 0, "File\n", ""),
        ("list --ids -a serach", 0, "File\n", ""),
        // Words that are not like a command are files, and a part of a name is an agenda.
        ("conference list --ids", 0, "File\n", ""),
        ("shows list --ids", 0, "shows-2026\n", ""),
    ] {
        home.check_cases(&[case(line, code, out, err)]);
    }
}
