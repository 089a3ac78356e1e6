//! `aws_mskconnect_custom_plugin`, the data source

use tfplugin::{DataSource, path};

use super::custom_plugin::named;
use super::tags;
use crate::prelude::*;

/// Looks up a custom plugin of MSK Connect by its name.
///
/// See [custom plugins](https://docs.aws.amazon.com/msk/latest/developerguide/msk-connect-plugins.html) in the Amazon MSK
/// Developer Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct CustomPluginDataSource {
    /// ARN of the custom plugin.
    pub(crate) arn: Computed<String>,
    /// Description of the custom plugin.
    pub(crate) description: Computed<String>,
    /// ARN of the custom plugin.
    #[attr(computed)]
    pub(crate) id: Option<String>,
    /// Number of the latest revision.
    pub(crate) latest_revision: Computed<i64>,
    /// Name of the custom plugin.
    pub(crate) name: String,
    /// State of the custom plugin.
    pub(crate) state: Computed<String>,
    /// Tags of the custom plugin.
    #[attr(computed)]
    pub(crate) tags: Option<Tags>,
}

impl DataSource<Aws> for CustomPluginDataSource {
    const TYPE: &'static str = "aws_mskconnect_custom_plugin";
    const NAME: &'static str = "MSK Connect Custom Plugin";

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let none = || {
            let message = format!("no matching MSK Connect Custom Plugin: {:?}", config.name);
            Error::at(path("name"), message)
        };
        let found = named(cx, &config.name).await?.ok_or_else(none)?;
        let arn = found.custom_plugin_arn.ok_or("the answer has no ARN")?;
        let tags = tags::of(cx, &arn).await?.ok_or_else(none)?;
        Ok(CustomPluginDataSource {
            arn: arn.clone().into(),
            description: found.description.unwrap_or_default().into(),
            id: Some(arn),
            latest_revision: found.latest_revision.map_or(0, |it| it.revision).into(),
            state: found.custom_plugin_state.map(|it| it.as_str().to_owned()).into(),
            tags: Some(tags),
            ..config
        })
    }
}
