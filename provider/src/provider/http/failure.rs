//! Why a call was not answered, in words of our own: those of the libraries below may hold what was
//! sent.

use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;

/// A call that was not answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// The host, with its port where the URL has one.
    pub(crate) host: String,
    /// The proxy that was to pass the call on.
    pub(crate) proxy: Option<String>,
    pub(crate) cause: Cause,
}

/// All that can go wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cause {
    NoSuchHost,
    Refused,
    NoRoute,
    /// There is no connection within this time.
    NoConnection(Duration),
    /// The other side ended it before it was of use.
    Reset,
    /// A certificate that is not believed, and why.
    Certificate(&'static str),
    /// TLS did not come about.
    Tls(&'static str),
    /// No certificate is trusted here.
    NoRoots,
    /// What the proxy does with the call.
    Proxy(&'static str),
    /// An error of the operating system, by its number.
    System(i32),
    /// Whatever else is in the way of a connection.
    Unclear,
    /// It was sent, and nothing came for this time.
    NoAnswer(Duration),
    /// It was sent, and the connection ended before the answer did.
    Lost,
    /// What came is no HTTP.
    NoHttp,
    /// It cannot be sent as it is.
    Unsendable,
    /// The user asked to stop before it was sent.
    Stopped,
}

impl Error for Failure {}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Failure { host, proxy, cause } = self;
        let way = match proxy {
            Some(proxy) => format!(" through the proxy {proxy}"),
            None => String::new(),
        };
        let cannot = format!("cannot connect to {host}{way}");
        match cause {
            Cause::NoSuchHost => write!(f, "{cannot}: no such host"),
            Cause::Refused => write!(f, "{cannot}: connection refused"),
            Cause::NoRoute => write!(f, "{cannot}: no route to it"),
            Cause::NoConnection(limit) => {
                write!(f, "{cannot}: no response within {}", Seconds(*limit))
            }
            Cause::Reset => write!(f, "{cannot}: connection reset"),
            Cause::Certificate(why) => write!(
                f,
                "{cannot}: the certificate is not trusted ({why}); if it is signed by a private \
                 CA, set `custom_ca_bundle` or AWS_CA_BUNDLE"
            ),
            Cause::Tls(why) => write!(f, "{cannot}: TLS failed: {why}"),
            Cause::NoRoots => write!(
                f,
                "{cannot}: this system has no trusted certificates: install its package of CA \
                 certificates, or set `custom_ca_bundle` or AWS_CA_BUNDLE"
            ),
            Cause::Proxy(what) => write!(f, "{cannot}: the proxy {what}"),
            // The system's own words for the number, which are the same for everyone.
            Cause::System(code) => write!(f, "{cannot}: {}", io::Error::from_raw_os_error(*code)),
            Cause::Unclear => write!(f, "{cannot}: the connection failed"),
            Cause::NoAnswer(limit) => {
                write!(f, "{host}{way} does not respond within {}", Seconds(*limit))
            }
            Cause::Lost => {
                write!(
                    f,
                    "the connection to {host}{way} was lost before the response was \
                           complete"
                )
            }
            Cause::NoHttp => write!(f, "the response of {host}{way} is not HTTP"),
            Cause::Unsendable => write!(f, "the request to {host}{way} cannot be sent"),
            Cause::Stopped => f.write_str("interrupted before the call was sent"),
        }
    }
}

struct Seconds(Duration);

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} s", self.0.as_secs_f32())
    }
}

/// A name without an address.
#[derive(Debug)]
pub(super) struct NoSuchHost;

impl fmt::Display for NoSuchHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no such host")
    }
}

impl Error for NoSuchHost {}

