//! AWS messaging for Terraform and OpenTofu: the provider block, and a module for each service.
//!
//! This crate is all that knows AWS. What it knows of Terraform is in `tfplugin`.

pub mod error;
mod prelude;
mod provider;

use tfplugin::engine::{Data, Managed};

pub use provider::{Aws, Clients, Cx, Partition};

/// Where the registry keeps the provider.
pub const ADDRESS: &str = "registry.terraform.io/aws-messaging/aws-messaging";

pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// All types of resources: the lists of the services, one after the other.
pub fn resources() -> Vec<Managed<Aws>> {
    Vec::new()
}

/// All types of data sources: the lists of the services, one after the other.
pub fn data_sources() -> Vec<Data<Aws>> {
    Vec::new()
}
