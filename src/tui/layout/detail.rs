//! The details of the selected row, line by line.

use super::accents::accent_of_session;
use super::area::Area;
use super::changes::{change_lines, place_text};
use super::day_map::DayMap;
use super::empty_day::{browse_key, empty_day_sentences};
use super::free_time::{fitting_sessions, free_label};
use super::line::{Line, shift_range};
use super::matches::WordMatches;
use super::notes::{missing_sentence, room_text};
use super::paragraphs::Paragraphs;
use super::timeline_strip::{NOTHING_MARKED, empty_advice};
use super::{detail_people, detail_sessions, detail_state, screen};
use crate::agenda::{Level, Seats, Session, SessionIx, format_minutes, sessions_on_day};
use crate::plan::MarkMatch;
use crate::search::Field;
use crate::text;
use crate::tui::input::action::Command;
use crate::tui::state::{Focus, Model, NewsEntry, NewsPlace, Row, Screen};
use crate::tui::theme::{Accent, CardState, Role};
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
    pub(crate) state: CardState,
}

/// Returns the details of the selected row, with their head.
pub(crate) fn detail_text(model: &Model, width: u16) -> DetailText {
    let mut text = Paragraphs::new(model, width);
    let mut head = None;
    let shown = model.session_in_list().or(model.place.selected);
    match shown.and_then(|ix| Some((ix, model.agenda.sessions.get(ix)?))) {
        Some((ix, session)) => {
            let lines = add_head(&mut text, model, ix, session);
            let accent = accent_of_session(model, session);
            head = Some(DetailHead { lines, accent, state: head_state(model, ix) });
            add_session(&mut text, model, ix, session);
        }
        None if screen::is_list(model) => add_row(&mut text, model),
        None => {}
    }
    if text.len() == 0 {
        add_advice(&mut text, model);
    }
    DetailText { lines: text.into_lines(), head }
}

/// Returns the ground of the head: that of a marked card, or of a plain one.
fn head_state(model: &Model, ix: SessionIx) -> CardState {
    match model.level_of(ix) {
        Some(Level::Attend) => CardState::Marked,
        _ => CardState::First,
    }
}

/// Adds what a person can do while nothing is selected.
fn add_advice(text: &mut Paragraphs, model: &Model) {
    let is_empty = model.derived.table.live_tiles().next().is_none();
    if model.screen == Screen::Day && is_empty && model.place.day < model.agenda.days.len() {
        for sentence in empty_day_sentences(model) {
            text.add(Role::Faint, &sentence);
        }
        return;
    }
    text.add(Role::Title, "Nothing is selected.");
    text.add_space();
    let key = |command| browse_key(model, command);
    let advice = match model.screen {
        Screen::Search(_) => "Other words find other sessions. Esc goes back.".to_owned(),
        Screen::Mine { .. } => format!(
            "{} goes to the timetable. There, {} marks what you attend, and {} what you might.",
            key(Command::Mine),
            key(Command::Attend),
            key(Command::Maybe)
        ),
        Screen::Day => {
            format!("{} and {} select a session.", key(Command::Down), key(Command::Up))
        }
        Screen::Changes(_) => format!("{} goes back.", key(Command::Back)),
    };
    text.add(Role::Faint, &advice);
}

