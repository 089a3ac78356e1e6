//! AWS messaging for Terraform and OpenTofu: the provider block, and a module for each service.
//!
//! This crate is all that knows AWS. What it knows of Terraform is in `tfplugin`. Each service is a
//! feature: what is off is not built, and neither is its part of the SDK.

// What services share is there for all, whichever are built in.
#![cfg_attr(
    not(feature = "default"),
    allow(dead_code, unused_imports, unused_macros, reason = "services that are off")
)]

mod access_key;
mod arn;
mod checks;
mod clock;
#[cfg(feature = "cloudwatch")]
mod cloudwatch;
#[cfg(feature = "ec2")]
mod ec2;
pub mod error;
mod filter;
mod functions;
#[cfg(feature = "glue")]
mod glue;
mod iam;
mod identity;
#[cfg(feature = "kinesis")]
mod kinesis;
mod limit;
#[cfg(feature = "logs")]
mod logs;
mod lost;
mod meta;
#[cfg(feature = "mq")]
mod mq;
#[cfg(feature = "msk")]
mod msk;
#[cfg(feature = "mskconnect")]
mod mskconnect;
mod name;
mod pages;
mod policy;
mod prelude;
mod provider;
mod region;
mod service;
#[cfg(feature = "sns")]
mod sns;
#[cfg(feature = "sqs")]
mod sqs;
mod tags;
#[cfg(any(feature = "glue", feature = "logs", feature = "msk", feature = "mskconnect"))]
mod taken;
mod wildcard;

use tfplugin::Registry;
use tfplugin::wire::Options;

pub use provider::{Aws, Clients, Cx, Partition};
pub use service::Service;

/// Where the registry keeps the provider.
pub const ADDRESS: &str = "registry.terraform.io/aws-messaging/aws-messaging";

pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The services that are built in, in the order of tables.
pub const SERVICES: &[&Service] = &[
    #[cfg(feature = "sqs")]
    &sqs::SERVICE,
    #[cfg(feature = "sns")]
    &sns::SERVICE,
    #[cfg(feature = "kinesis")]
    &kinesis::SERVICE,
    #[cfg(feature = "mq")]
    &mq::SERVICE,
    #[cfg(feature = "msk")]
    &msk::SERVICE,
    #[cfg(feature = "mskconnect")]
    &mskconnect::SERVICE,
    #[cfg(feature = "cloudwatch")]
    &cloudwatch::SERVICE,
    #[cfg(feature = "logs")]
    &logs::SERVICE,
    #[cfg(feature = "glue")]
    &glue::SERVICE,
    #[cfg(feature = "ec2")]
    &ec2::SERVICE,
    &iam::SERVICE,
    &meta::SERVICE,
];

/// Who the provider is. Of the SDK nothing is logged, and of no text the ids of access keys.
pub const OPTIONS: Options =
    Options { address: ADDRESS, version: VERSION, mute: &["aws_"], mask: access_key::mask };

/// All types, by name, and all functions.
pub fn registry() -> Registry<Aws> {
    let mut resources: Vec<_> = SERVICES.iter().flat_map(|it| (it.resources)()).collect();
    let mut data_sources: Vec<_> = SERVICES.iter().flat_map(|it| (it.data_sources)()).collect();
    // The names of some types do not begin with that of their service.
    resources.sort_by_key(|it| it.type_name);
    data_sources.sort_by_key(|it| it.type_name);
    Registry { resources, data_sources, functions: functions::functions() }
}
