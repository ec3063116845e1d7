//! The open elements at a place of the file.

use super::elements::{ElementKind, TextElement};

/// The largest depth of elements.
const DEPTH_MAX: usize = 64;

/// The open elements, the innermost last.
#[derive(Default)]
pub(super) struct ElementStack<'a>(Vec<OpenElement<'a>>);

/// An open element: its name without the namespace prefix, and its meaning.
#[derive(Clone, Copy)]
pub(super) struct OpenElement<'a> {
    pub(super) name: &'a str,
    pub(super) kind: ElementKind,
}

impl<'a> ElementStack<'a> {
    /// Returns the kind of the innermost element; `Outer` if none is open.
    pub(super) fn inner_kind(&self) -> ElementKind {
        self.0.last().map_or(ElementKind::Outer, |element| element.kind)
    }

    /// Returns the name of the innermost element; empty if none is open.
    pub(super) fn inner_name(&self) -> &'a str {
        self.0.last().map_or("", |element| element.name)
    }

    /// Returns the innermost element if its text is read.
    pub(super) fn inner_text_element(&self) -> Option<TextElement> {
        if let ElementKind::Text(element) = self.inner_kind() { Some(element) } else { None }
    }

    pub(super) fn push(&mut self, name: &'a str, kind: ElementKind) {
        self.0.push(OpenElement { name, kind });
    }

    pub(super) fn pop(&mut self) -> Option<OpenElement<'a>> {
        self.0.pop()
    }

    pub(super) fn depth(&self) -> usize {
        self.0.len()
    }

    /// Returns true if no more elements are opened.
    pub(super) fn is_full(&self) -> bool {
        self.0.len() >= DEPTH_MAX
    }

    /// Returns the number of elements around the innermost element `name`.
    pub(super) fn depth_around(&self, name: &str) -> Option<usize> {
        self.0.iter().rposition(|element| element.name == name)
    }

    /// Returns the number of elements that may stay open before an element `name`; `None` if all
    /// may.
    pub(super) fn depth_before(&self, name: &str) -> Option<usize> {
        match name {
            "event" => self.0.iter().position(|element| element.kind == ElementKind::Event),
            "day" => self
                .0
                .iter()
                .rposition(|element| element.name == "day" && element.kind == ElementKind::Outer),
            _ => self
                .inner_text_element()
                .filter(|element| element.is_ended_by(name))
                .map(|_| self.0.len() - 1),
        }
    }
}
