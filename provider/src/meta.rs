//! What is asked about AWS and the provider rather than about an object of a service.

mod arn_data_source;
mod caller_identity_data_source;
mod default_tags_data_source;
mod partition_data_source;
mod region_data_source;

use tfplugin::engine::{DataSourceType, data_source};

use self::arn_data_source::ArnDataSource;
use self::caller_identity_data_source::CallerIdentityDataSource;
use self::default_tags_data_source::DefaultTagsDataSource;
use self::partition_data_source::PartitionDataSource;
use self::region_data_source::RegionDataSource;
use crate::provider::Aws;
use crate::service::Service;

/// The service.
pub(crate) const SERVICE: Service = Service {
    module: "meta",
    name: "Meta data",
    subcategory: "Meta Data Sources",
    prefixes: &[
        ("aws_arn", "ARN"),
        ("aws_caller_", "Caller"),
        ("aws_default_tags", "Default Tags"),
        ("aws_partition", "Partition"),
        ("aws_region", "Region"),
    ],
    is_regional: false,
    endpoints: &[],
    resources: Vec::new,
    data_sources,
};

fn data_sources() -> Vec<DataSourceType<Aws>> {
    vec![
        data_source::<Aws, ArnDataSource>(),
        data_source::<Aws, CallerIdentityDataSource>(),
        data_source::<Aws, DefaultTagsDataSource>(),
        data_source::<Aws, PartitionDataSource>(),
        data_source::<Aws, RegionDataSource>(),
    ]
}
