//! The themes a person can choose.

use super::palette::{self, Palette};
use std::fmt;

/// A theme by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    /// The colours of the terminal, readable on dark and on light grounds.
    Terminal,
    Dark,
    Light,
    HighContrast,
    /// Bold, reverse, underlined and dim text without colours.
    Mono,
    /// The theme of snapshots: the colour of a cell names its role.
    #[cfg(test)]
    Probe,
}

impl Look {
    /// The themes and their names.
    pub(crate) const NAMED: [(&str, Look); 5] = [
        ("terminal", Look::Terminal),
        ("dark", Look::Dark),
        ("light", Look::Light),
        ("high-contrast", Look::HighContrast),
        ("mono", Look::Mono),
    ];

    /// Returns the theme of a name.
    ///
    /// # Errors
    /// [`UnknownTheme`] if no theme has the name.
    pub(crate) fn parse(name: &str) -> Result<Look, UnknownTheme> {
        let known = Look::NAMED.iter().find(|(known, _)| *known == name);
        known.map(|(_, look)| *look).ok_or_else(|| UnknownTheme { name: name.to_owned() })
    }

    /// Returns the colours of a theme. `None`: the theme has no colours of its own.
    pub(super) fn palette(self) -> Option<&'static Palette> {
        match self {
            Look::Dark => Some(&palette::DARK),
            Look::Light => Some(&palette::LIGHT),
            Look::HighContrast => Some(&palette::HIGH_CONTRAST),
            _ => None,
        }
    }
}

/// The error of a name without a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnknownTheme {
    name: String,
}

impl fmt::Display for UnknownTheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Look::NAMED.map(|(name, _)| name).join(", ");
        write!(f, "there is no theme {:?}: choose {names}", self.name)
    }
}

impl std::error::Error for UnknownTheme {}
