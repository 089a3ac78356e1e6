//! `aws_kinesis_resource_policy`

use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::http::Response;
use schemas::Value;
use schemas::check::Outcome;
use tfplugin::{TypeSystem, path};

use super::{IN_USE, NOT_FOUND};
use crate::error::{code, message};
use crate::identity::ResourceArn;
use crate::policy::{self, Policy, Subject, retry_on_iam_propagation};
use crate::prelude::*;
use crate::{arn, region};

/// Manages the resource-based policy of an Amazon Kinesis data stream or of a registered consumer:
/// which other accounts may use it.
///
/// A stream or a consumer has one policy: do not manage it in two places. Destroying this resource
/// removes the policy, unless there is a different one by then.
///
/// See [PutResourcePolicy](https://docs.aws.amazon.com/kinesis/latest/APIReference/API_PutResourcePolicy.html)
/// in the Amazon Kinesis Data Streams API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ResourcePolicy {
    /// JSON policy. The `Resource` of each statement is `resource_arn`; actions are named one by one,
    /// without wildcards.
    #[attr(check = rule("", check_policy))]
    pub(crate) policy: Policy,
    /// ARN of the stream or the consumer.
    #[attr(force_new, check = length(1, 2048), check = arn())]
    pub(crate) resource_arn: String,
}

const POLICY: Subject = Subject {
    kind: "stream or consumer",
    services: &["kinesis"],
    actions: &[
        "GetRecords",
        "GetShardIterator",
        "DescribeStream",
        "DescribeStreamSummary",
        "DescribeStreamConsumer",
        "ListShards",
        "PutRecord",
        "PutRecords",
        "SubscribeToShard",
        "AddTagsToStream",
        "CreateStream",
        "DecreaseStreamRetentionPeriod",
        "DeleteResourcePolicy",
        "DeleteStream",
        "DeregisterStreamConsumer",
        "DisableEnhancedMonitoring",
        "EnableEnhancedMonitoring",
        "GetResourcePolicy",
        "IncreaseStreamRetentionPeriod",
        "ListStreamConsumers",
        "ListStreams",
        "ListTagsForResource",
        "ListTagsForStream",
        "MergeShards",
        "PutResourcePolicy",
        "RegisterStreamConsumer",
        "RemoveTagsFromStream",
        "SplitShard",
        "StartStreamEncryption",
        "StopStreamEncryption",
        "TagResource",
        "UntagResource",
        "UpdateMaxRecordSize",
        "UpdateShardCount",
        "UpdateStreamMode",
        "UpdateStreamWarmThroughput",
    ],
    statements: None,
    bytes: Some(20_480),
    resource: |config| Some(arn::parts(config.get("resource_arn").as_str()?)?[4].to_owned()),
    source: "https://docs.aws.amazon.com/streams/latest/dev/controlling-access.html",
};

impl Resource<Aws> for ResourcePolicy {
    type Identity = ResourceArn;

    const TYPE: &'static str = "aws_kinesis_resource_policy";
    const NAME: &'static str = "Kinesis Resource Policy";
    const TYPE_SYSTEM: TypeSystem = TypeSystem::Strict;
    /// What there is after that may be somebody else's.
    const DELETED_WHEN_GONE: bool = false;
    const ATTACHED: bool = true;

    fn name_key(object: &Value) -> Option<String> {
        object.get("resource_arn").as_str().map(str::to_owned)
    }

    fn checks() -> Vec<Check> {
        let mut checks = policy::checks(&POLICY);
        checks.push(region::check("resource_arn"));
        checks
    }

    async fn create(cx: &Cx, plan: &Self) -> Result<ResourceArn> {
        put(cx, plan).await?;
        Ok(plan.resource_arn.clone().into())
    }

    async fn read(cx: &Cx, id: &ResourceArn) -> Result<Option<Self>> {
        let policy = get(cx, id).await?;
        Ok(policy.map(|policy| ResourcePolicy { policy, resource_arn: id.to_string() }))
    }

