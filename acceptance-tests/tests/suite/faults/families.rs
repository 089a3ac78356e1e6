//! The services whose calls fail, and what is made of each.

use acceptance_tests::Result;
use acceptance_tests::cloud::Cloud;
use acceptance_tests::proxy::AwsError;

/// A service whose objects are made, by the configuration `acceptance-tests/faults/<name>.tf`.
pub(super) struct Family {
    pub(super) name: &'static str,
    /// The service as a request names it.
    pub(super) service: &'static str,
    /// The operation that makes an object, and how many times the configuration has it done.
    pub(super) create: &'static str,
    pub(super) objects: usize,
    /// Whether further calls make an object what it is to be.
    pub(super) has_steps: bool,
    /// The operation that shows one.
    pub(super) read: &'static str,
    /// The operation that changes one, and what to write in place of what for a change.
    pub(super) update: &'static str,
    pub(super) change: (&'static str, &'static str),
    /// The resources that are imported where AWS has objects of which no state knows, and how the ids
    /// of theirs end.
    pub(super) addresses: &'static [(&'static str, &'static str)],
    pub(super) missing: AwsError,
    pub(super) denied: AwsError,
    /// How many objects there are.
    pub(super) count: fn(&Cloud<'_>) -> Result<usize>,
}

pub(super) const SQS: Family = Family {
    name: "sqs",
    service: "sqs",
    create: "CreateQueue",
    objects: 2,
    has_steps: false,
    read: "GetQueueAttributes",
    update: "SetQueueAttributes",
    change: ("= 41", "= 42"),
    addresses: &[
        ("/orders", "aws_sqs_queue.orders"),
        ("/orders-dead", "aws_sqs_queue.orders_dead"),
    ],
    missing: AwsError {
        status: 400,
        code: "com.amazonaws.sqs#QueueDoesNotExist",
        query_code: Some("AWS.SimpleQueueService.NonExistentQueue"),
        message: "The specified queue does not exist.",
    },
    denied: AwsError {
        status: 403,
        code: "com.amazonaws.sqs#AccessDeniedException",
        query_code: Some("AccessDenied"),
        message: "User ann is not authorized to perform this action.",
    },
    count: |cloud| {
        let answer = cloud.call("sqs", "AmazonSQS.ListQueues", "{}")?;
        Ok(answer["QueueUrls"].as_array().map_or(0, Vec::len))
    },
};

pub(super) const MQ: Family = Family {
    name: "mq",
    service: "mq",
    create: "POST /v1/brokers",
    objects: 1,
    has_steps: false,
    read: "GET /v1/brokers/*",
    update: "PUT /v1/brokers/*",
    change: ("mq.m5.large", "mq.m5.xlarge"),
    addresses: &[("", "aws_mq_broker.orders")],
    missing: AwsError {
        status: 404,
        code: "NotFoundException",
        query_code: None,
        message: "Can't find requested broker. Make sure your broker exists.",
    },
    denied: AwsError {
        status: 403,
        code: "ForbiddenException",
        query_code: None,
        message: "User ann is not authorized to perform this action.",
    },
    count: |cloud| {
        let answer = cloud.get("mq", "/v1/brokers")?;
        Ok(answer["brokerSummaries"].as_array().map_or(0, Vec::len))
    },
};

pub(super) const EC2: Family = Family {
    name: "ec2",
    service: "ec2",
    create: "CreateSecurityGroup",
    objects: 1,
    has_steps: true,
    read: "DescribeSecurityGroups",
    update: "AuthorizeSecurityGroupIngress",
    change: ("= 8443", "= 8444"),
    addresses: &[("", "aws_security_group.orders")],
    missing: AwsError {
        status: 400,
        code: "InvalidGroup.NotFound",
        query_code: None,
        message: "The security group does not exist",
    },
    denied: AwsError {
        status: 403,
        code: "UnauthorizedOperation",
        query_code: None,
        message: "User ann is not authorized to perform this action.",
    },
    count: |cloud| {
        let answer = cloud.query("ec2", "Action=DescribeSecurityGroups&Version=2016-11-15")?;
        Ok(answer.matches("<groupName>orders").count())
    },
};

/// Rules are made by a call that has no token, as groups are, and has no name either.
pub(super) const EC2_RULES: Family = Family {
    name: "ec2_rules",
    service: "ec2",
    create: "AuthorizeSecurityGroupIngress",
    objects: 1,
    has_steps: false,
    read: "DescribeSecurityGroupRules",
    update: "ModifySecurityGroupRules",
    change: ("= 8443", "= 8444"),
    addresses: &[("", "aws_vpc_security_group_ingress_rule.orders")],
    missing: AwsError {
        status: 400,
        code: "InvalidSecurityGroupRuleId.NotFound",
        query_code: None,
        message: "The security group rule ID does not exist",
    },
    denied: AwsError {
        status: 403,
        code: "UnauthorizedOperation",
        query_code: None,
        message: "User ann is not authorized to perform this action.",
    },
    count: |cloud| {
        let answer = cloud.query("ec2", "Action=DescribeSecurityGroupRules&Version=2016-11-15")?;
        Ok(answer.matches("<description>orders").count())
    },
};

pub(super) const KINESIS: Family = Family {
    name: "kinesis",
    service: "kinesis",
    create: "CreateStream",
    objects: 1,
    has_steps: false,
    read: "DescribeStreamSummary",
    update: "IncreaseStreamRetentionPeriod",
    change: ("= 41", "= 42"),
    addresses: &[
        ("orders", "aws_kinesis_stream.orders"),
        ("", "aws_kinesis_stream_consumer.orders"),
    ],
    missing: AwsError {
        status: 400,
        code: "ResourceNotFoundException",
        query_code: None,
        message: "Stream orders under account 123456789012 not found.",
    },
    denied: AwsError {
        status: 400,
        code: "AccessDeniedException",
        query_code: None,
        message: "User ann is not authorized to perform this action.",
    },
    count: |cloud| {
        let answer = cloud.call("kinesis", "Kinesis_20131202.ListStreams", "{}")?;
        Ok(answer["StreamNames"].as_array().map_or(0, Vec::len))
    },
};
