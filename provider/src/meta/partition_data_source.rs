//! `aws_partition`, the data source

use tfplugin::{DataSource, TypeSystem};

use crate::prelude::*;

/// Returns the partition of the provider's region: AWS, AWS in China or AWS GovCloud (US). Calls no
/// API.
///
/// See
/// [partitions](https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html)
/// in AWS Fault Isolation Boundaries.
#[derive(Debug, Clone, PartialEq, Model)]
pub(crate) struct PartitionDataSource {
    /// DNS suffix of the partition, such as `amazonaws.com`.
    pub(crate) dns_suffix: Computed<String>,
    /// Same as `partition`.
    #[attr(computed, read_only)]
    pub(crate) id: Option<String>,
    /// Partition as in ARNs: `aws`, `aws-cn`, `aws-us-gov`.
    pub(crate) partition: Computed<String>,
    /// DNS suffix in reverse order, as in names of VPC endpoint services: `com.amazonaws`.
    pub(crate) reverse_dns_prefix: Computed<String>,
}

impl DataSource<Aws> for PartitionDataSource {
    const TYPE: &'static str = "aws_partition";
    const NAME: &'static str = "Partition";
    const TYPE_SYSTEM: TypeSystem = TypeSystem::Strict;
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
