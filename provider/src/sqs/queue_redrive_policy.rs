//! `aws_sqs_queue_redrive_policy`

use aws_sdk_sqs::types::QueueAttributeName;
use schemas::Value;

use super::redrive::Redrive;
use super::{attribute, checks};
use crate::identity::QueueUrl;
use crate::prelude::*;
use crate::region;

/// Manages the redrive policy of an Amazon SQS queue separately from the queue: it says when
/// messages are moved to a dead-letter queue.
///
/// A queue has a single redrive policy: do not also set it with `redrive_policy` of the
/// `aws_sqs_queue`. Destroying this resource removes the policy, unless the queue has a different
/// one by then.
///
/// See [dead-letter
/// queues](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html)
/// in the Amazon SQS Developer Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct QueueRedrivePolicy {
    /// URL of the queue.
    #[attr(force_new, check = rule("", attribute::check_url))]
    pub(crate) queue_url: String,
    /// JSON policy: `deadLetterTargetArn`, the ARN of the dead-letter queue, and `maxReceiveCount`,
    /// a number from 1 to 1000.
    pub(crate) redrive_policy: Redrive,
}

impl Resource<Aws> for QueueRedrivePolicy {
    type Identity = QueueUrl;

    const TYPE: &'static str = "aws_sqs_queue_redrive_policy";
    const NAME: &'static str = "SQS Queue Redrive Policy";
    /// What the queue has after that may be somebody else's.
    const DELETED_WHEN_GONE: bool = false;
    const ATTACHED: bool = true;

    fn name_key(object: &Value) -> Option<String> {
        object.get("queue_url").as_str().map(str::to_owned)
    }

    fn checks() -> Vec<Check> {
        let mut checks = checks::of_redrive_policy();
        checks.push(region::check("queue_url"));
        checks
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<QueueUrl> {
        put(cx, &plan.queue_url, &plan.redrive_policy).await?;
        Ok(plan.queue_url.clone().into())
    }

    async fn read(cx: &Cx, id: &QueueUrl) -> Result<Option<Self>> {
        let policy = attribute::get(cx, id, QueueAttributeName::RedrivePolicy).await?;
        let policy = policy.map(Redrive);
        Ok(policy.map(|it| QueueRedrivePolicy { queue_url: id.to_string(), redrive_policy: it }))
    }

    async fn update(cx: &Cx, id: &QueueUrl, _prior: &Self, plan: &Self) -> Result<()> {
        put(cx, id, &plan.redrive_policy).await
    }

    async fn delete(cx: &Cx, id: &QueueUrl, prior: &Self) -> Result<()> {
        let is_ours = |it: &str| Redrive(it.to_owned()) == prior.redrive_policy;
        attribute::take_away(cx, id, QueueAttributeName::RedrivePolicy, is_ours).await
    }

    fn import(id: &str) -> Result<QueueUrl> {
        attribute::import(id).map(Into::into)
    }

    fn import_region(id: &QueueUrl) -> Option<&str> {
        region::of(id)
    }
}

async fn put(cx: &Cx, url: &str, policy: &Redrive) -> Result<()> {
    let document = ("redrive_policy", Redrive::to_api(Some(policy)));
    attribute::put(cx, url, QueueAttributeName::RedrivePolicy, document).await
}
