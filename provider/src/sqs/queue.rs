//! `aws_sqs_queue`

mod attributes;
mod checks;
mod create;
mod rules;

use std::collections::HashMap;
use std::time::Duration;

use aws_sdk_sqs::types::QueueAttributeName;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::http::Response;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use schemas::Value;
use tfplugin::engine::Plan;

use super::attribute::{self, NOT_FOUND};
use super::redrive::Redrive;
use crate::clock::Clock;
use crate::identity::Url;
use crate::policy::{Policy, retry_on_iam_propagation};
use crate::prelude::*;
use crate::{region, tags};

/// Manages an Amazon SQS queue, standard or FIFO.
///
/// See
/// [CreateQueue](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html)
/// in the Amazon SQS API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct Queue {
    /// ARN of the queue.
    pub(crate) arn: Computed<String>,
    /// Whether to enable content-based deduplication: SQS uses a hash of the message body as
    /// deduplication ID if the sender gives none. FIFO queues only.
    #[attr(default = false)]
    pub(crate) content_based_deduplication: bool,
    /// Scope of deduplication: the whole queue or each message group. FIFO queues only.
    #[attr(computed, check = one_of(&["messageGroup", "queue"]))]
    pub(crate) deduplication_scope: Option<String>,
    /// Time in seconds by which SQS delays the delivery of new messages.
    #[attr(default = 0, check = range(0..=900))]
    pub(crate) delay_seconds: i32,
    /// Whether the queue is a FIFO queue, which delivers messages in order and exactly once. The
    /// name of a FIFO queue must end with `.fifo`.
    #[attr(default = false, force_new)]
    pub(crate) fifo_queue: bool,
    /// Whether the throughput quota applies to the whole queue or to each message group.
    /// `perMessageGroupId` requires `deduplication_scope = "messageGroup"`. FIFO queues only.
    #[attr(computed, check = one_of(&["perMessageGroupId", "perQueue"]))]
    pub(crate) fifo_throughput_limit: Option<String>,
    /// Time in seconds for which SQS reuses a data key before it calls AWS KMS again; 300 by
    /// default in SQS. Used only with `kms_master_key_id`.
    #[attr(computed, not_returned, check = range(60..=86_400))]
    pub(crate) kms_data_key_reuse_period_seconds: Option<i32>,
    /// ID, ARN or alias of the AWS KMS key that encrypts messages. `alias/aws/sqs` is the AWS
    /// managed key for SQS. Removing the key disables encryption, unless `sqs_managed_sse_enabled`
    /// is `true`.
    #[attr(conflicts = "sqs_managed_sse_enabled")]
    pub(crate) kms_master_key_id: Option<String>,
    /// Maximum message size in bytes. If not set, the default also applies to an imported queue;
    /// the default of SQS itself is 1048576 (1 MiB).
    #[attr(default = 262_144, check = range(1_024..=1_048_576))]
    pub(crate) max_message_size: i32,
    /// Time in seconds for which SQS keeps a message that is not deleted.
    #[attr(default = 345_600, check = range(60..=1_209_600))]
    pub(crate) message_retention_seconds: i32,
    /// Name of the queue: up to 80 letters, digits, hyphens and underscores. The name of a FIFO
    /// queue must end with `.fifo`. If neither `name` nor `name_prefix` is set, the provider
    /// generates a name.
    #[attr(computed, force_new, conflicts = "name_prefix")]
    pub(crate) name: Option<String>,
    /// Prefix of the generated name; 26 characters are appended, and `.fifo` for a FIFO queue.
    #[attr(computed, force_new, conflicts = "name")]
    pub(crate) name_prefix: Option<String>,
    /// JSON policy of the queue. If not set, the queue keeps its current policy; `""` or `{}`
    /// removes it. Do not use this together with an `aws_sqs_queue_policy` for the same queue: they
    /// would overwrite each other.
    #[attr(computed)]
    pub(crate) policy: Option<Policy>,
    /// Time in seconds for which a request to receive messages waits for one to arrive (long
    /// polling).
    #[attr(default = 0, check = range(0..=20))]
    pub(crate) receive_wait_time_seconds: i32,
    /// JSON policy that says which queues can use this one as their dead-letter queue:
    /// `redrivePermission` (`allowAll`, `denyAll` or `byQueue`) and, for `byQueue`,
    /// `sourceQueueArns`, a list of up to 10 ARNs. If not set, the queue keeps its current policy;
    /// `""` or `{}` removes it.
    #[attr(computed)]
    pub(crate) redrive_allow_policy: Option<Redrive>,
    /// JSON policy for messages that cannot be processed: `deadLetterTargetArn`, the ARN of the
    /// dead-letter queue, and `maxReceiveCount`, a number from 1 to 1000. The dead-letter queue of
    /// a FIFO queue must be a FIFO queue. If not set, the queue keeps its current policy; `""` or
    /// `{}` removes it.
    #[attr(computed)]
    pub(crate) redrive_policy: Option<Redrive>,
    /// Whether to encrypt messages with keys that SQS owns (SSE-SQS). SQS enables this for a new
    /// queue without a KMS key, but not for a queue whose KMS key is removed.
    #[attr(computed, conflicts = "kms_master_key_id")]
    pub(crate) sqs_managed_sse_enabled: Option<bool>,
    /// Tags of the queue.
    pub(crate) tags: Option<Tags>,
    /// URL of the queue, same as `id`.
    pub(crate) url: Computed<String>,
    /// Time in seconds for which a received message is hidden from other consumers.
    #[attr(default = 30, check = range(0..=43_200))]
    pub(crate) visibility_timeout_seconds: i32,
}

