//! The search: typing, hits and history.

use super::{CLOCK, after, selected};
use crate::tui::input::action::{Action, Command};
use crate::tui::layout::chips::query_notes;
use crate::tui::layout::screen;
use crate::tui::state::{Model, Row, Screen};
use crate::tui::update::apply_action;

#[test]
fn enter_goes_to_the_hit_and_esc_restores_the_place() {
    for (keys, expected) in [
        ("/ebpf", "search: Staring into the"),
        ("/ebpf<Down>", "search: The Next Linux S"),
        ("/ebpf<Down><Down><Up>", "search: Staring into the"),
        ("/ebpf<Enter>", "Staring into the"),
        ("/ebpf<Enter>n", "The Next Linux S"),
        ("/ebpf<Enter>nn", "Staring into the"),
        ("/ebpf<Enter>N", "The Next Linux S"),
        ("3jj/ebpf<Esc>", &selected(&after("3jj"))),
        ("/ebpf<Backspace><C-u>docker<Enter>", "Docker From Scra"),
        ("p/docker<Esc>", "mine: nothing"),
        ("/zzqx<Enter>", "Morning Coffee &"),
        ("n", "Morning Coffee & (menu)"),
    ] {
        assert_eq!(selected(&after(keys)), expected, "{keys}");
    }
    let (before, back) = (after("3jjjl"), after("3jjjl/ebpf<Down><Esc>"));
    assert_eq!(
        (back.place, back.search.hits.len(), &back.search.query),
        (before.place, 0, &before.search.query)
    );
    let earlier = after("/linux<Enter>/zz<Esc>");
    assert_eq!(earlier.search.query, "linux", "the hits of the search before are still there");
    assert!(
        after("/linux<Enter><Esc>").search.hits.is_empty(),
        "Esc ends the search that is shown"
    );
}

#[test]
fn up_in_the_search_recalls_earlier_queries() {
    for (keys, expected) in [
        ("/<Up>", "typed "),
        ("/ebpf<Enter>/<Up>", "typed ebpf"),
        ("/ebpf<Enter>/docker<Esc>/<Up>", "typed docker"),
        ("/ebpf<Enter>/docker<Esc>/<Up><Up>", "typed ebpf"),
        ("/ebpf<Enter>/docker<Esc>/<Up><Up><Up>", "typed docker"),
        ("/ebpf<Enter>/<Up><Down><Up>", "typed ebpf"),
        ("/ebpf<Enter>/docker<Enter>/<Up>x<Up>", "typed docker"),
    ] {
        let typed = match &after(keys).screen {
            Screen::Search(search) => format!("typed {}", search.input.text()),
            other => format!("{other:?}"),
        };
        assert_eq!(typed, expected, "{keys}");
    }
}

#[test]
fn backspace_removes_a_grapheme_and_long_queries_are_refused() {
    let type_text =
        |model: &mut Model, text: &str| _ = apply_action(model, Action::Type(text.into()), CLOCK);
    let typed = |model: &Model| match &model.screen {
        Screen::Search(search) => search.input.text().to_owned(),
        _ => String::new(),
    };
    let mut model = after("/");
    type_text(&mut model, "a👩🏽🇮🇪");
    for expected in ["a👩🏽", "a", "", ""] {
        apply_action(&mut model, Action::Command(Command::DeleteBack), CLOCK);
        assert_eq!(typed(&model), expected, "a letter is taken back whole");
    }
    type_text(&mut model, &"ü".repeat(200));
    assert_eq!((typed(&model).chars().count(), &model.message), (200, &None));
    type_text(&mut model, "x");
    let message = |model: &Model| {
        model.message.as_ref().map(|message| message.text.clone()).unwrap_or_default()
    };
    assert_eq!(
        (typed(&model).chars().count(), &*message(&model)),
        (200, "A search is as long as 200 characters at most.")
    );
    assert_eq!(message(&after("/zzqx<Tab>")), "There is no hit that could be marked.");
}

