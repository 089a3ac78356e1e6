//! AWS messaging for Terraform and OpenTofu: the provider block, and a module for each service.
//!
//! This crate is all that knows AWS. What it knows of Terraform is in `tfplugin`.

pub mod error;
mod prelude;
mod provider;

pub use provider::{Aws, Clients, Cx, Partition};

/// Where the registry keeps the provider.
pub const ADDRESS: &str = "registry.terraform.io/aws-messaging/aws-messaging";

pub const VERSION: &str = env!("CARGO_PKG_VERSION");
