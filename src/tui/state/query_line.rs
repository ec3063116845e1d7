//! [`QueryLine`]: the line of a query while it is typed, edited as the line of a shell.

use crate::agenda::Clean;
use crate::tui::input::action::Command;
use unicode_segmentation::UnicodeSegmentation;

/// A line with a caret. The caret stands before or behind a whole letter: never between a letter
/// and its marks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct QueryLine {
    text: String,
    /// The bytes before the caret.
    caret: usize,
    /// Joiners and selectors that were typed, and show nothing before the next letter.
    pending: String,
    /// The text that was cut last.
    cut: String,
}

impl QueryLine {
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Returns the texts before and behind the caret.
    pub(crate) fn halves(&self) -> (&str, &str) {
        self.text.split_at(self.caret)
    }

    /// Replaces the line. The caret stands at its end.
    pub(crate) fn replace(&mut self, text: &str) {
        text.clone_into(&mut self.text);
        self.caret = self.text.len();
        self.pending.clear();
    }

    /// Inserts text at the caret, a letter at a time: marks join the letter before them. Returns
    /// false if the line has no place for all of the text: it has `chars_max` characters at most.
    pub(crate) fn insert(&mut self, text: &str, chars_max: usize) -> bool {
        let mut free = chars_max.saturating_sub(self.text.chars().count());
        for c in text.chars() {
            if free == 0 {
                return false;
            }
            let before = self.text.chars().count();
            self.insert_char(c);
            free = (free + before).saturating_sub(self.text.chars().count());
        }
        true
    }

    fn insert_char(&mut self, c: char) {
        let (before, behind) = self.halves();
        let typed = Clean::excerpt(&format!("{before}{}{c}", self.pending));
        if typed == before {
            // Joiners and selectors count with the next letter. Other hidden characters are lost.
            let counts_later = matches!(c, '\u{200c}' | '\u{200d}' | '\u{fe0e}' | '\u{fe0f}');
            if counts_later && self.pending.len() < 16 {
                self.pending.push(c);
            }
            return;
        }
        self.text = format!("{typed}{behind}");
        self.caret = typed.len();
        self.pending.clear();
    }

    /// Runs a command that edits the line or moves the caret. Returns false for other commands.
    pub(crate) fn run_command(&mut self, command: Command, chars_max: usize) -> bool {
        match command {
            Command::CaretLeft => self.caret = self.letter_before(),
            Command::CaretRight => self.caret = self.letter_behind(),
            Command::CaretWordLeft => self.caret = self.word_before(char::is_alphanumeric),
            Command::CaretWordRight => self.caret = self.word_behind(),
            Command::CaretStart => self.caret = 0,
            Command::CaretEnd => self.caret = self.text.len(),
            Command::DeleteBack => self.delete_to(self.letter_before()),
            Command::DeleteForward => self.delete_to(self.letter_behind()),
            Command::CutWord => self.cut_to(self.word_before(|c| !c.is_whitespace())),
            Command::CutWordForward => self.cut_to(self.word_behind()),
            Command::CutToStart => self.cut_to(0),
            Command::CutToEnd => self.cut_to(self.text.len()),
            Command::InsertCut => {
                let cut = self.cut.clone();
                self.insert(&cut, chars_max);
            }
            _ => return false,
        }
        self.pending.clear();
        true
    }

    fn letter_before(&self) -> usize {
        self.halves().0.grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn letter_behind(&self) -> usize {
        self.caret + self.halves().1.graphemes(true).next().map_or(0, str::len)
    }

    /// Returns the start of the word before the caret, where `is_in_word` tells the characters of
    /// words.
    fn word_before(&self, is_in_word: impl Fn(char) -> bool) -> usize {
        let before = self.halves().0.trim_end_matches(|c| !is_in_word(c));
        let is_outside = |c: char| !is_in_word(c) && !is_mark(c);
        before
            .rfind(is_outside)
            .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8))
    }

    /// Returns the end of the word behind the caret.
    fn word_behind(&self) -> usize {
        let behind = self.halves().1;
        let word = behind.find(char::is_alphanumeric).unwrap_or(behind.len());
        let is_outside = |c: char| !c.is_alphanumeric() && !is_mark(c);
        self.caret + behind[word..].find(is_outside).map_or(behind.len(), |end| word + end)
    }

    /// Removes and returns the text between the caret and `at`.
    fn remove_to(&mut self, at: usize) -> String {
        let (start, end) = (at.min(self.caret), at.max(self.caret));
        self.caret = start;
        self.text.drain(start..end).collect()
    }

    fn delete_to(&mut self, at: usize) {
        self.remove_to(at);
    }

    fn cut_to(&mut self, at: usize) {
        let cut = self.remove_to(at);
        if !cut.is_empty() {
            self.cut = cut;
        }
    }
}

