//! Sessions.

use super::safe_ids::make_ids_safe;
use super::state::{Check, LEFT_OUT, clean_line, collect_exactly};
use super::times::Start;
use crate::agenda::clean::Clean;
use crate::agenda::draft::{DraftId, DraftSession, Origin, Word};
use crate::agenda::file_text::FileText;
use crate::agenda::model::{Link, NamedId, Session};
use crate::agenda::position::{At, Span};
use crate::agenda::vocabulary::{Kind, LinkKind, Recorded, Seats};
use chrono::NaiveTime;

/// The number of ids kept of a session.
const IDS_MAX: usize = 16;
/// The length of an all-day session without a length.
const MINUTES_OF_DAY: u32 = 24 * 60;

impl Check {
    pub(super) fn check_sessions(&mut self, mut drafts: Vec<DraftSession>) {
        for draft in &mut drafts {
            draft.ids.truncate(IDS_MAX);
        }
        make_ids_safe(&mut drafts);
        self.session_ids.reserve(drafts.len());
        self.reserve_people(&drafts);
        // The sessions are collected in the memory of the drafts, and the rest of it is given back.
        let sessions = drafts.into_iter().filter_map(|draft| self.check_session(draft));
        let mut sessions: Vec<Session> = sessions.collect();
        sessions.shrink_to_fit();
        self.agenda.people.shrink_to_fit();
        self.agenda.sessions = sessions;
    }

    /// Checks one session. Returns `None` for a session without a title or without a valid start.
    fn check_session(&mut self, draft: DraftSession) -> Option<Session> {
        let title = self.check_title(draft.title, &draft.at);
        let start = self.check_start(draft.start, &draft.at);
        let (title, Start { at: start, note: time_note }) = (title?, start?);
        if let (Some(note), Some(start)) = (time_note, start) {
            let message = format!("\"{title}\" starts at a clock change");
            let help = format!("{note} It is shown at {}", start.format("%H:%M %:z"));
            self.report_warning(&draft.at, message, help);
        }
        let minutes = self.check_length(start, draft.end, draft.minutes);
        let minutes = minutes.or(draft.all_day.then_some(MINUTES_OF_DAY));
        let is_midnight =
            start.is_some_and(|at| at.time() == NaiveTime::MIN) || time_note.is_some();
        let all_day = draft.all_day && self.check_all_day(is_midnight, minutes, &draft.at);
        let place = self.check_session_rooms(draft.rooms);
        let kind = self.check_kind(draft.kind);
        let seats =
            draft.seats.and_then(|seats| self.value_of_word(&seats, Seats::ALL, Seats::word));
        let links = collect_exactly(draft.links, |link| self.check_link(link));
        let recorded = self.check_recorded(draft.recorded, &links);
        let id = self.session_id(draft.id, &title, start);
        let ids = self.named_ids(draft.ids, &id);
        Some(Session {
            id,
            ids,
            start,
            minutes,
            all_day,
            day: None,
            room: place.published,
            rooms: place.rooms,
            kind,
            track: draft.track.and_then(|name| self.track_of_name(name.value)),
            tags: clean_tags(draft.tags),
            language: clean_line(draft.language),
            seats,
            cancelled: draft.cancelled,
            recorded,
            people: self.check_credits(draft.people),
            summary: draft.summary.map(|text| text.value).unwrap_or_default(),
            url: self.check_address(draft.url),
            links,
            title,
            time_note,
            note: None,
        })
    }

    /// Returns `title`. Reports a missing or empty `title`.
    fn check_title(&mut self, title: Option<At<FileText>>, session: &Span) -> Option<Clean> {
        let title = clean_line(title);
        if title.is_none() {
            let help = self.help_text("add title = \"…\"", LEFT_OUT);
            self.report_error(session, "this session has no title", help);
        }
        title
    }

    /// Returns true if an all-day session starts at midnight and lasts whole days. Reports any
    /// other session to the author of a file.
    fn check_all_day(&mut self, is_midnight: bool, minutes: Option<u32>, session: &Span) -> bool {
        // A day with a clock change lasts 23 hours.
        if is_midnight && minutes.is_some_and(|minutes| minutes >= MINUTES_OF_DAY - 60) {
            return true;
        }
        if self.origin == Origin::Hallway {
            let message = "an all-day session starts at midnight and lasts whole days";
            self.report_warning(session, message, "it is shown with its times");
        }
        false
    }

    /// Returns the value of `word`. Without a word, or with "unknown", a recording among `links`
    /// means `Yes`.
    fn check_recorded(&mut self, word: Option<At<Word>>, links: &[Link]) -> Recorded {
        let recorded =
            word.and_then(|word| self.value_of_word(&word, Recorded::ALL, Recorded::word));
        let has_recording = links.iter().any(|link| link.kind == Some(LinkKind::Recording));
        match recorded {
            None | Some(Recorded::Unknown) if has_recording => Recorded::Yes,
            recorded => recorded.unwrap_or(Recorded::Unknown),
        }
    }

    /// Returns the kind: `Talk` without a word, `Other` for an unknown word.
    fn check_kind(&mut self, word: Option<At<Word>>) -> Kind {
        let Some(word) = word else { return Kind::Talk };
        let kind = self.value_of_word(&word, Kind::ALL, Kind::word);
        // An export has the kind `Own`, and its entries are sessions like others in a file.
        kind.filter(|kind| *kind != Kind::Own).unwrap_or(Kind::Other)
    }

    /// Returns the ids by their names, or nothing if `own` is the only one.
    fn named_ids(&mut self, mut ids: Vec<DraftId>, own: &Clean) -> Vec<NamedId> {
        ids.truncate(IDS_MAX);
        let mut named = collect_exactly(ids, |DraftId { name, value }| {
            let (name, id) = (self.id_name(name), Clean::line_of(value.value));
            (!name.is_empty() && !id.is_empty()).then_some(NamedId { name, id })
        });
        named.sort();
        named.dedup_by(|later, first| later.name == first.name);
        match &named[..] {
            [only] if only.id == *own => Vec::new(),
            _ => named,
        }
    }
}

fn clean_tags(tags: Vec<At<FileText>>) -> Vec<Clean> {
    collect_exactly(tags, |tag| clean_line(Some(tag)))
}
