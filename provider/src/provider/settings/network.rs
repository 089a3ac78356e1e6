//! Where the services are, and the way there.

use std::collections::BTreeMap;

use schemas::Path;
use tfplugin::Diagnostic;

use super::problems::check_proxy;
use super::profile::Section;
use super::{Block, Metadata, Retries, text};
use crate::provider::{clients, endpoints, http};

/// How often a call is tried by default, as in hashicorp/aws.
const ATTEMPTS: u32 = 25;

impl Block<'_> {
    /// The first place that has a value, with its name for the user: the argument, the variables,
    /// the profile.
    fn first<'a>(
        &'a self,
        (argument, value): (&str, Option<&'a str>),
        variables: &[&'a str],
        section: &'a Section,
        key: &str,
    ) -> Option<(&'a str, String)> {
        if let Some(value) = value {
            return Some((value, format!("`{argument}`")));
        }
        if let Some((name, value)) = self.environment.first_with_name(variables) {
            return Some((value, name.to_owned()));
        }
        section.get(key).map(|it| (it, format!("the profile's `{key}`")))
    }

    /// The URLs of services, by their names in the `endpoints` block: those of the block, then
    /// those of the environment and of the profile for the services that this provider asks.
    pub(super) fn endpoints(
        &self,
        section: &Section,
    ) -> Result<BTreeMap<String, String>, Diagnostic> {
        let Block { block, environment, .. } = self;
        let configured = block.endpoints.iter().flat_map(|it| &it.0);
        let mut found: BTreeMap<String, String> =
            configured.map(|(&name, url)| (name.to_owned(), url.clone())).collect();
        for (name, url) in &found {
            check_endpoint(&format!("`{name}` of the `endpoints` block"), url)
                .map_err(|it| it.at(Path::root("endpoints")))?;
        }
        let is_ignored = self.flag(
            ("", None),
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
            section,
            "ignore_configured_endpoint_urls",
        )?;
        for names in clients::endpoints() {
            if names.iter().any(|it| found.contains_key(*it)) {
                continue;
            }
            let own = match names.contains(&"sts") {
                true => environment.first_with_name(&["TF_AWS_STS_ENDPOINT", "AWS_STS_ENDPOINT"]),
                false => None,
            };
            let own = own.map(|(name, url)| (name.to_owned(), url.to_owned()));
            let general = || match is_ignored {
                Some(true) => None,
                _ => self.general_endpoint(names, section),
            };
            if let Some((source, url)) = own.or_else(general) {
                check_endpoint(&source, &url)?;
                found.insert(names[0].to_owned(), url);
            }
        }
        Ok(found)
    }

    /// The URL that all programs are to use for a service, with where it is said.
    fn general_endpoint(&self, names: &[&str], section: &Section) -> Option<(String, String)> {
        let of_service = names.iter().find_map(|it| {
            let variable = format!("AWS_ENDPOINT_URL_{}", it.to_uppercase());
            let url = self.environment.get(&variable)?.to_owned();
            Some((variable, url))
        });
        let of_all = || {
            let (name, url) = self.environment.first_with_name(&["AWS_ENDPOINT_URL"])?;
            Some((name.to_owned(), url.to_owned()))
        };
        let in_services = || {
            names.iter().find_map(|it| {
                let url = section.of_service(it, "endpoint_url")?;
                Some((format!("`endpoint_url` for {it} in the profile's `services`"), url))
            })
        };
        let in_profile = || {
            let url = section.get("endpoint_url")?.to_owned();
            Some(("the profile's `endpoint_url`".to_owned(), url))
        };
        of_service.or_else(of_all).or_else(in_services).or_else(in_profile)
    }

    /// Something that is switched on or off.
    pub(super) fn flag(
        &self,
        (argument, value): (&str, Option<bool>),
        variable: &'static str,
        section: &Section,
        key: &str,
    ) -> Result<Option<bool>, Diagnostic> {
        if value.is_some() {
            return Ok(value);
        }
        let Some((text, source)) = self.first((argument, None), &[variable], section, key) else {
            return Ok(None);
        };
        match text.to_ascii_lowercase().as_str() {
            "true" => Ok(Some(true)),
            "false" => Ok(Some(false)),
            _ => {
                let detail = format!("{source} is {text:?}. It must be `true` or `false`.");
                Err(Diagnostic::error(format!("{source} is neither true nor false"), detail))
            }
        }
    }

    /// The metadata service is asked at its URL in any case: the SDK would take an empty one of the
    /// environment for a URL.
    pub(super) fn metadata(&self, section: &Section) -> Result<Metadata, Diagnostic> {
        let Block { block, environment, .. } = self;
        let is_asked = match block.skip_metadata_api_check.as_deref() {
            Some("true") => false,
            Some("false") => true,
            _ => !environment.is_true("AWS_EC2_METADATA_DISABLED"),
        };
        let endpoint = self.first(
            ("ec2_metadata_service_endpoint", text(&block.ec2_metadata_service_endpoint)),
            &["AWS_EC2_METADATA_SERVICE_ENDPOINT", "AWS_METADATA_URL"],
            section,
            "ec2_metadata_service_endpoint",
        );
        let mode = self.first(
            ("ec2_metadata_service_endpoint_mode", text(&block.ec2_metadata_service_endpoint_mode)),
            &["AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"],
            section,
            "ec2_metadata_service_endpoint_mode",
        );
        let endpoint = match (endpoint, mode) {
            (Some((url, source)), _) => {
                check_endpoint(&source, url)?;
                url
            }
            (None, Some((mode, _))) if mode.eq_ignore_ascii_case("ipv6") => {
                "http://[fd00:ec2::254]"
            }
            (None, Some((mode, source))) if !mode.eq_ignore_ascii_case("ipv4") => {
                let detail = format!("{source} is {mode:?}. It must be `IPv4` or `IPv6`.");
                return Err(Diagnostic::error(format!("{source} is not an IP version"), detail));
            }
            _ => "http://169.254.169.254",
        };
        Ok(Metadata { is_asked, endpoint: endpoint.to_owned() })
    }

    pub(super) fn proxies(&self) -> Result<http::Options, Diagnostic> {
        let Block { block, environment, .. } = self;
        let owned = |it: &str| it.to_owned();
        let checked = |names: &[&str]| match environment.first_with_name(names) {
            Some((name, url)) => check_proxy(name, url).map(|()| Some(url.to_owned())),
            None => Ok(None),
        };
        let http_proxy = match &block.http_proxy {
            Some(it) => Some(it.clone()),
            None => checked(&["HTTP_PROXY", "http_proxy"])?,
        };
        let https_proxy = match (&block.https_proxy, &block.http_proxy) {
            (Some(it), _) => Some(it.clone()),
            (None, http) => match checked(&["HTTPS_PROXY", "https_proxy"])? {
                Some(it) => Some(it),
                None => http.clone(),
            },
        };
        let no_proxy = match &block.no_proxy {
            Some(it) => Some(it.clone()),
            None => environment.first(&["NO_PROXY", "no_proxy"]).map(owned),
        };
        let set = |it: Option<String>| it.filter(|it| !it.is_empty());
        Ok(http::Options {
            http_proxy: set(http_proxy),
            https_proxy: set(https_proxy),
            no_proxy: set(no_proxy),
            ..http::Options::default()
        })
    }

    pub(super) fn retries(&self, section: &Section) -> Result<Retries, Diagnostic> {
        let Block { block, environment, .. } = self;
        let (attempts, mode) = (section.get("max_attempts"), section.get("retry_mode"));
        let attempts = match block.max_retries {
            Some(it) => u32::try_from(it).unwrap_or(ATTEMPTS).max(1),
            None => match environment.get("AWS_MAX_ATTEMPTS").or(attempts) {
                Some(text) => text.parse().ok().filter(|it| *it > 0).ok_or_else(|| {
                    let detail = format!(
                        "{text:?} is not a number above 0. Correct AWS_MAX_ATTEMPTS or the \
                         profile's `max_attempts`, or set `max_retries`."
                    );
                    let path = Path::root("max_retries");
                    Diagnostic::error("the number of attempts is not a number", detail).at(path)
                })?,
                None => ATTEMPTS,
            },
        };
        let mode = text(&block.retry_mode).or(environment.get("AWS_RETRY_MODE")).or(mode);
        let tokens = block.token_bucket_rate_limiter_capacity.unwrap_or(0);
        Ok(Retries {
            attempts,
            is_adaptive: mode.is_some_and(|it| it.eq_ignore_ascii_case("adaptive")),
            tokens: usize::try_from(tokens).ok().filter(|it| *it > 0),
        })
    }
}

fn check_endpoint(source: &str, url: &str) -> Result<(), Diagnostic> {
    endpoints::check(url).map_err(|wrong| {
        Diagnostic::error(
            format!("{source} is not a URL"),
            format!("The value of {source} {wrong}."),
        )
    })
}
