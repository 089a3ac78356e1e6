//! A queue and the attributes that SQS has of it, which are all text.

use std::collections::HashMap;

use aws_sdk_sqs::types::QueueAttributeName as Name;

use super::Queue;
use crate::name;
use crate::policy::Policy;
use crate::prelude::*;
use crate::sqs::redrive::Redrive;

pub(super) type Attributes = HashMap<Name, String>;

/// Attributes that are taken away by setting them to nothing.
const CLEARABLE: &[Name] =
    &[Name::KmsMasterKeyId, Name::Policy, Name::RedriveAllowPolicy, Name::RedrivePolicy];

/// What a new queue is given.
pub(super) fn to_create(queue: &Queue) -> Attributes {
    let mut attributes = to_api(queue);
    attributes.retain(|_, value| !value.is_empty());
    attributes
}

/// What has to change of a queue.
pub(super) fn to_update(prior: &Queue, plan: &Queue) -> Attributes {
    let old = to_api(prior);
    let mut attributes = to_api(plan);
    attributes.retain(|name, value| match name {
        Name::FifoQueue => false,
        Name::Policy if prior.policy == plan.policy => false,
        Name::RedriveAllowPolicy if prior.redrive_allow_policy == plan.redrive_allow_policy => {
            false
        }
        Name::RedrivePolicy if prior.redrive_policy == plan.redrive_policy => false,
        _ if old.get(name) == Some(value) => false,
        _ => !value.is_empty() || CLEARABLE.contains(name),
    });
    attributes
}

/// All attributes that can be set. An empty text is none: SQS refuses attributes that are not for
/// the queue's kind, whatever their value.
fn to_api(queue: &Queue) -> Attributes {
    let text = |it: &Option<String>| it.clone().unwrap_or_default();
    let flag = |it: Option<bool>| it.map(|it| it.to_string()).unwrap_or_default();
    let redrive = |it: &Option<Redrive>| Redrive::to_api(it.as_ref());
    let deduplication = queue.fifo_queue.then_some(queue.content_based_deduplication);
    let has_key = queue.kms_master_key_id.is_some();
    let period = queue.kms_data_key_reuse_period_seconds.filter(|it| has_key && *it > 0);
    Attributes::from([
        (Name::ContentBasedDeduplication, flag(deduplication)),
        (Name::DeduplicationScope, text(&queue.deduplication_scope)),
        (Name::DelaySeconds, queue.delay_seconds.to_string()),
        (Name::FifoQueue, flag(queue.fifo_queue.then_some(true))),
        (Name::FifoThroughputLimit, text(&queue.fifo_throughput_limit)),
        (Name::KmsDataKeyReusePeriodSeconds, period.map(|it| it.to_string()).unwrap_or_default()),
        (Name::KmsMasterKeyId, text(&queue.kms_master_key_id)),
        (Name::MaximumMessageSize, queue.max_message_size.to_string()),
        (Name::MessageRetentionPeriod, queue.message_retention_seconds.to_string()),
        (Name::Policy, Policy::to_api(queue.policy.as_ref())),
        (Name::ReceiveMessageWaitTimeSeconds, queue.receive_wait_time_seconds.to_string()),
        (Name::RedriveAllowPolicy, redrive(&queue.redrive_allow_policy)),
        (Name::RedrivePolicy, redrive(&queue.redrive_policy)),
        (Name::SqsManagedSseEnabled, flag(queue.sqs_managed_sse_enabled)),
        (Name::VisibilityTimeout, queue.visibility_timeout_seconds.to_string()),
    ])
}

/// The queue that SQS describes.
pub(super) fn from_api(url: &str, attributes: Attributes, tags: Tags) -> Result<Queue> {
    let mut found = Found(attributes);
    let arn = found.text(Name::QueueArn);
    let name = match &arn {
        Some(arn) => arn.rsplit(':').next(),
        None => url.trim_end_matches('/').rsplit('/').next(),
    };
    let name = name.unwrap_or_default().to_owned();
    let fifo_queue = found.flag(Name::FifoQueue);
    let key = found.text(Name::KmsMasterKeyId);
    let period = match found.0.contains_key(&Name::KmsDataKeyReusePeriodSeconds) {
        false if key.is_some() => None,
        _ => Some(found.number(Name::KmsDataKeyReusePeriodSeconds, 300)?),
    };
    Ok(Queue {
        arn: arn.into(),
        content_based_deduplication: found.flag(Name::ContentBasedDeduplication),
        deduplication_scope: found.text(Name::DeduplicationScope),
        delay_seconds: found.number(Name::DelaySeconds, 0)?,
        fifo_queue,
        fifo_throughput_limit: found.text(Name::FifoThroughputLimit),
        kms_data_key_reuse_period_seconds: period,
        kms_master_key_id: key,
        max_message_size: found.number(Name::MaximumMessageSize, 262_144)?,
        message_retention_seconds: found.number(Name::MessageRetentionPeriod, 345_600)?,
        name_prefix: name::prefix(&name, name::suffix(fifo_queue)).map(str::to_owned),
        name: Some(name),
        policy: found.text(Name::Policy).map(Policy),
        receive_wait_time_seconds: found.number(Name::ReceiveMessageWaitTimeSeconds, 0)?,
        redrive_allow_policy: found.text(Name::RedriveAllowPolicy).map(Redrive),
        redrive_policy: found.text(Name::RedrivePolicy).map(Redrive),
        sqs_managed_sse_enabled: Some(found.flag(Name::SqsManagedSseEnabled)),
        tags: Some(tags),
        url: url.to_owned().into(),
        visibility_timeout_seconds: found.number(Name::VisibilityTimeout, 30)?,
    })
}

