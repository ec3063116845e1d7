//! [`Proxies`]: the proxies of the environment, by the rules of `curl`.
//!
//! `ureq` reads the variables too, but sends `https` to the proxy of `http`, keeps the spaces of
//! `NO_PROXY`, and asks the proxy for `www.conf.example` if `NO_PROXY` holds `conf.example`.

use crate::fetch::address::Address;
use crate::fetch::error::FetchFault;
use std::net::IpAddr;
use ureq::Proxy;

/// The addresses of the proxies in the environment.
#[derive(Debug, Default)]
pub(super) struct Proxies {
    http: Option<String>,
    https: Option<String>,
    all: Option<String>,
    /// The hosts without a proxy, as in `NO_PROXY`.
    exceptions: String,
}

impl Proxies {
    /// Reads the proxies of `$HTTP_PROXY`, `$HTTPS_PROXY`, `$ALL_PROXY` and `$NO_PROXY`, or of the
    /// same names in small letters.
    pub(super) fn read(variable: impl Fn(&str) -> Option<String>) -> Proxies {
        let read = |name: &str| {
            let value = variable(name).or_else(|| variable(&name.to_ascii_lowercase()))?;
            Some(value.trim().to_owned()).filter(|value| !value.is_empty())
        };
        Proxies {
            http: read("HTTP_PROXY"),
            https: read("HTTPS_PROXY"),
            all: read("ALL_PROXY"),
            exceptions: read("NO_PROXY").unwrap_or_default(),
        }
    }

    /// Returns the proxy for an address, if the address has one.
    ///
    /// # Errors
    ///
    /// If the variable holds no address of a proxy.
    pub(super) fn choose(&self, address: &Address) -> Result<Option<Proxy>, FetchFault> {
        let of_scheme = if address.is_secure() { &self.https } else { &self.http };
        let Some(proxy) = of_scheme.as_ref().or(self.all.as_ref()) else {
            return Ok(None);
        };
        let mut exceptions = self.exceptions.split([',', ' ', '\t']);
        if exceptions.any(|exception| covers_host(exception, address.host())) {
            return Ok(None);
        }
        let fault = |_| FetchFault::Proxy("its address is none".to_owned());
        Proxy::new(proxy).map(Some).map_err(fault)
    }
}

/// Whether an entry of `NO_PROXY` names a host: `*`, the host, a domain above the host, with or
/// without `*.` or a dot before the domain, or a network such as `10.0.0.0/8`.
fn covers_host(entry: &str, host: &str) -> bool {
    let host = host.trim_matches(['[', ']']).trim_end_matches('.');
    let entry = entry.trim_end_matches('.');
    if let Some(is_inside) = is_in_network(entry, host) {
        return is_inside;
    }
    let domain = entry.strip_prefix('*').unwrap_or(entry);
    let domain = domain.strip_prefix('.').unwrap_or(domain).trim_matches(['[', ']']);
    if domain.is_empty() {
        return entry == "*";
    }
    let Some(start) = host.len().checked_sub(domain.len()) else {
        return false;
    };
    let (before, end) = host.as_bytes().split_at(start);
    end.eq_ignore_ascii_case(domain.as_bytes()) && before.last().is_none_or(|byte| *byte == b'.')
}

/// Whether a host is an address of a network, or `None` if the entry is no network.
fn is_in_network(entry: &str, host: &str) -> Option<bool> {
    let (network, length) = entry.split_once('/')?;
    let (network, length): (IpAddr, u32) = (network.parse().ok()?, length.parse().ok()?);
    let Ok(host) = host.parse::<IpAddr>() else {
        return Some(false);
    };
    Some(match (network, host) {
        (IpAddr::V4(network), IpAddr::V4(host)) => {
            let differing = u32::from(network) ^ u32::from(host);
            differing.leading_zeros() >= length
        }
        (IpAddr::V6(network), IpAddr::V6(host)) => {
            let differing = u128::from(network) ^ u128::from(host);
            differing.leading_zeros() >= length
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_without_a_proxy_cover_hosts_and_their_domains() {
        for (entry, host, is_covered) in [
            ("*", "conf.example", true),
            ("conf.example", "conf.example", true),
            ("CONF.example", "www.conf.example", true),
            (".conf.example", "www.conf.example", true),
            ("*.conf.example", "www.conf.example", true),
            ("conf.example", "myconf.example", false),
            ("www.conf.example", "conf.example", false),
            ("", "conf.example", false),
            ("127.0.0.1", "127.0.0.1", true),
            ("127.0.0.0/8", "127.3.2.1", true),
            ("127.0.0.0/8", "128.0.0.1", false),
            ("10.0.0.0/0", "128.0.0.1", true),
            ("10.0.0.0/33", "10.0.0.0", false),
            ("10.0.0.0/8", "conf.example", false),
            ("::1", "[::1]", true),
            ("[::1]", "[::1]", true),
            ("fe80::/10", "[fe80::1]", true),
        ] {
            assert_eq!(covers_host(entry, host), is_covered, "{entry:?} {host}");
        }
    }

    #[test]
    fn proxy_is_that_of_the_scheme_unless_the_host_has_none() {
        let variables = [
            ("HTTP_PROXY", "plain.example:1"),
            ("all_proxy", "http://all.example:2"),
            ("no_proxy", "localhost, conf.example\tother.example"),
        ];
        let find = |name: &str| {
            let found = variables.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let proxies = Proxies::read(find);
        for (address, host) in [
            ("http://a.example/", Some("plain.example")),
            ("https://a.example/", Some("all.example")),
            ("http://localhost/", None),
            ("https://www.conf.example/", None),
            ("https://other.example/", None),
        ] {
            let proxy = proxies.choose(&Address::parse(address).unwrap()).unwrap();
            assert_eq!(proxy.as_ref().map(Proxy::host), host, "{address}");
        }
    }
}
