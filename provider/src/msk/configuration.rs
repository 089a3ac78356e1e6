//! `aws_msk_configuration`

mod checks;

use std::time::{Duration, SystemTime};

use aws_sdk_kafka::operation::create_configuration::CreateConfigurationError;
use aws_sdk_kafka::types::ClusterState;
use aws_smithy_types::Blob;
use schemas::{Fields, Value};
use tfplugin::engine::Plan;
use tfplugin::{Id, path};

use super::{TAKEN, import, properties, unless_absent};
use crate::error::{code, failure, message};
use crate::lost::Lost;
use crate::prelude::*;
use crate::{pages, region};

/// Manages a configuration of Amazon MSK: server properties that brokers of provisioned clusters are
/// started with. Each change of the properties or the description makes a new revision; a cluster
/// uses the revision that its `configuration_info` names. A configuration that a cluster uses cannot
/// be deleted.
///
/// See
/// [configurations](https://docs.aws.amazon.com/msk/1.0/apireference/configurations.html)
/// in the Amazon MSK API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Configuration {
    /// ARN of the configuration.
    pub(crate) arn: Computed<String>,
    /// Description of the latest revision.
    pub(crate) description: Option<String>,
    /// Versions of Apache Kafka that the configuration is for. AWS takes them when a configuration is
    /// created, and never changes them: a later change is kept in the state alone, with a warning.
    /// hashicorp/aws replaces the configuration, which AWS refuses while a cluster uses it.
    pub(crate) kafka_versions: Option<Set<String>>,
    /// Number of the latest revision.
    pub(crate) latest_revision: Computed<i64>,
    /// Name of the configuration: letters, digits and hyphens. It must be unique in the account and
    /// region.
    #[attr(force_new)]
    pub(crate) name: String,
    /// Contents of the `server.properties` file. Order, layout, comments and escapes make no
    /// difference.
    pub(crate) server_properties: ServerProperties,
}

/// Texts are equal if Kafka reads the same settings in them.
#[derive(Debug, Clone, Default)]
pub(crate) struct ServerProperties(pub(crate) String);

schemas::text!(ServerProperties, None, same);

fn same(one: &str, other: &str) -> bool {
    one == other || properties::parse(one) == properties::parse(other)
}

impl Resource<Aws> for Configuration {
    type Identity = Id;

    const TYPE: &'static str = "aws_msk_configuration";
    const NAME: &'static str = "MSK Configuration";

    fn checks() -> Vec<Check> {
        checks::checks()
    }

