//! The number of colours that a terminal shows.

/// The colours of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum ColorDepth {
    /// The sixteen colours that a person chooses for the terminal.
    Sixteen,
    /// The 256 colours of xterm.
    Indexed,
    /// All colours of red, green and blue with 8 bits each.
    #[default]
    Full,
}

/// The variables of the environment that announce the colours of a terminal.
#[derive(Debug, Clone, Default)]
pub(crate) struct TerminalVariables {
    /// `TERM`
    pub(crate) term: String,
    /// `COLORTERM`
    pub(crate) colorterm: String,
    /// `STY` is set: GNU screen is between the program and the terminal.
    pub(crate) is_gnu_screen: bool,
    /// `WT_SESSION` is set: the terminal of Windows.
    pub(crate) is_windows_terminal: bool,
}

impl ColorDepth {
    /// Returns the colours that the environment announces.
    ///
    /// GNU screen 4 takes the numbers of a colour of 24 bits for attributes, and passes
    /// `COLORTERM` of the terminal around it on.
    pub(crate) fn of_environment(variables: &TerminalVariables) -> ColorDepth {
        /// Terminals whose entry in terminfo has `RGB` or `Tc`. A connection with ssh passes
        /// `TERM` on, and not `COLORTERM`.
        const FULL_TERMS: [&str; 8] = [
            "xterm-kitty",
            "alacritty",
            "foot",
            "wezterm",
            "xterm-ghostty",
            "ghostty",
            "contour",
            "mintty",
        ];
        let TerminalVariables { term, colorterm, is_gnu_screen, is_windows_terminal } = variables;
        let has_256 = term.contains("256color");
        if *is_gnu_screen {
            return if has_256 { ColorDepth::Indexed } else { ColorDepth::Sixteen };
        }
        let is_full = matches!(colorterm.as_str(), "truecolor" | "24bit")
            || *is_windows_terminal
            || term.ends_with("-direct")
            || FULL_TERMS.iter().any(|full| term.strip_prefix(full).is_some_and(is_variant));
        match is_full {
            true => ColorDepth::Full,
            false if has_256 => ColorDepth::Indexed,
            false => ColorDepth::Sixteen,
        }
    }
}

/// Returns true for the rest of the name of a terminal: nothing, or `-` and a variant.
fn is_variant(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_follows_what_the_environment_announces() {
        use ColorDepth::{Full, Indexed, Sixteen};
        for (term, colorterm, is_gnu_screen, expected) in [
            ("xterm-256color", "truecolor", false, Full),
            ("xterm-256color", "24bit", false, Full),
            ("xterm-256color", "", false, Indexed),
            ("xterm-256color", "yes", false, Indexed),
            ("xterm", "", false, Sixteen),
            ("linux", "", false, Sixteen),
            ("", "", false, Sixteen),
            ("xterm-kitty", "", false, Full),
            ("foot-extra", "", false, Full),
            ("footloose", "", false, Sixteen),
            ("xterm-direct", "", false, Full),
            ("tmux-256color", "truecolor", false, Full),
            // GNU screen, inside a terminal that announces all colours.
            ("screen.xterm-256color", "truecolor", true, Indexed),
            ("screen", "truecolor", true, Sixteen),
        ] {
            let variables = TerminalVariables {
                term: term.into(),
                colorterm: colorterm.into(),
                is_gnu_screen,
                is_windows_terminal: false,
            };
            assert_eq!(ColorDepth::of_environment(&variables), expected, "{variables:?}");
        }
    }
}
