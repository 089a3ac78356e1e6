//! AWS messaging for Terraform and OpenTofu: the provider block, and a module for each service.
//!
//! This crate is all that knows AWS. What it knows of Terraform is in `tfplugin`.

pub mod error;
mod functions;
mod iam;
mod mq;
mod name;
mod policy;
mod prelude;
mod provider;
mod sns;
mod sqs;
mod tags;

use tfplugin::Registry;

pub use provider::{Aws, Clients, Cx, Partition};

/// Where the registry keeps the provider.
pub const ADDRESS: &str = "registry.terraform.io/aws-messaging/aws-messaging";

pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// All types and functions: the lists of the services, one after the other.
pub fn registry() -> Registry<Aws> {
    Registry {
        resources: [mq::resources(), sns::resources(), sqs::resources()]
            .into_iter()
            .flatten()
            .collect(),
        data_sources: [
            iam::data_sources(),
            mq::data_sources(),
            sns::data_sources(),
            sqs::data_sources(),
        ]
        .into_iter()
        .flatten()
        .collect(),
        functions: functions::functions(),
    }
}
