//! One event on its way to a session.

use super::prose::{Prose, summary_of};
use super::tags::TextAt;
use super::time::{XmlDate, parse_clock, parse_date};
use crate::agenda::{
    At, DraftCredit, DraftLink, DraftSession, FileText, LinkKind, Span, When, Word,
};
use crate::format::collector::Report;
use crate::format::listing::{choose_room, report_other_day};
use crate::format::recordings::{OptOut, OptOuts, find_videos};
use crate::format::times::{Night, SessionLengths, WHOLE_DAY_MINUTES, report_night};
use crate::format::words;
use chrono::{NaiveDate, NaiveTime};
use std::sync::Arc;

/// An event as far as the file has been read.
#[derive(Debug, Default)]
pub(super) struct EventEntry<'a> {
    /// The place of the start tag.
    pub(super) at: Span,
    /// The attributes `guid`, `code` and `id`.
    pub(super) ids: [Option<At<FileText>>; 3],
    pub(super) slug: Option<TextAt<'a>>,
    pub(super) people: Vec<DraftCredit>,
    pub(super) links: Vec<DraftLink>,
    pub(super) title: Option<TextAt<'a>>,
    pub(super) date: Option<TextAt<'a>>,
    pub(super) start: Option<TextAt<'a>>,
    pub(super) duration: Option<TextAt<'a>>,
    pub(super) room: Option<TextAt<'a>>,
    pub(super) subtitle: Option<TextAt<'a>>,
    pub(super) track: Option<TextAt<'a>>,
    pub(super) kind: Option<TextAt<'a>>,
    pub(super) language: Option<TextAt<'a>>,
    /// Abstracts and descriptions in the order of the file. wafer writes two abstracts, one of them
    /// empty.
    pub(super) texts: Vec<At<Prose<'a>>>,
    pub(super) url: Option<TextAt<'a>>,
    pub(super) other_url: Option<TextAt<'a>>,
    pub(super) feedback: Option<TextAt<'a>>,
    pub(super) opt_out: Option<TextAt<'a>>,
    pub(super) license: Option<TextAt<'a>>,
    pub(super) video: Option<TextAt<'a>>,
}

/// The place of an event in the lists of the file.
#[derive(Debug, Default)]
pub(super) struct Listing {
    pub(super) day: Option<NaiveDate>,
    pub(super) night: Night,
    pub(super) room: Option<At<FileText>>,
}

/// A session whose start may change at the end of the file.
pub(super) struct ReadSession {
    pub(super) session: DraftSession,
    /// The clock of `<start>` if `<date>` has an offset: see
    /// [`settle_clocks`](super::clocks::settle_clocks).
    pub(super) clock: Option<NaiveTime>,
}

/// The parts of a file for [`EventEntry::into_session`].
pub(super) struct EventContext<'f> {
    pub(super) file: &'f Arc<String>,
    pub(super) listing: &'f mut Listing,
    pub(super) kinds: &'f mut words::KindCache,
    pub(super) lengths: &'f mut SessionLengths,
    pub(super) opt_outs: &'f mut OptOuts,
    pub(super) report: &'f mut Report,
    /// The position of the session in the draft.
    pub(super) position: usize,
}

