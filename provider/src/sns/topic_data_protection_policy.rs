//! `aws_sns_topic_data_protection_policy`

use super::{GONE, attribute};
use crate::prelude::*;

/// Sets the data protection policy of an SNS topic: which sensitive data is found in messages, and
/// what becomes of it. For standard topics only.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct TopicDataProtectionPolicy {
    /// ARN of the topic that the policy is for.
    #[attr(force_new, check = arn())]
    pub(crate) arn: String,
    /// The policy in JSON.
    pub(crate) policy: Json,
}

impl Resource<Aws> for TopicDataProtectionPolicy {
    const TYPE: &'static str = "aws_sns_topic_data_protection_policy";
    const NAME: &'static str = "SNS Topic Data Protection Policy";

    async fn create(cx: &Cx, plan: &Self) -> Result<String> {
        put(cx, &plan.arn, &plan.policy).await?;
        Ok(plan.arn.clone())
    }

    async fn read(cx: &Cx, id: &str) -> Result<Option<Self>> {
        let answer = cx.sns().get_data_protection_policy().resource_arn(id).send().await;
        let policy = answer.unless_gone(GONE)?.and_then(|it| it.data_protection_policy);
        let policy = policy.filter(|it| !it.is_empty()).map(Json);
        Ok(policy.map(|policy| TopicDataProtectionPolicy { arn: id.to_owned(), policy }))
    }

    async fn update(cx: &Cx, id: &str, _prior: &Self, plan: &Self) -> Result<()> {
        put(cx, id, &plan.policy).await
    }

    /// An empty policy takes the topic's away.
    async fn delete(cx: &Cx, id: &str, _prior: &Self) -> Result<()> {
        let request = cx.sns().put_data_protection_policy().resource_arn(id);
        request.data_protection_policy("").send().await.unless_gone(GONE)?;
        Ok(())
    }

    fn import(id: &str) -> Result<String> {
        attribute::import(id)
    }
}

async fn put(cx: &Cx, arn: &str, policy: &Json) -> Result<()> {
    let request = cx.sns().put_data_protection_policy().resource_arn(arn);
    request.data_protection_policy(&policy.0).send().await.or_fail()?;
    Ok(())
}
