//! `aws_partition`, the data source

use tfplugin::{DataSource, Origin};

use crate::prelude::*;

/// Tells which part of AWS the provider's region is in: commercial AWS, China, GovCloud. AWS is not
/// asked.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct PartitionDataSource {
    /// What the names of its hosts end with, such as `amazonaws.com`.
    pub(crate) dns_suffix: Computed<String>,
    /// The partition.
    #[attr(computed, read_only)]
    pub(crate) id: Option<String>,
    /// The partition, as in ARNs: `aws`, `aws-cn`, `aws-us-gov`.
    pub(crate) partition: Computed<String>,
    /// The suffix with its parts in reverse order, as in names of VPC endpoint services.
    pub(crate) reverse_dns_prefix: Computed<String>,
}

impl DataSource<Aws> for PartitionDataSource {
    const TYPE: &'static str = "aws_partition";
    const NAME: &'static str = "Partition";
    const ORIGIN: Origin = Origin::Framework;
    const REGIONAL: bool = false;

    async fn read(cx: &Cx, _config: Self) -> Result<Self> {
        let partition = cx.partition();
        let reversed: Vec<&str> = partition.dns_suffix.rsplit('.').collect();
        Ok(PartitionDataSource {
            dns_suffix: partition.dns_suffix.to_owned().into(),
            id: Some(partition.id.to_owned()),
            partition: partition.id.to_owned().into(),
            reverse_dns_prefix: reversed.join(".").into(),
        })
    }
}
