//! The message about a new version of the agenda: the first words matter most to an attendee.

use crate::agenda::Clean;
use crate::plan::{News, NewsItem, ShiftKind};
use crate::text;
use crate::tui::state::{Message, Model};
use std::collections::HashSet;

/// Returns the message about a version that the model shows already. `news` are in the order of
/// [`Versions::find_news`](crate::plan::Versions::find_news).
pub(crate) fn news_message(model: &Model, news: &[NewsItem]) -> Message {
    let (own, others): (Vec<&NewsItem>, Vec<&NewsItem>) =
        news.iter().partition(|item| item.level.is_some());
    let mut own_part = describe_own(model, &own);
    let mut parts: Vec<String> = Vec::new();
    for item in news {
        let is_own = item.level.is_some();
        parts.extend(if is_own { own_part.take() } else { item.news.describe_joined() });
    }
    let is_headed = !parts.is_empty();
    parts.extend(count_others(&others));
    let text = match (is_headed, parts.is_empty()) {
        (true, _) => parts.join("; "),
        (false, false) => format!("Read again: {}", parts.join("; ")),
        (false, true) => "Read again: only details have changed".to_owned(),
    };
    let end = if text.ends_with('?') { "" } else { "." };
    let alert = news.iter().any(NewsItem::concerns_marked);
    Message { text: format!("{text}{end}"), alert }
}

/// Returns the changes of the marked session if there is one, with its title. Of several, returns
/// their numbers.
fn describe_own(model: &Model, own: &[&NewsItem]) -> Option<String> {
    /// The longest title beside a change, so that 80 cells show both.
    const TITLE_CELLS: usize = 36;
    let first = own.first()?;
    let sessions: HashSet<_> = own.iter().filter_map(|item| session_id(model, item)).collect();
    if sessions.len() <= 1 {
        let title = text::fit(title_of_item(model, first), TITLE_CELLS);
        let changes: Vec<String> = own.iter().map(|item| describe_change(model, item)).collect();
        let comma = if begins_with_verb(&first.news) { "" } else { "," };
        return Some(format!("{title}{comma} {}", changes.join(", ")));
    }
    // Each session counts once, by its weightiest change.
    let mut counted = HashSet::new();
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for item in own.iter().filter(|item| counted.insert(session_id(model, item))) {
        let word = own_word(&item.news);
        match counts.last_mut().filter(|(last, _)| *last == word) {
            Some((_, count)) => *count += 1,
            None => counts.push((word, 1)),
        }
    }
    let counts: Vec<String> =
        counts.into_iter().map(|(word, count)| format!("{count} {word}")).collect();
    Some(format!("{} of yours: {}", sessions.len(), counts.join(", ")))
}

/// Returns the id of the session before the version, or of a new session.
fn session_id<'a>(model: &'a Model, item: &'a NewsItem) -> Option<&'a Clean> {
    match &item.news {
        News::Shift(shift) => Some(&shift.before.id),
        News::New(ix) => model.agenda.sessions.get(*ix).map(|session| &session.id),
        _ => None,
    }
}

fn title_of_item<'a>(model: &'a Model, item: &'a NewsItem) -> &'a str {
    let (session, before) = match &item.news {
        News::Shift(shift) => (shift.session(), &**shift.before.known_title()),
        News::New(ix) => (Some(*ix), ""),
        _ => (None, ""),
    };
    let session = session.and_then(|ix| model.agenda.sessions.get(ix));
    session.map_or(before, |session| &session.title)
}

/// Returns the words after the title.
fn describe_change(model: &Model, item: &NewsItem) -> String {
    let News::Shift(shift) = &item.news else { return "is in the agenda again".to_owned() };
    if shift.kind == ShiftKind::Gone {
        return "is not in the agenda now".to_owned();
    }
    shift.describe(&model.agenda, &|at| model.shown_time(at).format("%a %H:%M").to_string())
}

/// Returns true for `Tea moved: …`, and false for `Tea, room: …`.
fn begins_with_verb(news: &News) -> bool {
    let News::Shift(shift) = news else { return true };
    !matches!(shift.kind, ShiftKind::Relocated | ShiftKind::Resized)
}

/// Returns the word after the number of marked sessions.
fn own_word(news: &News) -> &'static str {
    let News::Shift(shift) = news else { return "back" };
    match shift.kind {
        ShiftKind::Cancelled => "cancelled",
        ShiftKind::Gone => "missing",
        ShiftKind::Reinstated => "not cancelled any more",
        ShiftKind::Moved => "moved",
        ShiftKind::Relocated => "in another room",
        ShiftKind::Resized => "longer or shorter",
        ShiftKind::Retitled | ShiftKind::Renumbered => "renamed",
    }
}

/// Returns the numbers of new, missing and changed sessions without a mark, or `None` if there are
/// none.
fn count_others(others: &[&NewsItem]) -> Option<String> {
    let (mut new, mut missing, mut changed) = (0, 0, HashSet::new());
    for item in others {
        match &item.news {
            News::New(_) => new += 1,
            News::Shift(shift) if shift.kind == ShiftKind::Gone => missing += 1,
            News::Shift(shift) => drop(changed.insert(&shift.before.id)),
            _ => {}
        }
    }
    let counts = [(new, "new"), (missing, "missing"), (changed.len(), "changed")];
    let counts = counts.into_iter().filter(|(count, _)| *count > 0);
    let texts: Vec<String> = counts.map(|(count, word)| format!("{count} {word}")).collect();
    (!texts.is_empty()).then(|| texts.join(", "))
}
