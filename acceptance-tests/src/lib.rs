//! Runs the real clients, `terraform` and `tofu`, with the real provider against a stand-in for
//! AWS.
//!
//! This library holds the tools; `tests/suite/` holds what is tested with them.
#![expect(clippy::disallowed_methods, reason = "the rule is for providers: here clocks are tested")]

pub mod aws;
pub mod client;
pub mod cloud;
pub mod http;
pub mod process;
pub mod provider;
pub mod proxy;
pub mod random;
pub mod sqs;
pub mod workspace;

use std::path::{Path, PathBuf};

/// What failed, in words for the person who reads the output of the suite.
pub type Result<T = ()> = std::result::Result<T, String>;

/// The root of the repository.
pub fn repository() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().map(Path::to_path_buf).unwrap_or_default()
}
