//! New versions of the agenda.

use super::{CLOCK, after, parse_agenda, selected, srecon};
use crate::agenda::Agenda;
use crate::tui::input::action::Action;
use crate::tui::input::action::Command;
use crate::tui::update::apply_action;

/// The built-in agenda with a session more at the beginning of each day, and without one of
/// Tuesday.
fn another_version() -> Agenda {
    let mut text = include_str!("../../../../data/srecon16-europe.toml")
        .replace("Docker From Scratch", "Docker Unpacked");
    for day in 11..=13 {
        text += &format!(
            "\n[[session]]\nid='new{day}'\ntitle='New'\nstart=2016-07-{day}T07:00:00\n\
             minutes=30\nroom='Ulster'\n"
        );
    }
    parse_agenda(&text)
}

#[test]
fn new_version_keeps_the_selection_and_the_screen() {
    for keys in [
        "jjj",
        "2jjjl",
        "3G",
        "vjjj",
        "j<Space>jj<Space>p",
        "j<Space>pj",
        "/ebpf",
        "/ebpf<Down>",
        "/ebpf<Enter>",
        "jA",
    ] {
        let mut model = after(keys);
        let (before, hits) = (selected(&model), model.search.hits.len());
        let day = model.agenda.days[model.place.day].date;
        let agenda = Box::new(another_version());
        apply_action(&mut model, Action::Reread { agenda, problems: 0, asked: false }, CLOCK);
        assert_eq!(selected(&model), before, "{keys}");
        assert_eq!(
            (model.agenda.days[model.place.day].date, model.search.hits.len()),
            (day, hits),
            "{keys}"
        );
        let message = model.message.as_ref().map_or("", |message| &message.text);
        assert!(message.starts_with("Read again: 3 new, 1 changed"), "{keys}");
        // And back again by Esc, from wherever it was.
        apply_action(&mut model, Action::Command(Command::Back), CLOCK);
        assert_eq!(selected(&model), selected(&after(&format!("{keys}<Esc>"))), "{keys}");
    }
}

#[test]
fn refused_version_is_reported_until_a_version_is_accepted() {
    let mut model = after("jj");
    let before = selected(&model);
    apply_action(
        &mut model,
        Action::AgendaBroken { why: "a.toml:3:1: what is this".into(), on_demand: false },
        CLOCK,
    );
    apply_action(&mut model, Action::Command(Command::Up), CLOCK);
    apply_action(&mut model, Action::Command(Command::Down), CLOCK);
    assert_eq!((selected(&model), model.file.stale.is_some()), (before, true));
    apply_action(
        &mut model,
        Action::Reread { agenda: Box::new(srecon()), problems: 0, asked: false },
        CLOCK,
    );
    assert_eq!((model.file.stale, model.message), (None, None), "it is as it was before");
}
