//! What the detail pane says of the selected session, line by line.

use crate::agenda::{Level, Part, Person, Seats, Session, SessionIx, format_minutes};
use crate::plan::Overlap;
use crate::search::Field;
use crate::tui::input::action::Command;
use crate::tui::layout::area::Area;
use crate::tui::layout::line::{Line, Span, spans};
use crate::tui::layout::matches::Matches;
use crate::tui::layout::{rows, screen, text};
use crate::tui::state::{Focus, Model, Row, Screen};
use crate::tui::theme::{Role, sign};
use std::ops::Range;

/// Where the details are: their pane, or the whole screen between header and footer.
pub(crate) fn area(model: &Model) -> Area {
    let panes = screen::panes(model);
    let whole = || {
        let screen =
            Area { width: model.settings.size.0, height: model.settings.size.1, x: 0, y: 0 };
        let body = screen.inner(0, panes.header.height, 0, panes.footer.height);
        // Lines of more than a hundred letters are hard to read.
        let margin = (body.width.saturating_sub(100) / 2).max(1).min(body.width / 8);
        body.inner(margin, 0, margin, 0)
    };
    match model.focus {
        Focus::Detail { full: true } => whole(),
        Focus::Detail { full: false } if panes.detail.is_empty() => whole(),
        _ if panes.beside => panes.detail.inner(2, 0, 1, 0),
        _ => panes.detail.inner(1, 1, 1, 0),
    }
}

/// The details of the selected session in lines of at most `width` cells.
pub(crate) fn lines(model: &Model, width: u16) -> Vec<Line> {
    let mut text = Text { width: usize::from(width.max(1)), lines: Vec::new() };
    match model.place.selected.and_then(|ix| Some((ix, model.agenda.sessions.get(ix)?))) {
        Some((ix, session)) => session_lines(&mut text, model, ix, session),
        None => row_lines(&mut text, model),
    }
    text.lines
}

/// What is told of a line that is no session.
fn row_lines(text: &mut Text, model: &Model) {
    if !screen::is_list(model) {
        return;
    }
    match model.derived.rows.get(model.place.row) {
        Some(Row::Gap(gap)) => {
            text.add(Role::Title, "Free time");
            let (from, to) = (model.shown(gap.start), model.shown(gap.end));
            text.add(Role::Text, &format!("{}–{}", from.format("%H:%M"), to.format("%H:%M")));
            text.gap();
            let is_open =
                matches!(model.screen, Screen::Mine { open, .. } if open == Some(gap.start));
            let does = if is_open { "puts the list away" } else { "lists what fits" };
            text.add(Role::Faint, &format!("{} {does}.", model.key_of(Command::Open)));
        }
        Some(Row::Gone(shift)) => {
            text.add(Role::Title, &shift.mark.title);
            let was =
                shift.mark.start.map(|at| model.shown(at).format("%A %-d %B %H:%M").to_string());
            text.add(Role::Text, &was.unwrap_or_default());
            text.gap();
            text.add(Role::Alert, "This session is no longer in the agenda.");
            text.add(Role::Faint, "Your mark is kept until you take it back.");
        }
        _ => {}
    }
}

fn session_lines(text: &mut Text, model: &Model, ix: SessionIx, session: &Session) {
    let matched = Matches::of(model, ix);
    text.marked(Role::Title, &session.title, &matched.ranges(Field::Title));
    if session.cancelled {
        text.add(Role::Alert, "cancelled");
    }
    text.gap();
    text.add(Role::Text, &when(model, session));
    let (facts, ranges) = facts(model, session, &matched);
    text.marked(Role::Text, &facts, &ranges);
    if let Some(note) = session.time_note {
        text.add(Role::Faint, note);
    }
    state_lines(text, model, ix);
    people_lines(text, model, session, &matched);
    if let Some(summary) = &*session.summary {
        text.gap();
        text.marked(Role::Text, summary, &matched.ranges(Field::Abstract));
    }
    bio_lines(text, model, session);
    link_lines(text, session);
    other_lines(text, model, ix, session);
}

