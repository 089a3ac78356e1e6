//! The creation of a topic. SNS answers it with a topic that is there already, if that has what was
//! asked for.

use aws_sdk_sns::operation::create_topic::builders::CreateTopicFluentBuilder;
use aws_sdk_sns::operation::create_topic::{CreateTopicError, CreateTopicOutput};
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_runtime_api::http::Response;
use tfplugin::path;

use super::attributes;
use super::{Topic, is_default};
use crate::identity::Arn;
use crate::policy::retry_on_iam_propagation;
use crate::prelude::*;
use crate::sns::attribute::{self, Found};
use crate::sns::tags as topic_tags;
use crate::{error, name, tags};

pub(super) async fn create(cx: &Cx, plan: &Topic) -> Result<Arn> {
    let name = name::given(&plan.name, &plan.name_prefix, name::suffix(plan.fifo_topic));
    let request = cx.sns().create_topic().name(&name);
    let request = request.set_attributes(Some(attributes::to_create(plan)));
    let tags = tags::to_create(plan.tags.as_ref());
    let tagged = request.clone().set_tags(tags.clone().map(topic_tags::to_api));
    let (answer, untagged) = match send(cx, tagged).await? {
        Err(it) if tags.is_some() && tags::are_unsupported(cx, &it) => {
            // Where no creation takes tags, the topic may.
            (send(cx, request).await?, tags)
        }
        answer => (answer, None),
    };
    let output = match answer {
        Err(it) if attribute::is_taken(&it) => {
            let error = error::failure(&it);
            return Err(match arn(cx, &name).await {
                Some(arn) => name::is_taken(error, "ARN", &arn),
                None => error,
            });
        }
        answer => answer.into_result()?,
    };
    let arn = Arn::from(output.topic_arn.ok_or("the response has no topic ARN")?);
    if let Some(tags) = untagged {
        cx.created(&arn);
        topic_tags::add(cx, &arn, tags).await?;
    }
    Ok(arn)
}

/// Refuses a topic that was there before this creation, which did no more than find it: it belongs
/// to somebody, and this configuration would delete it one day. SNS does not tell the age of a
/// topic; what it has that no new topic has gives it away.
pub(super) fn check_new(arn: &str, found: &Found, tags: &Tags, plan: &Topic) -> Result<()> {
    let Some(trace) = trace(arn, found, tags, plan)? else { return Ok(()) };
    let error = Error::exists(format!("there is a topic of this name already: it has {trace}"));
    Err(name::is_taken(Error { path: Some(path("name")), ..error }, "ARN", arn))
}

/// What a topic has that nobody asked for, and no new topic has by itself.
fn trace(arn: &str, found: &Found, tags: &Tags, plan: &Topic) -> Result<Option<String>> {
    for count in ["SubscriptionsConfirmed", "SubscriptionsPending", "SubscriptionsDeleted"] {
        if found.number(count)?.is_some_and(|it| it > 0) {
            return Ok(Some("subscriptions".to_owned()));
        }
    }
    let asked = attributes::to_create(plan);
    let topic = attributes::from_api(arn, found, Tags::new())?;
    let is_of_new = |name: &str, value: &str| match name {
        "ArchivePolicy" | "DeliveryPolicy" | "DisplayName" | "KmsMasterKeyId" => value.is_empty(),
        "ContentBasedDeduplication" => value != "true",
        "Policy" => value.is_empty() || is_default(value),
        "SignatureVersion" => value != "2",
        "TracingConfig" => value != "Active",
        name if name.ends_with("RoleArn") => value.is_empty(),
        // Others have defaults that may change.
        _ => true,
    };
    let more = attributes::to_create(&topic).into_iter();
    let mut more = more.filter(|(name, value)| {
        let is_asked = asked.get(name).is_some_and(|it| it != "false");
        !is_asked && !is_of_new(name, value)
    });
    if let Some((name, _)) = more.next() {
        return Ok(Some(format!("a {name} that was not asked for")));
    }
    // SNS compares tags itself, where any are asked for. AWS sets some of its own.
    let is_untagged = plan.tags.as_ref().is_none_or(Tags::is_empty);
    let is_tagged = tags.keys().any(|it| !it.starts_with("aws:"));
    Ok((is_untagged && is_tagged).then(|| "tags that were not asked for".to_owned()))
}

