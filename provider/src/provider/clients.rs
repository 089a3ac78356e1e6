//! The SDK's clients.

use std::any::{Any, TypeId};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aws_config::identity::IdentityCache;
use aws_config::{BehaviorVersion, SdkConfig};
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_async::rt::sleep::TokioSleep;
use aws_smithy_runtime::client::retries::{RetryPartition, TokenBucket};
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_runtime_api::client::interceptors::context::BeforeTransmitInterceptorContextMut;
use aws_smithy_runtime_api::client::interceptors::{
    Intercept, SharedInterceptor, dyn_dispatch_hint,
};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::client::stalled_stream_protection::StalledStreamProtectionConfig;
use aws_smithy_types::config_bag::ConfigBag;
use aws_smithy_types::retry::RetryConfig;
use aws_smithy_types::timeout::TimeoutConfig;
use aws_types::region::Region;
use aws_types::service_config::{LoadServiceConfig, ServiceConfigKey};
use schemas::Tags;
use tfplugin::{Client, Result};
use tokio::sync::OnceCell;

use super::http;
use super::partition::Partition;
use super::retries::{Attempts, Pauses, Places};
use super::settings::{Retries, Settings};
use crate::VERSION;
use crate::error::Answer;

/// A version of the SDK's defaults, so that an update of the SDK does not change them.
pub(crate) fn behavior() -> BehaviorVersion {
    BehaviorVersion::v2026_01_12()
}

/// Credentials may come from a process that asks a person, or from a chain of roles.
const CREDENTIALS_TIMEOUT: Duration = Duration::from_secs(300);

pub(crate) fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder().connect_timeout(http::CONNECT).read_timeout(http::ANSWER).build()
}

/// How often whoever gives credentials is asked at most: calls wait for them, and none can say how
/// long.
const CREDENTIALS_ATTEMPTS: u32 = 5;

/// Retries of what gives credentials.
pub(crate) fn retries_for_credentials(retries: &Retries) -> RetryConfig {
    RetryConfig::standard().with_max_attempts(retries.attempts.min(CREDENTIALS_ATTEMPTS))
}

fn retries(retries: &Retries) -> RetryConfig {
    let config = match retries.is_adaptive {
        true => RetryConfig::adaptive(),
        false => RetryConfig::standard(),
    };
    config.with_max_attempts(retries.attempts)
}

/// What the clients of all regions share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) common: Common,
    pub(crate) sts: aws_sdk_sts::Client,
    pub(crate) identity: OnceCell<Identity>,
    /// The account, where AWS tells it. It is asked once.
    pub(crate) account: OnceCell<Option<String>>,
    /// `None` where they are not known yet.
    pub(crate) default_tags: Option<Tags>,
}

/// What the client of every service is given.
#[derive(Debug, Clone)]
pub(crate) struct Common {
    pub(crate) endpoints: BTreeMap<String, String>,
    pub(crate) partition: RetryPartition,
    pub(crate) user_agent: SharedInterceptor,
    pub(crate) attempts: SharedInterceptor,
}

impl Common {
    pub(crate) fn new(settings: &Settings, client: &Client, places: Places) -> Common {
        let user_agent = UserAgent::new(client, &settings.user_agent);
        Common {
            endpoints: settings.endpoints.clone(),
            partition: retry_partition(&settings.retries),
            user_agent: SharedInterceptor::new(user_agent),
            attempts: SharedInterceptor::new(Attempts { places }),
        }
    }
}

/// Whose the credentials are.
#[derive(Debug, Clone)]
pub struct Identity {
    pub account: String,
    pub arn: String,
    pub user_id: String,
}

/// The configuration of one service: what all services have in common, and the service's endpoint,
/// which goes by each of the names given.
macro_rules! configure {
    ($service:ident, $config:expr, $common:expr, $names:expr) => {{
        let common: &$crate::provider::clients::Common = $common;
        let mut builder = $service::config::Builder::from($config)
            .retry_partition(common.partition.clone())
            .retry_classifier($crate::limit::Limits)
            .retry_classifier($crate::provider::retries::UntilDeadline)
            .interceptor(common.user_agent.clone())
            .interceptor(common.attempts.clone());
        if let Some(url) = $names.iter().find_map(|name: &&str| common.endpoints.get(*name)) {
            builder = builder.endpoint_url(url);
        }
        builder
    }};
}

pub(crate) use configure;

/// STS, with credentials of one's own or none.
pub(crate) fn sts(
    config: &SdkConfig,
    settings: &Settings,
    common: &Common,
    credentials: Option<SharedCredentialsProvider>,
) -> aws_sdk_sts::Client {
    let mut builder = configure!(aws_sdk_sts, config, common, STS);
    if let Some(region) = &settings.sts_region {
        builder = builder.region(Region::new(region.clone()));
    }
    if let Some(credentials) = credentials {
        builder = builder.credentials_provider(credentials);
    }
    aws_sdk_sts::Client::from_conf(builder.build())
}

/// The API of tags, which is asked for those that the organization requires.
pub(crate) fn tagging(
    config: &SdkConfig,
    common: &Common,
) -> aws_sdk_resourcegroupstagging::Client {
    let builder = configure!(aws_sdk_resourcegroupstagging, config, common, TAGGING);
    aws_sdk_resourcegroupstagging::Client::from_conf(builder.build())
}

/// The names of the API of tags in the `endpoints` block.
const TAGGING: &[&str] = &["resourcegroupstaggingapi", "resourcegroupstagging"];

/// The names, in the `endpoints` block, of each service that is asked.
pub(crate) fn endpoints() -> impl Iterator<Item = &'static [&'static str]> {
    let names = crate::SERVICES.iter().map(|it| it.endpoints);
    names.filter(|it| !it.is_empty()).chain([STS, TAGGING])
}

