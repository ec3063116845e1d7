//! `mine`: prints my schedule by day, with clashes, gaps, and changes since the sessions were
//! marked.

use super::args::FormArgs;
use super::context::CliContext;
use super::countdown::{countdowns, describe_minutes};
use super::error::{CliError, print_message};
use super::json::{self, AgendaJson, ChangeJson, GapJson, MarkedJson, MineJson};
use super::other_plan::describe_empty_schedule;
use super::output_form::OutputForm;
use super::sentences::print_sentences;
use super::style::{ALARM, BOLD, DIM};
use super::table::{RowMarks, TableColumns, print_day_heading, tab_fields};
use crate::agenda::{Clean, Session, SessionIx};
use crate::plan::{Gap, MatchEvidence, Overlap, Shift};
use chrono::SecondsFormat;
use std::io::Write;

pub(crate) fn run(cx: &CliContext, args: &FormArgs, out: &mut impl Write) -> Result<(), CliError> {
    let form = OutputForm::from_args(args)?;
    let mine: Vec<SessionIx> =
        (0..cx.agenda.sessions.len()).filter(|ix| cx.schedule.level_of(*ix).is_some()).collect();
    let shifts = cx.schedule.find_shifts(&cx.agenda);
    let news: Vec<&Shift> = shifts.iter().filter(|shift| shift.is_news(&cx.agenda)).collect();
    let json = || AgendaJson { mine: Some(mine_json(cx, &shifts)), ..json::agenda_json(cx, &mine) };
    let is_printed = form.print(cx, countdowns(cx, &mine), json, out)?;
    if is_printed {
        // The answer for programs has no sentences.
    } else if cx.style.sentences {
        print_sentences(cx, &mine, out)?;
        for shift in news {
            writeln!(out, "Changed: {}.", describe_marked_shift(cx, shift))?;
        }
    } else if let Some(width) = cx.style.width {
        print_table(cx, &mine, width, out)?;
        print_shifts(cx, &news, out)?;
    } else {
        print_tab_lines(cx, &mine, out)?;
        for shift in news {
            print_message(&describe_marked_shift(cx, shift));
        }
    }
    if mine.is_empty() && shifts.is_empty() {
        return Err(CliError::nothing_found(describe_empty_schedule(cx)));
    }
    Ok(())
}

/// Prints the fields of [`tab_fields`], and the ids of the sessions that overlap.
fn print_tab_lines(
    cx: &CliContext,
    mine: &[SessionIx],
    out: &mut impl Write,
) -> Result<(), CliError> {
    for &ix in mine {
        let overlaps = cx.schedule.find_overlaps(&cx.agenda, ix);
        let ids: Vec<&str> =
            overlaps.iter().filter_map(|overlap| session_id(cx, overlap.session)).collect();
        writeln!(out, "{}\t{}", tab_fields(cx, ix).join("\t"), ids.join(","))?;
    }
    Ok(())
}

fn session_id(cx: &CliContext, ix: SessionIx) -> Option<&str> {
    cx.agenda.sessions.get(ix).map(|session| session.id.as_str())
}

fn print_table(
    cx: &CliContext,
    mine: &[SessionIx],
    width: usize,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let columns = TableColumns::for_days(cx, mine, width);
    let mut printed_day = None;
    let mut gaps: Vec<Gap> = Vec::new();
    for &ix in mine {
        let Some(session) = cx.agenda.sessions.get(ix) else { continue };
        if printed_day != Some(session.day) {
            print_day_heading(cx, session, printed_day.is_none(), out)?;
            printed_day = Some(session.day);
            let day_gaps = session.day.map(|day| cx.schedule.find_gaps(&cx.agenda, day));
            gaps = day_gaps.unwrap_or_default();
        }
        print_gaps_before(cx, session, &mut gaps, out)?;
        writeln!(out, "{}", columns.format_row(cx, ix, &RowMarks::default()))?;
        print_note(cx, session, out)?;
        print_overlaps(cx, ix, out)?;
    }
    Ok(())
}

/// Prints the gaps that end before the session, and removes these gaps.
fn print_gaps_before(
    cx: &CliContext,
    session: &Session,
    gaps: &mut Vec<Gap>,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let Some(start) = session.start else { return Ok(()) };
    let count = gaps.iter().take_while(|gap| gap.end <= start).count();
    for gap in gaps.drain(..count) {
        let times = [gap.start, gap.end].map(|at| cx.clock.hour_minute(&cx.agenda, at)).join("–");
        let line = format!("{times}     free for {}", describe_minutes(gap.duration_minutes()));
        writeln!(out, "{}", cx.style.paint(DIM, &line))?;
    }
    Ok(())
}

fn print_note(cx: &CliContext, session: &Session, out: &mut impl Write) -> Result<(), CliError> {
    if let Some(note) = &session.note {
        let note = format!("{:16}{}", "", Clean::line(&**note));
        writeln!(out, "{}", cx.style.paint(DIM, &note))?;
    }
    Ok(())
}

