//! `aws_glue_registry`, the data source

use aws_sdk_glue::types::RegistryId;
use tfplugin::{DataSource, path};

use super::registry::get;
use crate::prelude::*;

/// Retrieves a registry of the AWS Glue Schema Registry by name.
///
/// See [Glue Schema Registry](https://docs.aws.amazon.com/glue/latest/dg/schema-registry.html) in the
/// AWS Glue Developer Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct RegistryDataSource {
    /// ARN of the registry.
    pub(crate) arn: Computed<String>,
    /// Description of the registry.
    pub(crate) description: Computed<String>,
    /// Name of the registry.
    pub(crate) name: String,
}

impl DataSource<Aws> for RegistryDataSource {
    const TYPE: &'static str = "aws_glue_registry";
    const NAME: &'static str = "Glue Registry";

    async fn read(cx: &Cx, config: Self) -> Result<Self> {
        let id = RegistryId::builder().registry_name(&config.name).build();
        let Some(found) = get(cx, id).await? else {
            let region = cx.region();
            let message = format!("there is no registry {:?} in {region}", config.name);
            return Err(Error::at(path("name"), message));
        };
        Ok(RegistryDataSource {
            arn: found.registry_arn.into(),
            description: found.description.into(),
            ..config
        })
    }
}
