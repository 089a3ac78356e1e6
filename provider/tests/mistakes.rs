//! What people get wrong about queues, topics, subscriptions, streams and security groups, found before AWS is asked. Each is
//! what AWS always refuses, or what it takes in silence to somebody's surprise.

mod configured;

use provider::Aws;
use schemas::{Value, json};
use serde_json::{Value as Json, json};
use tfplugin::engine::{self, PlanRequest, ResourceType, Run};
use tfplugin::testkit::proposed_new;
use tfplugin::{Checks, Diagnostic, Severity};

/// What validation and the plan say of a configuration, given as JSON.
fn said(managed: &ResourceType<Aws>, aws: &Aws, prior: &Json, config: &Json) -> Vec<Diagnostic> {
    let block = &managed.schema.block;
    let object = |json: &Json| {
        let value = json::decode(json, &block.ty()).unwrap_or_else(|it| panic!("{json}: {it}"));
        match value {
            Value::Object(entries) => block.complete(entries),
            other => other,
        }
    };
    let (config, prior) = (object(config), object(prior));
    let mut said = managed.validate(&config, true);
    said.extend(engine::check_config(managed, Checks::Warn, &config));
    if said.iter().any(Diagnostic::is_error) {
        return said;
    }
    let proposed = proposed_new(block, &prior, &config);
    let question = PlanRequest { prior: &prior, proposed: &proposed, config: &config };
    let planned = engine::plan(managed, aws, &question).and_then(|it| {
        engine::check_plan(managed, aws, &Run::default(), Checks::Warn, &question, it)
    });
    match planned {
        Ok(planned) => said.extend(planned.warnings),
        Err(errors) => said.extend(errors),
    }
    said
}

fn text(diagnostic: &Diagnostic) -> String {
    let path = diagnostic.path.as_ref().map(|it| format!("{it}: ")).unwrap_or_default();
    format!("{path}{} {}", diagnostic.summary, diagnostic.detail)
}

struct Mistake {
    type_name: &'static str,
    prior: Json,
    config: Json,
    severity: Severity,
    /// What is said, in parts.
    says: &'static [&'static str],
}

fn wrong(type_name: &'static str, config: Json, says: &'static [&'static str]) -> Mistake {
    Mistake { type_name, prior: Json::Null, config, severity: Severity::Error, says }
}

fn doubtful(
    type_name: &'static str,
    prior: Json,
    config: Json,
    says: &'static [&'static str],
) -> Mistake {
    Mistake { type_name, prior, config, severity: Severity::Warning, says }
}

const QUEUE: &str = "aws_sqs_queue";
const APPLICATION: &str = "aws_sns_platform_application";
const TOPIC: &str = "aws_sns_topic";
const SUBSCRIPTION: &str = "aws_sns_topic_subscription";
const DEAD: &str = "arn:aws:sqs:us-east-1:123456789012:dead";
const ORDERS: &str = "arn:aws:sns:us-east-1:123456789012:orders";