/// Day, time, zone and length.
fn when(model: &Model, session: &Session) -> String {
    let Some(start) = session.start else { return "not scheduled yet".into() };
    let start = model.shown(start);
    let to = if session.lasts_days() { " – %a %-d %b %H:%M" } else { "–%H:%M" };
    let end = session.end().map(|end| model.shown(end).format(to).to_string()).unwrap_or_default();
    let span = format!("{}{end}", start.format("%a %-d %b %H:%M"));
    let zone = match &model.agenda.zone {
        Some(zone) => {
            let zone = if model.settings.shows_local {
                model.settings.local.as_ref().unwrap_or(zone)
            } else {
                zone
            };
            // The abbreviation and the offset belong together, also where the line is broken.
            zone.clock_name(start).replace(' ', "\u{a0}")
        }
        None if model.agenda.utc => "UTC, zone unknown".into(),
        None => "as written, zone unknown".into(),
    };
    let length = session.minutes.map_or("length unknown".into(), format_minutes);
    format!("{span} · {length} · {zone}")
}

/// Room, track, kind, language, seats, tags, and which characters of it the search matched.
fn facts(model: &Model, session: &Session, matched: &Matches) -> (String, Vec<Range<usize>>) {
    let capacity = session.rooms.first().filter(|_| session.rooms.len() == 1).and_then(|room| {
        model.agenda.rooms.get(*room)?.capacity.map(|seats| format!("{seats} seats"))
    });
    let seats = session.seats.map(|seats| match seats {
        Seats::Limited => "seats limited".to_owned(),
        Seats::Full => "full".to_owned(),
    });
    let room = session.room.as_ref().map_or("no room".to_owned(), ToString::to_string);
    let track = session
        .track
        .and_then(|track| model.agenda.tracks.get(track))
        .map(|track| track.name.to_string());
    let parts = [
        (Some(room), Some(Field::Room)),
        (capacity, None),
        (track, Some(Field::Track)),
        (Some(session.kind.word().to_owned()), None),
        (session.language.as_ref().map(ToString::to_string), None),
        (seats, None),
    ];
    let tags = session
        .tags
        .iter()
        .enumerate()
        .map(|(nth, tag)| (Some(format!("#{tag}")), Some(Field::Tag(nth))));
    let (mut line, mut ranges) = (String::new(), Vec::new());
    for (part, field) in parts.into_iter().chain(tags) {
        let Some(part) = part else { continue };
        line.push_str(if line.is_empty() { "" } else { " · " });
        let sign = usize::from(matches!(field, Some(Field::Tag(_))));
        let at = line.chars().count() + sign;
        let found = field.map(|field| matched.ranges(field)).unwrap_or_default();
        ranges.extend(found.into_iter().map(|range| at + range.start..at + range.end));
        line.push_str(&part);
    }
    (line, ranges)
}

/// Whether I go there, and what speaks against it.
fn state_lines(text: &mut Text, model: &Model, ix: SessionIx) {
    let clashes = model.plan.schedule.find_overlaps(&model.agenda, ix);
    let level = model.level(ix);
    let running = model.runs_now(ix);
    if level.is_none() && clashes.is_empty() && !running {
        return;
    }
    text.gap();
    if running {
        text.add(Role::Now, &format!("{} runs now", sign::NOW));
    }
    match level {
        Some(Level::Attend) => text.add(Role::Attend, &format!("{} in my schedule", sign::ATTEND)),
        Some(Level::Maybe) => text.add(Role::Maybe, &format!("{} maybe", sign::MAYBE)),
        None => {}
    }
    for Overlap { session: other, minutes } in clashes {
        let title = model.agenda.sessions.get(other).map_or("", |other| &*other.title);
        text.add(
            Role::Clash,
            &format!("{} {} overlap with {title}", sign::CLASH, format_minutes(minutes)),
        );
    }
    for change in rows::changes(&model.agenda, &model.plan.schedule, ix, &|at| model.shown(at)) {
        text.add(Role::Alert, &format!("! {change}"));
    }
    if let Some(level) = level.filter(|_| model.plan.changed.contains(&ix)) {
        let command = if level == Level::Attend { Command::Attend } else { Command::Maybe };
        text.add(Role::Faint, &format!("{} takes note of it.", model.key_of(command)));
    }
}

