//! Text wrapped into lines.

use super::cells::{fitting_prefix, width};
use std::ops::Range;

/// A line of a wrapped text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WrappedLine {
    /// The free cells before the line.
    pub(crate) indent: usize,
    /// The bytes of the text in this line.
    pub(crate) range: Range<usize>,
}

/// Wraps `text` into lines of at most `cells` cells, between words if possible.
///
/// Line ends of the text stay. An entry of a list continues below its first word. A letter wider
/// than the line is left out, and so is a separator between two lines: see [`SEPARATORS`].
pub(crate) fn wrap(text: &str, cells: usize) -> Vec<WrappedLine> {
    wrap_after(text, cells, 0)
}

/// Wraps `text` like [`wrap`]. The first line has `lead` cells less.
pub(crate) fn wrap_after(text: &str, cells: usize, lead: usize) -> Vec<WrappedLine> {
    first_lines(text, cells, lead, usize::MAX).0
}

/// Returns the first `most` lines of [`wrap_after`], and true if the text goes on below them.
pub(crate) fn first_lines(
    text: &str,
    cells: usize,
    lead: usize,
    most: usize,
) -> (Vec<WrappedLine>, bool) {
    let (lines, goes_on) = (Vec::new(), false);
    let mut wrapping = Wrapping { text, cells: cells.max(1), most, lines, goes_on };
    let (mut at, mut lead) = (0, lead);
    for paragraph in text.split('\n') {
        wrapping.add_paragraph(at, paragraph, lead);
        if wrapping.goes_on {
            break;
        }
        at += paragraph.len() + 1;
        lead = 0;
    }
    (wrapping.lines, wrapping.goes_on)
}

/// Returns the lines of [`wrap`] as strings.
pub(crate) fn wrapped(text: &str, cells: usize) -> Vec<String> {
    wrap(text, cells)
        .into_iter()
        .map(|line| format!("{:1$}{2}", "", line.indent, text.get(line.range).unwrap_or_default()))
        .collect()
}

/// Returns the words of `text` in lines of at most `cells` cells, each after `indent`. A word that
/// is too wide has a line of its own and is not cut, so that addresses stay whole.
pub(crate) fn wrap_words(text: &str, cells: usize, indent: &str) -> String {
    let cells = cells.saturating_sub(width(indent)).max(1);
    let mut wrapped = String::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && width(&line) + 1 + width(word) > cells {
                wrapped += &format!("{indent}{line}\n");
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line += word;
        }
        let indent = if line.is_empty() { "" } else { indent };
        wrapped += &format!("{indent}{line}\n");
    }
    wrapped
}

/// Returns true for a letter after which a long word may be broken.
pub(crate) fn is_joint(letter: char) -> bool {
    matches!(letter, '-' | '/' | '–' | '—')
}

/// Returns the longest beginning of a word in `cells`: up to a hyphen, dash or slash if more than a
/// third of the beginning remains, or if the part up to the next of them fits into a line.
fn word_beginning(word: &str, cells: usize) -> &str {
    let part = fitting_prefix(word, cells);
    let mut joints = part.char_indices().filter(|(_, letter)| is_joint(*letter));
    let joint = joints.next_back().map(|(at, letter)| at + letter.len_utf8()).filter(|at| {
        let next = word.get(*at..).and_then(|rest| rest.split_inclusive(is_joint).next());
        at * 3 > part.len() || next.is_some_and(|next| width(next.trim_end()) <= cells)
    });
    joint.and_then(|at| part.get(..at)).unwrap_or(part)
}

/// Words that separate others. A line break takes their place.
const SEPARATORS: [&str; 5] = ["·", "-", "–", "—", "|"];

/// Returns the cells of a word of `cells` cells without the white space at its end.
fn cells_without_end(word: &str, cells: usize) -> usize {
    match word.as_bytes() {
        [.., b'!'..=b'~'] => cells,
        [.., b'!'..=b'~', b' '] => cells.saturating_sub(1),
        _ => width(word.trim_end()),
    }
}

/// Returns the line without separators at its end, unless it has nothing else.
pub(crate) fn trim_separators(line: &str) -> &str {
    let trimmed = line.trim_end();
    if trimmed.ends_with(|letter: char| letter.is_alphanumeric()) {
        return trimmed;
    }
    let ends = SEPARATORS.iter().filter_map(|separator| trimmed.strip_suffix(separator));
    ends.filter(|rest| rest.ends_with(' ') && !rest.trim_end().is_empty())
        .map(trim_separators)
        .next()
        .unwrap_or(trimmed)
}

struct Wrapping<'a> {
    text: &'a str,
    cells: usize,
    /// The most lines.
    most: usize,
    lines: Vec<WrappedLine>,
    /// The text goes on below the lines.
    goes_on: bool,
}

