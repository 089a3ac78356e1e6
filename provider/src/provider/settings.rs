//! What the provider block, the environment and the profile come to.

use std::collections::BTreeMap;
use std::path::{Path as FilePath, PathBuf};
use std::time::Duration;

use aws_config::profile::ProfileSet;
use aws_credential_types::Credentials;
use aws_types::os_shim_internal::Fs;
use schemas::{Path, Tags};
use tfplugin::Diagnostic;
use tfplugin::engine::parse_duration;

use super::configuration::{AssumeRole, Configuration};
use super::environment::Environment;
use super::http;
use super::partition::Partition;

/// Everything that is known before AWS is asked.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) region: Option<String>,
    /// Whether a region may have any name.
    pub(crate) any_region: bool,
    pub(crate) sts_region: Option<String>,
    pub(crate) source: Source,
    /// Assumed in this order.
    pub(crate) roles: Vec<Role>,
    pub(crate) profile: Profile,
    pub(crate) metadata: Metadata,
    pub(crate) http: http::Options,
    pub(crate) retries: Retries,
    pub(crate) use_fips: Option<bool>,
    pub(crate) use_dual_stack: Option<bool>,
    /// URLs by service.
    pub(crate) endpoints: BTreeMap<String, String>,
    pub(crate) accounts: Accounts,
    /// `None` where they are not known yet.
    pub(crate) default_tags: Option<Tags>,
    pub(crate) ignored_tags: IgnoredTags,
    /// What the user adds to the user agent.
    pub(crate) user_agent: Option<String>,
}

/// Where the first credentials come from.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    Given(Credentials),
    /// The token of an identity provider.
    WebIdentity(WebIdentity),
    /// A profile that the configuration names.
    Profile,
    /// Environment, profile, container, instance.
    Found,
    /// The arguments named are not known yet.
    Unknown(Vec<String>),
}

/// A role to be assumed.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Role {
    pub(crate) arn: String,
    pub(crate) session_name: String,
    pub(crate) duration: Option<Duration>,
    pub(crate) external_id: Option<String>,
    pub(crate) policy: Option<String>,
    pub(crate) policy_arns: Vec<String>,
    pub(crate) source_identity: Option<String>,
    pub(crate) tags: Tags,
    pub(crate) transitive_tag_keys: Vec<String>,
}

/// A role, and the token that shows who wants it.
#[derive(Debug, Clone)]
pub(crate) struct WebIdentity {
    pub(crate) role: Role,
    pub(crate) token: Token,
}

#[derive(Clone)]
pub(crate) enum Token {
    Given(String),
    File(PathBuf),
}

/// The token itself is a secret.
impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Token::Given(_) => f.write_str("Given(..)"),
            Token::File(path) => f.debug_tuple("File").field(path).finish(),
        }
    }
}

/// The profile, and the files that it is looked for in.
#[derive(Debug, Clone)]
pub(crate) struct Profile {
    pub(crate) name: String,
    /// `None`: the default ones.
    pub(crate) config_files: Option<Vec<PathBuf>>,
    pub(crate) credentials_files: Option<Vec<PathBuf>>,
    /// The files in words.
    pub(crate) files: String,
}

/// The metadata service of EC2 instances.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Metadata {
    pub(crate) is_asked: bool,
    pub(crate) endpoint: Option<String>,
    pub(crate) is_ipv6: Option<bool>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Retries {
    pub(crate) attempts: u32,
    pub(crate) is_adaptive: bool,
    /// `None`: retries are not limited.
    pub(crate) tokens: Option<usize>,
}

/// The accounts in which the provider may work.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Accounts {
    Any,
    Only(Vec<String>),
    Except(Vec<String>),
}

