//! The checks of a new version before the version replaces the agenda of the library, and the
//! sentences that say how to take a refused version all the same.

use super::error::{CliError, RefusedUpdate, quote_for_shell};
use super::library::{describe_event, is_secret};
use super::load::Loaded;
use super::source::Source;
use crate::agenda::{Agenda, Clean, Zone};
use crate::plan::{Regression, VersionMap};
use crate::store::{self, Folders};

/// The place of an agenda in the library and its source.
pub(crate) struct UpdateCheck<'a> {
    /// The name in the library.
    pub(crate) name: &'a str,
    pub(crate) origin: &'a Source,
    /// The id that the new version gives itself. The plan stays under the id of the old one.
    pub(crate) own_id: &'a Clean,
    /// The zone of the event, which its source may not name.
    pub(crate) zone: Option<&'a Zone>,
    pub(crate) folders: &'a Folders,
}

impl UpdateCheck<'_> {
    /// Returns an error if the new version has errors, is clearly worse than the old one, or is
    /// another event: an address often has the next edition of an event.
    pub(crate) fn refuse_worse_version(
        &self,
        old: &Agenda,
        new: &Loaded,
        map: &VersionMap,
    ) -> Result<(), CliError> {
        let has_errors = new.has_errors();
        let regression = Regression::between(old, &new.agenda, map, has_errors);
        let on_demand = regression != Some(Regression::Empty);
        let reason = match regression {
            Some(other @ Regression::OtherEvent { .. }) => {
                return Err(self.other_event_error(new, other));
            }
            Some(regression) => regression.to_string(),
            None if has_errors => "the new version has errors".to_owned(),
            None => return Ok(()),
        };
        let command = self.replace_command();
        let report = format!(
            "{}\n\n{} is unchanged: {reason}. To take the new version nevertheless: {command}",
            new.problem_reports().trim_end(),
            self.name
        );
        let report = report.trim_start().to_owned();
        Err(CliError::Refused(Box::new(RefusedUpdate { reason, on_demand, report })))
    }

    /// Returns an error with the numbers of sessions, and with the commands that store both events,
    /// or the other event in place of the old one.
    fn other_event_error(&self, new: &Loaded, regression: Regression) -> CliError {
        let is_free = !store::path_exists(&self.folders.agenda_file(self.own_id));
        let name = if is_free { self.own_id } else { "OTHER-NAME" };
        let both = self.shell_command("import", &format!("--name {name}"), new);
        let replace = self.shell_command("import", &format!("--name {} --replace", self.name), new);
        let report = format!(
            "{} is unchanged: its source is another event now, {}: {regression}. To store the \
             other event as well: {both}. To take it all the same: {replace}",
            self.name,
            describe_event(&new.agenda),
        );
        let reason = format!(
            "the address is of another event now, {}; {} takes it",
            new.agenda.name,
            self.replace_command()
        );
        CliError::Refused(Box::new(RefusedUpdate { reason, on_demand: false, report }))
    }

    /// Returns the number of problems, and the command that lists the problems of the source, or
    /// `None` if there are no problems.
    pub(crate) fn describe_problems(&self, new: &Loaded) -> Option<String> {
        let count = new.count_problems()?;
        Some(format!("{count}: {} lists all problems", self.shell_command("check", "", new)))
    }

    fn has_secret_origin(&self) -> bool {
        self.origin.memory().is_some_and(|origin| is_secret(&origin))
    }

    fn replace_command(&self) -> String {
        format!("hallway update {} --replace", self.name)
    }

    /// Returns a command on the source that a person can paste into a shell. In place of a secret
    /// address, the command has the word `ADDRESS`.
    fn shell_command(&self, command: &str, options: &str, new: &Loaded) -> String {
        let origin = match self.has_secret_origin() {
            true => "ADDRESS".to_owned(),
            false => quote_for_shell(&self.origin.memory().unwrap_or_default()),
        };
        let mut words = vec!["hallway", command, &origin];
        words.extend(Some(options).filter(|options| !options.is_empty()));
        let zone = self.zone.filter(|_| !new.names_zone());
        let zone = zone.map(|zone| format!("--zone {}", zone.name()));
        words.extend(zone.as_deref());
        words.join(" ")
    }
}
