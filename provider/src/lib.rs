//! AWS messaging for Terraform and OpenTofu: the provider block, and a module for each service.
//!
//! This crate is all that knows AWS. What it knows of Terraform is in `tfplugin`.

mod arn;
mod clock;
mod ec2;
pub mod error;
mod functions;
mod iam;
mod identity;
mod kinesis;
mod limit;
mod lost;
mod meta;
mod mq;
mod msk;
mod name;
mod pages;
mod policy;
mod prelude;
mod provider;
mod region;
mod sns;
mod sqs;
mod tags;

use tfplugin::Registry;

pub use provider::{Aws, Clients, Cx, Partition};

/// Where the registry keeps the provider.
pub const ADDRESS: &str = "registry.terraform.io/aws-messaging/aws-messaging";

pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// All types, by name, and all functions.
pub fn registry() -> Registry<Aws> {
    let resources = [
        ec2::resources(),
        kinesis::resources(),
        mq::resources(),
        msk::resources(),
        sns::resources(),
        sqs::resources(),
    ];
    let data_sources = [
        ec2::data_sources(),
        iam::data_sources(),
        kinesis::data_sources(),
        meta::data_sources(),
        mq::data_sources(),
        msk::data_sources(),
        sns::data_sources(),
        sqs::data_sources(),
    ];
    let mut resources: Vec<_> = resources.into_iter().flatten().collect();
    let mut data_sources: Vec<_> = data_sources.into_iter().flatten().collect();
    // The names of some types do not begin with that of their service.
    resources.sort_by_key(|it| it.type_name);
    data_sources.sort_by_key(|it| it.type_name);
    Registry { resources, data_sources, functions: functions::functions() }
}
