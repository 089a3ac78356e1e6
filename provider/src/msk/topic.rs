//! `aws_msk_topic`

use std::collections::BTreeMap;
use std::time::Duration;

use aws_sdk_kafka::operation::create_topic::CreateTopicError;
use aws_sdk_kafka::operation::describe_topic::DescribeTopicOutput;
use aws_sdk_kafka::types::TopicState;
use aws_smithy_types::base64;
use schemas::{Fields, Value};
use serde_json::Value as Any;
use tfplugin::engine::Plan;
use tfplugin::{Find, Identity, PlannedObject, Served, TypeSystem};

use super::properties;
use crate::error::{code, failure, message};
use crate::lost::Lost;
use crate::prelude::*;
use crate::{arn, region};

/// Manages a topic of a provisioned MSK cluster by the API of Amazon MSK: no connection to the brokers is
/// needed. The cluster must be ACTIVE, and run Apache Kafka 3.6.0 or newer.
///
/// See
/// [topics](https://docs.aws.amazon.com/msk/latest/developerguide/msk-topic-operations-information.html)
/// in the Amazon MSK Developer Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Topic {
    /// ARN of the topic.
    #[attr(use_state_for_unknown)]
    pub(crate) arn: Computed<String>,
    /// ARN of the cluster.
    #[attr(force_new, check = arn())]
    pub(crate) cluster_arn: String,
    /// JSON object of topic properties, such as `cleanup.policy` and `retention.ms`. Properties that are not
    /// set here keep the cluster's defaults, and are not compared.
    pub(crate) configs: Option<Json>,
    /// All properties of the topic in JSON, with the cluster's defaults.
    pub(crate) configs_actual: Computed<String>,
    /// Name of the topic: up to 249 letters, digits, periods, underscores and hyphens.
    #[attr(force_new, check = length(1, 249))]
    pub(crate) name: String,
    /// Number of partitions. It can only grow.
    #[attr(check = at_least(1))]
    pub(crate) partition_count: i32,
    /// Number of replicas of each partition, at most the number of brokers.
    #[attr(force_new, check = at_least(1))]
    pub(crate) replication_factor: i32,
}

/// A topic of a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Model)]
pub(crate) struct ClusterAndName {
    /// ARN of the cluster.
    pub(super) cluster_arn: String,
    /// Name of the topic.
    pub(super) name: String,
}

impl Identity for ClusterAndName {
    const SERVED: Option<Served> = Some(Served { version: 0, located: true });

    fn text(&self) -> String {
        format!("{},{}", self.cluster_arn, self.name)
    }
}

const HALF_AN_HOUR: Option<Duration> = Some(Duration::from_mins(30));

/// What MSK says where a topic, or its cluster, does not exist.
const GONE: &[&str] = &["NotFoundException", "UnknownTopicOrPartitionException"];

const CONFIGS: &str = "configs";

impl Resource<Aws> for Topic {
    type Identity = ClusterAndName;

    const TYPE: &'static str = "aws_msk_topic";
    const NAME: &'static str = "MSK Topic";
    const TYPE_SYSTEM: TypeSystem = TypeSystem::Strict;
    const TIMEOUTS: Timeouts = Timeouts {
        create: HALF_AN_HOUR,
        update: HALF_AN_HOUR,
        delete: HALF_AN_HOUR,
        ..Timeouts::NONE
    };
    const HAS_ID: bool = false;

    fn checks() -> Vec<Check> {
        let fewer = Check {
            title: "Fewer partitions",
            class: Class::Invariant,
            attribute: "partition_count",
            docs: "Fewer partitions than the topic has.",
            source: "https://kafka.apache.org/documentation/#basic_ops_modify_topic",
            find: Find::in_plan(fewer_partitions),
        };
        vec![fewer, region::check("cluster_arn")]
    }