const MINUTES: Option<Duration> = Some(Duration::from_secs(3 * 60));

impl Resource<Aws> for Queue {
    type Identity = Url;

    const TYPE: &'static str = "aws_sqs_queue";
    const NAME: &'static str = "SQS Queue";
    const TIMEOUTS: Timeouts =
        Timeouts { create: MINUTES, update: MINUTES, delete: MINUTES, ..Timeouts::NONE };

    fn name_key(object: &Value) -> Option<String> {
        object.get("name").as_str().filter(|it| !it.is_empty()).map(str::to_owned)
    }

    fn checks() -> Vec<Check> {
        checks::checks()
    }

    fn plan(plan: &mut Plan<'_>) -> Result<()> {
        rules::plan(plan)
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<Url> {
        create::create(cx, plan).await
    }

    async fn read(cx: &Cx, id: &Url) -> Result<Option<Self>> {
        let described = described(cx, id, &Clock::default()).await?;
        described.map(|(attributes, tags)| attributes::from_api(id, attributes, tags)).transpose()
    }

    async fn read_new(cx: &Cx, id: &Url, _plan: &Self) -> Result<Option<Self>> {
        let clock = Clock::default();
        let Some((attributes, tags)) = described(cx, id, &clock).await? else { return Ok(None) };
        create::check_new(cx, id, &attributes, &clock)?;
        attributes::from_api(id, attributes, tags).map(Some)
    }

    async fn update(cx: &Cx, id: &Url, prior: &Self, plan: &Self) -> Result<()> {
        let changed = attributes::to_update(prior, plan);
        if !changed.is_empty() {
            let request = cx.sqs().set_queue_attributes().queue_url(id);
            let request = request.set_attributes(Some(changed));
            let is_of_new_identity = |it: &SdkError<_, Response>| is_of_new_identity(plan, it);
            let send = || request.clone().send();
            retry_on_iam_propagation(cx, is_of_new_identity, send).await?.into_result()?;
        }
        let tags = tags::changes(prior.tags.as_ref(), plan.tags.as_ref());
        if let Some(keys) = tags.gone {
            let request = cx.sqs().untag_queue().queue_url(id).set_tag_keys(Some(keys));
            match request.send().await {
                Err(it) if tags::are_unsupported(cx, &it) => {}
                answer => drop(answer.into_result()?),
            }
        }
        match tags.added {
            Some(added) => add_tags(cx, id, added).await,
            None => Ok(()),
        }
    }

    async fn delete(cx: &Cx, id: &Url, _prior: &Self) -> Result<()> {
        cx.sqs().delete_queue().queue_url(id).send().await.none_if_not_found(NOT_FOUND)?;
        Ok(())
    }

    fn import(id: &str) -> Result<Url> {
        attribute::import(id).map(Into::into)
    }

    fn import_region(id: &Url) -> Option<&str> {
        region::of(id)
    }
}

type Described = (HashMap<QueueAttributeName, String>, Tags);

/// All that SQS tells of a queue; `None` if there is none.
async fn described(cx: &Cx, url: &str, clock: &Clock) -> Result<Option<Described>> {
    let attributes = async {
        let request = cx.sqs().get_queue_attributes().queue_url(url);
        let request = request.attribute_names(QueueAttributeName::All).customize();
        let answer = request.interceptor(clock.clone()).send().await;
        Ok(answer.none_if_not_found(NOT_FOUND)?.map(|it| it.attributes.unwrap_or_default()))
    };
    let (attributes, tags) = tokio::try_join!(attributes, read_tags(cx, url))?;
    Ok(attributes.zip(tags))
}

/// The tags of a queue.
pub(super) async fn read_tags(cx: &Cx, url: &str) -> Result<Option<Tags>> {
    match cx.sqs().list_queue_tags().queue_url(url).send().await {
        Err(it) if tags::are_unsupported(cx, &it) => Ok(Some(Tags::new())),
        answer => {
            let output = answer.none_if_not_found(NOT_FOUND)?;
            Ok(output.map(|it| it.tags.unwrap_or_default().into_iter().collect()))
        }
    }
}

async fn add_tags(cx: &Cx, url: &str, tags: HashMap<String, String>) -> Result<()> {
    match cx.sqs().tag_queue().queue_url(url).set_tags(Some(tags)).send().await {
        Err(it) if tags::are_unsupported(cx, &it) => {
            tags::left_out(cx);
            Ok(())
        }
        answer => answer.into_result().map(drop),
    }
}

/// Whether SQS does not like the queue's policy for a user or a role that it has not heard of yet.
fn is_of_new_identity<E>(plan: &Queue, error: &SdkError<E, Response>) -> bool
where
    E: ProvideErrorMetadata,
{
    plan.policy.as_ref().is_some_and(Policy::names_identities) && attribute::is_of_policy(error)
}
