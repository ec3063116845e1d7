//! `search`: prints the sessions that match the words, best first, with the matched letters marked.

use super::args::SearchArgs;
use super::context::CliContext;
use super::countdown::countdowns;
use super::error::{CliError, count_noun, print_message};
use super::json::{self, AgendaJson};
use super::output_form::OutputForm;
use super::search_json::{HitJson, MatchJson, SearchJson, UnderstoodJson};
use super::sentences::print_sentences;
use super::style::DIM;
use super::table::{RowMarks, TableColumns, tab_fields};
use crate::agenda::SessionIx;
use crate::search::{
    ChipSort, Field, Found, FoundWord, Highlighter, Hit, Index, Match, Query, QueryFault,
    SearchFacts, WordReading,
};
use crate::text::{self, fit, line_around};
use std::io::Write;
use std::num::NonZeroUsize;
use std::ops::Range;

pub(crate) fn run(
    cx: &CliContext,
    args: &SearchArgs,
    out: &mut impl Write,
) -> Result<(), CliError> {
    let form = OutputForm::from_args(&args.form)?;
    refuse_faults(cx, &args.text())?;
    let query = args.query();
    if query.is_empty() {
        return Err(CliError::usage(
            "there is no word to search for. hallway list prints all sessions",
        ));
    }
    let found = find_sessions(cx, &query);
    let search = QueryMatches {
        cx,
        highlighter: found.highlighter,
        words: found.words,
        explains: args.explain,
    };
    let mut hits = found.hits;
    hits.truncate(args.limit.map_or(usize::MAX, NonZeroUsize::get));
    let sessions: Vec<SessionIx> = hits.iter().map(|hit| hit.session).collect();
    if form.print(cx, countdowns(cx, &sessions), || search.hits_json(&hits), out)? {
        // The answer is for programs.
    } else if cx.style.sentences && !args.explain {
        print_sentences(cx, &sessions, out)?;
    } else if let Some(width) = cx.style.width {
        search.print_table(&hits, width, out)?;
    } else {
        for hit in &hits {
            writeln!(out, "{}", tab_fields(cx, hit.session).join("\t"))?;
            search.print_reasons(hit.session, 2, out)?;
        }
    }
    if hits.is_empty() {
        Err(CliError::nothing_found("nothing found: no session matches these words"))
    } else {
        Ok(())
    }
}

/// Refuses a query with a part that hallway does not understand: without the part, a query selects
/// sessions that nobody asked for.
///
/// # Errors
/// Returns a usage error with a sentence for each part, and the query with the parts underlined.
fn refuse_faults(cx: &CliContext, text: &str) -> Result<(), CliError> {
    let faults = Query::find_faults(text, &cx.agenda, cx.now);
    let Some(first) = faults.first() else { return Ok(()) };
    let mut lines: Vec<&str> = faults.iter().map(|fault| fault.message.as_str()).collect();
    let carets = underline_faults(text, &faults);
    if first.at.len() < text.chars().count() {
        lines.extend(["", text, &carets]);
    }
    Err(CliError::usage(lines.join("\n")))
}

/// Returns a line with carets below the faults of a query.
fn underline_faults(text: &str, faults: &[QueryFault]) -> String {
    let cells = text.chars().enumerate().map(|(at, c)| {
        let is_faulty = faults.iter().any(|fault| fault.at.contains(&at));
        let sign = if is_faulty { "^" } else { " " };
        sign.repeat(text::width(c.encode_utf8(&mut [0; 4])))
    });
    cells.collect::<String>().trim_end().to_owned()
}

