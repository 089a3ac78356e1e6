//! `aws_sns_topic_data_protection_policy`

use schemas::Value;

use super::{NOT_FOUND, attribute};
use crate::identity::Arn;
use crate::prelude::*;
use crate::region;

/// Manages the data protection policy of an Amazon SNS topic: which sensitive data to detect in
/// messages, and whether to audit, mask or block it.
///
/// Standard topics only. Destroying this resource removes the policy, unless the topic has a
/// different one by then.
///
/// See
/// [PutDataProtectionPolicy](https://docs.aws.amazon.com/sns/latest/api/API_PutDataProtectionPolicy.html)
/// in the Amazon SNS API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct TopicDataProtectionPolicy {
    /// ARN of the topic.
    #[attr(force_new, check = arn())]
    pub(crate) arn: String,
    /// JSON data protection policy.
    pub(crate) policy: Json,
}

impl Resource<Aws> for TopicDataProtectionPolicy {
    type Identity = Arn;

    const TYPE: &'static str = "aws_sns_topic_data_protection_policy";
    const NAME: &'static str = "SNS Topic Data Protection Policy";
    /// What the topic has after that may be somebody else's.
    const DELETED_WHEN_GONE: bool = false;
    const ATTACHED: bool = true;

    fn name_key(object: &Value) -> Option<String> {
        object.get("arn").as_str().map(str::to_owned)
    }

    fn checks() -> Vec<Check> {
        vec![region::check("arn")]
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<Arn> {
        put(cx, &plan.arn, &plan.policy).await?;
        Ok(plan.arn.clone().into())
    }

    async fn read(cx: &Cx, id: &Arn) -> Result<Option<Self>> {
        let answer = cx.sns().get_data_protection_policy().resource_arn(id).send().await;
        let policy = answer.none_if_not_found(NOT_FOUND)?.and_then(|it| it.data_protection_policy);
        let policy = policy.filter(|it| !it.is_empty()).map(Json);
        Ok(policy.map(|policy| TopicDataProtectionPolicy { arn: id.to_string(), policy }))
    }

    async fn update(cx: &Cx, id: &Arn, _prior: &Self, plan: &Self) -> Result<()> {
        put(cx, id, &plan.policy).await
    }

    /// An empty policy takes the topic's away.
    async fn delete(cx: &Cx, id: &Arn, prior: &Self) -> Result<()> {
        match Self::read(cx, id).await? {
            None => return Ok(()),
            Some(found) if found.policy != prior.policy => {
                attribute::leave(cx, "data protection policy");
                return Ok(());
            }
            Some(_) => {}
        }
        let request = cx.sns().put_data_protection_policy().resource_arn(id);
        request.data_protection_policy("").send().await.none_if_not_found(NOT_FOUND)?;
        Ok(())
    }

    fn import(id: &str) -> Result<Arn> {
        attribute::import(id).map(Into::into)
    }

    fn import_region(id: &Arn) -> Option<&str> {
        region::of(id)
    }
}

async fn put(cx: &Cx, arn: &str, policy: &Json) -> Result<()> {
    let request = cx.sns().put_data_protection_policy().resource_arn(arn);
    let policy = attribute::needed(attribute::document(Some(&policy.0)))?;
    request.data_protection_policy(policy).send().await.into_result()?;
    Ok(())
}
