//! The message about a new version of the agenda: the first words matter most to an attendee.

use super::changes::{count_kinds, describe_values};
use crate::plan::ShiftKind;
use crate::text;
use crate::tui::state::{Message, Model, NewsEntry, SessionNews};
use chrono::{DateTime, Utc};

/// The longest title beside a change, so that 80 cells show both.
const TITLE_MAX: usize = 36;
/// The shortest title beside a change.
const TITLE_MIN: usize = 12;
/// The cells beside the text: the margins, and the key that lists the changes.
const RESERVED: usize = 16;

/// Returns the message about a version that the model shows since `clock`. `news` has one entry for
/// several sessions that have the same news, in the order of
/// [`Versions::find_news`](crate::plan::Versions::find_news). `concerns_marked`: a marked session
/// is among them.
pub(crate) fn news_message(
    model: &Model,
    news: &[NewsEntry],
    concerns_marked: bool,
    clock: DateTime<Utc>,
) -> Message {
    let sessions = news.iter().filter_map(NewsEntry::session_news);
    let (own, others): (Vec<&SessionNews>, Vec<&SessionNews>) =
        sessions.partition(|news| news.level.is_some());
    let mut own_part = match (own.is_empty(), others.is_empty()) {
        (true, _) => None,
        (false, true) => Some(describe_own(model, &own)),
        (false, false) => Some(describe_own_and_others(model, &own, &others)),
    };
    let mut parts: Vec<String> = Vec::new();
    for entry in news {
        match entry {
            NewsEntry::Joined(sentence) => parts.push(sentence.clone()),
            NewsEntry::Session(news) if news.level.is_some() => parts.extend(own_part.take()),
            NewsEntry::Session(_) => {}
        }
    }
    if own.is_empty() && !others.is_empty() {
        parts.push(count_kinds(&others));
    }
    if parts.is_empty() {
        let text = "Read again: only details have changed.".to_owned();
        return Message { text, alert: false, news_since: None };
    }
    Message { text: parts.join("; "), alert: concerns_marked, news_since: Some(clock) }
}

/// Returns the changes of the marked session if there is one, with its title. Of several, returns
/// their numbers.
fn describe_own(model: &Model, own: &[&SessionNews]) -> String {
    let [news] = own else { return format!("{} of yours: {}", own.len(), count_kinds(own)) };
    let title = title_of_news(news, TITLE_MAX);
    let values = describe_values(model, news);
    match news.kinds.first() {
        Some(ShiftKind::Moved) => format!("{title} moved: {values}"),
        Some(ShiftKind::Relocated) => format!("{title}, room: {values}"),
        Some(ShiftKind::Resized) => format!("{title}, length: {values}"),
        _ => format!("{title} {}", describe_state(model, news)),
    }
}

/// Returns the numbers of all changes and of the marked sessions: `3 moved, 2 of yours`. Adds the
/// change of the marked session if there is one, and the numbers of the own changes if there are
/// several kinds. On a narrow screen, returns `5 changes, 2 of yours`.
fn describe_own_and_others(model: &Model, own: &[&SessionNews], others: &[&SessionNews]) -> String {
    let all: Vec<&SessionNews> = own.iter().chain(others).copied().collect();
    let counts = format!("{}, {} of yours", count_kinds(&all), own.len());
    let cells = usize::from(model.settings.size.0).saturating_sub(RESERVED);
    let [news] = own else {
        let has_kinds = all.iter().any(|news| news.kinds.first() != all[0].kinds.first());
        let long = format!("{counts}: {}", count_kinds(own));
        let forms = [has_kinds.then_some(long), Some(counts)].into_iter().flatten();
        let short = format!("{} changes, {} of yours", all.len(), own.len());
        return forms.into_iter().find(|text| text::width(text) <= cells).unwrap_or(short);
    };
    let change = describe_state(model, news);
    let left = cells.saturating_sub(text::width(&counts) + text::width(&change) + 3);
    if left < TITLE_MIN {
        let short = format!("{} changes, 1 of yours", all.len());
        return if text::width(&counts) <= cells { counts } else { short };
    }
    format!("{counts}: {} {change}", title_of_news(news, left.min(TITLE_MAX)))
}

/// Returns the words after the title: the values, or the state of the session.
fn describe_state(model: &Model, news: &SessionNews) -> String {
    let state = match news.kinds.first() {
        None => "is in the agenda again",
        Some(ShiftKind::Cancelled) => "is cancelled",
        Some(ShiftKind::Gone) => "is not in the agenda now",
        Some(ShiftKind::Reinstated) => "is not cancelled any more",
        Some(_) => return describe_values(model, news),
    };
    state.to_owned()
}

fn title_of_news(news: &SessionNews, cells: usize) -> String {
    text::fit(news.known_facts().map_or("", |facts| facts.known_title()), cells)
}
