//! The configuration with all defaults, as a file to begin with.

use super::setting::SETTINGS;
use crate::text::wrapped;
use crate::tui::STANDARD_KEYS;

/// The width of comments, in cells.
const COMMENT_WIDTH: usize = 96;

/// Returns a configuration file with every key in a comment: without the `#`, the lines change
/// nothing. The heads of the tables are no comments, so that each line is in its table.
pub(crate) fn sample_config() -> String {
    let mut text = String::from(
        "# The configuration of hallway. Every line is optional: remove the # before a key and\n\
         # change its value. hallway config check prints the values and where they come from.\n",
    );
    for setting in &SETTINGS {
        text += "\n";
        for line in wrapped(setting.comment, COMMENT_WIDTH) {
            text += &format!("# {line}\n");
        }
        text += &format!("#{} = {}\n", setting.name, setting.default);
    }
    text += "\n";
    for line in STANDARD_KEYS.lines() {
        match line.strip_prefix('[') {
            _ if line.is_empty() || line.starts_with('#') => text += line,
            Some(table) => text += &format!("[keys.{table}"),
            None => text += &format!("#{line}"),
        }
        text += "\n";
    }
    text
}
