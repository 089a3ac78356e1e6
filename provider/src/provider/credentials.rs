//! Whose credentials calls are signed with.

use std::fmt;
use std::time::Duration;

use aws_config::ecs::EcsCredentialsProvider;
use aws_config::imds;
use aws_config::imds::credentials::ImdsCredentialsProvider;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::web_identity_token::WebIdentityTokenCredentialsProvider;
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future::ProvideCredentials as Future;
use aws_credential_types::provider::{self, ProvideCredentials, SharedCredentialsProvider};
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use aws_sdk_sts::types::{Credentials as Issued, PolicyDescriptorType, Tag};

use super::environment::Environment;
use super::settings::{Metadata, Profile, Role, Settings, Source, Token, WebIdentity};
use crate::error::failure;

/// Why there are no credentials, in words that are shown as they are.
#[derive(Debug)]
pub(crate) struct NoCredentials(String);

impl fmt::Display for NoCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NoCredentials {}

fn none(message: impl Into<String>) -> CredentialsError {
    CredentialsError::provider_error(NoCredentials(message.into()))
}

/// The credentials for all calls. Nothing is asked yet: the first call asks.
pub(crate) fn provider(
    settings: &Settings,
    environment: &Environment,
    config: &ProviderConfig,
    sts: impl Fn(Option<SharedCredentialsProvider>) -> aws_sdk_sts::Client,
) -> Result<SharedCredentialsProvider, String> {
    let first = match &settings.source {
        Source::Given(credentials) => SharedCredentialsProvider::new(credentials.clone()),
        Source::WebIdentity(identity) => {
            SharedCredentialsProvider::new(Assume { sts: sts(None), what: identity.clone() })
        }
        Source::Profile => {
            let link = profile(&settings.profile, config);
            SharedCredentialsProvider::new(Chain { links: vec![link] })
        }
        Source::Found => SharedCredentialsProvider::new(found(settings, environment, config)?),
        Source::Unknown(arguments) => {
            // Roles are not assumed either: what is known of them may be a part only.
            return Ok(SharedCredentialsProvider::new(NotYet(arguments.join(", "))));
        }
    };
    let chained = settings.roles.iter().fold(first, |before, role| {
        SharedCredentialsProvider::new(Assume { sts: sts(Some(before)), what: role.clone() })
    });
    Ok(chained)
}

/// Credentials that the provider block does not tell yet.
#[derive(Debug)]
struct NotYet(String);

impl ProvideCredentials for NotYet {
    fn provide_credentials<'a>(&'a self) -> Future<'a>
    where
        Self: 'a,
    {
        Future::ready(Err(none(format!(
            "AWS cannot be asked yet: of the provider block, {} will be known after apply only",
            self.0
        ))))
    }
}

/// Places that may have credentials, asked one after the other.
#[derive(Debug)]
struct Chain {
    links: Vec<Link>,
}

#[derive(Debug)]
struct Link {
    /// The place in words.
    place: String,
    provider: Option<SharedCredentialsProvider>,
}

impl Link {
    fn new(place: impl Into<String>, provider: impl ProvideCredentials + 'static) -> Link {
        Link { place: place.into(), provider: Some(SharedCredentialsProvider::new(provider)) }
    }

    /// A place that can be seen to have none.
    fn empty(place: impl Into<String>) -> Link {
        Link { place: place.into(), provider: None }
    }
}

impl Chain {
    async fn first(&self) -> provider::Result {
        for Link { place, provider } in &self.links {
            let Some(provider) = provider else { continue };
            match provider.provide_credentials().await {
                Ok(credentials) => return Ok(credentials),
                Err(CredentialsError::CredentialsNotLoaded(_)) => {}
                Err(error) => {
                    let reason = crate::error::causes(&error);
                    return Err(none(format!("no AWS credentials from {place}: {reason}")));
                }
            }
        }
        let places: Vec<&str> = self.links.iter().map(|it| it.place.as_str()).collect();
        Err(none(format!("no AWS credentials found; looked at: {}", places.join("; "))))
    }
}

impl ProvideCredentials for Chain {
    fn provide_credentials<'a>(&'a self) -> Future<'a>
    where
        Self: 'a,
    {
        Future::new(self.first())
    }
}

/// All places outside of the configuration.
fn found(
    settings: &Settings,
    environment: &Environment,
    config: &ProviderConfig,
) -> Result<Chain, String> {
    let mut links = vec![Link::empty("the arguments `access_key` and `secret_key` (not set)")];
    links.push(match variables(environment)? {
        Some(credentials) => Link::new("the environment", credentials),
        None => Link::empty("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (not set)"),
    });
    if environment.get("AWS_WEB_IDENTITY_TOKEN_FILE").is_some() {
        let provider = WebIdentityTokenCredentialsProvider::builder().configure(config).build();
        links.push(Link::new("AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN", provider));
    }
    links.push(profile(&settings.profile, config));
    let container =
        ["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"];
    if environment.first(&container).is_some() {
        let provider = EcsCredentialsProvider::builder().configure(config).build();
        links.push(Link::new("the container", provider));
    }
    links.push(match settings.metadata.is_asked {
        true => {
            let client = metadata(&settings.metadata, config)?;
            let builder = ImdsCredentialsProvider::builder().configure(config).imds_client(client);
            Link::new("EC2 instance metadata (no answer, or no role)", builder.build())
        }
        false => Link::empty("EC2 instance metadata (switched off)"),
    });
    Ok(Chain { links })
}

