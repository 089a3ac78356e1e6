//! `aws_mskconnect_worker_configuration`, the data source

use tfplugin::{DataSource, path};

use super::worker_configuration::{WorkerConfiguration, named};
use crate::prelude::*;

/// Looks up a worker configuration of MSK Connect by its name.
///
/// See [worker configurations](https://docs.aws.amazon.com/msk/latest/developerguide/msk-connect-workers.html) in the Amazon MSK
/// Developer Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct WorkerConfigurationDataSource {
    /// ARN of the worker configuration.
    pub(crate) arn: Computed<String>,
    /// Description of the worker configuration.
    pub(crate) description: Computed<String>,
    /// ARN of the worker configuration.
    #[attr(computed)]
    pub(crate) id: Option<String>,
    /// Number of the latest revision.
    pub(crate) latest_revision: Computed<i64>,
    /// Name of the worker configuration.
    pub(crate) name: String,
    /// Contents of the `connect-distributed.properties` file.
    pub(crate) properties_file_content: Computed<String>,
    /// Tags of the worker configuration.
    #[attr(computed)]
    pub(crate) tags: Option<Tags>,
}

impl DataSource<Aws> for WorkerConfigurationDataSource {
    const TYPE: &'static str = "aws_mskconnect_worker_configuration";
    const NAME: &'static str = "MSK Connect Worker Configuration";

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let none = || {
            let message =
                format!("no matching MSK Connect Worker Configuration: {:?}", config.name);
            Error::at(path("name"), message)
        };
        let found = named(cx, &config.name).await?.ok_or_else(none)?;
        let arn = found.worker_configuration_arn.ok_or("the answer has no ARN")?;
        let read = WorkerConfiguration::read(cx, &arn.as_str().into()).await?;
        let found = read.ok_or_else(none)?;
        Ok(WorkerConfigurationDataSource {
            arn: arn.into(),
            description: found.description.clone().unwrap_or_default().into(),
            id: found.arn.0.clone(),
            latest_revision: found.latest_revision.clone(),
            tags: found.tags.clone(),
            properties_file_content: found.properties().into(),
            ..config
        })
    }
}
