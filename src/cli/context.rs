//! The values that most commands work on: agenda, plan, clock and output style.

use super::args::Subcommand;
use super::error::{CliError, print_message};
use super::invocation::Invocation;
use super::load::{Loaded, load_usable_agenda};
use super::style::OutputStyle;
use super::time::{DisplayClock, parse_time};
use crate::agenda::{Agenda, Moment, WalkTimes};
use crate::fetch::Address;
use crate::plan::{Plan, Schedule};
use crate::store::{Folders, LoadedPlan};
use chrono::{DateTime, Utc};

/// The [`Agenda`] of a command with the [`Plan`] of its event.
pub(crate) struct CliContext {
    pub(crate) agenda: Agenda,
    pub(crate) plan: LoadedPlan,
    pub(crate) schedule: Schedule,
    /// The minutes between rooms: of the configuration, then of the agenda.
    pub(crate) walk: WalkTimes,
    pub(crate) clock: DisplayClock,
    pub(crate) style: OutputStyle,
    /// The time of `--at`, else the wall clock, on the event's clock. `None` if the agenda has wall
    /// clocks alone.
    pub(crate) now: Option<Moment>,
    /// The time of `--at`.
    pub(crate) pretended: Option<Moment>,
    /// The wall clock, even if `--at` pretends another time. Marks store it.
    pub(crate) wall_clock: DateTime<Utc>,
    pub(crate) folders: Folders,
    /// The agenda that the command line names.
    pub(crate) named_agenda: Option<String>,
}

impl CliContext {
    /// Loads the [`Agenda`] of the command line and its [`Plan`].
    ///
    /// # Errors
    /// Returns the errors of [`load_usable_agenda`] and [`CliContext::new`].
    pub(crate) fn open(invocation: &Invocation<'_>) -> Result<CliContext, CliError> {
        CliContext::new(invocation, load_usable_agenda(invocation, read_wall_clock())?)
    }

    /// Loads the [`Plan`] of an agenda.
    ///
    /// # Errors
    /// Returns a usage error for a bad `--at` or `--tz`, and a store error if the plan cannot be
    /// read and the command needs the plan.
    pub(crate) fn new(invocation: &Invocation<'_>, loaded: Loaded) -> Result<CliContext, CliError> {
        let (args, mut agenda) = (invocation.args, loaded.agenda);
        let plan = match invocation.require_folders()?.load_plan_to_change(&agenda.id) {
            Err(error) if !args.command.as_ref().is_some_and(Subcommand::needs_plan) => {
                print_message(&format!("the agenda is shown without your marks: {error}"));
                LoadedPlan::default()
            }
            plan => plan?,
        };
        let shows_own = args.command.as_ref().is_none_or(Subcommand::shows_own_entries);
        if shows_own {
            plan.put_entries_into(&mut agenda);
        }
        // The days of own entries have names too.
        let times = DisplayTimes::new(invocation, &agenda)?;
        let schedule = plan.schedule_for(&agenda);
        if shows_own {
            schedule.put_notes_into(&mut agenda);
        }
        CliContext::with_schedule(invocation, agenda, times, (plan, schedule))
    }

    /// Returns the context of an agenda whose plan is at hand.
    ///
    /// # Errors
    /// Returns a usage error for a bad `--at` or `--tz`.
    pub(crate) fn with_plan(
        invocation: &Invocation<'_>,
        agenda: Agenda,
        plan: (Plan, Schedule),
    ) -> Result<CliContext, CliError> {
        let times = DisplayTimes::new(invocation, &agenda)?;
        let plan = (LoadedPlan::of_plan(plan.0), plan.1);
        CliContext::with_schedule(invocation, agenda, times, plan)
    }

    fn with_schedule(
        invocation: &Invocation<'_>,
        agenda: Agenda,
        times: DisplayTimes,
        (plan, schedule): (LoadedPlan, Schedule),
    ) -> Result<CliContext, CliError> {
        let folders = invocation.require_folders()?.clone();
        let DisplayTimes { clock, pretended, wall_clock } = times;
        Ok(CliContext {
            schedule,
            plan,
            walk: invocation.config.walk.or(&agenda.walk),
            clock,
            style: invocation.style(),
            pretended,
            now: pretended.or_else(|| time_now(&agenda, wall_clock)),
            wall_clock,
            folders,
            named_agenda: invocation.named_agenda().map(shown_agenda),
            agenda,
        })
    }

    /// Replaces the agenda by another version, and reads the plan again.
    ///
    /// # Errors
    /// Returns an error if the plan cannot be read. Agenda and plan are unchanged then.
    pub(crate) fn replace_agenda(
        &mut self,
        invocation: &Invocation<'_>,
        mut agenda: Agenda,
    ) -> Result<(), CliError> {
        let plan = self.folders.load_plan_to_change(&agenda.id)?;
        plan.put_entries_into(&mut agenda);
        self.schedule = plan.schedule_for(&agenda);
        self.schedule.put_notes_into(&mut agenda);
        self.walk = invocation.config.walk.or(&agenda.walk);
        (self.plan, self.agenda) = (plan, agenda);
        Ok(())
    }

    /// Returns the plan and its schedule, and leaves empty ones.
    pub(crate) fn take_plan(&mut self) -> (LoadedPlan, Schedule) {
        (std::mem::take(&mut self.plan), std::mem::take(&mut self.schedule))
    }
}

/// The clocks of a command.
struct DisplayTimes {
    clock: DisplayClock,
    /// The time of `--at`.
    pretended: Option<Moment>,
    wall_clock: DateTime<Utc>,
}

impl DisplayTimes {
    fn new(invocation: &Invocation<'_>, agenda: &Agenda) -> Result<DisplayTimes, CliError> {
        let (args, wall_clock) = (&invocation.args.global, read_wall_clock());
        Ok(DisplayTimes {
            pretended: pretended_time(args.at.as_deref(), agenda, wall_clock)?,
            clock: invocation.display_clock(agenda)?,
            wall_clock,
        })
    }
}

/// Returns the agenda of the command line as a person may read it: an address without its secrets.
fn shown_agenda(typed: &str) -> String {
    Address::parse(typed).map_or(typed.to_owned(), |address| address.shown())
}

/// Returns the time of `--at`.
///
/// # Errors
/// Returns the errors of [`parse_time`].
pub(crate) fn pretended_time(
    at: Option<&str>,
    agenda: &Agenda,
    wall_clock: DateTime<Utc>,
) -> Result<Option<Moment>, CliError> {
    let now = time_now(agenda, wall_clock);
    Ok(at.map(|at| parse_time(at, agenda, now)).transpose()?)
}

/// Returns `wall_clock` on the event's clock, or `None` if the agenda has wall clocks alone.
fn time_now(agenda: &Agenda, wall_clock: DateTime<Utc>) -> Option<Moment> {
    agenda.clock.has_instants().then(|| agenda.local_time(wall_clock.fixed_offset()))
}

/// Reads the wall clock for the whole command line.
#[expect(clippy::disallowed_methods, reason = "the only clock reading of the command line")]
pub(crate) fn read_wall_clock() -> DateTime<Utc> {
    Utc::now()
}
