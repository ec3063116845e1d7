//! `screenshot`.

use crate::fixture::{Home, run_command, strip_colours};
use std::path::Path;

/// Asserts that the file of a picture is `drawn`. Writes the file if snapshots are updated.
fn assert_picture(file: &Path, drawn: &str) {
    if std::env::var_os("INSTA_UPDATE").is_some_and(|update| update == "always") {
        std::fs::write(file, drawn).unwrap();
    }
    assert!(
        std::fs::read_to_string(file).unwrap_or_default() == drawn,
        "{} is not the screen any more: INSTA_UPDATE=always cargo test",
        file.display()
    );
}

#[test]
fn pictures_of_the_documentation_are_those_of_their_commands() {
    let (home, root) = (Home::new(), Path::new(env!("CARGO_MANIFEST_DIR")));
    let text = std::fs::read_to_string(root.join("docs/screens.md")).unwrap();
    let mut pictures = 0;
    // A picture stands before its command.
    let mut file = None;
    for line in text.lines() {
        if let Some((_, link)) = line.split_once("](screens/").filter(|_| line.starts_with("![")) {
            file = Some(root.join("docs/screens").join(link.trim_end_matches(')')));
        } else if let Some(command) = line.strip_prefix("hallway screenshot ") {
            let command = command.replace("docs/", &format!("{}/docs/", root.display()));
            let drawn = home.run_line(&format!("screenshot {command} --color always"));
            assert_picture(&file.take().unwrap(), &drawn.out);
            pictures += 1;
        }
    }
    assert!(pictures > 10, "{pictures}");
}

#[test]
fn picture_of_the_readme_is_the_screen() {
    let home = Home::new();
    let drawn =
        home.run_line("screenshot --size 120x36 --format svg --color always --keys jj<Space>jjl");
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/screen.svg");
    assert_picture(&picture, &drawn.out);
    assert_eq!(home.count_files(), 0, "the marks of a screenshot were saved");
}

const SEARCH: &str = "screenshot --size 80x24 --keys /ebpf";

#[test]
fn screenshot_as_text_and_ansi_shows_the_search() {
    let home = Home::new();
    let txt = home.run_line(SEARCH);
    txt.assert_code(0).assert_out("/ebpf").assert_out("Staring into the eBPF Abyss");
    assert_eq!(txt.out.lines().count(), 24);
    assert!(!txt.out.contains('\u{1b}'));
    let ansi = home.run_line(&format!("{SEARCH} --format ansi --color always"));
    // Matched letters are bold and underlined.
    ansi.assert_out("\u{1b}[0;1;4;48;2;");
    assert!(strip_colours(&ansi.out).contains("Staring into the eBPF Abyss"), "{}", ansi.out);
}

#[test]
fn screenshot_as_svg_is_written_to_a_file() {
    let home = Home::new();
    let svg = home.run_line(&format!("{SEARCH} --format svg --light -o frame.svg"));
    assert_eq!((svg.code, &*svg.out), (0, ""));
    let written = home.read("frame.svg");
    assert!(written.starts_with("<svg") && written.ends_with("</svg>\n"), "{written}");
    assert!(written.contains("fill=\"#fbfaf7\""), "{written}");
}

#[test]
fn screenshot_with_theme_uses_its_colours_unless_colours_are_off() {
    let home = Home::new();
    let dark = ["screenshot", "--format", "ansi", "--theme", "dark", "--color", "auto"];
    home.run(&dark).assert_out("48;2;19;22;28");
    let plain = run_command(home.command(&dark).env("NO_COLOR", "1"));
    plain.assert_out("\u{1b}[0;1m");
    assert!(!plain.out.contains(";38;") && !plain.out.contains(";48;"), "{}", plain.out);
    home.run_line("screenshot --theme drak").assert_code(2).assert_err("high-contrast");
}

#[test]
fn linear_screenshot_is_a_list_of_sentences() {
    let linear = Home::new().run_line("screenshot --linear --size 80x24");
    linear.assert_out(
        "\n09:00 to 09:40: Splicing SRE DNA Sequences in the Biggest Software Company on\n",
    );
}

#[test]
fn screenshot_with_unknown_key_or_size_ends_with_2() {
    let home = Home::new();
    home.run_line("screenshot --keys <Foo>").assert_code(2);
    for size in ["80", "0x24", "80x1001"] {
        home.run_line(&format!("screenshot --size {size}")).assert_code(2);
    }
}

#[test]
fn screenshot_with_an_unreadable_plan_names_the_marks_that_it_shows() {
    let plan = "data/hallway/plans/small.toml";
    for (has_copy, sentence) in
        [(true, "is shown as it was before"), (false, "so nothing can be marked")]
    {
        let home = Home::with_small_agenda();
        home.run_line("-a small.toml mark open").assert_code(0);
        if has_copy {
            home.file(&format!("{plan}.bak"), &home.read(plan));
        }
        home.file(plan, "version = 1\n[[mark]");
        let drawn = home.run_line("-a small.toml screenshot --at 2027-03-06T08:00");
        drawn.assert_code(0).assert_out(sentence);
        assert_eq!(drawn.out.contains('★'), has_copy, "{}", drawn.out);
    }
}
