//! Functions about queues, topics and brokers.

use schemas::{Type, Value, json};
use serde_json::{Value as Json, json};
use tfplugin::engine::{Failure, Function, Parameter};

use super::{parameter, text};
use crate::provider::Partition;
use crate::{arn, filter, region};

pub(super) fn functions() -> Vec<Function> {
    vec![
        Function {
            name: "filter_policy_matches",
            summary: "Tells whether a message passes a filter policy.",
            docs: "Tells whether Amazon SNS delivers a message to a subscription with a filter policy: \
                   to test filter policies with `terraform test`, without AWS.\n\nEach key of the \
                   policy must match; of the values of a key, one is enough. A key that the message \
                   does not have matches only `{\"exists\": false}`. Of a list in the message, one \
                   element that matches is enough.\n\nSee [filter \
                   policies](https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html) \
                   in the Amazon SNS Developer Guide.",
            parameters: vec![
                parameter("policy", "JSON filter policy."),
                Parameter {
                    name: "message",
                    docs: "Attributes of the message, as an object of their values; with a policy for \
                           the message body, the body, as an object or as JSON.",
                    ty: Type::Dynamic,
                },
            ],
            result: Type::Bool,
            call: filter_policy_matches,
        },
        Function {
            name: "queue_arn_to_url",
            summary: "Makes the URL of a queue of its ARN.",
            docs: "Makes the URL of an Amazon SQS queue of its ARN.\n\nSee [queue \
                   identifiers](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html) \
                   in the Amazon SQS Developer Guide.",
            parameters: vec![parameter("arn", "ARN of the queue.")],
            result: Type::String,
            call: queue_arn_to_url,
        },
        Function {
            name: "queue_url_to_arn",
            summary: "Makes the ARN of a queue of its URL.",
            docs: "Makes the ARN of an Amazon SQS queue of its URL.\n\nSee [queue \
                   identifiers](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html) \
                   in the Amazon SQS Developer Guide.",
            parameters: vec![parameter("url", "URL of the queue.")],
            result: Type::String,
            call: queue_url_to_arn,
        },
        Function {
            name: "redrive_policy",
            summary: "Makes the redrive policy of a queue.",
            docs: "Makes the JSON of `redrive_policy` of an `aws_sqs_queue`.\n\nSee [dead-letter \
                   queues](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html) \
                   in the Amazon SQS Developer Guide.",
            parameters: vec![
                parameter("arn", "ARN of the dead-letter queue."),
                Parameter {
                    name: "count",
                    docs: "How often a message is received before it is moved there: 1 to 1000.",
                    ty: Type::Number,
                },
            ],
            result: Type::String,
            call: redrive_policy,
        },
        Function {
            name: "server_properties",
            summary: "Makes server properties of a map.",
            docs: "Makes the text of `server_properties` of an `aws_msk_configuration` of a map: a line \
                   for each property, in the order of their names, with escapes where Apache Kafka \
                   needs them.\n\nSee [custom \
                   configurations](https://docs.aws.amazon.com/msk/latest/developerguide/msk-configuration-properties.html) \
                   in the Amazon MSK Developer Guide.",
            parameters: vec![Parameter {
                name: "properties",
                docs: "Values of the properties by their names.",
                ty: Type::Map(Box::new(Type::String)),
            }],
            result: Type::String,
            call: server_properties,
        },
        Function {
            name: "sqs_queue_policy_allows_sns",
            summary: "Makes a queue policy that lets a topic in.",
            docs: "Makes the JSON of the policy of an Amazon SQS queue that lets one Amazon SNS topic \
                   send messages to it, and nobody else.\n\nSee [subscribing a \
                   queue](https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html) \
                   in the Amazon SNS Developer Guide.",
            parameters: vec![
                parameter("topic_arn", "ARN of the topic."),
                parameter("queue_arn", "ARN of the queue."),
            ],
            result: Type::String,
            call: sqs_queue_policy_allows_sns,
        },
    ]
}

fn refused<T>(argument: usize, message: impl Into<String>) -> Result<T, Failure> {
    Err(Failure { message: message.into(), argument: Some(argument) })
}

