//! `aws_sqs_queue_policy`

use aws_sdk_sqs::types::QueueAttributeName;

use super::attribute;
use crate::policy::Policy;
use crate::prelude::*;

/// Sets the policy of an SQS queue apart from the queue itself, so that it can name objects that
/// depend on the queue. A queue has one policy: do not set it in two places.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct QueuePolicy {
    /// The policy in JSON: who may do what with the queue.
    pub(crate) policy: Policy,
    /// URL of the queue that the policy is for.
    #[attr(force_new)]
    pub(crate) queue_url: String,
}

impl Resource<Aws> for QueuePolicy {
    const TYPE: &'static str = "aws_sqs_queue_policy";
    const NAME: &'static str = "SQS Queue Policy";
    const VERSION: i64 = 1;

    async fn create(cx: &Cx, plan: &Self) -> Result<String> {
        attribute::set(cx, &plan.queue_url, QueueAttributeName::Policy, &plan.policy.0).await?;
        Ok(plan.queue_url.clone())
    }

    async fn read(cx: &Cx, id: &str) -> Result<Option<Self>> {
        let policy = attribute::get(cx, id, QueueAttributeName::Policy).await?;
        Ok(policy.map(|it| QueuePolicy { policy: Policy(it), queue_url: id.to_owned() }))
    }

    async fn update(cx: &Cx, id: &str, _prior: &Self, plan: &Self) -> Result<()> {
        attribute::set(cx, id, QueueAttributeName::Policy, &plan.policy.0).await
    }

    async fn delete(cx: &Cx, id: &str, _prior: &Self) -> Result<()> {
        attribute::clear(cx, id, QueueAttributeName::Policy).await
    }

    fn import(id: &str) -> Result<String> {
        attribute::import(id)
    }

    /// The id of version 0 was not the queue's URL.
    fn upgrade(version: i64, mut state: serde_json::Value) -> Result<serde_json::Value> {
        if version == 0 {
            state["id"] = state["queue_url"].clone();
        }
        Ok(state)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_id_becomes_the_url() {
        let state = serde_json::json!({ "id": "sqs-policy-https://q", "queue_url": "https://q" });
        let upgraded = QueuePolicy::upgrade(0, state).unwrap();
        assert_eq!(upgraded["id"], "https://q");
    }
}
