//! The days in the header, for drawing and for the mouse.

use super::night::night_dates;
use crate::agenda::SessionIx;
use crate::text;
use crate::tui::state::Model;
use crate::tui::theme::sign;
use chrono::Datelike;

/// A day in the header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tab {
    /// The position of the day in the agenda.
    pub(crate) day: usize,
    /// The first cell of the label.
    pub(crate) x: u16,
    pub(crate) label: String,
}

/// The form of the labels of all days.
#[derive(Clone, Copy, PartialEq, Eq)]
struct LabelForm {
    name: TabName,
    counts: ShownCounts,
}

/// The name of a day in its label.
#[derive(Clone, Copy, PartialEq, Eq)]
enum TabName {
    /// `1 Mon 11/12` for a day that runs past midnight, else `1 Mon 11`
    Night,
    /// `1 Mon 11`
    Date,
    /// `1 Mon`
    Weekday,
    /// The day on the screen as a date, the others as numbers.
    OneDate,
    /// `1`. A day without a number has the form of `Weekday`.
    Number,
}

/// The numbers behind the name of a day.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ShownCounts {
    /// `★3 · 24 of 60`
    InWords,
    /// `★3 ·24`
    All,
    /// `·24`
    Found,
    Nothing,
}

impl LabelForm {
    /// The forms for few days, from the longest to the shortest, with the least cells of the
    /// agenda's name.
    const OF_FEW: [(LabelForm, usize); 10] = [
        (LabelForm::new(TabName::Night, ShownCounts::InWords), 12),
        (LabelForm::new(TabName::Date, ShownCounts::InWords), 12),
        (LabelForm::new(TabName::Night, ShownCounts::All), 12),
        (LabelForm::new(TabName::Date, ShownCounts::All), 12),
        (LabelForm::new(TabName::Date, ShownCounts::Found), 12),
        (LabelForm::new(TabName::Weekday, ShownCounts::All), 12),
        (LabelForm::new(TabName::Weekday, ShownCounts::Found), 12),
        (LabelForm::new(TabName::OneDate, ShownCounts::Found), 12),
        (LabelForm::new(TabName::Number, ShownCounts::Found), 6),
        (LabelForm::new(TabName::Number, ShownCounts::Nothing), 6),
    ];
    /// The number of days that keys can name. The numbers of more days say nothing: their labels
    /// are dates, even if only some of them fit.
    const FEW: usize = 9;

    const fn new(name: TabName, counts: ShownCounts) -> LabelForm {
        LabelForm { name, counts }
    }
}

/// The labels of the days. Only labels that may be visible are made: an event may have thousands of
/// days.
struct Labels<'m> {
    model: &'m Model,
    counts: DayCounts,
    /// The numbers of the days, which are the names of the keys. A day with own entries alone has
    /// none.
    numbers: Vec<Option<usize>>,
}

