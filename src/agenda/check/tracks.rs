//! Tracks: listed ones with a colour, and tracks that only sessions name.

use super::state::Check;
use crate::agenda::clean::Clean;
use crate::agenda::draft::DraftTrack;
use crate::agenda::file_text::FileText;
use crate::agenda::forms::parse_color;
use crate::agenda::model::Track;
use crate::agenda::position::At;

impl Check {
    pub(super) fn check_tracks(&mut self, drafts: Vec<DraftTrack>) {
        for draft in drafts {
            let name = Clean::line_of(draft.name.value);
            if name.is_empty() || self.tracks_by_name.contains_key(&name) {
                self.report_error(
                    &draft.name.at,
                    "this track is listed before, or has no name",
                    "it is ignored",
                );
                continue;
            }
            let color = draft.color.and_then(|color| self.check_color(&color));
            let ix = self.track_index(name);
            self.agenda.tracks[ix].color = color;
        }
    }

    fn check_color(&mut self, color: &At<FileText>) -> Option<[u8; 3]> {
        let parsed = parse_color(&color.value);
        if parsed.is_none() {
            let message = format!("\"{}\" is not a colour", color.value);
            self.report_error(&color.at, message, "write it as \"#cc6666\"");
        }
        parsed
    }

    /// Returns the index of the track of a name, and adds a new track. An empty name has no track.
    pub(super) fn track_of_name(&mut self, name: FileText) -> Option<usize> {
        // A name that the list has is clean.
        if let Some(&track) = self.tracks_by_name.get(name.as_str()) {
            return Some(track);
        }
        let name = Clean::line_of(name);
        (!name.is_empty()).then(|| self.track_index(name))
    }

    /// Returns the index of the track `name`. Adds a new track.
    fn track_index(&mut self, name: Clean) -> usize {
        let tracks = &mut self.agenda.tracks;
        *self.tracks_by_name.entry(name).or_insert_with_key(|name| {
            tracks.push(Track { name: name.share(), color: None });
            tracks.len() - 1
        })
    }
}