    async fn update(cx: &Cx, _id: &ResourceArn, _prior: &Self, plan: &Self) -> Result<()> {
        put(cx, plan).await
    }

    async fn delete(cx: &Cx, id: &ResourceArn, prior: &Self) -> Result<()> {
        cx.until_within(super::CHANGE, || async {
            match get(cx, id).await? {
                None => return Ok(Progress::Ready(())),
                Some(found) if found != prior.policy => {
                    let message = "there is another policy by now, which is left to it";
                    cx.warn(Error::new(message));
                    return Ok(Progress::Ready(()));
                }
                Some(_) => {}
            }
            match cx.kinesis().delete_resource_policy().resource_arn(id).send().await {
                Err(error) if code(&error) == Some(IN_USE) => {
                    Ok(Progress::Pending("the stream or the consumer is being changed".to_owned()))
                }
                answer => answer.none_if_not_found(NOT_FOUND).map(|_| Progress::Ready(())),
            }
        })
        .await
    }

    fn import(id: &str) -> Result<ResourceArn> {
        if matches!(arn::parts(id), Some([_, "kinesis", ..])) {
            return Ok(id.into());
        }
        let error = Error::new(format!("{id:?} is not the ARN of a stream or a consumer"));
        Err(error.remedy(
            "Import with the ARN that the policy is for, such as \
             arn:aws:kinesis:us-east-1:123456789012:stream/orders.",
        ))
    }

    fn import_region(id: &ResourceArn) -> Option<&str> {
        region::of(id)
    }
}

/// A policy that says nothing would leave the object without what it is there for.
fn check_policy(text: &str) -> Outcome {
    match Policy(text.to_owned()).is_nothing() {
        true => {
            Err("must be a policy in JSON: to take a policy away, remove this resource".to_owned())
        }
        false => Ok(()),
    }
}

/// The policy; `None` if there is none, or nothing that it could be on.
async fn get(cx: &Cx, arn: &str) -> Result<Option<Policy>> {
    let request = cx.kinesis().get_resource_policy().resource_arn(arn);
    let answer = request.send().await.none_if_not_found(NOT_FOUND)?;
    Ok(answer.map(|it| Policy(it.policy)).filter(|it| !it.is_nothing()))
}

async fn put(cx: &Cx, plan: &ResourcePolicy) -> Result<()> {
    let request = cx.kinesis().put_resource_policy().resource_arn(&plan.resource_arn);
    let request = request.policy(&plan.policy.0);
    let is_of_new_identity = |it: &SdkError<_, Response>| {
        let is_of_principal = message(it).unwrap_or_default().to_lowercase().contains("principal");
        is_of_principal && plan.policy.names_identities()
    };
    cx.until_within(super::CHANGE, || async {
        let send = || request.clone().send();
        match retry_on_iam_propagation(cx, is_of_new_identity, send).await? {
            Err(error) if code(&error) == Some(IN_USE) => {
                Ok(Progress::Pending("the stream or the consumer is being changed".to_owned()))
            }
            answer => {
                let answer = answer.into_result();
                answer.map(|_| Progress::Ready(())).map_err(|error| match error.path {
                    None => Error { path: Some(path("policy")), ..error },
                    Some(_) => error,
                })
            }
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_that_says_nothing_is_refused() {
        for nothing in ["", "{}", " { } "] {
            assert!(check_policy(nothing).is_err(), "{nothing}");
        }
        let policy =
            r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"kinesis:PutRecord"}]}"#;
        assert!(check_policy(policy).is_ok());
    }

    #[test]
    fn policies_are_imported_by_the_arn_of_what_they_are_for() {
        let id = "arn:aws:kinesis:us-east-1:123456789012:stream/orders";
        assert_eq!(ResourcePolicy::import(id).as_deref(), Ok(id));
        assert!(ResourcePolicy::import("orders").is_err());
    }
}
