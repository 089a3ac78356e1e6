//! What is checked of topics.

use schemas::Value;

use crate::policy::Subject;

/// The policy of a topic.
pub(super) const POLICY: Subject = Subject {
    kind: "topic",
    services: &["sns"],
    actions: &[
        "Publish",
        "Subscribe",
        "Receive",
        "AddPermission",
        "CheckIfPhoneNumberIsOptedOut",
        "ConfirmSubscription",
        "CreatePlatformApplication",
        "CreatePlatformEndpoint",
        "CreateSMSSandboxPhoneNumber",
        "CreateTopic",
        "DeleteEndpoint",
        "DeletePlatformApplication",
        "DeleteSMSSandboxPhoneNumber",
        "DeleteTopic",
        "GetDataProtectionPolicy",
        "GetEndpointAttributes",
        "GetPlatformApplicationAttributes",
        "GetSMSAttributes",
        "GetSMSSandboxAccountStatus",
        "GetSubscriptionAttributes",
        "GetTopicAttributes",
        "ListEndpointsByPlatformApplication",
        "ListOriginationNumbers",
        "ListPhoneNumbersOptedOut",
        "ListPlatformApplications",
        "ListSMSSandboxPhoneNumbers",
        "ListSubscriptions",
        "ListSubscriptionsByTopic",
        "ListTagsForResource",
        "ListTopics",
        "OptInPhoneNumber",
        "PublishBatch",
        "PutDataProtectionPolicy",
        "RemovePermission",
        "SetEndpointAttributes",
        "SetPlatformApplicationAttributes",
        "SetSMSAttributes",
        "SetSubscriptionAttributes",
        "SetTopicAttributes",
        "TagResource",
        "Unsubscribe",
        "UntagResource",
        "VerifySMSSandboxPhoneNumber",
    ],
    statements: None,
    bytes: Some(30_720),
    resource: name,
    source: "https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html",
};

/// The name of the topic that a configuration is about.
fn name(config: &Value) -> Option<String> {
    let of_arn = |arn: &str| arn.rsplit(':').next().map(str::to_owned);
    let name = config.get("name").as_str().map(str::to_owned);
    name.or_else(|| config.get("arn").as_str().and_then(of_arn)).filter(|it| !it.is_empty())
}