fn filter_policy_matches(arguments: &[Value]) -> Result<Value, Failure> {
    let policy = match serde_json::from_str(text(arguments, 0)) {
        Ok(Json::Object(policy)) => policy,
        Ok(_) => return refused(0, "a filter policy must be a JSON object"),
        Err(error) => return refused(0, format!("is not valid JSON: {error}")),
    };
    let message = match arguments.get(1) {
        Some(Value::Dynamic(inner)) => &inner.1,
        Some(value) => value,
        None => &Value::Null,
    };
    let message = match message {
        Value::String(body) => match serde_json::from_str(body) {
            Ok(body) => body,
            Err(error) => return refused(1, format!("is not valid JSON: {error}")),
        },
        value => json::encode(value).unwrap_or_default(),
    };
    match message {
        Json::Object(message) => match filter::matches(&policy, &message) {
            Ok(matches) => Ok(matches.into()),
            Err(wrong) => refused(0, wrong),
        },
        _ => {
            refused(1, "a message must be an object of attributes, or a body that is a JSON object")
        }
    }
}

/// The parts of the ARN of an object of a service.
fn of<'a>(arguments: &'a [Value], position: usize, service: &str) -> Result<[&'a str; 5], Failure> {
    let arn = text(arguments, position);
    match arn::parts(arn) {
        Some(parts @ [_, it, region, account, name])
            if it == service && ![region, account, name].contains(&"") =>
        {
            Ok(parts)
        }
        _ => refused(
            position,
            format!(
                "{arn:?} is not such an ARN: write one such as \
                 arn:aws:{service}:us-east-1:123456789012:orders"
            ),
        ),
    }
}

fn queue_arn_to_url(arguments: &[Value]) -> Result<Value, Failure> {
    let [_, _, region, account, name] = of(arguments, 0, "sqs")?;
    let Some(partition) = Partition::of(region) else {
        return refused(0, format!("{region:?} is no AWS region"));
    };
    let url = format!("https://sqs.{region}.{}/{account}/{name}", partition.dns_suffix);
    Ok(Value::String(url))
}

fn queue_url_to_arn(arguments: &[Value]) -> Result<Value, Failure> {
    let url = text(arguments, 0);
    let place = url.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    let queue = place.and_then(|(_, path)| path.split_once('/'));
    let (Some((account, name)), Some(region)) = (queue, region::of(url)) else {
        return refused(
            0,
            format!(
                "{url:?} is not the URL of a queue: write one such as \
                 https://sqs.us-east-1.amazonaws.com/123456789012/orders"
            ),
        );
    };
    let partition = Partition::of(region).map_or("aws", |it| it.id);
    Ok(Value::String(format!("arn:{partition}:sqs:{region}:{account}:{name}")))
}

fn redrive_policy(arguments: &[Value]) -> Result<Value, Failure> {
    of(arguments, 0, "sqs")?;
    let count = arguments.get(1).and_then(Value::as_i64);
    let Some(count) = count.filter(|it| (1..=1000).contains(it)) else {
        return refused(1, "must be a whole number from 1 to 1000");
    };
    let policy = json!({ "deadLetterTargetArn": text(arguments, 0), "maxReceiveCount": count });
    Ok(Value::String(policy.to_string()))
}

fn server_properties(arguments: &[Value]) -> Result<Value, Failure> {
    let mut lines = String::new();
    for (name, value) in arguments.first().and_then(Value::entries).into_iter().flatten() {
        let Some(value) = value.as_str() else {
            return refused(0, format!("the value of {name:?} is null"));
        };
        if name.is_empty() {
            return refused(0, "a property must have a name");
        }
        lines.push_str(&format!("{}={}\n", escaped(name, true), escaped(value, false)));
    }
    Ok(Value::String(lines))
}

/// A text as Java's properties have it.
fn escaped(text: &str, is_name: bool) -> String {
    let mut escaped = String::new();
    for (index, letter) in text.chars().enumerate() {
        match letter {
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            '\\' => escaped.push_str("\\\\"),
            ' ' if is_name || index == 0 => escaped.push_str("\\ "),
            '=' | ':' | '#' | '!' if is_name => escaped.extend(['\\', letter]),
            other => escaped.push(other),
        }
    }
    escaped
}

