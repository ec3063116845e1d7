//! `mine`: my schedule by day, with clashes, gaps, and what changed since I marked it.

use super::args::Mine;
use super::json::{self, Was};
use super::list::{Columns, Marks, head, line};
use super::look::{ALARM, BOLD, DIM};
use super::{Context, Stop, say};
use crate::agenda::SessionIx;
use crate::plan::{Gap, Overlap, Shift};
use std::io::Write;

pub(crate) fn run(cx: &Context, args: &Mine, out: &mut impl Write) -> Result<(), Stop> {
    let marked = |ix: &SessionIx| cx.schedule.level_of(*ix).is_some();
    let mine: Vec<SessionIx> = (0..cx.agenda.sessions.len()).filter(marked).collect();
    let shifts = cx.schedule.find_shifts(&cx.agenda);
    if args.json {
        json::write(
            out,
            &json::Answer { mine: Some(extras(cx, &shifts)), ..json::answer(cx, &mine) },
        )?;
    } else if let Some(width) = cx.look.width {
        table(cx, &mine, width, out)?;
        changes(cx, &shifts, out)?;
    } else {
        for &ix in &mine {
            let clashes = cx.schedule.find_overlaps(&cx.agenda, ix);
            let ids = clashes
                .iter()
                .filter_map(|overlap| cx.agenda.sessions.get(overlap.session))
                .map(|other| other.id.as_str());
            let clashes = ids.collect::<Vec<_>>().join(",");
            writeln!(out, "{}\t{clashes}", line(cx, ix).join("\t"))?;
        }
        for shift in &shifts {
            say(&told(cx, shift));
        }
    }
    if mine.is_empty() && shifts.is_empty() {
        return Err(Stop::nothing(
            "nothing is in your schedule yet: put sessions into it with hallway mark ID",
        ));
    }
    Ok(())
}

fn table(cx: &Context, mine: &[SessionIx], width: usize, out: &mut impl Write) -> Result<(), Stop> {
    let columns = Columns::by_day(cx, mine, width);
    let mut shown = None;
    let mut gaps: Vec<Gap> = Vec::new();
    for &ix in mine {
        let Some(session) = cx.agenda.sessions.get(ix) else { continue };
        if shown != Some(session.day) {
            head(cx, session, shown.is_none(), out)?;
            shown = Some(session.day);
            gaps =
                session.day.map(|day| cx.schedule.find_gaps(&cx.agenda, day)).unwrap_or_default();
        }
        while let Some(gap) =
            gaps.first().filter(|gap| session.start.is_some_and(|start| gap.end <= start))
        {
            let hours = [gap.start, gap.end].map(|at| cx.clock.hour(&cx.agenda, at)).join("–");
            writeln!(
                out,
                "{}",
                cx.look.paint(DIM, &format!("{hours}     free for {} min", gap.duration_minutes()))
            )?;
            gaps.remove(0);
        }
        writeln!(out, "{}", columns.row(cx, ix, &Marks::default()))?;
        for Overlap { session: other, minutes } in cx.schedule.find_overlaps(&cx.agenda, ix) {
            if let Some(other) = cx.agenda.sessions.get(other) {
                let clash = format!("{:13}⚠  overlaps by {minutes} min: {}", "", other.title);
                writeln!(out, "{}", cx.look.paint(ALARM, &clash))?;
            }
        }
    }
    Ok(())
}

fn changes(cx: &Context, shifts: &[Shift], out: &mut impl Write) -> Result<(), Stop> {
    if !shifts.is_empty() {
        writeln!(out, "\n{}", cx.look.paint(BOLD, "Changed since you marked it"))?;
    }
    for shift in shifts {
        writeln!(out, "{}", told(cx, shift))?;
    }
    if shifts.iter().any(|shift| shift.session.is_some()) {
        writeln!(out, "{}", cx.look.paint(DIM, "hallway mark ID takes note of what is new"))?;
    }
    Ok(())
}

/// What the agenda did to a session, which is called as it is now.
pub(super) fn told(cx: &Context, shift: &Shift) -> String {
    let day = |at| cx.clock.show(&cx.agenda, at).format("%a %-d %b %H:%M").to_string();
    let now = shift.session.and_then(|ix| cx.agenda.sessions.get(ix)).map(|session| &session.title);
    let was = if shift.mark.title.is_empty() { &shift.mark.session_id } else { &shift.mark.title };
    format!("{} — {}", now.unwrap_or(was), shift.describe(&cx.agenda, &day))
}

fn extras<'a>(cx: &'a Context, shifts: &'a [Shift]) -> json::Mine<'a> {
    let agenda = &cx.agenda;
    let id = |ix: SessionIx| agenda.sessions.get(ix).map(|session| session.id.as_str());
    let clashes = cx.schedule.find_clashes(agenda).into_iter();
    let gaps = agenda.days.iter().enumerate().flat_map(|(day, of)| {
        cx.schedule.find_gaps(agenda, day).into_iter().map(move |gap| json::Gap {
            day: of.date.to_string(),
            start: cx.clock.iso(agenda, gap.start),
            end: cx.clock.iso(agenda, gap.end),
            minutes: gap.duration_minutes(),
        })
    });
    json::Mine {
        clashes: clashes
            .filter_map(|clash| Some((id(clash.first)?, id(clash.second)?, clash.minutes)))
            .collect(),
        gaps: gaps.collect(),
        changes: shifts.iter().map(|shift| change(cx, shift)).collect(),
    }
}

fn change<'a>(cx: &'a Context, shift: &'a Shift) -> json::Change<'a> {
    let mark = &shift.mark;
    let start = mark.start.map(|at| cx.clock.iso(&cx.agenda, at));
    let id =
        shift.session.and_then(|ix| cx.agenda.sessions.get(ix)).map(|session| session.id.as_str());
    let was = Was {
        id: &mark.session_id,
        title: &mark.title,
        start,
        room: mark.room.as_deref(),
        minutes: mark.minutes,
    };
    json::Change { id, what: shift.kind.as_word(), was }
}
