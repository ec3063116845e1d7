//! Events to sessions.

use crate::agenda::{
    At, Draft, DraftCredit, DraftLink, DraftPerson, DraftSession, FileText, LinkKind, Part,
    Problem, Span, Text, When, Word, sort_compactly,
};
use crate::format::collector::{Collector, Limit};
use crate::format::json::{
    JsonValue, NamesById, Node, PersonList, TIME_UNREADABLE, begin_session, bounded_name,
    is_cancelled, join_texts, parse_clock, parse_date, parse_moment, read_links,
};
use crate::format::listing::{choose_room, report_other_day};
use crate::format::recordings::{OptOut, OptOuts, find_videos};
use crate::format::text::plain_text;
use crate::format::times::{
    Length, Night, NightTime, SessionLengths, WHOLE_DAY_MINUTES, parse_length, report_night,
};
use crate::format::words;
use crate::format::zone_rules::{ProgrammeDay, settle_programme};
use chrono::{NaiveDate, NaiveTime, Timelike};
use std::borrow::Cow;
use std::collections::HashSet;

/// The keys of ids, the preferred first.
pub(super) const IDS: [&str; 4] = ["guid", "code", "id", "slug"];

/// The reader of events, with the lists of the file.
pub(super) struct SessionReader {
    pub(super) collector: Collector,
    pub(super) tracks: NamesById,
    pub(super) rooms: NamesById,
    /// The names of the rooms that record every session (39C3).
    pub(super) recording_rooms: HashSet<String>,
    opt_outs: OptOuts,
    persons: PersonList,
    lengths: SessionLengths,
    /// The clock of `start` beside a `date`, of every session of the draft.
    clocks: Vec<Option<NaiveTime>>,
    pub(super) days: Vec<ProgrammeDay>,
    /// The entries of people without a name.
    nameless: Vec<Span>,
}

/// The date and the night of a day.
#[derive(Default)]
pub(super) struct ListedDay {
    pub(super) date: Option<NaiveDate>,
    pub(super) night: Night,
}

impl SessionReader {
    pub(super) fn new(collector: Collector) -> SessionReader {
        SessionReader {
            collector,
            tracks: NamesById::new(),
            rooms: NamesById::new(),
            recording_rooms: HashSet::new(),
            opt_outs: OptOuts::default(),
            persons: PersonList::new(&IDS, read_person),
            lengths: SessionLengths::default(),
            clocks: Vec::new(),
            days: Vec::new(),
            nameless: Vec::new(),
        }
    }

