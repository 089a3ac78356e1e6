//! What a service of AWS is to the provider.

use tfplugin::engine::{DataSourceType, ResourceType};

use crate::provider::Aws;

/// A service of AWS: all that is said of it as a whole. Each stands in the file of its service, next
/// to the modules of its types.
#[derive(Debug)]
pub struct Service {
    /// Its folder in `provider/src`. Its feature of Cargo has the same name, where it has an SDK
    /// crate.
    pub module: &'static str,
    /// Its name, as in tables: `SQS`.
    pub name: &'static str,
    /// Where registries list the pages of its types, as they do for hashicorp/aws.
    pub subcategory: &'static str,
    /// How the names of its types begin, each with how they begin in words: of all services the
    /// longest beginning tells `cargo xtask new` where a type goes.
    pub prefixes: &'static [(&'static str, &'static str)],
    /// Whether its objects are in a region.
    pub is_regional: bool,
    /// What it is called in the `endpoints` block; the first name is also that of its environment
    /// variable. None where the service is not asked.
    pub endpoints: &'static [&'static str],
    pub resources: fn() -> Vec<ResourceType<Aws>>,
    pub data_sources: fn() -> Vec<DataSourceType<Aws>>,
}

/// The method that gives modules the SDK's client of a service: `client!(sqs: aws_sdk_sqs)` beside
/// its `SERVICE` makes `cx.sqs()`.
macro_rules! client {
    ($name:ident: $sdk:ident) => {
        impl crate::provider::Clients {
            pub(crate) fn $name(&self) -> $sdk::Client {
                self.client(|config, common| {
                    let names = SERVICE.endpoints;
                    let builder = crate::provider::clients::configure!($sdk, config, common, names);
                    $sdk::Client::from_conf(builder.build())
                })
            }
        }
    };
}

pub(crate) use client;
