//! The provider: its block, and what it comes to.

mod checks;
pub(crate) mod clients;
mod configuration;
pub(crate) mod credentials;
mod endpoints;
mod environment;
pub(crate) mod http;
mod partition;
pub(crate) mod retries;
mod settings;
mod tag_policy;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

use aws_config::SdkConfig;
use aws_config::imds::region::ImdsRegionProvider;
use aws_config::provider_config::ProviderConfig;
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_types::region::Region;
use schemas::{Block, Model, Path, Tags, Value};
use tfplugin::{Checks, Client, Context, Diagnostic, Provider};

pub use self::clients::Clients;
use self::clients::{Common, Shared};
use self::configuration::{Configuration, ModuleMetadata};
use self::environment::Environment;
use self::http::Http;
pub use self::partition::Partition;
use self::retries::{Pauses, Places};
use self::settings::{Accounts, IgnoredTags, Settings};
use self::tag_policy::TagPolicy;
use crate::region;

/// What an operation of a module is given.
pub type Cx = Context<Aws>;

/// AWS, as the provider block describes it.
#[derive(Debug)]
pub struct Aws {
    region: Option<String>,
    any_region: bool,
    ignored_tags: IgnoredTags,
    /// `None` where no tag is required.
    tag_policy: Option<TagPolicy>,
    config: SdkConfig,
    shared: Arc<Shared>,
    clients: Mutex<HashMap<String, Arc<Clients>>>,
}

impl Provider for Aws {
    type Clients = Clients;

    fn block() -> Block {
        Configuration::block()
    }

    fn meta_block() -> Option<Block> {
        Some(ModuleMetadata::block())
    }

    fn checks(config: &Value) -> Checks {
        let environment = Environment::process();
        let configured = config.get("checks").as_str().filter(|it| !it.is_empty());
        checks::wanted(configured, &environment).unwrap_or_default()
    }

    fn validate(config: &Value) -> Vec<Diagnostic> {
        match Configuration::decode_known(config) {
            Ok((block, unknown)) => {
                let mut found = settings::problems(&block, &unknown);
                found.extend(settings::warnings(&block, &unknown, &Environment::process()));
                found
            }
            Err(mismatch) => vec![unreadable(mismatch)],
        }
    }

    async fn configure(
        config: &Value,
        unknown: &[String],
        client: &Client,
    ) -> Result<Aws, Vec<Diagnostic>> {
        let (block, more) =
            Configuration::decode_known(config).map_err(|it| vec![unreadable(it)])?;
        let unknown: Vec<String> = unknown.iter().cloned().chain(more).collect();
        let environment = Environment::process();
        Box::pin(Aws::with_environment(&block, &unknown, client, &environment)).await
    }

    fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    fn is_region(text: &str) -> bool {
        region::is_region(text)
    }

    fn check_region(&self, region: &str) -> tfplugin::Result<()> {
        settings::check_region(self.any_region, region)
            .map_err(|it| tfplugin::Error::new(it.summary).remedy(it.detail))
    }

    fn clients(&self, region: &str) -> Arc<Clients> {
        let mut clients = self.clients.lock().unwrap_or_else(|it| it.into_inner());
        let new = || Arc::new(Clients::new(self.config.clone(), self.shared.clone(), region));
        clients.entry(region.to_owned()).or_insert_with(new).clone()
    }

    async fn account(clients: &Clients) -> Option<String> {
        clients.account().await
    }

    fn default_tags(&self) -> Option<&Tags> {
        self.shared.default_tags.as_ref()
    }

    fn ignores_tag(&self, key: &str) -> Option<bool> {
        self.ignored_tags.has(key)
    }

    fn reserves_tag(&self, key: &str) -> bool {
        settings::is_reserved(key)
    }

    fn check_tags(&self, type_name: &str, keys: &BTreeSet<&str>) -> Option<Diagnostic> {
        self.tag_policy.as_ref()?.check(type_name, keys)
    }
}