fn print_overlaps(cx: &CliContext, ix: SessionIx, out: &mut impl Write) -> Result<(), CliError> {
    for Overlap { session, minutes } in cx.schedule.find_overlaps(&cx.agenda, ix) {
        let Some(other) = cx.agenda.sessions.get(session) else { continue };
        let clash = format!("{:13}⚠  overlaps by {minutes} min: {}", "", other.title);
        writeln!(out, "{}", cx.style.paint(ALARM, &clash))?;
    }
    Ok(())
}

/// Prints the changes of marked sessions for a person.
fn print_shifts(cx: &CliContext, shifts: &[&Shift], out: &mut impl Write) -> Result<(), CliError> {
    if !shifts.is_empty() {
        writeln!(out, "\n{}", cx.style.paint(BOLD, "Changed since you marked it"))?;
    }
    for shift in shifts {
        let id = shift.session().and_then(|ix| session_id(cx, ix)).unwrap_or(&shift.before.id);
        writeln!(out, "{}  {}", describe_marked_shift(cx, shift), cx.style.paint(DIM, id))?;
    }
    let (missing, changed): (Vec<&Shift>, Vec<&Shift>) =
        shifts.iter().partition(|shift| shift.session().is_none());
    let helps = [
        (!changed.is_empty(), "hallway mark ID accepts a change"),
        (!missing.is_empty(), "hallway unmark ID forgets a session that is not in the agenda"),
    ];
    for (_, help) in helps.iter().filter(|(applies, _)| *applies) {
        writeln!(out, "{}", cx.style.paint(DIM, help))?;
    }
    Ok(())
}

/// Returns the sentence of [`describe_shift`], and the evidence if the session was found by the
/// plan alone and is not beyond doubt.
fn describe_marked_shift(cx: &CliContext, shift: &Shift) -> String {
    let evidence = shift.found.evidence().and_then(MatchEvidence::describe);
    let evidence = evidence.map(|evidence| format!(" ({evidence})")).unwrap_or_default();
    format!("{}{evidence}", describe_shift(cx, shift))
}

/// Returns the present title of a session, or the title before if the session is missing; the
/// change; and the sessions that a missing session may have become.
pub(crate) fn describe_shift(cx: &CliContext, shift: &Shift) -> String {
    let session = shift.session().and_then(|ix| cx.agenda.sessions.get(ix));
    let title = session.map_or(shift.before.known_title(), |session| &session.title);
    let change = shift.describe(&cx.agenda, &|at| {
        cx.clock.local_time(&cx.agenda, at).format("%a %-d %b %H:%M").to_string()
    });
    let offered: Vec<String> =
        shift.found.offered().iter().filter_map(|ix| describe_offered(cx, *ix)).collect();
    let offered = match &offered[..] {
        [] => String::new(),
        offered => format!("; perhaps it is {}", offered.join(" or ")),
    };
    format!("{title} — {change}{offered}")
}

/// Returns id, title and time of a session that a missing one may have become.
fn describe_offered(cx: &CliContext, ix: SessionIx) -> Option<String> {
    let session = cx.agenda.sessions.get(ix)?;
    let start = session.start.map(|at| cx.clock.local_time(&cx.agenda, at));
    let start = start.map_or("no time".into(), |at| at.format("%a %-d %b %H:%M").to_string());
    Some(format!("{} ({}, {start})", session.id, session.title))
}

fn mine_json<'a>(cx: &'a CliContext, shifts: &'a [Shift]) -> MineJson<'a> {
    let clashes = cx.schedule.find_clashes(&cx.agenda).into_iter();
    let days = 0..cx.agenda.days.len();
    MineJson {
        clashes: clashes
            .filter_map(|clash| {
                let (first, second) = (session_id(cx, clash.first)?, session_id(cx, clash.second)?);
                Some((first, second, clash.minutes))
            })
            .collect(),
        gaps: days.flat_map(|day| gaps_json(cx, day)).collect(),
        changes: shifts.iter().map(|shift| change_json(cx, shift)).collect(),
    }
}

fn gaps_json(cx: &CliContext, day: usize) -> Vec<GapJson> {
    let agenda = &cx.agenda;
    let Some(date) = agenda.days.get(day).map(|day| day.date) else { return Vec::new() };
    let gaps = cx.schedule.find_gaps(agenda, day).into_iter();
    gaps.map(|gap| GapJson {
        day: date.to_string(),
        start: cx.clock.iso_time(agenda, gap.start),
        end: cx.clock.iso_time(agenda, gap.end),
        minutes: gap.duration_minutes(),
    })
    .collect()
}

fn change_json<'a>(cx: &'a CliContext, shift: &'a Shift) -> ChangeJson<'a> {
    let before = &shift.before;
    ChangeJson {
        id: shift.session().and_then(|ix| session_id(cx, ix)),
        what: shift.kind.as_word(),
        found_by: shift.found.evidence().map(MatchEvidence::as_word),
        since: shift.missing_since.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true)),
        maybe: shift.found.offered().iter().filter_map(|ix| session_id(cx, *ix)).collect(),
        was: MarkedJson {
            id: &before.id,
            title: &before.title,
            start: before.start.map(|at| cx.clock.iso_time(&cx.agenda, at)),
            room: before.room.as_deref(),
            minutes: before.minutes,
        },
    }
}
