//! The accents of sessions: neighbours in time and room have different ones.

use crate::agenda::Session;
use crate::filter::Choice;
use crate::timetable::{ColorSet, GroupColors};
use crate::tui::state::Model;
use crate::tui::theme::Accent;

/// Returns the accent of a session: that of its track, else that of its kind.
pub(crate) fn accent_of_session(model: &Model, session: &Session) -> Accent {
    match session.track {
        Some(track) => accent_of_track(model, track),
        None => {
            let number = group_colors(model).of_kind(session.kind);
            number.map_or_else(|| Accent::of_kind(session.kind), Accent::Numbered)
        }
    }
}

/// Returns the accent of a track, by its position in the agenda: its own colour, else the one of
/// its number.
fn accent_of_track(model: &Model, track: usize) -> Accent {
    let own = model.agenda.tracks.get(track).and_then(|track| track.color);
    let own = own.filter(|_| group_colors(model).keeps_own(track));
    own.map_or_else(|| Accent::Numbered(group_colors(model).of_track(track)), Accent::Own)
}

/// Returns the accent of a track, and of a kind in an agenda without tracks.
pub(crate) fn accent_of_choice(model: &Model, choice: &Choice) -> Option<Accent> {
    let agenda = &model.agenda;
    match choice {
        Choice::Track(Some(name)) => {
            let track = agenda.tracks.iter().position(|track| track.name == *name)?;
            Some(accent_of_track(model, track))
        }
        Choice::Kind(kind) if agenda.tracks.is_empty() => Some(Accent::of_kind(*kind)),
        _ => None,
    }
}

/// Returns the colours of tracks and kinds. The first call after a new version chooses them.
fn group_colors(model: &Model) -> &GroupColors {
    model.derived.group_colors.get_or_init(|| {
        let tracks = model.agenda.tracks.iter();
        let own: Vec<Option<usize>> =
            tracks.map(|track| Some(Accent::Own(track.color?).number())).collect();
        let palette = ColorSet { hues: &Accent::hues(), distinct: Accent::DISTINCT };
        GroupColors::new(&model.agenda, &own, palette)
    })
}
