//! The first line: event, days, marks, clock. The line below: the filter.

use super::brush::Brush;
use crate::tui::input::action::Command;
use crate::tui::layout::area::Area;
use crate::tui::layout::status::{heading, status_area, status_cells, status_parts};
use crate::tui::layout::tabs::HeaderDays;
use crate::tui::layout::{linear, screen, timeline};
use crate::tui::state::{Model, Screen};
use crate::tui::theme::{Role, sign};

/// Draws the name of the event, the days and the status.
pub(super) fn draw_header(model: &Model, brush: &mut Brush, area: Area) {
    let days = HeaderDays::new(model);
    let status = status_parts(model, &days);
    if model.settings.linear {
        let status = status.into_iter().map(|part| part.text);
        let parts: Vec<String> =
            std::iter::once(linear::header_sentence(model)).chain(status).collect();
        brush.fitted(area, Role::Title, &parts.join(", "));
        return;
    }
    let name = area.inner(1, 0, area.width.saturating_sub(days.name_width), 0);
    brush.fitted(name, Role::Title, heading(model, &days));
    draw_days(model, brush, area, &days);
    let row = status_area(model, &days);
    for (part, cells) in status.iter().zip(status_cells(&status, row)) {
        brush.text(
            Area { x: cells.start, width: cells.end - cells.start, ..row },
            part.role,
            &part.text,
        );
    }
}

/// Draws the days and the number of days without room.
fn draw_days(model: &Model, brush: &mut Brush, area: Area, days: &HeaderDays) {
    let chosen = match model.screen {
        Screen::Day => Some(model.place.day),
        Screen::Mine { .. } if screen::is_timeline(model) => Some(timeline::selected_day(model)),
        Screen::Mine { .. } => {
            let row = model.derived.rows.get(model.place.row);
            row.and_then(|row| timeline::day_of_row(model, row))
        }
        _ => None,
    };
    for tab in &days.tabs {
        let x = tab.x.saturating_sub(1);
        let (role, label) = if Some(tab.day) == chosen {
            (Role::Selected, format!("{}{}{}", sign::LEFT, tab.label, sign::RIGHT))
        } else {
            (Role::Text, format!(" {} ", tab.label))
        };
        brush.text(Area { x, width: area.width.saturating_sub(x), ..area }, role, &label);
    }
    if let Some((x, label)) = &days.hidden {
        brush.text(area.inner(*x, 0, 0, 0), Role::Key, label);
    }
}

/// Draws the filter, the number of hidden sessions and the key that clears the filter.
pub(super) fn draw_filter(model: &Model, brush: &mut Brush, area: Area) {
    if area.is_empty() {
        return;
    }
    let row = area.inner(1, 0, 1, 0);
    let (hidden, all) = (model.hidden_by_filter(), model.agenda.sessions.len());
    let hits = match model.search.hidden_hits {
        0 => String::new(),
        1 => ", 1 hit".to_owned(),
        hits => format!(", {hits} hits"),
    };
    let clears = match model.key_of(Command::ClearFilter) {
        key if key.is_empty() => String::new(),
        key => format!("  {key} clears"),
    };
    let hides = format!("  hides {hidden} of {all}{hits}{clears}");
    let rest = brush.right(row, Role::Faint, &hides);
    let rest = brush.text(rest, Role::Key, "Filter  ");
    let choices = model.settings.filter.describe_choices();
    brush.fitted(rest, Role::Head, &choices.join(&format!(" {} ", sign::DOT)));
}
