//! HTML as text. Only what is certainly a tag is one: `a < b` and `Vec<T>` are text.

use super::entities::decode_entities;
use super::link;
use super::tags::{Tag, TagKind, Tags, attribute, end_of};

/// How much of HTML a text has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    None,
    /// Line ends mean something: plain text or Markdown with tags in it.
    Inline,
    /// Paragraphs and lists are tags, and line ends mean nothing.
    Blocks,
}

const BLOCKS: &[&str] = &[
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "tr",
    "td",
    "th",
    "pre",
    "blockquote",
    "section",
    "article",
    "header",
    "footer",
    "main",
    "aside",
    "figure",
    "figcaption",
    "center",
    "address",
    "body",
    "html",
    "thead",
    "tbody",
    "tfoot",
    "caption",
    "hr",
    "details",
    "summary",
];
const INLINES: &[&str] = &[
    "a", "abbr", "acronym", "b", "big", "br", "button", "cite", "code", "del", "em", "font", "i",
    "iframe", "img", "ins", "kbd", "label", "mark", "meta", "object", "q", "s", "samp", "script",
    "small", "span", "strike", "strong", "style", "sub", "sup", "time", "tt", "u", "var", "video",
    "head", "title", "wbr", "nobr",
];
/// What is in these is not for people.
const SILENT: &[&str] = &[
    "script", "style", "head", "title", "iframe", "object", "noscript", "template", "svg", "math",
];

/// Whether a text is HTML.
pub(super) fn shape(text: &str) -> Shape {
    let mut shape = Shape::None;
    let mut tags = Tags::new(text);
    let mut before = 0;
    while let Some(tag) = tags.next() {
        // `Vec<i>` is no HTML, but `word</i>`, `word<br>` and `word<p class=…>` are.
        let glued = text
            .get(before..tag.at)
            .and_then(|text| text.chars().next_back())
            .is_some_and(char::is_alphanumeric);
        let sure = tag.close || tag.name.len() > 1 || !tag.attributes.trim().is_empty() || !glued;
        before = tag.end;
        if tag.kind == TagKind::Element && sure {
            match () {
                () if BLOCKS.contains(&&*tag.name) => return Shape::Blocks,
                () if INLINES.contains(&&*tag.name) => shape = Shape::Inline,
                () => {}
            }
        }
    }
    shape
}

/// Text with tags in it, as text whose line ends stay.
pub(super) fn inline(text: &str) -> String {
    Writer::new(true).run(text)
}

/// A whole of paragraphs and lists as text.
pub(super) fn blocks(text: &str) -> String {
    Writer::new(false).run(text)
}

/// How the next text is parted from what is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    Space,
    Cell,
    Line,
    Paragraph,
}

struct Writer {
    out: String,
    /// Line ends and spaces stay.
    verbatim: bool,
    gap: Gap,
    /// The number of the next item of each list that is open; `None`: no numbers.
    lists: Vec<Option<u32>>,
    /// The mark of an item of which nothing is written yet.
    mark: Option<String>,
    pre: usize,
    cells: bool,
    /// Where an emphasis began in the middle of a word.
    emphasis: Option<usize>,
    /// The address of the link that is open, and where its text begins.
    link: Option<(String, usize)>,
}

impl Writer {
    fn new(verbatim: bool) -> Writer {
        let (lists, emphasis, link) = (Vec::new(), None, None);
        Writer {
            out: String::new(),
            verbatim,
            gap: Gap::None,
            lists,
            mark: None,
            pre: 0,
            cells: false,
            emphasis,
            link,
        }
    }

