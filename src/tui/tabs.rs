//! The days in the header: where each one is, for drawing and for the mouse.

use super::model::Model;
use super::text;

/// A day in the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tab {
    pub(crate) day: usize,
    /// First cell of its label.
    pub(crate) x: u16,
    pub(crate) label: String,
}

/// Cells kept free for what stands at the right end of the header, by the width of the screen.
fn status_cells(width: usize) -> usize {
    match width {
        0..50 => 10,
        50..100 => 20,
        _ => 40,
    }
}

/// The days that fit, the selected one among them; shorter labels where there are many.
pub(crate) fn tabs(model: &Model) -> Vec<Tab> {
    let width = usize::from(model.size.0);
    let start = usize::from(name_width(model)) + 2;
    let room = width.saturating_sub(start + status_cells(width));
    let days = model.agenda.days.len();
    let labels = |format: &str| -> Vec<String> {
        (0..days).map(|day| format!("{} {}", day + 1, model.day_name(day, format))).collect()
    };
    let taken = |labels: &[String]| labels.iter().map(|label| text::width(label) + 3).sum::<usize>();
    let numbers: Vec<String> = (1..=days).map(|day| day.to_string()).collect();
    let labels = [labels("%a %-d"), labels("%a")].into_iter().find(|labels| taken(labels) <= room).unwrap_or(numbers);
    let mut first = 0;
    while first < model.place.day && taken(labels.get(first..=model.place.day).unwrap_or_default()) > room {
        first += 1;
    }
    let mut x = start;
    let mut tabs = Vec::new();
    for (day, label) in labels.into_iter().enumerate().skip(first) {
        let cells = text::width(&label);
        if x + cells + 2 > start + room && day != model.place.day {
            break;
        }
        tabs.push(Tab { day, x: u16::try_from(x).unwrap_or(u16::MAX), label });
        x += cells + 3;
    }
    tabs
}

/// Cells of the agenda's name at the left end of the header.
pub(crate) fn name_width(model: &Model) -> u16 {
    let longest = usize::from(model.size.0 / 3);
    u16::try_from(text::width(&model.agenda.name).min(longest)).unwrap_or(u16::MAX) + 1
}

/// The day whose label is at that cell of the header.
pub(crate) fn day_at(model: &Model, x: u16) -> Option<usize> {
    let within = |tab: &Tab| {
        (tab.x.saturating_sub(1)..=tab.x + u16::try_from(text::width(&tab.label)).unwrap_or(0)).contains(&x)
    };
    tabs(model).into_iter().find(within).map(|tab| tab.day)
}
