//! `aws_mq_configuration`

mod data;

use aws_sdk_mq::types as api;
use aws_smithy_types::base64;
use schemas::Value;
use tfplugin::engine::Plan;
use tfplugin::{Diagnostic, path};

use self::data::Data;
use super::any_case::AnyCase;
use super::version::{self, Version};
use super::{GONE, tags};
use crate::prelude::*;

/// Manages a configuration of Amazon MQ brokers. Each change of the data or the description makes a
/// new revision; a broker uses the revision that its `configuration` block names.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Configuration {
    /// ARN of the configuration.
    pub(crate) arn: Computed<String>,
    /// How the brokers tell who may connect: `SIMPLE` by their users, `LDAP` by a directory. AWS
    /// takes `SIMPLE` where it is left out. It is chosen when the configuration is made.
    #[attr(computed, check = one_of_any_case(&["SIMPLE", "LDAP"]))]
    pub(crate) authentication_strategy: Option<AnyCase>,
    /// The configuration: XML for ActiveMQ, lines of `key = value` for RabbitMQ. What a broker reads
    /// in the same way is no change: layout, comments, the order of attributes or of RabbitMQ's
    /// settings. What AWS does not allow in it is removed, with a warning.
    pub(crate) data: Data,
    /// What the latest revision is about.
    pub(crate) description: Option<String>,
    /// The engine of the brokers.
    #[attr(force_new, check = one_of_any_case(&["ACTIVEMQ", "RABBITMQ"]))]
    pub(crate) engine_type: AnyCase,
    /// The version of the engine, as in `5.18` or `3.13`.
    #[attr(force_new)]
    pub(crate) engine_version: Version,
    /// Number of the latest revision.
    pub(crate) latest_revision: Computed<i64>,
    /// Name of the configuration.
    #[attr(force_new)]
    pub(crate) name: String,
    /// Whether the configuration stays in AWS when it is destroyed here.
    #[attr(keep)]
    pub(crate) skip_destroy: Option<bool>,
    /// Tags of the configuration.
    pub(crate) tags: Option<Tags>,
}

impl Resource<Aws> for Configuration {
    const TYPE: &'static str = "aws_mq_configuration";
    const NAME: &'static str = "MQ Configuration";
    /// With `skip_destroy` it never is.
    const DELETED_WHEN_GONE: bool = false;

    fn validate(config: &Value) -> Vec<Diagnostic> {
        data::problem(config).into_iter().collect()
    }

