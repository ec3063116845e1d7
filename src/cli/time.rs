//! Times and days as people write them on the command line, and the clocks on which times are
//! shown.

use crate::agenda::{Agenda, Moment, Zone, zone};
use crate::search;
use chrono::{DateTime, Days, NaiveDateTime, NaiveTime};

/// On whose clocks times are shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Clock {
    Event,
    Other(Zone),
}

impl Clock {
    /// The clock that `--tz` names.
    ///
    /// # Errors A sentence: there is no such zone, or the event's own is unknown, so that nothing
    /// can be converted.
    pub(crate) fn named(name: &str, agenda: &Agenda) -> Result<Clock, String> {
        let zone = match name {
            "event" => return Ok(Clock::Event),
            "local" => zone::system_zone()
                .ok_or("this machine does not tell its time zone: give it with --tz")?,
            name => Zone::by_name(name).map_err(|error| error.to_string())?,
        };
        if agenda.zone.is_none() {
            return Err("the agenda names no time zone, so its times cannot be converted: give it with --zone".into());
        }
        Ok(Clock::Other(zone))
    }

    /// The instant as this clock shows it.
    pub(crate) fn show(&self, agenda: &Agenda, at: Moment) -> Moment {
        match self {
            Clock::Event => agenda.local_time(at),
            Clock::Other(zone) => zone.local_time(at),
        }
    }

    /// The instant as `14:25`.
    pub(crate) fn hour(&self, agenda: &Agenda, at: Moment) -> String {
        self.show(agenda, at).format("%H:%M").to_string()
    }

    /// The instant in ISO form, with offset only where the event's zone is known.
    pub(crate) fn iso(&self, agenda: &Agenda, at: Moment) -> String {
        let format =
            if agenda.zone.is_some() { "%Y-%m-%dT%H:%M:%S%:z" } else { "%Y-%m-%dT%H:%M:%S" };
        self.show(agenda, at).format(format).to_string()
    }

    /// What the clock is called at that instant, as in `IST (UTC+1)`; nothing where that is
    /// unknown.
    pub(crate) fn name(&self, agenda: &Agenda, at: Moment) -> String {
        let zone = match (self, &agenda.zone) {
            (Clock::Other(zone), _) | (Clock::Event, Some(zone)) => zone,
            (Clock::Event, None) => return String::new(),
        };
        zone.clock_name(at)
    }
}

/// The instant that `--at` names.
///
/// # Errors
/// A sentence that shows the forms.
pub(crate) fn at(text: &str, agenda: &Agenda) -> Result<Moment, String> {
    const FORMS: &str = "write 2016-07-11T09:12, \"mon 09:12\", \"2 09:12\" or 09:12";
    let text = text.trim();
    for form in ["%Y-%m-%dT%H:%M:%S%:z", "%Y-%m-%dT%H:%M%:z", "%Y-%m-%d %H:%M%:z"] {
        if let Ok(at) = DateTime::parse_from_str(&text.replace('Z', "+00:00"), form) {
            return Ok(agenda.local_time(at));
        }
    }
    for form in ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S"] {
        if let Ok(wall) = NaiveDateTime::parse_from_str(text, form) {
            return Ok(resolve(wall, agenda));
        }
    }
    let (day, clock) = text.rsplit_once(char::is_whitespace).unwrap_or(("1", text));
    let clock = NaiveTime::parse_from_str(clock, "%H:%M")
        .or_else(|_| NaiveTime::parse_from_str(clock, "%H:%M:%S"))
        .map_err(|_| format!("\"{text}\" is no time: {FORMS}"))?;
    let named = days(day.trim(), agenda, None)?;
    let date = named.first().and_then(|ix| agenda.days.get(*ix)).map(|day| day.date);
    let date = date.ok_or_else(|| format!("nothing happens on \"{day}\": {}", days_of(agenda)))?;
    let date = if clock < agenda.day_start {
        date.checked_add_days(Days::new(1)).unwrap_or(date)
    } else {
        date
    };
    Ok(resolve(date.and_time(clock), agenda))
}

fn resolve(wall: NaiveDateTime, agenda: &Agenda) -> Moment {
    agenda
        .zone
        .as_ref()
        .map_or_else(|| zone::floating_time(wall), |zone| zone.resolve_wall_clock(wall).at)
}

/// Positions in [`Agenda::days`] of the days that `text` names; none where that day has no
/// programme.
///
/// # Errors
/// A sentence that lists the days, where `text` names none that an agenda could have.
pub(crate) fn days(text: &str, agenda: &Agenda, now: Option<Moment>) -> Result<Vec<usize>, String> {
    let unknown = || Err(format!("there is no day \"{text}\": {}", days_of(agenda)));
    let is_number = text.bytes().all(|b| b.is_ascii_digit());
    match search::find_days(text, agenda, now) {
        // A letter names several: good enough while one types, but here one is done.
        _ if text.len() < 2 && !is_number => unknown(),
        Some(days) if days.is_empty() && is_number => unknown(),
        Some(days) => Ok(days),
        None => unknown(),
    }
}