fn of_sqs() -> Vec<Mistake> {
    let url = "https://sqs.us-east-1.amazonaws.com/123456789012/orders";
    let there = |more: &Json| {
        let mut queue = json!({ "id": url, "url": url, "name": "orders", "region": "us-east-1",
            "fifo_queue": false });
        let entries = queue.as_object_mut().expect("an object");
        entries.extend(more.as_object().expect("an object").clone());
        queue
    };
    let policy = r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sqs:*"}]}"#;
    vec![
        wrong(
            QUEUE,
            json!({ "name": "orders", "fifo_queue": true }),
            &["name: invalid queue name: orders", "orders.fifo"],
        ),
        wrong(
            QUEUE,
            json!({ "name": "orders.fifo" }),
            &["name: invalid queue name: orders.fifo", "`fifo_queue = true`"],
        ),
        wrong(QUEUE, json!({ "name": "orders queue" }), &["name: ", "letters, digits"]),
        wrong(
            QUEUE,
            json!({ "name": "orders", "content_based_deduplication": true }),
            &["content_based_deduplication: ", "FIFO"],
        ),
        wrong(
            QUEUE,
            json!({ "name": "orders", "deduplication_scope": "queue" }),
            &["deduplication_scope: ", "`fifo_queue = true`"],
        ),
        wrong(
            QUEUE,
            json!({ "name": "orders", "visibility_timeout_seconds": 50_000 }),
            &["visibility_timeout_seconds", "0 to 43200"],
        ),
        wrong(
            QUEUE,
            json!({ "name": "orders", "redrive_policy":
                json!({ "deadLetterTargetArn": DEAD }).to_string() }),
            &["redrive_policy: ", "lacks `maxReceiveCount`"],
        ),
        wrong(
            QUEUE,
            json!({ "name": "orders", "redrive_policy":
                json!({ "deadLetterTargetArn": "orders-dead", "maxReceiveCount": 4 }).to_string() }),
            &["redrive_policy: ", "the ARN of a queue"],
        ),
        wrong(
            QUEUE,
            json!({ "name": "orders", "redrive_allow_policy":
                json!({ "redrivePermission": "byQueues" }).to_string() }),
            &["redrive_allow_policy: ", "allowAll, denyAll or byQueue"],
        ),
        wrong(
            QUEUE,
            json!({ "name": "orders", "kms_master_key_id": "alias/aws/sqs",
                "sqs_managed_sse_enabled": true }),
            &["Conflicting configuration arguments", "sqs_managed_sse_enabled"],
        ),
        wrong(
            "aws_sqs_queue_policy",
            json!({ "queue_url": "https://sqs.eu-west-1.amazonaws.com/123456789012/orders",
                "policy": policy }),
            &["queue_url: ", "is in eu-west-1", "Set `region = \"eu-west-1\"`"],
        ),
        wrong(
            "aws_sqs_queue_policy",
            json!({ "queue_url": "arn:aws:sqs:us-east-1:123456789012:orders", "policy": policy }),
            &["queue_url: ", "the URL of a queue"],
        ),
        doubtful(
            QUEUE,
            there(&json!({ "kms_master_key_id": "alias/aws/sqs" })),
            json!({ "name": "orders" }),
            &["kms_master_key_id: ", "not encrypted", "`sqs_managed_sse_enabled = true`"],
        ),
        doubtful(
            QUEUE,
            there(&json!({ "policy": policy })),
            json!({ "name": "orders", "policy": "" }),
            &["policy: ", "takes the queue's away", "`aws_sqs_queue_policy`"],
        ),
        doubtful(
            QUEUE,
            there(&json!({ "redrive_policy": json!({ "deadLetterTargetArn": DEAD,
                "maxReceiveCount": 4 }).to_string() })),
            json!({ "name": "orders", "redrive_policy": "{}" }),
            &["redrive_policy: ", "takes the queue's away"],
        ),
    ]
}

