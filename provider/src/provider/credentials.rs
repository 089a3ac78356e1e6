//! Whose credentials calls are signed with.

mod assume;

use std::fmt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use aws_config::ecs::EcsCredentialsProvider;
use aws_config::imds;
use aws_config::imds::credentials::ImdsCredentialsProvider;
use aws_config::profile::credentials::ProfileFileError;
use aws_config::profile::{ProfileFileCredentialsProvider, ProfileFileLoadError};
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::future::ProvideCredentials as Future;
use aws_credential_types::provider::{self, ProvideCredentials, SharedCredentialsProvider};
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use aws_sdk_sts::error::SdkError;
use aws_sdk_sts::operation::assume_role::AssumeRoleError;
use aws_sdk_sts::operation::assume_role_with_web_identity::AssumeRoleWithWebIdentityError;
use tfplugin::{Diagnostic, Error, Kind};

use self::assume::Assume;
use super::environment::Environment;
use super::retries::Places;
use super::settings::{
    Metadata, Profile, Role, Settings, Source, Token, WebIdentity, check_credential, session_name,
};
use crate::error::{cause, failure};

/// Why there are no credentials, in words that are shown as they are.
#[derive(Debug)]
pub(crate) struct NoCredentials(pub(crate) Error);

impl fmt::Display for NoCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for NoCredentials {}

fn none(error: impl Into<Error>) -> CredentialsError {
    CredentialsError::provider_error(NoCredentials(error.into()))
}

/// The credentials for all calls. Nothing is asked yet: the first call asks.
pub(crate) fn provider(
    settings: &Settings,
    environment: &Environment,
    config: &ProviderConfig,
    places: &Places,
    sts: impl Fn(Option<SharedCredentialsProvider>) -> aws_sdk_sts::Client,
) -> Result<SharedCredentialsProvider, Diagnostic> {
    let chain = |links| Chain { links, places: places.clone(), is_told: AtomicBool::new(false) };
    let first = match &settings.source {
        Source::Given(credentials) => {
            let place = "the arguments `access_key` and `secret_key`";
            chain(vec![Link::new(place, credentials.clone())])
        }
        Source::WebIdentity(identity) => {
            let place = "the `assume_role_with_web_identity` block";
            let assume = Assume { sts: sts(None), what: identity.clone() };
            chain(vec![Link::new(place, assume)])
        }
        Source::Profile => chain(vec![profile(&settings.profile, config)]),
        Source::Found => chain(found(settings, environment, config, &sts)?),
        Source::Unknown(arguments) => {
            // Roles are not assumed either: what is known of them may be a part only.
            return Ok(SharedCredentialsProvider::new(NotYet(arguments.join(", "))));
        }
    };
    let first = SharedCredentialsProvider::new(first);
    let chained = settings.roles.iter().fold(first, |before, role| {
        let place = format!("role {}", role.arn);
        let assume = Assume { sts: sts(Some(before)), what: role.clone() };
        SharedCredentialsProvider::new(chain(vec![Link::new(place, assume)]))
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
            "AWS cannot be called yet: in the provider block, {} will be known only after apply",
            self.0
        ))))
    }
}

/// Places that may have credentials, asked one after the other.
#[derive(Debug)]
struct Chain {
    links: Vec<Link>,
    places: Places,
    /// Whether it was said that none has any.
    is_told: AtomicBool,
}

#[derive(Debug)]
struct Link {
    /// The place in words.
    place: String,
    /// What to do where it gives none.
    remedy: &'static str,
    provider: Option<SharedCredentialsProvider>,
}

impl Link {
    fn new(place: impl Into<String>, provider: impl ProvideCredentials + 'static) -> Link {
        let provider = Some(SharedCredentialsProvider::new(provider));
        Link { place: place.into(), remedy: "", provider }
    }

    /// A place that can be seen to have none.
    fn empty(place: impl Into<String>) -> Link {
        Link { place: place.into(), remedy: "", provider: None }
    }
}

