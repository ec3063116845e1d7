//! Writes the text and the tags of an HTML text as plain text.

use super::entities::decode_entities;
use super::links::format_link;
use super::tags::{Tag, TagKind, TagScanner};

/// The meaning of line ends and spaces in the source.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum LineEnds {
    /// Line ends and spaces stay.
    #[default]
    Keep,
    /// Every run of white space is one space.
    Join,
}

/// The separator between the written text and the next one; a later variant beats an earlier one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Separator {
    #[default]
    None,
    Space,
    Cell,
    Line,
    Paragraph,
}

/// An open list.
enum OpenList {
    Bulleted,
    Numbered { next: u32 },
}

impl OpenList {
    fn next_mark(&mut self) -> String {
        match self {
            OpenList::Bulleted => "- ".to_owned(),
            OpenList::Numbered { next } => {
                let mark = format!("{next}. ");
                *next = next.saturating_add(1);
                mark
            }
        }
    }
}

/// An open link.
struct OpenLink {
    url: String,
    /// The first byte of the link's text in the output.
    text_start: usize,
}

/// A writer of the plain text of one HTML text.
#[derive(Default)]
pub(super) struct HtmlWriter {
    out: String,
    line_ends: LineEnds,
    /// The separator before the next text.
    separator: Separator,
    lists: Vec<OpenList>,
    /// The mark of an item whose text has not begun.
    item_mark: Option<String>,
    /// The number of open `<pre>`.
    pre_depth: usize,
    /// True within a table row after its first cell.
    in_row: bool,
    /// The byte of an `<em>` in the middle of a word, in the output.
    emphasis_start: Option<usize>,
    link: Option<OpenLink>,
    /// Hidden elements without an end tag: their content is shown.
    unclosed: Vec<String>,
}

impl HtmlWriter {
    pub(super) fn new(line_ends: LineEnds) -> HtmlWriter {
        HtmlWriter { line_ends, ..HtmlWriter::default() }
    }

    pub(super) fn write_html(mut self, html: &str) -> String {
        let mut tags = TagScanner::new(html);
        let mut from = 0;
        while let Some(tag) = tags.next_tag() {
            let before = html.get(from..tag.start).unwrap_or_default();
            if is_type_parameter(&tag, before) {
                continue;
            }
            self.write_text(before);
            from = match tag.kind {
                TagKind::Comment => tag.end,
                TagKind::Address => {
                    self.write_text(tag.attributes.trim_start_matches("mailto:"));
                    tag.end
                }
                TagKind::Element => self.write_element(html, &tag, &mut tags),
            };
        }
        self.write_text(html.get(from..).unwrap_or_default());
        self.close_link();
        self.out
    }

    /// Handles the tag of an element. Returns the first byte of the next text.
    fn write_element(&mut self, html: &str, tag: &Tag<'_>, tags: &mut TagScanner<'_>) -> usize {
        if tag.is_hidden() && !tag.is_end && !self.unclosed.iter().any(|name| *name == tag.name) {
            return tags.skip_element(tag).unwrap_or_else(|| {
                self.unclosed.push(tag.name.clone().into_owned());
                tag.end
            });
        }
        match (&*tag.name, self.line_ends) {
            ("br", LineEnds::Keep) => {
                self.out.push('\n');
                // `<br>` at the end of a line is one line end, not two.
                let rest = html.get(tag.end..).unwrap_or_default();
                let after = rest.trim_start_matches([' ', '\t']).strip_prefix('\n');
                return html.len() - after.unwrap_or(rest).len();
            }
            ("code" | "tt" | "kbd" | "samp", LineEnds::Keep) => self.out.push('`'),
            ("em", LineEnds::Join) => self.write_emphasis(html, tag),
            ("a", _) => self.write_link(tag),
            ("img", _) if !tag.is_end => {
                self.write_text(&tag.attribute("alt").unwrap_or_default());
            }
            ("q", _) => self.write_text("\""),
            _ => self.write_block(tag),
        }
        tag.end
    }

