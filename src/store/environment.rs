//! The environment variables of the process, as values.

use std::env;
use std::path::PathBuf;

/// The environment variables for hallway. An empty variable counts as unset.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Environment {
    /// `$HALLWAY_AGENDA`: the agenda to open if none is named.
    pub(crate) agenda: Option<String>,
    /// True if `$NO_COLOR` is set. See <https://no-color.org>.
    pub(crate) no_color: bool,
    /// True if `$CLICOLOR_FORCE` is set and not `0`. See <https://bixense.com/clicolors>.
    pub(crate) force_color: bool,
    /// True if `$HALLWAY_LINEAR` is set, and none of `0`, `no`, `false` and `off`: everything in
    /// words, for screen readers.
    pub(crate) linear: bool,
    /// True if `$TERM` is `dumb`.
    pub(crate) dumb: bool,
    /// `$COLUMNS`: the width of the terminal in cells, unless the terminal reports its width.
    pub(crate) columns: Option<usize>,
    /// True if the locale names another encoding than UTF-8, as `C` does. Without a locale, the
    /// terminal is taken for one of UTF-8.
    pub(crate) other_encoding: bool,
    /// True inside tmux: `$TMUX` is set.
    pub(crate) tmux: bool,
    /// True on another machine than the person's: `$SSH_TTY` or `$SSH_CONNECTION` is set.
    pub(crate) ssh: bool,
    /// True on a desktop of Wayland: `$WAYLAND_DISPLAY` is set.
    pub(crate) wayland: bool,
    /// True on a desktop of X11: `$DISPLAY` is set.
    pub(crate) x11: bool,
    /// True on the console of Linux: `$TERM` is `linux`.
    pub(crate) linux_console: bool,
    /// `$TERM`: the name of the terminal, or an empty text.
    pub(crate) term: String,
    /// `$TERM_PROGRAM`: the name of the terminal as a program, or an empty text.
    pub(crate) term_program: String,
    /// `$COLORTERM`: the colours of the terminal, or an empty text.
    pub(crate) colorterm: String,
    /// True inside GNU screen: `$STY` is set.
    pub(crate) gnu_screen: bool,
    /// True in the terminal of Windows: `$WT_SESSION` is set.
    pub(crate) windows_terminal: bool,
    /// `$HALLWAY_CLOCK`: the file with the clock of `next --watch`, for tests.
    pub(crate) clock_file: Option<PathBuf>,
    /// The name of the machine's zone, as `$TZ` or the link `/etc/localtime` has it.
    pub(crate) zone: Option<String>,
}

pub(crate) fn read_environment() -> Environment {
    Environment {
        agenda: read_variable("HALLWAY_AGENDA"),
        no_color: read_variable("NO_COLOR").is_some(),
        force_color: read_variable("CLICOLOR_FORCE").is_some_and(|value| value != "0"),
        linear: read_variable("HALLWAY_LINEAR").is_some_and(|value| !is_no(&value)),
        dumb: read_variable("TERM").is_some_and(|term| term == "dumb"),
        columns: read_variable("COLUMNS").and_then(|value| value.parse().ok()),
        other_encoding: read_locale().is_some_and(|locale| !is_utf8(&locale)),
        tmux: read_variable("TMUX").is_some(),
        ssh: ["SSH_TTY", "SSH_CONNECTION"].into_iter().any(|name| read_variable(name).is_some()),
        wayland: read_variable("WAYLAND_DISPLAY").is_some(),
        x11: read_variable("DISPLAY").is_some(),
        linux_console: read_variable("TERM").is_some_and(|term| term == "linux"),
        term: read_variable("TERM").unwrap_or_default(),
        term_program: read_variable("TERM_PROGRAM").unwrap_or_default(),
        colorterm: read_variable("COLORTERM").unwrap_or_default(),
        gnu_screen: read_variable("STY").is_some(),
        windows_terminal: read_variable("WT_SESSION").is_some(),
        clock_file: read_variable("HALLWAY_CLOCK").map(PathBuf::from),
        zone: read_zone_name(),
    }
}

/// Returns true for a value that turns an option off.
fn is_no(value: &str) -> bool {
    ["0", "no", "false", "off"].contains(&&*value.trim().to_ascii_lowercase())
}

/// Returns the locale of characters (POSIX 8.2: `LC_ALL` before `LC_CTYPE` before `LANG`).
fn read_locale() -> Option<String> {
    ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(read_variable)
}

fn is_utf8(locale: &str) -> bool {
    let encoding = locale.split('@').next().unwrap_or_default().split_once('.');
    match encoding {
        Some((_, encoding)) => matches!(&*encoding.to_ascii_lowercase(), "utf-8" | "utf8"),
        None => !matches!(locale, "C" | "POSIX"),
    }
}

fn read_zone_name() -> Option<String> {
    if let Some(zone) = env::var_os("TZ") {
        return zone.into_string().ok();
    }
    let file = std::fs::read_link("/etc/localtime").ok()?;
    Some(file.to_str()?.split_once("zoneinfo/")?.1.to_owned())
}

/// Returns the value of an environment variable, if the value is not empty.
pub(crate) fn read_variable(name: &str) -> Option<String> {
    let value = env::var_os(name).filter(|value| !value.is_empty())?;
    Some(value.to_string_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_false_off_and_0_turn_an_option_off() {
        for (value, expected) in [
            ("0", true),
            ("No", true),
            ("false", true),
            (" off ", true),
            ("1", false),
            ("x", false),
        ] {
            assert_eq!(is_no(value), expected, "{value}");
        }
    }

    #[test]
    fn locale_names_its_encoding() {
        for (locale, expected) in [
            ("C.UTF-8", true),
            ("en_IE.utf8", true),
            ("de_DE.UTF-8@euro", true),
            ("de_DE", true),
            ("C", false),
            ("POSIX", false),
            ("de_DE.ISO-8859-15@euro", false),
        ] {
            assert_eq!(is_utf8(locale), expected, "{locale}");
        }
    }
}
