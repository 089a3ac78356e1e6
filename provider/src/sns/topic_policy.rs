//! `aws_sns_topic_policy`

use schemas::Value;
use tfplugin::engine::Plan;

use super::attribute::{self, Found};
use crate::policy::Policy;
use crate::prelude::*;
use crate::region;

/// Sets the policy of an SNS topic apart from the topic itself, so that it can name objects that
/// depend on the topic. A topic has one policy: do not set it in two places. Destroying this gives
/// the topic the policy that AWS gives a new one, unless it has another by then.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct TopicPolicy {
    /// ARN of the topic that the policy is for.
    #[attr(force_new, check = arn())]
    pub(crate) arn: String,
    /// Id of the account that the topic belongs to.
    pub(crate) owner: Computed<String>,
    /// The policy in JSON: who may do what with the topic.
    pub(crate) policy: Policy,
}

const POLICY: &str = "Policy";

impl Resource<Aws> for TopicPolicy {
    const TYPE: &'static str = "aws_sns_topic_policy";
    const NAME: &'static str = "SNS Topic Policy";
    /// A topic always has a policy.
    const DELETED_WHEN_GONE: bool = false;
    const ATTACHED: bool = true;

    fn name_key(object: &Value) -> Option<String> {
        object.get("arn").as_str().map(str::to_owned)
    }

    fn plan(plan: &mut Plan<'_>) -> Result<()> {
        region::check(plan, "arn")
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<String> {
        put(cx, &plan.arn, &plan.policy).await?;
        Ok(plan.arn.clone())
    }

    async fn read(cx: &Cx, id: &str) -> Result<Option<Self>> {
        Ok(attribute::of_topic(cx, id).await?.and_then(|it| from_api(id, &it)))
    }

    async fn update(cx: &Cx, id: &str, _prior: &Self, plan: &Self) -> Result<()> {
        put(cx, id, &plan.policy).await
    }

    async fn delete(cx: &Cx, id: &str, prior: &Self) -> Result<()> {
        match Self::read(cx, id).await? {
            None => return Ok(()),
            Some(found) if found.policy != prior.policy => {
                attribute::leave(cx, "policy");
                return Ok(());
            }
            Some(_) => {}
        }
        let owner = prior.owner.0.as_deref().unwrap_or_default();
        let request = cx.sns().set_topic_attributes().topic_arn(id).attribute_name(POLICY);
        let request = request.attribute_value(of_new_topic(id, owner));
        request.send().await.unless_gone(super::GONE)?;
        Ok(())
    }

    fn import(id: &str) -> Result<String> {
        attribute::import(id)
    }

    fn import_region(id: &str) -> Option<&str> {
        region::of(id)
    }
}

async fn put(cx: &Cx, arn: &str, policy: &Policy) -> Result<()> {
    let policy = attribute::needed(Policy::to_api(Some(policy)))?;
    attribute::set(cx, arn, POLICY, &policy).await
}

fn from_api(arn: &str, found: &Found) -> Option<TopicPolicy> {
    Some(TopicPolicy {
        arn: arn.to_owned(),
        owner: found.text("Owner").into(),
        policy: Policy(found.text(POLICY)?),
    })
}

/// The policy of a topic that nobody gave one: its owner may do everything.
fn of_new_topic(arn: &str, owner: &str) -> String {
    let actions = [
        "GetTopicAttributes",
        "SetTopicAttributes",
        "AddPermission",
        "RemovePermission",
        "DeleteTopic",
        "Subscribe",
        "ListSubscriptionsByTopic",
        "Publish",
    ];
    let policy = serde_json::json!({
        "Version": "2008-10-17",
        "Id": "__default_policy_ID",
        "Statement": [{
            "Sid": "__default_statement_ID",
            "Effect": "Allow",
            "Principal": { "AWS": "*" },
            "Action": actions.map(|it| format!("SNS:{it}")),
            "Resource": arn,
            "Condition": { "StringEquals": { "AWS:SourceOwner": owner } },
        }],
    });
    policy.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARN: &str = "arn:aws:sns:us-east-1:123456789012:orders";

    #[test]
    fn a_topic_without_a_policy_has_none() {
        assert_eq!(from_api(ARN, &Found::of(&[("Owner", "123456789012"), ("Policy", "")])), None);
        let found = from_api(ARN, &Found::of(&[("Owner", "123456789012"), ("Policy", "{}")]));
        assert_eq!(found.unwrap().owner, "123456789012".to_owned().into());
    }

    #[test]
    fn only_the_owner_may_use_a_topic_once_its_policy_is_gone() {
        let policy: serde_json::Value =
            serde_json::from_str(&of_new_topic(ARN, "123456789012")).unwrap();
        let statement = &policy["Statement"][0];
        assert_eq!(statement["Resource"], ARN);
        assert_eq!(statement["Condition"]["StringEquals"]["AWS:SourceOwner"], "123456789012");
    }
}