/// Returns the query line, the words of the remarks and headings, and the number of hits.
fn understood(keys: &str) -> String {
    let model = after(keys);
    let Screen::Search(search) = &model.screen else { return "no search".into() };
    let line = screen::prompt_area(&model);
    let notes = query_notes(&model, line).notes.into_iter().map(|note| {
        let text: String = note.line.iter().map(|run| &*run.text).collect();
        format!("[{}]", text.trim())
    });
    let words = model.derived.rows.iter().filter_map(|row| match row {
        Row::Remark(text) | Row::Head(text) if !text.is_empty() => Some(format!(" | {text}")),
        _ => None,
    });
    let notes = notes.collect::<Vec<_>>().join(" ");
    let typed = search.input.text();
    format!("{typed} {notes} {} hits{}", model.search.hits.len(), words.collect::<String>())
}

#[test]
fn query_line_shows_what_the_search_understood() {
    for (keys, expected) in [
        ("/dns wednesday", "dns wednesday [Wednesday day] 1 hits | 1 more without Wednesday"),
        (
            "/workshop tuesday",
            "workshop tuesday [workshop kind] [Tuesday day] 6 hits | 4 more without Tuesday",
        ),
        (
            "/ulster tuesday 9am",
            "ulster tuesday 9am [Ulster room] [Tuesday day] [at 09:00] 1 hits | \
             4 more without Tuesday and at 09:00",
        ),
        ("/after lunch dns", "after lunch dns [after lunch] 2 hits"),
        (
            "/facbook tuesday",
            "facbook tuesday [Tuesday day] [taken as Facebook] 3 hits | 3 more without Tuesday",
        ),
        ("/dns", "dns  2 hits"),
        (
            "/the xylo tuesday",
            "the xylo tuesday  0 hits | Nothing matches. | \"xylo\" is nowhere in this agenda | \
             day:tuesday finds the sessions of that day",
        ),
        ("/\"wednesday\"", "\"wednesday\"  0 hits | Nothing matches."),
    ] {
        assert_eq!(understood(keys), expected, "{keys}");
    }
}

#[test]
fn chip_taken_away_is_a_word_or_leaves_the_query() {
    for (keys, expected) in [
        ("/dns wednesday<C-t>", "dns"),
        ("/dns wednesday<C-t><C-t>", "dns"),
        ("/ulster tuesday statistics<C-t>", "ulster statistics"),
        ("/dns  after  lunch<C-t>", "dns"),
        ("/data ulster<C-t>", "data \"ulster\""),
        // Backspace at the start of the line takes a chip, elsewhere a letter.
        ("/dns wednesday<Home><Backspace>", "dns"),
        ("/dns wednesday<Backspace>", "dns wednesda"),
        ("/dns<Home><Backspace>", "dns"),
    ] {
        let model = after(keys);
        let Screen::Search(search) = &model.screen else { panic!("{keys}") };
        assert_eq!(search.input.text(), expected, "{keys}");
    }
    assert_eq!(message(&after("/data ulster<C-t>")), "ulster is looked for as a word.");
    assert_eq!(message(&after("/dns wednesday<C-t>")), "wednesday no longer narrows the search.");
    assert_eq!(
        message(&after("/dns<C-t>")),
        "No words of this search are a day, a time or a place."
    );
}

#[test]
fn click_on_a_chip_takes_it_away() {
    let mut model = after("/dns wednesday");
    let line = screen::prompt_area(&model);
    let chip = query_notes(&model, line).notes.remove(0);
    for (x, expected) in [(chip.cells.end, "dns wednesday"), (chip.cells.start, "dns")] {
        apply_action(&mut model, Action::Click { x, y: line.y, double: false }, CLOCK);
        let Screen::Search(search) = &model.screen else { panic!("no search") };
        assert_eq!(search.input.text(), expected, "click at {x}");
    }
}

#[test]
fn sessions_without_the_chips_can_be_chosen_below_the_hits() {
    for (keys, expected) in [
        ("/dns wednesday", "search: DNS: Old solutio"),
        ("/dns wednesday<Down>", "search: Lightning Talks"),
        ("/dns wednesday<Down><Down>", "search: Lightning Talks"),
        ("/dns wednesday<Down><Enter>", "Lightning Talks"),
    ] {
        assert_eq!(selected(&after(keys)), expected, "{keys}");
    }
    assert_eq!(after("/dns wednesday").search.hits.len(), 1);
}

fn message(model: &Model) -> &str {
    model.message.as_ref().map_or("", |message| &message.text)
}