fn of_sns() -> Vec<Mistake> {
    let filtered = |policy: Json| {
        json!({ "topic_arn": ORDERS, "protocol": "sqs", "endpoint": DEAD,
            "filter_policy": policy.to_string() })
    };
    let subscribed = |protocol: &str, endpoint: &str| json!({ "topic_arn": ORDERS, "protocol": protocol, "endpoint": endpoint });
    vec![
        wrong(
            TOPIC,
            json!({ "name": "orders", "fifo_topic": true }),
            &["name: invalid topic name: orders", "orders.fifo"],
        ),
        wrong(
            TOPIC,
            json!({ "name": "orders.fifo" }),
            &["name: invalid topic name: orders.fifo", "`fifo_topic = true`"],
        ),
        wrong(
            TOPIC,
            json!({ "name": "orders", "archive_policy":
                json!({ "MessageRetentionPeriod": 30 }).to_string() }),
            &["archive_policy: ", "FIFO topics"],
        ),
        doubtful(
            TOPIC,
            Json::Null,
            json!({ "name": "orders.fifo", "fifo_topic": true, "archive_policy":
                json!({ "MessageRetentionPeriod": 400 }).to_string() }),
            &["archive_policy: ", "1 to 365 days"],
        ),
        wrong(
            TOPIC,
            json!({ "name": "orders", "maximum_message_size": 256 }),
            &["maximum_message_size", "1024 to 1048576"],
        ),
        wrong(
            APPLICATION,
            json!({ "name": "orders", "platform": "GCM" }),
            &["platform_credential", "Set one of"],
        ),
        wrong(
            APPLICATION,
            json!({ "name": "orders", "platform": "GCM", "platform_credential": "key",
                "platform_credential_wo": "key", "platform_credential_wo_version": 1 }),
            &["Set only one of", "`platform_credential_wo`"],
        ),
        wrong(
            APPLICATION,
            json!({ "name": "orders", "platform": "GCM", "platform_credential_wo": "key" }),
            &["`platform_credential_wo_version` must be set"],
        ),
        wrong(
            APPLICATION,
            json!({ "name": "orders", "platform": "APNS", "platform_credential": "key",
                "platform_principal": "certificate", "platform_principal_wo": "certificate",
                "platform_principal_wo_version": 1 }),
            &["platform_principal", "cannot be set together"],
        ),
        wrong(
            SUBSCRIPTION,
            subscribed("sqs", "https://sqs.us-east-1.amazonaws.com/123456789012/orders"),
            &["endpoint: ", "the ARN of a queue"],
        ),
        wrong(
            SUBSCRIPTION,
            subscribed("firehose", "arn:aws:firehose:us-east-1:123456789012:deliverystream/s"),
            &["subscription_role_arn: ", "set `subscription_role_arn`"],
        ),
        wrong(SUBSCRIPTION, subscribed("https", "http://example.com"), &["endpoint: ", "https://"]),
        wrong(SUBSCRIPTION, subscribed("sms", "call me"), &["endpoint: ", "a telephone number"]),
        wrong(
            SUBSCRIPTION,
            json!({ "topic_arn": "arn:aws:sns:eu-west-1:123456789012:orders", "protocol": "sqs",
                "endpoint": DEAD }),
            &["topic_arn: ", "is in eu-west-1", "Set `region = \"eu-west-1\"`"],
        ),
        wrong(
            SUBSCRIPTION,
            json!({ "topic_arn": ORDERS, "protocol": "email", "endpoint": "ops@example.com",
                "raw_message_delivery": true }),
            &["raw_message_delivery: ", "does not support raw message delivery"],
        ),
        wrong(
            SUBSCRIPTION,
            filtered(json!({ "state": "paid" })),
            &["filter_policy: ", "`state` must be a list"],
        ),
        wrong(
            SUBSCRIPTION,
            filtered(json!({ "order": { "state": ["paid"] } })),
            &["filter_policy: ", "`filter_policy_scope = \"MessageBody\"`"],
        ),
        wrong(
            SUBSCRIPTION,
            filtered(json!({ "size": [{ "numeric": ["<", 10, ">", 1] }] })),
            &["filter_policy: ", "`size`: Too many elements in numeric expression"],
        ),
        doubtful(
            SUBSCRIPTION,
            Json::Null,
            filtered(json!({ "a": [1], "b": [1], "c": [1], "d": [1], "e": [1], "f": [1] })),
            &["filter_policy: ", "more than 5 keys"],
        ),
        wrong(
            "aws_sns_topic_policy",
            json!({ "arn": "arn:aws:sns:eu-west-1:123456789012:orders", "policy": "{}" }),
            &["arn: ", "is in eu-west-1"],
        ),
        doubtful(
            TOPIC,
            json!({ "id": ORDERS, "arn": ORDERS, "name": "orders", "region": "us-east-1",
                "fifo_topic": false, "policy": r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny"}]}"# }),
            json!({ "name": "orders", "policy": "" }),
            &["policy: ", "keeps the one that it has"],
        ),
    ]
}

const STREAM: &str = "aws_kinesis_stream";

fn of_kinesis() -> Vec<Mistake> {
    let arn = "arn:aws:kinesis:us-east-1:123456789012:stream/orders";
    let there = |shards: i64| {
        json!({ "id": arn, "arn": arn, "name": "orders", "region": "us-east-1",
            "encryption_type": "NONE", "retention_period": 24, "shard_count": shards,
            "stream_mode_details": [{ "stream_mode": "PROVISIONED" }] })
    };
    let on_demand = json!([{ "stream_mode": "ON_DEMAND" }]);
    let far = Mistake {
        prior: there(1),
        ..wrong(
            STREAM,
            json!({ "name": "orders", "shard_count": 5000 }),
            &["shard_count: ", "1024"],
        )
    };
    let without = Mistake {
        prior: there(2),
        ..wrong(STREAM, json!({ "name": "orders" }), &["shard_count: ", "must be at least 1"])
    };
    vec![
        wrong(STREAM, json!({ "name": "orders stream", "shard_count": 1 }), &["name: ", "letters"]),
        wrong(STREAM, json!({ "name": "orders" }), &["shard_count: ", "ON_DEMAND"]),
        wrong(
            STREAM,
            json!({ "name": "orders", "shard_count": 1, "stream_mode_details": on_demand }),
            &["shard_count: ", "must not be set", "PROVISIONED"],
        ),
        wrong(
            STREAM,
            json!({ "name": "orders", "shard_count": 1, "encryption_type": "KMS" }),
            &["kms_key_id: ", "alias/aws/kinesis"],
        ),
        doubtful(
            STREAM,
            Json::Null,
            json!({ "name": "orders", "shard_count": 1, "shard_level_metrics": ["Incoming"] }),
            &["shard_level_metrics", "IncomingBytes"],
        ),
        wrong(
            STREAM,
            json!({ "name": "orders", "shard_count": 1, "warm_throughput_mib_ps": 100 }),
            &["warm_throughput_mib_ps: ", "ON_DEMAND"],
        ),
        wrong(
            "aws_kinesis_stream_consumer",
            json!({ "name": "search", "stream_arn": "orders" }),
            &["stream_arn", "ARN"],
        ),
        wrong(
            "aws_kinesis_stream_consumer",
            json!({ "name": "search", "stream_arn": arn.replace("us-east-1", "eu-west-1") }),
            &["stream_arn: ", "eu-west-1"],
        ),
        wrong(
            "aws_kinesis_resource_policy",
            json!({ "resource_arn": arn, "policy": "{}" }),
            &["policy: ", "remove this resource"],
        ),
        doubtful(
            "aws_kinesis_account_settings",
            Json::Null,
            json!({ "minimum_throughput_billing_commitment": [{ "status": "ENABLED" }] }),
            &["minimum_throughput_billing_commitment: ", "24 hours"],
        ),
        far,
        without,
    ]
}

fn of_ec2() -> Vec<Mistake> {
    const GROUP: &str = "aws_security_group";
    const RULE: &str = "aws_vpc_security_group_ingress_rule";
    let rule = |more: Json| {
        let mut rule = json!({ "security_group_id": "sg-0a1b2c3d", "ip_protocol": "tcp",
            "from_port": 443, "to_port": 443, "cidr_ipv4": "10.0.0.0/16" });
        let entries = rule.as_object_mut().expect("an object");
        entries.extend(more.as_object().expect("an object").clone());
        rule
    };
    let group = |ingress: &[Json]| {
        let empty = json!({ "cidr_blocks": null, "description": "", "from_port": 0, "to_port": 0,
            "ipv6_cidr_blocks": null, "prefix_list_ids": null, "protocol": "tcp",
            "security_groups": null, "self": null });
        let rules = ingress.iter().map(|it| {
            let mut rule = empty.clone();
            let entries = rule.as_object_mut().expect("an object");
            entries.extend(it.as_object().expect("an object").clone());
            rule
        });
        json!({ "name": "orders", "ingress": rules.collect::<Vec<_>>() })
    };
    let open = json!({ "from_port": 22, "to_port": 22, "cidr_blocks": ["10.0.0.0/8"] });
    let told = json!({ "from_port": 22, "to_port": 22, "cidr_blocks": ["10.0.0.0/8"],
        "description": "ssh" });
    vec![
        wrong(
            RULE,
            rule(json!({ "from_port": null, "to_port": null })),
            &["from_port", "needs a range"],
        ),
        wrong(RULE, rule(json!({ "from_port": 443, "to_port": 80 })), &["port"]),
        wrong(RULE, rule(json!({ "to_port": 70000 })), &["to_port"]),
        wrong(RULE, rule(json!({ "cidr_ipv4": "10.0.0.0/33" })), &["cidr_ipv4"]),
        wrong(RULE, rule(json!({ "cidr_ipv4": "2001:db8::/32" })), &["cidr_ipv4"]),
        wrong(
            RULE,
            rule(json!({ "cidr_ipv4": null })),
            &["cidr_ipv4", "referenced_security_group_id"],
        ),
        wrong(RULE, rule(json!({ "cidr_ipv6": "2001:db8::/32" })), &["cidr_ipv4", "cidr_ipv6"]),
        wrong(RULE, rule(json!({ "description": "web -> orders" })), &["description"]),
        wrong(
            "aws_security_group_rule",
            json!({ "type": "ingress", "security_group_id": "sg-0a1b2c3d", "protocol": "tcp",
                "from_port": 443, "to_port": 443, "cidr_blocks": [],
                "source_security_group_id": "sg-1b2c3d4e" }),
            &["source_security_group_id", "cannot be set together with", "cidr_blocks"],
        ),
        wrong(GROUP, json!({ "name": "sg-orders" }), &["name", "sg-"]),
        wrong(GROUP, json!({ "name": "orders", "description": "caf\u{e9}" }), &["description"]),
        wrong(GROUP, group(&[open, told]), &["ingress", "description"]),
        wrong(GROUP, group(&[json!({ "cidr_blocks": ["10.0.0.0"] })]), &["cidr_blocks"]),
    ]
}

#[tokio::test]
async fn mistakes_are_found_before_aws_is_asked() {
    let aws = configured::plain().await;
    let registry = provider::registry();
    for mistake in [of_sqs(), of_sns(), of_ec2(), of_kinesis()].into_iter().flatten() {
        let Mistake { type_name, prior, config, severity, says } = mistake;
        let Some(managed) = registry.resource(type_name) else {
            // Its service may be off.
            if cfg!(feature = "default") {
                panic!("{type_name} is not served");
            }
            continue;
        };
        let said = said(managed, &aws, &prior, &config);
        let texts: Vec<String> = said.iter().map(text).collect();
        let is_said = said.iter().zip(&texts).any(|(it, text)| {
            it.severity == severity && says.iter().all(|part| text.contains(part))
        });
        assert!(is_said, "{type_name} {config}: {texts:#?}");
    }
}

/// The same arguments, right: nothing is said of them.
#[tokio::test]
async fn what_aws_takes_is_not_refused() {
    let aws = configured::tagged().await;
    let registry = provider::registry();
    let subscribed = |protocol: &str, endpoint: &str, more: Json| {
        let mut config = json!({ "topic_arn": ORDERS, "protocol": protocol, "endpoint": endpoint });
        let entries = config.as_object_mut().expect("an object");
        entries.extend(more.as_object().expect("an object").clone());
        config
    };
    let filters = json!({
        "$or": [{ "a": [{ "exists": true }, null, 1.5] }, { "b": [{ "anything-but": ["x", 2] }] }],
        "c": [{ "numeric": [">=", 0, "<", 100] }, { "numeric": ["=", 5] }],
        "d": [{ "cidr": "10.0.0.0/24" }, { "equals-ignore-case": "x" }, { "suffix": ".png" }],
        "e": [{ "anything-but": { "prefix": "x" } }, { "wildcard": "a*b" }],
    });
    for (type_name, config) in [
        (QUEUE, json!({ "name": "orders" })),
        (QUEUE, json!({ "name": "orders.fifo", "fifo_queue": true })),
        (QUEUE, json!({ "name_prefix": "orders-", "policy": "", "redrive_policy": "{}" })),
        (
            QUEUE,
            json!({ "name": "a", "redrive_policy":
            json!({ "deadLetterTargetArn": DEAD, "maxReceiveCount": "1000" }).to_string() }),
        ),
        (TOPIC, json!({ "name": "orders", "delivery_policy": "{}", "archive_policy": "{}" })),
        (TOPIC, json!({ "name": "o.fifo", "fifo_topic": true, "fifo_throughput_scope": "Topic" })),
        (SUBSCRIPTION, subscribed("sqs", "arn:aws:sqs:eu-west-1:210987654321:orders", json!({}))),
        (SUBSCRIPTION, subscribed("sqs", DEAD, json!({ "filter_policy": filters.to_string() }))),
        (SUBSCRIPTION, subscribed("sqs", DEAD, json!({ "filter_policy": "{}" }))),
        (
            SUBSCRIPTION,
            subscribed(
                "sqs",
                DEAD,
                json!({ "filter_policy": "{}", "filter_policy_scope": "MessageBody" }),
            ),
        ),
        (SUBSCRIPTION, subscribed("sqs", DEAD, json!({ "raw_message_delivery": true }))),
        (SUBSCRIPTION, subscribed("https", "https://u:p@example.com/h", json!({}))),
        (SUBSCRIPTION, subscribed("email", "ops@example.com", json!({}))),
        (SUBSCRIPTION, subscribed("sms", "+12/34-567.890", json!({}))),
        (SUBSCRIPTION, subscribed("lambda", "arn:aws:lambda:us-east-1:1:function:f:1", json!({}))),
    ] {
        let Some(managed) = registry.resource(type_name) else {
            // Its service may be off.
            if cfg!(feature = "default") {
                panic!("{type_name} is not served");
            }
            continue;
        };
        let said = said(managed, &aws, &Json::Null, &config);
        assert!(said.is_empty(), "{config}: {:#?}", said.iter().map(text).collect::<Vec<_>>());
    }
}
