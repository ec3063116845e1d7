//! The list of changes since the program was opened: rows, words and values.

use super::line::{Line, line_width, text_run};
use super::notes::wall_time;
use crate::agenda::{Level, Moment, format_minutes};
use crate::plan::{SessionFacts, ShiftKind, describe_counts};
use crate::text;
use crate::tui::input::action::Command;
use crate::tui::state::{Model, NewsEntry, Row, SessionNews, VersionNews};
use crate::tui::theme::{Role, sign};

/// The word of a new session. The words of other changes are in [`ShiftKind::described`].
const NEW: &str = "new";

/// Returns a row for each change, below a heading for each version.
pub(super) fn changes_rows(model: &Model) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut headed = None;
    for (place, entry) in model.news.places() {
        if headed.replace(place.version) != Some(place.version) {
            if !rows.is_empty() {
                rows.push(Row::Remark(String::new()));
            }
            let at = model.news.versions.len() - 1 - place.version;
            let version = model.news.versions.get(at);
            rows.extend(version.map(|news| Row::Head(version_head(model, news))));
        }
        let session = entry.session_news().and_then(|news| news.session);
        rows.push(Row::News { place, session });
    }
    if rows.is_empty() {
        rows.push(Row::Remark("Nothing has changed since the agenda was opened.".to_owned()));
        let key = model.key_of(Command::Reload);
        rows.push(Row::Remark(format!("{key} looks for changes now.")));
    }
    rows
}

/// Returns the time of a version and the numbers of its changes.
fn version_head(model: &Model, news: &VersionNews) -> String {
    let sessions: Vec<&SessionNews> =
        news.entries.iter().filter_map(NewsEntry::session_news).collect();
    let own = news.entries.iter().filter(|entry| entry.is_own()).count();
    let counts = [
        (!sessions.is_empty()).then(|| count_kinds(&sessions)),
        (own > 0).then(|| format!("{own} of yours")),
    ];
    let counts: Vec<String> = counts.into_iter().flatten().collect();
    format!("Changes of {}  {}", wall_time(model, news.shown), counts.join(", "))
}

/// Returns the numbers of sessions by their weightiest change: `1 missing, 2 moved`.
pub(super) fn count_kinds(news: &[&SessionNews]) -> String {
    describe_counts(news.iter().map(|news| (news.kinds.first().copied(), 1)))
}

/// Returns the short word of a change, of at most 9 cells, for the column of a list.
fn column_word(news: &SessionNews) -> &'static str {
    match news.kinds.first() {
        None if news.level.is_some() => "back",
        None => NEW,
        Some(kind) => column_word_of_kind(*kind),
    }
}

fn column_word_of_kind(kind: ShiftKind) -> &'static str {
    match kind {
        ShiftKind::Relocated => "room",
        ShiftKind::Resized => "length",
        kind => kind.described(),
    }
}

/// The parts of a row of the list of changes.
#[derive(Debug, Default)]
pub(crate) struct NewsRow {
    /// The mark and the word of the change.
    pub(crate) head: Line,
    pub(crate) title: Line,
    /// The values before and after.
    pub(crate) values: Line,
}

/// The widths of the columns of the list, in cells.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewsCells {
    pub(crate) head: u16,
    pub(crate) title: u16,
    pub(crate) values: u16,
}

impl NewsCells {
    /// Returns the widths for rows of `width` cells: the values have the cells that the longest
    /// needs, and at most half of the row or what the longest title leaves.
    pub(crate) fn new(model: &Model, width: u16) -> NewsCells {
        let head = if width >= 60 { 12 } else { 2 };
        let entries = model.news.versions.iter().flat_map(|news| &news.entries);
        let (mut title, mut values) = (0, 0);
        for news in entries.filter_map(NewsEntry::session_news) {
            title = title.max(news.known_facts().map_or(0, |facts| text::width(&facts.title)));
            values = values.max(line_width(&values_line(model, news)));
        }
        let [title, values] = [title, values].map(|cells| u16::try_from(cells).unwrap_or(u16::MAX));
        let left = width.saturating_sub(head);
        let most = (left / 2).max(left.saturating_sub(title.saturating_add(2)));
        let values = values.min(most);
        let title = title.min(left.saturating_sub(values.saturating_add(2)));
        NewsCells { head, title, values }
    }
}