impl Aws {
    async fn with_environment(
        block: &Configuration,
        unknown: &[String],
        client: &Client,
        environment: &Environment,
    ) -> Result<Aws, Vec<Diagnostic>> {
        let one = |it: Diagnostic| vec![it];
        checks::wanted(block.checks.as_deref().filter(|it| !it.is_empty()), environment)
            .map_err(one)?;
        let mut settings = Settings::resolve(block, unknown, environment).await?;
        let http = Http::new(&settings.http).map_err(|reason| {
            let detail =
                format!("{}. Correct `custom_ca_bundle` or AWS_CA_BUNDLE.", sentence(&reason));
            let summary = "cannot use the CA bundle";
            one(Diagnostic::error(summary, detail).at(Path::root("custom_ca_bundle")))
        })?;
        let http = SharedHttpClient::new(http);
        let for_credentials = |region: Option<&String>| {
            ProviderConfig::without_region()
                .with_region(region.map(|it| Region::new(it.clone())))
                .with_behavior_version(Some(clients::behavior()))
                .with_http_client(http.clone())
                .with_retry_config(clients::retries_for_credentials(&settings.retries))
                .with_timeout_config(clients::timeouts())
                .with_sleep_impl(Pauses)
                .with_use_fips(settings.use_fips)
                .with_use_dual_stack(settings.use_dual_stack)
        };
        let mut region = settings.region.clone();
        if region.is_none() && !settings::may_tell_region(unknown) {
            region = instance_region(&settings, &for_credentials(None)).await;
            if region.is_none() {
                return Err(one(no_region(&settings)));
            }
        }
        let credentials_config = for_credentials(region.as_ref());
        settings.region = region;

        let config = clients::config(&settings, http).await;
        let places = Places::default();
        let common = Common::new(&settings, client, places.clone());
        let sts = |credentials| clients::sts(&config, &settings, &common, credentials);
        let credentials =
            credentials::provider(&settings, environment, &credentials_config, &places, sts)
                .map_err(one)?;
        let sts = clients::sts(&config, &settings, &common, Some(credentials.clone()));
        let config = config.into_builder().credentials_provider(credentials).build();
        let identity = tokio::sync::OnceCell::new();
        let default_tags = settings.default_tags;
        let account = tokio::sync::OnceCell::new();
        let shared = Shared { common, sts, identity, account, default_tags };
        let shared = Arc::new(shared);
        check_account(&settings.accounts, unknown, &shared).await.map_err(one)?;
        let tag_policy = match settings.tag_policy {
            Some(severity) => {
                let client = clients::tagging(&config, &shared.common);
                Some(TagPolicy::read(&client, severity).await.map_err(one)?)
            }
            None => None,
        };
        Ok(Aws {
            region: settings.region,
            any_region: settings.any_region,
            ignored_tags: settings.ignored_tags,
            tag_policy,
            config,
            shared,
            clients: Mutex::default(),
        })
    }
}

fn unreadable(mismatch: schemas::Mismatch) -> Diagnostic {
    let diagnostic =
        Diagnostic::error("cannot read the provider block", sentence(&mismatch.message));
    match mismatch.path.0.is_empty() {
        true => diagnostic,
        false => diagnostic.at(mismatch.path),
    }
}

/// The region of the EC2 instance that this runs on, if it is one.
async fn instance_region(settings: &Settings, config: &ProviderConfig) -> Option<String> {
    if !settings.metadata.is_asked {
        return None;
    }
    let client = credentials::metadata(&settings.metadata, config);
    let provider = ImdsRegionProvider::builder().configure(config).imds_client(client).build();
    let region = Box::pin(async move { provider.region().await }).await?;
    Some(region.to_string()).filter(|it| Partition::of(it).is_some())
}

fn no_region(settings: &Settings) -> Diagnostic {
    let metadata = match settings.metadata.is_asked {
        true => "EC2 instance metadata (no response)",
        false => "EC2 instance metadata (disabled)",
    };
    let detail = format!(
        "Set the argument `region`. Searched: the argument `region` (not set), AWS_REGION and \
         AWS_DEFAULT_REGION (not set), `region` of profile {:?} in {} (not set), {metadata}.",
        settings.profile.name, settings.profile.files
    );
    Diagnostic::error("no AWS region", detail).at(Path::root("region"))
}

/// Refuses to work in an account that the configuration does not allow.
async fn check_account(
    accounts: &Accounts,
    unknown: &[String],
    shared: &Shared,
) -> Result<(), Diagnostic> {
    let is_unknown = |name: &str| unknown.iter().any(|it| it == name);
    let (name, detail) = match accounts {
        Accounts::Any => return Ok(()),
        Accounts::Only(ids) if is_unknown("allowed_account_ids") => {
            // More ids may come: nothing can be said yet.
            tracing::debug!(known = ids.len(), "the allowed accounts are not known yet");
            return Ok(());
        }
        Accounts::Only(ids) => {
            let detail = format!("`allowed_account_ids` contains only {}.", ids.join(", "));
            ("allowed_account_ids", detail)
        }
        Accounts::Except(_) => {
            ("forbidden_account_ids", "`forbidden_account_ids` contains it.".to_owned())
        }
    };
    let account = shared.account_id().await.map_err(|error| {
        let detail = format!(
            "`{name}` is set, so the provider first requests the account from AWS STS, which \
             failed: {}.",
            error.message
        );
        Diagnostic::error("cannot determine the AWS account ID", detail).at(Path::root(name))
    })?;
    match accounts.allow(account) {
        true => Ok(()),
        false => {
            let detail = format!("The credentials belong to account {account}. {detail}");
            let summary = format!("AWS account ID not allowed: {account}");
            Err(Diagnostic::error(summary, detail).at(Path::root(name)))
        }
    }
}

/// A text with a capital letter in front.
fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(|it| it.to_uppercase().to_string()).unwrap_or_default();
    first + characters.as_str()
}

// Their calls are of SQS.
#[cfg(all(test, feature = "sqs"))]
mod tests;
