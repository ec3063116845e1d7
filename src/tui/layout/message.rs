//! The sentence in the last line: a message, or the reason why the screen is not up to date.

use super::line::{Line, Reserved, line_width, text_run, wrap_line};
use super::refresh_label::{changes_key, refused_version};
use crate::text;
use crate::tui::input::action::Command;
use crate::tui::state::{Message, Model};
use crate::tui::theme::{Role, sign};

/// The least number of cells of a sentence beside the keys behind it.
const SENTENCE_MIN: usize = 16;

/// Returns a message in lines of `cells`, with the key that lists the changes behind a message
/// about a new version. A message takes half of the screen at most.
pub(crate) fn message_lines(model: &Model, message: &Message, cells: u16) -> Vec<Line> {
    let role = if message.alert { Role::Alert } else { Role::Head };
    let mut line = vec![text_run(role, &message.text)];
    line.extend(key_runs(&changes_key(model, message), "shows"));
    let most = usize::from(model.settings.size.1 / 2).max(1);
    wrap_line(line, usize::from(cells).max(1), most, Reserved::default())
}

/// Returns the reason why a newer version or the schedule is not shown in one line of `cells`, with
/// the key that takes the version. If the reason is cut, the key that shows it whole is behind it.
/// Returns `None` without a reason.
pub(crate) fn warning_line(model: &Model, cells: u16) -> Option<Line> {
    let cells = usize::from(cells);
    let (text, mut keys) = match (refused_version(model), &model.plan.unreadable) {
        (Some(refused), _) if refused.on_demand => {
            let key = model.key_of(Command::Reload);
            let text = format!("New version refused: {}", refused.why);
            (text, key_runs(&key, "takes it anyway"))
        }
        (Some(refused), _) => {
            (format!("Shown is the last good agenda: {}", refused.why), Line::new())
        }
        (None, Some(warning)) => (warning.clone(), Line::new()),
        (None, None) => return None,
    };
    if text::width(&text) + line_width(&keys) > cells {
        let whole = key_runs(&model.key_of(Command::Problems), "all of it");
        let has_room = |keys: &Line| line_width(keys) + SENTENCE_MIN <= cells;
        let both: Line = keys.iter().chain(&whole).cloned().collect();
        keys = [both, whole, Line::new()].into_iter().find(has_room).unwrap_or_default();
    }
    let left = cells.saturating_sub(line_width(&keys));
    let sentence = text_run(Role::Alert, &text::fit(&text, left));
    Some(std::iter::once(sentence).chain(keys).collect())
}

/// Returns a key and its effect behind a sentence, or nothing if no key is bound.
fn key_runs(key: &str, effect: &str) -> Line {
    if key.is_empty() {
        return Line::new();
    }
    vec![
        text_run(Role::Faint, &format!(" {} ", sign::DOT)),
        text_run(Role::Key, key),
        text_run(Role::Faint, &format!(" {effect}")),
    ]
}
