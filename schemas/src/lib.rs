//! The schema language of a Terraform provider: what a type looks like, the values it has, and the
//! plain structs ([`Model`]) that both are derived from.
//!
//! This crate knows neither a cloud nor the plugin protocol. Everything here is data: nothing waits,
//! nothing talks.

mod block;
pub mod check;
mod field;
pub mod json;
mod path;
mod value;

// The derive names this crate from outside.
#[cfg(test)]
extern crate self as schemas;

pub use block::{
    Attribute, Block, Equality, Form, Item, Nested, Nesting, Presence, Schema, attribute, nested,
};
pub use check::Check;
pub use field::{AnyOrder, Computed, Elements, Field, Fields, Json, Mismatch, Model, Set, Tags};
pub use path::{Path, Step};
pub use schemas_derive::Model;
pub use value::{Number, Type, Value};