/// What SQS told of a queue. It leaves out what has no value, and what the queue's kind does not
/// have.
struct Found(Attributes);

impl Found {
    fn text(&mut self, name: Name) -> Option<String> {
        self.0.remove(&name).filter(|it| !it.is_empty())
    }

    fn flag(&mut self, name: Name) -> bool {
        self.text(name).is_some_and(|it| it.eq_ignore_ascii_case("true"))
    }

    fn number(&mut self, name: Name, default: i32) -> Result<i32> {
        match self.text(name.clone()) {
            Some(text) => text.trim().parse().map_err(|_| {
                Error::new(format!("the queue's {name} is {text:?}, which is not a number"))
            }),
            None => Ok(default),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://sqs.us-east-1.amazonaws.com/123456789012/orders.fifo";

    fn described(attributes: &[(Name, &str)]) -> Queue {
        let attributes = attributes.iter().map(|(name, text)| (name.clone(), (*text).to_owned()));
        from_api(URL, attributes.collect(), Tags::new()).unwrap()
    }

    fn texts(attributes: Attributes) -> Vec<(String, String)> {
        let texts = attributes.into_iter().map(|(name, text)| (name.to_string(), text));
        let mut texts: Vec<_> = texts.collect();
        texts.sort();
        texts
    }

    #[test]
    fn what_sqs_leaves_out_has_its_default() {
        let queue = described(&[]);
        assert_eq!(queue.name.as_deref(), Some("orders.fifo"));
        assert_eq!(queue.kms_data_key_reuse_period_seconds, Some(300));
        assert_eq!((queue.max_message_size, queue.visibility_timeout_seconds), (262_144, 30));
        assert!(!queue.fifo_queue && !queue.content_based_deduplication);
        assert_eq!((queue.policy, queue.redrive_policy), (None, None));
        // The period that was planned for a key is not thrown away.
        let queue = described(&[(Name::KmsMasterKeyId, "alias/aws/sqs")]);
        assert_eq!(queue.kms_data_key_reuse_period_seconds, None);
    }

    #[test]
    fn a_fifo_queue() {
        let queue = described(&[
            (Name::QueueArn, "arn:aws:sqs:us-east-1:1:audit-20261121101831972700000004.fifo"),
            (Name::FifoQueue, "True"),
            (Name::ContentBasedDeduplication, "true"),
            (Name::DeduplicationScope, "queue"),
            (Name::DelaySeconds, " 5"),
            (Name::Policy, ""),
        ]);
        assert_eq!(queue.name_prefix.as_deref(), Some("audit-"));
        assert!(queue.fifo_queue && queue.content_based_deduplication);
        assert_eq!(queue.deduplication_scope.as_deref(), Some("queue"));
        assert_eq!((queue.delay_seconds, queue.policy), (5, None));
    }

    #[test]
    fn a_number_that_is_none_is_an_error() {
        let attributes = Attributes::from([(Name::DelaySeconds, "soon".to_owned())]);
        let error = from_api(URL, attributes, Tags::new()).unwrap_err();
        assert_eq!(error.message, "the queue's DelaySeconds is \"soon\", which is not a number");
    }

    #[test]
    fn a_standard_queue_is_created_without_what_is_for_others() {
        let created = texts(to_create(&Queue { sqs_managed_sse_enabled: None, ..described(&[]) }));
        let names: Vec<&str> = created.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(
            names,
            [
                "DelaySeconds",
                "MaximumMessageSize",
                "MessageRetentionPeriod",
                "ReceiveMessageWaitTimeSeconds",
                "VisibilityTimeout",
            ]
        );
    }

    #[test]
    fn what_was_created_reads_back() {
        let queue = Queue {
            arn: Computed(None),
            name: Some("orders.fifo".to_owned()),
            fifo_queue: true,
            deduplication_scope: Some("messageGroup".to_owned()),
            fifo_throughput_limit: Some("perMessageGroupId".to_owned()),
            kms_master_key_id: Some("alias/aws/sqs".to_owned()),
            kms_data_key_reuse_period_seconds: Some(600),
            redrive_policy: Some(Redrive(r#"{"maxReceiveCount":4}"#.to_owned())),
            ..described(&[])
        };
        assert_eq!(from_api(URL, to_create(&queue), Tags::new()).unwrap(), queue);
    }

    #[test]
    fn an_update_has_only_what_changes() {
        let prior = described(&[
            (Name::DelaySeconds, "5"),
            (Name::KmsMasterKeyId, "alias/aws/sqs"),
            (Name::KmsDataKeyReusePeriodSeconds, "600"),
            (Name::RedrivePolicy, r#"{"maxReceiveCount": "4"}"#),
            (Name::RedriveAllowPolicy, r#"{"redrivePermission":"denyAll"}"#),
        ]);
        assert_eq!(texts(to_update(&prior, &prior)), []);
        let plan = Queue {
            delay_seconds: 0,
            kms_master_key_id: None,
            redrive_policy: Some(Redrive(r#"{"maxReceiveCount":4}"#.to_owned())),
            redrive_allow_policy: Some(Redrive::default()),
            ..prior.clone()
        };
        let expected = [("DelaySeconds", "0"), ("KmsMasterKeyId", ""), ("RedriveAllowPolicy", "")];
        let expected = expected.map(|(name, text)| (name.to_owned(), text.to_owned()));
        assert_eq!(texts(to_update(&prior, &plan)), expected);
    }
}