impl Accounts {
    pub(crate) fn allow(&self, account: &str) -> bool {
        match self {
            Accounts::Any => true,
            Accounts::Only(ids) => ids.iter().any(|it| it == account),
            Accounts::Except(ids) => !ids.iter().any(|it| it == account),
        }
    }
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct IgnoredTags {
    keys: Vec<String>,
    prefixes: Vec<String>,
    /// Whether there may be more of them, which are not known yet.
    is_partial: bool,
}

impl IgnoredTags {
    /// `None` where it is not known yet.
    pub(crate) fn has(&self, key: &str) -> Option<bool> {
        let is_known = is_reserved(key)
            || self.keys.iter().any(|it| it == key)
            || self.prefixes.iter().any(|it| key.starts_with(it.as_str()));
        match is_known {
            false if self.is_partial => None,
            is_ignored => Some(is_ignored),
        }
    }
}

/// Whether a tag is one that AWS sets itself and lets nobody else set.
pub(crate) fn is_reserved(key: &str) -> bool {
    key.starts_with("aws:")
}

/// How often a call is tried by default, as in hashicorp/aws.
const ATTEMPTS: u32 = 25;

/// Arguments without which it is not known whose credentials are used.
const CREDENTIAL_ARGUMENTS: &[&str] = &[
    "access_key",
    "secret_key",
    "token",
    "profile",
    "shared_config_files",
    "shared_credentials_files",
    "assume_role",
    "assume_role_with_web_identity",
];

/// Arguments without which it is not known what the profile says.
const PROFILE_ARGUMENTS: &[&str] = &["profile", "shared_config_files", "shared_credentials_files"];

/// Whether the region, where nothing has told it yet, may still turn out to be one.
pub(crate) fn may_tell_region(unknown: &[String]) -> bool {
    unknown.iter().any(|it| it == "region" || PROFILE_ARGUMENTS.contains(&it.as_str()))
}

/// What is wrong with a block whatever environment it meets.
pub(crate) fn problems(block: &Configuration, unknown: &[String]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let is_set = |it: &Option<String>| it.as_ref().is_some_and(|it| !it.is_empty());
    let is_unknown = |name: &str| unknown.iter().any(|it| it == name);
    let lacks = |it: &Option<String>, name: &str| !is_set(it) && !is_unknown(name);

    for (name, region) in [("region", &block.region), ("sts_region", &block.sts_region)] {
        if let Some(region) = region.as_deref().filter(|it| !it.is_empty())
            && block.skip_region_validation != Some(true)
            && !is_unknown("skip_region_validation")
            && Partition::of(region).is_none()
        {
            found.push(invalid_region(region).at(Path::root(name)));
        }
    }
    let static_parts = [
        ("access_key", &block.access_key, "secret_key", &block.secret_key),
        ("secret_key", &block.secret_key, "access_key", &block.access_key),
        ("token", &block.token, "access_key", &block.access_key),
    ];
    for (name, value, other_name, other) in static_parts {
        if is_set(value) && lacks(other, other_name) {
            let detail = format!(
                "The argument `{name}` is set, but `{other_name}` is not. Set both, or neither and \
                 leave credentials to the environment or a profile."
            );
            let summary = format!("`{other_name}` is missing");
            found.push(Diagnostic::error(summary, detail).at(Path::root(name)));
        }
    }
    for (index, role) in block.assume_role.iter().enumerate() {
        let is_empty = block.assume_role.len() == 1 && *role == AssumeRole::default();
        if lacks(&role.role_arn, "assume_role") && !is_empty {
            let path = Path::root("assume_role").index(index).attribute("role_arn");
            let detail = "An `assume_role` block needs the `role_arn` of the role to assume.";
            found.push(Diagnostic::error("`role_arn` is missing", detail).at(path));
        }
    }
    if let Some(web) = block.assume_role_with_web_identity.first() {
        let path = Path::root("assume_role_with_web_identity").index(0);
        if is_set(&web.web_identity_token) && is_set(&web.web_identity_token_file) {
            let detail = "Set `web_identity_token` or `web_identity_token_file`, not both.";
            let path = path.attribute("web_identity_token");
            found.push(Diagnostic::error("Two web identity tokens", detail).at(path));
        }
    }
    for (name, proxy) in [("http_proxy", &block.http_proxy), ("https_proxy", &block.https_proxy)] {
        if let Some(url) = proxy.as_deref().filter(|it| !it.is_empty() && !is_proxy(it)) {
            let detail = format!("{url:?} is not a URL such as http://proxy.example.com:3128.");
            found.push(
                Diagnostic::error(format!("`{name}` is not a URL"), detail).at(Path::root(name)),
            );
        }
    }
    found
}

/// What works but may not be what was meant.
pub(crate) fn warnings(
    block: &Configuration,
    unknown: &[String],
    environment: &Environment,
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let is_set = |it: &Option<String>| it.as_ref().is_some_and(|it| !it.is_empty());
    if is_set(&block.http_proxy)
        && block.https_proxy.is_none()
        && !unknown.iter().any(|it| it == "https_proxy")
        && environment.first(&["HTTPS_PROXY", "https_proxy"]).is_none()
    {
        let detail = "As no `https_proxy` is set, `http_proxy` is used for https as well. Set \
            `https_proxy` to say so, or to \"\" for no proxy.";
        let path = Path::root("http_proxy");
        found.push(Diagnostic::warning("`http_proxy` stands for https as well", detail).at(path));
    }
    if is_set(&block.profile) && environment.get("AWS_ACCESS_KEY_ID").is_some() {
        let detail = "The argument `profile` is set, and so is AWS_ACCESS_KEY_ID. The profile is \
            used.";
        let path = Path::root("profile");
        found.push(
            Diagnostic::warning("Credentials of the environment are not used", detail).at(path),
        );
    }
    found
}

pub(crate) fn invalid_region(region: &str) -> Diagnostic {
    let detail = "No partition of AWS has a region of this form. Correct the name, or set \
        `skip_region_validation = true` for an endpoint that has regions of its own.";
    Diagnostic::error(format!("invalid AWS Region: {region}"), detail)
}

fn is_proxy(url: &str) -> bool {
    let uri: Option<::http::Uri> = url.parse().ok();
    uri.is_some_and(|it| it.host().is_some_and(|it| !it.is_empty()))
}

impl Settings {
    /// Resolves the block. No network is needed for that, only files.
    pub(crate) async fn resolve(
        block: &Configuration,
        unknown: &[String],
        environment: &Environment,
    ) -> Result<Settings, Vec<Diagnostic>> {
        let problems = problems(block, unknown);
        if !problems.is_empty() {
            return Err(problems);
        }
        let block = Block { block, unknown, environment };
        block.settings().await.map_err(|it| vec![it])
    }
}

struct Block<'a> {
    block: &'a Configuration,
    unknown: &'a [String],
    environment: &'a Environment,
}

