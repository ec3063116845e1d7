//! The addresses at which known producers publish the schedule of the event whose page is given.

use super::address::Address;

/// Returns the addresses of schedules by the address of the page, best first. `page` is the text of
/// the page in small letters.
///
/// - pretalx: `/EVENT/schedule/export/schedule.json` (`src/pretalx/agenda/urls.py`)
/// - Sched: `/all.ics` of the event's own host
/// - Indico: `/event/ID/event.ics`, with the scope of single contributions
///   (`indico/modules/events/blueprint.py`)
/// - frab: `/LANGUAGE/EVENT/public/schedule.xml` (`config/routes.rb`)
/// - FOSDEM: `/YEAR/schedule/xml`
/// - Fahrplan of the CCC: `…/fahrplan/schedule.xml`
pub(super) fn known_schedules(address: &Address, page: &str) -> Vec<Address> {
    let host = address.host();
    let parts: Vec<&str> = address.path().split('/').filter(|part| !part.is_empty()).collect();
    let lower: Vec<String> = parts.iter().map(|part| part.to_ascii_lowercase()).collect();
    let position = |name: &str| lower.iter().position(|part| part == name);
    let before = |at: usize| parts.get(..at).unwrap_or_default().join("/");
    let mut links = Vec::new();
    if host.ends_with(".sched.com") || host.ends_with(".sched.org") {
        links.push("/all.ics".to_owned());
    }
    if page.contains("pretalx")
        && let Some(event) = parts.first()
    {
        links.push(format!("/{event}/schedule/export/schedule.json"));
        links.push(format!("/{event}/schedule/export/schedule.xml"));
    }
    if let Some(at) = position("event")
        && let Some(id) = parts.get(at + 1).filter(|id| id.bytes().all(|b| b.is_ascii_digit()))
    {
        let start = before(at);
        let slash = if start.is_empty() { "" } else { "/" };
        links.push(format!("/{start}{slash}event/{id}/event.ics?scope=contribution"));
    }
    if let Some(at) = position("public").filter(|at| *at > 0) {
        links.push(format!("/{}/public/schedule.xml", before(at)));
    }
    if let Some(at) = position("fahrplan") {
        links.push(format!("/{}/schedule.xml", before(at + 1)));
    }
    if host == "fosdem.org" || host.ends_with(".fosdem.org") {
        let year = parts.first().filter(|part| part.bytes().all(|b| b.is_ascii_digit()));
        links.extend(year.map(|year| format!("/{year}/schedule/xml")));
    }
    links.iter().filter_map(|link| address.join(link).ok()).collect()
}

/// Returns the addresses at which a producer without a name of its own may publish: names next to
/// the page.
pub(super) fn guessed_schedules(address: &Address) -> Vec<Address> {
    ["schedule.json", "schedule.xml", "schedule/xml", "schedule.ics"]
        .iter()
        .filter_map(|link| address.join(link).ok())
        .collect()
}

/// Returns the address of the Sessionize view that an embedded schedule comes from: the id stands
/// between `sessionize.com/api/v2/` and `/view/`.
pub(super) fn embedded_sessionize(page: &str) -> Option<Address> {
    let (_, rest) = page.split_once("sessionize.com/api/v2/")?;
    let id = rest.split('/').next().filter(|id| id.len() <= 16)?;
    let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_id.then(|| Address::parse(&format!("https://sessionize.com/api/v2/{id}/view/All")).ok())?
}