/// Searches for a query, and prints hints about the query and its weaker hits.
fn find_sessions(cx: &CliContext, query: &Query) -> Found {
    let facts = SearchFacts {
        level: &|ix| cx.schedule.level_of(ix),
        is_skipped: &|ix| cx.schedule.is_skipped(ix),
        now: cx.now,
    };
    let found = Index::new(&cx.agenda).search(&cx.agenda, query, &facts);
    if found.lacks_words {
        print_message("no session has all words. These sessions have most of them");
    }
    if !found.more.is_empty() {
        let count = found.more.len();
        let more = count_noun(count, "more session matches", "more sessions match");
        print_message(&format!("{more} less well"));
    }
    for word in &found.words {
        if let WordReading::Chip { sort, meaning, is_met: true } = &word.reading {
            let sort = match sort {
                ChipSort::Day | ChipSort::Time => String::new(),
                _ => format!("the {} ", sort.word()),
            };
            let typed = &word.typed;
            print_message(&format!("\"{typed}\" is {sort}{meaning}; in quotes it is a word"));
        }
    }
    for hint in query.hints(&cx.agenda, &found) {
        print_message(&hint);
    }
    found
}

/// The matches of a query in the sessions of an agenda.
struct QueryMatches<'a> {
    cx: &'a CliContext,
    highlighter: Highlighter,
    words: Vec<FoundWord>,
    /// The reasons of each hit are printed below it.
    explains: bool,
}

impl<'a> QueryMatches<'a> {
    fn matched_fields(&self, session: SessionIx) -> Vec<Match> {
        self.highlighter.matched_fields(&self.cx.agenda, session)
    }

    fn print_table(
        &self,
        hits: &[Hit],
        width: usize,
        out: &mut impl Write,
    ) -> Result<(), CliError> {
        let sessions: Vec<SessionIx> = hits.iter().map(|hit| hit.session).collect();
        let columns = TableColumns::for_hits(self.cx, &sessions, width);
        for ix in sessions {
            let marks = row_marks(self.cx, ix, &self.matched_fields(ix));
            writeln!(out, "{}", columns.format_row(self.cx, ix, &marks))?;
            if let Some(hidden) = self.hidden_match(&columns, ix, &marks) {
                let indent = columns.title_offset();
                writeln!(out, "{}", format_hidden_match(self.cx, ix, &hidden, indent, width))?;
            }
            self.print_reasons(ix, columns.title_offset(), out)?;
        }
        Ok(())
    }

    /// Prints the points of each word in a session, with `indent` cells before each line.
    fn print_reasons(
        &self,
        ix: SessionIx,
        indent: usize,
        out: &mut impl Write,
    ) -> Result<(), CliError> {
        if !self.explains {
            return Ok(());
        }
        let matches = self.highlighter.matched_fields_by_word(&self.cx.agenda, ix);
        for word in &self.words {
            let found = matches.get(word.position()).and_then(|fields| fields.first());
            let reason = self.reason_of(ix, word, found);
            writeln!(out, "{}{}", " ".repeat(indent), self.cx.style.paint(DIM, &reason))?;
        }
        Ok(())
    }

    /// Returns the reason for the points of a word in a session: the field with the matching
    /// letters, or the time.
    fn reason_of(&self, ix: SessionIx, word: &FoundWord, found: Option<&Match>) -> String {
        let (typed, points) = (&word.typed, word.points(ix));
        let place = match (&word.reading, found) {
            (WordReading::Dropped, _) => return format!("   -  {typed}: does not count"),
            (_, _) if points == 0 => return format!("   0  {typed}: missing"),
            (_, Some(found)) => {
                let agenda = &self.cx.agenda;
                let session = agenda.sessions.get(ix);
                let text = session.and_then(|session| found.field.text(agenda, session));
                let first = found.ranges.first().cloned().unwrap_or_default();
                let letters = text.map(|text| text.chars().skip(first.start).take(first.len()));
                let letters: String = letters.into_iter().flatten().collect();
                format!("{letters} in the {}", found.field.name())
            }
            (WordReading::Chip { meaning, .. }, None) => meaning.clone(),
            (_, None) => "a joined room".to_owned(),
        };
        format!("{points:>4}  {typed}: {place}")
    }

    /// Returns the best match of the first word that the row of the session does not show.
    fn hidden_match(
        &self,
        columns: &TableColumns,
        ix: SessionIx,
        marks: &RowMarks,
    ) -> Option<Match> {
        let words = self.highlighter.matched_fields_by_word(&self.cx.agenda, ix);
        let hidden = words.into_iter().find(|word| {
            !word.is_empty()
                && !columns.shows_word(self.cx, ix, marks, &row_marks(self.cx, ix, word))
        });
        hidden?.into_iter().next()
    }

