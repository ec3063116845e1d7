//! The search: typing, hits and history.

use super::{CLOCK, after, selected};
use crate::tui::input::action::{Action, Command};
use crate::tui::state::Model;
use crate::tui::state::Screen;
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
