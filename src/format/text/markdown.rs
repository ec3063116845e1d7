//! Markdown, and plain text that may look like it. A mark is taken as one only where it can be
//! nothing else.

use super::entities::read_entity;
use super::link;
use std::collections::HashMap;

/// Text in which nothing but what Markdown means is changed; `entities` are those of HTML.
pub(super) fn remove_marks(text: &str, entities: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut paragraph = String::new();
    let mut fences = text.lines().filter(|line| is_fence(line)).count();
    let mut fenced = false;
    let mut last = "";
    for line in text.lines() {
        let before = std::mem::replace(&mut last, line);
        // The last fence without a partner is text.
        if is_fence(line) && (fenced || fences > 1) {
            fences -= 1;
            fenced = !fenced;
            end(&mut out, &mut paragraph, entities);
            continue;
        }
        if fenced {
            out.push_str(line);
            out.push('\n');
            continue;
        }
        let above = !paragraph.trim().is_empty() && !paragraph.ends_with("\n\n");
        if let Some(heading) = heading(line) {
            end(&mut out, &mut paragraph, entities);
            out.push('\n');
            paragraph.push_str(heading);
            paragraph.push_str("\n\n");
            end(&mut out, &mut paragraph, entities);
        } else if line.trim().is_empty() || (above && is_underline(line)) {
            paragraph.push('\n');
            end(&mut out, &mut paragraph, entities);
        } else if !(above && is_table_rule(line)) {
            if item(line).is_some() {
                end(&mut out, &mut paragraph, entities);
            }
            push_line(&mut paragraph, before, line);
        }
    }
    end(&mut out, &mut paragraph, entities);
    out
}

/// Writes what has gathered in `paragraph`.
fn end(out: &mut String, paragraph: &mut String, entities: bool) {
    out.push_str(&marks_removed(paragraph, entities));
    paragraph.clear();
}

fn push_line(paragraph: &mut String, above: &str, line: &str) {
    match item(line) {
        Some((indent, rest)) => {
            paragraph.push_str(&indent.replace('\t', "  "));
            paragraph.push_str("- ");
            paragraph.push_str(rest);
        }
        None if paragraph.ends_with('\n') && goes_on(above, line) => {
            paragraph.pop();
            paragraph.push(' ');
            paragraph.push_str(line);
        }
        None => paragraph
            .push_str(line.strip_suffix('\\').filter(|rest| !rest.ends_with('\\')).unwrap_or(line)),
    }
    paragraph.push('\n');
}

/// Whether a line is the rest of the long one above it, which some editor has broken: it goes on in
/// a small letter.
fn goes_on(above: &str, line: &str) -> bool {
    /// In bytes. Shorter lines may be broken on purpose.
    const LONG: usize = 60;
    // Two blanks and a backslash are breaks of Markdown.
    above.len() >= LONG
        && line.starts_with(char::is_lowercase)
        && !line.starts_with("http")
        && !above.ends_with("  ")
        && !above.ends_with(['.', '!', '?', ':', ';', '\\'])
}

fn is_fence(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("```") && !line.trim_start_matches('`').contains('`')
        || line.starts_with("~~~")
}

/// `## Title`, and `== Title ==` of wikis; `#hashtag` is none.
fn heading(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix("==") {
        let title =
            rest.trim_start_matches('=').strip_prefix(' ')?.trim_end().strip_suffix("==")?;
        return title
            .trim_end_matches('=')
            .strip_suffix(' ')
            .map(str::trim)
            .filter(|title| !title.is_empty());
    }
    let rest = line.trim_start_matches('#');
    let level = line.len() - rest.len();
    let title = rest.strip_prefix(' ').filter(|_| (1..=6).contains(&level))?.trim();
    let bare = title.trim_end_matches('#');
    Some(if bare.ends_with(' ') { bare.trim_end() } else { title })
        .filter(|title| !title.is_empty())
}

/// The line under a heading.
fn is_underline(line: &str) -> bool {
    let line = line.trim_end();
    line.len() >= 3
        && (line.bytes().all(|byte| byte == b'=') || line.bytes().all(|byte| byte == b'-'))
}

/// `|---|:--:|`
fn is_table_rule(line: &str) -> bool {
    line.contains("--")
        && line.contains('|')
        && line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' '))
}

/// What stands before and after the mark of an item of a list.
fn item(line: &str) -> Option<(&str, &str)> {
    let rest = line.trim_start_matches([' ', '\t']);
    let mark = ["* ", "- ", "+ ", "• ", "•\t", "*\t", "-\t"]
        .iter()
        .find(|mark| rest.starts_with(**mark))?;
    let text = rest.get(mark.len()..)?.trim_start();
    // A line of nothing but such marks is a rule.
    let rule = text.chars().all(|c| matches!(c, '*' | '-' | '+' | ' '));
    (!rule).then_some((line.get(..line.len() - rest.len())?, text))
}