    fn search_json(&self) -> SearchJson<'_> {
        let understood = self.words.iter().filter_map(|word| {
            let (kind, meaning) = match &word.reading {
                WordReading::Typed | WordReading::Missing => return None,
                WordReading::Dropped => ("filler", None),
                WordReading::Chip { sort: ChipSort::Day | ChipSort::Time, meaning, .. } => {
                    ("time", Some(&**meaning))
                }
                WordReading::Chip { sort, meaning, .. } => (sort.word(), Some(&**meaning)),
                WordReading::TakenAs(other) => ("word", Some(&**other)),
            };
            Some(UnderstoodJson { typed: &word.typed, kind, meaning })
        });
        let lacking = self.words.iter().filter(|word| word.is_lacking());
        SearchJson {
            understood: understood.collect(),
            missing: lacking.map(|word| &*word.typed).collect(),
        }
    }

    fn hits_json(&'a self, hits: &[Hit]) -> AgendaJson<'a> {
        let mut answer = json::agenda_json(self.cx, &[]);
        answer.search = Some(self.search_json());
        for hit in hits {
            if let Some(mut session) = json::session_json(self.cx, hit.session) {
                session.hit = Some(self.hit_json(hit));
                answer.sessions.push(session);
            }
        }
        answer
    }

    fn hit_json(&self, hit: &Hit) -> HitJson<'a> {
        let agenda = &self.cx.agenda;
        let session = agenda.sessions.get(hit.session);
        let matched = self.matched_fields(hit.session).into_iter().map(|found| MatchJson {
            field: found.field.name(),
            text: session
                .filter(|_| found.field.is_one_of_many())
                .and_then(|session| found.field.text(agenda, session)),
            ranges: found.ranges.into_iter().map(|range| [range.start, range.end]).collect(),
        });
        HitJson { score: hit.score, matched: matched.collect() }
    }
}

/// Returns the line below a row whose columns do not show the match: the name of the field and the
/// text around the match, in `width` cells with `indent`.
fn format_hidden_match(
    cx: &CliContext,
    ix: SessionIx,
    found: &Match,
    indent: usize,
    width: usize,
) -> String {
    let session = cx.agenda.sessions.get(ix);
    let text = session.and_then(|session| found.field.text(&cx.agenda, session));
    let label = format!("{}: ", found.field.name());
    let room = width.saturating_sub(indent + label.len());
    let first = found.ranges.first();
    let line = text.zip(first).map(|(text, first)| line_around(text, first, room));
    let line = line.unwrap_or_default();
    let marked = cx.style.mark_ranges(&fit(&line.text, room), &line.ranges_inside(&found.ranges));
    format!("{}{}{marked}", " ".repeat(indent), cx.style.paint(DIM, &label))
}

fn row_marks(cx: &CliContext, ix: SessionIx, matches: &[Match]) -> RowMarks {
    RowMarks {
        title: ranges_in(matches, Field::Title),
        people: people_marks(cx, ix, matches),
        room: ranges_in(matches, Field::Room),
    }
}

/// Returns the matched ranges of the presenters in the column of people, which joins the names
/// with a comma and a space.
fn people_marks(cx: &CliContext, ix: SessionIx, matches: &[Match]) -> Vec<Range<usize>> {
    let Some(session) = cx.agenda.sessions.get(ix) else { return Vec::new() };
    let mut marks = Vec::new();
    let mut start = 0;
    for (nth, person) in cx.agenda.presenters_of(session) {
        let ranges = ranges_in(matches, Field::Person(nth)).into_iter();
        marks.extend(ranges.map(|range| start + range.start..start + range.end));
        start += person.name.chars().count() + ", ".len();
    }
    marks
}

/// Returns the matched ranges of a field, in characters.
fn ranges_in(matches: &[Match], field: Field) -> Vec<Range<usize>> {
    let found = matches.iter().find(|found| found.field == field);
    found.map(|found| found.ranges.clone()).unwrap_or_default()
}
