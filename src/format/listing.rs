//! Contradictions between an event and the day and the room that a schedule lists the event under.

use super::collector::Report;
use crate::agenda::{At, FileText, Span};
use chrono::NaiveDate;
use std::borrow::Cow;

/// Returns the room of a list, else the event's `own` room, often an older name. Reports a
/// difference.
pub(super) fn choose_room(
    listed: Option<&At<FileText>>,
    own: Option<At<Cow<'_, str>>>,
    report: &mut Report,
) -> Option<At<FileText>> {
    let (Some(listed), Some(own)) = (listed, &own) else {
        return listed.map(At::share).or(own.map(|own| own.map(FileText::from)));
    };
    if *own.value != *listed.value
        && !own.value.split_whitespace().eq(listed.value.split_whitespace())
    {
        report.warn(
            &own.at,
            "a session names another room than the one it is in",
            format!(
                "it is listed in \"{}\" and names \"{}\": the first is taken",
                listed.value, own.value
            ),
        );
    }
    Some(listed.share())
}

/// Reports an event whose own date is neither the day of its list nor the next one: a night's
/// sessions stand in the list of the day before.
pub(super) fn report_other_day(
    listed: Option<NaiveDate>,
    own: NaiveDate,
    at: &Span,
    report: &mut Report,
) {
    let Some(listed) = listed else { return };
    if !(0..=1).contains(&own.signed_duration_since(listed).num_days()) {
        report.warn(
            at,
            "a session has another date than the day it is listed under",
            format!("it is listed on {listed}: its own date is taken"),
        );
    }
}