/// Adds the details of a row without a session.
fn add_row(text: &mut Paragraphs, model: &Model) {
    match model.derived.rows.get(model.place.row) {
        Some(Row::Gap(gap)) => {
            if model.plan.schedule.mark_matches().is_empty() {
                text.add(Role::Title, NOTHING_MARKED);
                text.add(Role::Faint, &empty_advice(model));
                text.add_space();
            }
            let (from, to) = (model.shown_time(gap.start), model.shown_time(gap.end));
            text.add(Role::Title, "Free time");
            let times = format!("{}–{}", from.format("%a %-d %b %H:%M"), to.format("%H:%M"));
            let fits = fitting_sessions(model, gap);
            text.add(Role::Text, &format!("{times} · {}", free_label(model, gap, fits.len())));
            text.add_space();
            text.add(Role::Faint, &format!("{} lists what fits.", model.key_of(Command::Open)));
            detail_sessions::add_fitting(text, model, &fits, detail_area(model).height.into());
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

/// Adds title, time, place, people and state. Returns the number of lines.
fn add_head(text: &mut Paragraphs, model: &Model, ix: SessionIx, session: &Session) -> usize {
    let matches = WordMatches::of_details(model, ix);
    text.add_with_matches(Role::Title, &session.title, &matches.ranges(Field::Title));
    if session.cancelled {
        text.add(Role::Alert, "cancelled");
    }
    let place = place_in_order(model, ix).map(|place| format!(" · {place}")).unwrap_or_default();
    text.add(Role::Text, &format!("{}{place}", time_line(model, session, text.width())));
    let facts = facts(model, session, &matches);
    text.add_with_matches(Role::Text, &facts.text, &facts.ranges);
    detail_people::add_head_people(text, model, session, &matches);
    detail_state::add_pills(text, model, ix);
    text.len()
}

/// Returns the place of a session among those that the keys lead to: `13 of 28`, if the details
/// fill the screen.
fn place_in_order(model: &Model, ix: SessionIx) -> Option<String> {
    let order =
        matches!(model.focus, Focus::Detail { full: true }).then(|| reading_order(model))?;
    let at = order.iter().position(|known| *known == ix)?;
    Some(format!("{} of {}", at + 1, order.len()))
}

/// Returns the sessions that the details show one after the other: those of the list, or those of
/// the day in time order.
pub(crate) fn reading_order(model: &Model) -> Vec<SessionIx> {
    if model.screen != Screen::Day {
        return model.derived.rows.iter().filter_map(Row::session).collect();
    }
    let sessions = sessions_on_day(&model.agenda, model.place.day).into_iter();
    sessions.filter(|ix| model.is_shown(*ix)).collect()
}

/// Adds the text below the head.
fn add_session(text: &mut Paragraphs, model: &Model, ix: SessionIx, session: &Session) {
    let matches = WordMatches::of_details(model, ix);
    add_news(text, model, ix);
    if let Some(note) = session.time_note {
        text.add(Role::Faint, note);
    }
    if let Some(note) = &session.note {
        text.add_space();
        text.add(Role::Key, if model.settings.linear { "My note:" } else { "✎ My note" });
        text.add_with_matches(Role::Text, note, &matches.ranges(Field::Note));
    }
    detail_state::add_changes(text, model, ix);
    if let Some(summary) = session.summary.as_deref() {
        text.add_space();
        text.add_with_matches(Role::Text, summary, &matches.ranges(Field::Abstract));
    }
    detail_people::add_people(text, model, session, &matches);
    detail_people::add_bios(text, model, session);
    detail_sessions::add_related(text, model, ix, session);
    detail_sessions::add_concurrent(text, model, ix, detail_area(model).height.into());
    add_links(text, session);
}

/// Returns day, time, length and zone. A pane of `width` cells names the zone in the same line, or
/// leaves it to the header.
fn time_line(model: &Model, session: &Session, width: usize) -> String {
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
    let night = night_of(model, session).map(|day| format!(" · {day}")).unwrap_or_default();
    let whole = format!("{time} · {length} · {zone}{night}");
    let is_pane = !screen::panes(model).detail.is_empty();
    if text::width(&whole) <= width || !is_pane || !night.is_empty() {
        return whole;
    }
    let short = zone.split('\u{a0}').next().unwrap_or_default();
    let forms = [format!("{time} · {length} · {short}"), format!("{time} · {length}")];
    forms.into_iter().find(|form| text::width(form) <= width).unwrap_or(whole)
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

/// Returns the day of a session that starts after midnight and belongs to the day before: `in the
/// night of Fri 27 Dec`.
fn night_of(model: &Model, session: &Session) -> Option<String> {
    let day = model.agenda.days.get(session.day?)?.date;
    let date = model.agenda.local_time(session.start?).date_naive();
    (date > day).then(|| format!("in the night of {}", day.format("%a %-d %b")))
}

/// Returns room, capacity, track, kind, language, seats, recording and tags.
fn facts(model: &Model, session: &Session, matches: &WordMatches) -> MatchedText {
    let mut facts = MatchedText::default();
    let room = room_text(session);
    facts.add("", room, matches.ranges(Field::Room));
    if let [room] = session.rooms[..]
        && let Some(seats) = model.agenda.rooms.get(room).and_then(|room| room.capacity)
    {
        facts.add("", &format!("{seats} seats"), Vec::new());
    }
    if let Some(track) = session.track.and_then(|track| model.agenda.tracks.get(track)) {
        facts.add("", &track.name, matches.ranges(Field::Track));
    }
    if !session.is_own() {
        facts.add("", session.kind.word(), Vec::new());
    }
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

fn add_links(text: &mut Paragraphs, session: &Session) {
    if session.url.is_some() || !session.links.is_empty() {
        text.add_section("Links", None);
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
