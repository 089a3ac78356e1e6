//! `aws_sqs_queue_redrive_allow_policy`

use aws_sdk_sqs::types::QueueAttributeName;
use schemas::Value;

use super::redrive::Redrive;
use super::{attribute, checks};
use crate::identity::QueueUrl;
use crate::prelude::*;
use crate::region;

/// Manages the redrive allow policy of an Amazon SQS queue separately from the queue: it says which
/// queues can use this one as their dead-letter queue.
///
/// A queue has a single redrive allow policy: do not also set it with `redrive_allow_policy` of the
/// `aws_sqs_queue`. Destroying this resource removes the policy, unless the queue has a different
/// one by then.
///
/// See [dead-letter
/// queues](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html)
/// in the Amazon SQS Developer Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct QueueRedriveAllowPolicy {
    /// URL of the dead-letter queue.
    #[attr(force_new, check = rule("", attribute::check_url))]
    pub(crate) queue_url: String,
    /// JSON policy: `redrivePermission` (`allowAll`, `denyAll` or `byQueue`) and, for `byQueue`,
    /// `sourceQueueArns`, a list of up to 10 ARNs.
    pub(crate) redrive_allow_policy: Redrive,
}

impl Resource<Aws> for QueueRedriveAllowPolicy {
    type Identity = QueueUrl;

    const TYPE: &'static str = "aws_sqs_queue_redrive_allow_policy";
    const NAME: &'static str = "SQS Queue Redrive Allow Policy";
    /// What the queue has after that may be somebody else's.
    const DELETED_WHEN_GONE: bool = false;
    const ATTACHED: bool = true;

    fn name_key(object: &Value) -> Option<String> {
        object.get("queue_url").as_str().map(str::to_owned)
    }

    fn checks() -> Vec<Check> {
        let mut checks = checks::of_redrive_allow_policy();
        checks.push(region::check("queue_url"));
        checks
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<QueueUrl> {
        put(cx, &plan.queue_url, &plan.redrive_allow_policy).await?;
        Ok(plan.queue_url.clone().into())
    }

    async fn read(cx: &Cx, id: &QueueUrl) -> Result<Option<Self>> {
        let policy = attribute::get(cx, id, QueueAttributeName::RedriveAllowPolicy).await?;
        Ok(policy.map(|it| QueueRedriveAllowPolicy {
            queue_url: id.to_string(),
            redrive_allow_policy: Redrive(it),
        }))
    }

    async fn update(cx: &Cx, id: &QueueUrl, _prior: &Self, plan: &Self) -> Result<()> {
        put(cx, id, &plan.redrive_allow_policy).await
    }

    async fn delete(cx: &Cx, id: &QueueUrl, prior: &Self) -> Result<()> {
        let is_ours = |it: &str| Redrive(it.to_owned()) == prior.redrive_allow_policy;
        attribute::take_away(cx, id, QueueAttributeName::RedriveAllowPolicy, is_ours).await
    }

    fn import(id: &str) -> Result<QueueUrl> {
        attribute::import(id).map(Into::into)
    }

    fn import_region(id: &QueueUrl) -> Option<&str> {
        region::of(id)
    }
}

async fn put(cx: &Cx, url: &str, policy: &Redrive) -> Result<()> {
    let document = ("redrive_allow_policy", Redrive::to_api(Some(policy)));
    attribute::put(cx, url, QueueAttributeName::RedriveAllowPolicy, document).await
}
