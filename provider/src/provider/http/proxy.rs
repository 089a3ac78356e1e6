//! Which calls go by way of a proxy. Users' environments are written for the rules of Go's
//! `httpproxy`, which hashicorp/aws follows; those of curl, which the library below has, differ.

use std::net::IpAddr;

use http::Uri;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use ipnet::IpNet;

use super::Options;

/// The proxies, and what is asked without them.
pub(super) struct Proxies {
    matcher: Matcher,
    bypass: Bypass,
}

impl Proxies {
    pub(super) fn new(options: &Options) -> Proxies {
        let matcher = Matcher::builder()
            .http(options.http_proxy.clone().unwrap_or_default())
            .https(options.https_proxy.clone().unwrap_or_default())
            .build();
        Proxies { matcher, bypass: Bypass::new(options.no_proxy.as_deref().unwrap_or_default()) }
    }

    /// The proxy for a URL, if there is one.
    pub(super) fn of(&self, uri: &Uri) -> Option<Intercept> {
        match self.bypass.has(uri) {
            true => None,
            false => self.matcher.intercept(uri),
        }
    }
}

/// The hosts of NO_PROXY.
#[derive(Debug, Default, PartialEq)]
struct Bypass {
    everything: bool,
    networks: Vec<IpNet>,
    addresses: Vec<(IpAddr, Option<u16>)>,
    domains: Vec<Domain>,
}

#[derive(Debug, PartialEq)]
struct Domain {
    /// With a dot in front.
    suffix: String,
    /// Whether the domain itself is meant as well.
    itself: bool,
    port: Option<u16>,
}

impl Bypass {
    fn new(list: &str) -> Bypass {
        let mut bypass = Bypass::default();
        for entry in list.split(',').map(|it| it.trim().to_lowercase()) {
            if entry == "*" {
                return Bypass { everything: true, ..Bypass::default() };
            }
            if let Ok(network) = entry.parse::<IpNet>() {
                bypass.networks.push(network.trunc());
                continue;
            }
            let Some((host, port)) = host_and_port(&entry) else { continue };
            if let Ok(address) = host.parse::<IpAddr>() {
                bypass.addresses.push((address.to_canonical(), port));
                continue;
            }
            let host = if host.starts_with("*.") { &host[1..] } else { host };
            let itself = !host.starts_with('.');
            let suffix = if itself { format!(".{host}") } else { host.to_owned() };
            bypass.domains.push(Domain { suffix, itself, port });
        }
        bypass
    }

    fn has(&self, uri: &Uri) -> bool {
        let Some(host) = uri.host() else { return false };
        let host = host.trim_start_matches('[').trim_end_matches(']').to_lowercase();
        let port = uri.port_u16().unwrap_or(match uri.scheme_str() {
            Some("https") => 443,
            _ => 80,
        });
        let is_port = |it: &Option<u16>| it.is_none_or(|it| it == port);
        let address = host.parse::<IpAddr>().ok().map(|it| it.to_canonical());
        if self.everything || host == "localhost" || address.is_some_and(|it| it.is_loopback()) {
            return true;
        }
        if let Some(address) = address
            && (self.networks.iter().any(|it| it.contains(&address))
                || self.addresses.iter().any(|(it, port)| *it == address && is_port(port)))
        {
            return true;
        }
        self.domains.iter().any(|it| {
            let is_host = host.ends_with(&it.suffix) || it.itself && host == it.suffix[1..];
            is_host && is_port(&it.port)
        })
    }
}

/// An entry without and with its port. `None` where there is no host.
fn host_and_port(entry: &str) -> Option<(&str, Option<u16>)> {
    let (host, port) = match entry.rsplit_once(':') {
        // More colons are those of an address of IPv6.
        Some((host, port)) if !host.contains(':') || host.ends_with(']') => {
            // A port that is none is that of no URL.
            (host, Some(port.parse().unwrap_or(0)))
        }
        _ => (entry, None),
    };
    let host = host.strip_prefix('[').and_then(|it| it.strip_suffix(']')).unwrap_or(host);
    (!host.is_empty()).then_some((host, port))
}

