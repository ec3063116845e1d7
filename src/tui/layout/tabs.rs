//! The days in the header, for drawing and for the mouse.

use crate::text;
use crate::tui::state::Model;
use crate::tui::theme::sign;

/// A day in the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tab {
    /// The position of the day in the agenda.
    pub(crate) day: usize,
    /// The first cell of the label.
    pub(crate) x: u16,
    pub(crate) label: String,
}

/// The labels of all days in five forms, from the longest to the shortest.
struct Labels {
    /// `1 Mon 11`
    dates: Vec<String>,
    /// `1 Mon`
    weekdays: Vec<String>,
    /// The day on the screen as a date, the others as numbers.
    one_date: Vec<String>,
    /// `1`, with the number of hits.
    counted: Vec<String>,
    /// `1`
    numbers: Vec<String>,
}

impl Labels {
    fn new(model: &Model) -> Labels {
        let days = 0..model.agenda.days.len();
        let hits: Vec<String> = hits_per_day(model).into_iter().map(hit_count).collect();
        let count = |day: usize| hits.get(day).map_or("", |count| count);
        let named = |format: &str| -> Vec<String> {
            let days = days.clone();
            days.map(|day| format!("{} {}{}", day + 1, model.day_name(day, format), count(day)))
                .collect()
        };
        let dates = named("%a %-d");
        let counted: Vec<String> =
            days.clone().map(|day| format!("{}{}", day + 1, count(day))).collect();
        let one_date = days.clone().map(|day| {
            let labels = if day == model.place.day { &dates } else { &counted };
            labels.get(day).cloned().unwrap_or_default()
        });
        Labels {
            one_date: one_date.collect(),
            weekdays: named("%a"),
            numbers: days.map(|day| (day + 1).to_string()).collect(),
            dates,
            counted,
        }
    }

    /// Returns the longest form that fits into `cells`, else the numbers.
    fn fit(self, cells: usize) -> Vec<String> {
        [self.dates, self.weekdays, self.one_date, self.counted]
            .into_iter()
            .find(|labels| labels_width(labels) <= cells)
            .unwrap_or(self.numbers)
    }
}

/// Returns the number of hits on each day.
fn hits_per_day(model: &Model) -> Vec<usize> {
    let mut counts = vec![0; model.agenda.days.len()];
    for ix in &model.search.hits {
        let day = model.agenda.sessions.get(*ix).and_then(|session| session.day);
        if let Some(count) = day.and_then(|day| counts.get_mut(day)) {
            *count += 1;
        }
    }
    counts
}

fn hit_count(hits: usize) -> String {
    if hits > 0 { format!(" {}{hits}", sign::DOT) } else { String::new() }
}

/// Returns the cells that labels take, with the space between them.
fn labels_width(labels: &[String]) -> usize {
    labels.iter().map(|label| text::width(label) + 3).sum()
}

/// Returns the cells at the right end of the header that are kept for the status.
fn status_cells(width: usize) -> usize {
    match width {
        0..50 => 10,
        50..100 => 20,
        _ => 40,
    }
}

/// Returns the days that fit into the header. The day on the screen is always one of them.
pub(crate) fn day_tabs(model: &Model) -> Vec<Tab> {
    let width = usize::from(model.settings.size.0);
    let start = usize::from(name_width(model)) + 2;
    let cells = width.saturating_sub(start + status_cells(width));
    let labels = Labels::new(model).fit(cells);
    let selected = model.place.day;
    let mut first = 0;
    while first < selected && labels_width(labels.get(first..=selected).unwrap_or_default()) > cells
    {
        first += 1;
    }
    let (mut x, count) = (start, labels.len());
    let mut tabs = Vec::new();
    for (day, label) in labels.into_iter().enumerate().skip(first) {
        let label_cells = text::width(&label);
        // The number of hidden days has four cells.
        let reserved = if day + 1 < count { 4 } else { 0 };
        if x + label_cells + 2 + reserved > start + cells && day != selected {
            break;
        }
        tabs.push(Tab { day, x: u16::try_from(x).unwrap_or(u16::MAX), label });
        x += label_cells + 3;
    }
    tabs
}

/// Returns the cells of the agenda's name at the left end of the header.
///
/// The name gives way to longer labels of the days, down to 12 cells, and to the shortest labels,
/// down to 6 cells.
pub(crate) fn name_width(model: &Model) -> u16 {
    let width = usize::from(model.settings.size.0);
    let labels = Labels::new(model);
    let forms = [
        (&labels.dates, 12),
        (&labels.weekdays, 12),
        (&labels.one_date, 12),
        (&labels.counted, 6),
        (&labels.numbers, 6),
    ];
    let left = forms.into_iter().find_map(|(labels, min)| {
        let left = width.saturating_sub(status_cells(width) + 3 + labels_width(labels));
        (left >= min).then_some(left)
    });
    let cells = text::width(&model.agenda.name).min(left.unwrap_or(width / 3));
    u16::try_from(cells).unwrap_or(u16::MAX) + 1
}

/// Returns the number of days behind the last label, as a label with the first cell of the label.
/// Returns `None` if every day has a label.
pub(crate) fn hidden_days(model: &Model) -> Option<(u16, String)> {
    let tabs = day_tabs(model);
    let last = tabs.last()?;
    let hidden = model.agenda.days.len().saturating_sub(last.day + 1);
    let x = (label_end(last) + 1).min(model.settings.size.0);
    (hidden > 0).then(|| (x, format!("{hidden} {}", sign::RIGHT)))
}

/// Returns the cell behind the label of a day and behind its frame.
fn label_end(tab: &Tab) -> u16 {
    let cells = u16::try_from(text::width(&tab.label)).unwrap_or(u16::MAX);
    tab.x.saturating_add(cells).saturating_add(1)
}

/// Returns the cell behind the days.
pub(crate) fn days_end(model: &Model) -> u16 {
    if let Some((x, label)) = hidden_days(model) {
        let cells = u16::try_from(text::width(&label)).unwrap_or(u16::MAX);
        return x.saturating_add(cells).min(model.settings.size.0);
    }
    day_tabs(model).last().map_or_else(|| name_width(model), label_end)
}

/// Returns the day whose label covers a cell of the header.
pub(crate) fn day_at(model: &Model, x: u16) -> Option<usize> {
    let tabs = day_tabs(model);
    let tab = tabs.into_iter().find(|tab| {
        let end = tab.x + u16::try_from(text::width(&tab.label)).unwrap_or(0);
        (tab.x.saturating_sub(1)..=end).contains(&x)
    });
    tab.map(|tab| tab.day)
}
