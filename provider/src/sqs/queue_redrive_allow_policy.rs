//! `aws_sqs_queue_redrive_allow_policy`

use aws_sdk_sqs::types::QueueAttributeName;

use super::attribute;
use super::redrive::{self, Redrive};
use crate::prelude::*;

/// Says which queues may use an SQS queue as their dead-letter queue, apart from the queue itself,
/// so that the policy can name queues that depend on it. A queue has one such policy: do not set it
/// in two places.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct QueueRedriveAllowPolicy {
    /// URL of the dead-letter queue that the policy is for.
    #[attr(force_new)]
    pub(crate) queue_url: String,
    /// The policy in JSON: `redrivePermission`, which is `allowAll`, `denyAll` or `byQueue`, and for
    /// the last of them `sourceQueueArns`, a list of up to 10 ARNs.
    #[attr(check = rule("", redrive::check_allow_policy))]
    pub(crate) redrive_allow_policy: Redrive,
}

impl Resource<Aws> for QueueRedriveAllowPolicy {
    const TYPE: &'static str = "aws_sqs_queue_redrive_allow_policy";
    const NAME: &'static str = "SQS Queue Redrive Allow Policy";

    async fn create(cx: &Cx, plan: &Self) -> Result<String> {
        let policy = &plan.redrive_allow_policy.0;
        attribute::set(cx, &plan.queue_url, QueueAttributeName::RedriveAllowPolicy, policy).await?;
        Ok(plan.queue_url.clone())
    }

    async fn read(cx: &Cx, id: &str) -> Result<Option<Self>> {
        let policy = attribute::get(cx, id, QueueAttributeName::RedriveAllowPolicy).await?;
        Ok(policy.map(|it| QueueRedriveAllowPolicy {
            queue_url: id.to_owned(),
            redrive_allow_policy: Redrive(it),
        }))
    }

    async fn update(cx: &Cx, id: &str, _prior: &Self, plan: &Self) -> Result<()> {
        let policy = &plan.redrive_allow_policy.0;
        attribute::set(cx, id, QueueAttributeName::RedriveAllowPolicy, policy).await
    }

    async fn delete(cx: &Cx, id: &str, _prior: &Self) -> Result<()> {
        attribute::clear(cx, id, QueueAttributeName::RedriveAllowPolicy).await
    }

    fn import(id: &str) -> Result<String> {
        attribute::import(id)
    }
}
