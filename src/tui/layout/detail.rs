//! The details of the selected row, line by line.

use super::accents::accent_of_session;
use super::area::Area;
use super::changes::{change_lines, place_text};
use super::day_map::DayMap;
use super::line::{Line, TextRun, text_run};
use super::matches::WordMatches;
use super::notes::{change_notes, missing_sentence, title_of};
use super::paragraphs::Paragraphs;
use super::remaining::minutes_until;
use super::screen;
use crate::agenda::{Level, Part, Seats, Session, SessionIx, format_minutes};
use crate::plan::MarkMatch;
use crate::search::Field;
use crate::tui::input::action::Command;
use crate::tui::state::{Focus, Model, NewsEntry, NewsPlace, Row};
use crate::tui::theme::{Accent, Role, sign};
use std::ops::Range;

/// Returns the area of the details: the detail pane, or the screen between header and footer.
pub(crate) fn detail_area(model: &Model) -> Area {
    let panes = screen::panes(model);
    match model.focus {
        Focus::Detail { full } if full || panes.detail.is_empty() => full_area(model),
        _ if panes.beside => {
            let map = DayMap::rows_in_corner(model);
            panes.detail.inner(2, map + 1, 1, 0)
        }
        _ => panes.detail.inner(1, 1, 1, 0),
    }
}

/// Returns the screen between header and footer, with at most about 100 cells a line.
fn full_area(model: &Model) -> Area {
    const READABLE: u16 = 100;
    let panes = screen::panes(model);
    let (width, height) = model.settings.size;
    let screen = Area { x: 0, y: 0, width, height };
    let body = screen.inner(0, panes.header.height, 0, panes.footer.height);
    let margin = (body.width.saturating_sub(READABLE) / 2).max(1).min(body.width / 8);
    body.inner(margin, 0, margin, 0)
}

/// Returns the details of the selected row in lines of at most `width` cells.
pub(crate) fn detail_lines(model: &Model, width: u16) -> Vec<Line> {
    detail_text(model, width).lines
}

/// The details of the selected row.
#[derive(Debug, Default)]
pub(crate) struct DetailText {
    pub(crate) lines: Vec<Line>,
    /// The card at the head of the details. `None`: the row has no session.
    pub(crate) head: Option<DetailHead>,
}

/// The first lines of the details, on the ground of the session's card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct DetailHead {
    pub(crate) lines: usize,
    pub(crate) accent: Accent,
}

/// Returns the details of the selected row, with their head.
pub(crate) fn detail_text(model: &Model, width: u16) -> DetailText {
    let mut text = Paragraphs::new(width);
    let mut head = None;
    let shown = model.session_in_list().or(model.place.selected);
    match shown.and_then(|ix| Some((ix, model.agenda.sessions.get(ix)?))) {
        Some((ix, session)) => {
            let lines = add_head(&mut text, model, ix, session);
            head = Some(DetailHead { lines, accent: accent_of_session(model, session) });
            add_session(&mut text, model, ix, session);
        }
        None if screen::is_list(model) => add_row(&mut text, model),
        None => {}
    }
    DetailText { lines: text.into_lines(), head }
}

/// Adds the details of a row without a session.
fn add_row(text: &mut Paragraphs, model: &Model) {
    match model.derived.rows.get(model.place.row) {
        Some(Row::Gap(gap)) => {
            let (from, to) = (model.shown_time(gap.start), model.shown_time(gap.end));
            text.add(Role::Title, "Free time");
            text.add(Role::Text, &format!("{}–{}", from.format("%H:%M"), to.format("%H:%M")));
            text.add_space();
            text.add(Role::Faint, &format!("{} lists what fits.", model.key_of(Command::Open)));
        }
        Some(Row::Missing(missing)) => add_missing(text, model, missing),
        Some(Row::News { place, .. }) => add_gone_session(text, model, *place),
        _ => {}
    }
}