fn days_of(agenda: &Agenda) -> String {
    let days: Vec<String> = agenda
        .days
        .iter()
        .zip(1..)
        .map(|(day, number)| format!("{number} ({})", day.date.format("%a %-d %b %Y")))
        .collect();
    if days.is_empty() {
        "no session of this agenda has a time".to_owned()
    } else {
        format!("it has {}", days.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format;

    fn agenda(zone: &str) -> Agenda {
        let session = |start: &str| format!("[[session]]\ntitle = \"A\"\nstart = {start}\n");
        let text = format!(
            "[event]\nname = \"E\"\n{zone}\n{}{}{}",
            session("2016-07-11T09:00:00"),
            session("2016-07-12T09:00:00"),
            session("2016-07-18T01:00:00")
        );
        let (agenda, problems) = format::read(text.as_bytes()).unwrap().draft.check(None);
        assert_eq!(problems, []);
        agenda
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        let agenda = agenda("timezone = \"Europe/Dublin\"");
        for (text, instant) in [
            ("2016-07-11T09:12", "2016-07-11T09:12:00+01:00"),
            ("2016-07-11 09:12:30", "2016-07-11T09:12:30+01:00"),
            (" 2016-12-11 09:12 ", "2016-12-11T09:12:00+00:00"),
            ("2016-07-11T09:12:00+02:00", "2016-07-11T08:12:00+01:00"),
            ("2016-07-11T08:12Z", "2016-07-11T09:12:00+01:00"),
            ("mon 09:12", "2016-07-11T09:12:00+01:00"),
            ("Tuesday  23:59", "2016-07-12T23:59:00+01:00"),
            ("tue 00:30", "2016-07-13T00:30:00+01:00"),
            ("2 04:59", "2016-07-13T04:59:00+01:00"),
            ("3 22:00", "2016-07-17T22:00:00+01:00"),
            ("09:12", "2016-07-11T09:12:00+01:00"),
        ] {
            assert_eq!(
                at(text, &agenda).map(|at| at.to_rfc3339()),
                Ok(instant.to_owned()),
                "{text}"
            );
        }
        for (text, why) in [
            ("", "no time"),
            ("mon", "no time"),
            ("25:00", "no time"),
            ("2016-02-30T09:00", "no time"),
            ("4 09:00", "there is no day \"4\""),
            ("fri 09:00", "nothing happens on \"fri\""),
            ("é 09:00", "there is no day"),
        ] {
            assert!(
                at(text, &agenda).unwrap_err().contains(why),
                "{text}: {:?}",
                at(text, &agenda)
            );
        }
    }

    #[test]
    fn days_are_named_by_date_weekday_or_number() {
        let agenda = agenda("");
        let now = at("mon 23:00", &agenda).unwrap();
        for (text, found) in [
            ("mon", vec![0]),
            ("Sun", vec![2]),
            ("tuesday", vec![1]),
            ("2016-07-12", vec![1]),
            ("2016-07-13", vec![]),
            ("wed", vec![]),
            ("3", vec![2]),
            ("11", vec![0]),
            ("07-12", vec![1]),
            ("12 jul", vec![1]),
            ("12.7.", vec![1]),
            ("2016-07", vec![0, 1, 2]),
            ("yesterday", vec![]),
            ("today", vec![0]),
            ("tomorrow", vec![1]),
        ] {
            assert_eq!(days(text, &agenda, Some(now)), Ok(found), "{text}");
        }
        for text in
            ["", "m", "0", "4", "13", "-1", "di", "someday", "monday!", "18446744073709551616"]
        {
            assert!(days(text, &agenda, Some(now)).is_err(), "{text}");
        }
    }

    #[test]
    fn clocks_show_and_name_their_times() {
        let dublin = agenda("timezone = \"Europe/Dublin\"");
        let nine = at("mon 09:00", &dublin).unwrap();
        let named = |name: &str| Clock::named(name, &dublin).unwrap();
        assert_eq!(named("event").name(&dublin, nine), "IST (UTC+1)");
        assert_eq!(named("Asia/Tokyo").iso(&dublin, nine), "2016-07-11T17:00:00+09:00");
        assert_eq!(named("America/Sao_Paulo").name(&dublin, nine), "UTC-3");
        let floating = agenda("");
        assert_eq!(
            Clock::Event.iso(&floating, at("mon 09:00", &floating).unwrap()),
            "2016-07-11T09:00:00"
        );
        assert_eq!(Clock::Event.name(&floating, nine), "");
        assert!(Clock::named("Asia/Tokyo", &floating).is_err());
    }
}
