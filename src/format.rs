//! Reading agendas of many formats to a [`Draft`], and writing them.
//!
//! [`read`] trusts no file: it keeps every readable part, and reports the others in
//! [`Draft::problems`]. [`Draft::check`] makes an [`Agenda`] of the draft.

mod cfp_dev;
mod collector;
mod csv;
mod csv_rows;
mod csv_values;
mod decode;
mod detect;
mod frab_json;
mod frab_xml;
mod hallway_csv;
mod hallway_json;
mod html_export;
pub mod ical;
#[cfg(test)]
mod id_tests;
mod json;
mod json_ld;
mod legacy_letters;
mod listing;
mod markdown_export;
mod page_scripts;
mod pretalx_widget;
mod published_rooms;
mod recordings;
mod sched_csv;
mod sessionize;
mod text;
mod times;
pub mod toml;
mod wordcamp;
mod words;
mod zone_rules;

pub(crate) use cfp_dev::event_weekdays;
pub(crate) use detect::may_be_toml;
pub use detect::{Format, SIZE_MAX, TOML_SIZE_MAX, detect};
pub use html_export::{HtmlContent, write_html};
pub(crate) use text::TagScanner;
pub(crate) use wordcamp::{PAGE_MAX, count_entries};

use crate::agenda::{Agenda, Draft, Problem, SessionIx};
use decode::{DecodedFile, EncodingRule, decode_file};
use std::sync::Arc;

/// The content of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The format of the file.
    pub format: Format,
    /// The file as UTF-8 without byte order mark. The places of the problems are bytes of this
    /// text. Long texts of the draft are parts of it.
    pub text: Arc<String>,
    /// The content of the file, and every problem.
    pub draft: Draft,
}

/// The reason why a file is no agenda.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadError {
    /// The reason, with its place in `text` if there is one.
    pub problem: Problem,
    /// The file as in [`Reading::text`].
    pub text: Arc<String>,
}

/// Reads an agenda in any [`Format`]. A vector of bytes becomes the text without a copy.
///
/// ```
/// use hallway::format::{self, Format};
///
/// let file = r#"
///     [event]
///     name = "Example Days"
///     timezone = "Europe/Dublin"
///
///     [[session]]
///     title = "Opening"
///     start = 2031-05-04T09:00:00
///     minutes = 45
///     room = "Hall"
///     speakers = ["Ann Example"]
/// "#;
/// let reading = format::read(file.as_bytes()).unwrap();
/// assert_eq!(reading.format, Format::Toml);
///
/// let (agenda, problems) = reading.draft.check(None);
/// assert!(problems.is_empty());
/// assert_eq!(&*agenda.name, "Example Days");
/// let session = &agenda.sessions[0];
/// assert_eq!(&*session.title, "Opening");
/// assert_eq!(session.start.unwrap().to_rfc3339(), "2031-05-04T09:00:00+01:00");
/// assert_eq!(session.minutes, Some(45));
/// ```
///
/// # Errors
/// The file as a whole cannot be an agenda. Any smaller fault is a problem of the draft.
pub fn read(bytes: impl Into<Vec<u8>>) -> Result<Reading, ReadError> {
    read_file(bytes.into())
}

fn read_file(bytes: Vec<u8>) -> Result<Reading, ReadError> {
    let format = detect(&bytes);
    let rule = format.as_ref().map_or(EncodingRule::Utf8, |format| encoding_rule(*format));
    let DecodedFile { text, problems } = decode_file(bytes, rule);
    let text = Arc::new(text);
    let format = match format {
        Ok(format) => format,
        Err(problem) => return Err(ReadError { problem, text }),
    };
    let draft = match format {
        Format::Toml => toml::read(&text),
        Format::FrabXml => frab_xml::read(&text),
        Format::FrabJson => frab_json::read(&text),
        Format::PretalxWidget => pretalx_widget::read(&text),
        Format::Ical => ical::read(&text),
        Format::SchedCsv => sched_csv::read(&text),
        Format::Sessionize => sessionize::read(&text),
        Format::CfpDev => cfp_dev::read(&text),
        Format::WordCamp => wordcamp::read(&text),
        Format::JsonLd => json_ld::read(&text),
        Format::HallwayJson => hallway_json::read(&text),
        Format::HallwayCsv => hallway_csv::read(&text),
    };
    match draft {
        Ok(mut draft) => {
            draft.problems.extend(problems);
            Ok(Reading { format, text, draft })
        }
        Err(problem) => Err(ReadError { problem, text }),
    }
}

/// Returns the [`EncodingRule`] of a `format`.
fn encoding_rule(format: Format) -> EncodingRule {
    match format {
        Format::FrabXml => EncodingRule::XmlDeclaration,
        Format::Ical => EncodingRule::GuessUnfolded,
        Format::SchedCsv | Format::HallwayCsv => EncodingRule::Guess,
        Format::Toml
        | Format::FrabJson
        | Format::PretalxWidget
        | Format::Sessionize
        | Format::CfpDev
        | Format::WordCamp
        | Format::JsonLd
        | Format::HallwayJson => EncodingRule::Utf8,
    }
}

/// The formats of [`write`]. [`ical::write`] and [`write_html`] are separate: they need marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WritableFormat {
    /// hallway's own format. No other keeps every field of an [`Agenda`].
    Toml,
    /// CSV with one line for each session, for a spreadsheet.
    Csv,
    /// A Markdown list by days.
    Markdown,
}

/// Writes the sessions for which `filter` returns true.
pub fn write(
    format: WritableFormat,
    agenda: &Agenda,
    filter: &dyn Fn(SessionIx) -> bool,
) -> String {
    match format {
        WritableFormat::Toml => toml::write(agenda, filter),
        WritableFormat::Csv => csv::write(agenda, filter),
        WritableFormat::Markdown => markdown_export::write(agenda, filter),
    }
}
