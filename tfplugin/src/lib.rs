//! The Terraform plugin protocol, and the engine behind it, for providers written in Rust.
//!
//! `wire` speaks with Terraform; `engine` plans, applies and reads; a provider implements
//! [`Provider`], [`Resource`] and [`DataSource`]. This crate knows no cloud.

mod check;
pub mod engine;
mod error;
mod identity;
pub mod msgpack;
mod ongoing;
mod resource;
mod secrets;
mod server;
#[cfg(any(test, feature = "testkit"))]
pub mod testkit;
pub mod wire;

pub use check::{Check, Checks, Class, Find, Finding, PlannedObject};
pub use error::{Diagnostic, Error, Kind, Result, Severity};
pub use identity::{Id, Identity, Served};
pub use ongoing::Ongoing;
pub use resource::{
    Client, Context, DataSource, Progress, Provider, Resource, Timeouts, TypeSystem, path,
};
pub use server::{Registry, Server};
