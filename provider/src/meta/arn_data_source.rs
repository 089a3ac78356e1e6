//! `aws_arn`, the data source

use schemas::check::{Check, rule};
use tfplugin::{DataSource, TypeSystem};

use crate::arn;
use crate::prelude::*;

/// Parses an ARN. Calls no API.
///
/// See [Amazon Resource
/// Names](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html) in the IAM User
/// Guide.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct ArnDataSource {
    /// ID of the account; empty if the resource belongs to no account.
    pub(crate) account: Computed<String>,
    /// ARN to parse.
    #[attr(check = is_arn())]
    pub(crate) arn: String,
    /// Same as `arn`.
    #[attr(computed, read_only)]
    pub(crate) id: Option<String>,
    /// Partition, such as `aws`.
    pub(crate) partition: Computed<String>,
    /// Region code; empty if the service is global.
    pub(crate) region: Computed<String>,
    /// Last part of the ARN: the name, or type and name, of the resource.
    pub(crate) resource: Computed<String>,
    /// Service namespace, such as `sqs`.
    pub(crate) service: Computed<String>,
}

impl DataSource<Aws> for ArnDataSource {
    const TYPE: &'static str = "aws_arn";
    const NAME: &'static str = "ARN";
    const TYPE_SYSTEM: TypeSystem = TypeSystem::Strict;
    const REGIONAL: bool = false;

    async fn read(_cx: &Cx, config: Self) -> Result<Self> {
        let [partition, service, region, account, resource] =
            arn::parts(&config.arn).ok_or("it is not an ARN")?.map(str::to_owned);
        Ok(ArnDataSource {
            account: account.into(),
            id: Some(config.arn.clone()),
            partition: partition.into(),
            region: region.into(),
            resource: resource.into(),
            service: service.into(),
            ..config
        })
    }
}

fn is_arn() -> Check {
    let check = rule("An ARN.", |text| match arn::parts(text) {
        Some(_) => Ok(()),
        None => Err("must be arn:partition:service:region:account:resource".to_owned()),
    });
    check.says(|_, _| "Invalid ARN Value".to_owned())
}