/// A change of the text: these bytes become that.
struct Edit {
    at: usize,
    length: usize,
    by: String,
}

/// One paragraph, once.
struct Inline<'t> {
    text: &'t str,
    entities: bool,
    edits: Vec<Edit>,
    /// The last opening mark of each kind that is not closed.
    open: HashMap<(u8, usize), usize>,
    brackets: Vec<usize>,
    /// Where the last run of so many backquotes begins.
    ticks: HashMap<usize, usize>,
}

fn marks_removed(text: &str, entities: bool) -> String {
    let mut inline = Inline {
        text,
        entities,
        edits: Vec::new(),
        open: HashMap::new(),
        brackets: Vec::new(),
        ticks: HashMap::new(),
    };
    inline.find_ticks();
    let mut at = 0;
    let mark = |byte: &u8| {
        matches!(byte, b'\\' | b'`' | b'*' | b'_' | b'~' | b'[' | b']' | b'<' | b'h' | b'&')
    };
    while let Some(next) = text.as_bytes().get(at..).and_then(|rest| rest.iter().position(mark)) {
        at = inline.step(at + next);
    }
    inline.apply()
}

impl Inline<'_> {
    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    fn rest(&self, at: usize) -> &str {
        self.text.get(at..).unwrap_or_default()
    }

    fn run(&self, at: usize) -> usize {
        let byte = self.byte(at);
        self.text
            .as_bytes()
            .get(at..)
            .unwrap_or_default()
            .iter()
            .take_while(|b| **b == byte)
            .count()
    }

    fn before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().next_back()
    }

    fn edit(&mut self, at: usize, length: usize, by: String) {
        self.edits.push(Edit { at, length, by });
    }

    fn find_ticks(&mut self) {
        let mut at = 0;
        while let Some(found) = self.rest(at).find('`') {
            at += found;
            let run = self.run(at);
            self.ticks.insert(run, at);
            at += run;
        }
    }

    /// Looks at one place, and returns the next.
    fn step(&mut self, at: usize) -> usize {
        match self.byte(at) {
            b'\\' => self.escape(at),
            b'`' => self.code(at),
            b'*' | b'_' | b'~' => self.emphasis(at),
            b'[' => {
                self.brackets.push(at);
                at + 1
            }
            b']' => self.link(at),
            b'<' => self.address(at),
            b'h' if ["http://", "https://"].iter().any(|head| self.rest(at).starts_with(head)) => {
                self.bare_address(at)
            }
            b'&' if self.entities => match read_entity(self.rest(at)) {
                Some((c, length)) => {
                    self.edit(at, length, c.to_string());
                    at + length
                }
                None => at + 1,
            },
            _ => at + 1,
        }
    }

    fn escape(&mut self, at: usize) -> usize {
        let next = self.byte(at + 1);
        if b"*_[]()#`<>.-+!~|{}".contains(&next) {
            self.edit(at, 1, String::new());
        }
        // The next letter means nothing now. A backslash before a backslash stays: it may be a
        // path.
        if next.is_ascii() { at + 2 } else { at + 1 }
    }

    /// Code stays as it is, with its marks.
    fn code(&mut self, at: usize) -> usize {
        let run = self.run(at);
        if self.ticks.get(&run).is_none_or(|last| *last <= at) {
            return at + run;
        }
        let mut from = at + run;
        while let Some(found) = self.rest(from).find('`') {
            let length = self.run(from + found);
            from += found + length;
            if length == run {
                break;
            }
        }
        from
    }

    fn emphasis(&mut self, at: usize) -> usize {
        let (byte, run) = (self.byte(at), self.run(at));
        let after = at + run;
        let (before, next) = (self.before(at), self.rest(after).chars().next());
        if run > 3 || (byte == b'~' && run != 2) {
            return after;
        }
        let inside =
            |c: Option<char>, not: &str| c.is_some_and(|c| !c.is_whitespace() && !not.contains(c));
        let outside = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        // **Ra**ndom **A**ccess, but 2**3 is a sum.
        let closes = inside(before, "([{") && (outside(next) || (byte == b'*' && run == 2));
        let opens = inside(next, ")]},.;:!?") && outside(before);
        match self.open.get(&(byte, run)).copied() {
            Some(open) if closes => {
                self.open.remove(&(byte, run));
                let text = self.text.get(open + run..at).unwrap_or_default();
                // `__init__` is a name.
                let name = byte == b'_'
                    && run == 2
                    && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
                if !name && !text.is_empty() {
                    self.edit(open, run, String::new());
                    self.edit(at, run, String::new());
                }
            }
            _ if opens => {
                self.open.insert((byte, run), at);
            }
            _ => {}
        }
        after
    }

    /// `[text](address "title")`, or a picture, of which its text stays.
    fn link(&mut self, at: usize) -> usize {
        let Some(open) = self.brackets.pop() else { return at + 1 };
        if self.byte(at + 1) != b'(' {
            return at + 1;
        }
        let Some((url, end)) = target(self.rest(at + 2)) else { return at + 1 };
        // Editors put a whole link where the address is due: [text]([url](https://example.org)).
        let inner =
            url.strip_prefix('[').and_then(|link| link.split_once("](")?.1.strip_suffix(')'));
        let url = inner.unwrap_or(url);
        let text = self.text.get(open + 1..at).unwrap_or_default();
        let picture = open > 0 && self.byte(open - 1) == b'!';
        let more = match link(text, url) {
            _ if picture => String::new(),
            linked if text.trim().is_empty() => linked,
            linked => linked.strip_prefix(text).unwrap_or_default().to_owned(),
        };
        let web =
            ["http://", "https://", "mailto:", "/", "#"].iter().any(|head| url.starts_with(head));
        if !web && !url.contains(['.', '/']) {
            // `f[i](x)` is no link.
            return at + 1;
        }
        let mark = usize::from(picture);
        self.edit(open - mark, 1 + mark, String::new());
        self.edit(at, 2 + end, more);
        at + 2 + end
    }

    /// `<https://…>`
    fn address(&mut self, at: usize) -> usize {
        let rest = self.rest(at + 1);
        if !["http://", "https://"].iter().any(|head| rest.starts_with(head)) {
            return at + 1;
        }
        match rest.find(|c: char| c == '>' || c == '<' || c.is_whitespace()) {
            Some(end) if rest.as_bytes().get(end) == Some(&b'>') => {
                self.edit(at, 1, String::new());
                self.edit(at + 1 + end, 1, String::new());
                at + end + 2
            }
            _ => at + 1,
        }
    }

    /// Marks within an address are part of it.
    fn bare_address(&mut self, at: usize) -> usize {
        let mut end = at;
        loop {
            let rest = self.rest(end);
            let stops = |c: char| {
                c.is_whitespace() || matches!(c, '<' | '>' | '"' | ')' | ']' | '&' | '\\')
            };
            end += rest.find(stops).unwrap_or(rest.len());
            let entity = read_entity(self.rest(end)).filter(|_| self.entities);
            match entity {
                Some((c, length)) if !stops(c) || c == '&' => {
                    self.edit(end, length, c.to_string());
                    end += length;
                }
                None if self.byte(end) == b'&' => end += 1,
                _ => break,
            }
        }
        let address = self.text.get(at..end).unwrap_or_default();
        at + address.trim_end_matches(['*', '_', '~', '.', ',', '`']).len()
    }

    fn apply(mut self) -> String {
        if self.edits.is_empty() {
            return self.text.to_owned();
        }
        self.edits.sort_by_key(|edit| edit.at);
        let mut out = String::with_capacity(self.text.len());
        let mut from = 0;
        for edit in self.edits {
            out.push_str(self.text.get(from..edit.at).unwrap_or_default());
            out.push_str(&edit.by);
            from = from.max(edit.at + edit.length);
        }
        out.push_str(self.text.get(from..).unwrap_or_default());
        out
    }
}

/// The longest title of a link, in bytes; one that is never closed must not be looked for over and
/// over.
const TITLE_MAX: usize = 200;

/// The address between the brackets of a link, and how long the whole is with its closing bracket.
fn target(text: &str) -> Option<(&str, usize)> {
    let mut depth = 0_u8;
    let end = text.char_indices().find_map(|(at, c)| match c {
        '(' if depth > 1 => Some(None),
        '(' => {
            depth += 1;
            None
        }
        ')' if depth > 0 => {
            depth -= 1;
            None
        }
        ')' | ' ' => Some(Some(at)),
        '\n' | '<' => Some(None),
        _ => None,
    })??;
    let url = text.get(..end).filter(|url| !url.is_empty())?;
    let rest = text.get(end..)?;
    if let Some(after) = rest.strip_prefix(' ').unwrap_or(rest).strip_prefix(')') {
        return Some((url, text.len() - after.len()));
    }
    // A title in quotes.
    let title = rest.strip_prefix(" \"")?;
    let near = title.get(..title.floor_char_boundary(TITLE_MAX))?;
    let close = near.split('\n').next()?.find("\")")?;
    Some((url, text.len() - title.len() + close + 2))
}