/// Adds a session that the agenda does not have now, or the sentence about several sessions.
fn add_gone_session(text: &mut Paragraphs, model: &Model, place: NewsPlace) {
    let news = match model.news.entry_at(place) {
        Some(NewsEntry::Session(news)) => news,
        Some(NewsEntry::Joined(sentence)) => return text.add(Role::Text, sentence),
        None => return,
    };
    let Some(facts) = news.known_facts() else { return };
    text.add(Role::Title, facts.known_title());
    text.add_space();
    text.add(Role::Text, &place_text(model, facts));
    text.add_space();
    text.add(Role::Alert, "Not in the agenda now.");
    if news.level.is_some() {
        let key = model.key_of(Command::Mine);
        text.add(Role::Faint, &format!("Your mark is kept: {key} lists it."));
    }
}

/// Adds what has changed, for the selected line of the list of changes. The changes of a marked
/// session stand beside its mark.
fn add_news(text: &mut Paragraphs, model: &Model, ix: SessionIx) {
    if model.plan.changed.contains(&ix) {
        return;
    }
    let Some(Row::News { place, .. }) = model.derived.rows.get(model.place.row) else { return };
    let Some(NewsEntry::Session(news)) = model.news.entry_at(*place) else { return };
    text.add_space();
    for line in change_lines(model, news) {
        text.add(Role::Head, &line);
    }
}

/// Adds a mark without a session, and the keys that remove or replace it.
fn add_missing(text: &mut Paragraphs, model: &Model, missing: &MarkMatch) {
    let mark = &missing.mark;
    let facts = mark.latest();
    let start = facts.start.map(|at| model.shown_time(at).format("%A %-d %B %H:%M").to_string());
    text.add(Role::Title, mark.title());
    let place = [start.as_deref(), facts.room.as_deref().filter(|room| !room.is_empty())];
    let place: Vec<&str> = place.into_iter().flatten().collect();
    if !place.is_empty() {
        text.add(Role::Text, &place.join(" · "));
    }
    text.add_space();
    text.add(Role::Alert, &format!("{}.", missing_sentence(model, mark)));
    let [attend, maybe] = [Command::Attend, Command::Maybe].map(|command| model.key_of(command));
    if let [_, others @ ..] = missing.found.offered() {
        let which = if others.is_empty() { "the session" } else { "one of the sessions" };
        let offer = format!("It may be {which} listed below it.");
        text.add(Role::Text, &format!("{offer} {attend} or {maybe} there marks it instead."));
    }
    let advice = "Sessions often come back. Your mark is kept until you remove it:";
    text.add(Role::Faint, &format!("{advice} {attend}."));
}

/// Adds title, time and place. Returns the number of lines.
fn add_head(text: &mut Paragraphs, model: &Model, ix: SessionIx, session: &Session) -> usize {
    let matches = WordMatches::of_session(model, ix);
    text.add_with_matches(Role::Title, &session.title, &matches.ranges(Field::Title));
    if session.cancelled {
        text.add(Role::Alert, "cancelled");
    }
    text.add(Role::Text, &time_line(model, session));
    let facts = facts(model, session, &matches);
    text.add_with_matches(Role::Text, &facts.text, &facts.ranges);
    text.len()
}

/// Adds the text below the head.
fn add_session(text: &mut Paragraphs, model: &Model, ix: SessionIx, session: &Session) {
    let matches = WordMatches::of_session(model, ix);
    add_news(text, model, ix);
    if let Some(note) = session.time_note {
        text.add(Role::Faint, note);
    }
    add_state(text, model, ix);
    add_people(text, model, session, &matches);
    if let Some(summary) = &*session.summary {
        text.add_space();
        text.add_with_matches(Role::Text, summary, &matches.ranges(Field::Abstract));
    }
    add_bios(text, model, session);
    add_links(text, session);
    add_related(text, model, ix, session);
}

/// Returns day, time, length and zone.
fn time_line(model: &Model, session: &Session) -> String {
    let Some(start) = session.start else { return "not scheduled yet".into() };
    let start = model.shown_time(start);
    let format = if session.lasts_days() { " – %a %-d %b %H:%M" } else { "–%H:%M" };
    let end = session.end().map(|end| model.shown_time(end).format(format).to_string());
    let time = format!("{}{}", start.format("%a %-d %b %H:%M"), end.unwrap_or_default());
    let zone = match model.clock_name(start) {
        // A line break never parts the abbreviation from the offset.
        Some(name) => name.replace(' ', "\u{a0}"),
        None => "as written, zone unknown".into(),
    };
    let length = session.minutes.map_or("length unknown".into(), format_minutes);
    format!("{time} · {length} · {zone}")
}