impl EventEntry<'_> {
    /// Makes a session of the event and reports its faults.
    pub(super) fn into_session(mut self: Box<Self>, context: EventContext<'_>) -> ReadSession {
        let EventContext { file, listing, kinds, lengths, opt_outs, report, position } = context;
        let room = choose_room(listing.room.as_ref(), self.room.take(), report);
        let minutes = self.duration.take().and_then(|text| {
            lengths.read(report, At { value: &*text.value, at: text.at }, position)
        });
        let is_whole_day =
            minutes.as_ref().is_some_and(|minutes| minutes.value >= WHOLE_DAY_MINUTES);
        let date = self.read_date(report);
        if let Some(date) = &date
            && let Some(own) = date.value.venue_date()
        {
            report_other_day(listing.day, own, &date.at, report);
        }
        let clock = self.read_clock(report);
        let (shown_clock, has_instant) = (
            clock.as_ref().map(|clock| clock.value),
            matches!(date, Some(At { value: XmlDate::Instant(_), .. })),
        );
        let start = self.choose_start(date, clock, listing, is_whole_day, report);
        self.use_subtitle_as_title(report);
        let kind = self.kind_of(kinds);
        let opt_out = self.read_opt_out(report);
        let links = self.read_links(file);
        let own = |text| text_of_file(file, text);
        let mut session = DraftSession {
            at: self.at,
            title: self.title.map(own),
            start: Some(start),
            minutes,
            rooms: room.into_iter().collect(),
            kind,
            track: self.track.map(own),
            language: self.language.map(own),
            people: self.people,
            summary: summary_of(file, self.subtitle, self.texts),
            url: self.url.or(self.other_url).map(own),
            links,
            ..DraftSession::default()
        };
        let [guid, code, id] = self.ids;
        let slug = self.slug.map(own);
        session.set_ids([("guid", guid), ("code", code), ("id", id), ("slug", slug)]);
        opt_outs.read(&mut session, opt_out);
        ReadSession { session, clock: shown_clock.filter(|_| has_instant) }
    }

    fn read_opt_out(&mut self, report: &mut Report) -> OptOut {
        let text = self.opt_out.take();
        let is_out = text.and_then(|text| {
            let value = words::parse_truth(&text.value);
            if value.is_none() {
                let help = "write true or false; it is not known if the session is recorded";
                report.warn(&text.at, "this is no opt-out from recording", help);
            }
            Some(At { value: value?, at: text.at })
        });
        OptOut { is_out, has_licence: self.license.is_some(), room_records: false }
    }

    /// Returns the links with those to feedback and recording.
    fn read_links(&mut self, file: &Arc<String>) -> Vec<DraftLink> {
        // The list of the event grew, and has room for four links at least.
        let more = [&self.feedback, &self.video].into_iter().flatten().count();
        let mut links = Vec::with_capacity(self.links.len() + more);
        links.append(&mut self.links);
        links.extend(self.feedback.take().map(|url| {
            let title = At { value: "Feedback".into(), at: url.at.clone() };
            DraftLink::new(Some(title), text_of_file(file, url))
        }));
        let video = self.video.take().map(|url| text_of_file(file, url));
        links.extend(video.map(|url| DraftLink::new(None, url).of_kind(LinkKind::Recording)));
        find_videos(&mut links);
        links
    }

    fn read_date(&mut self, report: &mut Report) -> Option<At<XmlDate>> {
        let text = self.date.take()?;
        let value = parse_date(&text.value);
        if value.is_none() {
            let help = "the day that the session is listed under is taken";
            report.warn(&text.at, "this is not a date", help);
        }
        Some(At { value: value?, at: text.at })
    }

    fn read_clock(&mut self, report: &mut Report) -> Option<At<NaiveTime>> {
        let text = self.start.take()?;
        let value = parse_clock(&text.value)
            .or_else(|| parse_date(&text.value).and_then(XmlDate::written_clock));
        if value.is_none() {
            let help = "write 09:30; without a time the session is shown as unscheduled";
            report.error(&text.at, "this is not a time of day", help);
        }
        Some(At { value: value?, at: text.at })
    }

    /// Returns the start: `<date>` if it has an offset, else the clock of `<start>` on the date or
    /// on the day of the list.
    fn choose_start(
        &self,
        date: Option<At<XmlDate>>,
        clock: Option<At<NaiveTime>>,
        listing: &mut Listing,
        is_whole_day: bool,
        report: &mut Report,
    ) -> At<When> {
        match (date, clock) {
            (Some(At { value: XmlDate::Instant(instant), at }), _) => {
                At { value: When::Instant(instant), at }
            }
            (Some(At { value: XmlDate::Wall(wall), at }), clock) => {
                let start = clock.map_or(wall.time(), |clock| clock.value);
                if start != wall.time() {
                    report_contradiction(report, &at, "the start is taken");
                }
                At { value: When::Wall(wall.date().and_time(start)), at }
            }
            (Some(At { value: XmlDate::Day(day), .. }), Some(clock)) => {
                At { value: When::Wall(day.and_time(clock.value)), at: clock.at }
            }
            (None, Some(clock)) => start_on_listed_day(clock, listing, is_whole_day, report),
            (_, None) => At { value: When::Unscheduled, at: self.at.clone() },
        }
    }

    fn use_subtitle_as_title(&mut self, report: &mut Report) {
        if self.title.is_none()
            && let Some(subtitle) = self.subtitle.take()
        {
            let help = "the subtitle is taken for it";
            report.warn(&subtitle.at, "a session has a subtitle, but no title", help);
            self.title = Some(subtitle);
        }
    }

    fn kind_of(&mut self, kinds: &mut words::KindCache) -> Option<At<Word>> {
        let title = self.title.as_ref().map_or("", |title| &*title.value);
        let written = self.kind.take();
        let kind =
            kinds.session_kind(written.as_ref().map_or("", |written| &written.value), title)?;
        let at = written.map_or_else(|| self.at.clone(), |written| written.at);
        Some(At { value: kind.word().into(), at })
    }
}

/// Returns the start of an event without a date. Times before the change of day belong to the next
/// morning (Pentabarf, FOSDEM until 2024).
fn start_on_listed_day(
    clock: At<NaiveTime>,
    listing: &mut Listing,
    is_whole_day: bool,
    report: &mut Report,
) -> At<When> {
    let Some(day) = listing.day else {
        report.error(
            &clock.at,
            "this session has a time, but no day",
            "it is shown as unscheduled",
        );
        return At { value: When::Unscheduled, at: clock.at };
    };
    let time = listing.night.date_time(day, clock.value, is_whole_day);
    if time.is_guess {
        report_night(report, &clock.at);
    }
    At { value: When::Wall(time.wall), at: clock.at }
}

/// Reports a difference of `<date>` and `<start>` at `at`.
pub(super) fn report_contradiction(report: &mut Report, at: &Span, help: &str) {
    report.warn(at, "the date and the start of a session contradict each other", help);
}

/// Returns a text that is part of `file` if it has no entities.
pub(super) fn text_of_file(file: &Arc<String>, text: TextAt<'_>) -> At<FileText> {
    text.map(|text| FileText::of_file(file, text))
}
