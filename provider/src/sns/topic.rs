//! `aws_sns_topic`

mod attributes;
mod checks;
mod create;

use std::time::Duration;

use schemas::Value;
use tfplugin::engine::Plan;
use tfplugin::{Diagnostic, path};

use super::archive_policy::ArchivePolicy;
use super::attribute::{self, Found};
use super::delivery_policy::DeliveryPolicy;
use super::{NOT_FOUND, tags};
use crate::identity::Arn;
use crate::policy::Policy;
use crate::prelude::*;
use crate::{name, region};

/// Manages an Amazon SNS topic, standard or FIFO.
///
/// See [CreateTopic](https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html) in the Amazon
/// SNS API Reference.
#[derive(Debug, Clone, Default, PartialEq, Model)]
pub(crate) struct Topic {
    /// ARN of the IAM role with which SNS logs failed deliveries to mobile applications.
    #[attr(check = arn())]
    pub(crate) application_failure_feedback_role_arn: Option<String>,
    /// ARN of the IAM role with which SNS logs successful deliveries to mobile applications.
    #[attr(check = arn())]
    pub(crate) application_success_feedback_role_arn: Option<String>,
    /// Percentage of successful deliveries to mobile applications that SNS logs.
    #[attr(check = range(0..=100))]
    pub(crate) application_success_feedback_sample_rate: Option<i64>,
    /// JSON archive policy: `MessageRetentionPeriod`, the number of days, 1 to 365, for which
    /// messages are kept for replay. FIFO topics only. SNS does not delete a topic with an archive
    /// policy: first remove it, by removing this argument or with `{}`.
    pub(crate) archive_policy: Option<ArchivePolicy>,
    /// ARN of the topic, same as `id`.
    pub(crate) arn: Computed<String>,
    /// Time from which archived messages can be replayed.
    pub(crate) beginning_archive_time: Computed<String>,
    /// Whether to enable content-based deduplication: SNS uses a hash of the message body as
    /// deduplication ID if the sender gives none. FIFO topics only.
    #[attr(default = false)]
    pub(crate) content_based_deduplication: bool,
    /// JSON delivery policy: how SNS retries deliveries to HTTP and HTTPS endpoints.
    pub(crate) delivery_policy: Option<DeliveryPolicy>,
    /// Display name of the topic, shown as the sender of SMS messages and e-mails.
    pub(crate) display_name: Option<String>,
    /// Scope of deduplication and of the throughput quota: the whole topic, the default in SNS, or
    /// each message group, which allows a higher throughput. FIFO topics only.
    #[attr(computed, check = one_of(&["Topic", "MessageGroup"]))]
    pub(crate) fifo_throughput_scope: Option<String>,
    /// Whether the topic is a FIFO topic, which delivers messages in order. The name of a FIFO
    /// topic must end with `.fifo`.
    #[attr(force_new, default = false)]
    pub(crate) fifo_topic: bool,
    /// ARN of the IAM role with which SNS logs failed deliveries to Amazon Data Firehose.
    #[attr(check = arn())]
    pub(crate) firehose_failure_feedback_role_arn: Option<String>,
    /// ARN of the IAM role with which SNS logs successful deliveries to Amazon Data Firehose.
    #[attr(check = arn())]
    pub(crate) firehose_success_feedback_role_arn: Option<String>,
    /// Percentage of successful deliveries to Amazon Data Firehose that SNS logs.
    #[attr(check = range(0..=100))]
    pub(crate) firehose_success_feedback_sample_rate: Option<i64>,
    /// ARN of the IAM role with which SNS logs failed deliveries to HTTP and HTTPS endpoints.
    #[attr(check = arn())]
    pub(crate) http_failure_feedback_role_arn: Option<String>,
    /// ARN of the IAM role with which SNS logs successful deliveries to HTTP and HTTPS endpoints.
    #[attr(check = arn())]
    pub(crate) http_success_feedback_role_arn: Option<String>,
    /// Percentage of successful deliveries to HTTP and HTTPS endpoints that SNS logs.
    #[attr(check = range(0..=100))]
    pub(crate) http_success_feedback_sample_rate: Option<i64>,
    /// ID, ARN or alias of the AWS KMS key that encrypts messages. `alias/aws/sns` is the AWS
    /// managed key for SNS.
    pub(crate) kms_master_key_id: Option<String>,
    /// ARN of the IAM role with which SNS logs failed deliveries to Lambda functions.
    #[attr(check = arn())]
    pub(crate) lambda_failure_feedback_role_arn: Option<String>,
    /// ARN of the IAM role with which SNS logs successful deliveries to Lambda functions.
    #[attr(check = arn())]
    pub(crate) lambda_success_feedback_role_arn: Option<String>,
    /// Percentage of successful deliveries to Lambda functions that SNS logs.
    #[attr(check = range(0..=100))]
    pub(crate) lambda_success_feedback_sample_rate: Option<i64>,
    /// Maximum message size in bytes; 262144 (256 KiB) by default in SNS. With a larger size, a
    /// topic can have up to 100 subscriptions, only of SQS queues, Lambda functions and Firehose
    /// delivery streams.
    #[attr(computed, check = range(1_024..=1_048_576))]
    pub(crate) maximum_message_size: Option<i64>,
    /// Name of the topic: up to 256 letters, digits, hyphens and underscores. The name of a FIFO
    /// topic must end with `.fifo`. If neither `name` nor `name_prefix` is set, the provider
    /// generates a name.
    #[attr(computed, force_new, conflicts = "name_prefix")]
    pub(crate) name: Option<String>,
    /// Prefix of the generated name; 26 characters are appended, and `.fifo` for a FIFO topic.
    #[attr(computed, force_new, conflicts = "name")]
    pub(crate) name_prefix: Option<String>,
    /// ID of the account that owns the topic.
    pub(crate) owner: Computed<String>,
    /// JSON policy of the topic. If not set or empty, the topic keeps its current policy; that of a
    /// new topic grants access only to its owner. Do not use this together with an
    /// `aws_sns_topic_policy` for the same topic: they would overwrite each other.
    #[attr(computed)]
    pub(crate) policy: Option<Policy>,
    /// Signature version of messages to HTTP and HTTPS endpoints: 1 for SHA-1, 2 for SHA-256.
    #[attr(computed, check = range(1..=2))]
    pub(crate) signature_version: Option<i64>,
    /// ARN of the IAM role with which SNS logs failed deliveries to SQS queues.
    #[attr(check = arn())]
    pub(crate) sqs_failure_feedback_role_arn: Option<String>,
    /// ARN of the IAM role with which SNS logs successful deliveries to SQS queues.
    #[attr(check = arn())]
    pub(crate) sqs_success_feedback_role_arn: Option<String>,
    /// Percentage of successful deliveries to SQS queues that SNS logs.
    #[attr(check = range(0..=100))]
    pub(crate) sqs_success_feedback_sample_rate: Option<i64>,
    /// Tags of the topic.
    pub(crate) tags: Option<Tags>,
    /// AWS X-Ray tracing mode. `PassThrough` only forwards the trace header of the sender; `Active`
    /// also records a segment for each message whose header says that it is sampled. Standard
    /// topics only.
    #[attr(computed, check = one_of(&["Active", "PassThrough"]))]
    pub(crate) tracing_config: Option<String>,
}

