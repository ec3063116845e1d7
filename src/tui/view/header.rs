//! The first line: event, days, marks, clock. The line below: the filter.

use super::brush::Brush;
use crate::agenda::Level;
use crate::text;
use crate::tui::input::action::Command;
use crate::tui::layout::area::Area;
use crate::tui::layout::line::{TextRun, text_run};
use crate::tui::layout::refresh_label::refresh_label;
use crate::tui::layout::{linear, tabs};
use crate::tui::state::{Model, Screen};
use crate::tui::theme::{Role, sign};

/// Draws the name of the event, the days and the status.
pub(super) fn draw_header(model: &Model, brush: &mut Brush, area: Area) {
    let status = status_parts(model);
    if model.settings.linear {
        let status = status.into_iter().map(|part| part.text);
        let parts: Vec<String> =
            std::iter::once(linear::header_sentence(model)).chain(status).collect();
        brush.fitted(area, Role::Title, &parts.join(", "));
        return;
    }
    let name = area.inner(1, 0, area.width.saturating_sub(tabs::name_width(model)), 0);
    brush.fitted(name, Role::Title, &model.agenda.name);
    let end = draw_days(model, brush, area);
    let mut rest = area.inner((end + 1).min(area.width), 0, 1, 0);
    for part in status.iter().rev() {
        rest = brush.right(rest, part.role, &part.text);
        rest = brush.right(rest, Role::Text, "  ");
    }
}

/// Draws the days and the number of days without room. Returns the cell after the last label.
fn draw_days(model: &Model, brush: &mut Brush, area: Area) -> u16 {
    let (mut end, mut last) = (area.x + tabs::name_width(model), 0);
    for tab in tabs::day_tabs(model) {
        let x = tab.x.saturating_sub(1);
        let (role, label) = if tab.day == model.place.day && model.screen == Screen::Day {
            (Role::Selected, format!("{}{}{}", sign::LEFT, tab.label, sign::RIGHT))
        } else {
            (Role::Text, format!(" {} ", tab.label))
        };
        brush.text(Area { x, width: area.width.saturating_sub(x), ..area }, role, &label);
        end = x + u16::try_from(text::width(&label)).unwrap_or(0);
        last = tab.day;
    }
    let hidden = model.agenda.days.len().saturating_sub(last + 1);
    if hidden > 0 {
        let x = (end + 1).min(area.width);
        let label = format!("{hidden} {}", sign::RIGHT);
        end = brush.text(area.inner(x, 0, 0, 0), Role::Key, &label).x;
    }
    end
}

/// Returns the parts at the right end of the header, the most important last.
fn status_parts(model: &Model) -> Vec<TextRun> {
    let is_linear = model.settings.linear;
    let mut parts = Vec::new();
    if matches!(model.screen, Screen::Mine { .. }) && !is_linear {
        parts.push(text_run(Role::Head, "my schedule"));
    }
    if matches!(model.screen, Screen::Changes(_)) && !is_linear {
        parts.push(text_run(Role::Head, "changes"));
    }
    if is_linear {
        parts.extend(refresh_label(model, usize::MAX).map(|label| text_run(Role::Text, &label)));
    }
    if model.file.problems > 0 {
        let noun = if model.file.problems == 1 { "problem" } else { "problems" };
        parts.push(text_run(Role::Alert, &format!("{} {noun}", model.file.problems)));
    }
    let sessions = 0..model.agenda.sessions.len();
    let attended = sessions.filter(|ix| model.level_of(*ix) == Some(Level::Attend)).count();
    if attended > 0 {
        let sign = if is_linear { "attending" } else { sign::ATTEND };
        parts.push(text_run(Role::Attend, &format!("{sign} {attended}")));
    }
    // No day lists a mark whose session is missing: the header always counts these marks.
    let schedule = &model.plan.schedule;
    let marks = schedule.mark_matches().iter();
    let missing = marks.filter(|known| known.session().is_none()).count();
    if missing > 0 {
        let word = if is_linear { "of mine missing" } else { "missing" };
        parts.push(text_run(Role::Alert, &format!("{missing} {word}")));
    }
    let clashes = schedule.find_clashes(&model.agenda).len();
    if clashes > 0 {
        let sign = if is_linear { "overlaps" } else { sign::CLASH };
        parts.push(text_run(Role::Clash, &format!("{sign} {clashes}")));
    }
    parts.push(text_run(Role::Text, &clock(model)));
    parts
}

/// Returns the time now during the event, and the zone of the times on the screen.
fn clock(model: &Model) -> String {
    let Some(clock) = model.agenda.clock.name() else { return "zone unknown".into() };
    let local = model.settings.local.as_ref().filter(|_| model.settings.shows_local);
    let now = model.time_during_event();
    // The offset of a zone depends on the date: without a time now, the day on the screen decides.
    let at = now.or_else(|| {
        let day = model.agenda.days.get(model.place.day)?;
        model.agenda.sessions.get(day.sessions.start)?.start
    });
    let Some((at, name)) = at.and_then(|at| Some((at, model.clock_name(at)?))) else {
        return local.map_or(clock, |zone| zone.name().to_owned());
    };
    let time = now.map_or_else(String::new, |_| model.shown_time(at).format("%H:%M ").to_string());
    format!("{time}{name}")
}

/// Draws the filter, the number of hidden sessions and the key that clears the filter.
pub(super) fn draw_filter(model: &Model, brush: &mut Brush, area: Area) {
    let row = area.inner(1, 0, 1, 0);
    let (hidden, all) = (model.hidden_by_filter(), model.agenda.sessions.len());
    let hits = match model.search.hidden_hits {
        0 => String::new(),
        1 => ", 1 hit".to_owned(),
        hits => format!(", {hits} hits"),
    };
    let key = model.key_of(Command::ClearFilter);
    let rest =
        brush.right(row, Role::Faint, &format!("  hides {hidden} of {all}{hits}  {key} clears"));
    let rest = brush.text(rest, Role::Key, "Filter  ");
    let choices = model.settings.filter.describe_choices();
    brush.fitted(rest, Role::Head, &choices.join(&format!(" {} ", sign::DOT)));
}
