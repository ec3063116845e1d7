//! What the environment of the process says, as values.

use std::env;

/// The variables that hallway heeds. Empty ones count as not set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Environment {
    /// `$HALLWAY_AGENDA`: the agenda that is opened where none is named.
    pub(crate) agenda: Option<String>,
    /// `$NO_COLOR`: see <https://no-color.org>.
    pub(crate) no_color: bool,
    /// `$CLICOLOR_FORCE`, other than 0: see <https://bixense.com/clicolors>.
    pub(crate) force_color: bool,
    /// `$TERM` is `dumb`.
    pub(crate) dumb: bool,
    /// `$COLUMNS`: the width of the terminal, where it does not tell itself.
    pub(crate) columns: Option<usize>,
}

/// The environment as it is now.
pub(crate) fn read_environment() -> Environment {
    let text = |name: &str| {
        env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(|v| v.to_string_lossy().into_owned())
    };
    Environment {
        agenda: text("HALLWAY_AGENDA"),
        no_color: text("NO_COLOR").is_some(),
        force_color: text("CLICOLOR_FORCE").is_some_and(|value| value != "0"),
        dumb: text("TERM").is_some_and(|term| term == "dumb"),
        columns: text("COLUMNS").and_then(|value| value.parse().ok()),
    }
}
