//! A topic and the attributes that SNS has of it, which are all text.

use std::collections::{BTreeMap, HashMap};

use super::Topic;
use crate::name;
use crate::policy::Policy;
use crate::prelude::*;
use crate::sns::archive_policy::ArchivePolicy;
use crate::sns::attribute::{Found, document};
use crate::sns::delivery_policy::DeliveryPolicy;

type Attributes = BTreeMap<&'static str, String>;

/// What a topic always has: it cannot be taken away.
const LASTING: &[&str] =
    &["FifoThroughputScope", "MaximumMessageSize", "Policy", "SignatureVersion", "TracingConfig"];

/// What a new topic is given.
pub(super) fn to_create(topic: &Topic) -> HashMap<String, String> {
    let attributes = to_api(topic).into_iter().filter(|(_, value)| !value.is_empty());
    attributes.map(|(name, value)| (name.to_owned(), value)).collect()
}

/// What has to change of a topic.
pub(super) fn to_update(prior: &Topic, plan: &Topic) -> Attributes {
    let old = to_api(prior);
    let mut attributes = to_api(plan);
    attributes.retain(|name, value| match *name {
        "FifoTopic" => false,
        name if old.get(name) == Some(value) => false,
        "ArchivePolicy" => prior.archive_policy != plan.archive_policy,
        "DeliveryPolicy" => prior.delivery_policy != plan.delivery_policy,
        "Policy" if prior.policy == plan.policy => false,
        name => !(value.is_empty() && LASTING.contains(&name)),
    });
    for (name, value) in attributes.iter_mut().filter(|(_, value)| value.is_empty()) {
        match *name {
            "ArchivePolicy" => "{}".clone_into(value),
            name if name.ends_with("SampleRate") => "0".clone_into(value),
            _ => {}
        }
    }
    attributes
}

/// All attributes that can be set. An empty text is none: SNS refuses attributes that are not for
/// the topic's kind, whatever their value.
fn to_api(topic: &Topic) -> Attributes {
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let number = |it: Option<i64>| it.map(|it| it.to_string()).unwrap_or_default();
    let fifo = |it: bool| if topic.fifo_topic { it.to_string() } else { String::new() };
    // Where SNS told nothing there is zero.
    let lasting = |it: Option<i64>| number(it.filter(|it| *it > 0));
    Attributes::from([
        ("ApplicationFailureFeedbackRoleArn", text(&topic.application_failure_feedback_role_arn)),
        ("ApplicationSuccessFeedbackRoleArn", text(&topic.application_success_feedback_role_arn)),
        (
            "ApplicationSuccessFeedbackSampleRate",
            number(topic.application_success_feedback_sample_rate),
        ),
        ("ArchivePolicy", document(topic.archive_policy.as_ref().map(|it| it.0.as_str()))),
        ("ContentBasedDeduplication", fifo(topic.content_based_deduplication)),
        ("DeliveryPolicy", document(topic.delivery_policy.as_ref().map(|it| it.0.as_str()))),
        ("DisplayName", text(&topic.display_name)),
        ("FifoThroughputScope", text(&topic.fifo_throughput_scope)),
        ("FifoTopic", fifo(true)),
        ("FirehoseFailureFeedbackRoleArn", text(&topic.firehose_failure_feedback_role_arn)),
        ("FirehoseSuccessFeedbackRoleArn", text(&topic.firehose_success_feedback_role_arn)),
        ("FirehoseSuccessFeedbackSampleRate", number(topic.firehose_success_feedback_sample_rate)),
        ("HTTPFailureFeedbackRoleArn", text(&topic.http_failure_feedback_role_arn)),
        ("HTTPSuccessFeedbackRoleArn", text(&topic.http_success_feedback_role_arn)),
        ("HTTPSuccessFeedbackSampleRate", number(topic.http_success_feedback_sample_rate)),
        ("KmsMasterKeyId", text(&topic.kms_master_key_id)),
        ("LambdaFailureFeedbackRoleArn", text(&topic.lambda_failure_feedback_role_arn)),
        ("LambdaSuccessFeedbackRoleArn", text(&topic.lambda_success_feedback_role_arn)),
        ("LambdaSuccessFeedbackSampleRate", number(topic.lambda_success_feedback_sample_rate)),
        ("MaximumMessageSize", lasting(topic.maximum_message_size)),
        ("Policy", Policy::to_api(topic.policy.as_ref())),
        ("SQSFailureFeedbackRoleArn", text(&topic.sqs_failure_feedback_role_arn)),
        ("SQSSuccessFeedbackRoleArn", text(&topic.sqs_success_feedback_role_arn)),
        ("SQSSuccessFeedbackSampleRate", number(topic.sqs_success_feedback_sample_rate)),
        ("SignatureVersion", lasting(topic.signature_version)),
        ("TracingConfig", text(&topic.tracing_config)),
    ])
}

