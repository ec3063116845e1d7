//! [`ScreenSize`]: the size of a screenshot.

use std::fmt;
use std::str::FromStr;

/// The value of `--size`: `columns` and `rows` of a screen, in cells from 1 to 1000.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ScreenSize {
    pub(crate) columns: u16,
    pub(crate) rows: u16,
}

/// The error for a text that is no [`ScreenSize`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ScreenSizeError;

impl fmt::Display for ScreenSizeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("write columns and rows from 1 to 1000, such as 120x36")
    }
}

impl std::error::Error for ScreenSizeError {}

impl FromStr for ScreenSize {
    type Err = ScreenSizeError;

    fn from_str(text: &str) -> Result<ScreenSize, ScreenSizeError> {
        let (columns, rows) = text.split_once('x').ok_or(ScreenSizeError)?;
        Ok(ScreenSize { columns: parse_side(columns)?, rows: parse_side(rows)? })
    }
}

/// Parses a number of cells from 1 to 1000.
fn parse_side(text: &str) -> Result<u16, ScreenSizeError> {
    let side = text.parse().ok();
    side.filter(|side| (1..=1000).contains(side)).ok_or(ScreenSizeError)
}