/// Credentials of environment variables.
fn variables(environment: &Environment) -> Result<Option<Credentials>, String> {
    let id = environment.first(&["AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY"]);
    let secret = environment.first(&["AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY"]);
    match (id, secret) {
        (Some(id), Some(secret)) => {
            let token = environment.get("AWS_SESSION_TOKEN").map(str::to_owned);
            Ok(Some(Credentials::new(id, secret, token, None, "environment")))
        }
        (Some(_), None) => {
            Err("AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not: set both".to_owned())
        }
        (None, Some(_)) => {
            Err("AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not: set both".to_owned())
        }
        (None, None) => Ok(None),
    }
}

fn profile(profile: &Profile, config: &ProviderConfig) -> Link {
    let provider = ProfileFileCredentialsProvider::builder()
        .configure(config)
        .profile_name(&profile.name)
        .profile_files(profile_files(profile))
        .build();
    Link::new(format!("profile {:?} in {}", profile.name, profile.files), provider)
}

/// The files of a profile, as the SDK takes them. Files that were listed but do not exist are as
/// good as empty.
pub(crate) fn profile_files(profile: &Profile) -> EnvConfigFiles {
    let mut files = EnvConfigFiles::builder();
    match &profile.config_files {
        None => files = files.include_default_config_file(true),
        Some(paths) => {
            for path in paths.iter().filter(|it| it.exists()) {
                files = files.with_file(EnvConfigFileKind::Config, path);
            }
        }
    }
    match &profile.credentials_files {
        None => files = files.include_default_credentials_file(true),
        Some(paths) => {
            for path in paths.iter().filter(|it| it.exists()) {
                files = files.with_file(EnvConfigFileKind::Credentials, path);
            }
        }
    }
    // Without any file the SDK's builder would refuse.
    files.with_contents(EnvConfigFileKind::Config, "").build()
}

/// A client of the EC2 metadata service that does not wait for one that is not there.
pub(crate) fn metadata(
    metadata: &Metadata,
    config: &ProviderConfig,
) -> Result<imds::Client, String> {
    let mut client = imds::Client::builder()
        .configure(config)
        .connect_timeout(Duration::from_secs(1))
        .read_timeout(Duration::from_secs(2))
        .max_attempts(2);
    if let Some(endpoint) = &metadata.endpoint {
        let wrong = |it| format!("{endpoint:?} is not a URL of the EC2 metadata service: {it}");
        client = client.endpoint(endpoint).map_err(wrong)?;
    }
    if let Some(is_ipv6) = metadata.is_ipv6 {
        client = client.endpoint_mode(match is_ipv6 {
            true => imds::client::EndpointMode::IpV6,
            false => imds::client::EndpointMode::IpV4,
        });
    }
    Ok(client.build())
}

/// Credentials that STS issues.
#[derive(Debug)]
struct Assume<T> {
    sts: aws_sdk_sts::Client,
    what: T,
}

impl ProvideCredentials for Assume<Role> {
    fn provide_credentials<'a>(&'a self) -> Future<'a>
    where
        Self: 'a,
    {
        Future::new(Box::pin(self.issue()))
    }
}

impl ProvideCredentials for Assume<WebIdentity> {
    fn provide_credentials<'a>(&'a self) -> Future<'a>
    where
        Self: 'a,
    {
        Future::new(Box::pin(self.issue()))
    }
}

impl Assume<Role> {
    async fn issue(&self) -> provider::Result {
        let role = &self.what;
        let mut request = self
            .sts
            .assume_role()
            .role_arn(&role.arn)
            .role_session_name(&role.session_name)
            .set_duration_seconds(seconds(role))
            .set_external_id(role.external_id.clone())
            .set_policy(role.policy.clone())
            .set_policy_arns(policies(role))
            .set_source_identity(role.source_identity.clone());
        for (key, value) in &role.tags {
            let tag = Tag::builder().key(key).value(value).build();
            request = request.tags(tag.map_err(CredentialsError::invalid_configuration)?);
        }
        for key in &role.transitive_tag_keys {
            request = request.transitive_tag_keys(key);
        }
        let output = request.send().await.map_err(|error| {
            none(format!("cannot assume role {}: {}", role.arn, failure(&error)))
        })?;
        issued(role, output.credentials)
    }
}

impl Assume<WebIdentity> {
    async fn issue(&self) -> provider::Result {
        let WebIdentity { role, token } = &self.what;
        let token = match token {
            Token::Given(token) => token.clone(),
            Token::File(path) => std::fs::read_to_string(path).map_err(|error| {
                none(format!("cannot read the web identity token {}: {error}", path.display()))
            })?,
        };
        let request = self
            .sts
            .assume_role_with_web_identity()
            .role_arn(&role.arn)
            .role_session_name(&role.session_name)
            .web_identity_token(token.trim())
            .set_duration_seconds(seconds(role))
            .set_policy(role.policy.clone())
            .set_policy_arns(policies(role));
        let output = request.send().await.map_err(|error| {
            let reason = failure(&error);
            none(format!("cannot assume role {} with web identity: {reason}", role.arn))
        })?;
        issued(role, output.credentials)
    }
}

fn seconds(role: &Role) -> Option<i32> {
    role.duration.and_then(|it| i32::try_from(it.as_secs()).ok())
}

fn policies(role: &Role) -> Option<Vec<PolicyDescriptorType>> {
    let policies = role.policy_arns.iter();
    let policies: Vec<_> =
        policies.map(|it| PolicyDescriptorType::builder().arn(it).build()).collect();
    (!policies.is_empty()).then_some(policies)
}

fn issued(role: &Role, credentials: Option<Issued>) -> provider::Result {
    let it = credentials.ok_or_else(|| {
        none(format!("cannot assume role {}: the answer has no credentials", role.arn))
    })?;
    let until = it.expiration.try_into().ok();
    let token = Some(it.session_token);
    Ok(Credentials::new(it.access_key_id, it.secret_access_key, token, until, "assume role"))
}
