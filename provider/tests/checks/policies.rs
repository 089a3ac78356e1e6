//! The policies of resources.

use serde_json::{Value as Json, json};

use super::{Case, case, with};

/// A type with a policy: its other arguments, an action, and the ARN of what has the policy.
struct Owner {
    type_name: &'static str,
    rest: Json,
    action: &'static str,
    arn: &'static str,
}

fn owners() -> Vec<Owner> {
    let queue = "arn:aws:sqs:us-east-1:123456789012:orders";
    let topic = "arn:aws:sns:us-east-1:123456789012:orders";
    let stream = "arn:aws:kinesis:us-east-1:123456789012:stream/orders";
    let cluster = "arn:aws:kafka:us-east-1:123456789012:cluster/orders/0b1c2d3e-1";
    vec![
        Owner {
            type_name: "aws_sqs_queue",
            rest: json!({ "name": "orders" }),
            action: "sqs:SendMessage",
            arn: queue,
        },
        Owner {
            type_name: "aws_sqs_queue_policy",
            rest: json!({ "queue_url": "https://sqs.us-east-1.amazonaws.com/123456789012/orders" }),
            action: "sqs:SendMessage",
            arn: queue,
        },
        Owner {
            type_name: "aws_sns_topic",
            rest: json!({ "name": "orders" }),
            action: "sns:Publish",
            arn: topic,
        },
        Owner {
            type_name: "aws_sns_topic_policy",
            rest: json!({ "arn": topic }),
            action: "sns:Publish",
            arn: topic,
        },
        Owner {
            type_name: "aws_kinesis_resource_policy",
            rest: json!({ "resource_arn": stream }),
            action: "kinesis:PutRecord",
            arn: stream,
        },
        Owner {
            type_name: "aws_msk_cluster_policy",
            rest: json!({ "cluster_arn": cluster }),
            action: "kafka:CreateVpcConnection",
            arn: cluster,
        },
    ]
}

pub(super) fn cases() -> Vec<Case> {
    owners().iter().flat_map(of).collect()
}

