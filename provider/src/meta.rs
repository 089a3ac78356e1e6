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

pub(crate) fn data_sources() -> Vec<DataSourceType<Aws>> {
    vec![
        data_source::<Aws, ArnDataSource>(),
        data_source::<Aws, CallerIdentityDataSource>(),
        data_source::<Aws, DefaultTagsDataSource>(),
        data_source::<Aws, PartitionDataSource>(),
        data_source::<Aws, RegionDataSource>(),
    ]
}
