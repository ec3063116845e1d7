//! The faults of `ureq`, `rustls` and the system in the words of [`FetchFault`].

use crate::fetch::address::Address;
use crate::fetch::error::FetchFault;
use std::io;
use ureq::{Error, Proxy, Timeout};

/// Returns the fault of a body that could not be read to its end.
pub(super) fn describe_read_error(error: io::Error, address: &Address) -> FetchFault {
    match Error::from(error) {
        Error::Io(error) if error.kind() != io::ErrorKind::TimedOut => FetchFault::Cut,
        error => describe_error(error, address),
    }
}

/// Returns the fault of a request.
pub(super) fn describe_error(error: Error, address: &Address) -> FetchFault {
    match error {
        Error::Timeout(timeout) => describe_timeout(timeout),
        Error::HostNotFound => FetchFault::NoHost,
        Error::Io(error) => describe_io_error(&error, address),
        Error::Rustls(error) => describe_tls_error(&error),
        Error::ConnectProxyFailed(reason) => FetchFault::Proxy(reason),
        Error::InvalidProxyUrl => FetchFault::Proxy("its address is none".to_owned()),
        Error::Tls(reason) => FetchFault::Encryption(reason.to_owned()),
        error => FetchFault::Protocol(error.to_string()),
    }
}

/// Returns the fault of a request through a proxy: hallway has no other connection than that to the
/// proxy. `ureq` asks for a tunnel for `http` too, which some proxies give for `https` alone.
pub(super) fn blame_proxy(fault: FetchFault, proxy: &Proxy, address: &Address) -> FetchFault {
    let name = format!("{}:{}", proxy.host(), proxy.port());
    FetchFault::Proxy(match fault {
        FetchFault::Refused => format!("{name} takes no connection"),
        FetchFault::NoHost => format!("no host has the name {}", proxy.host()),
        FetchFault::NoConnection => format!("{name} does not answer"),
        FetchFault::Unreachable(reason) => format!("{name} cannot be reached: {reason}"),
        FetchFault::Proxy(reason) if !address.is_secure() => {
            format!("{name}: {reason}; hallway asks for a tunnel, for http:// too")
        }
        FetchFault::Proxy(reason) => format!("{name}: {reason}"),
        fault => return fault,
    })
}

fn describe_timeout(timeout: Timeout) -> FetchFault {
    match timeout {
        Timeout::PerRead | Timeout::PerWrite => FetchFault::Stalled,
        Timeout::Resolve | Timeout::Connect => FetchFault::NoConnection,
        _ => FetchFault::Overtime,
    }
}

fn describe_io_error(error: &io::Error, address: &Address) -> FetchFault {
    use io::ErrorKind::{
        BrokenPipe, ConnectionAborted, ConnectionRefused, ConnectionReset, TimedOut, UnexpectedEof,
    };
    // `rustls` wraps its errors during the handshake.
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    if let Some(error) = inner {
        return describe_tls_error(error);
    }
    match error.kind() {
        ConnectionRefused => FetchFault::Refused,
        BrokenPipe | ConnectionAborted | ConnectionReset | UnexpectedEof => FetchFault::Cut,
        TimedOut => FetchFault::Stalled,
        _ if address.host().starts_with(|c: char| c == '[' || c.is_ascii_digit()) => {
            FetchFault::Unreachable(error.to_string())
        }
        // The resolver of the system has its own words for a host without a number.
        _ if error.raw_os_error().is_none() => FetchFault::NoHost,
        _ => FetchFault::Unreachable(error.to_string()),
    }
}

fn describe_tls_error(error: &rustls::Error) -> FetchFault {
    use rustls::CertificateError::{
        Expired, ExpiredContext, NotValidForName, NotValidForNameContext, NotValidYet,
        NotValidYetContext, UnknownIssuer,
    };
    use rustls::InvalidMessage;
    match error {
        rustls::Error::InvalidCertificate(reason) => FetchFault::Certificate(match reason {
            Expired | ExpiredContext { .. } => "it has expired".to_owned(),
            NotValidYet | NotValidYetContext { .. } => "it is not valid yet".to_owned(),
            NotValidForName | NotValidForNameContext { .. } => {
                "it is the certificate of another host".to_owned()
            }
            UnknownIssuer => "this system does not know who issued it".to_owned(),
            // `rustls` has no words for people about the other reasons.
            _ => "its signature or its chain is not valid".to_owned(),
        }),
        rustls::Error::General(reason) if reason.contains("CA certificates") => {
            FetchFault::Encryption("this system has no list of certificates".to_owned())
        }
        rustls::Error::InvalidMessage(InvalidMessage::InvalidContentType) => {
            FetchFault::Encryption("it answers without encryption".to_owned())
        }
        error => FetchFault::Encryption(error.to_string()),
    }
}
