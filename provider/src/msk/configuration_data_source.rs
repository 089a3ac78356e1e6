//! `aws_msk_configuration`, the data source

use tfplugin::{DataSource, path};

use super::configuration::{Configuration, named};
use crate::prelude::*;

/// Looks up an MSK configuration by its name.
///
/// See
/// [configurations](https://docs.aws.amazon.com/msk/1.0/apireference/configurations.html)
/// in the Amazon MSK API Reference.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ConfigurationDataSource {
    /// ARN of the configuration.
    pub(crate) arn: Computed<String>,
    /// Description of the latest revision.
    pub(crate) description: Computed<String>,
    /// ARN of the configuration.
    #[attr(computed)]
    pub(crate) id: Option<String>,
    /// Versions of Apache Kafka that the configuration is for.
    pub(crate) kafka_versions: Computed<Set<String>>,
    /// Number of the latest revision.
    pub(crate) latest_revision: Computed<i64>,
    /// Name of the configuration.
    pub(crate) name: String,
    /// Contents of the `server.properties` file.
    pub(crate) server_properties: Computed<String>,
}

impl DataSource<Aws> for ConfigurationDataSource {
    const TYPE: &'static str = "aws_msk_configuration";
    const NAME: &'static str = "MSK Configuration";

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let none = || {
            let message = format!("no matching MSK Configuration: {:?}", config.name);
            Error::at(path("name"), message)
        };
        let arn = named(cx, &config.name).await?.and_then(|it| it.arn).ok_or_else(none)?;
        let found = Configuration::read(cx, &arn.as_str().into()).await?.ok_or_else(none)?;
        Ok(ConfigurationDataSource {
            arn: found.arn,
            description: found.description.unwrap_or_default().into(),
            id: Some(arn),
            kafka_versions: found.kafka_versions.into(),
            latest_revision: found.latest_revision,
            server_properties: found.server_properties.0.into(),
            ..config
        })
    }
}
