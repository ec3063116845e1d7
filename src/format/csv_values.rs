//! The values in cells of hallway's own CSV.

/// The text between the values of a list.
const SEPARATOR: &str = "; ";

/// Joins values with `; `. A semicolon or a backslash within a value gets a backslash before it.
pub(super) fn join_list<'a>(values: impl Iterator<Item = &'a str>) -> String {
    let escaped = values.map(|value| value.replace('\\', "\\\\").replace(';', "\\;"));
    escaped.collect::<Vec<_>>().join(SEPARATOR)
}

/// Returns the values of a list; none for a blank text.
pub(super) fn split_list(text: &str) -> Vec<String> {
    let mut values = vec![String::new()];
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\\' if matches!(chars.peek(), Some('\\' | ';')) => {
                values.last_mut().into_iter().for_each(|value| value.extend(chars.next()));
            }
            ';' => values.push(String::new()),
            c => values.last_mut().into_iter().for_each(|value| value.push(c)),
        }
    }
    let values = values.into_iter().map(|value| value.trim().to_owned());
    values.collect()
}

/// Puts `'` before a formula, so that no spreadsheet runs it:
/// <https://owasp.org/www-community/attacks/CSV_Injection>.
pub(super) fn quote_formula(cell: &str) -> String {
    if is_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// Returns a cell without the `'` of [`quote_formula`].
pub(super) fn without_quote(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|rest| is_formula(rest)).unwrap_or(cell)
}

/// Returns true for a formula, and for a formula behind `'`.
fn is_formula(cell: &str) -> bool {
    let formula = cell.trim_start_matches('\'').trim_start();
    formula.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_quoted() {
        for (title, cell) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            (" =1", "' =1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("＝1", "'＝1"),
            ("'=1", "''=1"),
            ("C++ = fun", "C++ = fun"),
        ] {
            assert_eq!(quote_formula(title), cell);
        }
    }

    proptest! {
        #[test]
        fn quoted_cells_and_lists_are_read_back(
            cell in "['=+a -]{0,6}",
            list in prop::collection::vec(r"[a;\\][a;\\,]{0,4}", 1..4),
        ) {
            let quoted = quote_formula(&cell);
            prop_assert_eq!(without_quote(&quoted), cell);
            prop_assert_eq!(split_list(&join_list(list.iter().map(|value| &**value))), list);
        }
    }
}
