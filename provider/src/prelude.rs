//! What every resource imports, and nothing that only some do.

#![allow(unused_imports, reason = "each module takes what it needs")]

pub(crate) use schemas::{Computed, Json, Model, Set, Tags};
pub(crate) use tfplugin::{Check, Class, Error, Finding, Progress, Resource, Result, Timeouts};

pub(crate) use crate::arn::arn;
pub(crate) use crate::error::Answer;
pub(crate) use crate::provider::{Aws, Clients, Cx};
