//! The environment variables of the process, as values.

use std::env;

/// The environment variables for hallway. An empty variable counts as unset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Environment {
    /// `$HALLWAY_AGENDA`: the agenda to open if none is named.
    pub(crate) agenda: Option<String>,
    /// True if `$NO_COLOR` is set. See <https://no-color.org>.
    pub(crate) no_color: bool,
    /// True if `$CLICOLOR_FORCE` is set and not `0`. See <https://bixense.com/clicolors>.
    pub(crate) force_color: bool,
    /// True if `$TERM` is `dumb`.
    pub(crate) dumb: bool,
    /// `$COLUMNS`: the width of the terminal in cells, unless the terminal reports its width.
    pub(crate) columns: Option<usize>,
}

pub(crate) fn read_environment() -> Environment {
    Environment {
        agenda: read_variable("HALLWAY_AGENDA"),
        no_color: read_variable("NO_COLOR").is_some(),
        force_color: read_variable("CLICOLOR_FORCE").is_some_and(|value| value != "0"),
        dumb: read_variable("TERM").is_some_and(|term| term == "dumb"),
        columns: read_variable("COLUMNS").and_then(|value| value.parse().ok()),
    }
}

fn read_variable(name: &str) -> Option<String> {
    let value = env::var_os(name).filter(|value| !value.is_empty())?;
    Some(value.to_string_lossy().into_owned())
}
