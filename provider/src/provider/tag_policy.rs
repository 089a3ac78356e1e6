//! Tags that the organization's tag policy requires, by `tag_policy_compliance`.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_resourcegroupstagging::Client;
use schemas::Path;
use tfplugin::{Diagnostic, Result, Severity, path};

use crate::error::Answer;

/// The names that tag policies have for what types manage: see "resource types that support
/// required tag keys" in the AWS Organizations User Guide.
const TYPES: &[(&str, &str)] = &[
    ("ec2:security-group", "aws_security_group"),
    ("glue:registry", "aws_glue_registry"),
    ("glue:schema", "aws_glue_schema"),
    ("kafka:replicator", "aws_msk_replicator"),
    ("kafkaconnect:custom-plugin", "aws_mskconnect_custom_plugin"),
    ("kafkaconnect:worker-configuration", "aws_mskconnect_worker_configuration"),
    ("kinesis:stream", "aws_kinesis_stream"),
    ("kinesis:stream/consumer", "aws_kinesis_stream_consumer"),
    ("mq:broker", "aws_mq_broker"),
    ("mq:configuration", "aws_mq_configuration"),
    ("sns:topic", "aws_sns_topic"),
    ("sqs:queue", "aws_sqs_queue"),
];

/// Keys by type, and how bad it is that one is missing.
#[derive(Debug)]
pub(super) struct TagPolicy {
    severity: Severity,
    required: BTreeMap<&'static str, Vec<String>>,
}

impl TagPolicy {
    /// Asks which tags are required: those of the account's effective tag policy.
    pub(super) async fn read(client: &Client, severity: Severity) -> Result<TagPolicy, Diagnostic> {
        let mut required: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let mut pages = client.list_required_tags().into_paginator().items().send();
        while let Some(tags) = pages.next().await {
            let tags = tags.into_result().map_err(|error| {
                let detail = format!(
                    "`tag_policy_compliance` is set, so the provider first requests the required \
                     tags, which failed: {}. Allow tag:ListRequiredTags, or set \
                     `tag_policy_compliance = \"disabled\"`.",
                    error.message
                );
                let summary = "cannot list the tags that the tag policy requires";
                Diagnostic::error(summary, detail).at(Path::root("tag_policy_compliance"))
            })?;
            for (_, type_name) in TYPES.iter().filter(|it| Some(it.0) == tags.resource_type()) {
                required.entry(type_name).or_default().extend_from_slice(tags.reporting_tag_keys());
            }
        }
        Ok(TagPolicy { severity, required })
    }

    /// What is said of an object of a type that is to have tags with these keys.
    pub(super) fn check(&self, type_name: &str, keys: &BTreeSet<&str>) -> Option<Diagnostic> {
        let required = self.required.get(type_name)?.iter();
        let missing = required.filter(|it| !keys.contains(it.as_str()));
        let missing: Vec<_> = missing.map(|it| format!("`{it}`")).collect();
        if missing.is_empty() {
            return None;
        }
        let detail = format!(
            "The tag policy of the organization requires these tags of each {type_name}, which \
             are not set: {}. Add them to `tags`, or to `default_tags` of the provider.",
            missing.join(", ")
        );
        let found = Diagnostic::error("Missing required tags", detail).at(path("tags"));
        Some(Diagnostic { severity: self.severity, ..found })
    }
}
