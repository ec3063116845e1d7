//! The table in `docs/speed.md`.

use super::{COLUMNS, Column, Figures, plot};
use std::fmt::Write;
use std::path::Path;

/// The lines around the figures in `docs/speed.md`.
const BEGIN: &str = "<!-- The benchmark writes the lines from here. -->\n";
const END: &str = "<!-- The benchmark writes the lines to here. -->\n";

/// Returns the table of all figures in Markdown.
pub(crate) fn table(all: &[Figures]) -> String {
    let mut text = "| sessions | file |".to_owned();
    COLUMNS.iter().for_each(|column| write!(text, " {} |", column.name).unwrap());
    text += "\n|--:|--:|";
    text += &"--:|".repeat(COLUMNS.len());
    text += "\n";
    for figures in all {
        let megabytes = digits(figures.bytes as f64 / 1e6);
        write!(text, "| {} | {megabytes} MB |", with_commas(figures.sessions)).unwrap();
        for Column { figure, unit, .. } in &COLUMNS {
            write!(text, " {} {unit} |", digits(figure(figures))).unwrap();
        }
        text += "\n";
    }
    text += "| growth | |";
    for Column { figure, .. } in &COLUMNS {
        write!(text, " {} × |", digits(figure(&all[all.len() - 1]) / figure(&all[0]))).unwrap();
    }
    text + "\n"
}

/// Writes the table into `docs/speed.md`, and the plot beside it.
pub(crate) fn write(all: &[Figures]) {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let page = docs.join("speed.md");
    let text = std::fs::read_to_string(&page).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    std::fs::write(page, format!("{before}{BEGIN}\n{}\n{END}{after}", table(all))).unwrap();
    std::fs::write(docs.join("speed.svg"), plot::draw(all)).unwrap();
}

/// Returns a number with two digits that count, and no more than one after the point from 10 on.
fn digits(number: f64) -> String {
    match number {
        _ if number >= 10.0 => format!("{number:.0}"),
        _ if number >= 1.0 => format!("{number:.1}"),
        _ => format!("{number:.2}"),
    }
}

/// Returns a number with a comma before each three digits.
pub(crate) fn with_commas(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        text += if at > 0 && (digits.len() - at).is_multiple_of(3) { "," } else { "" };
        text.push(digit);
    }
    text
}
