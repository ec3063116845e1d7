//! [`FetchError`]: the sentences about documents that could not be fetched.

use super::address::Address;
use super::limits::{BYTES_MAX, CONNECT, PARTS_MAX, REQUESTS_MAX, STALL, TIME_MAX};
use crate::agenda::Clean;
use std::fmt;
use std::time::Duration;

/// The next step of a person whose network shows its own page in place of every page.
const LOGIN_ADVICE: &str =
    "A login page of the network may be in the way: open a web page in a browser first";

/// The reason why there is no document.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    not(feature = "https"),
    expect(dead_code, reason = "only the feature `https` meets faults of the network")
)]
pub(crate) enum FetchFault {
    /// The program has no feature `https`.
    #[cfg_attr(feature = "https", expect(dead_code, reason = "a build without `https` says so"))]
    NotBuilt,
    /// The name of the host has no number.
    NoHost,
    /// The host is there and takes no connection.
    Refused,
    /// The network has no way to the host. The text is the error of the system.
    Unreachable(String),
    /// There is no connection after [`CONNECT`].
    NoConnection,
    /// The server sent no byte for [`STALL`].
    Stalled,
    /// The visit has taken [`TIME_MAX`].
    Overtime,
    /// The connection ended before the reply.
    Cut,
    /// The compressed body cannot be decompressed.
    Damaged,
    /// The bodies of the visit have more than [`BYTES_MAX`] bytes.
    TooBig,
    /// The certificate of the host cannot be trusted. The text is the reason.
    Certificate(String),
    /// There is no encrypted connection for another reason.
    Encryption(String),
    /// The proxy of the environment variables does not help. The text is the error.
    Proxy(String),
    /// The reply is no HTTP, or has a fault against it.
    Protocol(String),
    /// The server answers with a status that is no success.
    Status {
        /// The status code.
        code: u16,
        /// The pause that the server asks for.
        retry_after: Option<Duration>,
    },
    /// A redirect leads to no address.
    RedirectToNowhere(String),
    /// A redirect leads from the site of a page to this address of another site.
    LeavesSite(String),
    /// A redirect leads from `https` to this address with `http`.
    Unencrypted(String),
    /// A redirect leads to an address that was passed already.
    Circle,
    /// The address has more redirects than browsers of good manners follow.
    TooManyRedirects,
    /// The visit has sent [`REQUESTS_MAX`] requests.
    TooManyRequests,
    /// The schedule has more than [`PARTS_MAX`] parts.
    TooManyParts,
    /// The document has no bytes, or only spaces.
    Empty,
    /// The document is a web page in place of a schedule.
    WebPage,
    /// The document is a web page of another site.
    OtherSite(String),
    /// The document is a web page, and no schedule was found behind it.
    NoSchedule {
        /// The number of addresses that were tried.
        tried: usize,
        /// The address of a schedule on another site.
        elsewhere: Option<String>,
    },
}

/// A [`FetchFault`] with its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FetchError {
    /// The address for a person, without its secrets.
    address: String,
    host: String,
    pub(crate) fault: FetchFault,
    /// The next step of a person if it is another one than that of the fault.
    advice: Option<String>,
}

impl FetchError {
    pub(crate) fn new(address: &Address, fault: FetchFault) -> FetchError {
        FetchError {
            address: address.shown(),
            host: address.host().to_owned(),
            fault,
            advice: None,
        }
    }

    /// Returns true if the server says that the document is gone.
    pub(crate) fn is_gone(&self) -> bool {
        matches!(self.fault, FetchFault::Status { code: 404 | 410, .. })
    }

    /// Returns the error with this next step of a person.
    pub(crate) fn with_advice(self, advice: String) -> FetchError {
        FetchError { advice: Some(advice), ..self }
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.fault.write_happening(f, &self.host)?;
        let advice = self.advice.clone().unwrap_or_else(|| self.fault.advice());
        write!(f, ": {}. {advice}", self.address)
    }
}

impl std::error::Error for FetchError {}

