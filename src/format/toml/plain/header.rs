//! The headers of tables.

/// The header of a table on a line of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::format::toml) struct PlainHeader {
    pub(in crate::format::toml) name: &'static str,
    /// True for two brackets.
    pub(in crate::format::toml) is_list: bool,
    /// The length in bytes.
    pub(super) length: usize,
}

/// The headers on which a file is cut, with their names. The most frequent one is first.
const HEADERS: [(&str, &str); 6] = [
    ("[[session]]", "session"),
    ("[[speaker]]", "speaker"),
    ("[[room]]", "room"),
    ("[[track]]", "track"),
    ("[event]", "event"),
    ("[walk]", "walk"),
];

/// Returns the header at byte `start` of `text`, if nothing else is on its line.
pub(in crate::format::toml) fn read_plain_header(text: &str, start: usize) -> Option<PlainHeader> {
    let rest = text.as_bytes().get(start..)?;
    let (header, name) = HEADERS.iter().find(|(header, _)| rest.starts_with(header.as_bytes()))?;
    let mut after = rest.get(header.len()..)?;
    while let [b' ' | b'\t', tail @ ..] = after {
        after = tail;
    }
    let is_alone = matches!(after, [] | [b'\n', ..] | [b'\r', b'\n', ..]);
    let is_list = header.starts_with("[[");
    is_alone.then_some(PlainHeader { name, is_list, length: header.len() })
}
