//! The themes a person can choose.

use crate::agenda::nearest_word;
use std::fmt;

/// A theme by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Look {
    /// [`Look::Dark`] or [`Look::Light`] by the background of the terminal, or
    /// [`Look::Terminal`] if the terminal does not tell its background.
    #[default]
    Auto,
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
    pub(crate) const NAMED: [(&str, Look); 6] = [
        ("auto", Look::Auto),
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
}

/// The error of a name without a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct UnknownTheme {
    name: String,
}

impl fmt::Display for UnknownTheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = Look::NAMED.map(|(name, _)| name);
        write!(f, "there is no theme {:?}", self.name)?;
        match nearest_word(&self.name, names) {
            Some(near) => write!(f, "; did you mean {near}? The themes are {}", names.join(", ")),
            None => write!(f, ": choose {}", names.join(", ")),
        }
    }
}

impl std::error::Error for UnknownTheme {}
