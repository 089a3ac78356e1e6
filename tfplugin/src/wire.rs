//! The process as Terraform and OpenTofu see it: how it is started, found, trusted, spoken to and ended.
//!
//! This is go-plugin's protocol, server side. A client starts the binary with a cookie and a
//! certificate in the environment, reads one line from standard output that says where to connect,
//! and speaks gRPC over mutual TLS from then on. What is said there is [`tfplugin6`]; this module
//! carries it and looks into none of it.

#![expect(clippy::disallowed_methods, reason = "waits for clients and processes, not for a cloud")]

mod command;
mod handshake;
mod listener;
pub(crate) mod log;
mod options;
mod panic;
mod plugin;
mod serve;
mod signal;
mod tls;

pub use options::Options;
pub use serve::serve;
pub use tokio_util::sync::CancellationToken;

/// Messages and services of Terraform's plugin protocol 6.
#[rustfmt::skip]
#[path = "wire/generated/tfplugin6.rs"]
#[allow(unreachable_pub, clippy::all, clippy::restriction, reason = "generated")]
pub mod tfplugin6;

/// Messages and services that go-plugin adds beside the provider's own.
#[rustfmt::skip]
#[path = "wire/generated/plugin.rs"]
#[allow(unreachable_pub, clippy::all, clippy::restriction, reason = "generated")]
pub mod go_plugin;