    /// Reads the list of persons. Entries without a name are skipped.
    pub(super) fn read_persons<'n, 'a: 'n>(&mut self, list: impl Iterator<Item = &'n Node<'a>>) {
        for node in list {
            let at = node.first_byte();
            if !self.collector.is_below(Limit::People, self.persons.count(), &at) {
                break;
            }
            self.persons.add(node);
        }
    }

    /// Returns the draft.
    ///
    /// # Errors
    /// The damage of a file with `is_cut_off`, if no session stands before the damage.
    pub(super) fn finish(mut self, is_cut_off: bool) -> Result<Draft, Problem> {
        let Collector { draft, report, .. } = &mut self.collector;
        self.lengths.decide(report, &mut draft.sessions);
        settle_programme(draft, &self.clocks, &self.days, report);
        self.opt_outs.settle(draft);
        if let Some(first) = self.nameless.first() {
            let help = format!("entries of people that are left out: {}", self.nameless.len());
            report.warn(first, "this person has no name", help);
        }
        if is_cut_off { self.collector.finish_cut_off() } else { Ok(self.collector.finish()) }
    }

    /// Adds the session of an event. `room`, the room of the list, is preferred to the event's own
    /// `room`, perhaps an older name (36C3).
    pub(super) fn read(
        &mut self,
        node: &Node<'_>,
        room: Option<&At<FileText>>,
        day: &mut ListedDay,
    ) {
        let Some(mut session) = begin_session(&mut self.collector, node) else { return };
        session.set_ids(IDS.map(|key| (key, node.text_of(&[key]))));
        self.read_times(&mut session, node, day);
        let own = node.get("room").and_then(|room| name_of(room, &self.rooms));
        let own = own.map(|own| own.map(Cow::from));
        if let Some(room) = choose_room(room, own, &mut self.collector.report) {
            self.collector.add_room(room.clone(), None);
            session.rooms.push(room);
        }
        session.track = node.get("track").and_then(|track| name_of(track, &self.tracks));
        session.kind = kind_of(node, &session);
        session.language = node.text_of(&["language"]);
        session.cancelled = is_cancelled(node);
        let texts = ["subtitle", "abstract", "description"].map(|key| node.text_of(&[key]));
        session.summary = join_texts(texts).map(|text| text.map(Text::from));
        // In a merged schedule, `origin_url` is the page of a talk in its original system.
        session.url = node.text_of(&["url", "origin_url"]);
        for key in ["tags", "keywords"] {
            session.tags.extend(node.items_of(&[key]).filter_map(Node::text));
        }
        self.read_all_links(&mut session, node);
        let room = session.rooms.first();
        let opt_out = OptOut {
            is_out: node.truth_of("do_not_record"),
            has_licence: node.text_of(&["recording_license"]).is_some(),
            room_records: room.is_some_and(|room| self.recording_rooms.contains(&*room.value)),
        };
        self.opt_outs.read(&mut session, opt_out);
        for key in ["persons", "participants", "speakers"] {
            self.read_people(&mut session, node.get(key));
        }
        sort_compactly(&mut session.people, |credit| credit.part);
        self.collector.cancel_by_title(&mut session);
        self.collector.add_session(session);
    }

    fn read_all_links(&mut self, session: &mut DraftSession, node: &Node<'_>) {
        for key in ["links", "attachments"] {
            read_links(&mut self.collector.report, session, node.get(key));
        }
        let feedback =
            node.text_of(&["feedback_url"]).or_else(|| node.get("feedback")?.text_of(&["url"]));
        session.links.extend(feedback.map(|url| {
            let title = At { value: "Feedback".into(), at: url.at.clone() };
            DraftLink::new(Some(title), url)
        }));
        let video = node.text_of(&["video_download_url"]);
        session
            .links
            .extend(video.map(|url| DraftLink::new(None, url).of_kind(LinkKind::Recording)));
        find_videos(&mut session.links);
    }

    /// Reads a list of people, or one person in place of a list.
    fn read_people(&mut self, session: &mut DraftSession, list: Option<&Node<'_>>) {
        let single = list.filter(|list| !list.is_map() && list.text().is_some()).into_iter();
        for node in list.into_iter().flat_map(Node::items).chain(single) {
            let Some(name) = self.read_credit(node) else {
                // Merged schedules have many such entries (36C3, EMF).
                self.nameless.push(node.first_byte());
                continue;
            };
            let role = node.text_of(&["role"]).map(|role| role.value.to_lowercase());
            let part = match role.as_deref() {
                Some("moderator" | "host" | "chair" | "herald") => Part::Moderator,
                Some("sponsor") => Part::Sponsor,
                _ => Part::Speaker,
            };
            session.people.push(DraftCredit { part, name: name.value });
        }
    }

    /// Adds the person whom `node` writes out or refers to by id. Returns the person's name.
    fn read_credit(&mut self, node: &Node<'_>) -> Option<At<FileText>> {
        let position = self.persons.position(node);
        let listed = position.and_then(|ix| self.persons.get(ix));
        let own = read_person(node).filter(|_| node.is_map() || position.is_none());
        let name = own.as_ref().or(listed)?.name.clone();
        // An id with another name may be the number of another person.
        let is_same = listed.is_some_and(|listed| listed.name.value == name.value);
        if let Some(own) = own {
            self.collector.add_person(own);
        }
        if let Some(ix) = position.filter(|_| is_same) {
            self.persons.introduce(ix, &mut self.collector);
        }
        Some(name)
    }

    fn read_times(&mut self, session: &mut DraftSession, node: &Node<'_>, day: &mut ListedDay) {
        let end = node
            .text_of(&["end"])
            .and_then(|end| Some(At { value: parse_moment(&end.value)?, at: end.at }));
        let minutes = self.read_minutes(node, end.is_none());
        let is_whole_day =
            minutes.as_ref().is_some_and(|minutes| minutes.value >= WHOLE_DAY_MINUTES);
        session.start = self.read_start(node, day, is_whole_day).or(session.start.take());
        if let (Some(start), Some(end), Some(minutes)) = (&session.start, &end, &minutes)
            && minutes_between(start.value, end.value).is_some_and(|span| span != minutes.value)
        {
            let message = "the duration is not the time from start to end";
            self.collector.report.warn(&minutes.at, message, "the end is taken");
        }
        session.minutes = if end.is_some() { None } else { minutes };
        session.end = end;
    }

    /// Reads the duration in minutes. A [`Length::DayOrHour`] is left out, unless `is_needed`
    /// because the session has no end.
    fn read_minutes(&mut self, node: &Node<'_>, is_needed: bool) -> Option<At<i64>> {
        let text = node.get("duration")?.text()?;
        let is_clear = !matches!(parse_length(&text.value), Some(Length::DayOrHour { .. }));
        let position = self.collector.draft.sessions.len();
        let text = At { value: &*text.value, at: text.at };
        if !is_clear && !is_needed {
            return None;
        }
        self.lengths.read(&mut self.collector.report, text, position)
    }

    /// Reads the start: `date` or `start` as date and time, else the clock of `start` on `date` or
    /// on the day of the list.
    fn read_start(
        &mut self,
        node: &Node<'_>,
        day: &mut ListedDay,
        is_whole_day: bool,
    ) -> Option<At<When>> {
        let (date, start) = (node.text_of(&["date"]), node.text_of(&["start"]));
        let clock = start.as_ref().and_then(|start| parse_clock(&start.value));
        if let Some(date) = &date
            && let Some(own) = parse_venue_date(&date.value)
        {
            report_other_day(day.date, own, &date.at, &mut self.collector.report);
        }
        if let Some(exact) = parse_exact(date.as_ref()) {
            self.clocks.resize(self.collector.draft.sessions.len(), None);
            self.clocks.push(clock);
            if let (Some(clock), Some(start)) = (clock, &start) {
                self.compare_clock(exact.value, At { value: clock, at: start.at.clone() });
            }
            return Some(exact);
        }
        if let Some(exact) = parse_exact(start.as_ref()) {
            return Some(exact);
        }
        let own_day = date.as_ref().and_then(|date| parse_date(&date.value));
        let at = start.as_ref().or(date.as_ref())?.at.clone();
        let report = &mut self.collector.report;
        let time = match (clock, own_day, day.date) {
            (Some(clock), Some(own), _) => NightTime { wall: own.and_time(clock), is_guess: false },
            (Some(clock), None, Some(listed)) => day.night.date_time(listed, clock, is_whole_day),
            (None, Some(_), _) if start.is_none() => {
                let help = "it is shown as not scheduled";
                report.warn(at, "this session has a date, but no time", help);
                return None;
            }
            _ => {
                report.error(at, TIME_UNREADABLE, "the session is shown as not scheduled");
                return None;
            }
        };
        if time.is_guess {
            report_night(report, &at);
        }
        Some(At { value: When::Wall(time.wall), at })
    }

    /// Reports a contradiction of clock and date. Beside a date in UTC, the clock may be the
    /// venue's.
    fn compare_clock(&mut self, exact: When, clock: At<NaiveTime>) {
        let written = match exact {
            When::Instant(at) if at.offset().local_minus_utc() != 0 => at.time(),
            When::Wall(wall) => wall.time(),
            _ => return,
        };
        if (clock.value.hour(), clock.value.minute()) != (written.hour(), written.minute()) {
            let message = "the start is not the time of the date";
            self.collector.report.warn(clock.at, message, "the date is taken");
        }
    }
}