/// The topic that SNS describes.
pub(super) fn from_api(arn: &str, found: &Found, tags: Tags) -> Result<Topic> {
    let name = arn.rsplit(':').next().unwrap_or_default().to_owned();
    let fifo_topic = found.flag("FifoTopic");
    Ok(Topic {
        application_failure_feedback_role_arn: found.text("ApplicationFailureFeedbackRoleArn"),
        application_success_feedback_role_arn: found.text("ApplicationSuccessFeedbackRoleArn"),
        application_success_feedback_sample_rate: found
            .number("ApplicationSuccessFeedbackSampleRate")?,
        archive_policy: found.document("ArchivePolicy").map(ArchivePolicy),
        arn: arn.to_owned().into(),
        beginning_archive_time: found.text("BeginningArchiveTime").unwrap_or_default().into(),
        content_based_deduplication: found.flag("ContentBasedDeduplication"),
        delivery_policy: found.document("DeliveryPolicy").map(DeliveryPolicy),
        display_name: found.text("DisplayName"),
        fifo_throughput_scope: found.text("FifoThroughputScope"),
        fifo_topic,
        firehose_failure_feedback_role_arn: found.text("FirehoseFailureFeedbackRoleArn"),
        firehose_success_feedback_role_arn: found.text("FirehoseSuccessFeedbackRoleArn"),
        firehose_success_feedback_sample_rate: found.number("FirehoseSuccessFeedbackSampleRate")?,
        http_failure_feedback_role_arn: found.text("HTTPFailureFeedbackRoleArn"),
        http_success_feedback_role_arn: found.text("HTTPSuccessFeedbackRoleArn"),
        http_success_feedback_sample_rate: found.number("HTTPSuccessFeedbackSampleRate")?,
        kms_master_key_id: found.text("KmsMasterKeyId"),
        lambda_failure_feedback_role_arn: found.text("LambdaFailureFeedbackRoleArn"),
        lambda_success_feedback_role_arn: found.text("LambdaSuccessFeedbackRoleArn"),
        lambda_success_feedback_sample_rate: found.number("LambdaSuccessFeedbackSampleRate")?,
        maximum_message_size: found.number("MaximumMessageSize")?,
        name_prefix: name::prefix(&name, name::suffix(fifo_topic)).map(str::to_owned),
        name: Some(name),
        owner: found.text("Owner").into(),
        policy: found.text("Policy").map(Policy),
        signature_version: found.number("SignatureVersion")?,
        sqs_failure_feedback_role_arn: found.text("SQSFailureFeedbackRoleArn"),
        sqs_success_feedback_role_arn: found.text("SQSSuccessFeedbackRoleArn"),
        sqs_success_feedback_sample_rate: found.number("SQSSuccessFeedbackSampleRate")?,
        tags: Some(tags),
        tracing_config: found.text("TracingConfig"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ARN: &str = "arn:aws:sns:us-east-1:123456789012:orders";

    fn described(attributes: &[(&str, &str)]) -> Topic {
        from_api(ARN, &Found::of(attributes), Tags::new()).unwrap()
    }

    fn changed(prior: &Topic, plan: &Topic) -> Vec<(&'static str, String)> {
        to_update(prior, plan).into_iter().collect()
    }

    #[test]
    fn what_was_created_reads_back() {
        // Every attribute has a value of its own, so that none takes the place of another.
        let all = to_api(&Topic { fifo_topic: true, ..Topic::default() });
        let attributes = all.keys().enumerate().map(|(number, name)| {
            let value = match *name {
                "ContentBasedDeduplication" | "FifoTopic" => "true".to_owned(),
                _ => (number + 1).to_string(),
            };
            ((*name).to_owned(), value)
        });
        let attributes: HashMap<String, String> = attributes.collect();
        let topic = from_api(ARN, &Found(attributes.clone()), Tags::new()).unwrap();
        assert_eq!(to_create(&topic), attributes);
    }

    #[test]
    fn a_standard_topic_is_created_without_what_is_for_others() {
        assert_eq!(to_create(&described(&[("DisplayName", "")])), HashMap::new());
        let rate = Topic { sqs_success_feedback_sample_rate: Some(0), ..Topic::default() };
        let expected = [("SQSSuccessFeedbackSampleRate".to_owned(), "0".to_owned())];
        assert_eq!(to_create(&rate), HashMap::from(expected));
    }

    #[test]
    fn an_update_has_only_what_changes() {
        let prior = described(&[
            ("ArchivePolicy", r#"{"MessageRetentionPeriod":"30"}"#),
            ("DeliveryPolicy", r#"{ "http": {} }"#),
            ("DisplayName", "Orders"),
            ("FifoTopic", "true"),
            ("Policy", r#"{"Version":"2012-10-17","Statement":{"Action":["a:B"]}}"#),
            ("SQSSuccessFeedbackSampleRate", "50"),
            ("TracingConfig", "Active"),
        ]);
        assert_eq!(changed(&prior, &prior), []);
        let plan = Topic {
            archive_policy: None,
            content_based_deduplication: true,
            delivery_policy: Some(DeliveryPolicy(r#"{"http":{}}"#.to_owned())),
            display_name: None,
            policy: Some(Policy(
                r#"{"Version":"2012-10-17","Statement":[{"Action":"a:b"}]}"#.to_owned(),
            )),
            sqs_success_feedback_sample_rate: None,
            tracing_config: None,
            ..prior.clone()
        };
        let expected = [
            ("ArchivePolicy", "{}"),
            ("ContentBasedDeduplication", "true"),
            ("DisplayName", ""),
            ("SQSSuccessFeedbackSampleRate", "0"),
        ];
        assert_eq!(changed(&prior, &plan), expected.map(|(name, it)| (name, it.to_owned())));
    }
}
