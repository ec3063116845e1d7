//! `list`: prints sessions in time order, all or filtered.

use super::args::ListArgs;
use super::context::CliContext;
use super::countdown::countdowns;
use super::error::CliError;
use super::json;
use super::other_plan::describe_empty_schedule;
use super::output_form::OutputForm;
use super::sentences::print_sentences;
use super::session_filter::SessionFilter;
use super::table::print_sessions;
use super::time::parse_days;
use crate::agenda::{Moment, list_days, nearest_word};
use std::io::Write;

pub(crate) fn run(cx: &CliContext, args: &ListArgs, out: &mut impl Write) -> Result<(), CliError> {
    let form = OutputForm::from_args(&args.form)?;
    let mut found = SessionFilter::from_args(cx, &args.filter)?.find_sessions(cx);
    if let Some(at) = time_of_sessions(cx, args) {
        found.retain(|ix| cx.agenda.sessions.get(*ix).is_some_and(|session| session.runs_at(at)));
    }
    let json = || json::agenda_json(cx, &found);
    if form.print(cx, countdowns(cx, &found), json, out)? {
        // The answer is for programs.
    } else if cx.style.sentences {
        print_sentences(cx, &found, out)?;
    } else {
        print_sessions(cx, &found, out)?;
    }
    // An event whose sessions are not published yet has an agenda without sessions.
    let is_missing = found.is_empty() && !cx.agenda.sessions.is_empty();
    if is_missing { Err(nothing_found(cx, args)) } else { Ok(()) }
}

/// Returns the time of `--at`, at which the sessions must run, unless a day is named.
fn time_of_sessions(cx: &CliContext, args: &ListArgs) -> Option<Moment> {
    cx.pretended.filter(|_| args.filter.day.is_empty())
}

fn nothing_found(cx: &CliContext, args: &ListArgs) -> CliError {
    let names = cx.agenda.people.iter().map(|person| &*person.name);
    let filter = &args.filter;
    let near = filter.speaker.as_deref().and_then(|speaker| nearest_word(speaker, names));
    CliError::nothing_found(match near {
        Some(name) => format!("nothing found. Did you mean {name}?"),
        None if filter.mine && cx.plan.is_empty() => {
            format!("nothing found: {}", describe_empty_schedule(cx))
        }
        None if filter.mine => "nothing found. Mark sessions with hallway mark ID".to_owned(),
        None => match time_of_sessions(cx, args) {
            Some(at) => {
                let at = cx.clock.local_time(&cx.agenda, at).format("%a %-d %b %Y %H:%M");
                format!("nothing found: no session that matches runs at {at}")
            }
            None => describe_empty_days(cx, args)
                .unwrap_or_else(|| "nothing found: no session matches all filters".to_owned()),
        },
    })
}

/// Returns a sentence with the days of the agenda, if no session is on the days of `--day`.
fn describe_empty_days(cx: &CliContext, args: &ListArgs) -> Option<String> {
    let days = &args.filter.day;
    let is_empty =
        |day: &String| parse_days(day, &cx.agenda, cx.now).is_ok_and(|found| found.is_empty());
    let is_outside = !days.is_empty() && days.iter().all(is_empty);
    is_outside.then(|| {
        format!("nothing found: {} has no session. {}", days.join(", "), list_days(&cx.agenda))
    })
}
