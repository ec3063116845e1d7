//! The part of a host's name that has one owner.

/// Parts below the ending of a country that are no owner's name, as in `co.uk`. The whole list of
/// public suffixes (the crate `psl`) has 10 000 lines, takes 1 MB and grows old: a country that is
/// missing here makes two owners one site, and a schedule is then fetched from a site that the page
/// itself links to.
const SECOND_LEVELS: [&str; 26] = [
    "ac", "ad", "asn", "asso", "co", "com", "ed", "edu", "go", "gob", "gouv", "gov", "gr", "gv",
    "id", "lg", "ltd", "mil", "ne", "net", "nhs", "nom", "or", "org", "plc", "sch",
];

/// Services below whose names everybody can have a host.
const SHARED_HOSTS: [&str; 30] = [
    "amazonaws.com",
    "appspot.com",
    "azurewebsites.net",
    "b-cdn.net",
    "blogspot.com",
    "cloudfront.net",
    "codeberg.page",
    "deno.dev",
    "firebaseapp.com",
    "fly.dev",
    "framer.website",
    "github.io",
    "gitlab.io",
    "glitch.me",
    "herokuapp.com",
    "myshopify.com",
    "neocities.org",
    "netlify.app",
    "ngrok.io",
    "onrender.com",
    "pages.dev",
    "readthedocs.io",
    "run.app",
    "surge.sh",
    "vercel.app",
    "web.app",
    "webflow.io",
    "wixsite.com",
    "wordpress.com",
    "workers.dev",
];

/// Returns the part of a host's name that has one owner. `www.X` always is a host of `X`.
pub(super) fn site_of(host: &str) -> &str {
    let host = host.trim_end_matches('.');
    let host = host.strip_prefix("www.").filter(|rest| rest.contains('.')).unwrap_or(host);
    let is_below = |service: &str| {
        host.strip_suffix(service).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    if SHARED_HOSTS.iter().any(|service| is_below(service)) {
        return host;
    }
    let mut parts = host.rsplit('.');
    let (last, second) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let count = if last.len() == 2 && SECOND_LEVELS.contains(&second) { 3 } else { 2 };
    match host.rmatch_indices('.').nth(count - 1) {
        Some((dot, _)) => &host[dot + 1..],
        None => host,
    }
}
