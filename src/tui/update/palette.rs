//! The palette: goes to a day, a room, a track, a person or a session.

use super::movement::change_day;
use super::navigation::show_session;
use super::rooms::{change_view, go_to_room};
use super::schedule;
use crate::agenda::{Level, SessionIx};
use crate::filter::{Choice, Filter};
use crate::tui::input::action::{Command, Effect};
use crate::tui::layout::palette::destination_session;
use crate::tui::layout::remaining::is_over;
use crate::tui::state::{Destination, Entry, Focus, Model, Screen};
use chrono::{DateTime, Utc};

/// Goes to a destination in the timetable.
pub(super) fn go_to_destination(model: &mut Model, to: Destination) -> Option<Effect> {
    match to {
        Destination::Day(day) => {
            model.screen = Screen::Day;
            model.set_focus(Focus::Main);
            change_day(model, Some(day));
            None
        }
        Destination::Room(room) => go_to_room(model, room),
        Destination::Command(command) => {
            model.close_layer();
            model.chosen_command = Some(command);
            None
        }
        Destination::Track(_) | Destination::Person(_) | Destination::Talk(_) => {
            match destination_session(model, to) {
                Some(session) => show_session(model, session),
                None => model.show_message("There is no session of this name."),
            }
            None
        }
    }
}

/// Goes to the next session of a destination, if the selected one is over while the event goes on.
fn leave_past(model: &mut Model, to: Destination) {
    let is_past = |ix: SessionIx| {
        model.agenda.sessions.get(ix).is_some_and(|session| is_over(model, session))
    };
    let next = destination_session(model, to).filter(|next| !is_past(*next));
    if let Some(next) = next.filter(|_| model.place.selected.is_some_and(is_past)) {
        show_session(model, next);
    }
}

/// Shows only the sessions of a room or a track, or marks a session. The palette stays open after a
/// mark.
pub(super) fn choose_destination(
    model: &mut Model,
    entry: Option<&Entry>,
    clock: DateTime<Utc>,
) -> Option<Effect> {
    let Some(&Entry::Destination(to)) = entry else { return None };
    let agenda = &model.agenda;
    let choice = match to {
        Destination::Room(room) => Choice::Room(Some(agenda.rooms.get(room)?.name.clone())),
        Destination::Track(track) => Choice::Track(Some(agenda.tracks.get(track)?.name.clone())),
        Destination::Talk(session) => {
            return schedule::toggle_session_mark(model, session, Level::Attend, clock);
        }
        Destination::Day(_) | Destination::Person(_) | Destination::Command(_) => {
            model.show_message("Only rooms and tracks can be shown alone.");
            return None;
        }
    };
    model.screen = Screen::Day;
    model.set_focus(Focus::Main);
    let mut filter = Filter::default();
    filter.toggle_choice(choice);
    let effect = change_view(model, |settings| settings.filter = filter);
    leave_past(model, to);
    let key = model.key_of(Command::Undo);
    model.show_message(format!("Only this is shown: {key} undoes it"));
    effect
}
