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

/// The form of the labels of all days, from the longest to the shortest.
#[derive(Clone, Copy, PartialEq, Eq)]
enum LabelForm {
    /// `1 Mon 11`
    Dates,
    /// `1 Mon`
    Weekdays,
    /// The day on the screen as a date, the others as numbers.
    OneDate,
    /// `1`, with the number of hits.
    Counted,
    /// `1`
    Numbers,
}

/// The labels of the days. Only labels that may be visible are made: an event may have thousands of
/// days.
struct Labels<'m> {
    model: &'m Model,
    hits: Vec<usize>,
}

impl Labels<'_> {
    fn new(model: &Model) -> Labels<'_> {
        Labels { model, hits: hits_per_day(model) }
    }

    /// Returns the label of a day.
    fn label(&self, form: LabelForm, day: usize) -> String {
        let hits = || hit_count(self.hits.get(day).copied().unwrap_or(0));
        let named =
            |format: &str| format!("{} {}{}", day + 1, self.model.day_name(day, format), hits());
        match form {
            LabelForm::Dates => named("%a %-d"),
            LabelForm::OneDate if day == self.model.place.day => named("%a %-d"),
            LabelForm::Weekdays => named("%a"),
            LabelForm::OneDate | LabelForm::Counted => format!("{}{}", day + 1, hits()),
            LabelForm::Numbers => (day + 1).to_string(),
        }
    }

    /// Returns the cells of a label, with the space before the next one.
    fn cells(&self, form: LabelForm, day: usize) -> usize {
        text::width(&self.label(form, day)) + 3
    }

    /// Returns the cells of all labels, or `None` if they are more than `most`.
    fn cells_of_all(&self, form: LabelForm, most: usize) -> Option<usize> {
        let mut days = 0..self.model.agenda.days.len();
        days.try_fold(0, |sum, day| {
            Some(sum + self.cells(form, day)).filter(|cells| *cells <= most)
        })
    }

    /// Returns the longest form that fits into `cells`, else the numbers.
    fn fitting_form(&self, cells: usize) -> LabelForm {
        use LabelForm::{Counted, Dates, Numbers, OneDate, Weekdays};
        let mut forms = [Dates, Weekdays, OneDate, Counted].into_iter();
        forms.find(|form| self.cells_of_all(*form, cells).is_some()).unwrap_or(Numbers)
    }
}

/// Returns the number of hits on each day.
fn hits_per_day(model: &Model) -> Vec<usize> {
    if model.search.hits.is_empty() {
        return Vec::new();
    }
    let mut counts = vec![0; model.agenda.days.len()];
    for ix in model.search.hits.iter() {
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
    let labels = Labels::new(model);
    let form = labels.fitting_form(cells);
    let selected = model.place.day;
    let (mut first, mut before) = (selected, labels.cells(form, selected));
    while first > 0 && before + labels.cells(form, first - 1) <= cells {
        first -= 1;
        before += labels.cells(form, first);
    }
    let (mut x, count) = (start, model.agenda.days.len());
    let mut tabs = Vec::new();
    for day in first..count {
        let label = labels.label(form, day);
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
        (LabelForm::Dates, 12),
        (LabelForm::Weekdays, 12),
        (LabelForm::OneDate, 12),
        (LabelForm::Counted, 6),
        (LabelForm::Numbers, 6),
    ];
    let all = width.saturating_sub(status_cells(width) + 3);
    let left = forms.into_iter().find_map(|(form, min)| {
        let most = all.checked_sub(min)?;
        Some(all - labels.cells_of_all(form, most)?)
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