impl FetchFault {
    /// Returns true for an answer about one address. After other faults, no other address of the
    /// site has an answer either.
    pub(super) fn is_about_one_address(&self) -> bool {
        matches!(
            self,
            FetchFault::Status { .. }
                | FetchFault::RedirectToNowhere(_)
                | FetchFault::Unencrypted(_)
                | FetchFault::LeavesSite(_)
                | FetchFault::Circle
                | FetchFault::TooManyRedirects
                | FetchFault::TooManyRequests
                | FetchFault::TooManyParts
                | FetchFault::Empty
        )
    }

    /// Returns true if a server refuses a page to programs or strangers. It may give the schedule
    /// nevertheless.
    pub(super) fn is_refusal(&self) -> bool {
        matches!(self, FetchFault::Status { code: 401 | 403 | 406, .. })
    }

    /// Writes the sentence without its end.
    fn write_happening(&self, f: &mut fmt::Formatter<'_>, host: &str) -> fmt::Result {
        match self {
            FetchFault::NotBuilt => {
                f.write_str("this hallway is built without the feature https and opens no address")
            }
            FetchFault::NoHost => write!(f, "no host has the name {host}"),
            FetchFault::Refused => write!(f, "{host} takes no connection"),
            FetchFault::Unreachable(reason) => {
                write!(f, "{host} cannot be reached ({})", Clean::line(reason))
            }
            FetchFault::NoConnection => {
                write!(f, "{host} does not answer within {} seconds", CONNECT.as_secs())
            }
            FetchFault::Stalled => {
                write!(f, "{host} sent nothing for {} seconds", STALL.as_secs())
            }
            FetchFault::Overtime => {
                write!(f, "there is no whole answer after {} seconds", TIME_MAX.as_secs())
            }
            FetchFault::Cut => write!(f, "the connection to {host} ended before the whole answer"),
            FetchFault::Damaged => f.write_str("the compressed answer is damaged"),
            FetchFault::TooBig => {
                write!(f, "the answer is larger than {} MiB", BYTES_MAX >> 20)
            }
            FetchFault::Certificate(reason) => {
                write!(f, "the certificate of {host} is not trusted ({})", Clean::line(reason))
            }
            FetchFault::Encryption(reason) => {
                write!(f, "no encrypted connection to {host} ({})", Clean::line(reason))
            }
            FetchFault::Proxy(reason) => {
                write!(f, "the proxy does not connect to {host} ({})", Clean::line(reason))
            }
            FetchFault::Protocol(reason) => {
                write!(f, "{host} does not answer as the web does ({})", Clean::line(reason))
            }
            FetchFault::Status { code, .. } => {
                write!(f, "{host} answers {code}{}", describe_status(*code))
            }
            _ => self.write_answer(f, host),
        }
    }

    /// Writes the sentence about a whole answer that leads to no schedule.
    fn write_answer(&self, f: &mut fmt::Formatter<'_>, host: &str) -> fmt::Result {
        match self {
            FetchFault::RedirectToNowhere(link) if link.is_empty() => {
                write!(f, "{host} redirects and does not say to which address")
            }
            FetchFault::RedirectToNowhere(link) => {
                write!(f, "{host} redirects to {}, no address of the web", Clean::line(link))
            }
            FetchFault::Unencrypted(next) => {
                write!(f, "{host} redirects to the unencrypted address {next}")
            }
            FetchFault::LeavesSite(next) => write!(f, "{host} redirects to another site, {next}"),
            FetchFault::Circle => write!(f, "{host} redirects in a circle"),
            FetchFault::TooManyRedirects => write!(f, "{host} redirects too often"),
            FetchFault::TooManyRequests => {
                write!(f, "the address led to more than {REQUESTS_MAX} requests")
            }
            FetchFault::TooManyParts => {
                write!(f, "the schedule has more than {PARTS_MAX} parts")
            }
            FetchFault::Empty => write!(f, "{host} answers with an empty document"),
            FetchFault::WebPage => write!(f, "{host} answers with a web page, not with a schedule"),
            FetchFault::OtherSite(other) => {
                write!(f, "{host} leads to a web page of another site, {other}")
            }
            FetchFault::NoSchedule { tried: 0, .. } => {
                f.write_str("this web page leads to no schedule that hallway can read")
            }
            FetchFault::NoSchedule { tried, .. } => {
                let addresses = if *tried == 1 { "address" } else { "addresses" };
                write!(f, "no schedule is behind this web page ({tried} {addresses} tried)")
            }
            _ => write!(f, "{host} gives no schedule"),
        }
    }

