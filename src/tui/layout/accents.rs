//! The accents of sessions: neighbours in time and room have different ones.

use crate::agenda::{Kind, Session};
use crate::filter::Choice;
use crate::timetable::{ColorGroup, ColorSet, GroupColors};
use crate::tui::state::Model;
use crate::tui::theme::Accent;

/// Returns the accent of a session: that of its track, else that of its room and kind.
pub(crate) fn accent_of_session(model: &Model, session: &Session) -> Accent {
    match color_group(model, session) {
        ColorGroup::Track(track) => accent_of_track(model, track),
        ColorGroup::Rooms(_, kind) => {
            let number = group_colors(model).number_of(session);
            number.map_or_else(|| Accent::of_kind(kind), Accent::Numbered)
        }
    }
}

/// Returns the sessions that have the accent of `session`.
pub(crate) fn color_group<'s>(model: &Model, session: &'s Session) -> ColorGroup<'s> {
    group_colors(model).group_of(session)
}

/// Returns the accent of a track, by its position in the agenda: its own colour, else the one of
/// its number.
fn accent_of_track(model: &Model, track: usize) -> Accent {
    let own = model.agenda.tracks.get(track).and_then(|track| track.color);
    let own = own.filter(|_| group_colors(model).keeps_own(track));
    own.map_or_else(|| Accent::Numbered(group_colors(model).of_track(track)), Accent::Own)
}

/// Returns the accent of a track. Kinds have an accent for each room, and a track that all sessions
/// have says nothing.
pub(crate) fn accent_of_choice(model: &Model, choice: &Choice) -> Option<Accent> {
    let agenda = &model.agenda;
    match choice {
        Choice::Track(Some(name)) => {
            let track = agenda.tracks.iter().position(|track| track.name == *name)?;
            group_colors(model).is_by_track().then(|| accent_of_track(model, track))
        }
        _ => None,
    }
}

/// Returns the colours of tracks and kinds. The first call after a new version chooses them.
fn group_colors(model: &Model) -> &GroupColors {
    model.derived.group_colors.get_or_init(|| {
        let tracks = model.agenda.tracks.iter();
        let own: Vec<Option<usize>> =
            tracks.map(|track| Some(Accent::Own(track.color?).number())).collect();
        let of_kind = |kind: Kind| Accent::of_kind(kind).number();
        let palette = ColorSet { hues: &Accent::hues(), distinct: Accent::DISTINCT, of_kind };
        GroupColors::new(&model.agenda, &own, palette)
    })
}
