//! The names of agendas, and the one agenda that a typed name means. Names that differ only in case
//! are one name.

use super::args::command_names;
use super::error::{CliError, NO_INPUT, count_noun};
use crate::agenda::nearest_word;
use crate::store::Folders;

/// The name of the built-in agenda.
pub(crate) const BUILT_IN: &str = "srecon16-europe";

/// The names of agendas that can be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AgendaNames(Vec<String>);

impl AgendaNames {
    /// Returns the names of the library, and the built-in agenda.
    pub(crate) fn all(folders: Option<&Folders>) -> AgendaNames {
        let mut names = folders.map(Folders::list_agendas).unwrap_or_default();
        if !names.iter().any(|name| name == BUILT_IN) {
            names.push(BUILT_IN.to_owned());
        }
        AgendaNames(names)
    }

    /// Returns the names of the library.
    pub(crate) fn of_library(folders: &Folders) -> AgendaNames {
        AgendaNames(folders.list_agendas())
    }

    pub(crate) fn into_vec(self) -> Vec<String> {
        self.0
    }

    /// Returns the agenda with this name, or if there is none, the agenda with this name in another
    /// case.
    ///
    /// # Errors
    /// Returns an error if several agendas have the name in other cases.
    pub(crate) fn find_whole(&self, typed: &str) -> Result<Option<&str>, CliError> {
        if let Some(name) = self.0.iter().find(|name| *name == typed) {
            return Ok(Some(name));
        }
        let folded = typed.to_lowercase();
        self.find_only(typed, |name| name.to_lowercase() == folded)
    }

    /// Returns the agenda of [`AgendaNames::find_whole`], or if there is none, the only agenda
    /// whose name contains the typed text in any case.
    ///
    /// # Errors
    /// Returns an error that lists the agendas if several names fit.
    pub(crate) fn find(&self, typed: &str) -> Result<Option<&str>, CliError> {
        if let Some(name) = self.find_whole(typed)? {
            return Ok(Some(name));
        }
        let folded = typed.to_lowercase();
        self.find_only(typed, |name| !folded.is_empty() && name.to_lowercase().contains(&folded))
    }

    fn find_only(
        &self,
        typed: &str,
        fits: impl Fn(&str) -> bool,
    ) -> Result<Option<&str>, CliError> {
        let fitting: Vec<&str> = self.0.iter().map(String::as_str).filter(|n| fits(n)).collect();
        match fitting[..] {
            [] => Ok(None),
            [name] => Ok(Some(name)),
            _ => Err(CliError::new(NO_INPUT, describe_several(typed, &fitting))),
        }
    }

    /// Returns the name that resembles the typed text most: of an agenda or of a command.
    pub(crate) fn suggest(&self, typed: &str) -> Option<String> {
        self.find_nearest(typed, &command_names())
    }

    /// Returns the name of the agenda that resembles the typed text most.
    pub(crate) fn suggest_agenda(&self, typed: &str) -> Option<String> {
        let part = self.find(typed).ok().flatten();
        part.map(str::to_owned).or_else(|| self.find_nearest(typed, &[]))
    }

    fn find_nearest(&self, typed: &str, commands: &[String]) -> Option<String> {
        let names = self.0.iter().chain(commands).map(String::as_str);
        // The year of an event is often left out.
        let without_year = self.0.iter().map(|name| strip_number(name));
        let near = nearest_word(typed, names.chain(without_year))?;
        let with_year = self.0.iter().find(|name| strip_number(name) == near);
        Some(with_year.map_or(near, String::as_str).to_owned())
    }
}

fn strip_number(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-')
}

/// Returns a sentence with up to eight names.
fn describe_several(typed: &str, names: &[&str]) -> String {
    const LISTED_MAX: usize = 8;
    let listed = &names[..names.len().min(LISTED_MAX)];
    let more = match names.len() - listed.len() {
        0 => String::new(),
        count => format!(" and {count} more"),
    };
    let count = count_noun(names.len(), "agenda", "agendas");
    format!("\"{typed}\" fits {count}: {}{more}. Type more of the name", listed.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> AgendaNames {
        let names = ["Conf", "conf-2026", "eurorust-2025", "fosdem-2026", "rustfest-2025"];
        AgendaNames(names.map(str::to_owned).to_vec())
    }

    #[test]
    fn name_is_found_by_whole_name_then_any_case_then_unique_part() {
        for (typed, name) in [
            ("fosdem-2026", Some("fosdem-2026")),
            ("FOSDEM-2026", Some("fosdem-2026")),
            ("fosdem", Some("fosdem-2026")),
            ("OSDEM", Some("fosdem-2026")),
            ("conf", Some("Conf")),
            ("conf-", Some("conf-2026")),
            ("fest", Some("rustfest-2025")),
            ("kubecon", None),
            ("fosdem 2026", None),
            ("", None),
        ] {
            assert_eq!(names().find(typed).unwrap(), name, "{typed}");
        }
        let twins = AgendaNames(vec!["CONF".to_owned(), "conf".to_owned()]);
        assert_eq!(twins.find("conf").unwrap(), Some("conf"));
        assert!(twins.find("Conf").is_err());
    }

    #[test]
    fn whole_name_is_not_found_by_a_part() {
        let names = names();
        assert_eq!(names.find_whole("Fosdem-2026").unwrap(), Some("fosdem-2026"));
        assert_eq!(names.find_whole("fosdem").unwrap(), None);
    }

    #[test]
    fn part_of_several_names_is_an_error_that_lists_the_names() {
        let error = names().find("RUST").unwrap_err();
        let message =
            "\"RUST\" fits 2 agendas: eurorust-2025, rustfest-2025. Type more of the name";
        assert_eq!((error.exit_code(), error.to_string().as_str()), (66, message));
        let many = AgendaNames((10..20).map(|number| format!("conf-{number}")).collect());
        let message = many.find("conf").unwrap_err().to_string();
        assert!(message.ends_with("conf-16, conf-17 and 2 more. Type more of the name"));
    }

    #[test]
    fn misspelt_name_suggests_the_nearest_agenda_or_command() {
        for (typed, near) in [
            ("fosdm", Some("fosdem-2026")),
            ("rustfets", Some("rustfest-2025")),
            ("fosdem-2025", Some("fosdem-2026")),
            ("serch", Some("search")),
            ("qqqq", None),
        ] {
            assert_eq!(names().suggest(typed).as_deref(), near, "{typed}");
        }
    }
}
