//! The sentences in place of a day without sessions: what hides them, and the keys that help.

use crate::tui::input::action::Command;
use crate::tui::input::keymap::Context;
use crate::tui::state::Model;

/// Returns the reason why no session of the day is shown, and the keys that show some.
pub(crate) fn empty_day_sentences(model: &Model) -> Vec<String> {
    let with_key = |command, effect: &str| {
        let key = browse_key(model, command);
        (!key.is_empty()).then(|| format!("{key} {effect}."))
    };
    if model.settings.filter.is_empty() {
        let reason = "All rooms of this day are hidden.".to_owned();
        return [Some(reason), with_key(Command::Rooms, "lists them")]
            .into_iter()
            .flatten()
            .collect();
    }
    let clears = with_key(Command::ClearFilter, "clears the filter");
    let reason = "The filter hides all sessions of this day.".to_owned();
    [Some(reason), clears, nearest_day_sentence(model)].into_iter().flatten().collect()
}

/// Returns the name of the first key of a command, also while another part has the keys.
pub(super) fn browse_key(model: &Model, command: Command) -> String {
    let keys = model.settings.keymap.keys_of_command(Context::Browse, command);
    keys.first().map_or_else(String::new, |key| key.display_name(model.settings.ascii))
}

/// Returns the number of sessions on the nearest day that has some, and the key that goes there.
fn nearest_day_sentence(model: &Model) -> Option<String> {
    let here = model.place.day;
    let count = |day: usize| {
        let sessions = model.agenda.days.get(day).map(|day| day.sessions.clone());
        sessions.into_iter().flatten().filter(|ix| model.is_shown(*ix)).count()
    };
    let days = (0..model.agenda.days.len()).filter(|day| count(*day) > 0);
    let day = days.min_by_key(|day| (day.abs_diff(here), *day < here))?;
    let key = match day {
        _ if day == here + 1 => browse_key(model, Command::NextDay),
        _ if day + 1 == here => browse_key(model, Command::PreviousDay),
        _ => {
            let number = model.agenda.day_numbers().get(day).copied().flatten();
            let command = number.and_then(|number| Command::of_day(number - 1));
            command.map_or_else(String::new, |command| browse_key(model, command))
        }
    };
    let goes = if key.is_empty() { String::new() } else { format!(": {key} goes there") };
    Some(format!("{} on {}{goes}.", count(day), model.day_name(day, "%a %-d %b")))
}
