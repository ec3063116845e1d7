//! `search`: sessions that fit the words, best first, with the letters that fit marked.

use super::args::Search;
use super::json::{self, Matched};
use super::list::{Columns, Marks, line};
use super::look::DIM;
use super::{Context, Stop, say};
use crate::agenda::{Level, SessionIx};
use crate::search::{Field, Hit, Index, Match, Query, SearchFacts};
use crate::text;
use std::io::Write;
use std::num::NonZeroUsize;
use std::ops::Range;

pub(crate) fn run(
    cx: &Context,
    index: &Index,
    args: &Search,
    out: &mut impl Write,
) -> Result<(), Stop> {
    let query = Query::parse(&args.words.join(" "));
    let mine = |ix| cx.schedule.level_of(ix).map(|level| level == Level::Attend);
    let facts = SearchFacts { mine: &mine, now: Some(cx.now) };
    let found = index.search(&cx.agenda, &query, &facts);
    if found.all_but_one {
        say("no session has all the words: these have all but one");
    }
    if !found.more.is_empty() {
        say(&format!("and {} that fit less well", found.more.len()));
    }
    for hint in query.hints(&cx.agenda, &found) {
        say(&hint);
    }
    let mut hits = found.hits;
    hits.truncate(args.limit.map_or(usize::MAX, NonZeroUsize::get));
    let matches = |ix| index.matched_fields(&cx.agenda, &query, ix);
    if args.json {
        json::write(out, &answer(cx, &hits, &matches))?;
    } else if let Some(width) = cx.look.width {
        let found: Vec<SessionIx> = hits.iter().map(|hit| hit.session).collect();
        let columns = Columns::ranked(cx, &found, width);
        for ix in found {
            let marked = marks(cx, ix, &matches(ix));
            writeln!(out, "{}", columns.row(cx, ix, &marked))?;
            let of_each = index.matched_fields_by_word(&cx.agenda, &query, ix);
            let unseen = of_each.iter().find(|word| {
                !columns.shows(cx, ix, &marked, &marks(cx, ix, word)) && !word.is_empty()
            });
            if let Some(found) = unseen.and_then(|word| word.first()) {
                writeln!(out, "{}", found_by(cx, ix, found, columns.before(), width))?;
            }
        }
    } else {
        for hit in &hits {
            writeln!(out, "{}", line(cx, hit.session).join("\t"))?;
        }
    }
    if hits.is_empty() {
        Err(Stop::nothing("nothing found: no session fits these words"))
    } else {
        Ok(())
    }
}

/// The line below a row that does not show by what a session was found.
fn found_by(cx: &Context, ix: SessionIx, found: &Match, before: usize, width: usize) -> String {
    let session = cx.agenda.sessions.get(ix);
    let text =
        session.and_then(|session| found.field.text(&cx.agenda, session)).unwrap_or_default();
    let label = format!("{}: ", found.field.name());
    let room = width.saturating_sub(before + label.len());
    let (from, line) =
        found.ranges.first().map(|first| text::around(text, first, room)).unwrap_or_default();
    let here = |at: usize| at.saturating_sub(from);
    let ranges: Vec<Range<usize>> =
        found.ranges.iter().map(|range| here(range.start)..here(range.end)).collect();
    let line = cx.look.marked(&text::fit(&line, room), &ranges);
    format!("{}{}{line}", " ".repeat(before), cx.look.paint(DIM, &label))
}

fn answer<'a>(
    cx: &'a Context,
    hits: &[Hit],
    matches: &dyn Fn(SessionIx) -> Vec<Match>,
) -> json::Answer<'a> {
    let mut answer = json::answer(cx, &[]);
    for hit in hits {
        let session = cx.agenda.sessions.get(hit.session);
        let matched = matches(hit.session).into_iter().map(|found| Matched {
            field: found.field.name(),
            text: session
                .filter(|_| found.field.is_one_of_many())
                .and_then(|of| found.field.text(&cx.agenda, of)),
            ranges: found.ranges.into_iter().map(|range| [range.start, range.end]).collect(),
        });
        if let Some(mut session) = json::session(cx, hit.session) {
            session.hit = Some(json::Hit { score: hit.score, matched: matched.collect() });
            answer.sessions.push(session);
        }
    }
    answer
}

/// The letters to mark in a row.
fn marks(cx: &Context, ix: SessionIx, matches: &[Match]) -> Marks {
    let of = |field: Field| -> Vec<Range<usize>> {
        matches
            .iter()
            .find(|found| found.field == field)
            .map(|found| found.ranges.clone())
            .unwrap_or_default()
    };
    let mut people = Vec::new();
    if let Some(session) = cx.agenda.sessions.get(ix) {
        // Their places in the names as a row shows them, one after the other with a comma and a
        // space between.
        let mut at = 0;
        for (nth, person) in cx.agenda.presenters_of(session) {
            people.extend(
                of(Field::Person(nth)).into_iter().map(|range| at + range.start..at + range.end),
            );
            at += person.name.chars().count() + 2;
        }
    }
    Marks { title: of(Field::Title), people, room: of(Field::Room) }
}
