//! The Terraform plugin protocol, and the engine behind it, for providers written in Rust.
//!
//! `engine` plans, applies and reads; a provider implements [`Provider`], [`Resource`] and
//! [`DataSource`]. [`wire`] is the process around it: handshake, TLS, log. This crate knows no cloud.

pub mod engine;
mod error;
mod resource;
pub mod wire;

pub use error::{Diagnostic, Error, Kind, Result, Severity};
pub use resource::{Client, Context, DataSource, Origin, Poll, Provider, Resource, Timeouts, path};
