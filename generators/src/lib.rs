//! What is generated from a provider's schemas and kept beside the code: contracts and documentation
//! pages; and how the schemas differ from those of hashicorp/aws.
//!
//! Only tests and tasks use this crate: nothing of it is in the provider.

pub mod contract;
pub mod docs;
pub mod files;
pub mod upstream;
