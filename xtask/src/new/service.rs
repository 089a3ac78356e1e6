//! Where a type's module goes and what it is called.

/// hashicorp's prefix of type names, our module, words, and whether it is regional. A module is
/// named as hashicorp/aws names the service, except where the name is a crate's.
const SERVICES: &[(&str, &str, &str, bool)] = &[
    ("aws_appautoscaling_", "appautoscaling", "Application Auto Scaling", true),
    ("aws_cloudwatch_event_", "events", "EventBridge", true),
    ("aws_cloudwatch_log_", "logs", "CloudWatch Logs", true),
    ("aws_cloudwatch_", "cloudwatch", "CloudWatch", true),
    ("aws_default_", "ec2", "VPC Default", true),
    ("aws_glue_", "glue", "Glue", true),
    ("aws_iam_", "iam", "IAM", false),
    ("aws_kinesis_firehose_", "firehose", "Data Firehose", true),
    ("aws_kinesis_", "kinesis", "Kinesis", true),
    ("aws_lambda_", "lambda", "Lambda", true),
    ("aws_mq_", "mq", "MQ", true),
    ("aws_mskconnect_", "mskconnect", "MSK Connect", true),
    ("aws_msk_", "msk", "MSK", true),
    ("aws_pipes_", "pipes", "EventBridge Pipes", true),
    ("aws_route53_", "route53", "Route 53", false),
    ("aws_scheduler_", "scheduler", "EventBridge Scheduler", true),
    ("aws_schemas_", "eventschemas", "EventBridge Schemas", true),
    ("aws_security_", "ec2", "VPC Security", true),
    ("aws_sns_", "sns", "SNS", true),
    ("aws_sqs_", "sqs", "SQS", true),
    ("aws_ssm_", "ssm", "SSM", true),
    ("aws_vpc_", "ec2", "VPC", true),
];

/// Where a type goes.
pub(super) struct Place {
    /// Module of the service: `sqs`.
    pub(super) service: &'static str,
    /// Module of the type, within that of the service: `queue_policy`.
    pub(super) file: String,
    /// `SQS Queue Policy`
    pub(super) name: String,
    pub(super) is_regional: bool,
}

impl Place {
    pub(super) fn of(ty: &str) -> Option<Place> {
        let known = SERVICES.iter().find(|it| ty.starts_with(it.0))?;
        let &(prefix, service, label, is_regional) = known;
        let rest = &ty[prefix.len()..];
        // The types of EC2 do not have its name in theirs.
        let file = if service == "ec2" { &ty["aws_".len()..] } else { rest };
        let words: Vec<String> = rest.split('_').map(word).collect();
        let name = format!("{label} {}", words.join(" "));
        Some(Place { service, file: file.to_owned(), name, is_regional })
    }
}

fn word(word: &str) -> String {
    match word {
        "api" | "sms" | "vpc" => word.to_uppercase(),
        _ => super::rust::camel(word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places() {
        for (ty, service, file, name) in [
            ("aws_sqs_queue_policy", "sqs", "queue_policy", "SQS Queue Policy"),
            ("aws_cloudwatch_event_rule", "events", "rule", "EventBridge Rule"),
            ("aws_security_group", "ec2", "security_group", "VPC Security Group"),
            ("aws_msk_vpc_connection", "msk", "vpc_connection", "MSK VPC Connection"),
        ] {
            let place = Place::of(ty).unwrap();
            assert_eq!((place.service, &*place.file, &*place.name), (service, file, name));
        }
        assert!(Place::of("aws_s3_bucket").is_none());
    }
}