/// What is wrong with the URL of a proxy. The URL is not in the words: it may hold a password.
pub(crate) fn check(url: &str) -> Result<(), &'static str> {
    let Ok(uri) = url.parse::<Uri>() else { return Err("is not a URL") };
    let Some(authority) = uri.authority() else { return Err("has no host") };
    if !matches!(uri.scheme_str(), None | Some("http" | "https" | "socks5" | "socks5h")) {
        return Err("has a scheme that is neither http nor https nor socks5");
    }
    super::check_authority(authority)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_proxy_says_is_asked_without_proxy() {
        for (list, url, is_direct) in [
            ("", "http://example.com", false),
            // Loopback is never asked by way of a proxy.
            ("", "http://localhost:4566", true),
            ("", "https://LOCALHOST", true),
            ("", "http://127.0.0.1:4566", true),
            ("", "http://127.9.9.9", true),
            ("", "http://[::1]:4566", true),
            ("", "http://[::ffff:127.0.0.1]", true),
            ("", "http://localhost.example.com", false),
            ("*", "https://sqs.eu-west-1.amazonaws.com", true),
            ("*", "https://10.1.2.3", true),
            ("example.com, *", "https://sqs.eu-west-1.amazonaws.com", true),
            // A domain is meant with all below it; with a dot in front, without itself.
            ("example.com", "http://example.com", true),
            ("example.com", "http://a.example.com", true),
            ("example.com", "http://notexample.com", false),
            ("EXAMPLE.com", "http://a.Example.COM", true),
            (".example.com", "http://a.example.com", true),
            (".example.com", "http://example.com", false),
            ("*.example.com", "http://a.b.example.com", true),
            ("*.example.com", "http://example.com", false),
            ("a.*.example.com", "http://a.b.example.com", false),
            (" other.com , example.com ", "http://example.com", true),
            // A port is that of the URL, be it written or not.
            ("example.com:443", "https://example.com", true),
            ("example.com:443", "http://example.com", false),
            ("example.com:80", "http://a.example.com", true),
            ("example.com:4566", "http://example.com:4566", true),
            ("example.com:4566", "http://example.com:4567", false),
            ("example.com:many", "http://example.com", false),
            (":80", "http://example.com", false),
            // Addresses and networks.
            ("10.1.2.3", "http://10.1.2.3:8080", true),
            ("10.1.2.3:80", "http://10.1.2.3", true),
            ("10.1.2.3:80", "http://10.1.2.3:81", false),
            ("10.0.0.0/8", "https://10.1.2.3", true),
            ("10.9.9.9/8", "https://10.1.2.3", true),
            ("10.0.0.0/8", "https://11.1.2.3", false),
            ("10.0.0.0/8", "https://ten.example.com", false),
            ("fd00::/8", "https://[fd00:ec2::254]", true),
            ("[fd00:ec2::254]:80", "http://[fd00:ec2::254]", true),
            ("fd00:ec2::254", "http://[fd00:ec2::254]", true),
            ("169.254.169.254", "http://169.254.169.254/latest", true),
        ] {
            let found = Bypass::new(list).has(&url.parse().unwrap());
            assert_eq!(found, is_direct, "NO_PROXY={list} {url}");
        }
    }

    #[test]
    fn proxies_are_told_apart_by_scheme_and_bypassed() {
        let proxies = Proxies::new(&Options {
            http_proxy: Some("http://plain:3128".to_owned()),
            https_proxy: Some("socks5://secure".to_owned()),
            no_proxy: Some("internal:8443".to_owned()),
            ..Options::default()
        });
        let proxy = |url: &str| {
            let proxy = proxies.of(&url.parse().unwrap())?;
            Some(proxy.uri().host().unwrap().to_owned())
        };
        assert_eq!(proxy("http://example.com").as_deref(), Some("plain"));
        assert_eq!(proxy("https://example.com").as_deref(), Some("secure"));
        assert_eq!(proxy("https://internal:8443"), None);
        assert_eq!(proxy("https://internal").as_deref(), Some("secure"));
        assert_eq!(proxy("https://localhost"), None);
    }

    #[test]
    fn urls_of_proxies() {
        for url in [
            "http://proxy:3128",
            "https://ann:secret@proxy.example.com",
            "socks5h://proxy",
            "proxy.example.com:3128",
            "ann:secret@proxy:3128",
            "http://[::1]:3128",
        ] {
            assert_eq!(check(url), Ok(()), "{url}");
        }
        for url in [
            "/not/a/proxy",
            "http://",
            "http://proxy:99999",
            "http://proxy:port",
            "http://ann:sec ret@proxy",
            "http://ann:sec#ret@proxy:3128",
            "ftp://proxy",
            "socks4://proxy",
            "",
        ] {
            let found = check(url);
            assert!(found.is_err(), "{url}");
        }
    }
}