    fn run(mut self, text: &str) -> String {
        let mut tags = Tags::new(text);
        let mut from = 0;
        let mut never = Vec::new();
        while let Some(tag) = tags.next() {
            let known = || BLOCKS.contains(&&*tag.name) || INLINES.contains(&&*tag.name);
            let before = text.get(from..tag.at).unwrap_or_default();
            let generic = !tag.close && before.ends_with(|c: char| c.is_alphanumeric() || c == ':');
            if tag.kind == TagKind::Element && generic && !known() {
                continue;
            }
            self.text(before);
            from = tag.end;
            match tag.kind {
                TagKind::Comment => {}
                TagKind::Address => self.text(tag.attributes.trim_start_matches("mailto:")),
                TagKind::Element
                    if SILENT.contains(&&*tag.name) && !tag.close && !never.contains(&tag.name) =>
                {
                    match end_of(text, from, &tag.name) {
                        Some(end) => {
                            from = end;
                            tags.at = end;
                        }
                        None => never.push(tag.name),
                    }
                }
                TagKind::Element if self.verbatim && tag.name == "br" => {
                    self.out.push('\n');
                    let rest = text.get(from..).unwrap_or_default();
                    let spaces = rest.len() - rest.trim_start_matches([' ', '\t']).len();
                    if rest.as_bytes().get(spaces) == Some(&b'\n') {
                        from += spaces + 1;
                    }
                }
                TagKind::Element if tag.name == "em" && !self.verbatim => self.emphasis(text, &tag),
                TagKind::Element => self.tag(&tag),
            }
        }
        self.text(text.get(from..).unwrap_or_default());
        self.end_link();
        self.out
    }

