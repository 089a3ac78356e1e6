//! `aws_sns_topic_policy`

use schemas::Value;

use super::attribute::{self, Found};
use super::checks;
use crate::identity::Arn;
use crate::policy::{self, Policy};
use crate::prelude::*;
use crate::region;

/// Manages the policy of an Amazon SNS topic separately from the topic, so that the policy can
/// refer to resources that depend on the topic.
///
/// A topic has a single policy: do not also set it with `policy` of the `aws_sns_topic`. Destroying
/// this resource restores the default policy of AWS, unless the topic has a different one by then.
///
/// See [SetTopicAttributes](https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html)
/// in the Amazon SNS API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct TopicPolicy {
    /// ARN of the topic.
    #[attr(force_new, check = arn())]
    pub(crate) arn: String,
    /// ID of the account that owns the topic.
    pub(crate) owner: Computed<String>,
    /// JSON policy of the topic.
    pub(crate) policy: Policy,
}

const POLICY: &str = "Policy";

impl Resource<Aws> for TopicPolicy {
    type Identity = Arn;

    const TYPE: &'static str = "aws_sns_topic_policy";
    const NAME: &'static str = "SNS Topic Policy";
    /// A topic always has a policy.
    const DELETED_WHEN_GONE: bool = false;
    const ATTACHED: bool = true;

    fn name_key(object: &Value) -> Option<String> {
        object.get("arn").as_str().map(str::to_owned)
    }

    fn checks() -> Vec<Check> {
        let mut checks = policy::checks(&checks::POLICY);
        checks.push(region::check("arn"));
        checks
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<Arn> {
        put(cx, &plan.arn, &plan.policy).await?;
        Ok(plan.arn.clone().into())
    }

    async fn read(cx: &Cx, id: &Arn) -> Result<Option<Self>> {
        Ok(attribute::of_topic(cx, id).await?.and_then(|it| from_api(id, &it)))
    }

    async fn update(cx: &Cx, id: &Arn, _prior: &Self, plan: &Self) -> Result<()> {
        put(cx, id, &plan.policy).await
    }

    async fn delete(cx: &Cx, id: &Arn, prior: &Self) -> Result<()> {
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
        request.send().await.none_if_not_found(super::NOT_FOUND)?;
        Ok(())
    }

    fn import(id: &str) -> Result<Arn> {
        attribute::import(id).map(Into::into)
    }

    fn import_region(id: &Arn) -> Option<&str> {
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