impl Cause {
    /// Why a connection did not come about within the time given.
    pub(super) fn of_connecting(error: &(dyn Error + 'static), limit: Duration) -> Cause {
        let mut cause = Some(error);
        while let Some(it) = cause {
            if it.is::<NoSuchHost>() {
                return Cause::NoSuchHost;
            }
            if let Some(known) = it.downcast_ref::<Known>() {
                return known.0.clone();
            }
            if let Some(tls) = it.downcast_ref::<rustls::Error>() {
                return Cause::of_tls(tls);
            }
            if let Some(io) = it.downcast_ref::<io::Error>()
                && let Some(cause) = Cause::of_io(io, limit)
            {
                return cause;
            }
            // What the crate says of a proxy has no type, and no words but its own.
            match it.to_string().as_str() {
                "tunnel error: proxy authorization required" => {
                    return Cause::Proxy("requires a user name and password");
                }
                "tunnel error: unsuccessful" => return Cause::Proxy("refuses the connection"),
                text if text.starts_with("tunnel error: ") && it.source().is_none() => {
                    return Cause::Proxy("returns an invalid response");
                }
                text if text.to_lowercase().contains("socks") && it.source().is_none() => {
                    return Cause::Proxy("refuses the connection");
                }
                _ => {}
            }
            cause = it.source();
        }
        Cause::Unclear
    }

    fn of_io(error: &io::Error, limit: Duration) -> Option<Cause> {
        // An error of TLS travels inside, where `source` does not show it.
        if let Some(tls) = error.get_ref().and_then(|it| it.downcast_ref::<rustls::Error>()) {
            return Some(Cause::of_tls(tls));
        }
        Some(match error.kind() {
            io::ErrorKind::ConnectionRefused => Cause::Refused,
            io::ErrorKind::TimedOut => Cause::NoConnection(limit),
            io::ErrorKind::HostUnreachable
            | io::ErrorKind::NetworkUnreachable
            | io::ErrorKind::NetworkDown => Cause::NoRoute,
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::UnexpectedEof => Cause::Reset,
            _ => Cause::System(error.raw_os_error()?),
        })
    }

    fn of_tls(error: &rustls::Error) -> Cause {
        use rustls::CertificateError as Bad;
        match error {
            rustls::Error::InvalidCertificate(reason) => Cause::Certificate(match reason {
                Bad::Expired | Bad::ExpiredContext { .. } => "it has expired",
                Bad::NotValidYet | Bad::NotValidYetContext { .. } => "it is not valid yet",
                Bad::NotValidForName | Bad::NotValidForNameContext { .. } => {
                    "it is for another name"
                }
                Bad::UnknownIssuer => "its issuer is unknown",
                Bad::Revoked => "it is revoked",
                _ => "it is not valid",
            }),
            rustls::Error::NoCertificatesPresented => Cause::Tls("the server has no certificate"),
            rustls::Error::InvalidMessage(_) => Cause::Tls("the server does not support it"),
            rustls::Error::AlertReceived(_) => Cause::Tls("the server aborted the handshake"),
            rustls::Error::PeerIncompatible(_) => {
                Cause::Tls("there is no TLS version or cipher suite in common")
            }
            _ => Cause::Tls("the handshake did not complete"),
        }
    }

    /// Why a call got no answer over a connection.
    pub(super) fn of_exchange(error: &(dyn Error + 'static)) -> Cause {
        let mut cause = Some(error);
        while let Some(it) = cause {
            if let Some(hyper) = it.downcast_ref::<hyper::Error>() {
                if hyper.is_user() {
                    return Cause::Unsendable;
                }
                if hyper.is_parse() {
                    return Cause::NoHttp;
                }
            }
            cause = it.source();
        }
        Cause::Lost
    }

    /// Whether another attempt at a connection may end otherwise.
    pub(super) fn may_pass(&self) -> bool {
        !matches!(
            self,
            Cause::Certificate(_)
                | Cause::Tls(_)
                | Cause::NoRoots
                | Cause::Proxy(_)
                | Cause::Stopped
        )
    }
}

/// A cause that is known already, on its way through a library.
#[derive(Debug)]
pub(super) struct Known(pub(super) Cause);

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("known")
    }
}

impl Error for Known {}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_secs(10);

    #[test]
    fn a_failure_names_host_and_cause() {
        for (cause, expected) in [
            (Cause::NoSuchHost, "cannot connect to host:1: no such host"),
            (Cause::NoRoute, "cannot connect to host:1: no route to it"),
            (Cause::NoConnection(LIMIT), "cannot connect to host:1: no response within 10 s"),
            (Cause::NoAnswer(LIMIT), "host:1 does not respond within 10 s"),
            (Cause::NoHttp, "the response of host:1 is not HTTP"),
        ] {
            let failure = Failure { host: "host:1".to_owned(), proxy: None, cause };
            assert_eq!(failure.to_string(), expected);
        }
        let proxy = Some("proxy:2".to_owned());
        let failure = Failure { host: "host".to_owned(), proxy, cause: Cause::Reset };
        let expected = "cannot connect to host through the proxy proxy:2: connection reset";
        assert_eq!(failure.to_string(), expected);
    }

    #[test]
    fn the_words_of_others_are_not_taken() {
        for (kind, expected) in [
            (io::ErrorKind::ConnectionRefused, Cause::Refused),
            (io::ErrorKind::HostUnreachable, Cause::NoRoute),
            (io::ErrorKind::NetworkUnreachable, Cause::NoRoute),
            (io::ErrorKind::TimedOut, Cause::NoConnection(LIMIT)),
            (io::ErrorKind::ConnectionReset, Cause::Reset),
            (io::ErrorKind::UnexpectedEof, Cause::Reset),
            (io::ErrorKind::InvalidData, Cause::Unclear),
            (io::ErrorKind::Other, Cause::Unclear),
        ] {
            let error = io::Error::new(kind, "secret");
            assert_eq!(Cause::of_connecting(&error, LIMIT), expected, "{kind}");
        }
        let system = io::Error::from_raw_os_error(24);
        assert_eq!(Cause::of_connecting(&system, LIMIT), Cause::System(24));
        let tls = rustls::Error::General("secret".to_owned());
        let tls = io::Error::new(io::ErrorKind::InvalidData, tls);
        assert!(matches!(Cause::of_connecting(&tls, LIMIT), Cause::Tls(_)));
    }
}
