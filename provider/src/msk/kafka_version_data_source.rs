//! `aws_msk_kafka_version`

use tfplugin::{DataSource, path};

use crate::prelude::*;

/// Looks up a version of Apache Kafka that MSK offers, by its number or as the first one offered of a
/// list.
///
/// See
/// [versions of Apache Kafka](https://docs.aws.amazon.com/msk/1.0/apireference/kafka-versions.html)
/// in the Amazon MSK API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct KafkaVersionDataSource {
    /// The version.
    #[attr(computed)]
    pub(crate) id: Option<String>,
    /// Versions, the most wanted first: the first one that MSK offers is taken.
    #[attr(exactly_one_of = ["preferred_versions", "version"])]
    pub(crate) preferred_versions: Option<Vec<String>>,
    /// Status of the version: `ACTIVE` or `DEPRECATED`.
    pub(crate) status: Computed<String>,
    /// The version.
    #[attr(computed, exactly_one_of = ["preferred_versions", "version"])]
    pub(crate) version: Option<String>,
}

impl DataSource<Aws> for KafkaVersionDataSource {
    const TYPE: &'static str = "aws_msk_kafka_version";
    const NAME: &'static str = "MSK Kafka Version";

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let mut offered = Vec::new();
        let mut pages = cx.kafka().list_kafka_versions().into_paginator().send();
        while let Some(page) = pages.next().await {
            offered.extend(page.into_result()?.kafka_versions.unwrap_or_default());
        }
        let preferred = config.preferred_versions.clone().unwrap_or_default();
        let wanted = preferred.iter().chain(&config.version);
        let found =
            wanted.clone().find_map(|it| offered.iter().find(|one| one.version() == Some(it)));
        let Some(found) = found else {
            let argument = if preferred.is_empty() { "version" } else { "preferred_versions" };
            let wanted: Vec<_> = wanted.map(String::as_str).collect();
            let versions: Vec<_> = offered.iter().filter_map(|it| it.version()).collect();
            let message = format!("MSK does not offer Apache Kafka {}", wanted.join(", "));
            let remedy = format!("It offers {}.", versions.join(", "));
            return Err(Error::at(path(argument), message).remedy(remedy));
        };
        Ok(KafkaVersionDataSource {
            id: found.version.clone(),
            status: found.status.as_ref().map(|it| it.as_str().to_owned()).into(),
            version: found.version.clone(),
            ..config
        })
    }
}