impl Labels<'_> {
    fn new(model: &Model) -> Labels<'_> {
        Labels { model, counts: DayCounts::new(model), numbers: model.agenda.day_numbers() }
    }

    /// Returns the label of a day.
    fn label(&self, form: LabelForm, day: usize) -> String {
        let is_here = day == self.model.place.day;
        let number = self.numbers.get(day).copied().flatten();
        let date = self.model.agenda.days.get(day).map(|day| day.date).unwrap_or_default();
        // A frame asks for many labels: a format of chrono takes several times as long.
        let weekday = date.weekday();
        let name = match form.name {
            TabName::Night => match night_dates(self.model, day) {
                Some(dates) => format!(" {weekday} {dates}"),
                None => format!(" {weekday} {}", date.day()),
            },
            TabName::Date => format!(" {weekday} {}", date.day()),
            TabName::OneDate if is_here => format!(" {weekday} {}", date.day()),
            TabName::Weekday => format!(" {weekday}"),
            TabName::OneDate | TabName::Number if number.is_none() => format!(" {weekday}"),
            TabName::OneDate | TabName::Number => String::new(),
        };
        let found = match (self.counts.found(day), form.counts) {
            (None, _) | (_, ShownCounts::Nothing) => String::new(),
            (Some(found), ShownCounts::InWords) => {
                format!(" {} {}", sign::DOT, self.found_in_words(day, found))
            }
            (Some(found), _) => format!(" {}{found}", sign::DOT),
        };
        let has_attended = matches!(form.counts, ShownCounts::InWords | ShownCounts::All);
        let attended = match self.counts.attended.get(day) {
            Some(attended) if *attended > 0 && has_attended => {
                format!(" {}{attended}", sign::ATTEND)
            }
            _ => String::new(),
        };
        match number {
            Some(number) => format!("{number}{name}{attended}{found}"),
            None => format!("{}{attended}{found}", name.trim_start()),
        }
    }

    /// Returns the number of hits with its noun, or the number of sessions that pass the filter of
    /// all sessions of a day.
    fn found_in_words(&self, day: usize, found: usize) -> String {
        match self.counts.counts_zero {
            true => {
                let all = self.model.agenda.days.get(day).map_or(0, |day| day.sessions.len());
                format!("{found} of {all}")
            }
            false if found == 1 => "1 hit".to_owned(),
            false => format!("{found} hits"),
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

    /// Returns the longest form of all days that fits into `cells`. If there is none, returns the
    /// dates of many days, or the numbers of few.
    fn fitting_form(&self, cells: usize) -> LabelForm {
        let mut forms = LabelForm::OF_FEW.into_iter().map(|(form, _)| form);
        let is_few = self.model.agenda.days.len() <= LabelForm::FEW;
        let fits = |form: &LabelForm| {
            let is_named = !matches!(form.name, TabName::OneDate | TabName::Number);
            (is_few || is_named) && self.cells_of_all(*form, cells).is_some()
        };
        forms.find(fits).unwrap_or(match is_few {
            true => LabelForm::new(TabName::Number, ShownCounts::Nothing),
            false => LabelForm::new(TabName::Date, ShownCounts::Found),
        })
    }
}

/// The numbers of sessions of each day.
#[derive(Default)]
struct DayCounts {
    /// The sessions that are attended.
    attended: Vec<usize>,
    /// The hits of the search, else the sessions that the filter lets pass.
    found: Vec<usize>,
    /// The filter made `found`: a day without sessions is counted, too.
    counts_zero: bool,
}

impl DayCounts {
    fn new(model: &Model) -> DayCounts {
        let attended = model.plan.attended_per_day.clone();
        let counts_zero = model.search.hits.is_empty() && !model.settings.filter.is_empty();
        let found = if counts_zero {
            count_per_day(model, |ix| model.is_shown(ix))
        } else {
            hits_per_day(model)
        };
        DayCounts { attended, found, counts_zero }
    }

    /// Returns true if no day has a number behind its name.
    fn is_empty(&self) -> bool {
        self.attended.is_empty() && self.found.is_empty()
    }

    /// Returns the number of hits, or of sessions that pass the filter. Returns `None` without
    /// search and filter, and for a day without hits.
    fn found(&self, day: usize) -> Option<usize> {
        let found = self.found.get(day).copied()?;
        (found > 0 || self.counts_zero).then_some(found)
    }
}

/// Returns the number of sessions of each day that are `wanted`.
fn count_per_day(model: &Model, wanted: impl Fn(SessionIx) -> bool) -> Vec<usize> {
    let days = model.agenda.days.iter();
    days.map(|day| day.sessions.clone().filter(|ix| wanted(*ix)).count()).collect()
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

/// Returns the cells at the right end of the header that are kept for the status.
fn status_cells(width: usize) -> usize {
    match width {
        0..50 => 10,
        50..100 => 20,
        _ => 40,
    }
}

/// The days in the header, and the room that they leave for the other parts.
#[derive(Debug)]
pub(crate) struct HeaderDays {
    /// The days that fit. The day on the screen is always one of them.
    pub(crate) tabs: Vec<Tab>,
    /// The number of days behind the last one of `tabs`, as a label with the first cell of the
    /// label. `None`: every day has a label.
    pub(crate) hidden: Option<(u16, String)>,
    /// The cells of the agenda's name at the left end of the header.
    ///
    /// The name gives way to longer labels of the days, down to 12 cells, and to the shortest
    /// labels, down to 6 cells.
    pub(crate) name_width: u16,
}

impl HeaderDays {
    pub(crate) fn new(model: &Model) -> HeaderDays {
        let labels = Labels::new(model);
        let name_width = labels.name_width();
        let tabs = labels.tabs(usize::from(name_width) + 2);
        let hidden = hidden_days(model, &tabs);
        HeaderDays { tabs, hidden, name_width }
    }

    /// Returns the cell behind the days.
    pub(crate) fn end(&self, model: &Model) -> u16 {
        if let Some((x, label)) = &self.hidden {
            let cells = u16::try_from(text::width(label)).unwrap_or(u16::MAX);
            return x.saturating_add(cells).min(model.settings.size.0);
        }
        self.tabs.last().map_or(self.name_width, label_end)
    }
}

impl Labels<'_> {
    /// Returns the days that fit into the header from a cell on.
    fn tabs(&self, start: usize) -> Vec<Tab> {
        let width = usize::from(self.model.settings.size.0);
        let cells = width.saturating_sub(start + status_cells(width));
        let form = self.fitting_form(cells);
        let selected = self.model.place.day;
        let (mut first, mut before) = (selected, self.cells(form, selected));
        while first > 0 && before + self.cells(form, first - 1) <= cells {
            first -= 1;
            before += self.cells(form, first);
        }
        let (mut x, count) = (start, self.model.agenda.days.len());
        let mut tabs = Vec::new();
        for day in first..count {
            let label = self.label(form, day);
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

    /// Returns [`HeaderDays::name_width`].
    fn name_width(&self) -> u16 {
        let width = usize::from(self.model.settings.size.0);
        let all = width.saturating_sub(status_cells(width) + 3);
        // Without numbers behind the names, forms of the same names are the same.
        let forms = LabelForm::OF_FEW.chunk_by(|(form, min), (next, next_min)| {
            self.counts.is_empty() && (form.name, min) == (next.name, next_min)
        });
        let left = forms.filter_map(|forms| forms.first()).find_map(|(form, min)| {
            let most = all.checked_sub(*min)?;
            Some(all - self.cells_of_all(*form, most)?)
        });
        let cells = text::width(&self.model.agenda.name).min(left.unwrap_or(width / 3));
        u16::try_from(cells).unwrap_or(u16::MAX) + 1
    }
}

/// Returns [`HeaderDays::hidden`].
fn hidden_days(model: &Model, tabs: &[Tab]) -> Option<(u16, String)> {
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

/// Returns the day whose label covers a cell of the header.
pub(crate) fn day_at(model: &Model, x: u16) -> Option<usize> {
    let tab = HeaderDays::new(model).tabs.into_iter().find(|tab| {
        let end = tab.x + u16::try_from(text::width(&tab.label)).unwrap_or(0);
        (tab.x.saturating_sub(1)..=end).contains(&x)
    });
    tab.map(|tab| tab.day)
}
