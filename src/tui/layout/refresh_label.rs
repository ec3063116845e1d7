//! The state of the refresh in the last line.

use super::notes::wall_time;
use crate::tui::input::action::Command;
use crate::tui::refresh_answer::NoAnswerKind;
use crate::tui::state::{Focus, Message, Model, RefreshTrouble, Screen};

/// Returns a few words about the refresh: that one is running, or since when there was none.
/// Returns `None` if the agenda is fresh or cannot be refreshed.
pub(crate) fn refresh_label(model: &Model) -> Option<String> {
    if model.refresh.is_slow {
        return Some(if model.settings.ascii { "refreshing" } else { "refreshing…" }.to_owned());
    }
    let state = match model.refresh.trouble.as_ref()? {
        RefreshTrouble::NoAnswer(NoAnswerKind::Offline) => "offline",
        RefreshTrouble::NoAnswer(NoAnswerKind::ServerError) | RefreshTrouble::NotStored => {
            "not refreshed"
        }
        // The warning about the refusal says more.
        RefreshTrouble::Refused { .. } => return None,
    };
    let Some(checked) = model.refresh.checked else { return Some(state.to_owned()) };
    let separator = if model.settings.linear { "," } else { " ·" };
    Some(format!("{state}{separator} as of {}", wall_time(model, checked)))
}

/// Returns the reason why the newest version of the file or of the address is not shown.
pub(crate) fn stale_reason(model: &Model) -> Option<String> {
    if let Some(why) = &model.file.stale {
        return Some(why.clone());
    }
    match model.refresh.trouble.as_ref()? {
        RefreshTrouble::Refused { why, on_demand: true } => {
            Some(format!("{why}; {} takes it all the same", model.key_of(Command::Reload)))
        }
        RefreshTrouble::Refused { why, on_demand: false } => Some(why.clone()),
        _ => None,
    }
}

/// Returns the name of the key that lists the changes that `message` is about: the key for details
/// as long as the message offers it, else the key of the list. Empty for another message.
pub(crate) fn changes_key(model: &Model, message: &Message) -> String {
    let is_news = message.news_since.is_some() && model.news.unread > 0;
    let opens = matches!(model.screen, Screen::Day | Screen::Mine { .. });
    let command =
        if opens && model.focus == Focus::Main { Command::Open } else { Command::Changes };
    if is_news { model.key_of(command) } else { String::new() }
}
