//! The well-known time zones that agree with the times of an agenda.

use super::clock::Clock;
use super::model::Agenda;
use super::zone::{Moment, Zone};

/// Zones of large cities. Neighbours with the same clock are left out.
const WELL_KNOWN: &[&str] = &[
    "Europe/Berlin",
    "Europe/Amsterdam",
    "Europe/Paris",
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Helsinki",
    "Europe/Kyiv",
    "Europe/Istanbul",
    "Europe/Moscow",
    "Africa/Lagos",
    "Africa/Johannesburg",
    "Africa/Cairo",
    "Africa/Nairobi",
    "Africa/Casablanca",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/Halifax",
    "America/St_Johns",
    "America/Mexico_City",
    "America/Bogota",
    "America/Santiago",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "Pacific/Honolulu",
    "Asia/Jerusalem",
    "Asia/Dubai",
    "Asia/Tehran",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Dhaka",
    "Asia/Bangkok",
    "Asia/Singapore",
    "Asia/Shanghai",
    "Asia/Taipei",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Australia/Perth",
    "Australia/Adelaide",
    "Australia/Brisbane",
    "Australia/Sydney",
    "Pacific/Auckland",
];

impl Agenda {
    /// Returns the names of well-known zones that have the offsets of an agenda with
    /// [`Clock::Offsets`] at every start. Other clocks give no name: every zone fits UTC.
    pub fn fitting_zones(&self) -> Vec<&'static str> {
        if !matches!(self.clock, Clock::Offsets(_)) {
            return Vec::new();
        }
        let starts: Vec<Moment> =
            self.sessions.iter().filter_map(|session| session.start).collect();
        let fits = |name: &&&str| {
            Zone::by_name(name).is_ok_and(|zone| {
                starts.iter().all(|start| zone.local_time(*start).offset() == start.offset())
            })
        };
        WELL_KNOWN.iter().filter(fits).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_well_known_zone_is_in_the_database() {
        for name in WELL_KNOWN {
            assert_eq!(Zone::by_name(name).unwrap().name(), *name);
        }
    }
}
