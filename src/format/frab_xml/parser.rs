//! quick-xml from a byte of the text on.

use quick_xml::Reader;
use quick_xml::events::Event;
use std::io::BufRead;

/// The parser of the text from `base` on.
pub(super) struct XmlParser<'a> {
    xml: Reader<&'a [u8]>,
    base: usize,
    end: usize,
}

impl<'a> XmlParser<'a> {
    /// Returns a parser of the text from the byte `from` on. A byte order mark is skipped here:
    /// quick-xml would skip it without counting it.
    pub(super) fn new(text: &'a str, from: usize) -> XmlParser<'a> {
        let rest = text.get(from..).unwrap_or_default().trim_start_matches('\u{feff}');
        let mut xml = Reader::from_str(rest);
        let config = xml.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        XmlParser { xml, base: text.len() - rest.len(), end: text.len() }
    }

    pub(super) fn read_event(&mut self) -> quick_xml::Result<Event<'a>> {
        self.xml.read_event()
    }

    /// Returns the position in the text, in bytes.
    pub(super) fn position(&self) -> usize {
        self.place(self.xml.buffer_position())
    }

    /// Returns the position of the last error, in bytes.
    pub(super) fn error_position(&self) -> usize {
        self.place(self.xml.error_position())
    }

    fn place(&self, at: u64) -> usize {
        usize::try_from(at).map_or(self.end, |at| (self.base + at).min(self.end))
    }

    pub(super) fn skip_to(&mut self, position: usize) {
        let length = position - self.position();
        self.xml.stream().consume(length);
    }
}