fn people_lines(text: &mut Text, model: &Model, session: &Session, matched: &Matches) {
    if !session.people.is_empty() {
        text.gap();
    }
    for (nth, (person, part)) in model.agenda.people_of(session).enumerate() {
        let mut ranges = matched.ranges(Field::Person(nth));
        let name = match part {
            Part::Speaker => person.name.to_string(),
            part => format!("{} ({})", person.name, part.word()),
        };
        ranges.retain(|range| range.end <= person.name.chars().count());
        text.marked(Role::Head, &name, &ranges);
        if let Some(job) = job(person) {
            // The affiliation is the end of it.
            let home = person.affiliation.as_deref().map_or(0, |home| home.chars().count());
            let at = job.chars().count() - home;
            let found = matched.ranges(Field::Affiliation(nth)).into_iter();
            text.marked(
                Role::Faint,
                &job,
                &found.map(|range| at + range.start..at + range.end).collect::<Vec<_>>(),
            );
        }
    }
}

/// Role and affiliation.
fn job(person: &Person) -> Option<String> {
    let parts: Vec<&str> =
        [&person.role, &person.affiliation].into_iter().flatten().map(|part| &**part).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn bio_lines(text: &mut Text, model: &Model, session: &Session) {
    for (person, _) in model.agenda.people_of(session) {
        if let Some(bio) = &person.bio {
            text.gap();
            text.add(Role::Head, &format!("About {}", person.name));
            text.add(Role::Text, bio);
        }
    }
}

fn link_lines(text: &mut Text, session: &Session) {
    let links = session.links.iter().map(|link| (link.title.as_deref(), &*link.url));
    let all: Vec<(Option<&str>, &str)> =
        session.url.iter().map(|url| (None, &**url)).chain(links).collect();
    if all.is_empty() {
        return;
    }
    text.gap();
    for (title, url) in all {
        if let Some(title) = title {
            text.add(Role::Text, title);
        }
        text.add(Role::Link, url);
    }
}

/// Other sessions of the same people.
fn other_lines(text: &mut Text, model: &Model, ix: SessionIx, session: &Session) {
    let speaks = |other: &Session| {
        other
            .people
            .iter()
            .any(|a| session.people.iter().any(|b| a.person == b.person && a.part != Part::Sponsor))
    };
    let others: Vec<&Session> = model
        .agenda
        .sessions
        .iter()
        .enumerate()
        .filter(|(i, other)| *i != ix && speaks(other))
        .map(|(_, s)| s)
        .collect();
    if others.is_empty() {
        return;
    }
    text.gap();
    let mut people = model.agenda.people_of(session).filter(|(_, part)| *part != Part::Sponsor);
    let head = match (people.next(), people.next()) {
        (Some((person, _)), None) => format!("Also with {}", person.name),
        _ => "Also with these people".to_owned(),
    };
    text.add(Role::Head, &head);
    for other in others {
        let when = other
            .start
            .map(|at| model.shown(at).format("%a %H:%M  ").to_string())
            .unwrap_or_default();
        text.hanging(Role::Text, &when, &other.title);
    }
}

/// Lines as they grow.
struct Text {
    width: usize,
    lines: Vec<Line>,
}

impl Text {
    /// An empty line, but never two, and none at the top.
    fn gap(&mut self) {
        if self.lines.last().is_some_and(|line| !line.is_empty()) {
            self.lines.push(Line::new());
        }
    }

    fn add(&mut self, role: Role, text: &str) {
        self.marked(role, text, &[]);
    }

    /// Wrapped text with `lead` before its first line, and the others below what follows that.
    fn hanging(&mut self, role: Role, lead: &str, text: &str) {
        let indent = text::width(lead);
        if indent * 2 > self.width {
            return self.add(role, &format!("{lead}{text}"));
        }
        for (nth, line) in text::wrapped(text, self.width - indent).into_iter().enumerate() {
            let lead = if nth == 0 { lead.to_owned() } else { " ".repeat(indent) };
            self.lines
                .push(vec![Span { role: Role::Faint, text: lead }, Span { role, text: line }]);
        }
    }

    /// Wrapped text in which these ranges of characters are highlighted.
    fn marked(&mut self, role: Role, text: &str, ranges: &[Range<usize>]) {
        for line in text::wrap(text, self.width) {
            let before = text.get(..line.range.start).map_or(0, |before| before.chars().count());
            let part = text.get(line.range).unwrap_or_default();
            let mut spans = spans(role, part, before, ranges);
            if line.indent > 0 {
                spans.insert(0, Span { role, text: " ".repeat(line.indent) });
            }
            self.lines.push(spans);
        }
    }
}
