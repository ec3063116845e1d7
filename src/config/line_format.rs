//! The text of `--format` and of `notify_cmd`: a line with fields in braces.

use std::fmt;

/// A field of a line about a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LineField {
    Minutes,
    In,
    Title,
    Room,
    Start,
    End,
    Day,
    People,
    Track,
    Kind,
    Mark,
    Walk,
    Id,
}

/// The names of all fields.
const FIELDS: [(&str, LineField); 13] = [
    ("minutes", LineField::Minutes),
    ("in", LineField::In),
    ("title", LineField::Title),
    ("room", LineField::Room),
    ("start", LineField::Start),
    ("end", LineField::End),
    ("day", LineField::Day),
    ("people", LineField::People),
    ("track", LineField::Track),
    ("kind", LineField::Kind),
    ("mark", LineField::Mark),
    ("walk", LineField::Walk),
    ("id", LineField::Id),
];

/// The error of a text with a wrong field or brace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum LineFormatError {
    /// A brace without its partner.
    SingleBrace,
    /// No field has this name.
    UnknownField(String),
}

impl fmt::Display for LineFormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LineFormatError::SingleBrace => {
                f.write_str("a single brace is written as two: {{ or }}")?;
            }
            LineFormatError::UnknownField(name) => write!(f, "there is no field {{{name}}}")?,
        }
        let names: Vec<String> = FIELDS.iter().map(|(name, _)| format!("{{{name}}}")).collect();
        write!(f, ". The fields are {}", names.join(", "))
    }
}

/// A line with fields to fill in.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct LineFormat(Vec<FormatPart>);

#[derive(Debug, PartialEq, Eq)]
enum FormatPart {
    Text(String),
    Field(LineField),
}

impl LineFormat {
    /// Parses a text with `{field}`s. `{{` and `}}` stand for braces.
    ///
    /// # Errors
    /// Returns an error for an unknown field and for a brace without its partner.
    pub(crate) fn parse(text: &str) -> Result<LineFormat, LineFormatError> {
        let (mut parts, mut plain, mut rest) = (Vec::new(), String::new(), text);
        while let Some(at) = rest.find(['{', '}']) {
            let (before, brace) = rest.split_at(at);
            plain += before;
            if let Some(after) = brace.strip_prefix("{{").or_else(|| brace.strip_prefix("}}")) {
                plain += &brace[..1];
                rest = after;
                continue;
            }
            let named = brace.strip_prefix('{').and_then(|named| named.split_once('}'));
            let (name, after) = named.ok_or(LineFormatError::SingleBrace)?;
            let field = FIELDS.iter().find(|(known, _)| *known == name).map(|(_, field)| *field);
            let field = field.ok_or_else(|| LineFormatError::UnknownField(name.to_owned()))?;
            parts.extend([FormatPart::Text(std::mem::take(&mut plain)), FormatPart::Field(field)]);
            rest = after;
        }
        parts.push(FormatPart::Text(plain + rest));
        Ok(LineFormat(parts))
    }

    /// Returns true if the line has a field.
    pub(crate) fn has_fields(&self) -> bool {
        self.0.iter().any(|part| matches!(part, FormatPart::Field(_)))
    }

    /// Returns the line with the values of its fields.
    pub(crate) fn fill(&self, value: impl Fn(LineField) -> String) -> String {
        let parts = self.0.iter().map(|part| match part {
            FormatPart::Text(text) => text.clone(),
            FormatPart::Field(field) => value(*field),
        });
        parts.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fill_replaces_fields_and_doubled_braces() {
        for (text, expected) in [
            ("", ""),
            ("plain", "plain"),
            ("{title} in {in} é", "<Title> in <In> é"),
            ("{{{title}}}", "{<Title>}"),
            ("{{title}}", "{title}"),
        ] {
            let format = LineFormat::parse(text).unwrap();
            assert_eq!(format.fill(|field| format!("<{field:?}>")), expected, "{text}");
        }
    }

    #[test]
    fn parse_refuses_unknown_fields_and_single_braces() {
        for (text, message) in [
            ("{tilte}", "there is no field {tilte}. The fields are {minutes}, {in}, {title}"),
            ("{}", "there is no field {}"),
            ("{title", "a single brace is written as two"),
            ("title}", "a single brace is written as two"),
        ] {
            let error = LineFormat::parse(text).unwrap_err();
            assert!(error.to_string().contains(message), "{text}: {error}");
        }
    }
}
