//! The list of changes: its entries, and its way in and out.

use super::navigation::show_session;
use super::refresh::refresh_model;
use crate::plan::{News, NewsItem, SessionFacts, Shift, Versions};
use crate::tui::input::action::Command;
use crate::tui::state::{
    BeforeChanges, Focus, Message, Model, NewsEntry, Row, Screen, SessionNews,
};
use chrono::{DateTime, TimeDelta, Utc};

/// The time for which a new message leaves the key for details alone. A person who presses the key
/// as the message appears means the selected session.
const REACTION: TimeDelta = TimeDelta::seconds(1);

/// Returns true if the key for details lists the changes that `message` is about: the message has
/// been on the screen for a second, and no key and no button was pressed since.
pub(super) fn is_asked_for(model: &Model, message: Option<&Message>, clock: DateTime<Utc>) -> bool {
    let since = message.and_then(|message| message.news_since);
    let is_seen = since.is_some_and(|since| (clock - since).abs() >= REACTION);
    let has_key = matches!(model.screen, Screen::Day | Screen::Mine { .. });
    is_seen && has_key && model.focus == Focus::Main
}

/// Opens or closes the list of changes.
pub(super) fn toggle_changes(model: &mut Model) {
    match model.screen {
        Screen::Changes(_) => close_changes(model),
        _ => open_changes(model),
    }
}

/// Opens the list of changes, or shows its newest entries if the list is open.
pub(super) fn open_changes(model: &mut Model) {
    close_changes(model);
    let focus = if model.focus == Focus::Help { Focus::Main } else { model.focus };
    let screen = std::mem::replace(&mut model.screen, Screen::Day);
    let before = BeforeChanges { screen, place: model.place, focus, scroll: model.scroll };
    model.screen = Screen::Changes(Box::new(before));
    model.set_focus(Focus::Main);
    model.news.unread = 0;
    model.place.row = 0;
    model.place.first_row = 0;
    refresh_model(model);
}

/// Closes the list of changes if the list is open. The screen is as before the list.
pub(super) fn close_changes(model: &mut Model) {
    match std::mem::replace(&mut model.screen, Screen::Day) {
        Screen::Changes(before) => {
            let BeforeChanges { screen, place, focus, scroll } = *before;
            (model.screen, model.place, model.focus, model.scroll) = (screen, place, focus, scroll);
        }
        other => model.screen = other,
    }
}

/// Goes to the selected session of the list of changes in the timetable.
pub(super) fn go_to_changed(model: &mut Model) {
    let Some(Row::News { place, session }) = model.derived.rows.get(model.place.row) else {
        return;
    };
    if let Some(session) = session {
        return show_session(model, *session);
    }
    let text = match model.news.entry_at(*place) {
        Some(NewsEntry::Joined(_)) => "This line is about several sessions.".to_owned(),
        Some(entry) if entry.is_own() => {
            let key = model.key_of(Command::Mine);
            format!("This session is not in the agenda now: {key} lists your mark.")
        }
        _ => "This session is not in the agenda now.".to_owned(),
    };
    model.show_message(text);
}

/// Returns the lines of the list for a version: each marked session first, then the `news` of
/// [`Versions::find_news`] about the others.
pub(super) fn list_entries(versions: &Versions<'_>, news: &[NewsItem]) -> Vec<NewsEntry> {
    let others = news.iter().filter(|item| item.level.is_none()).cloned();
    let items: Vec<NewsItem> = versions.find_marked_news().into_iter().chain(others).collect();
    entries_of_news(versions, &items)
}

/// Returns one entry for each session of `news`, and one for each sentence about several sessions.
pub(super) fn entries_of_news(versions: &Versions<'_>, news: &[NewsItem]) -> Vec<NewsEntry> {
    let mut entries: Vec<NewsEntry> = Vec::new();
    for item in news {
        match &item.news {
            News::Shift(shift) => add_shift(&mut entries, versions, item, shift),
            News::New(ix) => entries.push(NewsEntry::Session(Box::new(SessionNews {
                session: Some(*ix),
                level: item.level,
                before: None,
                after: facts_of(versions, Some(*ix)),
                kinds: Vec::new(),
            }))),
            joined => entries.extend(joined.describe_joined().map(NewsEntry::Joined)),
        }
    }
    entries
}

/// Adds a difference to the line of its session, or a line for the session.
fn add_shift(
    entries: &mut Vec<NewsEntry>,
    versions: &Versions<'_>,
    item: &NewsItem,
    shift: &Shift,
) {
    let line = entries.iter_mut().find_map(|entry| match entry {
        NewsEntry::Session(news) => {
            let id = news.before.as_ref().map(|before| &before.id);
            (id == Some(&shift.before.id)).then_some(news)
        }
        NewsEntry::Joined(_) => None,
    });
    match line {
        Some(news) => news.kinds.push(shift.kind),
        None => entries.push(NewsEntry::Session(Box::new(SessionNews {
            session: shift.session(),
            level: item.level,
            before: Some(shift.before.clone()),
            after: facts_of(versions, shift.session()),
            kinds: vec![shift.kind],
        }))),
    }
}

fn facts_of(versions: &Versions<'_>, session: Option<usize>) -> Option<SessionFacts> {
    let session = versions.new.sessions.get(session?)?;
    Some(SessionFacts::of_session(versions.new, session))
}