    /// Writes underscores back for emphasis within words: some Markdown readers turn `io_uring and
    /// io_uring` into `io<em>uring and io</em>uring`.
    fn write_emphasis(&mut self, html: &str, tag: &Tag<'_>) {
        let before = html.get(..tag.start).unwrap_or_default();
        let after = html.get(tag.end..).unwrap_or_default();
        let is_within_word = before.ends_with(char::is_alphanumeric)
            && after.starts_with(char::is_alphanumeric)
            && self.link.is_none();
        match self.emphasis_start.take().filter(|_| is_within_word && tag.is_end) {
            Some(start) if self.out.is_char_boundary(start) => {
                self.out.insert(start, '_');
                self.out.push('_');
            }
            _ => {
                self.emphasis_start = (is_within_word && !tag.is_end).then_some(self.out.len());
            }
        }
    }

    fn write_link(&mut self, tag: &Tag<'_>) {
        self.close_link();
        if let Some(url) = tag.attribute("href").filter(|_| !tag.is_end) {
            self.link = Some(OpenLink { url, text_start: self.out.len() });
        }
    }

    /// Writes the address of the open link behind its text.
    fn close_link(&mut self) {
        let Some(OpenLink { url, text_start }) = self.link.take() else { return };
        let written = self.out.get(text_start..).unwrap_or_default();
        let text = written.trim_start_matches(|c: char| c.is_whitespace() || c == '-' || c == '|');
        let link = format_link(text, &url);
        match link.strip_prefix(text) {
            Some(address) if !text.is_empty() => self.out.push_str(address.trim_end()),
            _ if !link.is_empty() => self.push_text(&link),
            _ => {}
        }
    }

    fn write_block(&mut self, tag: &Tag<'_>) {
        match (&*tag.name, tag.is_end) {
            ("br", _) if self.separator == Separator::Line => self.separate(Separator::Paragraph),
            ("br", _) => self.separate(Separator::Line),
            ("ul" | "ol", false) => {
                self.separate_list();
                self.item_mark = None;
                self.lists.push(match &*tag.name {
                    "ol" => {
                        let start = tag.attribute("start").and_then(|start| start.parse().ok());
                        OpenList::Numbered { next: start.unwrap_or(1) }
                    }
                    _ => OpenList::Bulleted,
                });
            }
            ("ul" | "ol", true) => {
                self.lists.pop();
                self.item_mark = None;
                self.separate_list();
            }
            ("li", false) => {
                self.item_mark = None;
                self.separate(Separator::Line);
                let list = self.lists.last_mut();
                self.item_mark = Some(list.map_or("- ".to_owned(), OpenList::next_mark));
            }
            ("li", true) | ("tr" | "dt" | "dd", _) => {
                self.in_row = false;
                self.separate(Separator::Line);
            }
            ("td" | "th", is_end) => {
                if !is_end && self.in_row {
                    self.separator = Separator::Cell;
                }
                self.in_row = true;
            }
            ("table", _) => {
                self.in_row = false;
                self.separate(Separator::Paragraph);
            }
            ("pre", is_end) => {
                self.separate(Separator::Paragraph);
                self.pre_depth =
                    if is_end { self.pre_depth.saturating_sub(1) } else { self.pre_depth + 1 };
            }
            _ if tag.is_block() => self.separate(Separator::Paragraph),
            _ => {}
        }
    }

    /// Separates an outermost list from the text around by a paragraph, an inner one by a line.
    fn separate_list(&mut self) {
        let is_outermost = self.lists.is_empty();
        self.separate(if is_outermost { Separator::Paragraph } else { Separator::Line });
    }