    /// Returns the sentence about the next step of a person.
    fn advice(&self) -> String {
        let advice = match self {
            FetchFault::NotBuilt => {
                "Download the file and give the file, or install hallway with https"
            }
            FetchFault::NoHost => "Check the spelling, and that this machine is online",
            FetchFault::Unreachable(_) => "Check that this machine is online",
            FetchFault::Refused | FetchFault::NoConnection | FetchFault::Stalled => {
                "Check the network, and try again later"
            }
            FetchFault::Overtime | FetchFault::Cut | FetchFault::Damaged => {
                "Try again on a better network"
            }
            FetchFault::TooBig => "No schedule is this large: check the address",
            FetchFault::WebPage | FetchFault::OtherSite(_) => LOGIN_ADVICE,
            FetchFault::NoSchedule { elsewhere: Some(address), .. } => {
                let trust = advise_to_trust(address, &format!("give {address}"));
                return format!("It names one of another site. {trust}");
            }
            FetchFault::NoSchedule { elsewhere: None, .. } => {
                "Give the address of the schedule itself, which often ends with .xml, .json or .ics"
            }
            FetchFault::Certificate(_) | FetchFault::Encryption(_) => {
                "A login page of the network may be in the way: open a web page in a browser \
                 first. Check the clock of this machine too"
            }
            FetchFault::Proxy(_) => "Check HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY",
            FetchFault::Protocol(_) | FetchFault::Empty => "Check the address in a browser",
            FetchFault::Status { code, retry_after } => {
                return advice_for_status(*code, *retry_after);
            }
            FetchFault::LeavesSite(next) => return advise_to_trust(next, "give that address"),
            FetchFault::Unencrypted(next) => {
                let trust = advise_to_trust(next, "give that address");
                return format!("Anybody on the way could change that answer. {trust}");
            }
            FetchFault::RedirectToNowhere(_)
            | FetchFault::Circle
            | FetchFault::TooManyRedirects
            | FetchFault::TooManyRequests => "Give the address that a browser shows at the end",
            FetchFault::TooManyParts => "hallway reads no larger schedule",
        };
        advice.to_owned()
    }
}

/// Returns the advice to give an address that the program does not follow by itself. A person has
/// to find the secret parts of the address, which are `…`.
fn advise_to_trust(shown: &str, deed: &str) -> String {
    match shown.contains('…') {
        true => format!(
            "If you trust {shown}, copy the whole address from a browser and give that: … is a \
             secret part"
        ),
        false => format!("If you trust it, {deed}"),
    }
}

fn describe_status(code: u16) -> &'static str {
    match code {
        401 | 407 => ", it wants a password",
        403 => ", it does not give this page to programs or to strangers",
        404 | 410 => ", there is no such page",
        429 => ", too many requests",
        511 => ", the network wants a login",
        500..=599 => ", the server has a fault",
        _ => "",
    }
}

fn advice_for_status(code: u16, retry_after: Option<Duration>) -> String {
    let minutes = retry_after.map(|pause| pause.as_secs().div_ceil(60));
    match (code, minutes) {
        (_, Some(..=1)) => "Try again in a minute".to_owned(),
        (_, Some(minutes @ ..=120)) => format!("Try again in {minutes} minutes"),
        (_, Some(minutes)) => format!("Try again in {} hours", minutes.div_ceil(60)),
        (511, None) => LOGIN_ADVICE.to_owned(),
        (401 | 403 | 407, None) => "Download the file in a browser and give the file".to_owned(),
        (429 | 500..=599, None) => "Try again later".to_owned(),
        _ => "Check the address in a browser".to_owned(),
    }
}
