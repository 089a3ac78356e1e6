//! What the provider block, the environment and the profile come to.

mod network;
mod problems;
mod profile;
mod source;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use aws_credential_types::Credentials;
use schemas::{Path, Tags};
use tfplugin::{Diagnostic, Severity};

pub(crate) use self::problems::{check_credential, check_region, problems, warnings};
pub(crate) use self::profile::may_tell_region;
pub(crate) use self::source::session_name;
use super::configuration::Configuration;
use super::environment::Environment;
use super::http;

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
    /// What missing tags are that the organization requires. `None` where they are not asked for.
    pub(crate) tag_policy: Option<Severity>,
    /// What the user adds to the user agent.
    pub(crate) user_agent: String,
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

#[derive(Clone, PartialEq)]
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
    /// What to do when it gives no credentials.
    pub(crate) remedy: &'static str,
}

/// The metadata service of EC2 instances.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Metadata {
    pub(crate) is_asked: bool,
    pub(crate) endpoint: String,
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
        let mut profile = self.profile();
        let source = self.source()?;
        let section = self.section(&profile, &source).await?;
        profile.remedy = section.remedy();

        let region = text(&block.region)
            .or(environment.first(&["AWS_REGION", "AWS_DEFAULT_REGION"]))
            .or(section.get("region"))
            .filter(|_| !self.is_unknown("region"))
            .map(str::to_owned);
        let any_region =
            block.skip_region_validation == Some(true) || self.is_unknown("skip_region_validation");
        if let Some(region) = &region {
            check_region(any_region, region).map_err(|it| it.at(Path::root("region")))?;
        }
        let ca_bundle = text(&block.custom_ca_bundle)
            .or(environment.get("AWS_CA_BUNDLE"))
            .or(section.get("ca_bundle"));
        let mut http = self.proxies()?;
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
        let use_fips = self.flag(
            ("use_fips_endpoint", block.use_fips_endpoint),
            "AWS_USE_FIPS_ENDPOINT",
            &section,
            "use_fips_endpoint",
        )?;
        let use_dual_stack = self.flag(
            ("use_dualstack_endpoint", block.use_dualstack_endpoint),
            "AWS_USE_DUALSTACK_ENDPOINT",
            &section,
            "use_dualstack_endpoint",
        )?;
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
            metadata: self.metadata(&section)?,
            retries: self.retries(&section)?,
            endpoints: self.endpoints(&section)?,
            use_fips,
            use_dual_stack,
            default_tags: self.default_tags(),
            ignored_tags: self.ignored_tags(),
            tag_policy: self.tag_policy()?,
            user_agent: self.user_agent(),
            source,
            profile,
            http,
            accounts,
        })
    }

    fn is_unknown(&self, name: &str) -> bool {
        self.unknown.iter().any(|it| it == name)
    }

    fn tag_policy(&self) -> Result<Option<Severity>, Diagnostic> {
        const VARIABLE: &str = "TF_AWS_TAG_POLICY_COMPLIANCE";
        let compliance = text(&self.block.tag_policy_compliance);
        match compliance.or(self.environment.get(VARIABLE)).unwrap_or("disabled") {
            // Whom to ask may not be known yet either.
            _ if !self.unknown.is_empty() => Ok(None),
            "error" => Ok(Some(Severity::Error)),
            "warning" => Ok(Some(Severity::Warning)),
            "disabled" => Ok(None),
            other => {
                let detail =
                    format!("{VARIABLE} must be error, warning or disabled, not {other:?}.");
                let path = Path::root("tag_policy_compliance");
                Err(Diagnostic::error("Invalid tag policy compliance", detail).at(path))
            }
        }
    }

    fn user_agent(&self) -> String {
        let products = self.block.user_agent.iter().flatten().map(String::as_str);
        let products = products.chain(self.environment.get("TF_APPEND_USER_AGENT"));
        let products = products.map(str::trim).filter(|it| !it.is_empty());
        products.collect::<Vec<_>>().join(" ")
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

#[cfg(test)]
mod tests;