async fn send(
    cx: &Cx,
    request: CreateTopicFluentBuilder,
) -> Result<Result<CreateTopicOutput, SdkError<CreateTopicError, Response>>> {
    retry_on_iam_propagation(cx, attribute::is_of_new_identity, || request.clone().send()).await
}

/// The ARN of a topic of the account, if it can be told.
async fn arn(cx: &Cx, name: &str) -> Option<String> {
    let account = cx.account_id().await.ok()?;
    Some(format!("arn:{}:sns:{}:{account}:{name}", cx.partition().id, cx.region()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARN: &str = "arn:aws:sns:us-east-1:123456789012:orders";

    fn traced(attributes: &[(&str, &str)], tags: &[(&str, &str)], plan: &Topic) -> Option<String> {
        let tags = tags.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned()));
        trace(ARN, &Found::of(attributes), &tags.collect(), plan).unwrap()
    }

    /// As SNS tells a topic that was just made with nothing but a name.
    const NEW: &[(&str, &str)] = &[
        ("DisplayName", ""),
        ("Owner", "123456789012"),
        (
            "Policy",
            r#"{"Version":"2008-10-17","Id":"__default_policy_ID","Statement":[{"Sid":"x"}]}"#,
        ),
        ("EffectiveDeliveryPolicy", r#"{"http":{"defaultHealthyRetryPolicy":{"numRetries":3}}}"#),
        ("SubscriptionsConfirmed", "0"),
        ("SubscriptionsDeleted", "0"),
        ("SubscriptionsPending", "0"),
        ("TracingConfig", "PassThrough"),
        ("SignatureVersion", "1"),
        ("FifoThroughputScope", "Topic"),
        ("MaximumMessageSize", "262144"),
        ("ContentBasedDeduplication", "false"),
    ];

    #[test]
    fn a_new_topic_has_what_was_asked_for_and_defaults() {
        let plan = Topic::default();
        assert_eq!(traced(NEW, &[("aws:createdBy", "x")], &plan), None);
        let plan = Topic {
            display_name: Some("Orders".to_owned()),
            tracing_config: Some("Active".to_owned()),
            tags: Some(Tags::from([("a".to_owned(), "b".to_owned())])),
            ..Topic::default()
        };
        let made = [NEW, &[("DisplayName", "Orders"), ("TracingConfig", "Active")]].concat();
        assert_eq!(traced(&made, &[("a", "b")], &plan), None);
    }

    #[test]
    fn what_nobody_asked_for_gives_an_older_topic_away() {
        for (name, value) in [
            ("SubscriptionsConfirmed", "1"),
            ("SubscriptionsPending", "2"),
            ("SubscriptionsDeleted", "1"),
            ("DisplayName", "Orders"),
            ("KmsMasterKeyId", "alias/aws/sns"),
            ("DeliveryPolicy", r#"{"http":{"disableSubscriptionOverrides":true}}"#),
            ("SQSFailureFeedbackRoleArn", "arn:aws:iam::123456789012:role/r"),
            ("TracingConfig", "Active"),
            ("SignatureVersion", "2"),
            ("Policy", r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny"}]}"#),
        ] {
            let found = [NEW, &[(name, value)]].concat();
            assert!(traced(&found, &[], &Topic::default()).is_some(), "{name}");
        }
        assert!(traced(NEW, &[("team", "orders")], &Topic::default()).is_some());
        let fifo = [NEW, &[("FifoTopic", "true"), ("ContentBasedDeduplication", "true")]].concat();
        let plan = Topic { fifo_topic: true, ..Topic::default() };
        assert!(traced(&fifo, &[], &plan).is_some());
    }
}
