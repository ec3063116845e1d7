//! The days in the header: where each one is, for drawing and for the mouse.

use crate::tui::layout::text;
use crate::tui::state::Model;
use crate::tui::theme::sign;

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

/// Labels of all days, from the longest form to the shortest.
fn labels(model: &Model) -> [Vec<String>; 5] {
    let days = 0..model.agenda.days.len();
    let mut hits = vec![0; model.agenda.days.len()];
    for day in model.search.hits.iter().filter_map(|ix| model.agenda.sessions.get(*ix)?.day) {
        hits[day] += 1;
    }
    // How many of the hits are on each day.
    let count = |day: usize| {
        if hits[day] > 0 { format!(" {}{}", sign::DOT, hits[day]) } else { String::new() }
    };
    let named = |format| {
        days.clone()
            .map(|day| format!("{} {}{}", day + 1, model.day_name(day, format), count(day)))
            .collect()
    };
    let numbers = days.clone().map(|day| (day + 1).to_string());
    let counted = days.clone().map(|day| format!("{}{}", day + 1, count(day)));
    let long: Vec<String> = named("%a %-d");
    // Only the day that is shown has its name.
    let chosen = long.iter().cloned().zip(counted.clone()).zip(days.clone());
    let chosen = chosen
        .map(|((long, short), day)| if day == model.place.day { long } else { short })
        .collect();
    [long, named("%a"), chosen, counted.collect(), numbers.collect()]
}

/// Cells that these labels take.
fn taken(labels: &[String]) -> usize {
    labels.iter().map(|label| text::width(label) + 3).sum()
}

/// The days that fit, the selected one among them; shorter labels where there are many.
pub(crate) fn tabs(model: &Model) -> Vec<Tab> {
    let width = usize::from(model.settings.size.0);
    let start = usize::from(name_width(model)) + 2;
    let room = width.saturating_sub(start + status_cells(width));
    let [long, short, chosen, counted, numbers] = labels(model);
    let labels = [long, short, chosen, counted]
        .into_iter()
        .find(|labels| taken(labels) <= room)
        .unwrap_or(numbers);
    let mut first = 0;
    while first < model.place.day
        && taken(labels.get(first..=model.place.day).unwrap_or_default()) > room
    {
        first += 1;
    }
    let (mut x, count) = (start, labels.len());
    let mut tabs = Vec::new();
    for (day, label) in labels.into_iter().enumerate().skip(first) {
        let cells = text::width(&label);
        // How many follow has its place too.
        let follows = if day + 1 < count { 4 } else { 0 };
        if x + cells + 2 + follows > start + room && day != model.place.day {
            break;
        }
        tabs.push(Tab { day, x: u16::try_from(x).unwrap_or(u16::MAX), label });
        x += cells + 3;
    }
    tabs
}

/// Cells of the agenda's name at the left end of the header: it gives way to the names of the days,
/// as long as something is left of it.
pub(crate) fn name_width(model: &Model) -> u16 {
    let width = usize::from(model.settings.size.0);
    let [long, short, chosen, counted, numbers] = labels(model);
    let left = |days: &[String]| width.saturating_sub(status_cells(width) + 3 + taken(days));
    // So many cells of the name are worth more than longer names of the days.
    let fits = [(long, 12), (short, 12), (chosen, 12), (counted, 6), (numbers, 6)].into_iter();
    let room = fits.map(|(days, least)| (left(&days), least)).find(|(left, least)| left >= least);
    let room = room.map_or(width / 3, |(left, _)| left);
    u16::try_from(text::width(&model.agenda.name).min(room)).unwrap_or(u16::MAX) + 1
}

/// The day whose label is at that cell of the header.
pub(crate) fn day_at(model: &Model, x: u16) -> Option<usize> {
    let within = |tab: &Tab| {
        (tab.x.saturating_sub(1)..=tab.x + u16::try_from(text::width(&tab.label)).unwrap_or(0))
            .contains(&x)
    };
    tabs(model).into_iter().find(within).map(|tab| tab.day)
}
