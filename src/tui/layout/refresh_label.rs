//! The state of the refresh in the last line.

use super::notes::wall_time;
use crate::text;
use crate::tui::input::action::Command;
use crate::tui::refresh_answer::NoAnswerKind;
use crate::tui::state::{Focus, Message, Model, RefreshTrouble, RefusedVersion, Screen};

/// Returns a few words about the refresh in at most `cells`: that one is running, or since when
/// there was none. Returns `None` if the agenda is fresh or cannot be refreshed.
pub(crate) fn refresh_label(model: &Model, cells: usize) -> Option<String> {
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
    let separator = if model.settings.linear { "," } else { " ·" };
    let since = model.refresh.checked.map(|at| format!("as of {}", wall_time(model, at)));
    let long = since.iter().map(|since| format!("{state}{separator} {since}"));
    let forms: Vec<String> = long.chain(since.clone()).collect();
    let fitting = forms.into_iter().find(|form| text::width(form) <= cells);
    Some(fitting.unwrap_or_else(|| state.to_owned()))
}

/// Returns the reason why the newest version of the file or of the address is not shown.
pub(crate) fn refused_version(model: &Model) -> Option<&RefusedVersion> {
    match (&model.file.stale, &model.refresh.trouble) {
        (Some(refused), _) | (None, Some(RefreshTrouble::Refused(refused))) => Some(refused),
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