    fn plan(plan: &mut Plan<'_>) -> Result<()> {
        if plan.is_create() {
            return Ok(());
        }
        let is_new = |name| match (plan.prior(name), plan.planned(name)) {
            (_, Value::Unknown) => true,
            (old, new) => old.as_str().unwrap_or_default() != new.as_str().unwrap_or_default(),
        };
        if is_new("server_properties") || is_new("description") {
            plan.set("latest_revision", Value::Unknown);
        }
        Ok(())
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<Id> {
        let versions = plan.kafka_versions.clone().filter(|it| !it.0.is_empty());
        let request = cx
            .kafka()
            .create_configuration()
            .name(&plan.name)
            .set_description(plan.description.clone())
            .set_kafka_versions(versions.map(|it| it.0.into_iter().collect()))
            .server_properties(Blob::new(plan.server_properties.0.as_bytes()));
        let lost = Lost::<CreateConfigurationError>::new();
        match request.customize().interceptor(lost.clone()).send().await {
            Err(error) if code(&error) == Some(TAKEN) => {
                let error = failure(&error);
                match named(cx, &plan.name).await?.map(|it| (it.arn.clone(), it)) {
                    // There is no token to ask with.
                    Some((Some(arn), found)) if lost.any() && is_new(&found, cx.started()) => {
                        Ok(arn.into())
                    }
                    Some((Some(arn), _)) => Err(error.remedy(format!(
                        "If the configuration is to be managed here, import it by its ARN, {arn}. \
                         Otherwise choose another name."
                    ))),
                    _ => Err(error),
                }
            }
            output => Ok(output.into_result()?.arn.ok_or("the answer has no ARN")?.into()),
        }
    }

    async fn read(cx: &Cx, id: &Id) -> Result<Option<Self>> {
        let request = cx.kafka().describe_configuration().arn(id);
        let Some(found) = unless_absent(request.send().await)? else { return Ok(None) };
        let latest = found.latest_revision.ok_or("the answer has no revision")?;
        let number = latest.revision.ok_or("the answer has no number of a revision")?;
        let request = cx.kafka().describe_configuration_revision().arn(id).revision(number);
        let Some(revision) = unless_absent(request.send().await)? else { return Ok(None) };
        let text = revision.server_properties.map(Blob::into_inner).unwrap_or_default();
        let text = String::from_utf8(text).map_err(|it| format!("the properties: {it}"))?;
        Ok(Some(Configuration {
            arn: found.arn.into(),
            description: revision.description,
            kafka_versions: Some(found.kafka_versions.unwrap_or_default().into_iter().collect()),
            latest_revision: number.into(),
            name: found.name.unwrap_or_default(),
            server_properties: ServerProperties(text),
        }))
    }

    /// AWS tells the versions of the creation for ever.
    fn respell(known: &Value, remote: &mut Fields) {
        let is_imported = known.get("name").as_str().is_none();
        if !is_imported && !known.get("kafka_versions").is_unknown() {
            remote.insert("kafka_versions".to_owned(), known.get("kafka_versions").clone());
        }
    }

    async fn update(cx: &Cx, id: &Id, prior: &Self, plan: &Self) -> Result<()> {
        let is_other = prior.server_properties.0 != plan.server_properties.0
            || prior.description != plan.description;
        if is_other {
            let request = cx
                .kafka()
                .update_configuration()
                .arn(id)
                .set_description(plan.description.clone())
                .server_properties(Blob::new(plan.server_properties.0.as_bytes()));
            request.send().await.into_result()?;
        }
        if prior.kafka_versions != plan.kafka_versions {
            let error = Error::at(
                path("kafka_versions"),
                "AWS keeps the versions of Apache Kafka that the configuration was created with",
            );
            cx.warn(error.remedy(
                "If a cluster of another version refuses the configuration, create one under \
                 another `name`.",
            ));
        }
        Ok(())
    }

    async fn delete(cx: &Cx, id: &Id, _prior: &Self) -> Result<()> {
        // A cluster that has just let go of it, or is being deleted, holds it for a while.
        cx.until(|| async {
            let answer = cx.kafka().delete_configuration().arn(id).send().await;
            if !answer.as_ref().is_err_and(|it| message(it).is_some_and(|it| it.contains(IN_USE))) {
                unless_absent(answer)?;
                return Ok(Progress::Ready(()));
            }
            match users(cx, id).await? {
                none if none.is_empty() => {
                    Ok(Progress::Pending("AWS still counts the configuration as in use".to_owned()))
                }
                users => Err(Error::new(format!(
                    "Configuration is in use by one or more clusters: {}",
                    users.join(", ")
                ))
                .remedy(
                    "Give the clusters another configuration first: with `create_before_destroy` \
                     in the `lifecycle` of this one and another `name` it is done in one apply.",
                )),
            }
        })
        .await
    }

    fn import(id: &str) -> Result<Id> {
        import::checked(id, "configuration").map(Into::into)
    }

    fn import_region(id: &Id) -> Option<&str> {
        region::of(id)
    }
}

/// What AWS says of a configuration that cannot be deleted.
const IN_USE: &str = "in use by one or more clusters";

/// The configuration that has a name.
pub(super) async fn named(
    cx: &Cx,
    name: &str,
) -> Result<Option<aws_sdk_kafka::types::Configuration>> {
    let pages = cx.kafka().list_configurations().into_paginator().send();
    pages::find(pages, |it| it.configurations, |it| it.name.as_deref() == Some(name)).await
}

/// Names of the clusters that use a configuration and are there to stay.
async fn users(cx: &Cx, arn: &str) -> Result<Vec<String>> {
    let mut users = Vec::new();
    let mut pages = cx.kafka().list_clusters_v2().into_paginator().send();
    while let Some(page) = pages.next().await {
        let clusters = page.into_result()?.cluster_info_list.unwrap_or_default().into_iter();
        let clusters = clusters.filter(|it| it.state != Some(ClusterState::Deleting));
        users.extend(clusters.filter_map(|it| {
            let software = it.provisioned?.current_broker_software_info?;
            it.cluster_name.filter(|_| software.configuration_arn.as_deref() == Some(arn))
        }));
    }
    Ok(users)
}

/// How much AWS's clock may be behind the one here.
const SKEW: Duration = Duration::from_secs(5 * 60);

/// Whether a configuration is one that a creation which began then has made.
fn is_new(found: &aws_sdk_kafka::types::Configuration, began: SystemTime) -> bool {
    let created = found.creation_time.and_then(|it| SystemTime::try_from(it).ok());
    let revision = found.latest_revision.as_ref().and_then(|it| it.revision);
    revision == Some(1) && created.is_some_and(|it| it + SKEW >= began)
}