impl Wrapping<'_> {
    fn is_full(&self) -> bool {
        self.lines.len() >= self.most
    }

    fn add_paragraph(&mut self, base: usize, paragraph: &str, lead: usize) {
        const MARKS: [&str; 3] = ["- ", "* ", "• "];
        if lead + width(paragraph) <= self.cells {
            return self.add_line(lead, base..base + paragraph.len());
        }
        let hang = if self.cells > 8 && MARKS.iter().any(|mark| paragraph.starts_with(mark)) {
            2
        } else {
            0
        };
        let (mut indent, mut start, mut used, before) = (lead, base, 0, self.lines.len());
        let mut at = base;
        for mut word in paragraph.split_inclusive(' ') {
            if used == 0 && self.lines.len() > before && SEPARATORS.contains(&word.trim_end()) {
                at += word.len();
                start = at;
                continue;
            }
            while !word.is_empty() {
                let cells = width(word);
                if indent + used + cells_without_end(word, cells) <= self.cells {
                    if self.is_full() {
                        self.goes_on = true;
                        return;
                    }
                    used += cells;
                    at += word.len();
                    break;
                }
                if used > 0 {
                    let line =
                        self.text.get(start..at).map_or(0, |line| trim_separators(line).len());
                    self.add_line(indent, start..start + line);
                    if SEPARATORS.contains(&word.trim_end()) {
                        at += word.len();
                        word = "";
                    }
                } else {
                    let part = word_beginning(word, self.cells - indent);
                    let skipped = if part.is_empty() { word.len() } else { 0 };
                    if skipped == 0 {
                        self.add_line(indent, at..at + part.len());
                    }
                    at += part.len() + skipped;
                    word = &word[part.len() + skipped..];
                }
                if self.goes_on {
                    return;
                }
                (indent, start, used) = (hang, at, 0);
            }
        }
        if start < at || self.lines.len() == before {
            self.add_line(indent, start..at);
        }
    }

    /// Adds a line, or notes that the text goes on.
    fn add_line(&mut self, indent: usize, range: Range<usize>) {
        if self.is_full() {
            self.goes_on = true;
            return;
        }
        let trimmed = self.text.get(range.clone()).map_or(0, |text| text.trim_end().len());
        self.lines.push(WrappedLine { indent, range: range.start..range.start + trimmed });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    #[test]
    fn long_text_is_wrapped_between_words() {
        for (text, cells, lines) in [
            ("one two three", 7, &["one two", "three"][..]),
            ("one two three", 100, &["one two three"]),
            ("extraordinary", 5, &["extra", "ordin", "ary"]),
            ("half-extraordinary", 8, &["half-", "extraord", "inary"]),
            ("to-extraordinary", 13, &["to-", "extraordinary"]),
            ("to-extraordinary", 12, &["to-extraordi", "nary"]),
            ("a-extremely-long", 10, &["a-", "extremely-", "long"]),
            ("half—extraordinary", 8, &["half—", "extraord", "inary"]),
            ("half/extraordinary", 8, &["half/", "extraord", "inary"]),
            ("a half-done thing", 7, &["a", "half-", "done", "thing"]),
            ("a half-done thing", 9, &["a", "half-done", "thing"]),
            ("a\n\nb", 5, &["a", "", "b"]),
            ("- a list of words", 9, &["- a list", "  of", "  words"]),
            ("one two · three", 8, &["one two", "three"]),
            ("one two · three", 9, &["one two", "three"]),
            ("one two - three", 11, &["one two", "three"]),
            ("one two", 3, &["one", "two"]),
            ("· one - ", 9, &["· one -"]),
            ("日本語", 4, &["日本", "語"]),
            ("日本", 1, &[""]),
            ("", 5, &[""]),
        ] {
            assert_eq!(wrapped(text, cells), lines, "{text:?} in {cells}");
        }
    }

    #[test]
    fn first_lines_are_those_of_the_whole_text() {
        let text = "one two three four-and-twenty\n\n- five six seven\neight";
        let all = wrap_after(text, 6, 2);
        for most in 0..all.len() + 2 {
            let expected = (all[..most.min(all.len())].to_vec(), most < all.len());
            assert_eq!(first_lines(text, 6, 2, most), expected, "{most}");
        }
    }

    #[test]
    fn wrap_words_breaks_between_words_only() {
        assert_eq!(wrap_words("one two three", 9, "  "), "  one two\n  three\n");
        assert_eq!(wrap_words("a\n\nb", 9, "> "), "> a\n\n> b\n");
        assert_eq!(wrap_words("immeasurable", 4, ""), "immeasurable\n");
        assert_eq!(wrap_words("日本 語", 5, ""), "日本\n語\n");
    }

    proptest! {
        #[test]
        fn wrapped_lines_fit_and_keep_every_letter(
            text in "[ a-zé日\u{301}]{0,60}",
            cells in 2..20_usize,
        ) {
            let lines = wrapped(&text, cells);
            prop_assert!(lines.iter().all(|line| width(line) <= cells));
            let letters = |text: &str| text.chars().filter(|c| *c != ' ').collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
            prop_assert!(width(&crate::text::fit(&text, cells)) <= cells);
        }
    }
}