    fn plan(plan: &mut Plan<'_>) -> Result<()> {
        version::check_patch(plan)?;
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

    async fn create(cx: &Cx, plan: &Self) -> Result<String> {
        let strategy = plan.authentication_strategy.as_ref();
        let request = cx
            .mq()
            .create_configuration()
            .name(&plan.name)
            .engine_type(plan.engine_type.0.as_str().into())
            .engine_version(&plan.engine_version.0)
            .set_authentication_strategy(strategy.map(|it| it.0.as_str().into()))
            .set_tags(crate::tags::to_create(plan.tags.as_ref()));
        let output = request.send().await.or_fail()?;
        let id = output.id.ok_or("the answer has no id")?;
        cx.created(&id);
        // The first revision is MQ's own.
        revise(cx, &id, plan).await?;
        Ok(id)
    }

    async fn read(cx: &Cx, id: &str) -> Result<Option<Self>> {
        let request = cx.mq().describe_configuration().configuration_id(id);
        let Some(found) = request.send().await.unless_gone(GONE)? else { return Ok(None) };
        let latest = found.latest_revision.ok_or("the answer has no revision")?;
        let number = latest.revision.ok_or("the answer has no number of a revision")?;
        let request = cx.mq().describe_configuration_revision().configuration_id(id);
        let request = request.configuration_revision(number.to_string());
        let Some(revision) = request.send().await.unless_gone(GONE)? else { return Ok(None) };
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

    async fn update(cx: &Cx, id: &str, prior: &Self, plan: &Self) -> Result<()> {
        let arn = prior.arn.0.as_deref().ok_or("the state has no ARN")?;
        tags::update(cx, arn, prior.tags.as_ref(), plan.tags.as_ref()).await?;
        let old = prior.description.as_deref().unwrap_or_default();
        let new = plan.description.as_deref().unwrap_or_default();
        // A plan keeps the words of before where they mean the same.
        if prior.data.0 != plan.data.0 || old != new {
            revise(cx, id, plan).await?;
        }
        if let Some(wanted) = &plan.authentication_strategy
            && prior.authentication_strategy.as_ref() != Some(wanted)
        {
            check_strategy(cx, id, wanted).await?;
        }
        Ok(())
    }

    async fn delete(cx: &Cx, id: &str, prior: &Self) -> Result<()> {
        if prior.skip_destroy != Some(true) {
            let request = cx.mq().delete_configuration().configuration_id(id);
            request.send().await.unless_gone(GONE)?;
        }
        Ok(())
    }

    fn import(id: &str) -> Result<String> {
        match id.strip_prefix("c-") {
            Some(rest) if !rest.is_empty() => Ok(id.to_owned()),
            _ => {
                let error = Error::new("this is no id of a configuration");
                Err(error.remedy("A configuration is imported by its id, which begins with `c-`."))
            }
        }
    }
}

/// Makes a new revision of what is planned.
async fn revise(cx: &Cx, id: &str, plan: &Configuration) -> Result<()> {
    let description = plan.description.clone().filter(|it| !it.is_empty());
    let request = cx
        .mq()
        .update_configuration()
        .configuration_id(id)
        .data(base64::encode(&plan.data.0))
        .set_description(description);
    let output = request.send().await.or_fail()?;
    for warning in output.warnings() {
        let error = Error::at(path("data"), sanitized(warning));
        let remedy = "Take it out of `data`: as long as it is there, each plan has it as a change.";
        cx.altered(error.remedy(remedy));
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
            format!("AWS removed the element `{element}`, which it does not allow")
        }
        Some(Reason::DisallowedAttributeRemoved) => format!(
            "AWS removed the attribute `{attribute}` of the element `{element}`, which it does not \
             allow"
        ),
        Some(Reason::InvalidAttributeValueRemoved) => format!(
            "AWS removed the value of the attribute `{attribute}` of the element `{element}`, \
             which it takes for invalid"
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
    let found = request.send().await.or_fail()?.authentication_strategy;
    let found = AnyCase(found.map_or_else(String::new, |it| it.as_str().to_owned()));
    if found == *wanted {
        return Ok(());
    }
    let message = format!("AWS keeps the authentication strategy {:?}", found.0);
    let error = Error::at(path("authentication_strategy"), message);
    Err(error.remedy(
        "It is chosen when a configuration is made. Set it back, or replace the configuration \
         (`-replace`).",
    ))
}

fn decoded(data: &str) -> Result<Data> {
    let bytes = base64::decode(data).map_err(|it| format!("the data is no base64: {it}"))?;
    let text = String::from_utf8(bytes).map_err(|it| format!("the data is no text: {it}"))?;
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
            "AWS removed the element `managementContext`, which it does not allow"
        );
        assert!(told(Reason::DisallowedAttributeRemoved).contains("attribute `port`"));
        assert!(told(Reason::InvalidAttributeValueRemoved).contains("value of the attribute"));
        assert!(told(Reason::from("MOVED")).contains("(MOVED)"));
    }

    #[test]
    fn data_comes_as_base64() {
        assert_eq!(decoded("PGEvPg==").unwrap().0, "<a/>");
        assert!(decoded("<a/>").is_err());
        assert!(decoded("/w==").is_err());
    }

    #[test]
    fn import_ids() {
        assert!(Configuration::import("c-0187d1eb-88c8-475a-9b79-16ef5a10c94f").is_ok());
        assert!(Configuration::import("c-").is_err());
        assert!(Configuration::import("arn:aws:mq:us-east-1:1:configuration:c-1").is_err());
    }
}
