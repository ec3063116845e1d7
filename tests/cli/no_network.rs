//! A build without the feature `https`: files work, and addresses say what is missing.
#![cfg(not(feature = "https"))]

use super::fixture::{Home, SMALL};

const MISSING: &str = "hallway: this hallway is built without the feature https and opens no \
     address: https://a.example/a.ics?token=…. Download the file and give the file, or install \
     hallway with https\n";

#[test]
fn address_says_what_is_missing_and_leaves_no_file() {
    let home = Home::new();
    let address = "https://a.example/a.ics?token=secret";
    for args in [
        vec![address],
        vec!["import", address],
        vec!["list", "-a", address],
        vec!["check", address],
    ] {
        let answer = home.run(&args);
        assert_eq!((answer.code, answer.err.as_str()), (69, MISSING));
        assert_eq!(answer.out, "");
    }
    assert_eq!(home.count_files(), 0);
}

#[test]
fn update_of_an_agenda_of_the_web_leaves_the_agenda() {
    let home = Home::new();
    let text = SMALL.replace("[event]", "[event]\nsource = \"https://a.example/a.ics?token=s\"");
    home.file("data/hallway/agendas/small.toml", &text);
    let answer = home.run_line("update small");
    answer.assert_code(69).assert_err("built without the feature https");
    assert_eq!(home.read("data/hallway/agendas/small.toml"), text);
    home.run_line("list --ids -a small").assert_code(0).assert_out("open\nnight\n");
}