impl Chain {
    async fn first(&self) -> provider::Result {
        for Link { place, remedy, provider } in &self.links {
            let Some(provider) = provider else { continue };
            match provider.provide_credentials().await {
                Ok(credentials) => {
                    check(place, &credentials)?;
                    self.places.remember(&credentials, place);
                    return Ok(credentials);
                }
                Err(CredentialsError::CredentialsNotLoaded(_)) => {}
                Err(error) => return Err(none(refusal(place, remedy, &error))),
            }
        }
        // Every object that needs AWS says it: the places are listed once.
        if self.is_told.swap(true, Ordering::Relaxed) {
            let message = "no AWS credentials: another error lists where they were searched";
            return Err(none(message));
        }
        let places: Vec<&str> = self.links.iter().map(|it| it.place.as_str()).collect();
        Err(none(format!("no AWS credentials found; searched: {}", places.join("; "))))
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

/// Why a place gives no credentials. What the SDK says may hold what a process printed or a server
/// answered.
fn refusal(place: &str, remedy: &str, error: &CredentialsError) -> Error {
    let mut inner = Some(error as &(dyn std::error::Error + 'static));
    while let Some(it) = inner {
        let told = if let Some(NoCredentials(told)) = it.downcast_ref() {
            // It names its place itself.
            return told.clone();
        } else if let Some(refused) = it.downcast_ref::<SdkError<AssumeRoleError>>() {
            Some(failure(refused))
        } else if let Some(refused) = it.downcast_ref::<SdkError<AssumeRoleWithWebIdentityError>>()
        {
            Some(failure(refused))
        } else {
            // Of these the words name profiles only.
            it.downcast_ref::<ProfileFileError>().map(|it| Error::new(it.to_string()))
        };
        if let Some(told) = told {
            let message = format!("no AWS credentials from {place}: {}", told.message);
            return Error { message, ..told };
        }
        inner = it.source();
    }
    let why = match cause(error) {
        Some(it) if it.kind == Kind::Interrupted => return it,
        Some(it) => it.message,
        None if remedy.is_empty() => "they cannot be loaded".to_owned(),
        None => remedy.to_owned(),
    };
    Error::new(format!("no AWS credentials from {place}: {why}"))
}

/// Why the files of profiles cannot be read. The words name files and lines, never what is in them.
pub(crate) fn of_files(error: &ProfileFileLoadError) -> String {
    let told = std::error::Error::source(error).map(|it| format!(": {it}")).unwrap_or_default();
    format!("{error}{}", told.replace('\n', ""))
}

/// Refuses credentials with which no request can be signed: the SDK would panic.
fn check(place: &str, credentials: &Credentials) -> Result<(), CredentialsError> {
    let parts = [
        ("access key ID", Some(credentials.access_key_id())),
        ("secret access key", Some(credentials.secret_access_key())),
        ("session token", credentials.session_token()),
    ];
    for (what, value) in parts {
        check_credential(place, what, value.unwrap_or_default())
            .map_err(|it| none(Error::new(lower(&it.summary)).remedy(it.detail)))?;
    }
    Ok(())
}

fn lower(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|it| it.to_lowercase().to_string()).unwrap_or_default();
    first + characters.as_str()
}

/// All places outside of the configuration.
fn found(
    settings: &Settings,
    environment: &Environment,
    config: &ProviderConfig,
    sts: &impl Fn(Option<SharedCredentialsProvider>) -> aws_sdk_sts::Client,
) -> Result<Vec<Link>, Diagnostic> {
    let mut links = vec![Link::empty("the arguments `access_key` and `secret_key` (not set)")];
    links.push(variables(environment)?);
    if let Some(file) = environment.get("AWS_WEB_IDENTITY_TOKEN_FILE") {
        let place = "AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN";
        let name = environment.get("AWS_ROLE_SESSION_NAME");
        let arn = environment.get("AWS_ROLE_ARN").ok_or_else(|| {
            let detail = "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not. Set both.";
            Diagnostic::error("no usable AWS credentials", detail)
        })?;
        let role = Role {
            arn: arn.to_owned(),
            session_name: name.map_or_else(session_name, str::to_owned),
            ..Role::default()
        };
        let what = WebIdentity { role, token: Token::File(PathBuf::from(file)) };
        links.push(Link::new(place, Assume { sts: sts(None), what }));
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
            let client = metadata(&settings.metadata, config);
            let builder = ImdsCredentialsProvider::builder().configure(config).imds_client(client);
            Link::new("EC2 instance metadata (no response, or no role)", builder.build())
        }
        false => Link::empty("EC2 instance metadata (disabled)"),
    });
    Ok(links)
}

/// Credentials of environment variables.
fn variables(environment: &Environment) -> Result<Link, Diagnostic> {
    let id = environment.first_with_name(&["AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY"]);
    let secret = environment.first_with_name(&["AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY"]);
    let token = environment.first_with_name(&["AWS_SESSION_TOKEN"]);
    let half = |set: &str, missing: &str| {
        let detail = format!("{set} is set, but {missing} is not: set both.");
        Diagnostic::error("no usable AWS credentials", detail)
    };
    let parts = [(id, "access key ID"), (secret, "secret access key"), (token, "session token")];
    for (part, what) in parts {
        if let Some((name, value)) = part {
            check_credential(name, what, value)?;
        }
    }
    match (id, secret) {
        (Some((name, id)), Some((_, secret))) => {
            let token = token.map(|(_, it)| it.to_owned());
            let credentials = Credentials::new(id, secret, token, None, "environment");
            Ok(Link::new(format!("the environment ({name})"), credentials))
        }
        (Some((name, _)), None) => Err(half(name, "AWS_SECRET_ACCESS_KEY")),
        (None, Some((name, _))) => Err(half(name, "AWS_ACCESS_KEY_ID")),
        (None, None) => Ok(Link::empty("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (not set)")),
    }
}

fn profile(profile: &Profile, config: &ProviderConfig) -> Link {
    let provider = ProfileFileCredentialsProvider::builder()
        .configure(config)
        .profile_name(&profile.name)
        .profile_files(profile_files(profile))
        .build();
    let link = Link::new(format!("profile {:?} in {}", profile.name, profile.files), provider);
    Link { remedy: profile.remedy, ..link }
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
pub(crate) fn metadata(metadata: &Metadata, config: &ProviderConfig) -> imds::Client {
    let client = imds::Client::builder()
        .configure(config)
        .connect_timeout(Duration::from_secs(1))
        .read_timeout(Duration::from_secs(2))
        .max_attempts(2)
        .endpoint(&metadata.endpoint);
    client.expect("the URL has been checked").build()
}