    /// Many a page was made by a Markdown that took `io_uring and io_uring` for `io<em>uring and
    /// io</em>uring`: where both ends are within a word, the underscores come back.
    fn emphasis(&mut self, text: &str, tag: &Tag<'_>) {
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let before = text.get(..tag.at).and_then(|text| text.chars().next_back());
        let after = text.get(tag.end..).and_then(|text| text.chars().next());
        let within = word(before) && word(after) && self.link.is_none();
        match self.emphasis.take().filter(|_| within && tag.close) {
            Some(at) if self.out.is_char_boundary(at) => {
                self.out.insert(at, '_');
                self.out.push('_');
            }
            _ => self.emphasis = (within && !tag.close).then_some(self.out.len()),
        }
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        match (&*tag.name, tag.close) {
            ("a", _) => {
                self.end_link();
                if let Some(url) = attribute(tag.attributes, "href").filter(|_| !tag.close) {
                    self.link = Some((url, self.out.len()));
                }
            }
            ("img", false) => self.text(&attribute(tag.attributes, "alt").unwrap_or_default()),
            ("code" | "tt" | "kbd" | "samp", _) if self.verbatim => self.out.push('`'),
            ("q", _) => self.text("\""),
            ("br", _) => self.part(if self.gap == Gap::Line { Gap::Paragraph } else { Gap::Line }),
            ("ul" | "ol", false) => {
                self.part(if self.lists.is_empty() { Gap::Paragraph } else { Gap::Line });
                self.mark = None;
                let first = attribute(tag.attributes, "start")
                    .and_then(|start| start.parse().ok())
                    .unwrap_or(1);
                self.lists.push((tag.name == "ol").then_some(first));
            }
            ("ul" | "ol", true) => {
                self.lists.pop();
                self.mark = None;
                self.part(if self.lists.is_empty() { Gap::Paragraph } else { Gap::Line });
            }
            ("li", false) => {
                self.mark = None;
                self.part(Gap::Line);
                self.mark = Some(match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number = number.saturating_add(1);
                        format!("{}. ", number.saturating_sub(1))
                    }
                    _ => "- ".to_owned(),
                });
            }
            ("li", true) | ("tr" | "dt" | "dd", _) => {
                self.cells = false;
                self.part(Gap::Line);
            }
            ("td" | "th", close) => {
                if !close && self.cells {
                    self.gap = Gap::Cell;
                }
                self.cells = true;
            }
            ("table", _) => {
                self.cells = false;
                self.part(Gap::Paragraph);
            }
            ("pre", close) => {
                self.part(Gap::Paragraph);
                self.pre = if close { self.pre.saturating_sub(1) } else { self.pre + 1 };
            }
            (name, _) if BLOCKS.contains(&name) => self.part(Gap::Paragraph),
            _ => {}
        }
    }

    /// Asks for a gap before what follows. Items of lists and cells of tables stand close together.
    fn part(&mut self, gap: Gap) {
        let gap = match gap {
            _ if self.mark.is_some() => return,
            Gap::Line | Gap::Paragraph if self.cells => Gap::Space,
            Gap::Paragraph if !self.lists.is_empty() => Gap::Line,
            gap => gap,
        };
        self.gap = self.gap.max(gap);
    }

    fn text(&mut self, text: &str) {
        if self.verbatim {
            self.out.push_str(&decode_entities(text));
        } else if self.pre > 0 {
            self.preformatted(text);
        } else {
            self.flowing(text);
        }
    }

    fn preformatted(&mut self, text: &str) {
        let text = if self.gap == Gap::Paragraph { text.trim_start_matches('\n') } else { text };
        if !text.is_empty() {
            self.flush();
            self.out.push_str(&decode_entities(text));
        }
    }

    /// Words with one space between. A line that begins as an item of a list does is one, for many
    /// a list is typed so.
    fn flowing(&mut self, text: &str) {
        for (at, line) in text.split('\n').enumerate() {
            let text = line.trim_start();
            let marked = ["* ", "• ", "- "].iter().find_map(|mark| text.strip_prefix(mark));
            if at > 0 {
                self.part(if marked.is_some() || is_numbered(text) {
                    Gap::Line
                } else {
                    Gap::Space
                });
            }
            // Where a line does begin here, the mark becomes that of all lists.
            let line = match marked {
                Some(rest) if self.gap >= Gap::Line => {
                    self.flush();
                    self.out.push_str("- ");
                    rest
                }
                _ => line,
            };
            // Nearly every line: it can be taken as a whole.
            if !line.contains("  ") && !line.contains(['\t', '\u{c}']) {
                let words = line.trim_matches(' ');
                if line.starts_with(' ') {
                    self.part(Gap::Space);
                }
                if !words.is_empty() {
                    self.flush();
                    self.out.push_str(&decode_entities(words));
                }
                if !words.is_empty() && line.ends_with(' ') {
                    self.part(Gap::Space);
                }
                continue;
            }
            let mut first = true;
            for word in line.split([' ', '\t', '\u{c}']) {
                if !first {
                    self.part(Gap::Space);
                }
                first = false;
                if !word.is_empty() {
                    self.flush();
                    self.out.push_str(&decode_entities(word));
                }
            }
        }
    }

    /// Writes the gap that was asked for, and the mark of an item.
    fn flush(&mut self) {
        let gap = if self.out.is_empty() { Gap::None } else { self.gap };
        self.gap = Gap::None;
        let line = matches!(gap, Gap::Line | Gap::Paragraph) || self.out.is_empty();
        match gap {
            Gap::None => {}
            Gap::Space => self.out.push(' '),
            Gap::Cell => self.out.push_str(" | "),
            Gap::Line => self.out.push('\n'),
            Gap::Paragraph => self.out.push_str("\n\n"),
        }
        let mark = self.mark.take();
        if line || mark.is_some() {
            /// Deeper lists are not moved farther in.
            const DEEPEST: usize = 6;
            let depth = self.lists.len().min(DEEPEST);
            let depth = if mark.is_some() { depth.saturating_sub(1) } else { depth };
            self.out.push_str(&"  ".repeat(depth));
        }
        self.out.push_str(&mark.unwrap_or_default());
    }

    fn end_link(&mut self) {
        let Some((url, from)) = self.link.take() else { return };
        let written = self.out.get(from..).unwrap_or_default();
        let text = written.trim_start_matches(|c: char| c.is_whitespace() || c == '-' || c == '|');
        let linked = link(text, &url);
        match linked.strip_prefix(text) {
            Some(more) if !text.is_empty() => self.out.push_str(more.trim_end()),
            _ if !linked.is_empty() => {
                self.flush();
                self.out.push_str(&linked);
            }
            _ => {}
        }
    }
}

/// `1. ` or `12) `
fn is_numbered(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    (1..=2).contains(&(line.len() - rest.len()))
        && [". ", ") "].iter().any(|end| rest.starts_with(end))
}