/// Returns the `name` of a room or track, else the name of its id in `names`.
fn name_of(node: &Node<'_>, names: &NamesById) -> Option<At<FileText>> {
    let listed = || {
        let mut ids = IDS.iter().filter_map(|key| node.text_of(&[key]));
        let name = ids.find_map(|id| names.get(&*id.value))?;
        Some(At { value: name.as_str().into(), at: node.first_byte() })
    };
    node.text_of(&["name"]).or_else(listed).or_else(|| node.text())
}

fn kind_of(node: &Node<'_>, session: &DraftSession) -> Option<At<Word>> {
    let title = session.title.as_ref().map_or("", |title| &title.value);
    let written = node.text_of(&["type"]);
    let kind = words::session_kind(written.as_ref().map_or("", |text| &text.value), title)?;
    let at = written.map_or_else(|| node.first_byte(), |written| written.at);
    Some(At { value: kind.word().into(), at })
}

/// Reads a person. frab and pretalx show the `public_name`; others have a `name` only.
fn read_person(node: &Node<'_>) -> Option<DraftPerson> {
    let name = if node.is_map() {
        node.text_of(&["public_name", "name", "full_public_name"])
    } else {
        // A number is the id of a person whom the file does not list.
        node.text().filter(|_| !matches!(node.value, JsonValue::Number(_)))
    };
    let bio = node.text_of(&["biography", "description", "abstract"]);
    Some(DraftPerson {
        name: bounded_name(name?),
        role: None,
        affiliation: node.text_of(&["affiliation", "organization", "company"]),
        bio: bio.map(|bio| bio.map(|bio| plain_text(&bio).into())),
        url: node.text_of(&["url"]),
    })
}

fn parse_exact(text: Option<&At<FileText>>) -> Option<At<When>> {
    let text = text?;
    Some(At { value: parse_moment(&text.value)?, at: text.at.clone() })
}

/// Parses the date at the venue of a date with or without a time. A time in UTC does not show the
/// date.
fn parse_venue_date(text: &str) -> Option<NaiveDate> {
    match parse_moment(text) {
        Some(When::Instant(at)) if at.offset().local_minus_utc() == 0 => None,
        Some(When::Instant(at)) => Some(at.date_naive()),
        Some(When::Wall(wall)) => Some(wall.date()),
        _ => parse_date(text),
    }
}

fn minutes_between(start: When, end: When) -> Option<i64> {
    match (start, end) {
        (When::Instant(start), When::Instant(end)) => Some((end - start).num_minutes()),
        (When::Wall(start), When::Wall(end)) => Some((end - start).num_minutes()),
        _ => None,
    }
}
