//! The text of `--format`: a line with fields in braces, for prompts and status bars.

use super::error::CliError;

/// A line with fields of type `F` to fill in.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct LineFormat<F>(Vec<FormatPart<F>>);

#[derive(Debug, PartialEq, Eq)]
enum FormatPart<F> {
    Text(String),
    Field(F),
}

impl<F: Copy> LineFormat<F> {
    /// Parses a text with `{field}`s. `{{` and `}}` stand for braces.
    ///
    /// # Errors
    /// Returns a usage error for an unknown field and for a brace without its partner, with all
    /// fields.
    pub(crate) fn parse(text: &str, fields: &[(&str, F)]) -> Result<LineFormat<F>, CliError> {
        let names: Vec<String> = fields.iter().map(|(name, _)| format!("{{{name}}}")).collect();
        let refuse = |reason: &str| {
            CliError::usage(format!("--format: {reason}. The fields are {}", names.join(", ")))
        };
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
            let (name, after) =
                named.ok_or_else(|| refuse("a single brace is written as two: {{ or }}"))?;
            let field = fields.iter().find(|(known, _)| *known == name).map(|(_, field)| *field);
            let field = field.ok_or_else(|| refuse(&format!("there is no field {{{name}}}")))?;
            parts.extend([FormatPart::Text(std::mem::take(&mut plain)), FormatPart::Field(field)]);
            rest = after;
        }
        parts.push(FormatPart::Text(plain + rest));
        Ok(LineFormat(parts))
    }

    /// Returns the line with the values of its fields.
    pub(crate) fn fill(&self, value: impl Fn(F) -> String) -> String {
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

    const FIELDS: &[(&str, char)] = &[("title", 't'), ("in", 'i')];

    #[test]
    fn fill_replaces_fields_and_doubled_braces() {
        for (text, expected) in [
            ("", ""),
            ("plain", "plain"),
            ("{title} in {in} é", "<t> in <i> é"),
            ("{{{title}}}", "{<t>}"),
            ("{{title}}", "{title}"),
        ] {
            let format = LineFormat::parse(text, FIELDS).unwrap();
            assert_eq!(format.fill(|field| format!("<{field}>")), expected, "{text}");
        }
    }

    #[test]
    fn parse_refuses_unknown_fields_and_single_braces() {
        for (text, message) in [
            ("{tilte}", "--format: there is no field {tilte}. The fields are {title}, {in}"),
            ("{}", "there is no field {}"),
            ("{title", "a single brace is written as two"),
            ("title}", "a single brace is written as two"),
        ] {
            let error = LineFormat::parse(text, FIELDS).unwrap_err();
            assert!(error.to_string().contains(message), "{text}: {error}");
            assert_eq!(error.exit_code(), 2);
        }
    }
}