/// How long SNS may tell of a topic what it had before it was deleted and made anew.
const STALE: Duration = Duration::from_secs(3);

const NAMES: name::Rule = name::Rule { object: "topic", longest: 256 };

impl Resource<Aws> for Topic {
    type Identity = Arn;

    const TYPE: &'static str = "aws_sns_topic";
    const NAME: &'static str = "SNS Topic";
    /// SNS may go on telling of a topic that it has deleted.
    const DELETED_WHEN_GONE: bool = false;

    fn name_key(object: &Value) -> Option<String> {
        object.get("name").as_str().filter(|it| !it.is_empty()).map(str::to_owned)
    }

    fn checks() -> Vec<Check> {
        checks::checks()
    }

    fn plan(plan: &mut Plan<'_>) -> Result<()> {
        if plan.is_create() {
            NAMES.check(plan, "fifo_topic")?;
        }
        warn_of_kept_policy(plan);
        check_fifo(plan)
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<Arn> {
        create::create(cx, plan).await
    }

    async fn read(cx: &Cx, id: &Arn) -> Result<Option<Self>> {
        let described = described(cx, id).await?;
        described.map(|(found, tags)| attributes::from_api(id, &found, tags)).transpose()
    }

    async fn read_new(cx: &Cx, id: &Arn, plan: &Self) -> Result<Option<Self>> {
        // What a topic of this name had that was deleted a moment ago may still be told.
        let settled = cx.until_within(STALE, || async {
            let described = described(cx, id).await?;
            let is_new = |(found, tags): &(Found, Tags)| create::check_new(id, found, tags, plan);
            match described.as_ref().map(is_new) {
                Some(Err(_)) => Ok(Progress::Pending("it seems to be older".to_owned())),
                _ => Ok(Progress::Ready(described)),
            }
        });
        let described = match settled.await {
            Ok(described) => described,
            Err(_) => described(cx, id).await?,
        };
        let Some((found, tags)) = described else { return Ok(None) };
        create::check_new(id, &found, &tags, plan)?;
        attributes::from_api(id, &found, tags).map(Some)
    }

    /// SNS takes one attribute at a time.
    async fn update(cx: &Cx, id: &Arn, prior: &Self, plan: &Self) -> Result<()> {
        for (name, value) in attributes::to_update(prior, plan) {
            attribute::set(cx, id, name, &value).await?;
        }
        tags::update(cx, id, prior.tags.as_ref(), plan.tags.as_ref()).await
    }

    async fn delete(cx: &Cx, id: &Arn, _prior: &Self) -> Result<()> {
        cx.sns().delete_topic().topic_arn(id).send().await.none_if_not_found(NOT_FOUND)?;
        Ok(())
    }

    fn import(id: &str) -> Result<Arn> {
        attribute::import(id).map(Into::into)
    }

    fn import_region(id: &Arn) -> Option<&str> {
        region::of(id)
    }
}

/// All that SNS tells of a topic; `None` if there is none.
async fn described(cx: &Cx, arn: &str) -> Result<Option<(Found, Tags)>> {
    let (found, tags) = tokio::try_join!(attribute::of_topic(cx, arn), tags::read(cx, arn))?;
    Ok(found.zip(tags))
}

/// Whether a policy is the one that SNS gives a topic which nobody gave any.
fn is_default(policy: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(policy)
        .is_ok_and(|it| it["Id"] == "__default_policy_ID")
}

/// SNS keeps the policy of a topic where it is told of none.
fn warn_of_kept_policy(plan: &mut Plan<'_>) {
    let is_nothing = |it: &str| Policy(it.to_owned()).is_nothing();
    let is_emptied = plan.config("policy").as_str().is_some_and(is_nothing);
    let is_kept =
        plan.prior("policy").as_str().is_some_and(|it| !is_nothing(it) && !is_default(it));
    if is_emptied && is_kept {
        let detail = "`policy` is empty, but a topic always has a policy: it keeps the one that it \
                      has. Set a policy, or remove the argument.";
        let warning = Diagnostic::warning("The topic keeps its policy", detail);
        plan.warn(warning.at(path("policy")));
    }
}

/// What SNS refuses of a standard topic.
fn check_fifo(plan: &Plan<'_>) -> Result<()> {
    if *plan.planned("fifo_topic") != Value::Bool(false) {
        return Ok(());
    }
    // What SNS told of the topic is no fault of the configuration.
    let is_set = |name: &str| match plan.config(name) {
        Value::Bool(it) => *it,
        it => it.as_str().is_some_and(|it| !schemas::json::is_nothing(it)),
    };
    for (name, what) in [
        ("archive_policy", "message archive policy"),
        ("content_based_deduplication", "content-based deduplication"),
        ("fifo_throughput_scope", "FIFO throughput scope"),
    ] {
        if is_set(name) {
            let message = format!("{what} can only be set for FIFO topics");
            let error = Error::at(path(name), message);
            return Err(error.remedy("Set `fifo_topic = true`, or remove the argument."));
        }
    }
    Ok(())
}