fn of(owner: &Owner) -> Vec<Case> {
    let statement = json!({ "Sid": "in", "Effect": "Allow", "Principal": { "AWS": "123456789012" },
        "Action": owner.action, "Resource": owner.arn });
    let without = |name: &str| {
        let mut statement = statement.clone();
        statement.as_object_mut().expect("an object").remove(name);
        statement
    };
    let document = |statement: Json| json!({ "Version": "2012-10-17", "Statement": [statement] });
    let config = |document: Json| with(&owner.rest, json!({ "policy": document.to_string() }));
    let wrong = |more: Json| config(document(with(&statement, more)));
    let right = || config(document(statement.clone()));
    let case = |title, wrong, right| case(owner.type_name, title, wrong, right);
    let source = json!({ "ArnLike": { "aws:SourceArn": "arn:aws:s3:::orders" } });
    let everybody = json!({ "Principal": "*" });
    let mut cases = vec![
        case(
            "Unknown element of a statement",
            config(document(with(&without("Effect"), json!({ "Effct": "Allow" })))),
            right(),
        ),
        case("Unknown element of a statement", wrong(json!({ "Comment": "in" })), right()),
        case(
            "Unknown element of a policy",
            config(json!({ "Version": "2012-10-17", "Statements": [statement], "Statement": [] })),
            right(),
        ),
        case("Incomplete policy statement", config(document(without("Effect"))), right()),
        case("Incomplete policy statement", config(document(without("Action"))), right()),
        case("Incomplete policy statement", config(document(without("Principal"))), right()),
        case("Incomplete policy statement", wrong(json!({ "Effect": "Permit" })), right()),
        case("Incomplete policy statement", wrong(json!({ "NotAction": "x" })), right()),
        case("Incomplete policy statement", wrong(json!({ "Action": [] })), right()),
        case("Policy statement without a resource", config(document(without("Resource"))), right()),
        case(
            "Invalid policy version",
            config(with(&document(statement.clone()), json!({ "Version": "2012-10-18" }))),
            right(),
        ),
        case(
            "Policy variable in an old policy version",
            config(json!({ "Version": "2008-10-17", "Statement": with(&statement,
                json!({ "Condition": { "StringEquals": { "aws:SourceArn": "${aws:PrincipalArn}" } } })) })),
            wrong(
                json!({ "Condition": { "StringEquals": { "aws:SourceArn": "${aws:PrincipalArn}" } } }),
            ),
        ),
        case("Invalid principal", wrong(json!({ "Principal": "123456789012" })), right()),
        case(
            "Invalid principal",
            wrong(json!({ "Principal": { "Services": "sns.amazonaws.com" } })),
            right(),
        ),
        case("Invalid principal", wrong(json!({ "Principal": { "AWS": "12345" } })), right()),
        case(
            "Invalid principal",
            wrong(json!({ "Principal": { "Service": "sns" } })),
            wrong(json!({ "Principal": { "Service": "sns.amazonaws.com" } })),
        ),
        case(
            "Unknown condition operator",
            wrong(
                json!({ "Condition": { "ArnLikes": { "aws:SourceArn": "arn:aws:s3:::orders" } } }),
            ),
            wrong(json!({ "Condition": source })),
        ),
        case("Invalid condition", wrong(json!({ "Condition": "aws:SourceArn" })), right()),
        case("Invalid condition", wrong(json!({ "Condition": { "StringEquals": "x" } })), right()),
        case(
            "Invalid condition",
            wrong(json!({ "Condition": { "Bool": { "aws:SecureTransport": "yes" } } })),
            wrong(json!({ "Condition": { "Bool": { "aws:SecureTransport": true } } })),
        ),
        case(
            "Invalid condition",
            wrong(json!({ "Condition": { "IpAddress": { "aws:SourceIp": "10.0.0.0/40" } } })),
            wrong(
                json!({ "Condition": { "IpAddress": { "aws:SourceIp": ["10.0.0.0/8", "2001:db8::1"] } } }),
            ),
        ),
        case(
            "Invalid condition",
            wrong(
                json!({ "Condition": { "NumericLessThan": { "aws:MultiFactorAuthAge": "an hour" } } }),
            ),
            wrong(
                json!({ "Condition": { "NumericLessThanIfExists": { "aws:MultiFactorAuthAge": 3600 } } }),
            ),
        ),
        case(
            "Invalid condition",
            wrong(json!({ "Condition": { "DateLessThan": { "aws:CurrentTime": "tomorrow" } } })),
            wrong(
                json!({ "Condition": { "DateLessThan": { "aws:CurrentTime": "2030-01-01T00:00:00Z" } } }),
            ),
        ),
        case("Action of another service", wrong(json!({ "Action": "s3:GetObject" })), right()),
        case("Action of another service", wrong(json!({ "Action": "Publish" })), right()),
        case(
            "Unknown action",
            wrong(json!({ "Action": format!("{}x", owner.action) })),
            wrong(json!({ "Action": owner.action.to_uppercase() })),
        ),
        case(
            "Policy about another resource",
            wrong(json!({ "Resource": "arn:aws:s3:::orders" })),
            wrong(json!({ "Resource": "*" })),
        ),
        case(
            "Public access",
            wrong(everybody.clone()),
            wrong(with(&everybody, json!({ "Condition": source }))),
        ),
        case(
            "Public access",
            wrong(with(
                &everybody,
                json!({ "Condition": { "Bool": { "aws:SecureTransport": "true" } } }),
            )),
            wrong(with(
                &everybody,
                json!({ "Effect": "Deny",
                "Condition": { "Bool": { "aws:SecureTransport": "false" } } }),
            )),
        ),
    ];
    if owner.type_name.starts_with("aws_sqs_") {
        let many = |count: usize| {
            let statements: Vec<_> =
                (0..count).map(|it| with(&statement, json!({ "Sid": format!("s{it}") }))).collect();
            config(json!({ "Version": "2012-10-17", "Statement": statements }))
        };
        cases.push(case("Policy beyond quotas", many(21), many(20)));
        cases.push(case(
            "Policy about another resource",
            wrong(json!({ "Resource": "arn:aws:sqs:us-east-1:123456789012:order" })),
            wrong(json!({ "Resource": "arn:aws:sqs:*:*:ord*" })),
        ));
    } else {
        let long = with(&document(statement.clone()), json!({ "Id": "x".repeat(40_000) }));
        cases.push(case("Policy beyond quotas", config(long), right()));
    }
    let region = match owner.type_name {
        "aws_sqs_queue_policy" => {
            json!({ "queue_url": "https://sqs.eu-west-1.amazonaws.com/123456789012/orders" })
        }
        "aws_sns_topic_policy" => json!({ "arn": owner.arn.replace("us-east-1", "eu-west-1") }),
        "aws_kinesis_resource_policy" => {
            json!({ "resource_arn": owner.arn.replace("us-east-1", "eu-west-1") })
        }
        "aws_msk_cluster_policy" => {
            json!({ "cluster_arn": owner.arn.replace("us-east-1", "eu-west-1") })
        }
        _ => return cases,
    };
    let elsewhere = with(&right(), region);
    cases.push(case(
        "Wrong region",
        elsewhere.clone(),
        with(
            &elsewhere,
            json!({ "region": "eu-west-1", "policy":
            document(with(&statement, json!({ "Resource": "*" }))).to_string() }),
        ),
    ));
    cases
}