    /// Asks for a separator before the next text. List items stand on adjacent lines and the
    /// content of a cell on one line.
    fn separate(&mut self, separator: Separator) {
        let separator = match separator {
            _ if self.item_mark.is_some() => return,
            Separator::Line | Separator::Paragraph if self.in_row => Separator::Space,
            Separator::Paragraph if !self.lists.is_empty() => Separator::Line,
            separator => separator,
        };
        self.separator = self.separator.max(separator);
    }

    fn write_text(&mut self, text: &str) {
        if self.line_ends == LineEnds::Keep {
            self.out.push_str(&decode_entities(text));
        } else if self.pre_depth > 0 {
            let is_first = self.separator == Separator::Paragraph;
            let text = if is_first { text.trim_start_matches('\n') } else { text };
            if !text.is_empty() {
                self.push_text(&decode_entities(text));
            }
        } else {
            self.write_lines(text);
        }
    }

    /// Writes words with one space between them. A line with the mark of a list item becomes an
    /// item: many people type lists so.
    fn write_lines(&mut self, text: &str) {
        for (ix, line) in text.split('\n').enumerate() {
            let start = line.trim_start();
            let item = ["* ", "• ", "- "].iter().find_map(|mark| start.strip_prefix(mark));
            if ix > 0 {
                let is_item = item.is_some() || begins_with_number(start);
                self.separate(if is_item { Separator::Line } else { Separator::Space });
            }
            match item {
                // The line begins here in the output too: the mark becomes the mark of all lists.
                Some(item) if self.separator >= Separator::Line => {
                    self.push_text("- ");
                    self.write_words(item);
                }
                _ => self.write_words(line),
            }
        }
    }

    fn write_words(&mut self, line: &str) {
        if line.contains("  ") || line.contains(['\t', '\u{c}']) {
            for (ix, word) in line.split([' ', '\t', '\u{c}']).enumerate() {
                if ix > 0 {
                    self.separate(Separator::Space);
                }
                if !word.is_empty() {
                    self.push_text(&decode_entities(word));
                }
            }
            return;
        }
        // Nearly every line: its words have one space between them already.
        let words = line.trim_matches(' ');
        if line.starts_with(' ') {
            self.separate(Separator::Space);
        }
        if !words.is_empty() {
            self.push_text(&decode_entities(words));
            if line.ends_with(' ') {
                self.separate(Separator::Space);
            }
        }
    }

    /// Appends `separator`, `item_mark` and `text`.
    fn push_text(&mut self, text: &str) {
        let separator = if self.out.is_empty() { Separator::None } else { self.separator };
        self.separator = Separator::None;
        let begins_line =
            matches!(separator, Separator::Line | Separator::Paragraph) || self.out.is_empty();
        self.out.push_str(match separator {
            Separator::None => "",
            Separator::Space => " ",
            Separator::Cell => " | ",
            Separator::Line => "\n",
            Separator::Paragraph => "\n\n",
        });
        let mark = self.item_mark.take();
        if begins_line || mark.is_some() {
            /// The depth of the last list with an indent of its own.
            const DEPTH_MAX: usize = 6;
            let depth = self.lists.len().min(DEPTH_MAX);
            let depth = if mark.is_some() { depth.saturating_sub(1) } else { depth };
            self.out.push_str(&"  ".repeat(depth));
        }
        self.out.push_str(&mark.unwrap_or_default());
        self.out.push_str(text);
    }
}

/// Returns true for the `<T>` of `Vec<T>`: an unknown element right after a letter, a digit or a
/// colon.
fn is_type_parameter(tag: &Tag<'_>, before: &str) -> bool {
    tag.kind == TagKind::Element
        && !tag.is_end
        && before.ends_with(|c: char| c.is_alphanumeric() || c == ':')
        && !tag.is_block()
        && !tag.is_inline()
}

/// Returns true for a line with `1. ` or `12) ` at its beginning.
fn begins_with_number(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    (1..=2).contains(&(line.len() - rest.len()))
        && [". ", ") "].iter().any(|end| rest.starts_with(end))
}
