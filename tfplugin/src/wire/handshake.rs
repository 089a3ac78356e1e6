//! What the client says in the environment, and the line that answers it.

use std::{env, net::SocketAddr, path::PathBuf};

use base64::{Engine as _, engine::general_purpose::STANDARD_NO_PAD};

/// The value that tells a client's plugin from a program started by hand. Not a secret.
const COOKIE: (&str, &str) =
    ("TF_PLUGIN_MAGIC_COOKIE", "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2");

/// The one version of Terraform's protocol that is served.
const PROTOCOL: &str = "6";

/// Where a server listens.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Address {
    Unix(PathBuf),
    Tcp(SocketAddr),
}

/// Where the client would like a server to listen.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Place {
    /// Folder of the socket; the system's for temporary files if the client does not care.
    pub(super) dir: Option<PathBuf>,
    /// Group that may connect to the socket, by name or number.
    pub(super) group: Option<String>,
    /// A port instead of a socket.
    pub(super) tcp: bool,
    /// First and last port to try; 0 is any.
    pub(super) ports: (u16, u16),
}

/// What the client asks for.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Request {
    /// The client's certificate in PEM. With it TLS must be spoken, and without it must not.
    pub(super) certificate: Option<String>,
    pub(super) place: Place,
    /// The client waits to hear whether one connection may carry several.
    multiplex: bool,
}

#[derive(Debug, PartialEq)]
pub(super) enum Refusal {
    /// No client has started this process.
    ByHand,
    /// The client asks for what cannot be done; one line for its user.
    Impossible(String),
}

impl Request {
    pub(super) fn from_env() -> Result<Self, Refusal> {
        Self::read(|name| env::var(name).ok())
    }

    fn read(var: impl Fn(&str) -> Option<String>) -> Result<Self, Refusal> {
        let var = |name: &str| var(name).filter(|it| !it.is_empty());

        if var(COOKIE.0).as_deref() != Some(COOKIE.1) {
            return Err(Refusal::ByHand);
        }
        if let Some(versions) = var("PLUGIN_PROTOCOL_VERSIONS")
            && !versions.split(',').any(|it| it.trim() == PROTOCOL)
        {
            return Err(Refusal::Impossible(format!(
                "this provider speaks plugin protocol {PROTOCOL}, but the client only {versions}: \
                 Terraform 1.0 or later or OpenTofu is needed"
            )));
        }
        Ok(Request {
            certificate: var("PLUGIN_CLIENT_CERT"),
            place: Place::read(&var)?,
            multiplex: var("PLUGIN_MULTIPLEX_GRPC").is_some(),
        })
    }

    /// The line that tells the client where to connect and whom to trust.
    pub(super) fn answer(&self, address: &Address, certificate: Option<&[u8]>) -> String {
        let (network, address) = match address {
            Address::Unix(path) => ("unix", path.display().to_string()),
            Address::Tcp(address) => ("tcp", address.to_string()),
        };
        // Go's decoder refuses padding.
        let certificate = certificate.map(|it| STANDARD_NO_PAD.encode(it)).unwrap_or_default();
        let mut line = format!("1|{PROTOCOL}|{network}|{address}|grpc|{certificate}");
        if self.multiplex {
            line.push_str("|false");
        }
        line
    }
}

impl Place {
    /// Where people ask a server without a client to listen. Clients set the ports always, people
    /// only when they want one.
    pub(super) fn from_env() -> Result<Self, Refusal> {
        let mut place = Self::read(&|name: &str| env::var(name).ok().filter(|it| !it.is_empty()))?;
        place.tcp |= place.ports != (0, 0);
        Ok(place)
    }

    fn read(var: &impl Fn(&str) -> Option<String>) -> Result<Self, Refusal> {
        let port = |name| match var(name).map(|it| it.parse()) {
            None => Ok(0),
            Some(Ok(port)) => Ok(port),
            Some(Err(_)) => Err(Refusal::Impossible(format!("{name} is not a port number"))),
        };
        let (min, max) = (port("PLUGIN_MIN_PORT")?, port("PLUGIN_MAX_PORT")?);
        if min > max {
            return Err(Refusal::Impossible(format!(
                "PLUGIN_MIN_PORT is {min}, which is above PLUGIN_MAX_PORT, {max}"
            )));
        }
        Ok(Place {
            dir: var("PLUGIN_UNIX_SOCKET_DIR").map(PathBuf::from),
            group: var("PLUGIN_UNIX_SOCKET_GROUP"),
            tcp: cfg!(not(unix)),
            ports: (min, max),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(vars: &[(&str, &str)]) -> Result<Request, Refusal> {
        Request::read(|name| {
            let found = [COOKIE].iter().chain(vars).rev().find(|it| it.0 == name);
            found.map(|it| it.1.to_owned())
        })
    }

    #[test]
    fn without_the_cookie_it_was_started_by_hand() {
        assert_eq!(Request::read(|_| None), Err(Refusal::ByHand));
        assert_eq!(read(&[(COOKIE.0, "another")]), Err(Refusal::ByHand));
    }

    #[test]
    fn a_client_without_protocol_6_is_refused() {
        assert!(read(&[("PLUGIN_PROTOCOL_VERSIONS", "6,5")]).is_ok());
        assert!(read(&[("PLUGIN_PROTOCOL_VERSIONS", "")]).is_ok());
        assert!(matches!(
            read(&[("PLUGIN_PROTOCOL_VERSIONS", "4,5")]),
            Err(Refusal::Impossible(why)) if why.contains("4,5")
        ));
    }

    #[test]
    fn empty_is_as_good_as_unset() {
        assert_eq!(read(&[("PLUGIN_CLIENT_CERT", ""), ("PLUGIN_UNIX_SOCKET_DIR", "")]), read(&[]));
    }

    #[test]
    fn ports_must_be_a_range() {
        let ports = |min, max| read(&[("PLUGIN_MIN_PORT", min), ("PLUGIN_MAX_PORT", max)]);
        assert_eq!(ports("10000", "25000").unwrap().place.ports, (10_000, 25_000));
        assert!(ports("25000", "10000").is_err());
        assert!(ports("ten", "11").is_err());
        assert!(ports("1", "70000").is_err());
    }

    #[test]
    fn the_line_has_a_seventh_field_only_when_asked() {
        let address = Address::Unix("/tmp/plugin1".into());
        let plain = read(&[]).unwrap();
        assert_eq!(plain.answer(&address, None), "1|6|unix|/tmp/plugin1|grpc|");
        assert_eq!(plain.answer(&address, Some(&[1])), "1|6|unix|/tmp/plugin1|grpc|AQ");
        let multiplex = read(&[("PLUGIN_MULTIPLEX_GRPC", "true")]).unwrap();
        assert_eq!(multiplex.answer(&address, None), "1|6|unix|/tmp/plugin1|grpc||false");
    }
}