/// Returns the parts of a row.
pub(crate) fn news_row(model: &Model, news: &SessionNews, cells: NewsCells) -> NewsRow {
    let level = news.session.map_or(news.level, |session| model.level_of(session));
    let mark = match level {
        Some(Level::Attend) => text_run(Role::Attend, sign::ATTEND),
        Some(Level::Maybe) => text_run(Role::Maybe, sign::MAYBE),
        None => text_run(Role::Text, " "),
    };
    let is_loss = matches!(news.kinds.first(), Some(ShiftKind::Cancelled | ShiftKind::Gone));
    let role = match news.level {
        Some(_) => Role::Alert,
        None => Role::Faint,
    };
    let mut head = vec![mark, text_run(Role::Text, " ")];
    if cells.head > 2 {
        head.push(text_run(role, column_word(news)));
    }
    let title = news.known_facts().map_or("", |facts| facts.known_title());
    let role = if is_loss { Role::Cancelled } else { Role::Text };
    NewsRow { head, title: vec![text_run(role, title)], values: values_line(model, news) }
}

/// Returns the values before in the background, and the values after.
fn values_line(model: &Model, news: &SessionNews) -> Line {
    let mut line = Line::new();
    let values = session_values(model, news);
    for (nth, ValueChange { before, after }) in values.into_iter().enumerate() {
        if nth > 0 {
            line.push(text_run(Role::Faint, &format!(" {} ", sign::DOT)));
        }
        match (before, after) {
            (Some(before), Some(after)) => {
                line.push(text_run(Role::Faint, &format!("{before} → ")));
                line.push(text_run(Role::Text, &after));
            }
            (Some(before), None) => line.push(text_run(Role::Faint, &before)),
            (None, after) => line.push(text_run(Role::Text, &after.unwrap_or_default())),
        }
    }
    line
}

/// A value of a session before and after a change.
struct ValueChange {
    before: Option<String>,
    after: Option<String>,
}

/// Returns the values that have changed: times, rooms, lengths. A new, missing or cancelled session
/// has its time and its room.
fn session_values(model: &Model, news: &SessionNews) -> Vec<ValueChange> {
    let (before, after) = (news.before.as_ref(), news.after.as_ref());
    let place = |facts: &SessionFacts| place_text(model, facts);
    match (before, after, news.kinds.first()) {
        (_, Some(after), None | Some(ShiftKind::Cancelled | ShiftKind::Reinstated)) => {
            vec![ValueChange { before: None, after: Some(place(after)) }]
        }
        (Some(before), None, _) => {
            vec![ValueChange { before: Some(place(before)), after: None }]
        }
        (Some(before), Some(after), _) => {
            let kinds = news.kinds.iter();
            kinds.filter_map(|kind| value_change(model, *kind, before, after)).collect()
        }
        _ => Vec::new(),
    }
}

/// Returns the value of one kind before and after.
fn value_change(
    model: &Model,
    kind: ShiftKind,
    before: &SessionFacts,
    after: &SessionFacts,
) -> Option<ValueChange> {
    let (before, after) = match kind {
        ShiftKind::Moved => {
            let format = match (before.start, after.start) {
                (Some(old), Some(new)) if is_same_day(model, old, new) => "%H:%M",
                _ => "%a %H:%M",
            };
            (start_text(model, before, "%a %H:%M"), start_text(model, after, format))
        }
        ShiftKind::Relocated => (room_text(before), room_text(after)),
        ShiftKind::Resized => (length_text(before), length_text(after)),
        ShiftKind::Retitled => {
            return Some(ValueChange {
                before: Some(format!("was called {}", before.title)),
                after: None,
            });
        }
        _ => return None,
    };
    Some(ValueChange { before: Some(before), after: Some(after) })
}

fn is_same_day(model: &Model, a: Moment, b: Moment) -> bool {
    model.shown_time(a).date_naive() == model.shown_time(b).date_naive()
}

fn start_text(model: &Model, facts: &SessionFacts, format: &str) -> String {
    let start = facts.start.map(|at| model.shown_time(at).format(format).to_string());
    start.unwrap_or_else(|| "no time".to_owned())
}