impl Block<'_> {
    async fn settings(&self) -> Result<Settings, Diagnostic> {
        let Block { block, environment, .. } = self;
        let profile = self.profile();
        let source = self.source()?;
        let section = self.section(&profile, &source).await?;
        let section = |name: &str| section.as_ref()?.get_profile(&profile.name)?.get(name);

        let region = text(&block.region)
            .or(environment.first(&["AWS_REGION", "AWS_DEFAULT_REGION"]))
            .or(section("region"))
            .filter(|_| !self.is_unknown("region"))
            .map(str::to_owned);
        if let Some(region) = &region
            && block.skip_region_validation != Some(true)
            && Partition::of(region).is_none()
        {
            return Err(invalid_region(region).at(Path::root("region")));
        }
        let ca_bundle = text(&block.custom_ca_bundle)
            .or(environment.get("AWS_CA_BUNDLE"))
            .or(section("ca_bundle"));
        let mut http = self.proxies();
        http.insecure = block.insecure == Some(true);
        http.ca_bundle = ca_bundle.map(|it| self.expand(it));

        let accounts = |ids: &Option<schemas::Set<String>>| match ids {
            Some(ids) if !ids.is_empty() => Some(ids.to_vec()),
            _ => None,
        };
        let accounts = match accounts(&block.allowed_account_ids) {
            Some(ids) => Accounts::Only(ids),
            None => accounts(&block.forbidden_account_ids).map_or(Accounts::Any, Accounts::Except),
        };
        let endpoints = block.endpoints.iter().flat_map(|it| &it.0);
        let mut endpoints: BTreeMap<String, String> =
            endpoints.map(|(&name, url)| (name.to_owned(), url.clone())).collect();
        if let Some(url) = environment.first(&["TF_AWS_STS_ENDPOINT", "AWS_STS_ENDPOINT"]) {
            endpoints.entry("sts".to_owned()).or_insert_with(|| url.to_owned());
        }
        let any_region =
            block.skip_region_validation == Some(true) || self.is_unknown("skip_region_validation");
        // Who is asked counts as much as who asks.
        let source = match self.is_unknown("endpoints") {
            true => Source::Unknown(vec!["endpoints".to_owned()]),
            false => source,
        };
        Ok(Settings {
            region,
            any_region,
            sts_region: text(&block.sts_region).map(str::to_owned),
            roles: self.roles(),
            metadata: self.metadata(),
            retries: self.retries(section("max_attempts"), section("retry_mode"))?,
            use_fips: block.use_fips_endpoint,
            use_dual_stack: block.use_dualstack_endpoint,
            default_tags: self.default_tags(),
            ignored_tags: self.ignored_tags(),
            user_agent: environment.get("TF_APPEND_USER_AGENT").map(str::to_owned),
            source,
            profile,
            http,
            endpoints,
            accounts,
        })
    }

    fn is_unknown(&self, name: &str) -> bool {
        self.unknown.iter().any(|it| it == name)
    }

    fn profile(&self) -> Profile {
        let Block { block, environment, .. } = self;
        let name = text(&block.profile)
            .or(environment.first(&["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]))
            .unwrap_or("default");
        let files = |given: &Option<Vec<String>>| {
            let given = given.as_ref().filter(|it| !it.is_empty())?;
            Some(given.iter().map(|it| self.expand(it)).collect::<Vec<_>>())
        };
        let config_files = files(&block.shared_config_files);
        let credentials_files = files(&block.shared_credentials_files);
        let looked_at = |given: &Option<Vec<PathBuf>>, variable: &str, default: &str| match given {
            Some(paths) => paths.iter().map(|it| in_words(it)).collect::<Vec<_>>().join(", "),
            None => in_words(&self.expand(environment.get(variable).unwrap_or(default))),
        };
        let files = format!(
            "{}, {}",
            looked_at(&config_files, "AWS_CONFIG_FILE", "~/.aws/config"),
            looked_at(&credentials_files, "AWS_SHARED_CREDENTIALS_FILE", "~/.aws/credentials"),
        );
        Profile { name: name.to_owned(), config_files, credentials_files, files }
    }

    /// The path with the home directory in place of `~`.
    fn expand(&self, path: &str) -> PathBuf {
        let home = self.environment.first(&["HOME", "USERPROFILE"]);
        match (path.strip_prefix("~/"), home) {
            (Some(rest), Some(home)) => FilePath::new(home).join(rest),
            _ => PathBuf::from(path),
        }
    }

    fn source(&self) -> Result<Source, Diagnostic> {
        let Block { block, environment, unknown } = self;
        let missing = unknown.iter().filter(|it| CREDENTIAL_ARGUMENTS.contains(&it.as_str()));
        let missing: Vec<String> = missing.cloned().collect();
        if !missing.is_empty() {
            return Ok(Source::Unknown(missing));
        }
        if let (Some(id), Some(secret)) = (text(&block.access_key), text(&block.secret_key)) {
            let token = text(&block.token).map(str::to_owned);
            return Ok(Source::Given(Credentials::new(id, secret, token, None, "configuration")));
        }
        if let Some(web) = block.assume_role_with_web_identity.first() {
            let arn = text(&web.role_arn).or(environment.get("AWS_ROLE_ARN"));
            let file = || {
                let file = text(&web.web_identity_token_file);
                file.or(environment.get("AWS_WEB_IDENTITY_TOKEN_FILE"))
            };
            let token = match text(&web.web_identity_token) {
                Some(token) => Some(Token::Given(token.to_owned())),
                None => file().map(|it| Token::File(self.expand(it))),
            };
            let lacks = |name: &str, variable: &str| {
                let path = Path::root("assume_role_with_web_identity").index(0).attribute(name);
                let detail = format!(
                    "An `assume_role_with_web_identity` block needs `{name}`, or {variable} in the \
                     environment."
                );
                Diagnostic::error(format!("`{name}` is missing"), detail).at(path)
            };
            let arn = arn.ok_or_else(|| lacks("role_arn", "AWS_ROLE_ARN"))?;
            let token = token
                .ok_or_else(|| lacks("web_identity_token_file", "AWS_WEB_IDENTITY_TOKEN_FILE"))?;
            let name = text(&web.session_name).or(environment.get("AWS_ROLE_SESSION_NAME"));
            let role = Role {
                arn: arn.to_owned(),
                session_name: name.map_or_else(session_name, str::to_owned),
                duration: duration(&web.duration),
                policy: text(&web.policy).map(str::to_owned),
                policy_arns: web.policy_arns.as_ref().map(|it| it.to_vec()).unwrap_or_default(),
                ..Role::default()
            };
            return Ok(Source::WebIdentity(WebIdentity { role, token }));
        }
        Ok(match text(&block.profile) {
            Some(_) => Source::Profile,
            None => Source::Found,
        })
    }

    /// The profile files. That one which was asked for is not in them is an error, if it is needed.
    async fn section(
        &self,
        profile: &Profile,
        source: &Source,
    ) -> Result<Option<ProfileSet>, Diagnostic> {
        let Block { block, environment, .. } = self;
        if PROFILE_ARGUMENTS.iter().any(|it| self.is_unknown(it)) {
            return Ok(None);
        }
        let name = profile.name.clone().into();
        let files = super::credentials::profile_files(profile);
        let loaded =
            aws_config::profile::load(&Fs::real(), &environment.to_sdk(), &files, Some(name)).await;
        let sections = loaded.map_err(|error| {
            let detail = format!("Looked at {}: {}.", profile.files, crate::error::causes(&error));
            Diagnostic::error("the profile files cannot be read", detail).at(Path::root("profile"))
        })?;
        let is_asked_for = match source {
            Source::Profile => true,
            Source::Found => {
                environment.first(&["AWS_PROFILE", "AWS_DEFAULT_PROFILE"]).is_some()
                    && environment.get("AWS_ACCESS_KEY_ID").is_none()
            }
            _ => text(&block.profile).is_some(),
        };
        if is_asked_for && sections.get_profile(&profile.name).is_none() {
            let mut known: Vec<&str> = sections.profiles().collect();
            known.sort_unstable();
            let known = match known.is_empty() {
                true => "They hold no profile".to_owned(),
                false => format!("They hold: {}", known.join(", ")),
            };
            let named = match text(&block.profile) {
                Some(_) => "the argument `profile`",
                None => "AWS_PROFILE",
            };
            let detail = format!(
                "Looked at {}. {known}. Correct {named}, or name the files in \
                 `shared_config_files` and `shared_credentials_files`.",
                profile.files
            );
            let summary = format!("profile {:?} not found", profile.name);
            return Err(Diagnostic::error(summary, detail).at(Path::root("profile")));
        }
        Ok(Some(sections))
    }

    fn roles(&self) -> Vec<Role> {
        let roles = self.block.assume_role.iter().filter_map(|it| {
            Some(Role {
                arn: text(&it.role_arn)?.to_owned(),
                session_name: text(&it.session_name).map_or_else(session_name, str::to_owned),
                duration: duration(&it.duration),
                external_id: text(&it.external_id).map(str::to_owned),
                policy: text(&it.policy).map(str::to_owned),
                policy_arns: it.policy_arns.as_ref().map(|it| it.to_vec()).unwrap_or_default(),
                source_identity: text(&it.source_identity).map(str::to_owned),
                tags: it.tags.clone().unwrap_or_default(),
                transitive_tag_keys: match &it.transitive_tag_keys {
                    Some(keys) => keys.to_vec(),
                    None => Vec::new(),
                },
            })
        });
        roles.collect()
    }

    fn metadata(&self) -> Metadata {
        let Block { block, environment, .. } = self;
        let is_asked = match block.skip_metadata_api_check.as_deref() {
            Some("true") => false,
            Some("false") => true,
            _ => !environment.is_true("AWS_EC2_METADATA_DISABLED"),
        };
        let endpoint = text(&block.ec2_metadata_service_endpoint)
            .or(environment.first(&["AWS_EC2_METADATA_SERVICE_ENDPOINT", "AWS_METADATA_URL"]));
        let mode = text(&block.ec2_metadata_service_endpoint_mode);
        Metadata {
            is_asked,
            endpoint: endpoint.map(str::to_owned),
            is_ipv6: mode.map(|it| it == "IPv6"),
        }
    }

    fn proxies(&self) -> http::Options {
        let Block { block, environment, .. } = self;
        let owned = |it: &str| it.to_owned();
        let http_proxy = match &block.http_proxy {
            Some(it) => Some(it.clone()),
            None => environment.first(&["HTTP_PROXY", "http_proxy"]).map(owned),
        };
        let https_proxy = match (&block.https_proxy, &block.http_proxy) {
            (Some(it), _) => Some(it.clone()),
            (None, http) => match environment.first(&["HTTPS_PROXY", "https_proxy"]) {
                Some(it) => Some(it.to_owned()),
                None => http.clone(),
            },
        };
        let no_proxy = match &block.no_proxy {
            Some(it) => Some(it.clone()),
            None => environment.first(&["NO_PROXY", "no_proxy"]).map(owned),
        };
        let set = |it: Option<String>| it.filter(|it| !it.is_empty());
        http::Options {
            http_proxy: set(http_proxy),
            https_proxy: set(https_proxy),
            no_proxy: set(no_proxy),
            ..http::Options::default()
        }
    }

    fn retries(&self, attempts: Option<&str>, mode: Option<&str>) -> Result<Retries, Diagnostic> {
        let Block { block, environment, .. } = self;
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

    fn default_tags(&self) -> Option<Tags> {
        if self.is_unknown("default_tags") {
            return None;
        }
        let variables = self.environment.with_prefix("TF_AWS_DEFAULT_TAGS_");
        let variables = variables.filter(|(key, _)| !key.is_empty());
        let mut tags: Tags = variables.map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
        for configured in self.block.default_tags.iter().filter_map(|it| it.tags.as_ref()) {
            tags.extend(configured.clone());
        }
        Some(tags)
    }

    fn ignored_tags(&self) -> IgnoredTags {
        let listed = |variable: &str| {
            let texts = self.environment.get(variable).unwrap_or_default().split(',');
            let texts = texts.map(str::trim).filter(|it| !it.is_empty());
            texts.map(str::to_owned).collect::<Vec<_>>()
        };
        let mut ignored = IgnoredTags {
            keys: listed("TF_AWS_IGNORE_TAGS_KEYS"),
            prefixes: listed("TF_AWS_IGNORE_TAGS_KEY_PREFIXES"),
            is_partial: self.is_unknown("ignore_tags"),
        };
        for block in &self.block.ignore_tags {
            ignored.keys.extend(block.keys.iter().flat_map(|it| it.iter().cloned()));
            ignored.prefixes.extend(block.key_prefixes.iter().flat_map(|it| it.iter().cloned()));
        }
        // An empty prefix would hide everything.
        ignored.prefixes.retain(|it| !it.is_empty());
        ignored
    }
}

/// The text of an argument. Empty is as good as not set.
fn text(value: &Option<String>) -> Option<&str> {
    value.as_deref().filter(|it| !it.is_empty())
}

fn duration(value: &Option<String>) -> Option<Duration> {
    text(value).and_then(|it| parse_duration(it).ok())
}

fn in_words(path: &FilePath) -> String {
    match path.exists() {
        true => path.display().to_string(),
        false => format!("{} (does not exist)", path.display()),
    }
}

fn session_name() -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    format!("terraform-{}", since.map_or(0, |it| it.as_millis()))
}

#[cfg(test)]
mod tests;
