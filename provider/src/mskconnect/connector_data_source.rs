//! `aws_mskconnect_connector`, the data source

use tfplugin::{DataSource, path};

use super::connector::named;
use super::tags;
use crate::prelude::*;

/// Looks up a connector of MSK Connect by its name.
///
/// See [connectors](https://docs.aws.amazon.com/msk/latest/developerguide/msk-connect-connectors.html) in the Amazon MSK
/// Developer Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ConnectorDataSource {
    /// ARN of the connector.
    pub(crate) arn: Computed<String>,
    /// Description of the connector.
    pub(crate) description: Computed<String>,
    /// ARN of the connector.
    #[attr(computed)]
    pub(crate) id: Option<String>,
    /// Name of the connector.
    pub(crate) name: String,
    /// Tags of the connector.
    #[attr(computed)]
    pub(crate) tags: Option<Tags>,
    /// Version of the connector, which AWS changes with each update.
    pub(crate) version: Computed<String>,
}

impl DataSource<Aws> for ConnectorDataSource {
    const TYPE: &'static str = "aws_mskconnect_connector";
    const NAME: &'static str = "MSK Connect Connector";

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let none = || {
            let message = format!("no matching MSK Connect Connector: {:?}", config.name);
            Error::at(path("name"), message)
        };
        let found = named(cx, &config.name).await?.ok_or_else(none)?;
        let arn = found.connector_arn.ok_or("the answer has no ARN")?;
        let tags = tags::of(cx, &arn).await?.ok_or_else(none)?;
        Ok(ConnectorDataSource {
            arn: arn.clone().into(),
            description: found.connector_description.unwrap_or_default().into(),
            id: Some(arn),
            tags: Some(tags),
            version: found.current_version.into(),
            ..config
        })
    }
}
