//! `aws_mq_configuration`

mod checks;
mod data;

use std::time::{Duration, SystemTime};

use aws_sdk_mq::operation::create_configuration::CreateConfigurationError;
use aws_sdk_mq::operation::list_configurations::ListConfigurationsOutput;
use aws_sdk_mq::types as api;
use aws_smithy_types::base64;
use schemas::Value;
use tfplugin::engine::Plan;
use tfplugin::{Id, path};

use self::data::Data;
use super::any_case::AnyCase;
use super::version::Version;
use super::{NOT_FOUND, import, tags};
use crate::error::{code, failure};
use crate::lost::Lost;
use crate::pages;
use crate::prelude::*;

/// Manages a configuration of Amazon MQ brokers. Each change of `data` or `description` creates a
/// new revision; a broker uses the revision in its `configuration` block.
///
/// Destroying this resource deletes the configuration with all its revisions, which fails while a
/// broker uses it. hashicorp/aws 5.x only removes it from the state, as `skip_destroy` does here.
///
/// See
/// [configurations](https://docs.aws.amazon.com/amazon-mq/latest/api-reference/configurations.html)
/// in the Amazon MQ API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Configuration {
    /// ARN of the configuration.
    pub(crate) arn: Computed<String>,
    /// How brokers authenticate users: `SIMPLE` by their own users, `LDAP` by an LDAP directory
    /// (ActiveMQ only). AWS uses `SIMPLE` by default. Can be set only at creation.
    #[attr(computed, check = one_of_any_case(&["SIMPLE", "LDAP"]))]
    pub(crate) authentication_strategy: Option<AnyCase>,
    /// Broker configuration: XML for ActiveMQ, `key = value` lines for RabbitMQ. Differences in
    /// layout, in comments or in the order of attributes or of RabbitMQ settings are not changes.
    /// Amazon MQ removes what it does not support, with a warning.
    pub(crate) data: Data,
    /// Description of the latest revision.
    pub(crate) description: Option<String>,
    /// Broker engine.
    #[attr(force_new, check = one_of_any_case(&["ACTIVEMQ", "RABBITMQ"]))]
    pub(crate) engine_type: AnyCase,
    /// Version of the engine, such as `5.18` or `3.13`.
    #[attr(force_new)]
    pub(crate) engine_version: Version,
    /// Number of the latest revision.
    pub(crate) latest_revision: Computed<i64>,
    /// Name of the configuration: up to 150 letters, digits and `-._~`. Unique in the account and
    /// region.
    #[attr(force_new)]
    pub(crate) name: String,
    /// Whether to keep the configuration in AWS when the resource is destroyed.
    #[attr(not_returned)]
    pub(crate) skip_destroy: Option<bool>,
    /// Tags of the configuration.
    pub(crate) tags: Option<Tags>,
}

impl Resource<Aws> for Configuration {
    type Identity = Id;

    const TYPE: &'static str = "aws_mq_configuration";
    const NAME: &'static str = "MQ Configuration";
    /// With `skip_destroy` it never is.
    const DELETED_WHEN_GONE: bool = false;

    fn checks() -> Vec<Check> {
        checks::checks()
    }

