//! The plot: two panels with logarithmic axes, of the times and of the memory.

use super::{COLUMNS, Column, Figures, page};
use std::fmt::Write;

/// The width and height of a panel, in pixels, without its labels.
const WIDTH: f64 = 330.0;
const HEIGHT: f64 = 300.0;
const TOP: f64 = 50.0;
const LEFT: [f64; 2] = [70.0, 520.0];
const COLORS: [&str; 5] = ["#d1495b", "#2a7fb8", "#e0902a", "#3c9d5d", "#8a63b8"];

/// The beginning of the SVG. The colours of text and ground follow the reader's choice.
const HEAD: &str = concat!(
    r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 940 410" role="img""#,
    r#" aria-label="Time and memory by the number of sessions">
<style>
text { font: 13px system-ui, sans-serif; fill: #24292f }
.title { font-weight: 600 }
.ground { fill: #ffffff }
.grid { stroke: #d0d7de; stroke-width: 1; fill: none }
polyline { fill: none; stroke-width: 2.5; stroke-linejoin: round }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 }
.ground { fill: #0d1117 }
.grid { stroke: #30363d }
}
</style>
<rect class="ground" width="940" height="410" rx="8"/>
"#
);

/// The place of a panel and the decades of its axes, as powers of ten.
struct Panel {
    left: f64,
    sessions: (f64, f64),
    figures: (f64, f64),
}

impl Panel {
    /// Returns the place of a figure in pixels.
    fn point(&self, sessions: f64, figure: f64) -> (f64, f64) {
        let share = |value: f64, (from, to): (f64, f64)| (value.log10() - from) / (to - from);
        let x = self.left + share(sessions, self.sessions) * WIDTH;
        (x, TOP + HEIGHT - share(figure, self.figures) * HEIGHT)
    }

    /// Draws lines at the decades, with their labels.
    fn draw_grid(&self, title: &str, svg: &mut String) {
        let (left, bottom) = (self.left, TOP + HEIGHT);
        writeln!(svg, r#"<text x="{left}" y="{}" class="title">{title}</text>"#, TOP - 18.0)
            .unwrap();
        for decade in whole_decades(self.sessions) {
            let (x, _) = self.point(10f64.powi(decade), 1.0);
            let label = page::with_commas(10usize.pow(decade.unsigned_abs()));
            writeln!(svg, r#"<path class="grid" d="M{x:.1} {TOP}V{bottom}"/>"#).unwrap();
            let y = bottom + 20.0;
            writeln!(svg, r#"<text x="{x:.1}" y="{y}" text-anchor="middle">{label}</text>"#)
                .unwrap();
        }
        for decade in whole_decades(self.figures) {
            let (_, y) = self.point(100.0, 10f64.powi(decade));
            let (right, x, label) = (left + WIDTH, left - 8.0, 10f64.powi(decade));
            writeln!(svg, r#"<path class="grid" d="M{left} {y:.1}H{right}"/>"#).unwrap();
            let y = y + 4.0;
            writeln!(svg, r#"<text x="{x}" y="{y:.1}" text-anchor="end">{label}</text>"#).unwrap();
        }
        let (x, y) = (left + WIDTH / 2.0, bottom + 42.0);
        writeln!(svg, r#"<text x="{x}" y="{y}" text-anchor="middle">sessions</text>"#).unwrap();
    }

    /// Draws the line of a column, with a dot for each agenda and the name at its end.
    fn draw_column(&self, all: &[Figures], column: &Column, color: &str, svg: &mut String) {
        let mut points = String::new();
        let mut end = (0.0, 0.0);
        for figures in all {
            end = self.point(figures.sessions as f64, (column.figure)(figures));
            write!(points, "{:.1},{:.1} ", end.0, end.1).unwrap();
            let (x, y) = end;
            writeln!(svg, r#"<circle cx="{x:.1}" cy="{y:.1}" r="3.5" fill="{color}"/>"#).unwrap();
        }
        let points = points.trim_end();
        writeln!(svg, r#"<polyline points="{points}" stroke="{color}"/>"#).unwrap();
        let (x, y, name) = (end.0 + 9.0, end.1 + 4.0, column.name);
        writeln!(svg, r#"<text x="{x:.1}" y="{y:.1}" style="fill:{color}">{name}</text>"#).unwrap();
    }
}

/// Returns the powers of ten of an axis.
fn whole_decades((from, to): (f64, f64)) -> impl Iterator<Item = i32> {
    (-9..9).filter(move |decade| f64::from(*decade) >= from && f64::from(*decade) <= to)
}

/// Returns the least whole decades around all figures of the columns.
fn decades_around(all: &[Figures], columns: &[Column]) -> (f64, f64) {
    let figures = || columns.iter().flat_map(|column| all.iter().map(column.figure));
    let least = figures().fold(f64::MAX, f64::min).log10().floor();
    (least, figures().fold(0.0, f64::max).log10().ceil().max(least + 1.0))
}

/// Returns the plot as SVG.
pub(crate) fn draw(all: &[Figures]) -> String {
    let mut svg = HEAD.to_owned();
    let (times, memory) = COLUMNS.split_at(COLUMNS.len() - 1);
    let panels = [(times, "milliseconds", 0), (memory, "megabytes", times.len())];
    for ((columns, title, first), left) in panels.into_iter().zip(LEFT) {
        let sessions = |at: usize| (all[at].sessions as f64).log10();
        let sessions = (sessions(0), sessions(all.len() - 1));
        let panel = Panel { left, sessions, figures: decades_around(all, columns) };
        panel.draw_grid(title, &mut svg);
        for (column, color) in columns.iter().zip(&COLORS[first..]) {
            panel.draw_column(all, column, color, &mut svg);
        }
    }
    svg + "</svg>\n"
}