/// Returns true for a mark or joiner inside a word.
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c) || matches!(c, '\u{200c}' | '\u{200d}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CHARS_MAX: usize = 100;

    /// Returns the line after typing `|` as the caret, and commands.
    fn edit(line: &str, commands: &[Command]) -> String {
        let (before, behind) = line.split_once('|').unwrap();
        let mut edited = QueryLine::default();
        edited.replace(&format!("{before}{behind}"));
        edited.caret = before.len();
        for command in commands {
            assert!(edited.run_command(*command, CHARS_MAX), "{command:?}");
        }
        let (before, behind) = edited.halves();
        format!("{before}|{behind}")
    }

    #[test]
    fn commands_edit_the_line_as_a_shell_does() {
        use Command::*;
        for (line, commands, expected) in [
            ("ab|c", &[CaretLeft][..], "a|bc"),
            ("|ab", &[CaretLeft], "|ab"),
            ("ab|c", &[CaretRight, CaretRight], "abc|"),
            ("liz de|bt", &[CaretStart], "|liz debt"),
            ("liz de|bt", &[CaretEnd], "liz debt|"),
            ("liz room:uls|ter", &[CaretWordLeft], "liz room:|ulster"),
            ("liz |debt", &[CaretWordLeft], "|liz debt"),
            ("li|z  debt x", &[CaretWordRight, CaretWordRight], "liz  debt| x"),
            ("ab|c", &[DeleteBack], "a|c"),
            ("ab|c", &[DeleteForward, DeleteForward], "ab|"),
            ("liz room:ulster |x", &[CutWord], "liz |x"),
            ("li|z debt", &[CutWordForward], "li| debt"),
            ("liz de|bt", &[CutToStart], "|bt"),
            ("liz de|bt", &[CutToEnd], "liz de|"),
            ("liz de|bt", &[CutToEnd, CaretStart, InsertCut], "bt|liz de"),
            ("liz |debt", &[CutWord, CutWord, CaretEnd, InsertCut], "debtliz |"),
            // Letters with their marks are one letter, and a flag is one.
            ("हिन्दी|", &[DeleteBack], "हि|"),
            ("a🏳️‍🌈|", &[CaretLeft], "a|🏳️‍🌈"),
            ("a🏳️‍🌈|", &[DeleteBack], "a|"),
            ("über हिन्दी|", &[CaretWordLeft], "über |हिन्दी"),
        ] {
            assert_eq!(edit(line, commands), expected, "{line} {commands:?}");
        }
    }

    #[test]
    fn text_typed_by_single_characters_is_the_text() {
        for (typed, expected) in [
            ("हिन्दी", "हिन्दी"),
            ("ที่นี่", "ที่นี่"),
            ("e\u{301}te\u{301}", "été"),
            ("🏳\u{fe0f}\u{200d}🌈", "🏳\u{fe0f}\u{200d}🌈"),
            ("نمی\u{200c}خواهم", "نمی\u{200c}خواهم"),
            ("\u{301}a\u{202e}b\u{7}c", "abc"),
            ("a b ", "a b "),
        ] {
            let mut line = QueryLine::default();
            for c in typed.chars() {
                line.insert(c.encode_utf8(&mut [0; 4]), CHARS_MAX);
            }
            assert_eq!(line.text(), expected, "{typed:?}");
            assert_eq!(line.halves().1, "", "{typed:?}");
        }
    }

    #[test]
    fn line_is_full_at_its_limit() {
        let mut line = QueryLine::default();
        assert!(line.insert("abc", 4));
        assert!(!line.insert("de", 4));
        assert_eq!(line.text(), "abcd");
    }

    proptest! {
        #[test]
        fn caret_stands_between_letters(
            steps in proptest::collection::vec(
                prop_oneof!["\\PC{1,3}".prop_map(Ok), (0..Command::ALL.len()).prop_map(Err)],
                0..30,
            ),
        ) {
            let mut line = QueryLine::default();
            for step in steps {
                match step {
                    Ok(text) => drop(line.insert(&text, CHARS_MAX)),
                    Err(command) => drop(line.run_command(Command::ALL[command], CHARS_MAX)),
                }
                let (before, behind) = line.halves();
                prop_assert_eq!(format!("{before}{behind}"), line.text());
                prop_assert!(line.text().chars().count() <= CHARS_MAX + 4);
            }
        }
    }
}