fn sqs_queue_policy_allows_sns(arguments: &[Value]) -> Result<Value, Failure> {
    of(arguments, 0, "sns")?;
    of(arguments, 1, "sqs")?;
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "Service": "sns.amazonaws.com" },
            "Action": "sqs:SendMessage",
            "Resource": text(arguments, 1),
            "Condition": { "ArnEquals": { "aws:SourceArn": text(arguments, 0) } },
        }],
    });
    Ok(Value::String(policy.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUEUE: &str = "arn:aws:sqs:us-east-1:123456789012:orders";
    const TOPIC: &str = "arn:aws:sns:us-east-1:123456789012:orders";

    #[test]
    fn urls_and_arns_of_queues() {
        for (url, arn) in [
            ("https://sqs.us-east-1.amazonaws.com/123456789012/orders", QUEUE),
            (
                "https://sqs.cn-north-1.amazonaws.com.cn/123456789012/orders.fifo",
                "arn:aws-cn:sqs:cn-north-1:123456789012:orders.fifo",
            ),
            (
                "https://sqs.us-gov-west-1.amazonaws.com/123456789012/orders",
                "arn:aws-us-gov:sqs:us-gov-west-1:123456789012:orders",
            ),
        ] {
            assert_eq!(queue_url_to_arn(&[url.into()]), Ok(arn.into()));
            assert_eq!(queue_arn_to_url(&[arn.into()]), Ok(url.into()));
        }
        let legacy = "https://us-east-1.queue.amazonaws.com/123456789012/orders";
        assert_eq!(queue_url_to_arn(&[legacy.into()]), Ok(QUEUE.into()));
        for wrong in ["", "orders", TOPIC, "http://localhost:4566/000000000000/orders"] {
            assert_eq!(queue_url_to_arn(&[wrong.into()]).unwrap_err().argument, Some(0), "{wrong}");
            assert_eq!(queue_arn_to_url(&[wrong.into()]).unwrap_err().argument, Some(0), "{wrong}");
        }
    }

    #[test]
    fn redrive_policies_are_made() {
        let made = redrive_policy(&[QUEUE.into(), 4.into()]).unwrap();
        let expected = format!(r#"{{"deadLetterTargetArn":"{QUEUE}","maxReceiveCount":4}}"#);
        assert_eq!(made, expected.as_str().into());
        assert_eq!(redrive_policy(&[TOPIC.into(), 4.into()]).unwrap_err().argument, Some(0));
        assert_eq!(redrive_policy(&[QUEUE.into(), 0.into()]).unwrap_err().argument, Some(1));
    }

    #[test]
    fn properties_are_escaped() {
        let properties = [("num.partitions", "3"), ("a b", " x=y"), ("path", "C:\\logs\n")];
        let properties = properties.map(|(name, it)| (name.to_owned(), Value::from(it)));
        let made = server_properties(&[Value::Map(properties.into())]).unwrap();
        let expected = "a\\ b=\\ x=y\nnum.partitions=3\npath=C:\\\\logs\\n\n";
        assert_eq!(made, expected.into());
    }

    #[test]
    fn a_policy_lets_a_topic_in_and_nobody_else() {
        let made = sqs_queue_policy_allows_sns(&[TOPIC.into(), QUEUE.into()]).unwrap();
        let allows = |source: &str| {
            let request = crate::policy::Request {
                service: "sns.amazonaws.com",
                action: "sqs:SendMessage",
                resource: QUEUE,
                source,
            };
            crate::policy::allows(made.as_str().unwrap(), &request)
        };
        assert_eq!(allows(TOPIC), Some(true));
        assert_eq!(allows("arn:aws:sns:us-east-1:123456789012:other"), Some(false));
        let swapped = sqs_queue_policy_allows_sns(&[QUEUE.into(), TOPIC.into()]);
        assert_eq!(swapped.unwrap_err().argument, Some(0));
    }

    #[test]
    fn messages_are_objects_or_json() {
        let matches =
            |message: Value| filter_policy_matches(&[r#"{"kind":["created"]}"#.into(), message]);
        let object = Value::Object([("kind".to_owned(), "created".into())].into());
        assert_eq!(matches(object), Ok(true.into()));
        assert_eq!(matches(r#"{"kind":"deleted"}"#.into()), Ok(false.into()));
        assert_eq!(matches("created".into()).unwrap_err().argument, Some(1));
        let policy = filter_policy_matches(&["[]".into(), "{}".into()]);
        assert_eq!(policy.unwrap_err().argument, Some(0));
    }
}