/// Facts in one line, and their matched characters.
#[derive(Default)]
struct MatchedText {
    text: String,
    ranges: Vec<Range<usize>>,
}

impl MatchedText {
    /// Adds a fact after a dot. `ranges` are the matched characters of the fact, which begins
    /// with `prefix`.
    fn add(&mut self, prefix: &str, fact: &str, ranges: Vec<Range<usize>>) {
        let separator = if self.text.is_empty() { "" } else { " · " };
        self.text.push_str(separator);
        self.text.push_str(prefix);
        let start = self.text.chars().count();
        self.ranges.extend(ranges.into_iter().map(|range| shift_range(range, start)));
        self.text.push_str(fact);
    }
}

fn shift_range(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// Returns room, capacity, track, kind, language, seats, recording and tags.
fn facts(model: &Model, session: &Session, matches: &WordMatches) -> MatchedText {
    let mut facts = MatchedText::default();
    let room = session.room.as_deref().unwrap_or("no room");
    facts.add("", room, matches.ranges(Field::Room));
    if let [room] = session.rooms[..]
        && let Some(seats) = model.agenda.rooms.get(room).and_then(|room| room.capacity)
    {
        facts.add("", &format!("{seats} seats"), Vec::new());
    }
    if let Some(track) = session.track.and_then(|track| model.agenda.tracks.get(track)) {
        facts.add("", &track.name, matches.ranges(Field::Track));
    }
    facts.add("", session.kind.word(), Vec::new());
    if let Some(language) = &session.language {
        facts.add("", language, Vec::new());
    }
    match session.seats {
        Some(Seats::Limited) => facts.add("", "seats limited", Vec::new()),
        Some(Seats::Full) => facts.add("", "full", Vec::new()),
        None => {}
    }
    if let Some(recorded) = session.recording_note() {
        facts.add("", recorded, Vec::new());
    }
    for (nth, tag) in session.tags.iter().enumerate() {
        facts.add("#", tag, matches.ranges(Field::Tag(nth)));
    }
    facts
}

/// Adds the mark of a session, its overlaps and its changes.
fn add_state(text: &mut Paragraphs, model: &Model, ix: SessionIx) {
    let overlaps = model.plan.schedule.find_overlaps(&model.agenda, ix);
    let level = model.level_of(ix);
    let time = time_state(model, ix);
    if level.is_none() && overlaps.is_empty() && time.is_none() {
        return;
    }
    text.add_space();
    if let Some(time) = time {
        text.add(time.role, &time.text);
    }
    match level {
        Some(Level::Attend) => text.add(Role::Attend, &format!("{} in my schedule", sign::ATTEND)),
        Some(Level::Maybe) => text.add(Role::Maybe, &format!("{} maybe", sign::MAYBE)),
        None => {}
    }
    for overlap in overlaps {
        let (minutes, title) = (format_minutes(overlap.minutes), title_of(model, overlap.session));
        text.add(Role::Clash, &format!("{} {minutes} overlap with {title}", sign::CLASH));
    }
    for change in change_notes(model, ix) {
        text.add(Role::Alert, &format!("! {change}"));
    }
    if let Some(level) = level.filter(|_| model.plan.changed.contains(&ix)) {
        let command = if level == Level::Attend { Command::Attend } else { Command::Maybe };
        text.add(Role::Faint, &format!("{} takes note of it.", model.key_of(command)));
    }
}

/// Returns the minutes that are left of a session, or up to its start within twelve hours.
fn time_state(model: &Model, ix: SessionIx) -> Option<TextRun> {
    const SOON_MINUTES: i64 = 12 * 60;
    let session = model.agenda.sessions.get(ix)?;
    let now = model.time_during_event()?;
    if model.runs_now(ix) {
        let left = session.end().map(|end| minutes_until(now, end));
        let left = left.map_or_else(String::new, |left| format!(", {} left", spoken(left)));
        return Some(text_run(Role::Now, &format!("{} now{left}", sign::NOW)));
    }
    let until = minutes_until(now, session.start?);
    let is_soon = !session.cancelled && (1..=SOON_MINUTES).contains(&until);
    is_soon.then(|| text_run(Role::Key, &format!("in {}", spoken(until))))
}

/// Returns a number of minutes in words.
fn spoken(minutes: i64) -> String {
    format_minutes(u32::try_from(minutes).unwrap_or(0))
}

fn add_people(text: &mut Paragraphs, model: &Model, session: &Session, matches: &WordMatches) {
    if !session.people.is_empty() {
        text.add_space();
    }
    for (nth, (person, part)) in model.agenda.people_of(session).enumerate() {
        let letters = person.name.chars().count();
        let mut ranges = matches.ranges(Field::Person(nth));
        ranges.retain(|range| range.end <= letters);
        let name = match part {
            Part::Speaker => person.name.to_string(),
            part => format!("{} ({})", person.name, part.word()),
        };
        text.add_with_matches(Role::Head, &name, &ranges);
        if let Some(job) = person.job() {
            // The affiliation is the end of the job.
            let home = person.affiliation.as_deref().map_or(0, |home| home.chars().count());
            let start = job.chars().count() - home;
            let found = matches.ranges(Field::Affiliation(nth)).into_iter();
            let ranges: Vec<_> = found.map(|range| shift_range(range, start)).collect();
            text.add_with_matches(Role::Faint, &job, &ranges);
        }
    }
}

fn add_bios(text: &mut Paragraphs, model: &Model, session: &Session) {
    for (person, _) in model.agenda.people_of(session) {
        if let Some(bio) = &person.bio {
            text.add_space();
            text.add(Role::Head, &format!("About {}", person.name));
            text.add(Role::Text, bio);
        }
    }
}

fn add_links(text: &mut Paragraphs, session: &Session) {
    if session.url.is_some() || !session.links.is_empty() {
        text.add_space();
    }
    if let Some(url) = &session.url {
        text.add(Role::Link, url);
    }
    for link in &session.links {
        if let Some(title) = &link.title {
            text.add(Role::Text, title);
        }
        text.add(Role::Link, &link.url);
    }
}

/// The largest number of other sessions of the same people that are listed.
const RELATED_MAX: usize = 100;

/// Adds other sessions of the same people.
fn add_related(text: &mut Paragraphs, model: &Model, ix: SessionIx, session: &Session) {
    let related = related_sessions(model, ix, session);
    if related.is_empty() {
        return;
    }
    text.add_space();
    let mut people = model.agenda.people_of(session).filter(|(_, part)| *part != Part::Sponsor);
    let head = match (people.next(), people.next()) {
        (Some((person, _)), None) => format!("Also with {}", person.name),
        _ => "Also with these people".to_owned(),
    };
    text.add(Role::Head, &head);
    let listed = related.iter().take(RELATED_MAX);
    for other in listed.filter_map(|other| model.agenda.sessions.get(*other)) {
        let start = other.start.map(|at| model.shown_time(at).format("%a %H:%M  ").to_string());
        text.add_hanging(Role::Text, &start.unwrap_or_default(), &other.title);
    }
    if related.len() > RELATED_MAX {
        text.add(Role::Faint, &format!("… and {} more", related.len() - RELATED_MAX));
    }
}

/// Returns the other sessions with a person of `session`, in time order. Its sponsors do not count.
fn related_sessions(model: &Model, ix: SessionIx, session: &Session) -> Vec<SessionIx> {
    let presenters = session.people.iter().filter(|credit| credit.part != Part::Sponsor);
    let mut related: Vec<SessionIx> = presenters
        .flat_map(|credit| model.sessions_of_person(credit.person).iter().copied())
        .filter(|other| *other != ix)
        .collect();
    related.sort_unstable();
    related.dedup();
    related
}
