//! iCalendar.

use crate::agenda::{Draft, Problem};

pub(super) fn read(_bytes: &[u8]) -> Result<Draft, Problem> {
    Err(Problem::error(None, "this format is not read yet"))
}
