//! `aws_sqs_queue_policy`

use aws_sdk_sqs::types::QueueAttributeName;
use schemas::Value;

use super::{attribute, checks};
use crate::identity::QueueUrl;
use crate::policy::{self, Policy};
use crate::prelude::*;
use crate::region;

/// Manages the policy of an Amazon SQS queue separately from the queue, so that the policy can
/// refer to resources that depend on the queue.
///
/// A queue has a single policy: do not also set it with `policy` of the `aws_sqs_queue`. Destroying
/// this resource removes the policy, unless the queue has a different one by then.
///
/// See [policy
/// examples](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-basic-examples-of-sqs-policies.html)
/// in the Amazon SQS Developer Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct QueuePolicy {
    /// JSON policy of the queue.
    pub(crate) policy: Policy,
    /// URL of the queue.
    #[attr(force_new, check = rule("", attribute::check_url))]
    pub(crate) queue_url: String,
}

impl Resource<Aws> for QueuePolicy {
    type Identity = QueueUrl;

    const TYPE: &'static str = "aws_sqs_queue_policy";
    const NAME: &'static str = "SQS Queue Policy";
    /// What the queue has after that may be somebody else's.
    const DELETED_WHEN_GONE: bool = false;
    const VERSION: i64 = 1;
    const ATTACHED: bool = true;

    fn name_key(object: &Value) -> Option<String> {
        object.get("queue_url").as_str().map(str::to_owned)
    }

    fn checks() -> Vec<Check> {
        let mut checks = policy::checks(&checks::POLICY);
        checks.push(region::check("queue_url"));
        checks
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<QueueUrl> {
        put(cx, &plan.queue_url, &plan.policy).await?;
        Ok(plan.queue_url.clone().into())
    }

    async fn read(cx: &Cx, id: &QueueUrl) -> Result<Option<Self>> {
        let policy = attribute::get(cx, id, QueueAttributeName::Policy).await?;
        Ok(policy.map(|it| QueuePolicy { policy: Policy(it), queue_url: id.to_string() }))
    }

    async fn update(cx: &Cx, id: &QueueUrl, _prior: &Self, plan: &Self) -> Result<()> {
        put(cx, id, &plan.policy).await
    }

    async fn delete(cx: &Cx, id: &QueueUrl, prior: &Self) -> Result<()> {
        let is_ours = |it: &str| Policy(it.to_owned()) == prior.policy;
        attribute::take_away(cx, id, QueueAttributeName::Policy, is_ours).await
    }

    fn import(id: &str) -> Result<QueueUrl> {
        attribute::import(id).map(Into::into)
    }

    fn import_region(id: &QueueUrl) -> Option<&str> {
        region::of(id)
    }

    /// The id of version 0 was not the queue's URL.
    fn upgrade(version: i64, mut state: serde_json::Value) -> Result<serde_json::Value> {
        if version == 0 {
            state["id"] = state["queue_url"].clone();
        }
        Ok(state)
    }
}

async fn put(cx: &Cx, url: &str, policy: &Policy) -> Result<()> {
    let document = ("policy", Policy::to_api(Some(policy)));
    attribute::put(cx, url, QueueAttributeName::Policy, document).await
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