const STS: &[&str] = &["sts"];

/// What modules talk to: the clients of all services for one region. Each is made when it is first
/// asked for, and all use the same connections and credentials.
#[derive(Debug)]
pub struct Clients {
    region: String,
    config: SdkConfig,
    shared: Arc<Shared>,
    /// The clients made so far, by their types.
    made: Mutex<HashMap<TypeId, Box<dyn Any + Send + Sync>>>,
}

impl Clients {
    pub(crate) fn new(config: SdkConfig, shared: Arc<Shared>, region: &str) -> Clients {
        let config = config.into_builder().region(Region::new(region.to_owned())).build();
        Clients { region: region.to_owned(), config, shared, made: Mutex::default() }
    }

    /// The client of a service, which `crate::service::client` names.
    pub(crate) fn client<C: Clone + Send + Sync + 'static>(
        &self,
        make: impl FnOnce(&SdkConfig, &Common) -> C,
    ) -> C {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let new = || Box::new(make(&self.config, &self.shared.common)) as Box<_>;
        let client = made.entry(TypeId::of::<C>()).or_insert_with(new);
        client.downcast_ref::<C>().expect("each type has a client of its own").clone()
    }

    /// The partition that the region is in.
    pub fn partition(&self) -> &'static Partition {
        Partition::of_any(&self.region)
    }

    /// The id of the account that the credentials are of. AWS is asked once.
    pub async fn account_id(&self) -> Result<&str> {
        self.shared.account_id().await
    }

    /// The account that the credentials are of, if AWS tells it. Where it does not, nobody asks again.
    pub(super) async fn account(&self) -> Option<String> {
        let ask = || async { self.account_id().await.ok().map(str::to_owned) };
        self.shared.account.get_or_init(ask).await.clone()
    }

    /// Whose the credentials are. AWS is asked once.
    pub async fn identity(&self) -> Result<&Identity> {
        self.shared.identity().await
    }

    /// Tags that every object gets. `None` where they are not known yet.
    pub fn default_tags(&self) -> Option<&Tags> {
        self.shared.default_tags.as_ref()
    }
}

impl Shared {
    pub(crate) async fn account_id(&self) -> Result<&str> {
        self.identity().await.map(|it| it.account.as_str())
    }

    async fn identity(&self) -> Result<&Identity> {
        let ask = || async {
            let output = self.sts.get_caller_identity().send().await.into_result()?;
            Ok(Identity {
                account: output.account.ok_or("the response of STS has no account")?,
                arn: output.arn.unwrap_or_default(),
                user_id: output.user_id.unwrap_or_default(),
            })
        };
        self.identity.get_or_try_init(|| Box::pin(ask())).await
    }
}

/// Says in each request who sends it.
#[derive(Debug)]
struct UserAgent(String);

impl UserAgent {
    fn new(client: &Client, more: &str) -> UserAgent {
        let mut text = match client.version.as_str() {
            "" => String::new(),
            version => format!("Terraform/{version} "),
        };
        text.push_str(&format!("terraform-provider-aws-messaging/{VERSION}"));
        if !more.is_empty() {
            text.push_str(&format!(" {more}"));
        }
        // A header holds no control characters.
        UserAgent(text.chars().filter(|it| matches!(it, ' '..='~')).collect())
    }
}

#[dyn_dispatch_hint]
impl Intercept for UserAgent {
    fn name(&self) -> &'static str {
        "UserAgent"
    }

    fn modify_before_signing(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _components: &RuntimeComponents,
        _config: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let headers = context.request_mut().headers_mut();
        let text = match headers.get("user-agent") {
            Some(sdk) => format!("{} {sdk}", self.0),
            None => self.0.clone(),
        };
        headers.insert("user-agent", text);
        Ok(())
    }
}

/// What all clients are made from.
pub(crate) async fn config(settings: &Settings, http: SharedHttpClient) -> SdkConfig {
    let mut loader = aws_config::defaults(behavior())
        .http_client(http)
        .no_credentials()
        .identity_cache(
            IdentityCache::lazy()
                .load_timeout(CREDENTIALS_TIMEOUT)
                // Not a pause between two tries, which may end before its time.
                .sleep_impl(TokioSleep::new())
                .build(),
        )
        .sleep_impl(Pauses)
        // It would count the time to connect as that of a request that stands still, and bodies are
        // taken in by the HTTP client, which waits for each part of them.
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .region(Region::new(settings.region.clone().unwrap_or_else(|| "us-east-1".to_owned())))
        .retry_config(retries(&settings.retries))
        .timeout_config(timeouts())
        .profile_name(&settings.profile.name)
        .profile_files(super::credentials::profile_files(&settings.profile));
    loader = loader.use_fips(settings.use_fips == Some(true));
    loader = loader.use_dual_stack(settings.use_dual_stack == Some(true));
    let config = Box::pin(loader.load()).await;
    // Endpoints have been checked and are given to each service: the SDK takes what it finds.
    let mut builder = config.into_builder();
    builder.set_endpoint_url(None);
    builder.set_service_config(None::<NoServiceConfig>);
    builder.build()
}

/// Says nothing of any service.
#[derive(Debug)]
struct NoServiceConfig;

impl LoadServiceConfig for NoServiceConfig {
    fn load_config(&self, _key: ServiceConfigKey<'_>) -> Option<String> {
        None
    }
}

/// Retries that no bucket of tokens limits, unless one is asked for.
fn retry_partition(retries: &Retries) -> RetryPartition {
    let bucket = retries.tokens.map_or_else(TokenBucket::unlimited, TokenBucket::new);
    RetryPartition::custom("aws-messaging").token_bucket(bucket).build()
}
