//! `aws_sqs_queue_redrive_policy`

use aws_sdk_sqs::types::QueueAttributeName;

use super::attribute;
use super::redrive::{self, Redrive};
use crate::prelude::*;

/// Sets the redrive policy of an SQS queue apart from the queue itself, so that the policy can name
/// a dead-letter queue whose own policy names this queue. A queue has one redrive policy: do not
/// set it in two places.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct QueueRedrivePolicy {
    /// URL of the queue that the policy is for.
    #[attr(force_new)]
    pub(crate) queue_url: String,
    /// Where messages go that could not be processed, in JSON: `deadLetterTargetArn` and, as a
    /// number of 1 to 1000, `maxReceiveCount`.
    #[attr(check = rule("", redrive::check_policy))]
    pub(crate) redrive_policy: Redrive,
}

impl Resource<Aws> for QueueRedrivePolicy {
    const TYPE: &'static str = "aws_sqs_queue_redrive_policy";
    const NAME: &'static str = "SQS Queue Redrive Policy";

    async fn create(cx: &Cx, plan: &Self) -> Result<String> {
        let policy = &plan.redrive_policy.0;
        attribute::set(cx, &plan.queue_url, QueueAttributeName::RedrivePolicy, policy).await?;
        Ok(plan.queue_url.clone())
    }

    async fn read(cx: &Cx, id: &str) -> Result<Option<Self>> {
        let policy = attribute::get(cx, id, QueueAttributeName::RedrivePolicy).await?;
        let policy = policy.map(Redrive);
        Ok(policy.map(|it| QueueRedrivePolicy { queue_url: id.to_owned(), redrive_policy: it }))
    }

    async fn update(cx: &Cx, id: &str, _prior: &Self, plan: &Self) -> Result<()> {
        attribute::set(cx, id, QueueAttributeName::RedrivePolicy, &plan.redrive_policy.0).await
    }

    async fn delete(cx: &Cx, id: &str, _prior: &Self) -> Result<()> {
        attribute::clear(cx, id, QueueAttributeName::RedrivePolicy).await
    }

    fn import(id: &str) -> Result<String> {
        attribute::import(id)
    }
}