fn room_text(facts: &SessionFacts) -> String {
    let room = facts.room.as_deref().filter(|room| !room.is_empty());
    room.unwrap_or("no room").to_owned()
}

fn length_text(facts: &SessionFacts) -> String {
    facts.minutes.map_or_else(|| "unknown length".to_owned(), format_minutes)
}

/// Returns the time and the room of a session: `Tue 10:00, Ulster`.
pub(super) fn place_text(model: &Model, facts: &SessionFacts) -> String {
    let room = facts.room.as_deref().filter(|room| !room.is_empty());
    let start = start_text(model, facts, "%a %H:%M");
    room.map_or(start.clone(), |room| format!("{start}, {room}"))
}

/// Returns the values that have changed: `Tue 14:40 → 15:00 · Ulster → Munster`.
pub(super) fn describe_values(model: &Model, news: &SessionNews) -> String {
    values_line(model, news).into_iter().map(|run| run.text).collect()
}

/// Returns a line for each fact of a session that has changed.
pub(super) fn change_lines(model: &Model, news: &SessionNews) -> Vec<String> {
    let (Some(before), Some(after)) = (&news.before, &news.after) else {
        let is_back = news.level.is_some();
        return vec![if is_back { "in the agenda again" } else { "new in the agenda" }.to_owned()];
    };
    // The details say that a session is cancelled in any case.
    let kinds = news.kinds.iter().filter(|kind| **kind != ShiftKind::Cancelled);
    kinds
        .map(|kind| match (kind, value_change(model, *kind, before, after)) {
            (ShiftKind::Reinstated, _) => "not cancelled any more".to_owned(),
            (kind, None) => kind.described().to_owned(),
            (ShiftKind::Retitled, Some(change)) => change.before.unwrap_or_default(),
            (kind, Some(ValueChange { before, after })) => {
                let values = [before, after].into_iter().flatten().collect::<Vec<_>>().join(" → ");
                format!("{}: {values}", column_word_of_kind(*kind))
            }
        })
        .collect()
}

/// Returns a sentence about an entry: the title, each change, and the level.
pub(crate) fn entry_sentence(model: &Model, entry: &NewsEntry) -> String {
    let news = match entry {
        NewsEntry::Joined(sentence) => return sentence.clone(),
        NewsEntry::Session(news) => news,
    };
    let title = news.known_facts().map_or("", |facts| facts.known_title());
    let level = match news.session.map_or(news.level, |session| model.level_of(session)) {
        Some(Level::Attend) => " I attend.",
        Some(Level::Maybe) => " Maybe.",
        None => "",
    };
    let values: Vec<String> = session_values(model, news)
        .into_iter()
        .map(|change| match (change.before, change.after) {
            (Some(before), Some(after)) => format!("{before}, now {after}"),
            (before, after) => before.or(after).unwrap_or_default(),
        })
        .collect();
    let word = match news.kinds.first() {
        None if news.level.is_some() => "is in the agenda again",
        None => "is new",
        Some(ShiftKind::Cancelled) => "is cancelled",
        Some(ShiftKind::Gone) => "is not in the agenda now",
        Some(ShiftKind::Reinstated) => "is not cancelled any more",
        Some(ShiftKind::Moved) => "moved",
        Some(ShiftKind::Relocated) => "has another room",
        Some(ShiftKind::Resized) => "has another length",
        Some(ShiftKind::Retitled | ShiftKind::Renumbered) => "",
    };
    let values = values.join("; ");
    let colon = if values.is_empty() || word.is_empty() { "" } else { ": " };
    let sentence = format!("{title} {word}{colon}{values}");
    let end = if sentence.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{sentence}{end}{level}")
}

/// Returns the number of unread changes for the hints, such as `3 changes, 1 of yours`, or `None`
/// if there are none.
pub(crate) fn unread_label(model: &Model) -> Option<String> {
    let unread = model.news.versions.iter().take(model.news.unread);
    let entries: Vec<&NewsEntry> = unread.flat_map(|news| &news.entries).collect();
    let noun = if entries.len() == 1 { "change" } else { "changes" };
    match (entries.len(), entries.iter().filter(|entry| entry.is_own()).count()) {
        (0, _) => None,
        (count, 0) => Some(format!("{count} {noun}")),
        (count, own) => Some(format!("{count} {noun}, {own} of yours")),
    }
}