    fn plan(plan: &mut Plan<'_>) -> Result<()> {
        if plan.is_create() {
            return Ok(());
        }
        // MQ may write a declaration of its own accord, so its absence means nothing. To write one
        // where there was none makes a revision, as in hashicorp/aws.
        let is_declared = |it: &Value| it.as_str().is_some_and(data::is_declared);
        if is_declared(plan.config("data")) && !is_declared(plan.prior("data")) {
            plan.set("data", plan.config("data").clone());
        }
        let is_new = |name| match (plan.prior(name), plan.planned(name)) {
            (_, Value::Unknown) => true,
            (old, new) => old.as_str().unwrap_or_default() != new.as_str().unwrap_or_default(),
        };
        if is_new("data") || is_new("description") {
            plan.set("latest_revision", Value::Unknown);
        }
        Ok(())
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<Id> {
        let strategy = plan.authentication_strategy.as_ref();
        let request = cx
            .mq()
            .create_configuration()
            .name(&plan.name)
            .engine_type(plan.engine_type.0.as_str().into())
            .engine_version(&plan.engine_version.0)
            .set_authentication_strategy(strategy.map(|it| it.0.as_str().into()))
            .set_tags(crate::tags::to_create(plan.tags.as_ref()));
        let lost = Lost::<CreateConfigurationError>::new();
        let id: Id = match request.customize().interceptor(lost.clone()).send().await {
            Err(error) if code(&error) == Some(CONFLICT) => {
                let found = named(cx, &plan.name).await?;
                let error = failure(&error);
                match found {
                    // There is no token to ask with.
                    Some((id, found)) if lost.any() && is_made_of(&found, plan, cx.started()) => {
                        id.into()
                    }
                    Some((id, _)) => {
                        return Err(error.remedy(format!(
                            "If the configuration is to be managed here, import it by its id, {id}. \
                             Otherwise choose another name."
                        )));
                    }
                    None => return Err(error),
                }
            }
            output => output.into_result()?.id.ok_or("the response has no ID")?.into(),
        };
        cx.created_without(&id, &["data", "description"]);
        // The first revision is MQ's own.
        revise(cx, &id, plan).await?;
        Ok(id)
    }

    async fn read(cx: &Cx, id: &Id) -> Result<Option<Self>> {
        let request = cx.mq().describe_configuration().configuration_id(id);
        let Some(found) = request.send().await.none_if_not_found(NOT_FOUND)? else {
            return Ok(None);
        };
        let latest = found.latest_revision.ok_or("the response has no revision")?;
        let number = latest.revision.ok_or("the response has no revision number")?;
        let request = cx.mq().describe_configuration_revision().configuration_id(id);
        let request = request.configuration_revision(number.to_string());
        let Some(revision) = request.send().await.none_if_not_found(NOT_FOUND)? else {
            return Ok(None);
        };
        Ok(Some(Configuration {
            arn: found.arn.into(),
            authentication_strategy: found
                .authentication_strategy
                .map(|it| AnyCase(it.as_str().to_owned())),
            data: decoded(&revision.data.unwrap_or_default())?,
            description: latest.description,
            engine_type: AnyCase(found.engine_type.map_or_else(String::new, |it| it.to_string())),
            engine_version: Version(found.engine_version.unwrap_or_default()),
            latest_revision: i64::from(number).into(),
            name: found.name.unwrap_or_default(),
            skip_destroy: None,
            tags: Some(found.tags.unwrap_or_default().into_iter().collect()),
        }))
    }

    async fn update(cx: &Cx, id: &Id, prior: &Self, plan: &Self) -> Result<()> {
        let arn = prior.arn.0.as_deref().ok_or("the state has no ARN")?;
        tags::update(cx, arn, prior.tags.as_ref(), plan.tags.as_ref()).await?;
        // A plan keeps the words of before where they mean the same.
        if prior.data.0 != plan.data.0 || prior.description != plan.description {
            revise(cx, id, plan).await?;
        }
        if let Some(wanted) = &plan.authentication_strategy
            && prior.authentication_strategy.as_ref() != Some(wanted)
        {
            check_strategy(cx, id, wanted).await?;
        }
        Ok(())
    }

    async fn delete(cx: &Cx, id: &Id, prior: &Self) -> Result<()> {
        if prior.skip_destroy != Some(true) {
            let request = cx.mq().delete_configuration().configuration_id(id);
            match request.send().await {
                Err(error) if code(&error) == Some(CONFLICT) => {
                    return Err(failure(&error).remedy(
                        "A broker uses it. First assign another configuration to the broker, with \
                         `create_before_destroy` in the `lifecycle` of this one and a reboot of \
                         the broker. Or set `skip_destroy` to keep it.",
                    ));
                }
                answer => drop(answer.none_if_not_found(NOT_FOUND)?),
            }
        }
        Ok(())
    }

    fn import(id: &str) -> Result<Id> {
        import::checked(id, "c-", "configuration").map(Into::into)
    }
}

const CONFLICT: &str = "ConflictException";

/// The configuration that has a name, and its id.
async fn named(cx: &Cx, name: &str) -> Result<Option<(String, api::Configuration)>> {
    let request = cx.mq().list_configurations().max_results(100);
    let ask = |token| request.clone().set_next_token(token).send();
    let part = |it: ListConfigurationsOutput| (it.configurations, it.next_token);
    let mut found = pages::all(ask, part).await?.into_iter();
    let found = found.find(|it| it.name.as_deref() == Some(name));
    Ok(found.and_then(|it| Some((it.id.clone()?, it))))
}

/// Whether a configuration is what a creation that began then makes: of the same kind, without a
/// revision of anybody's, and no older.
fn is_made_of(found: &api::Configuration, plan: &Configuration, began: SystemTime) -> bool {
    let word = |it: Option<&str>| AnyCase(it.unwrap_or_default().to_owned());
    let strategy = found.authentication_strategy.as_ref().map(api::AuthenticationStrategy::as_str);
    let revision = found.latest_revision.as_ref().and_then(|it| it.revision);
    let version = Version(found.engine_version.clone().unwrap_or_default());
    let created = found.created.and_then(|it| SystemTime::try_from(it).ok());
    word(found.engine_type.as_ref().map(api::EngineType::as_str)) == plan.engine_type
        && (plan.engine_version.0.is_empty() || version == plan.engine_version)
        && plan.authentication_strategy.as_ref().is_none_or(|it| word(strategy) == *it)
        && revision == Some(1)
        && created.is_some_and(|it| it + SKEW >= began)
}

/// How much AWS's clock may be behind the one here.
const SKEW: Duration = Duration::from_secs(5 * 60);

/// Makes a new revision of what is planned.
async fn revise(cx: &Cx, id: &str, plan: &Configuration) -> Result<()> {
    let request = cx
        .mq()
        .update_configuration()
        .configuration_id(id)
        .data(base64::encode(&plan.data.0))
        .set_description(plan.description.clone());
    let output = request.send().await.into_result()?;
    for warning in output.warnings() {
        let error = Error::at(path("data"), sanitized(warning));
        let remedy = "Remove it from `data`: until then, each plan shows it as a change.";
        cx.changed_by_api(error.remedy(remedy));
    }
    Ok(())
}

/// What MQ did to the data.
fn sanitized(warning: &api::SanitizationWarning) -> String {
    use api::SanitizationWarningReason as Reason;
    let element = warning.element_name().unwrap_or("?");
    let attribute = warning.attribute_name().unwrap_or("?");
    match warning.reason() {
        Some(Reason::DisallowedElementRemoved) => {
            format!("AWS removed the element `{element}`, which is not allowed")
        }
        Some(Reason::DisallowedAttributeRemoved) => format!(
            "AWS removed the attribute `{attribute}` of the element `{element}`, which is not \
             allowed"
        ),
        Some(Reason::InvalidAttributeValueRemoved) => format!(
            "AWS removed the value of the attribute `{attribute}` of the element `{element}`, \
             which is invalid"
        ),
        reason => {
            let reason = reason.map_or("no reason given", Reason::as_str);
            format!("AWS changed the element `{element}` ({reason})")
        }
    }
}

/// No call sets the strategy of a configuration that exists. MQ may follow the data.
async fn check_strategy(cx: &Cx, id: &str, wanted: &AnyCase) -> Result<()> {
    let request = cx.mq().describe_configuration().configuration_id(id);
    let found = request.send().await.into_result()?.authentication_strategy;
    let found = AnyCase(found.map_or_else(String::new, |it| it.as_str().to_owned()));
    if found == *wanted {
        return Ok(());
    }
    let message = format!("AWS keeps the authentication strategy {:?}", found.0);
    let error = Error::at(path("authentication_strategy"), message);
    Err(error.remedy(
        "It can be set only at creation. Set it back, or replace the configuration (`-replace`).",
    ))
}

fn decoded(data: &str) -> Result<Data> {
    let bytes = base64::decode(data).map_err(|it| format!("the data is not base64: {it}"))?;
    let text = String::from_utf8(bytes).map_err(|it| format!("the data is not UTF-8: {it}"))?;
    Ok(Data(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_removed_is_told() {
        use api::SanitizationWarningReason as Reason;
        let told = |reason| {
            let warning = api::SanitizationWarning::builder();
            let warning = warning.element_name("managementContext").attribute_name("port");
            sanitized(&warning.reason(reason).build())
        };
        assert_eq!(
            told(Reason::DisallowedElementRemoved),
            "AWS removed the element `managementContext`, which is not allowed"
        );
        assert!(told(Reason::DisallowedAttributeRemoved).contains("attribute `port`"));
        assert!(told(Reason::InvalidAttributeValueRemoved).contains("value of the attribute"));
        assert!(told(Reason::from("MOVED")).contains("(MOVED)"));
    }

    #[test]
    fn what_was_made_just_now_is_known_by_its_kind() {
        let began = SystemTime::now();
        let mut fields = Configuration::block().empty().into_entries().unwrap();
        fields.insert("engine_type".to_owned(), "ActiveMQ".into());
        fields.insert("engine_version".to_owned(), "5.18".into());
        let plan = Configuration::decode(&mut fields).unwrap();
        let of = |engine: &str, version: &str, revision, age| {
            let revision = api::ConfigurationRevision::builder().revision(revision).build();
            let found = api::Configuration::builder().engine_type(engine.into());
            let found = found.engine_version(version).latest_revision(revision);
            found.created((began - Duration::from_secs(age)).into()).build()
        };
        for (found, expected) in [
            (of("ACTIVEMQ", "5.18", 1, 0), true),
            (of("ActiveMQ", "5.18.4", 1, 60), true),
            (of("RabbitMQ", "5.18", 1, 0), false),
            (of("ActiveMQ", "5.17.6", 1, 0), false),
            (of("ActiveMQ", "5.18", 2, 0), false),
            (of("ActiveMQ", "5.18", 1, 3600), false),
            (api::Configuration::builder().build(), false),
        ] {
            assert_eq!(is_made_of(&found, &plan, began), expected, "{found:?}");
        }
        let strategy = Some(AnyCase("LDAP".to_owned()));
        let plan = Configuration { authentication_strategy: strategy, ..plan };
        assert!(!is_made_of(&of("ActiveMQ", "5.18", 1, 0), &plan, began));
    }

    #[test]
    fn data_comes_as_base64() {
        assert_eq!(decoded("PGEvPg==").unwrap().0, "<a/>");
        assert!(decoded("<a/>").is_err());
        assert!(decoded("/w==").is_err());
    }
}
