//! The statements of one table, read one after the other: first the key, then the value, by the
//! type of the field. A text that is read so is never held as a value of any type.

use super::bare_keys::{is_key_byte, key_bit};
use super::header::read_plain_header;
use super::values::PlainText;
use crate::agenda::{At, Span};
use crate::format::toml::budget::count_listed;
use crate::format::toml::syntax::{KeyText, SyntaxItem};
use std::borrow::Cow;

/// The statements of a table, which are read one after the other up to the next header or the end
/// of the text. They end early before a fault, and before a statement that is not plain.
pub(in crate::format::toml) struct PlainStatements<'t> {
    plain: PlainText<'t>,
    /// The place of the header.
    pub(in crate::format::toml) at: Span,
    /// See [`key_bit`].
    key_bits: u64,
    may_have_twins: bool,
    /// True after a fault.
    is_broken: bool,
    /// The number of entries of all lists and tables so far.
    pub(in crate::format::toml) listed: usize,
    /// The byte after the table, when all statements are read.
    end: Option<usize>,
}

/// An item of a list.
pub(in crate::format::toml) enum TableListItem<'t> {
    Text(At<Cow<'t, str>>),
    Other(SyntaxItem<'t>),
}

impl<'t> PlainStatements<'t> {
    /// Returns the statements from the byte after the header at `at` on.
    pub(super) fn new(plain: PlainText<'t>, at: Span) -> PlainStatements<'t> {
        let (key_bits, may_have_twins, is_broken) = (0, false, false);
        PlainStatements { plain, at, key_bits, may_have_twins, is_broken, listed: 0, end: None }
    }

    /// Returns the key of the next statement. Read the value before the next call.
    pub(in crate::format::toml) fn next_key(&mut self) -> Option<KeyText<'t>> {
        if self.is_broken || !self.find_statement() {
            return None;
        }
        let key = self.plain.read_key();
        let key = self.note_fault(key)?;
        let bit = key_bit(&key.value);
        self.may_have_twins |= self.key_bits & bit != 0;
        self.key_bits |= bit;
        Some(key)
    }

    /// Moves to the next statement. Returns false at the end of the table.
    fn find_statement(&mut self) -> bool {
        let plain = &mut self.plain;
        while plain.take_byte(b'\n') {}
        if plain.peek().is_some_and(is_key_byte) {
            return true;
        }
        let Some(line_start) = plain.skip_empty_lines() else { return false };
        let is_header = || read_plain_header(plain.text, plain.at).is_some();
        match plain.peek() {
            Some(b'[') if line_start != plain.at || !is_header() => false,
            None | Some(b'[') => {
                self.end = Some(plain.at);
                false
            }
            Some(_) => true,
        }
    }

    /// Reads a value of any type.
    pub(in crate::format::toml) fn read_value(&mut self) -> Option<SyntaxItem<'t>> {
        let item = self.plain.read_value(0);
        let item = self.note_fault(item)?;
        self.listed += count_listed(&item.value);
        self.end_statement()?;
        Some(item)
    }

    /// Reads a text. Returns `None` for a fault, and before a value of another type, which is left
    /// to [`Self::read_value`].
    #[inline]
    pub(in crate::format::toml) fn read_text(&mut self) -> Option<At<Cow<'t, str>>> {
        if !self.is_before_text() {
            return None;
        }
        let text = self.read_next_text();
        let text = self.note_fault(text)?;
        self.end_statement()?;
        Some(text)
    }

    /// Enters a list, if the next value is one.
    pub(in crate::format::toml) fn enter_list(&mut self) -> bool {
        self.plain.take_byte(b'[')
    }

    /// Reads the next item of a list. Returns `None` after the last one, and for a fault.
    pub(in crate::format::toml) fn next_item(
        &mut self,
        is_first: bool,
    ) -> Option<TableListItem<'t>> {
        let plain = &mut self.plain;
        plain.skip_blanks_and_line_ends();
        let has_comma = is_first || plain.take_byte(b',');
        plain.skip_blanks_and_line_ends();
        if plain.take_byte(b']') {
            self.end_statement();
            return None;
        }
        let item = if !has_comma {
            None
        } else if self.is_before_text() {
            self.read_next_text().map(TableListItem::Text)
        } else {
            self.plain.read_value(1).map(TableListItem::Other)
        };
        self.listed += 1;
        self.note_fault(item)
    }

    #[inline]
    fn is_before_text(&self) -> bool {
        matches!(self.plain.peek(), Some(b'"' | b'\''))
    }

    #[inline]
    fn read_next_text(&mut self) -> Option<At<Cow<'t, str>>> {
        let plain = &mut self.plain;
        let start = plain.at;
        plain.values_left = plain.values_left.checked_sub(1)?;
        let value = plain.read_text()?;
        Some(At { value, at: start..plain.at })
    }

    #[inline]
    fn end_statement(&mut self) -> Option<()> {
        let end = self.plain.end_statement();
        self.note_fault(end)
    }

    /// Notes a fault, after which nothing more is read, if there is no `result`.
    #[inline]
    fn note_fault<T>(&mut self, result: Option<T>) -> Option<T> {
        self.is_broken |= result.is_none();
        result
    }

    /// Returns the byte after the table, or `None` if the table may have a fault, or statements
    /// that are not plain. Call this function after the last statement.
    pub(in crate::format::toml) fn end(&self) -> Option<usize> {
        self.end_with(|| true)
    }

    /// Returns the byte after the table as [`Self::end`] does. `has_twins` is called if two keys
    /// may be equal.
    pub(super) fn end_with(&self, has_twins: impl FnOnce() -> bool) -> Option<usize> {
        self.end.filter(|_| !(self.is_broken || self.may_have_twins && has_twins()))
    }
}
