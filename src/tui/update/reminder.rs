//! The bell before my next session.

use crate::agenda::Moment;
use crate::tui::input::action::Effect;
use crate::tui::state::Model;

/// Returns [`Effect::Ring`] if the time of an attended session has come since `before`: the time to
/// leave if the walk is known, else the time of its reminder. Each session rings once.
pub(super) fn ring_if_due(model: &mut Model, before: Option<Moment>) -> Option<Effect> {
    let (before, now) = (before?, model.now?);
    let settings = &model.settings;
    let walk = model.walk_times();
    let mut reminders = model.plan.schedule.reminders(&model.agenda, &walk, settings.remind_before);
    for reminder in &mut reminders {
        reminder.due = reminder.leave().unwrap_or(reminder.due);
    }
    reminders.retain(|reminder| reminder.due > before);
    let due = model.announced.take_due(&model.agenda, &reminders, now);
    (!due.is_empty() && settings.bell).then_some(Effect::Ring)
}