    fn plan(plan: &mut Plan<'_>) -> Result<()> {
        if !plan.is_create() && !plan.replaces() && !plan.changes(CONFIGS) {
            plan.no_change("configs_actual");
        }
        Ok(())
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<ClusterAndName> {
        let id = ClusterAndName { cluster_arn: plan.cluster_arn.clone(), name: plan.name.clone() };
        let request = cx
            .kafka()
            .create_topic()
            .cluster_arn(&plan.cluster_arn)
            .topic_name(&plan.name)
            .partition_count(plan.partition_count)
            .replication_factor(plan.replication_factor)
            .set_configs(plan.configs.as_ref().map(to_api));
        let lost = Lost::<CreateTopicError>::new();
        match request.customize().interceptor(lost.clone()).send().await {
            // There is neither a token nor a time to tell by whose call it was made.
            Err(error) if code(&error) == Some("TopicExistsException") && lost.any() => Ok(id),
            Err(error) if code(&error) == Some("TopicExistsException") => {
                Err(failure(&error).remedy(format!(
                    "If the topic is to be managed here, import it by its cluster and its name, {}. \
                     Otherwise choose another name.",
                    id.text()
                )))
            }
            answer => answer.into_result().map(|_| id),
        }
    }

    async fn read(cx: &Cx, id: &ClusterAndName) -> Result<Option<Self>> {
        let Some(found) = describe(cx, id).await? else { return Ok(None) };
        let configs = from_api(found.configs.as_deref().unwrap_or_default());
        let text = Any::from_iter(configs).to_string();
        Ok(Some(Topic {
            arn: found.topic_arn.into(),
            cluster_arn: id.cluster_arn.clone(),
            configs: Some(Json(text.clone())),
            configs_actual: Some(text).into(),
            name: id.name.clone(),
            partition_count: found.partition_count.unwrap_or_default(),
            replication_factor: found.replication_factor.unwrap_or_default(),
        }))
    }

    /// Of the properties those that are known here, in their order and spelling.
    fn respell(known: &Value, remote: &mut Fields) {
        let object = |text: Option<&str>| serde_json::from_str::<Any>(text.unwrap_or("{}")).ok();
        let found = object(remote.get(CONFIGS).and_then(Value::as_str)).unwrap_or_default();
        let known = match known.get(CONFIGS).as_str().map(|it| object(Some(it))) {
            Some(Some(Any::Object(known))) => known,
            _ => {
                remote.insert(CONFIGS.to_owned(), Value::Null);
                return;
            }
        };
        let theirs = known.iter().filter_map(|(name, ours)| {
            let theirs = found.get(name)?;
            let is_same = plain(ours) == plain(theirs);
            Some((name.clone(), if is_same { ours.clone() } else { theirs.clone() }))
        });
        let text = Any::from_iter(theirs).to_string();
        remote.insert(CONFIGS.to_owned(), text.into());
    }

    async fn update(cx: &Cx, id: &ClusterAndName, prior: &Self, plan: &Self) -> Result<()> {
        let request =
            || cx.kafka().update_topic().cluster_arn(&id.cluster_arn).topic_name(&id.name);
        let is_reconfigured = prior.configs != plan.configs && !has_already(prior, plan);
        if is_reconfigured {
            // What is no longer set goes back to the cluster's default.
            let configs =
                plan.configs.as_ref().map_or_else(|| to_api(&Json("{}".to_owned())), to_api);
            request().configs(configs).send().await.into_result()?;
        }
        if prior.partition_count == plan.partition_count {
            return Ok(());
        }
        if is_reconfigured {
            // One change at a time.
            cx.until(|| Self::progress(cx, id)).await?;
        }
        request().partition_count(plan.partition_count).send().await.into_result()?;
        Ok(())
    }

    async fn delete(cx: &Cx, id: &ClusterAndName, _prior: &Self) -> Result<()> {
        let request = cx.kafka().delete_topic().cluster_arn(&id.cluster_arn).topic_name(&id.name);
        cx.until(|| async {
            match describe(cx, id).await? {
                None => return Ok(Progress::Ready(())),
                // Somebody has ended it already: this provider, where it was interrupted.
                Some(it) if it.status == Some(TopicState::Deleting) => {
                    return Ok(Progress::Ready(()));
                }
                Some(_) => {}
            }
            match request.clone().send().await {
                Err(error)
                    if message(&error).is_some_and(|it| it.to_lowercase().contains("channel")) =>
                {
                    Ok(Progress::Pending("a channel of the topic is being deleted".to_owned()))
                }
                answer => answer.none_if_not_found(GONE).map(|_| Progress::Ready(())),
            }
        })
        .await
    }

    async fn progress(cx: &Cx, id: &ClusterAndName) -> Result<Progress<()>> {
        let found = describe(cx, id).await?;
        Ok(match found.and_then(|it| it.status) {
            Some(TopicState::Active) => Progress::Ready(()),
            Some(state) => Progress::Pending(format!("the topic is {}", state.as_str())),
            // MSK tells it a minute later.
            None => Progress::Pending("the topic cannot be read yet".to_owned()),
        })
    }

    fn import(text: &str) -> Result<ClusterAndName> {
        match text.split_once(',') {
            Some((cluster, name)) if arn::parts(cluster).is_some() && !name.is_empty() => {
                Ok(ClusterAndName { cluster_arn: cluster.to_owned(), name: name.to_owned() })
            }
            _ => {
                let error = Error::new(format!("{text:?} is not a cluster and a topic"));
                Err(error.remedy(
                    "Import with the ARN of the cluster, a comma, and the name of the topic, such as \
                     arn:aws:kafka:us-east-1:123456789012:cluster/orders/0b1c2d3e-1,orders.",
                ))
            }
        }
    }

    fn import_region(id: &ClusterAndName) -> Option<&str> {
        region::of(&id.cluster_arn)
    }
}

fn fewer_partitions(object: &PlannedObject<'_>) -> Vec<Finding> {
    const COUNT: &str = "partition_count";

    let [before, after] = [object.prior, object.planned].map(|it| it.get(COUNT).as_i64());
    let (Some(before), Some(after)) = (before, after) else { return Vec::new() };
    if object.is_new() || after >= before {
        return Vec::new();
    }
    let detail = format!(
        "A topic cannot lose partitions: it has {before}, and `{COUNT}` is {after}. Set {before} or \
         more, or replace the topic (`-replace`), which deletes its messages."
    );
    vec![Finding::at(COUNT, detail)]
}

/// The topic of a cluster; `None` if there is none.
pub(super) async fn describe(cx: &Cx, id: &ClusterAndName) -> Result<Option<DescribeTopicOutput>> {
    let request = cx.kafka().describe_topic().cluster_arn(&id.cluster_arn).topic_name(&id.name);
    request.send().await.none_if_not_found(GONE)
}

/// Whether a topic that was imported has all that is configured.
fn has_already(prior: &Topic, plan: &Topic) -> bool {
    let object = |text: &str| serde_json::from_str::<BTreeMap<String, Any>>(text).ok();
    let actual = prior.configs_actual.0.as_deref().and_then(object);
    let configured = plan.configs.as_ref().and_then(|it| object(&it.0));
    let (None, Some(actual), Some(configured)) = (&prior.configs, actual, configured) else {
        return false;
    };
    configured.iter().all(|(name, it)| actual.get(name).map(plain) == Some(plain(it)))
}

fn to_api(configs: &Json) -> String {
    base64::encode(configs.0.as_bytes())
}

/// Properties as MSK tells them: JSON, or lines of `key=value`, in Base64.
pub(super) fn from_api(configs: &str) -> BTreeMap<String, Any> {
    let text = base64::decode(configs).ok().and_then(|it| String::from_utf8(it).ok());
    let text = text.unwrap_or_default();
    match serde_json::from_str(&text) {
        Ok(properties) => properties,
        Err(_) => {
            properties::parse(&text).into_iter().map(|(name, it)| (name, it.into())).collect()
        }
    }
}

/// A value as Kafka knows it: a text.
fn plain(value: &Any) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_json_or_lines() {
        let json = base64::encode(r#"{"retention.ms":"1","cleanup.policy":"delete"}"#);
        let lines = base64::encode("cleanup.policy=delete\nretention.ms=1");
        assert_eq!(from_api(&json), from_api(&lines));
        assert!(from_api("").is_empty());
    }

    #[test]
    fn only_configured_properties_are_compared() {
        let told = |known: Value| {
            let known = Value::Object([(CONFIGS.to_owned(), known)].into());
            let all = r#"{"cleanup.policy":"compact","retention.ms":"604800000"}"#;
            let mut remote: Fields = [(CONFIGS.to_owned(), all.into())].into();
            Topic::respell(&known, &mut remote);
            remote.remove(CONFIGS).unwrap()
        };
        assert_eq!(told(Value::Null), Value::Null);
        assert_eq!(
            told(r#"{"retention.ms":604800000}"#.into()),
            r#"{"retention.ms":604800000}"#.into()
        );
        assert_eq!(
            told(r#"{"cleanup.policy":"delete"}"#.into()),
            r#"{"cleanup.policy":"compact"}"#.into()
        );
    }

    #[test]
    fn topics_are_imported_by_cluster_and_name() {
        let cluster = "arn:aws:kafka:us-east-1:123456789012:cluster/orders/0b1c-1";
        let id = Topic::import(&format!("{cluster},orders")).unwrap();
        assert_eq!((id.cluster_arn.as_str(), id.name.as_str()), (cluster, "orders"));
        for text in ["", "orders", cluster, "cluster,orders"] {
            assert!(Topic::import(text).unwrap_err().remedy.contains("a comma"), "{text}");
        }
    }
}
